"""What every act of a party has in common: its turn, its words, its evidence, its repetition."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.composed import Composed
from ekshop.kernel.errors import InvalidInput, StaleState
from ekshop.kernel.statements import row_set, update
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.rules.permissions import LINK_HOLDER

from .. import rules
from ..models import Case, CaseEntry, Evidence, RemedyOffer
from ..selectors import side_of
from .chain import Entry
from .errors import CasePaused
from .holding import case_held
from .moving import told_as_one
from .served import time_begins

BY_LINK = Actor.system("answer link")
WORDS_AT_LEAST, WORDS_AT_MOST = 3, 4000
"""Letters of what a party says of an act: less explains nothing, more is evidence."""


def case_to_act(actor: Actor, case_id: int, *, now: datetime) -> Case:
    """The case held, unless a court has it. Raises NotFound, CasePaused.

    A seller that answers by the address brought to it has been told, whoever forgot to say so.
    """
    case = case_held(actor, case_id)
    if case.paused_at is not None:
        raise CasePaused(code=case.code)
    if case.state == "to_serve" and actor.role == LINK_HOLDER:
        with told_as_one(now=now) as steps:
            time_begins(case, actor=BY_LINK, now=now)
            steps.clear()  # the act itself is told
    return case


def may(case: Case, action: str) -> None:
    """Raises ActionNotPossible, in words: that it is too late is said before what was mistyped."""
    if rules.CASE.step(case.state, action) is None:
        raise ActionNotPossible(
            action=rules.CASE.action_label(action), state=rules.CASE.state_label(case.state)
        )


def said_before(case: Case, entry: Entry, actor: Actor) -> bool:
    """Whether the last thing that side did is just this, by the same hand: a form sent twice.

    Each act gives the turn to somebody else, so nobody can mean the same thing twice in a row.
    """
    return _is_it(_last_act(case), entry, actor)


def agreed_before(case: Case, kind: str, actor: Actor) -> bool:
    """The same of an agreement, whose entry tells more than the form did."""
    last = _last_act(case)
    return last is not None and _is_it(last, Entry(kind, last.text, last.data), actor)


def _is_it(last: CaseEntry | None, entry: Entry, actor: Actor) -> bool:
    return last is not None and (
        (last.kind, last.text, last.data) == (entry.kind, entry.text, entry.data)
        and last.side == side_of(actor)
        and {name: getattr(last, name) for name in actor.columns()} == actor.columns()
    )


def _last_act(case: Case) -> CaseEntry | None:
    return _LAST_ACT.first(case=case.pk)


_LAST_ACT = Composed(
    lambda given: (
        CaseEntry.objects.filter(case_id=given("case"))
        .exclude(side="platform")
        .exclude(kind="evidence")
        .order_by("-number")[:1]
    )
)


def words(text: str, *, field: str, why: Any) -> str:
    """What was typed, cleaned. InvalidInput with `why` when it says nothing, or is endless."""
    clean = normalise(text)
    if len(clean) < WORDS_AT_LEAST:
        raise InvalidInput({field: why})
    return not_endless(clean, field=field)


def not_endless(text: str, *, field: str, most: int = WORDS_AT_MOST) -> str:
    clean = normalise(text)
    if len(clean) > most:
        raise InvalidInput({field: _("This is too long. Write less, or attach a file.")})
    return clean


def for_somebody(actor: Actor) -> dict[str, bool]:
    """Into an entry's data when a centre or the call line acts for the complainant."""
    return {"on_behalf": True} if actor.is_person else {}


def evidence_take(case: Case, tokens: Sequence[UUID], *, side: str) -> list[str]:
    """Ties that side's files to the case, and says their tokens, for the entry.

    Raises InvalidInput for one that is not there, or is another case's.
    """
    wanted = set(tokens)
    found = Evidence.objects.filter(
        Q(case=case) | Q(case__isnull=True), token__in=wanted, side=side
    )
    if found.count() != len(wanted):
        raise InvalidInput({"evidence": _("A file was lost on the way. Attach it again.")})
    found.filter(case__isnull=True).update(case=case, draft=None)
    return sorted(str(token) for token in wanted)


def offer_open(case: Case, offer_id: int | None = None) -> RemedyOffer:
    """The newest of the case. StaleState where there is none, or it is not the one that was seen."""
    newest = _NEWEST_OFFER.first(case=case.pk)
    if newest is None or newest.answer or (offer_id is not None and newest.pk != offer_id):
        raise StaleState(code=case.code)
    return newest


_NEWEST_OFFER = Composed(
    lambda given: RemedyOffer.objects.filter(case_id=given("case")).order_by("-id")[:1]
)


def offer_answer(offer: RemedyOffer, answer: str, *, now: datetime) -> None:
    row_set(offer, answer=answer, answered_at=now)


def offers_settle(case: Case, answer: str, *, now: datetime) -> None:
    """Whatever was still proposed is answered by what happens now."""
    answered = {"answer": answer, "answered_at": now}
    update(RemedyOffer, answered, where={"case_id": case.pk, "answer": ""})
