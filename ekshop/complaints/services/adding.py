"""Something more about a case, from whoever filed it: later words, or the same complaint again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import require

from .. import rules
from ..models import Case, CaseEntry
from ..selectors import draft_for, side_of
from .chain import Entry, entry_write
from .evidence import evidence_claim, sealed
from .holding import case_held

ADDED_AT_MOST = 4000
_OWN = (rules.COMPLAINANT, *rules.OFFICES)


def case_add(*, actor: Actor, case_id: int, text: str, now: datetime) -> CaseEntry:
    """More words in the timeline; the case moves nowhere. Errors: NotFound, InvalidInput."""
    require(actor, "case.add")
    words = _words(text)
    with transaction.atomic():
        case = case_held(actor, case_id)
        entry = Entry("added", text=words)
        return entry_write(case, entry, actor=actor, side=side_of(actor), now=now)


def story_publish(*, actor: Actor, case_id: int, publish: bool, now: datetime) -> Case:
    """Whether everyone may read what happened, without names and numbers: the complainant's word,
    which they may take back. The case moves nowhere; as it stood before, nothing is written.

    Errors: NotFound, NotAllowed for anybody but the complainant's side.
    """
    require(actor, "complaint.own")
    with transaction.atomic():
        case = case_held(actor, case_id)
        if case.publish != publish:
            case.publish = publish
            case.save(update_fields=["publish"])
            entry = Entry("story_shown" if publish else "story_hidden", seen_by=_OWN)
            entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
    return case


def draft_join(*, actor: Actor, token: str, case_id: int, now: datetime) -> Case:
    """A draft turns out to be about a case that is there: its words and files go to that one.

    Errors: NotFound, also for another person's case or draft.
    """
    require(actor, "case.add")
    with transaction.atomic():
        case = case_held(actor, case_id)
        draft = draft_for(actor, token, hold=True)
        files = evidence_claim(case, draft)
        draft.filed_as = case
        draft.save(update_fields=["filed_as"])
        words = normalise(str(draft.answers.get("story", "")))[:ADDED_AT_MOST]
        entry = Entry("added", text=words, data=sealed(files) if files else {})
        if words or files:
            entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
    return case


def _words(text: str) -> str:
    words = normalise(text)
    if not words:
        raise InvalidInput({"text": _("Write what you want to add.")})
    if len(words) > ADDED_AT_MOST:
        raise InvalidInput(
            {"text": _("This is too long. Keep to what is new and attach the rest as a file.")}
        )
    return words
