"""Centres and partners: found, looked at, changed, suspended and reinstated."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.federation.services import seller_open
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_of
from ekshop.kernel.bangla import in_digits_of, parse_int
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.phones import local_form
from ekshop.parties import rules
from ekshop.parties.selectors import (
    districts,
    doers_named,
    licences_of,
    members_of,
    organisations_found,
    organisations_visible_to,
)
from ekshop.parties.services import (
    NewPerson,
    licence_add,
    licence_end,
    membership_add,
    membership_end,
    organisation_close,
    organisation_reinstate,
    organisation_suspend,
    organisation_try,
    organisation_update,
    seller_update,
)
from ekshop.producers.selectors import producer_of
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

MOVES = {
    "suspend": organisation_suspend,
    "reinstate": organisation_reinstate,
    "try": organisation_try,
    "open": seller_open,
    "close": organisation_close,
}
LATEST = 20


def _list(request: Request, kind: str) -> HttpResponse:
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = organisations_found(request.actor, kind=kind, text=text, state=state)
    page = page_of(found, order=("name_en", "id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        f"operator/{kind}s.html",
        {
            "page": page,
            "count": found.count(),
            "text": text,
            "state": state,
            "states": rules.ORGANISATION.states,
            "may_enrol": rules.allowed(f"{kind}.enrol", request.actor.role),
        },
    )


@access("organisation.read_all")
@require_safe
def centres(request: Request) -> HttpResponse:
    return _list(request, "centre")


@access("organisation.read_all")
@require_safe
def partners(request: Request) -> HttpResponse:
    return _list(request, "partner")


def _organisation(request: Request, organisation_id: int) -> Any:
    organisation = (
        organisations_visible_to(request.actor)
        .select_related(
            "place__district", "centre__district", "centre__union", "seller__hub_district"
        )
        .filter(pk=organisation_id)
        .first()
    )
    if organisation is None:
        raise NotFound(organisation_id=organisation_id)
    return organisation


@access("organisation.read_all")
@require_safe
def organisation(request: Request, organisation_id: int) -> HttpResponse:
    shown = _organisation(request, organisation_id)
    return render(
        request,
        "operator/organisation.html",
        {
            "organisation": shown,
            "members": members_of(shown.pk),
            "producer": producer_of(shown.pk) if shown.kind == "producer" else None,
            "licences": licences_of(shown.pk),
            "today": clock.dhaka_date(clock.now()),
            "history": doers_named(audit_of("organisation", shown.pk)[:LATEST]),
            "moves": rules.ORGANISATION.actions_from(shown.state),
            "may_manage": rules.allowed("organisation.manage", request.actor.role),
        },
    )


@access("organisation.manage")
@require_http_methods(["GET", "POST"])
def move(request: Request, organisation_id: int, action: str) -> HttpResponse:
    """Asks once, with a reason, before an organisation is suspended, reinstated or closed."""
    shown, form = _organisation(request, organisation_id), Posted(request)
    step = rules.ORGANISATION.step(shown.state, action)
    if step is None:
        raise NotFound(action=action)
    if form.sent and form.tried(
        lambda: MOVES[action](
            actor=request.actor,
            organisation_id=organisation_id,
            reason=form.text("reason"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Done. It is on record, with your reason."))
        return redirect("operator:organisation", organisation_id)
    return form.page("operator/move.html", {"organisation": shown, "step": step})


@access("licence.manage")
@require_http_methods(["GET", "POST"])
def licence(request: Request, organisation_id: int) -> HttpResponse:
    shown = _organisation(request, organisation_id)
    today = clock.dhaka_date(clock.now())
    form = Posted(request, {"valid_from": today.isoformat()})
    if form.sent:
        begins, ends = form.day("valid_from"), form.day("valid_until")
        names = {f"licence.{each}": each for each in ("kind", "number", "valid_until")}
        if form.tried(
            lambda: licence_add(
                actor=request.actor,
                organisation_id=organisation_id,
                kind=form.text("kind"),
                number=form.text("number"),
                valid_from=begins or today,
                valid_until=ends,
                now=clock.now(),
            ),
            names,
        ):
            messages.success(request, _("The licence is on record."))
            return redirect("operator:organisation", organisation_id)
    return form.page("operator/licence.html", {"organisation": shown, "kinds": rules.LICENCE_KINDS})


@access("licence.manage")
@require_POST
def licence_stop(request: Request, organisation_id: int, licence_id: int) -> HttpResponse:
    now = clock.now()
    licence_end(actor=request.actor, licence_id=licence_id, last_day=clock.dhaka_date(now), now=now)
    messages.success(request, _("Today is the licence's last day."))
    return redirect("operator:organisation", organisation_id)


@access("membership.manage")
@require_http_methods(["GET", "POST"])
def member(request: Request, organisation_id: int) -> HttpResponse:
    shown = _organisation(request, organisation_id)
    roles = [each for each in rules.ROLES if each[0] in rules.ROLES_OF_KIND[shown.kind]]
    form = Posted(request, {"role": roles[0][0]})
    names = {f"person.{each}": each for each in ("name", "name_bn", "mobile", "email")}
    if form.sent and form.tried(
        lambda: membership_add(
            actor=request.actor,
            organisation_id=organisation_id,
            person=NewPerson(
                name=form.text("name"),
                name_bn=form.text("name_bn"),
                mobile=form.text("mobile"),
                email=form.text("email"),
            ),
            role=form.text("role"),
            now=clock.now(),
        ),
        names,
    ):
        messages.success(request, _("They may sign in now."))
        return redirect("operator:organisation", organisation_id)
    return form.page("operator/member.html", {"organisation": shown, "roles": roles})


@access("membership.manage")
@require_POST
def member_end(request: Request, organisation_id: int, membership_id: int) -> HttpResponse:
    membership_end(actor=request.actor, membership_id=membership_id, now=clock.now())
    messages.success(request, _("They no longer act for this organisation."))
    return redirect("operator:organisation", organisation_id)


@access("organisation.manage")
@require_http_methods(["GET", "POST"])
def details(request: Request, organisation_id: int) -> HttpResponse:
    """What it is called, where it is and how it is reached."""
    shown = _organisation(request, organisation_id)
    fields = ("name_bn", "name_en", "address", "mobile", "email")
    known = {field: getattr(shown, field) for field in fields}
    if shown.mobile:
        known["mobile"] = in_digits_of(local_form(shown.mobile), get_language() or "bn")
    form = Posted(request, known)
    if form.sent and form.tried(
        lambda: organisation_update(
            actor=request.actor,
            organisation_id=organisation_id,
            now=clock.now(),
            **{field: form.text(field) for field in fields},
        )
    ):
        messages.success(request, _("Saved. What changed is on record."))
        return redirect("operator:organisation", organisation_id)
    return form.page("operator/details.html", {"organisation": shown})


@access("organisation.manage")
@require_http_methods(["GET", "POST"])
def terms(request: Request, organisation_id: int) -> HttpResponse:
    """Where a seller's goods leave from and in how many days they arrive."""
    shown = _organisation(request, organisation_id)
    seller = getattr(shown, "seller", None)
    if seller is None:
        raise NotFound(organisation_id=organisation_id)
    form = Posted(
        request,
        {
            "hub_district_code": seller.hub_district.code,
            "days_same_district": seller.days_same_district,
            "days_elsewhere": seller.days_elsewhere,
        },
    )
    if form.sent:
        near = form.number("days_same_district", parse_int, 0)
        far = form.number("days_elsewhere", parse_int, 0)
        if form.tried(
            lambda: seller_update(
                actor=request.actor,
                organisation_id=organisation_id,
                hub_district_code=form.text("hub_district_code"),
                days_same_district=near,
                days_elsewhere=far,
                now=clock.now(),
            )
        ):
            messages.success(request, _("Saved. Promises already made stay as they were."))
            return redirect("operator:organisation", organisation_id)
    return form.page(
        "operator/terms.html",
        {"organisation": shown, "districts": [(each.code, each.name) for each in districts()]},
    )
