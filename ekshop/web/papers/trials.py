"""Trials of sellers' integrations, as the seller's own pages and the operator's show them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ekshop.federation.connectors import connectors
from ekshop.federation.rules import conformance as rules
from ekshop.federation.selectors import log_of, runs_visible_to, steps_shown
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of

TONES = {
    "running": "indigo",
    "passed": "green",
    "failed": "madder",
    "skipped": "",
    "waiting": "",
    "stopped": "turmeric",
}


def way_name(way: str) -> str:
    """How a seller hears of orders, in words."""
    if way == rules.WEBHOOK:
        return _("by webhook")
    if way == rules.PORTAL:
        return _("on our pages")
    return str(connectors()[way].name)


def runs_page(request: Any, **narrowed: Any) -> dict[str, Any]:
    """A page of the trials somebody may see, the newest first."""
    rows = runs_visible_to(request.actor).filter(**narrowed)
    page = page_of(rows, order=("-id",), cursor=request.GET.get("cursor"), size=25)
    return {"page": page, "rows": [_row(each) for each in page.items]}


def run_page(request: Any, run_id: int, template: str) -> HttpResponse:
    """One trial; asked by htmx, only what changes while it is under way."""
    run = runs_visible_to(request.actor).filter(pk=run_id).first()
    if run is None:
        raise NotFound(run_id=run_id)
    log = log_of(run)
    steps = steps_shown(run, log)
    asked = [each for each in steps if _is_asked(each.step, run.way)]
    own = request.actor.organisation_id == run.seller_id
    shown = {
        "row": _row(run),
        "run": run,
        "steps": [(each, TONES[each.step.state], _label(each, own)) for each in steps],
        "done": sum(each.step.state in ("passed", "failed") for each in asked),
        "asked": len(asked),
        "left_out": len(steps) - len(asked),
        "turn": next((each for each in steps if own and each.by_hand), None),
        "log": log,
        "running": run.state == "running",
        "seller": run.seller,
    }
    part = _is_part(request)
    return render(request, "papers/trial_live.html" if part else template, shown)


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _row(run: Any) -> dict[str, Any]:
    return {
        "run": run,
        "state": str(rules.RUN.state_label(run.state)),
        "tone": TONES[run.state],
        "way": way_name(run.way),
    }


def _is_asked(step: Any, way: str) -> bool:
    return step.state != "skipped" and rules.BY_KEY[step.key].is_for(way)


def _label(shown: Any, own: bool) -> str:
    if shown.by_hand:
        return _("Waits for you") if own else _("Waits for the seller")
    return str(rules.STEP.state_label(shown.step.state))
