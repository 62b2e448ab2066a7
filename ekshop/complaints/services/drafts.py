"""A complaint being written: begun, added to page by page, thrown away or forgotten."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.parties.services import require

from .. import rules
from ..models import Draft
from ..selectors import draft_for, drafts_visible_to
from .evidence import evidence_forget


def draft_begin(*, actor: Actor, language: str, now: datetime) -> Draft:
    """A draft nothing was written into yet: the one that waits already, or a new one."""
    require(actor, "complaint.file_on_behalf" if actor.is_person else "complaint.file")
    if not actor.is_person and not actor.mobile:
        raise NotFound(what="draft")
    if waiting := drafts_visible_to(actor).filter(answers={}).first():
        return waiting
    return Draft.objects.create(
        token=uuid4(),
        mobile=actor.mobile,
        person_id=actor.person_id,
        language=language,
        created_at=now,
        updated_at=now,
    )


def draft_answer(*, actor: Actor, token: str, answers: dict[str, Any], now: datetime) -> Draft:
    """Adds what one page told; None takes an answer out. Errors: NotFound."""
    with transaction.atomic():
        draft = draft_for(actor, token, hold=True)
        told = {**draft.answers, **answers}
        draft.answers = {name: value for name, value in told.items() if value is not None}
        draft.updated_at = now
        draft.save(update_fields=["answers", "updated_at"])
    return draft


def draft_drop(*, actor: Actor, token: str) -> None:
    """Throws a draft away with the files it brought. Errors: NotFound."""
    _remove(draft_for(actor, token))


def drafts_prune(*, now: datetime) -> int:
    """Forgets drafts nobody has touched for long; says how many."""
    stale = Draft.objects.filter(
        filed_as__isnull=True, updated_at__lt=now - timedelta(days=rules.DRAFT_KEPT_DAYS)
    )
    count = 0
    for draft in stale.iterator():
        _remove(draft)
        count += 1
    return count


def _remove(draft: Draft) -> None:
    evidence_forget(draft)
    draft.delete()
