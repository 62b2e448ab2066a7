"""Orders by district, as a map with its table."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.reporting.selectors import orders_by_district
from ekshop.web.access import Request, access

from ..district_rows import map_rows
from ..lists import csv_answer, taka

PERIODS = (7, 30, 90, 365)


@access("operations.read")
@require_safe
def district_map(request: Request) -> HttpResponse:
    days = _days(request)
    rows = map_rows(request.actor, now=clock.now(), days=days)
    return render(request, "operator/map.html", {"rows": rows, "days": days, "periods": PERIODS})


@access("operations.read")
@require_safe
def map_export(request: Request) -> HttpResponse:
    rows = orders_by_district(request.actor, now=clock.now(), days=_days(request))
    language = get_language() or "bn"
    return csv_answer(
        "districts",
        [_("District"), _("Orders"), _("Value (taka)")],
        ((row.name_in(language), row.orders, taka(row.value_poisha)) for row in rows),
    )


def _days(request: Request) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else 30
