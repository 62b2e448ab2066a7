"""The operator's first page: today's figures, and what is stuck as a work list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number, format_percent
from ekshop.kernel.errors import NotFound
from ekshop.kernel.job_watch import queue_figures
from ekshop.kernel.paging import page_of
from ekshop.notices.selectors import figures as message_figures
from ekshop.reporting.selectors import (
    KINDS,
    Kind,
    Step,
    books,
    daily,
    figures,
    funnel,
    hourly,
    stuck,
)
from ekshop.web.access import Request, access

from ..district_rows import map_rows
from ..lists import EXPORTED, address_of, csv_answer, moment, taka


@access("operations.read")
@require_safe
def today(request: Request) -> HttpResponse:
    now, actor = clock.now(), request.actor
    days = daily(actor, now=now)
    return render(
        request,
        "operator/today.html",
        {
            "now": now,
            "figures": figures(actor, now=now),
            "days": days,
            "orders_by_day": [day.orders for day in days],
            "collected_by_day": [day.collected_poisha for day in days],
            "hours": hourly(actor, now=now),
            "steps": [_bar(step) for step in funnel(actor, now=now)],
            "stuck": stuck(actor, now=now),
            "districts": map_rows(actor, now=now),
            "books": books(now=now),
            "queue": queue_figures(),
            "messages_sent": message_figures(now),
        },
    )


@access("operations.read")
@require_safe
def stuck_list(request: Request, name: str) -> HttpResponse:
    kind, now = _kind(name), clock.now()
    page = page_of(
        kind.rows(request.actor, now), order=kind.order, cursor=request.GET.get("cursor")
    )
    things = [(thing, address_of(thing)) for thing in map(kind.thing, page)]
    return render(
        request,
        "operator/stuck.html",
        {"kind": kind, "page": page, "things": things, "now": now},
    )


@access("operations.read")
@require_safe
def stuck_export(request: Request, name: str) -> HttpResponse:
    kind = _kind(name)
    rows = kind.rows(request.actor, clock.now()).order_by(*kind.order)[:EXPORTED]
    return csv_answer(
        f"stuck-{name}",
        [_("What"), _("Where"), _("Since")],
        ((thing.title, thing.note, moment(thing.since)) for thing in map(kind.thing, rows)),
    )


@access("operations.read")
@require_safe
def days_export(request: Request) -> HttpResponse:
    return csv_answer(
        "days",
        [_("Day"), _("Orders"), _("Value (taka)"), _("Collected (taka)"), _("Commission (taka)")],
        (
            (
                day.date.isoformat(),
                day.orders,
                taka(day.value_poisha),
                taka(day.collected_poisha),
                taka(day.commission_poisha),
            )
            for day in daily(request.actor, now=clock.now(), days=366)
        ),
    )


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFound(kind=name)
    return KINDS[name]


def _bar(step: Step) -> dict[str, Any]:
    language = get_language() or "bn"
    number = format_number(step.reached, language)
    return {
        "label": step.label,
        "value": step.reached,
        "shown": f"{number} · {format_percent(step.share_bp // 100 * 100, language)}",
    }
