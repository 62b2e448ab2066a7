"""What may be done with a case from its page: when, by whom, and with which form.

An act's fields stand in `templates/desk/acts/NAME.html`. Whether it is offered is a courtesy to
the eye; whether it may be done, the service says.
"""

from typing import Any

from django.http import Http404

from ekshop.complaints import rules
from ekshop.parties.rules import allowed
from ekshop.web.cases import terms_begun

from ..case_page import CaseFile
from .agency import AGENCYS
from .coordinator import COORDINATORS
from .shape import Act

ACTS = {act.name: act for act in COORDINATORS + AGENCYS}


def acts_of(file: CaseFile) -> list[Act]:
    """Those offered to the reader now, in order."""
    return [
        act for act in ACTS.values() if allowed(act.permission, file.actor.role) and act.when(file)
    ]


def act_named(name: str) -> Act:
    if name not in ACTS:
        raise Http404
    return ACTS[name]


def starting(act: Act, file: CaseFile) -> dict[str, Any]:
    """What a form holds before anybody typed."""
    case = file.case
    known: dict[str, dict[str, Any]] = {
        "message": {"to_sides": ["complainant", "seller"]},
        "refer": {"agency": next((each.pk for each in file.agencies[0]), "")},
        "recategorise": {"category": case.other_category or case.category},
        "dismiss": {"outcome": "dismissed"},
        "pause": {"reason": rules.COURT},
        "call": {"time": "11:00"},
        "put_off": {"time": "11:00"},
        "extend": {"time": "17:00"},
        "decide": {"kind": "order", "remedy": "", "medium": "same"},
    }
    start = known.get(act.name, {})
    if act.name == "settle":
        start = terms_begun(case, now=file.now)
    if act.name == "decide" and case.wanted_poisha:
        start["remedy_amount"] = str(case.wanted_poisha // 100)
    return start
