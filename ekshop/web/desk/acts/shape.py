"""What an act is, how its form is read, and when it may be offered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import latin_digits, parse_taka
from ekshop.kernel.clock import DHAKA
from ekshop.web.forms import Posted

from ..case_page import CaseFile

Run = Callable[[Posted, CaseFile, datetime], Any]


@dataclass(frozen=True)
class Act:
    name: str
    label: Any
    permission: str
    when: Callable[[CaseFile], Any]
    run: Run
    done: Any
    kind: str = "primary"
    first: Callable[[CaseFile], bool] = lambda file: False
    """Whether it is what is to be done next: its form is open from the beginning."""


def id_of(form: Posted, name: str) -> int:
    """Of a hidden field or a list; what is none names nothing."""
    return form.whole(name)


def money_of(form: Posted, name: str) -> int:
    return form.number(name, parse_taka, 0)


def moment_of(form: Posted, day: str, hour: str) -> datetime | None:
    """A day and a time of Dhaka; what is missing is told beside its field."""
    on, at = form.day(day), time_of(form, hour)
    if on is None:
        form.wrong(day, _("Give the day."))
    return datetime.combine(on, at, tzinfo=DHAKA) if on and at else None


def time_of(form: Posted, name: str) -> time | None:
    """A time of the day, in any digits; what is none is told beside its field."""
    try:
        hours, minutes = latin_digits(form.text(name)).replace(".", ":").split(":")[:2]
        return time(int(hours), int(minutes))
    except ValueError:
        form.wrong(name, _("Give the time like 11:30."))
        return None


def yes_of(form: Posted, name: str) -> bool:
    """A yes or no that must be said."""
    if form.text(name) not in ("yes", "no"):
        form.wrong(name, _("Say yes or no."))
    return form.text(name) == "yes"


def tried(form: Posted, act: Callable[[], Any]) -> Any:
    """Calls the service unless something read before was wrong."""
    return None if form.errors else act()


def stands(file: CaseFile) -> bool:
    """Open, for itself, and not paused."""
    case = file.case
    return bool(case.is_open and case.joined_to_id is None and case.paused_at is None)


def in_state(*states: str) -> Callable[[CaseFile], bool]:
    return lambda file: stands(file) and file.case.state in states


def with_me(*states: str) -> Callable[[CaseFile], bool]:
    return lambda file: stands(file) and file.mine is not None and file.mine.state in states
