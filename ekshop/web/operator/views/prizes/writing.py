"""A scheme's form as it was typed: its months, its days, and a row for each prize."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_month, parse_int, parse_taka
from ekshop.kernel.money import Money
from ekshop.parties.selectors import districts, divisions, organisations_visible_to
from ekshop.settlement.rules import PRIZE_KINDS, TIE_RULES
from ekshop.settlement.selectors.prizes import scheme_for
from ekshop.settlement.services.prizes import PrizeGiven, Terms, scheme_save
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

ROWS_AT_FIRST, ROWS_AT_MOST, ROWS_MORE = 5, 30, 5
MONTHS_AHEAD = 12
_FIELDS = ("kind", "name_bn", "name_en", "value", "threshold", "first", "last", "sponsor")


@access("scheme.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_edit(request: Request, scheme_id: int | None = None) -> HttpResponse:
    now = clock.now()
    scheme = scheme_for(request.actor, scheme_id) if scheme_id is not None else None
    form = Posted(request, _as_it_is(scheme) if scheme else _as_usual(now))
    rows = min(max(form.whole("rows"), ROWS_AT_FIRST), ROWS_AT_MOST)
    if form.sent and form.text("do") == "more":
        form.values["rows"] = rows = min(rows + ROWS_MORE, ROWS_AT_MOST)
    elif form.sent:
        terms, places = _terms(form, request, rows)
        if form.tried(
            lambda: scheme_save(actor=request.actor, scheme_id=scheme_id, terms=terms, now=now),
            places,
        ):
            return redirect("operator:scheme", form.result.pk)
    chosen = request.POST.getlist("places") if form.sent else form.values.get("chosen", [])
    return form.page(
        "operator/prizes/form.html",
        {
            "scheme": scheme,
            "rows": list(range(rows)),
            "more": rows < ROWS_AT_MOST,
            "months": _months(now),
            "kinds": PRIZE_KINDS,
            "tie_rules": TIE_RULES,
            "sponsors": _sponsors(request),
            "divisions": [(place.pk, place.name) for place in divisions()],
            "districts": [(place.pk, place.name) for place in districts()],
            "chosen": [str(each) for each in chosen],
        },
    )


def _terms(form: Posted, request: Request, rows: int) -> tuple[Terms, dict[str, str]]:
    """What was typed, and what the fields of a prize are called on the page."""
    prizes: list[PrizeGiven] = []
    called: dict[str, str] = {}
    for row in range(rows):
        here = f"prize-{row}"
        if not any(form.text(f"{here}-{name}") for name in _FIELDS if name != "kind"):
            continue
        at = f"prizes.{len(prizes)}"
        called |= {
            f"{at}.kind": f"{here}-kind",
            f"{at}.name": f"{here}-name_bn",
            f"{at}.value": f"{here}-value",
            f"{at}.threshold": f"{here}-threshold",
            f"{at}.ranks": f"{here}-first",
            f"{at}.sponsor": f"{here}-sponsor",
        }
        prizes.append(_prize(form, here))
    settles_on, objections_until = form.day("settles_on"), form.day("objections_until")
    for name, day in (("settles_on", settles_on), ("objections_until", objections_until)):
        if day is None:
            form.wrong(name, _("Choose a day."))
    today = clock.dhaka_date(clock.now())
    terms = Terms(
        name_bn=form.text("name_bn"),
        name_en=form.text("name_en"),
        about_bn=form.text("about_bn"),
        about_en=form.text("about_en"),
        first_month=form.text("first_month"),
        last_month=form.text("last_month"),
        settles_on=settles_on or today,
        objections_until=objections_until or today,
        tie_rule=form.text("tie_rule"),
        place_ids=[whole_of(each) for each in request.POST.getlist("places")],
        prizes=prizes,
    )
    return terms, called


def _prize(form: Posted, here: str) -> PrizeGiven:
    kind = form.text(f"{here}-kind")
    is_step = kind == "step"
    first = form.number(f"{here}-first", parse_int, 0)
    return PrizeGiven(
        kind=kind,
        name_bn=form.text(f"{here}-name_bn"),
        name_en=form.text(f"{here}-name_en"),
        value_poisha=form.number(f"{here}-value", parse_taka, 0),
        threshold_poisha=form.number(f"{here}-threshold", parse_taka, 0) if is_step else None,
        first_rank=None if is_step else first,
        last_rank=None if is_step else form.number(f"{here}-last", parse_int, first),
        sponsor_id=form.whole(f"{here}-sponsor") or None,
    )


def _as_usual(now: datetime) -> dict[str, Any]:
    """Next month, reckoned on the 15th after it, ten days to object."""
    month = clock.month_after(clock.month_of(now))
    over = clock.dhaka_date(clock.month_bounds(month)[1])
    return {
        "first_month": month,
        "last_month": month,
        "settles_on": (over + timedelta(days=14)).isoformat(),
        "objections_until": (over + timedelta(days=24)).isoformat(),
        "tie_rule": "reached_first",
        **{f"prize-{row}-kind": "step" for row in range(3)},
        **{f"prize-{row}-kind": "country" for row in range(3, ROWS_AT_MOST)},
    }


def _as_it_is(scheme: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(scheme, name)
        for name in (
            "name_bn",
            "name_en",
            "about_bn",
            "about_en",
            "first_month",
            "last_month",
            "tie_rule",
        )
    }
    values["settles_on"] = scheme.settles_on.isoformat()
    values["objections_until"] = scheme.objections_until.isoformat()
    values["chosen"] = [row.place_id for row in scheme.places.all()]
    prizes: Sequence[Any] = scheme.prizes.order_by("id")
    for row, prize in enumerate(prizes):
        here = f"prize-{row}"
        values |= {
            f"{here}-kind": prize.kind,
            f"{here}-name_bn": prize.name_bn,
            f"{here}-name_en": prize.name_en,
            f"{here}-value": _taka(prize.value_poisha),
            f"{here}-threshold": _taka(prize.threshold_poisha),
            f"{here}-first": prize.first_rank or "",
            f"{here}-last": prize.last_rank or "",
            f"{here}-sponsor": str(prize.sponsor_id or ""),
        }
    values["rows"] = len(prizes) + 1
    return values


def _taka(poisha: int | None) -> str:
    return "" if poisha is None else str(Money(poisha).taka).removesuffix(".00")


def _months(now: datetime) -> list[tuple[str, str]]:
    language = get_language() or "bn"
    first = clock.month_of(now)
    ahead = [clock.month_after(first, number) for number in range(1, MONTHS_AHEAD + 1)]
    return [(month, format_month(month, language)) for month in ahead]


def _sponsors(request: Request) -> list[tuple[int, str]]:
    rows = organisations_visible_to(request.actor).filter(kind__in=["partner", "operator"])
    return sorted(((row.pk, row.name) for row in rows), key=lambda pair: pair[1])
