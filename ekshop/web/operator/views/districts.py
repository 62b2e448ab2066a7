"""What the producers of each district sold, in full, for those who watch over it."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_taka
from ekshop.reporting.selectors import DistrictTrade, district_trade
from ekshop.web.access import Request, access

from ..lists import csv_answer, taka

PERIODS = (30, 90, 365)


@access("operations.read")
@require_safe
def districts(request: Request) -> HttpResponse:
    trade, language = _trade(request), get_language() or "bn"
    return render(
        request,
        "operator/districts.html",
        {
            "country": trade.country,
            "divisions": trade.divisions,
            "places": sorted(trade.places, key=lambda each: (-each.total_poisha, each.name)),
            "map": [
                {
                    "code": each.code,
                    "label": each.name,
                    "value": each.total_poisha // 100,
                    "shown": format_taka(each.total_poisha, language),
                    "href": reverse("storefront:district", args=[each.slug]),
                }
                for each in trade.places
            ],
            "days": _days(request),
            "periods": PERIODS,
        },
    )


@access("operations.read")
@require_safe
def districts_csv(request: Request) -> HttpResponse:
    trade = _trade(request)
    return csv_answer(
        "district-sales",
        [
            _("District"),
            _("Producers"),
            _("Sold anything"),
            _("Orders at home"),
            _("Orders abroad"),
            _("Sold at home (taka)"),
            _("Sold abroad (taka)"),
            _("A producer, in the middle (taka)"),
            _("Days to the first sale, in the middle"),
        ],
        (
            (
                each.name,
                each.producers,
                each.selling,
                each.orders_home,
                each.orders_abroad,
                taka(each.home_poisha),
                taka(each.abroad_poisha),
                taka(each.income.middle) if each.income else "",
                each.first_sale.middle if each.first_sale else "",
            )
            for each in (trade.country, *trade.divisions, *trade.places)
        ),
    )


@access("operations.read")
@require_safe
def districts_json(request: Request) -> JsonResponse:
    trade = asdict(_trade(request))
    for each in (trade["country"], *trade["divisions"], *trade["places"]):
        del each["told"]
    return JsonResponse(trade, json_dumps_params={"ensure_ascii": False})


def _trade(request: Request) -> DistrictTrade:
    return district_trade(request.actor, now=clock.now(), days=_days(request))


def _days(request: Request) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else 365
