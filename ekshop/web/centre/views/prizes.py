"""Prizes for the centre: the ladder, where it stands, what it won, and objecting to a result."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.settlement.selectors.prizes import (
    PUBLIC_STATES,
    WON_STATES,
    awards_of,
    objections_of,
    own_flags,
    place_of,
    result_of,
    running_schemes,
    scheme_for,
    schemes_visible_to,
    takes_part,
)
from ekshop.settlement.services.prizes import awards_name, objection_make
from ekshop.web.access import Request, access
from ekshop.web.papers.prizes import scheme_shown

PAST_SHOWN = 24


@access("prize.read_own")
@require_safe
def prizes(request: Request) -> HttpResponse:
    """Running schemes with where the centre stands in each, and those that are over."""
    centre_id = request.actor.organisation_id or 0
    running = []
    for scheme in running_schemes():
        if takes_part(scheme, centre_id):
            place = place_of(scheme, centre_id)
            running.append((scheme_shown(scheme, place.counted_poisha), place))
    over = schemes_visible_to(request.actor).filter(
        state__in=[state for state in PUBLIC_STATES if state != "published"]
    )
    past = [
        (scheme, result_of(scheme, centre_id), list(awards_of(scheme, centre_id=centre_id)))
        for scheme in over.order_by("-last_month", "-id")[:PAST_SHOWN]
    ]
    return render(request, "centre/prizes/prizes.html", {"running": running, "past": past})


@access("prize.read_own")
@require_safe
def prize_scheme(request: Request, scheme_id: int) -> HttpResponse:
    return _page(request, scheme_id)


@access("prize.object")
@require_POST
def prize_objection(request: Request, scheme_id: int) -> HttpResponse:
    try:
        objection_make(
            actor=request.actor,
            scheme_id=scheme_for(request.actor, scheme_id).pk,
            text=request.POST.get("text", ""),
            now=clock.now(),
        )
    except InvalidInput as refused:
        return _page(request, scheme_id, {name: str(t) for name, t in refused.field_errors.items()})
    messages.success(request, _("Noted. You will find the answer here."))
    return redirect("centre:prize_scheme", scheme_id)


@access("prize.object")
@require_POST
def prize_name(request: Request, scheme_id: int) -> HttpResponse:
    agreed = request.POST.get("agreed") == "1"
    awards_name(actor=request.actor, scheme_id=scheme_id, agreed=agreed, now=clock.now())
    said = (
        _("Your centre stands on the public list.") if agreed else _("Your name is off the list.")
    )
    messages.success(request, said)
    return redirect("centre:prize_scheme", scheme_id)


def _page(request: Request, scheme_id: int, errors: dict[str, str] | None = None) -> HttpResponse:
    centre_id = request.actor.organisation_id or 0
    scheme = scheme_for(request.actor, scheme_id)
    result = result_of(scheme, centre_id)
    place = place_of(scheme, centre_id) if scheme.state == "published" else None
    counted = place.counted_poisha if place else (result.counted_poisha if result else None)
    won = list(awards_of(scheme, centre_id=centre_id)) if scheme.state in WON_STATES else []
    return render(
        request,
        "centre/prizes/scheme.html",
        {
            "scheme": scheme,
            "shown": scheme_shown(scheme, counted if takes_part(scheme, centre_id) else None),
            "takes_part": takes_part(scheme, centre_id),
            "place": place,
            "result": result,
            "won": won,
            "named": any(award.named_by_id for award in won),
            "flags": own_flags(scheme, centre_id),
            "objections": objections_of(scheme, centre_id=centre_id),
            "given": request.POST,
            "errors": errors or {},
        },
        status=422 if errors else 200,
    )
