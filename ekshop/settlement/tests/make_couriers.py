"""Ways of parcels that a courier goes, and what it is paid for them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.orders.models import SellerOrder
from ekshop.parties.tests.make import PLACED_AT, Personas, customer
from ekshop.settlement.services import (
    courier_bill_pay,
)

from . import make

LATER = PLACED_AT + timedelta(days=3)
SYSTEM = Actor.system("test")
PRICE, WAY = 150_000, 11_000
ACCOUNTS = ("delivery_due", "courier_payable", "courier_claims", "delivery_borne")


@pytest.fixture
def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    make.orders.rate(150, role="sourcing")
    return everyone


@pytest.fixture
def there(people: Personas) -> Personas:
    """Bina sells what Jamila weaves, in another district; Jamila's centre is Asha's."""
    return replace(people, asha=people.bina, mina=people.jamila)


def ordered(people: Personas, quantity: int = 3):
    buyer = customer(people.other_centre, "Rahima")
    make.orders.agree(people.bina, buyer)
    saree = make.orders.offer(people.producer, price_poisha=PRICE, on_hand=50)
    return make.orders.order(people, [(saree, quantity)], by=people.bina, customer=buyer)


def looked_into(there: Personas, share: SellerOrder, *found: tuple[int, int, str]) -> None:
    parcel = fulfilment.shipments_of([share.pk])[share.pk][0]
    lines = share.lines.order_by("position")
    fulfilling.inspection_record(
        actor=there.asha.actor,
        shipment_id=parcel.pk,
        found=[FoundLine(line.pk, *each) for line, each in zip(lines, found, strict=True)],
        nonce=share.order.nonce,
        now=LATER,
    )
    make.work(LATER)
    share.refresh_from_db()


def sent_off(there: Personas, parcel) -> None:
    """Given to a courier by hand on its way back."""
    fulfilling.parcel_send_back(
        actor=there.asha.actor,
        shipment_id=parcel.pk,
        courier="manual",
        tracking_number="",
        now=LATER,
    )
    make.work(LATER)


def ways_back(there: Personas, share: SellerOrder) -> None:
    for parcel in fulfilment.shipments_of([share.pk])[share.pk]:
        if parcel.direction == "return" and parcel.state == "booked":
            sent_off(there, parcel)


def books(seller) -> tuple[int, ...]:
    """(not laid on anybody, owed to couriers, claimed, borne by ek-Shop, owed to the seller)."""
    assert mismatches() == [] and unbalanced_journals() == []
    found = [balance(None, each) for each in ACCOUNTS]
    return (found[0], -found[1], *found[2:], -balance(seller.pk, "seller_payable"))


def given_back(there: Personas, share: SellerOrder, reason: str) -> None:
    wanted = fulfilling.return_ask(
        actor=there.asha.actor,
        order_line_id=share.lines.get().pk,
        quantity=1,
        reason=reason,
        note="",
        now=LATER,
    )
    fulfilling.return_decide(
        actor=there.mina.actor, return_id=wanted.pk, approve=True, note="", now=LATER
    )
    fulfilling.return_send(
        actor=there.asha.actor,
        return_id=wanted.pk,
        courier="manual",
        tracking_number="",
        now=LATER,
    )
    fulfilling.return_receive(actor=there.mina.actor, return_id=wanted.pk, now=LATER)
    for _again in range(2):
        make.work(LATER)


def sold(people: Personas, there: Personas, quantity: int = 3) -> SellerOrder:
    share = make.arrived(there, ordered(people, quantity))
    make.inspected(there, share, now=LATER)
    make.paid(there, share, now=LATER)
    make.handed_over(there, share, now=LATER)
    return share


def reported(share: SellerOrder, status: str) -> None:
    parcel = fulfilment.shipments_of([share.pk])[share.pk][0]
    fulfilling.tracking_record(
        courier="manual",
        shipment_id=parcel.pk,
        event_key=status,
        status=status,
        message="",
        at=LATER,
        now=LATER,
    )
    make.work(LATER)


def bill(people: Personas, **other):
    return courier_bill_pay(
        **{
            "actor": people.omar.actor,
            "courier": "manual",
            "until": dhaka_date(LATER),
            "reference": "BRAC 5521",
            "amount_poisha": 22_500,
            "owed_poisha": 2 * WAY,
            "now": LATER,
            **other,
        }
    )
