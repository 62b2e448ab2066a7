"""What waits for a second person: confirmed by another, or taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekshop.channels.rules.exporting import CARRIERS
from ekshop.channels.selectors.exports import consignments_visible_to
from ekshop.fulfilment.rules import COURIERS
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.settlement.selectors import courier_claims_visible_to, deeds_waiting
from ekshop.settlement.services import deed_confirm, deed_refuse, deed_waits
from ekshop.web.access import Request, access

PAGES = {
    "courier_bill": "operator:courier_ways",
    "claim_payment": "operator:courier_claims",
    "claim_write_off": "operator:courier_claims",
    "export_freight": "operator:consignment",
}


@dataclass(frozen=True)
class Waiting:
    """A deed with whom it concerns in words: the courier's or carrier's name, and of a claim the
    order and its seller."""

    deed: Any
    name: Any
    order_code: str = ""
    seller: str = ""


def deeds_shown(actor: Actor, kinds: Collection[str], **those: Any) -> list[Waiting]:
    """What waits of these kinds. Three statements."""
    deeds = list(deeds_waiting(actor, kinds).filter(**those))
    claims = courier_claims_visible_to(actor).in_bulk(_about("claim", deeds))
    sent = consignments_visible_to(actor).in_bulk(_about("export", deeds))
    couriers, carriers = dict(COURIERS), dict(CARRIERS)
    shown = []
    for deed in deeds:
        if claim := claims.get(deed.entity_id) if deed.kind.startswith("claim") else None:
            share = claim.seller_order
            name = couriers.get(claim.courier, claim.courier)
            shown.append(Waiting(deed, name, share.code, share.seller.name))
        elif row := sent.get(deed.entity_id) if deed.kind.startswith("export") else None:
            shown.append(Waiting(deed, carriers.get(row.carrier, row.carrier)))
        else:
            shown.append(Waiting(deed, couriers.get(deed.about, deed.about)))
    return shown


def _about(kind: str, deeds: Collection[Any]) -> list[int]:
    return [deed.entity_id for deed in deeds if deed.kind.startswith(kind)]


@access("courier.pay")
@require_POST
def deed_decided(request: Request, deed_id: int) -> HttpResponse:
    """The second person agrees, or either says that it is not done."""
    decide = deed_refuse if request.POST.get("do") == "refuse" else deed_confirm
    deed = decide(actor=request.actor, deed_id=deed_id, now=clock.now())
    messages.success(request, _("Done."))
    page = PAGES[deed.kind]
    return redirect(page, deed.about) if deed.kind == "export_freight" else redirect(page)


def booked_or_asked(request: Request, done: object) -> None:
    """Says which of the two it was."""
    asked = _("Asked. A second person has to decide.")
    messages.success(request, asked if deed_waits(done) else _("Booked."))
