"""The country by its districts and by its seasons."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.catalogue.selectors import (
    SearchFilters,
    SearchUnavailable,
    district_shown,
    offer_search,
    producers_in,
    shop_names,
)
from ekshop.kernel import bangla, clock
from ekshop.parties.rules import fold
from ekshop.parties.selectors import districts as all_districts
from ekshop.parties.selectors import divisions
from ekshop.producers.rules.names import REGISTERED
from ekshop.producers.rules.seasons import KINDS, months_of
from ekshop.producers.selectors.brand import (
    InSeason,
    brand_of,
    season_items,
    season_named,
    seasons_on,
)
from ekshop.producers.selectors.names import (
    approved_users,
    gi_names_in,
    gi_names_of_districts,
    gi_names_unearned,
    gi_of_offers,
)
from ekshop.web.access import access

from . import pages
from .bound import bound_of
from .cards import cards
from .unready import building

DAYS_A_YEAR = 366
NOW_SHOWN = 8
GOODS_SHOWN = 10
NAMED_SHOWN = 10
FIND_MOST = 60
SEASONS_OPEN = 3
"""So few are shown with all that is told of them."""


@access.public
@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    """The country as a map and a list by division, what is in season, and goods with a name."""
    language, today, names = _language(), _today(), shop_names()
    bound = bound_of(request.GET, names, language)
    sold = SearchFilters(gi=True, in_stock=True, reaches=bound.district)
    try:
        counts = offer_search(size=1).facets["district"]
        named = offer_search(filters=sold, size=NAMED_SHOWN, deliver_to=bound.district)
    except SearchUnavailable as unready:
        return building(request, unready)
    rows = pages.district_map(names, counts, language)["districts"]
    wanted = request.GET.get("find", "").strip()[:FIND_MOST]
    return render(
        request,
        "storefront/districts.html",
        {
            "districts": rows,
            "divisions": _by_division(rows, wanted),
            "find": wanted,
            "now": [
                _now_row(one, language)
                for one in seasons_on(season_items(), today)
                if one.now and not one.item.is_ban
            ][:NOW_SHOWN],
            "bound": bound,
            "goods": cards(named.products, language, bound),
            "producers": sum(facts.producer for facts in names.sellers.values()),
            "gi_total": named.total,
        },
    )


@access.public
@require_safe
def district(request: HttpRequest, slug: str) -> HttpResponse:
    """One district: where it is, its story, the names at home there and who may use them, its
    calendar, its makers and its goods."""
    language, today = _language(), _today()
    place = district_shown(slug)
    here, bound = (place.id,), bound_of(request.GET, shop_names(), language)
    shelf: dict[str, Any] = {"size": GOODS_SHOWN, "deliver_to": bound.district}
    try:
        goods = offer_search(filters=SearchFilters(districts=here), **shelf)
        makers = SearchFilters(districts=here, gi=True, producer=True)
        known = offer_search(filters=makers, **shelf)
    except SearchUnavailable as unready:
        return building(request, unready)
    shown = {found.product.pk for found in known.products}
    others = [found for found in goods.products if found.product.pk not in shown]
    brand = brand_of(place.id)
    items = season_items(place.id)
    return render(
        request,
        "storefront/district.html",
        {
            "place": place,
            "name": place.name(language),
            "brand": brand,
            "map": _where(place),
            "names": _names(place.id, today),
            "seasons": calendar_rows(items, today, language),
            "now": [_now_row(one, language) for one in seasons_on(items, today)],
            "bound": bound,
            "known": cards(known.products, language, bound),
            "goods": cards([one for one in others if not one.name_unshown], language, bound),
            "unshown": cards([one for one in others if one.name_unshown], language, bound),
            "total": goods.total,
            "all": bound.href(reverse("storefront:search") + f"?district={place.slug}"),
            "producers": pages.producer_rows(producers_in(place.id), language),
        },
    )


@access.public
@require_safe
def seasons(request: HttpRequest) -> HttpResponse:
    """The country's calendar, this month of it first; `?month=6` another, `?month=year` all of it;
    `?find=mango` what is called so, or comes from a district called so, the year round."""
    language, today = _language(), _today()
    find = request.GET.get("find", "").strip()[:FIND_MOST]
    month = _month_asked(request.GET.get("month", ""), find, today)
    items = [
        item
        for item in season_items()
        if (not month or month in months_of(item.starts, item.ends))
        and (not find or _is_called(item, fold(find)))
    ]
    standing = {one.item.pk: _now_row(one, language) for one in seasons_on(items, today)}
    rows = calendar_rows(items, today, language)
    for row in rows:
        row["standing"] = standing.get(row["item"].pk)
    kinds = [(label, [row for row in rows if row["item"].kind == kind]) for kind, label in KINDS]
    return render(
        request,
        "storefront/seasons.html",
        {
            "groups": [group for group in kinds if group[1]],
            "count": len(rows),
            "open": len(rows) <= SEASONS_OPEN,
            "find": find,
            "month": _month_row(month, language) if month else None,
            "around": [_month_row((month + step - 1) % 12 + 1, language) for step in (-1, 0, 1)]
            if month
            else [_month_row(today.month, language)],
            "months": [_month_row(each, language) for each in range(1, 13)],
            "is_now": month == today.month,
        },
    )


def _month_asked(asked: str, find: str, today: date) -> int:
    """1 to 12; 0 for the whole year."""
    if asked in {str(each) for each in range(1, 13)}:
        return int(asked)
    return 0 if find or asked == "year" else today.month


def _month_row(month: int, language: str) -> dict[str, Any]:
    name = bangla.format_month(f"2000-{month:02}", language).split()[0]
    return {"number": month, "name": name}


def _is_called(item: Any, sought: str) -> bool:
    places = [name for place in item.districts.all() for name in (place.name_bn, place.name_en)]
    told = (item.name_bn, item.name_en, item.words_bn, item.words_en, *places)
    return any(sought in fold(each) for each in told)


def calendar_rows(items: Iterable[Any], today: date, language: str) -> list[dict[str, Any]]:
    """Each with its days in words and as bars along a year of `DAYS_A_YEAR` units."""
    return [
        {
            "item": item,
            "days": f"{_day(item.starts, language)} – {_day(item.ends, language)}",
            "bars": _bars(item.starts, item.ends),
            "today": _place_of(today.month * 100 + today.day),
            "districts": _linked(item.districts.all()),
            "sources": item.read_at,
            "href": _search(item),
        }
        for item in items
    ]


def names_on_page(offers: Iterable[Any]) -> list[dict[str, Any]]:
    """For a product that carries the mark: each name with its certificate and which of the sellers
    here may use it."""
    found: dict[int, dict[str, Any]] = {}
    for use in gi_of_offers(offers, today=_today()):
        row = found.setdefault(use.name.pk, {"name": use.name, "sellers": set()})
        row["sellers"].add(use.seller_id)
    return list(found.values())


def names_unearned_on_page(offers: Iterable[Any]) -> list[dict[str, Any]]:
    """For a product without the mark: each registered name its titles use all the same, and whose."""
    found = gi_names_unearned(offers, today=_today())
    return [{"name": name, "sellers": set(), "without": sellers} for name, sellers in found]


def season_on_page(titles: Sequence[str], category: str) -> dict[str, Any] | None:
    """When a product's kind is in season, for its page; `category`: the address of its own."""
    items = season_named(titles, category)[:1]
    if not items:
        return None
    item, language = items[0], _language()
    now = [_now_row(one, language) for one in seasons_on(items, _today())]
    return {
        "item": item,
        "days": f"{_day(item.starts, language)} – {_day(item.ends, language)}",
        "now": now[0] if now else None,
    }


def _names(district_id: int, today: date) -> list[dict[str, Any]]:
    names = gi_names_in(district_id)
    users = approved_users([name.pk for name in names], today=today)
    return [
        {
            "name": name,
            "confirmed": name.register == REGISTERED,
            "users": [
                (use, reverse("storefront:seller", args=[use.seller.slug]))
                for use in users.get(name.pk, ())
            ],
        }
        for name in names
    ]


def _by_division(rows: list[dict[str, Any]], wanted: str) -> list[tuple[str, list[Any]]]:
    """Districts under their divisions, each with the names at home there; of those with `wanted`
    in the name of the district, its division or what comes from it, if anything is wanted."""
    known, sought = gi_names_of_districts(), fold(wanted)
    homes = {division.pk: division for division in divisions()}
    by_code = {row["code"]: row for row in rows}
    grouped: dict[int, list[dict[str, Any]]] = {}
    for place in all_districts():
        row = by_code.get(place.code)
        if row is not None and place.parent_id:
            row["names"] = ", ".join(known.get(place.pk, ()))
            above = homes[place.parent_id]
            told = (place.name_bn, place.name_en, above.name_bn, above.name_en, row["names"])
            if sought and not any(sought in fold(each) for each in told):
                continue
            grouped.setdefault(place.parent_id, []).append(row)
    return [
        (division.name, sorted(grouped[division.pk], key=lambda row: str(row["label"])))
        for division in homes.values()
        if division.pk in grouped
    ]


def _where(place: Any) -> list[dict[str, Any]]:
    """The country with this one district dark."""
    names = shop_names().districts
    return [
        {
            "code": each.code,
            "label": each.name,
            "value": int(each.pk == place.id),
            "shown": "",
            "href": reverse("storefront:district", args=[each.slug]),
        }
        for each in all_districts()
        if each.pk in names
    ]


def _now_row(one: InSeason, language: str) -> dict[str, Any]:
    when = one.begins or one.ends
    shown = bangla.format_date_short(when, language)
    words = _("from %(day)s") if one.begins else _("until %(day)s")
    return {
        "item": one.item,
        "now": one.now,
        "when": words % {"day": shown},
        "href": "" if one.item.is_ban else _search(one.item),
    }


def _search(item: Any) -> str:
    if not item.words:
        return ""
    asked = {"q": item.words}
    if len(item.categories) == 1:
        asked["category"] = item.categories[0]
    return f"{reverse('storefront:search')}?{urlencode(asked)}"


def _linked(places: Iterable[Any]) -> list[tuple[str, str]]:
    return [(place.name, reverse("storefront:district", args=[place.slug])) for place in places]


def _bars(starts: int, ends: int) -> list[tuple[int, int]]:
    first, last = _place_of(starts), _place_of(ends) + 1
    if starts <= ends:
        return [(first, last - first)]
    return [(0, last), (first, DAYS_A_YEAR - first)]


def _place_of(code: int) -> int:
    """How many days of a leap year go before that day."""
    return date(2000, code // 100, code % 100).timetuple().tm_yday - 1


def _day(code: int, language: str) -> str:
    return bangla.format_date_short(date(2000, code // 100, code % 100), language)


def _language() -> str:
    return get_language() or "bn"


def _today() -> date:
    return clock.dhaka_date(clock.now())
