"""The trials of partners' integrations: who is on trial, and how each trial went."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.parties.selectors import organisations_found
from ekshop.web.access import Request, access
from ekshop.web.papers.trials import run_page, runs_page


@access("conformance.read")
@require_safe
def trials(request: Request) -> HttpResponse:
    joining = organisations_found(request.actor, kind="partner", state="joining")
    shown = runs_page(request) | {"joining": joining.order_by("name_en")[:50]}
    return render(request, "operator/trials/list.html", shown)


@access("conformance.read")
@require_safe
def trial(request: Request, run_id: int) -> HttpResponse:
    return run_page(request, run_id, "operator/trials/one.html")
