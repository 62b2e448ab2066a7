"""The trial of a seller's integration: begun here, watched here, judged step by step."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.federation.rules import conformance as rules
from ekshop.federation.selectors import runs_visible_to
from ekshop.federation.services import conformance_start, conformance_stop, way_of
from ekshop.kernel import clock
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.papers.trials import run_page, runs_page, way_name

WAITS = [
    ("5", gettext_lazy("Five minutes")),
    ("15", gettext_lazy("A quarter of an hour")),
    ("120", gettext_lazy("Two hours")),
    ("1440", gettext_lazy("A day")),
]


@access("conformance.run")
@require_http_methods(["GET", "HEAD", "POST"])
def trials(request: Request) -> HttpResponse:
    """Posting begins one."""
    seller = request.membership.organisation
    form = Posted(request, {"patience": "15"})
    if form.sent and form.tried(
        lambda: conformance_start(
            actor=request.actor,
            seller_id=seller.pk,
            decline_ref=form.text("decline_ref"),
            patience=timedelta(minutes=_minutes(form.text("patience"))),
            now=clock.now(),
        )
    ):
        return redirect("partner:trial", form.result.pk)
    shown: dict[str, Any] = runs_page(request) | {
        "seller": seller,
        "under_way": runs_visible_to(request.actor).filter(state="running").first(),
        "way": way_name(way_of(seller.pk)),
        "steps": rules.STEPS,
        "waits": WAITS,
    }
    return form.page("partner/trials/list.html", shown)


def _minutes(typed: str) -> int:
    return int(typed) if typed in dict(WAITS) else 15


@access("conformance.read")
@require_safe
def trial(request: Request, run_id: int) -> HttpResponse:
    return run_page(request, run_id, "partner/trials/one.html")


@access("conformance.run")
@require_POST
def stop(request: Request, run_id: int) -> HttpResponse:
    conformance_stop(actor=request.actor, run_id=run_id, now=clock.now())
    messages.success(request, _("The trial was stopped; its orders were taken back."))
    return redirect("partner:trial", run_id)
