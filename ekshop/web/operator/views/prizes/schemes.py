"""Schemes: the list, one of them, and its steps from a draft to the last prize."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_month
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import actions_of
from ekshop.parties import rules
from ekshop.settlement.selectors import months
from ekshop.settlement.selectors.prizes import (
    awards_of,
    flags_of,
    objections_of,
    reach_preview,
    results_left_out,
    results_of,
    scheme_for,
    schemes_counted,
    standings_of,
)
from ekshop.settlement.services import prizes as services
from ekshop.web.access import Request, access
from ekshop.web.papers.prizes import scheme_shown

from ...lists import EXPORTED, csv_answer, moment, taka

FIRST_SHOWN = 10


@access("prize.read")
@require_safe
def schemes(request: Request) -> HttpResponse:
    page = page_of(
        schemes_counted(), order=("-first_month", "-id"), cursor=request.GET.get("cursor")
    )
    may_manage = rules.allowed("scheme.manage", request.actor.role)
    return render(request, "operator/prizes/schemes.html", {"page": page, "may_manage": may_manage})


@access("prize.read")
@require_safe
def scheme(request: Request, scheme_id: int) -> HttpResponse:
    found = scheme_for(request.actor, scheme_id)
    frozen = found.state in ("frozen", "confirmed", "finished")
    return render(
        request,
        "operator/prizes/scheme.html",
        {
            "scheme": found,
            "shown": scheme_shown(found),
            "actions": _offered(request, found),
            "may_manage": rules.allowed("scheme.manage", request.actor.role),
            "standings": list(standings_of(found).order_by("rank", "id")[:FIRST_SHOWN]),
            "results": list(results_of(found).order_by("rank", "id")[:FIRST_SHOWN]),
            "left_out": results_left_out(found) if frozen else [],
            "open_flags": flags_of(found, state="open").count(),
            "flags": flags_of(found).count(),
            "objections": objections_of(found) if frozen else [],
            "awards": awards_of(found)[:FIRST_SHOWN],
            "due": awards_of(found).filter(state="due").count(),
            **_preview(request, found),
        },
    )


@access("scheme.manage")
@require_POST
def scheme_step(request: Request, scheme_id: int, action: str) -> HttpResponse:
    """One of the steps below; what speaks against it is said on the scheme's page."""
    step = STEPS.get(action)
    if step is None:
        raise NotFound(action=action)
    given: dict[str, Any] = {"text": request.POST.get("text", "")} if action in WITH_TEXT else {}
    try:
        step(actor=request.actor, scheme_id=scheme_id, now=clock.now(), **given)
    except InvalidInput as refused:
        messages.error(request, " ".join(str(text) for text in refused.field_errors.values()))
    return redirect("operator:scheme", scheme_id)


@access("prize.read")
@require_safe
def scheme_results(request: Request, scheme_id: int) -> HttpResponse:
    """Everybody in rank order: of the frozen result, or as it stands."""
    found = scheme_for(request.actor, scheme_id)
    running = found.state == "published"
    page = page_of(
        standings_of(found) if running else results_of(found),
        order=("rank", "id"),
        cursor=request.GET.get("cursor"),
    )
    return render(
        request,
        "operator/prizes/results.html",
        {"scheme": found, "page": page, "running": running},
    )


@access("prize.read")
@require_safe
def scheme_results_csv(request: Request, scheme_id: int) -> HttpResponse:
    found = scheme_for(request.actor, scheme_id)
    rows: Any = standings_of(found) if found.state == "published" else results_of(found)
    header = [
        _("Rank"),
        _("Centre"),
        _("Division"),
        _("Rank in the division"),
        _("Counted"),
        _("Taken back"),
        _("Order lines"),
        _("Reached"),
    ]
    return csv_answer(
        f"prizes-{found.pk}",
        header,
        (
            (
                row.rank,
                row.centre.name,
                row.division.name,
                row.division_rank,
                taka(row.counted_poisha),
                taka(row.returned_poisha),
                row.lines,
                moment(row.reached_at),
            )
            for row in rows.order_by("rank", "id")[:EXPORTED]
        ),
    )


STEPS: dict[str, Callable[..., Any]] = {
    "propose": services.scheme_propose,
    "send_back": services.scheme_send_back,
    "publish": services.scheme_publish,
    "drop": services.scheme_drop,
    "freeze": services.result_freeze,
    "undo": services.result_undo,
    "confirm": services.result_confirm,
}
WITH_TEXT = frozenset({"send_back", "undo"})


def _offered(request: Request, found: Any) -> list[tuple[str, Any]]:
    """The steps there are from here; those of a second person not to the first."""
    if not rules.allowed("scheme.manage", request.actor.role):
        return []
    own = {"publish": found.proposed_by_id, "confirm": found.frozen_by_id}
    return [
        (each.action, each.label)
        for each in actions_of(found)
        if each.action in STEPS and own.get(each.action) != request.actor.person_id
    ]


def _preview(request: Request, found: Any) -> dict[str, Any]:
    """For a draft: how many would have reached each step in the last month there is."""
    known = [each.month for each in months(request.actor, latest=3)]
    this = clock.month_of(clock.now())
    over = [month for month in known if month < this] or known
    if found.state not in ("draft", "proposed") or not over:
        return {"preview": None}
    language = get_language() or "bn"
    return {
        "preview": reach_preview(found, month=over[0], now=clock.now()),
        "preview_month": format_month(over[0], language),
    }
