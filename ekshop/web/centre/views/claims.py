"""What couriers broke or lost of a centre's parcels, and what became of the claim on each."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ekshop.fulfilment.rules import COURIERS
from ekshop.kernel.paging import page_of
from ekshop.settlement.rules import COURIER_CLAIM
from ekshop.settlement.selectors import (
    COURIER_CLAIM_ORDER,
    courier_claims_listed,
    courier_claims_open,
)
from ekshop.web.access import Request, access


@access("courier_claim.read")
@require_safe
def claim_list(request: Request) -> HttpResponse:
    state, text = (request.GET.get(name, "").strip() for name in ("state", "q"))
    state = state if state in COURIER_CLAIM.states else ""
    page = page_of(
        courier_claims_listed(request.actor, state=state, text=text),
        order=COURIER_CLAIM_ORDER,
        cursor=request.GET.get("cursor"),
    )
    names, own = dict(COURIERS), request.actor.organisation_id
    kept = urlencode({"q": text}) if text else ""
    opened = courier_claims_open(request.actor)
    return render(
        request,
        "centre/parcels/claims.html",
        {
            "page": page,
            "claims": [
                (
                    claim,
                    names.get(claim.courier, claim.courier),
                    claim.seller_order.centre_id == own,
                )
                for claim in page.items
            ],
            "state": state,
            "text": text,
            "kept": kept,
            "states": [(key, COURIER_CLAIM.state_label(key)) for key in COURIER_CLAIM.states],
            "open": sum(row["claims"] for row in opened),
            "open_poisha": sum(row["poisha"] for row in opened),
        },
    )
