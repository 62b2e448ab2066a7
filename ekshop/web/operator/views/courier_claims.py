"""What couriers owe for goods broken or lost on the way: open by courier, and what became of each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ekshop.fulfilment.rules import COURIERS
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import parse_taka
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.settlement.rules import COURIER_CLAIM
from ekshop.settlement.selectors import (
    COURIER_CLAIM_ORDER,
    courier_claims_open,
    courier_claims_visible_to,
)
from ekshop.settlement.services import (
    courier_claim_came_back,
    courier_claim_pay,
    courier_claim_write_off,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from .second_person import booked_or_asked, deeds_shown

ENDINGS = {"write_off": courier_claim_write_off, "came_back": courier_claim_came_back}
ENDING = ("open", "written_off")
"""What is written off may still be paid."""


@access("ledger.read")
@require_safe
def courier_claims(request: Request) -> HttpResponse:
    return _page(request, Posted(request))


@access("courier_claim.work")
@require_POST
def courier_claim_done(request: Request, claim_id: int) -> HttpResponse:
    form = Posted(request)
    done: list[object] = []
    if form.tried(lambda: done.append(_end(request.actor, form, claim_id))):
        booked_or_asked(request, done[0])
        return redirect("operator:courier_claims")
    form.values["claim"] = claim_id
    return _page(request, form)


def _end(actor: Actor, form: Posted, claim_id: int) -> object:
    ending = ENDINGS.get(form.text("action"))
    if ending:
        return ending(actor=actor, claim_id=claim_id, reason=form.text("reason"), now=clock.now())
    return courier_claim_pay(
        actor=actor,
        claim_id=claim_id,
        amount_poisha=form.number("amount", parse_taka, 0),
        reference=form.text("reason"),
        seen_poisha=form.whole("seen"),
        now=clock.now(),
    )


def _page(request: Request, form: Posted) -> HttpResponse:
    state = request.GET.get("state", "open")
    state = state if state in COURIER_CLAIM.states else "open"
    courier = request.GET.get("courier", "")
    rows = courier_claims_visible_to(request.actor).filter(state=state)
    page = page_of(
        rows.filter(courier=courier) if courier else rows,
        order=COURIER_CLAIM_ORDER,
        cursor=request.GET.get("cursor"),
    )
    names = dict(COURIERS)
    may_work = allowed("courier_claim.work", request.actor.role)
    return form.page(
        "operator/courier_claims.html",
        {
            "page": page,
            "claims": [(claim, names.get(claim.courier, claim.courier)) for claim in page.items],
            "deeds": deeds_shown(request.actor, ("claim_payment", "claim_write_off")),
            "actor": request.actor,
            "state": state,
            "courier": courier,
            "states": [(key, COURIER_CLAIM.state_label(key)) for key in COURIER_CLAIM.states],
            "sums": [
                (row, names.get(row["courier"], row["courier"]))
                for row in courier_claims_open(request.actor)
            ],
            "may_end": state in ENDING and may_work,
            "may_come_back": state != "withdrawn" and may_work,
        },
    )
