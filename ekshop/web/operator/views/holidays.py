"""Days off: those foretold, and the moon's as the gazette settles them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.holidays import (
    holiday_get,
    holiday_move,
    holiday_put,
    holiday_remove,
    holidays_in,
)
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import csv_answer

AHEAD = 2


@access("operations.read")
@require_safe
def holidays(request: Request) -> HttpResponse:
    year = _year(request)
    this = clock.dhaka_date(clock.now())
    return render(
        request,
        "operator/holidays.html",
        {
            "year": year,
            "years": range(this.year - 1, this.year + AHEAD + 1),
            "holidays": list(holidays_in(year)),
            "today": this,
            "may_manage": rules.allowed("holiday.manage", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def holidays_export(request: Request) -> HttpResponse:
    return csv_answer(
        "holidays",
        [_("Day"), _("In Bengali"), _("In English"), _("Kind")],
        (
            (
                each.date.isoformat(),
                each.name_bn,
                each.name_en,
                _("working day") if each.is_working else _("day off"),
            )
            for each in holidays_in(_year(request))
        ),
    )


@access("holiday.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def holiday_edit(request: Request, day: str = "") -> HttpResponse:
    """A new day off, or one corrected or moved to another day."""
    before = holiday_get(_day(day)) if day else None
    start = (
        {
            "day": before.date.isoformat(),
            "name_bn": before.name_bn,
            "name_en": before.name_en,
            "kind": "working" if before.is_working else "off",
        }
        if before
        else {"kind": "off"}
    )
    form, now = Posted(request, start), clock.now()
    if form.sent:
        wanted = form.day("day")
        if wanted is None:
            form.wrong("day", _("Give the day."))
        else:
            given: dict[str, Any] = {
                "actor": request.actor,
                "name_bn": form.text("name_bn"),
                "name_en": form.text("name_en"),
                "is_working": form.text("kind") == "working",
                "now": now,
            }
            if form.tried(
                lambda: (
                    holiday_move(day=before.date, to=wanted, **given)
                    if before
                    else holiday_put(day=wanted, **given)
                )
            ):
                messages.success(request, _("Saved. Deadlines already promised do not move."))
                return redirect(f"{reverse('operator:holidays')}?year={wanted.year}")
    return form.page("operator/holiday.html", {"before": before})


@access("holiday.manage")
@require_POST
def holiday_end(request: Request, day: str) -> HttpResponse:
    gone = _day(day)
    holiday_remove(actor=request.actor, day=gone, now=clock.now())
    messages.success(request, _("That day is no holiday any more."))
    return redirect(f"{reverse('operator:holidays')}?year={gone.year}")


def _day(text: str) -> date:
    try:
        return clock.day_of(text)
    except ValueError as error:
        raise NotFound(day=text) from error


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    this = clock.dhaka_date(clock.now()).year
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
