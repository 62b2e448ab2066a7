"""What the producers of each district sold, in full, for those who watch over it."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number, format_taka
from ekshop.reporting.selectors import DistrictTrade, Trade, district_trade
from ekshop.web.access import Request, access

from ..lists import csv_answer, taka

PERIODS = (30, 90, 365)
ON_THE_MAP: dict[str, tuple[Any, Callable[[Trade], int | None]]] = {
    "sold": (gettext_lazy("All sales"), lambda each: each.total_poisha),
    "home": (gettext_lazy("Sold at home"), lambda each: each.home_poisha),
    "abroad": (gettext_lazy("Sold abroad"), lambda each: each.abroad_poisha),
    "income": (gettext_lazy("Income of a producer"), lambda each: each.income_each),
    "first": (gettext_lazy("Days to the first sale"), lambda each: each.first_sale_each),
}
"""Poisha, but for "first"."""


@access("operations.read")
@require_safe
def districts(request: Request) -> HttpResponse:
    trade, language = _trade(request), get_language() or "bn"
    show = request.GET.get("show", "")
    show = show if show in ON_THE_MAP else "sold"
    return render(
        request,
        "operator/districts.html",
        {
            "country": trade.country,
            "divisions": trade.divisions,
            "places": sorted(trade.places, key=lambda each: (-each.total_poisha, each.name)),
            "map": [_on_map(each, show, language) for each in trade.places],
            "shows": [(key, label) for key, (label, _of) in ON_THE_MAP.items()],
            "show": show,
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
            _("A producer, on average (taka)"),
            _("Days to the first sale, on average"),
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
                "" if each.income_each is None else taka(each.income_each),
                "" if each.first_sale_each is None else each.first_sale_each,
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


def _on_map(each: Trade, show: str, language: str) -> dict[str, Any]:
    value = ON_THE_MAP[show][1](each)
    shown = ""
    if value is not None:
        shown = format_number(value, language) if show == "first" else format_taka(value, language)
    return {
        "code": each.code,
        "label": each.name,
        "value": value or 0 if show == "first" else (value or 0) // 100,
        "shown": shown,
        "href": reverse("storefront:district", args=[each.slug]),
    }


def _trade(request: Request) -> DistrictTrade:
    return district_trade(request.actor, now=clock.now(), days=_days(request))


def _days(request: Request) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else 365
