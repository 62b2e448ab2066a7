"""Promises with a due time: those that ran out, those that run, and moving one on record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.fulfilment.selectors import returns_visible_to
from ekshop.kernel import clock
from ekshop.kernel.deadlines import (
    deadline_extend,
    deadline_get,
    deadlines_overdue,
    deadlines_unclaimed,
    deadlines_waiting,
    kind_of,
)
from ekshop.kernel.paging import page_of
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.parties import rules
from ekshop.parties.selectors import organisation_names
from ekshop.settlement.selectors import releases_waiting
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, csv_answer, moment

SHELVES: dict[str, Any] = {
    "overdue": _("Ran out, not met"),
    "waiting": _("Running"),
    "unclaimed": _("Nobody acted"),
}
ORDERS = {"overdue": ("-due_at", "-id")}
"""What ran out lately first; what runs, the soonest first."""

_SOONEST = ("due_at", "id")


@access("operations.read")
@require_safe
def deadlines(request: Request) -> HttpResponse:
    show, now = _shelf(request), clock.now()
    page = page_of(
        _rows(show, now), order=ORDERS.get(show, _SOONEST), cursor=request.GET.get("cursor")
    )
    return render(
        request,
        "operator/deadlines.html",
        {
            "show": show,
            "shelves": SHELVES.items(),
            "page": page,
            "rows": _described(request, page.items),
            "now": now,
            "may_act": rules.allowed("operations.act", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def deadlines_export(request: Request) -> HttpResponse:
    show = _shelf(request)
    rows = list(_rows(show, clock.now()).order_by(*ORDERS.get(show, _SOONEST))[:EXPORTED])
    return csv_answer(
        f"deadlines-{show}",
        [_("Promise"), _("About"), _("Whose"), _("Began"), _("Due")],
        (
            (each["label"], each["code"], each["owner"], moment(row.started_at), moment(row.due_at))
            for row, each in zip(rows, _described(request, rows), strict=True)
        ),
    )


@access("operations.act")
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: Request, deadline_id: int) -> HttpResponse:
    """Moves it to the end of a later day, with the reason kept for all to see."""
    found, now = deadline_get(deadline_id), clock.now()
    last = clock.dhaka_date(found.due_at)
    form = Posted(request, {"day": (last + timedelta(days=1)).isoformat()})
    if form.sent:
        day = form.day("day") or last
        if form.tried(
            lambda: deadline_extend(
                actor=request.actor,
                deadline_id=deadline_id,
                due_at=clock.dhaka_midnight(day + timedelta(days=1)),
                reason=form.text("reason"),
                now=now,
            )
        ):
            messages.success(
                request, _("The deadline is moved. It is on record, with your reason.")
            )
            return redirect("operator:deadlines")
    shown = _described(request, [found])[0]
    return form.page("operator/deadline_extend.html", {"deadline": found, "shown": shown})


def _shelf(request: Request) -> str:
    show = request.GET.get("show", "overdue")
    return show if show in SHELVES else "overdue"


def _rows(show: str, now: datetime) -> QuerySet[Any]:
    shelves: dict[str, Callable[[], QuerySet[Any]]] = {
        "overdue": deadlines_overdue,
        "waiting": deadlines_waiting,
        "unclaimed": lambda: deadlines_unclaimed(now),
    }
    rows = shelves[show]()
    return rows.select_related("rule")


def _described(request: Request, rows: list[Any]) -> list[dict[str, Any]]:
    """What each is about, with the order it leads to and whose it is; three statements."""
    ids: dict[str, set[int]] = {"seller_order": set(), "return": set()}
    for row in rows:
        ids.setdefault(row.entity, set()).add(row.entity_id)
    shares = seller_orders_visible_to(request.actor).filter(pk__in=ids["seller_order"])
    returned = returns_visible_to(request.actor).filter(pk__in=ids["return"])
    orders: dict[tuple[str, int], tuple[str, str]] = {
        ("seller_order", pk): (code, code) for pk, code in shares.values_list("pk", "code")
    }
    for release in releases_waiting(request.actor).filter(pk__in=ids.get("seller_release", ())):
        code = release.seller_order.code
        orders["seller_release", release.pk] = (code, code)
    for one in returned:
        orders["return", one.pk] = (one.code, one.order_line.seller_order.code)
    owners = organisation_names({row.owner_organisation_id for row in rows} - {None})
    described = []
    for row in rows:
        code, order = orders.get((row.entity, row.entity_id), (f"{row.entity} {row.entity_id}", ""))
        owner = owners.get(row.owner_organisation_id)
        described.append(
            {
                "deadline": row,
                "label": row.rule.name if row.rule else kind_of(row.kind).label,
                "citation": row.rule.citation if row.rule else "",
                "code": code,
                "order": order,
                "owner": owner.name if owner else "",
            }
        )
    return described
