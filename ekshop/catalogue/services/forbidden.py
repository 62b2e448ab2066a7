"""Goods that may not be sold, as the operator enters and withdraws them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ..models import ForbiddenTerm

_LENGTHS = {"term": 80, "reason_bn": 200, "reason_en": 200, "citation_bn": 200, "citation": 200}


def forbidden_put(
    *,
    actor: Actor,
    term: str,
    reason_bn: str,
    reason_en: str,
    citation_bn: str,
    citation: str,
    unless: str = "",
    now: datetime,
) -> ForbiddenTerm:
    """Forbids goods whose title carries `term`, or says anew why; `unless` is split by "|".

    It counts for feeds read and orders placed from now on. Errors: NotAllowed, InvalidInput.
    """
    require(actor, "forbidden.manage")
    given = {
        "term": " ".join(normalise(term).split()),
        "reason_bn": reason_bn.strip(),
        "reason_en": reason_en.strip(),
        "citation_bn": citation_bn.strip(),
        "citation": citation.strip(),
    }
    problems: dict[str, object] = {}
    for name, text in given.items():
        if not text:
            problems[name] = _("Fill this in.")
        elif len(text) > _LENGTHS[name]:
            problems[name] = _("This is too long.")
    if given["term"] and len(given["term"]) < 3:
        problems["term"] = _("So short a word would catch innocent goods.")
    if problems:
        raise InvalidInput(problems)
    beside = "|".join(word.strip() for word in normalise(unless).split("|") if word.strip())
    with transaction.atomic():
        row, _made = ForbiddenTerm.objects.update_or_create(
            term=given["term"],
            defaults={**given, "unless": beside, "active": True, "edited": True},
        )
        _audit(actor, "forbidden_put", row, now)
    return row


def forbidden_end(*, actor: Actor, term_id: int, now: datetime) -> ForbiddenTerm:
    """Takes words out of force. Errors: NotAllowed, NotFound."""
    return _switch(actor, term_id, False, "forbidden_end", now)


def forbidden_renew(*, actor: Actor, term_id: int, now: datetime) -> ForbiddenTerm:
    """Puts words back in force. Errors: NotAllowed, NotFound."""
    return _switch(actor, term_id, True, "forbidden_renew", now)


def _switch(actor: Actor, term_id: int, active: bool, action: str, now: datetime) -> ForbiddenTerm:
    require(actor, "forbidden.manage")
    with transaction.atomic():
        row = ForbiddenTerm.objects.select_for_update().filter(pk=term_id).first()
        if row is None:
            raise NotFound(what="forbidden_term")
        if row.active != active:
            row.active, row.edited = active, True
            row.save(update_fields=["active", "edited"])
            _audit(actor, action, row, now)
    return row


def _audit(actor: Actor, action: str, row: ForbiddenTerm, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="forbidden_term",
        entity_id=row.pk,
        data={"term": row.term},
        now=now,
    )
