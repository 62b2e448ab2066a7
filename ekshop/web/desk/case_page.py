"""One case as a desk reads it: everything of the file, with the acts possible now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import (
    Told,
    accesses_of,
    agencies_for,
    agency_names,
    case_clocks,
    cases_alike,
    clock_next,
    evidence_of,
    handles_of,
    incidents_open,
    joinings_of,
    late_once,
    notices_to_bring,
    offers_of,
    pauses_of,
    referrals_of,
    remedies_of,
    seller_standing,
    side_of,
    timeline_of,
    told,
)
from ekshop.complaints.services import hearing_earliest, untold_at
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_due
from ekshop.kernel.deadlines import Deadline
from ekshop.parties.rules import allowed
from ekshop.parties.selectors import doers_named

_AT_THE_SELLER = _(
    "You can refer it to an agency or close it when the seller refuses, or stays silent until"
    " %(until)s: then it comes to your desk by itself."
)
WHEN_YOURS = {
    "with_seller": _AT_THE_SELLER,
    "countered": _AT_THE_SELLER,
    "info_asked": _(
        "The seller asked the complainant something. You can refer it to an agency or close it when"
        " the seller refuses after that, or stays silent."
    ),
    "offered": _(
        "The complainant has an offer to answer until %(until)s. You can refer it to an agency when"
        " they refuse it."
    ),
    "agreed": _(
        "Both sides agreed on a remedy. You can refer it to an agency when it has not come by"
        " %(until)s: then it comes to your desk by itself."
    ),
    "remedied": _(
        "The seller says it is done. You can refer it to an agency when the complainant says that"
        " it is not."
    ),
}
"""Why the coordinator cannot refer a case that is between its sides, and from when it may."""
TONES = {
    "filed": "turmeric",
    "to_serve": "turmeric",
    "mediation": "turmeric",
    "referred": "indigo",
    "decided": "indigo",
    "agreed": "green",
    "remedied": "green",
    "resolved": "green",
    "closed": "",
}


def tone_of(case: Any) -> str:
    return TONES.get(case.state, "")


@dataclass(frozen=True, slots=True)
class EntryShown:
    entry: Any
    told: Told


class CaseFile:
    """The case as `actor` may read it. What is expensive is read when it is first asked for."""

    def __init__(self, actor: Actor, case: Any, now: datetime) -> None:
        self.actor, self.case, self.now = actor, case, now
        self.side = side_of(actor)

    @cached_property
    def names(self) -> dict[str, str]:
        return agency_names()

    @cached_property
    def entries(self) -> list[EntryShown]:
        return entries_shown(timeline_of(self.case, side=self.side), self.names)

    @cached_property
    def clocks(self) -> list[Deadline]:
        return case_clocks(self.case)

    @property
    def running(self) -> list[Deadline]:
        return [each for each in self.clocks if each.state == Deadline.State.WAITING]

    @property
    def next_clock(self) -> Deadline | None:
        return clock_next(self.running)

    @property
    def settled(self) -> list[Deadline]:
        return [each for each in self.clocks if each.state != Deadline.State.WAITING]

    @property
    def when_yours(self) -> str:
        """To the coordinator, while the case is between its sides; else ""."""
        case = self.case
        words = WHEN_YOURS.get(case.state)
        if self.actor.role != "coordinator" or words is None or case.joined_to_id or case.paused_at:
            return ""
        due = self.next_clock
        until = format_due(due.due_at, get_language() or "bn") if due else "–"
        return str(words) % {"until": until}

    @cached_property
    def referrals(self) -> list[Any]:
        return referrals_of(self.case)

    @property
    def referral(self) -> Any:
        """The one open now, or the one decided last."""
        states = (*rules.OPEN_REFERRAL_STATES, "decided")
        return next((each for each in reversed(self.referrals) if each.state in states), None)

    @property
    def mine(self) -> Any:
        """The same, where it lies with the reader's own agency."""
        found = self.referral
        mine = found is not None and found.agency_id == self.actor.organisation_id
        return found if mine and self.actor.role == "officer" else None

    @property
    def hearing(self) -> Any:
        """The one that is called."""
        found = [h for each in self.referrals for h in each.hearings.all() if h.state == "called"]
        return found[-1] if found else None

    @cached_property
    def earliest(self) -> datetime:
        """When a hearing called now may be, at the soonest."""
        return hearing_earliest(self.now)

    @property
    def decision(self) -> Any:
        """The latest that is in force."""
        found = [d for each in self.referrals for d in each.decisions.all()]
        return next((each for each in reversed(found) if each.appealed_at is None), None)

    @property
    def fine_left_poisha(self) -> int:
        if self.decision is None:
            return 0
        came_in = sum(each.recovered_poisha for each in self.decision.recoveries.all())
        return int(self.decision.fine_poisha - came_in)

    @property
    def shares_unpaid(self) -> list[Any]:
        found = self.decision.recoveries.all() if self.decision else []
        return [each for each in found if each.share_poisha and each.share_paid_at is None]

    @cached_property
    def offers(self) -> list[Any]:
        return offers_of(self.case)

    @cached_property
    def remedies(self) -> list[Any]:
        return remedies_of(self.case)

    @cached_property
    def evidence(self) -> list[Any]:
        return evidence_of(self.case, side=self.side)

    @cached_property
    def handles(self) -> list[Any]:
        return handles_of([self.case.respondent_id])[self.case.respondent_id]

    @cached_property
    def untold(self) -> list[Any]:
        """Where a seller might be found to whom no notice has been served."""
        return untold_at(self.case)

    @cached_property
    def to_bring(self) -> list[Any]:
        """Notices of hearings and decisions that wait to be brought by hand, for who may."""
        unregistered = self.case.respondent.organisation_id is None
        may = unregistered and allowed("notice.bring", self.actor.role)
        return notices_to_bring(self.case) if may else []

    @cached_property
    def standing(self) -> dict[str, int]:
        return seller_standing(self.case)

    @cached_property
    def alike(self) -> list[Any]:
        return cases_alike(self.actor, self.case)

    @property
    def joinable(self) -> list[Any]:
        return [each for each in self.alike if each.is_open and each.joined_to_id is None]

    @cached_property
    def joinings(self) -> list[Any]:
        return joinings_of(self.case)

    @cached_property
    def pauses(self) -> list[Any]:
        return pauses_of(self.case)

    @property
    def pause(self) -> Any:
        return next((each for each in self.pauses if each.resumed_at is None), None)

    @cached_property
    def incidents(self) -> list[Any]:
        return incidents_open(self.case)

    @cached_property
    def incident(self) -> Any:
        place = getattr(self.case, "incident_place", None)
        return place.incident if place else None

    @cached_property
    def accesses(self) -> list[Any]:
        return accesses_of(self.case)

    @cached_property
    def agencies(self) -> tuple[list[Any], list[Any]]:
        return agencies_for(self.case)

    def agency_choices(self, *, but: int | None = None) -> list[tuple[int, str]]:
        """Those that hear such a case stand first, marked."""
        fit, rest = self.agencies
        choices = [(each.pk, f"★ {each.name}") for each in fit if each.pk != but]
        return choices + [(each.pk, each.name) for each in rest if each.pk != but]


def entries_shown(entries: Sequence[Any], names: dict[str, str]) -> list[EntryShown]:
    return [EntryShown(each, told(each, names=names)) for each in doers_named(late_once(entries))]


def preview(case: Any, side: str) -> dict[str, Any]:
    """What one side sees of the file: its entries and what it may open."""
    return {
        "entries": entries_shown(timeline_of(case, side=side), agency_names()),
        "evidence": [each for each in evidence_of(case, side=side) if each.state == "clean"],
    }


def sides_previewed() -> Iterator[tuple[str, Any]]:
    return ((side, label) for side, label in rules.SIDES if side in rules.EVERYONE)
