"""What the producers of the districts sold, for anybody, without anybody being found in it."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from ekshop.kernel import bangla, clock
from ekshop.kernel.tables import table_write
from ekshop.reporting.rules import (
    DOMINATED_PERCENT,
    LEAST_ORDERS,
    LEAST_PRODUCERS,
    told_until,
)
from ekshop.reporting.selectors import DistrictTrade, Trade, district_trade_public
from ekshop.web.access import access

DAYS = 365
ON_THE_MAP = {
    "orders": gettext_lazy("Orders"),
    "home": gettext_lazy("Sold at home"),
    "abroad": gettext_lazy("Sold abroad"),
}
COLUMNS = (
    "level",
    "code",
    "name_bn",
    "name_en",
    "producers",
    "producers_selling",
    "orders",
    "orders_home",
    "orders_abroad",
    "sold_home_taka",
    "sold_abroad_taka",
    "income_median_taka",
    "first_sale_median_days",
)


@access.public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    trade, language = _trade(), get_language() or "bn"
    abroad = any(each.abroad_may_be_public for each in _all(trade))
    shows = {key: label for key, label in ON_THE_MAP.items() if key != "abroad" or abroad}
    show = request.GET.get("show", "")
    show = show if show in shows else "orders"
    return render(
        request,
        "storefront/figures_districts.html",
        {
            "country": trade.country,
            "divisions": [each for each in trade.divisions if each.may_be_public],
            "hidden_divisions": [each for each in trade.divisions if not each.may_be_public],
            "places": sorted(
                (each for each in trade.places if _orders(each)),
                key=lambda each: (-_orders(each), each.name),
            ),
            "hidden_places": sorted(
                (each for each in trade.places if not _orders(each)), key=lambda each: each.name
            ),
            "map": [_on_map(each, show, language) for each in trade.places],
            "shows": list(shows.items()),
            "abroad": abroad,
            "show": show,
            "until": _until(),
            "least_producers": LEAST_PRODUCERS,
            "least_orders": LEAST_ORDERS,
            "dominated": DOMINATED_PERCENT,
        },
    )


@access.public
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    rows = ([row[column] for column in COLUMNS] for row in rows_of(_trade()))
    answer = HttpResponse(table_write(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="districts-{_day()}.csv"'
    return answer


@access.public
@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """What is not told is null: too few stand behind it, or behind what it would tell of others."""
    return JsonResponse(
        {"day": _day(), "days": DAYS, "licence": "CC BY 4.0", "rows": rows_of(_trade())},
        json_dumps_params={"ensure_ascii": False},
    )


def _trade() -> DistrictTrade:
    return district_trade_public(now=clock.now(), days=DAYS)


def _all(trade: DistrictTrade) -> list[Trade]:
    return [trade.country, *trade.divisions, *trade.places]


def rows_of(trade: DistrictTrade) -> list[dict[str, Any]]:
    """The country, the divisions and the districts, each with what of it is told."""
    named = [("country", trade.country)]
    named += [("division", each) for each in trade.divisions]
    named += [("district", each) for each in trade.places]
    return [_row(level, each) for level, each in named]


def _row(level: str, each: Trade) -> dict[str, Any]:
    split = each.orders_split_may_be_public
    income, first_sale = each.income_public, each.first_sale_public
    values = (
        level,
        each.code,
        each.name_bn,
        each.name_en,
        each.producers,
        each.selling if each.selling_may_be_public else None,
        _orders(each) or None,
        each.orders_home if split else None,
        each.orders_abroad if split else None,
        each.home_poisha / 100 if each.home_may_be_public else None,
        each.abroad_poisha / 100 if each.abroad_may_be_public else None,
        income.middle / 100 if income else None,
        first_sale.middle if first_sale else None,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _on_map(each: Trade, show: str, language: str) -> dict[str, Any]:
    """Only what may be told; of the rest the map shows nothing."""
    value, shown = _orders(each), bangla.format_number(_orders(each), language)
    if show != "orders":
        told = each.home_may_be_public if show == "home" else each.abroad_may_be_public
        poisha = each.home_poisha if show == "home" else each.abroad_poisha
        value, shown = (poisha // 100, bangla.format_taka(poisha, language)) if told else (0, "")
    return {
        "code": each.code,
        "label": each.name,
        "value": value,
        "shown": shown,
        "href": reverse("storefront:district", args=[each.slug]),
    }


def _orders(each: Trade) -> int:
    """As many as may be told."""
    return each.orders if each.orders_may_be_public else 0


def _day() -> str:
    """The last day that is counted."""
    return (_until() - timedelta(days=1)).isoformat()


def _until() -> date:
    return clock.dhaka_date(told_until(clock.now()))
