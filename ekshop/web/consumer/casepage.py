"""A case as its complainant reads it: where it stands in words, who must act by when, and what was
said. The same for whoever filed it for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import (
    accesses_of,
    called,
    cash_of,
    clock_told,
    clocks_of,
    evidence_of,
    hearing_of,
    late_once,
    timeline_of,
    told,
)
from ekshop.kernel.deadlines import Deadline
from ekshop.parties.selectors import doers_named
from ekshop.web.cases import running
from ekshop.web.clocks import clock_tone

from .acting import acts_shown

STANDING = {
    "filed": _("We are looking who has to answer it."),
    "to_serve": _(
        "Only a page or a place of this seller is known, so the coordinator brings the complaint to"
        " it by hand. The seller's time to answer begins when that is done."
    ),
    "with_seller": _("The seller has to answer."),
    "info_asked": _("The seller asked you something. Answer, so that it goes on."),
    "offered": _("The seller made an offer. Say yes, say no, or say what you want instead."),
    "countered": _("The seller has to answer your counter-offer."),
    "agreed": _("Both sides agreed. The seller has to do it now."),
    "remedied": _("It is said to be done. Tell us whether you got it."),
    "mediation": _("The coordinator is looking for a solution with both sides."),
    "referred": _("An agency of the government has your complaint."),
    "decided": _("The agency has decided."),
    "resolved": _("Put right, and confirmed."),
    "closed": _("This complaint is closed."),
}
COLLECT = _("Your money waits at the centre. Collect it there.")
YOURS = frozenset(state for state, turn in rules.TURNS.items() if turn.side == rules.COMPLAINANT)
DONE = frozenset({"resolved"})


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list."""

    case: Any
    seller: str
    standing: str
    tone: str
    deadline: Deadline | None


def rows_shown(cases: Sequence[Any]) -> list[Row]:
    """One statement for the clocks of them all."""
    clocks = clocks_of(cases)
    return [
        Row(
            case=case,
            seller=called(case.respondent),
            standing=str(STANDING[case.state]),
            tone=state_tone(case),
            deadline=running(clocks.get(case.pk, [])),
        )
        for case in cases
    ]


def case_shown(case: Any, *, now: datetime, own: bool) -> dict[str, Any]:
    """Everything the page of one case shows its complainant, or (not their `own`) who filed it for
    them."""
    reader = rules.COMPLAINANT if own else ""
    deadline = running(clocks_of([case]).get(case.pk, []))
    cash = cash_of(case)
    entries = timeline_of(case, side=rules.COMPLAINANT)
    return {
        "case": case,
        "now": now,
        "seller": called(case.respondent),
        "standing": COLLECT if cash and case.state == "remedied" else STANDING[case.state],
        "cash": cash,
        "hearing": hearing_of(case),
        "tone": state_tone(case),
        "yours": case.state in YOURS,
        "deadline": deadline,
        "deadline_words": clock_told(deadline.kind, reader=reader) if deadline else "",
        "clock_tone": clock_tone(deadline, now),
        "entries": [
            (entry, told(entry, reader=reader)) for entry in doers_named(late_once(entries))
        ],
        "evidence": evidence_of(case, side=rules.COMPLAINANT),
        **acts_shown(case, now=now),
        "accesses": accesses_of(case),
    }


def state_tone(case: Any) -> str:
    if case.state in YOURS:
        return "turmeric"
    return "green" if case.state in DONE else "" if case.state == "closed" else "indigo"
