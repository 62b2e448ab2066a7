"""However an order by a courier of ours ends, nothing is left between those who owe and are owed."""

import random

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.kernel.clock import dhaka_date
from ekshop.ledger.selectors import balance, purposes_summed
from ekshop.orders.models import SellerOrder
from ekshop.settlement.models import CourierBill, CourierClaim
from ekshop.settlement.selectors import courier_ways_owed
from ekshop.settlement.services import courier_bill_pay, courier_claim_pay, courier_claim_write_off

from . import make
from .make_couriers import (
    LATER,
    books,
    given_back,
    looked_into,
    ordered,
    people,
    sold,
    there,
    ways_back,
)
from .test_lost_on_the_way_back import told

pytestmark = pytest.mark.django_db
__all__ = ["people", "there"]

REASONS = ("bad_quality", "wrong_item", "damaged", "incomplete")


def a_way(chance: random.Random, people, there) -> SellerOrder:
    quantity = chance.randint(1, 4)
    refused = chance.choice((0, 1, quantity))
    ending = chance.random()
    if ending < 0.4:
        share = sold(people, there, quantity)
        given_back(there, share, chance.choice(("bad_quality", "damaged", "changed_mind")))
        return share
    if ending < 0.6:
        share, parcel = make.packed(there, ordered(people, quantity))
        told(parcel, "lost")
        if chance.random() < 0.5:
            settled_with_couriers(chance, people)
        if chance.random() < 0.3:
            return share
        fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
        make.work(LATER)
        share.refresh_from_db()
    else:
        share = make.arrived(there, ordered(people, quantity))
    looked_into(
        there, share, (quantity - refused, refused, chance.choice(REASONS) if refused else "")
    )
    if refused < quantity:
        make.paid(there, share, now=LATER)
        make.handed_over(there, share, now=LATER)
    ways_back(there, share)
    for parcel in fulfilment.shipments_of([share.pk])[share.pk]:
        if parcel.direction == "return" and chance.random() < 0.6:
            told(parcel, "lost")
            if chance.random() < 0.5:
                settled_with_couriers(chance, people)
            if chance.random() < 0.5:
                told(parcel, "returned")
    return share


def settled_with_couriers(chance: random.Random, people) -> None:
    for claim in CourierClaim.objects.filter(state="open"):
        work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
        part = chance.randint(1, claim.amount_poisha)
        courier_claim_pay(**work, amount_poisha=part, reference="Transfer 1", seen_poisha=0)
        if part < claim.amount_poisha:
            courier_claim_write_off(**work, reason="Nothing more comes.")
    for row in courier_ways_owed(people.omar.actor):
        courier_bill_pay(
            actor=people.omar.actor,
            courier=row["courier"],
            until=dhaka_date(LATER),
            reference=f"BRAC {CourierBill.objects.count()}",
            amount_poisha=row["poisha"] + chance.randint(-500, 500),
            owed_poisha=row["poisha"],
            now=LATER,
        )


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_refused_given_back_lost_and_found_all_is_laid_and_paid(people, there, seed):
    chance = random.Random(seed)
    for _each in range(4):
        a_way(chance, people, there)
    settled_with_couriers(chance, people)
    left, owed, claimed, *_rest = books(people.producer)
    assert (left, owed, claimed) == (0, 0, 0)
    assert sum(each.balance_poisha for each in purposes_summed()) == 0
    assert balance(None, "courier_payable") == 0
