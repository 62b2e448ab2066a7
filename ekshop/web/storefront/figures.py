"""Complaints in figures, and the data behind them for anyone to take."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import FIELDS, NAMES, VERSION, figures, open_rows
from ekshop.kernel import bangla, clock
from ekshop.kernel.tables import table_lines
from ekshop.parties.selectors import districts
from ekshop.web.access import access

MONTHS_SHOWN = 12


@access.public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    today = clock.dhaka_date(clock.now())
    found = figures(since=_months_ago(today, MONTHS_SHOWN), until=today)
    language = get_language() or "bn"
    return render(
        request,
        "storefront/figures.html",
        {
            "months": [
                {"label": bangla.format_month(month, language), **_amount(n, language)}
                for month, n in found["months"]
            ],
            "categories": [
                {"label": rules.category_of(code).name, **_amount(n, language)}
                for code, n in found["categories"]
            ],
            "districts": _map_rows(found["districts"], language),
            "fields": FIELDS,
            "version": VERSION,
        },
    )


@access.public
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    rows = (list(row.values()) for row in open_rows(now=clock.now()))
    return _file(table_lines(NAMES, rows), "text/csv; charset=utf-8", "csv")


@access.public
@require_safe
def as_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in open_rows(now=clock.now()))
    return _file(lines, "application/jsonl; charset=utf-8", "jsonl")


@access.public
@require_safe
def dictionary(request: HttpRequest) -> JsonResponse:
    """What every column means, in both languages, for people and programs."""
    fields = [
        {
            "name": field.name,
            "type": field.type,
            "description": {"bn": field.bn, "en": field.en},
            "nullable": field.nullable,
            **({"values": list(field.values)} if field.values else {}),
        }
        for field in FIELDS
    ]
    return JsonResponse({"version": VERSION, "licence": "CC BY 4.0", "fields": fields})


def _file(lines: Iterator[str], mime: str, ending: str) -> StreamingHttpResponse:
    day = clock.dhaka_date(clock.now())
    answer = StreamingHttpResponse(lines, content_type=mime)
    name = f"complaints-{VERSION}-{day:%Y-%m-%d}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Data-Version"] = VERSION
    return answer


def _months_ago(day: date, months: int) -> date:
    first = day.replace(day=1)
    for _each in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _amount(n: int, language: str) -> dict[str, Any]:
    return {"value": n, "shown": bangla.format_number(n, language)}


def _map_rows(counts: list[tuple[str, int]], language: str) -> list[dict[str, Any]]:
    """Every district, so that the map is whole; those with few are drawn as with none."""
    known = dict(counts)
    return [
        {"code": place.code, "label": place.name, **_amount(known.get(place.slug, 0), language)}
        for place in districts()
    ]
