"""The calendar of hearings, a month at a time; the present one from today on."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.complaints.selectors import BY_TIME, hearings_between
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date, dhaka_midnight, month_bounds, month_of
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access

SIZE = 30


@access("desk.read")
@require_safe
def hearings(request: Request) -> HttpResponse:
    now = clock.now()
    month = _month(request.GET.get("month", ""), month_of(now))
    since, until = month_bounds(month)
    from_today = "month" not in request.GET
    if from_today:
        since = dhaka_midnight(dhaka_date(now))
    page = page_of(
        hearings_between(request.actor, since, until),
        order=BY_TIME,
        cursor=request.GET.get("cursor"),
        size=SIZE,
    )
    days: dict[date, list[Any]] = defaultdict(list)
    for hearing in page.items:
        days[dhaka_date(hearing.at)].append(hearing)
    return render(
        request,
        "desk/hearings.html",
        {
            "month": month,
            "before": _shifted(month, -1),
            "after": _shifted(month, 1),
            "this_month": month_of(now),
            "days": sorted(days.items()),
            "today": dhaka_date(now),
            "page": page,
            "from_today": from_today,
        },
    )


def _month(typed: str, otherwise: str) -> str:
    year, _dash, number = typed.partition("-")
    fits = len(typed) == 7 and typed.isascii() and year.isdigit() and number.isdigit()
    return typed if fits and 2000 <= int(year) <= 2100 and 1 <= int(number) <= 12 else otherwise


def _shifted(month: str, by: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    count = year * 12 + number - 1 + by
    return f"{count // 12}-{count % 12 + 1:02d}"
