"""A parcel lost, found again, carried back: who owes whom the goods and the way."""

from datetime import timedelta

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.settlement.models import (
    CourierClaim,
    CourierWay,
    SellerRelease,
    SellerSettlement,
)
from ekshop.settlement.selectors import courier_ways_owed
from ekshop.settlement.services import (
    ChangedMeanwhile,
    courier_claim_came_back,
    courier_claim_pay,
    courier_claim_write_off,
    seller_order_release_back,
    settlements_draw,
)

from . import make
from .make_couriers import (
    LATER,
    PRICE,
    SYSTEM,
    WAY,
    bill,
    books,
    looked_into,
    ordered,
    people,
    reported,
    there,
)

__all__ = ["people", "there"]

pytestmark = pytest.mark.django_db


def test_what_a_courier_loses_it_pays_for_and_found_again_all_is_as_before(people, there, client):
    share, parcel = make.packed(there, ordered(people))
    make.work(LATER)
    assert books(people.producer) == (WAY, WAY, 0, 0, 0)
    reported(share, "lost")
    assert books(people.producer) == (0, 0, 3 * PRICE, 0, 3 * PRICE)
    [claim] = CourierClaim.objects.all()
    assert (claim.why, claim.amount_poisha) == ("lost", 3 * PRICE)
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    courier_claim_pay(**work, amount_poisha=PRICE, reference="Transfer 1", seen_poisha=0)
    courier_claim_write_off(**work, reason="Nothing more comes.")
    assert books(people.producer) == (0, 0, 0, 2 * PRICE, 3 * PRICE)
    fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
    for _again in range(2):
        make.work(LATER)
    # The courier gets back what it paid, and is owed the way.
    assert books(people.producer) == (WAY, WAY + PRICE, 0, 0, 0)
    claim.refresh_from_db()
    assert (claim.state, CourierWay.objects.get().state) == ("withdrawn", "owed")
    [row] = courier_ways_owed(people.omar.actor)
    assert (row["ways"], row["claims"], row["poisha"]) == (1, 1, WAY + PRICE)
    with pytest.raises(ChangedMeanwhile):
        bill(people, owed_poisha=WAY)
    paid = bill(people, owed_poisha=WAY + PRICE, amount_poisha=WAY + PRICE)
    assert (paid.ways, paid.claims, paid.claims_poisha) == (1, 1, PRICE)
    assert books(people.producer) == (WAY, 0, 0, 0, 0)
    assert courier_ways_owed(people.omar.actor) == []
    client.force_login(people.omar.person)
    assert paid.reference in client.get("/operator/claims/?state=withdrawn").content.decode()
    assert "৳১,৫০০" in client.get("/operator/couriers/").content.decode()


def test_what_a_courier_says_it_carried_back_it_owes_until_her_centre_has_it(people, there, client):
    share, _parcel = make.packed(there, ordered(people))
    make.work(LATER)
    reported(share, "returned")
    [claim] = CourierClaim.objects.all()
    assert books(people.producer) == (0, 0, 3 * PRICE, 0, 3 * PRICE)
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    courier_claim_pay(**work, amount_poisha=PRICE, reference="Transfer 1", seen_poisha=0)
    with pytest.raises(NotAllowed):
        courier_claim_came_back(**{**work, "actor": people.asha.actor}, reason="She has it.")
    with pytest.raises(InvalidInput):
        courier_claim_came_back(**work, reason="")
    client.force_login(people.omar.person)
    assert "came_back" in client.get("/operator/claims/").content.decode()
    said = {"action": "came_back", "reason": "Her centre has had it since Monday."}
    assert client.post(f"/operator/claims/{claim.pk}/end/", said).status_code == 302
    with pytest.raises(ActionNotPossible):
        courier_claim_came_back(**work, reason="Her centre has had it since Monday.")
    reported(share, "lost")
    assert books(people.producer) == (0, PRICE, 0, 0, 0)
    assert (mismatches(), unbalanced_journals()) == ([], [])


def test_a_way_that_was_paid_before_its_parcel_was_lost_is_claimed_too(people, there):
    share, parcel = make.packed(there, ordered(people))
    make.work(LATER)
    bill(people, amount_poisha=WAY, owed_poisha=WAY)
    reported(share, "lost")
    assert books(people.producer) == (0, 0, 3 * PRICE + WAY, 0, 3 * PRICE)
    fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
    make.work(LATER)
    assert books(people.producer) == (WAY, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("paid", "written_off", "back", "left"),
    [
        (0, False, 0, WAY),
        (1_000, False, 0, WAY - 1_000),
        (PRICE, False, PRICE - WAY, 0),
        (PRICE, True, PRICE - WAY, 0),
        (1_000, True, 0, WAY - 1_000),
        (3 * PRICE + WAY, False, 3 * PRICE, 0),
    ],
)
def test_goods_carried_back_leave_the_courier_owing_the_way_it_was_paid_for(
    people, there, paid, written_off, back, left
):
    share, parcel = make.packed(there, ordered(people))
    make.work(LATER)
    bill(people, amount_poisha=WAY, owed_poisha=WAY)
    reported(share, "returned")
    claim = CourierClaim.objects.get()
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    if paid:
        courier_claim_pay(**work, amount_poisha=paid, reference="Transfer 1", seen_poisha=0)
    if written_off:
        courier_claim_write_off(**work, reason="Nothing more comes.")
    courier_claim_came_back(**work, reason="Her centre has had it since Monday.")
    reported(share, "lost")
    # She gave back the price; of what the courier had paid, the way is kept and the rest its own.
    assert books(people.producer) == (0, back, left, 0, 0)
    way = CourierClaim.objects.get(why="way")
    assert (way.left_poisha, way.state) == (left, "open" if left else "paid")
    assert sum(row["poisha"] for row in courier_ways_owed(people.omar.actor)) == back
    if left:
        courier_claim_pay(
            actor=people.omar.actor,
            claim_id=way.pk,
            amount_poisha=left,
            reference="Transfer 2",
            seen_poisha=way.paid_poisha,
            now=LATER,
        )
    if back:
        bill(people, amount_poisha=back, owed_poisha=back, reference="BRAC 5522")
    assert books(people.producer) == (0, 0, 0, 0, 0) and balance(None, "bank") == 0
    # Handed over after all: the way did bring something, and the courier has it back, too.
    fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
    make.work(LATER)
    assert books(people.producer) == (WAY, WAY, 0, 0, 0)


@pytest.mark.parametrize("found", ["with her", "empty", "bad"])
def test_a_price_she_had_for_goods_nobody_takes_is_taken_from_what_she_is_paid_next(
    people, there, found
):
    share, parcel = make.packed(there, ordered(people))
    reported(share, "lost")
    claim = CourierClaim.objects.get()
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    whole = {"amount_poisha": claim.amount_poisha, "reference": "Transfer 1", "seen_poisha": 0}
    courier_claim_pay(**work, **whole)
    [drawn] = settlements_draw(actor=SYSTEM, now=LATER)
    assert SellerSettlement.objects.get(pk=drawn).payable_poisha == 3 * PRICE
    if found == "with her":
        courier_claim_came_back(**work, reason="Her centre has had it since Monday.")
    else:
        fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
        make.work(LATER)
        looked_into(there, share, (0, 3 if found == "bad" else 0, "bad_quality"))
    [drawn] = settlements_draw(actor=SYSTEM, now=LATER + timedelta(days=1))
    ways = 2 * WAY if found == "bad" else 0
    assert SellerSettlement.objects.get(pk=drawn).carried_out_poisha == -3 * PRICE - ways


def test_goods_handed_over_that_were_said_to_be_with_their_maker_wait_as_any_others(people, there):
    share, parcel = make.packed(there, ordered(people))
    reported(share, "lost")
    claim = CourierClaim.objects.get()
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    whole = {"amount_poisha": claim.amount_poisha, "reference": "Transfer 1", "seen_poisha": 0}
    courier_claim_pay(**work, **whole)
    courier_claim_came_back(**work, reason="Her centre has had it since Monday.")
    fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
    make.work(LATER)
    make.inspected(there, share, now=LATER)
    make.paid(there, share, now=LATER)
    assert settlements_draw(actor=SYSTEM, now=LATER) == []
    make.handed_over(there, share, now=LATER)
    release = SellerRelease.objects.get()
    assert (release.escrow, release.why, release.settled_at) == ("window", "new", None)
    assert release.release_at == fulfilment.return_until(share.pk)
    assert settlements_draw(actor=SYSTEM, now=LATER + timedelta(days=1)) == []
    [drawn] = settlements_draw(actor=SYSTEM, now=release.release_at + timedelta(days=1))
    assert SellerSettlement.objects.get(pk=drawn).payment_poisha == 3 * PRICE


def test_money_that_may_go_at_once_waits_again_when_the_goods_are_handed_over(people, there):
    """However late what became of the parcel is written down."""
    share = make.arrived(there, ordered(people))
    make.inspected(there, share, now=LATER)
    make.paid(there, share, now=LATER)
    seller_order_release_back(seller_order_id=share.pk, now=LATER)
    make.handed_over(there, share, now=LATER)
    assert SellerRelease.objects.get().escrow == "window"
