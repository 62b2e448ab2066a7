"""Names that belong to a place: the register, the claims to use them, and deciding."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import BEGIN, actions_of, history_of
from ekshop.parties import rules
from ekshop.parties.selectors import doers_named
from ekshop.producers.rules.names import GI_USE
from ekshop.producers.selectors.names import (
    USES_ORDER,
    approved_users,
    gi_name_by_id,
    gi_names,
    gi_use_for,
    gi_uses_counted,
    gi_uses_visible_to,
)
from ekshop.producers.services import names as services
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, csv_answer, moment

DECISIONS: dict[str, Callable[..., Any]] = {
    "approve": services.gi_use_approve,
    "refuse": services.gi_use_refuse,
    "suspend": services.gi_use_suspend,
    "restore": services.gi_use_restore,
    "withdraw": services.gi_use_withdraw,
}


@access("operations.read")
@require_safe
def uses(request: Request) -> HttpResponse:
    """Claims by state, the ones that wait first."""
    asked = request.GET.get("state", "claimed")
    state = asked if asked in GI_USE.states else ""
    counts = gi_uses_counted(request.actor)
    found = gi_uses_visible_to(request.actor)
    if state:
        found = found.filter(state=state)
    return render(
        request,
        "operator/gi/uses.html",
        {
            "page": page_of(found, order=USES_ORDER, cursor=request.GET.get("cursor")),
            "state": state,
            "states": [(key, GI_USE.state_label(key), counts.get(key, 0)) for key in GI_USE.states],
        },
    )


@access("operations.read")
@require_safe
def uses_export(request: Request) -> HttpResponse:
    return csv_answer(
        "gi",
        [_("Name"), _("Seller"), _("State"), _("Claimed"), _("Decided"), _("What was said")],
        (
            (
                use.gi_name.name,
                use.seller.name,
                use.state_label,
                moment(use.claimed_at),
                moment(use.decided_at),
                use.reason,
            )
            for use in gi_uses_visible_to(request.actor).order_by(*USES_ORDER)[:EXPORTED]
        ),
    )


@access("operations.read")
@require_safe
def use(request: Request, use_id: int) -> HttpResponse:
    return _page(request, use_id)


@access("gi.decide")
@require_POST
def decide(request: Request, use_id: int, action: str) -> HttpResponse:
    """`action`: one of the decisions, or "decide", which the form itself names."""
    form = Posted(request)
    if action == "decide":
        action = form.text("decision")
        if not action:
            form.wrong("decision", _("Choose what is decided."))
            return _page(request, use_id, form)
    act, found = DECISIONS.get(action), gi_use_for(request.actor, use_id)
    own = found.claimed_by_id == request.actor.person_id
    if act is None or (action == "withdraw" and not _open_to(action, found.state, own)):
        raise NotFound(what="decision")
    given: dict[str, Any] = {"reason": form.text("reason")}
    if action == "approve":
        given = {"note": form.text("reason"), "until": form.day("until")}
    if not form.tried(lambda: act(actor=request.actor, use_id=use_id, now=clock.now(), **given)):
        form.values["decision"] = action
        return _page(request, use_id, form)
    messages.success(request, _("Decided. The goods follow in a moment."))
    return redirect("operator:gi_use", use_id)


@access("operations.read")
@require_safe
def register(request: Request) -> HttpResponse:
    """Every name with its certificate and how many may use it."""
    names = list(gi_names())
    users = approved_users([name.pk for name in names], today=clock.dhaka_date(clock.now()))
    rows = [(name, len(users.get(name.pk, ()))) for name in names]
    return render(request, "operator/gi/names.html", {"rows": rows})


@access("operations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: Request, gi_name_id: int) -> HttpResponse:
    """One name, its users, and the certificate as somebody read it in the register."""
    found = gi_name_by_id(gi_name_id)
    form = Posted(
        request,
        {
            "certificate_number": found.certificate_number,
            "certificate_on": found.certificate_on.isoformat() if found.certificate_on else "",
        },
    )
    if form.sent:
        on = form.day("certificate_on")
        if form.tried(
            lambda: services.gi_name_certify(
                actor=request.actor,
                gi_name_id=gi_name_id,
                certificate_number=form.text("certificate_number"),
                certificate_on=on,
                now=clock.now(),
            )
        ):
            messages.success(request, _("Noted."))
            return redirect("operator:gi_name", gi_name_id)
    return form.page(
        "operator/gi/name.html",
        {
            "name": found,
            "uses": gi_uses_visible_to(request.actor)
            .filter(gi_name=found)
            .order_by(*USES_ORDER)[:EXPORTED],
            "may_decide": rules.allowed("gi.decide", request.actor.role),
        },
    )


def _open_to(action: str, state: str, own: bool) -> bool:
    """A claim that waits is decided: only whoever wrote it takes it back, and does not decide it."""
    return state != "claimed" or own == (action == "withdraw")


def _page(request: Request, use_id: int, form: Posted | None = None) -> HttpResponse:
    found = gi_use_for(request.actor, use_id)
    may = rules.allowed("gi.decide", request.actor.role)
    own = found.claimed_by_id == request.actor.person_id
    steps = [step for step in actions_of(found) if may and _open_to(step.action, found.state, own)]
    return render(
        request,
        "operator/gi/use.html",
        {
            "use": found,
            "name": gi_name_by_id(found.gi_name_id),
            "steps": [(step.action, step.label) for step in steps],
            "may_approve": any(step.action == "approve" for step in steps),
            "own": own and found.state == "claimed",
            "history": [
                (each, GI_USE.state_label(each.to_state) if each.action != BEGIN else _("Claimed"))
                for each in doers_named(history_of(found))
            ],
            "form": form or Posted(request),
        },
        status=422 if form else 200,
    )
