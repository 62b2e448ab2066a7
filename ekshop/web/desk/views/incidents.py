"""Incidents: many complaints about one seller, and acts on all of them with their progress."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import (
    RECENT,
    agencies,
    bulk_acts_of,
    bulk_refusals,
    cases_in_order,
    cases_visible_to,
    incident_cases,
    incident_counts,
    incident_figures,
    incident_for,
    incidents_visible_to,
)
from ekshop.complaints.services import (
    bulk_act,
    incident_close,
    incident_gather,
    incident_leave,
    incident_open,
)
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from ..case_page import tone_of

KINDS = {
    "message": ("case.mediate", _("Write to all")),
    "ask_seller": ("case.triage", _("Send all to the seller")),
    "refer": ("case.refer", _("Refer all to an agency")),
    "order": ("decision.record", _("Order the seller to give each back what was paid")),
}


@access("desk.read")
@require_safe
def incidents(request: Request) -> HttpResponse:
    page = page_of(
        incidents_visible_to(request.actor),
        order=("-opened_at", "-id"),
        cursor=request.GET.get("cursor"),
    )
    counts = incident_counts(page.items)
    return render(
        request,
        "desk/incidents.html",
        {"page": page, "rows": [(each, counts[each.pk]) for each in page.items]},
    )


@access("incident.work")
@require_http_methods(["GET", "HEAD", "POST"])
def incident_new(request: Request) -> HttpResponse:
    """From the complaints marked in the queue: first asked for a name."""
    marked = [number for each in request.POST.getlist("case") if (number := whole_of(each))]
    cases = cases_in_order(cases_visible_to(request.actor), marked)
    form = Posted(request)
    if "title" in request.POST and form.tried(
        lambda: incident_open(
            actor=request.actor,
            case_ids=[case.pk for case in cases],
            title=form.text("title"),
            note=form.text("note"),
            now=clock.now(),
        )
    ):
        return redirect("desk:incident", form.result.code)
    return form.page("desk/incident_new.html", {"cases": cases})


@access("desk.read")
@never_cache
@require_safe
def incident(request: Request, code: str) -> HttpResponse:
    return _page(request, incident_for(request.actor, code))


@access("desk.read")
@never_cache
@require_safe
def progress(request: Request, code: str) -> HttpResponse:
    """How far the acts are, for a page that looks again by itself."""
    found = incident_for(request.actor, code)
    return render(request, "desk/progress.html", {"incident": found, **_progress(found)})


@access("incident.work")
@require_POST
def gather(request: Request, code: str) -> HttpResponse:
    found = incident_for(request.actor, code)
    number = incident_gather(actor=request.actor, incident_id=found.pk, now=clock.now())
    said = ngettext("%(n)s complaint was added.", "%(n)s complaints were added.", number)
    messages.success(request, said % {"n": number})
    return redirect("desk:incident", code)


@access("incident.work")
@require_POST
def close(request: Request, code: str) -> HttpResponse:
    found = incident_for(request.actor, code)
    incident_close(actor=request.actor, incident_id=found.pk, now=clock.now())
    return redirect("desk:incident", code)


@access("incident.work")
@require_POST
def leave(request: Request, code: str, case_id: int) -> HttpResponse:
    found = incident_for(request.actor, code)
    incident_leave(actor=request.actor, incident_id=found.pk, case_id=case_id, now=clock.now())
    return redirect("desk:incident", code)


@access("desk.read")
@require_POST
def act(request: Request, code: str, kind: str) -> HttpResponse:
    """Whether it is the reader's to ask for, the service says."""
    if kind not in KINDS:
        raise Http404
    found, form = incident_for(request.actor, code), Posted(request)
    due_on = form.day("due_on")
    told: dict[str, Any] = {
        "text": form.text("text"),
        "to_sides": request.POST.getlist("to_sides"),
        "agency_id": form.whole("agency") or None,
        "section": form.text("section"),
        "due_on": due_on,
    }
    if form.tried(
        lambda: bulk_act(
            actor=request.actor, incident_id=found.pk, kind=kind, told=told, now=clock.now()
        )
    ):
        messages.success(request, _("It has begun. You can leave this page; it goes on."))
        return redirect("desk:incident", code)
    return _page(request, found, kind, form)


def _page(
    request: Request, found: Any, acted: str = "", form: Posted | None = None
) -> HttpResponse:
    cases = incident_cases(request.actor, found).select_related("respondent__organisation")
    page = page_of(cases, order=RECENT, cursor=request.GET.get("cursor"))
    figures = incident_figures(request.actor, found)
    role = request.actor.role
    return render(
        request,
        "desk/incident.html",
        {
            "incident": found,
            "figures": figures,
            "states": [(rules.CASE.state_label(state), n) for state, n in figures.states],
            "page": page,
            "rows": [(case, tone_of(case)) for case in page.items],
            "acts": []
            if found.closed_at
            else [(kind, label) for kind, (need, label) in KINDS.items() if allowed(need, role)],
            "acted": acted,
            "form": form or Posted(request),
            "agencies": [(each.pk, each.name) for each in agencies(working=True)],
            "may_work": allowed("incident.work", role) and not found.closed_at,
            "refusals": bulk_refusals(found),
            **_progress(found),
        },
        status=422 if form is not None else 200,
    )


def _progress(found: Any) -> dict[str, Any]:
    done = bulk_acts_of(found)
    return {"progress": done, "running": any(each.act.finished_at is None for each in done)}
