"""A producer's goods go by a courier ek-Shop pays: who pays for each way, to the poisha."""

from datetime import timedelta

import pytest

from ekshop.kernel import rulebook
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.ledger.selectors import balance
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.models import (
    CourierWay,
    SellerEntry,
)
from ekshop.settlement.selectors import courier_ways_owed, courier_ways_visible_to
from ekshop.settlement.services import (
    BillPaidBefore,
    ChangedMeanwhile,
    entries_gather,
)

from . import make
from .make_couriers import (
    LATER,
    PRICE,
    WAY,
    bill,
    books,
    given_back,
    looked_into,
    ordered,
    people,
    sent_off,
    sold,
    there,
    ways_back,
)
from .test_not_collected import sent_back

__all__ = ["people", "there"]

pytestmark = pytest.mark.django_db


def test_what_the_customer_pays_for_the_way_is_the_couriers_and_not_hers(people, there):
    share = make.arrived(there, ordered(people))
    assert books(people.producer) == (WAY, WAY, 0, 0, 0)
    looked_into(there, share, (3, 0, ""))
    make.paid(there, share, now=LATER)
    # 5 and 1.5 per cent of the goods alone.
    assert books(people.producer) == (0, WAY, 0, 0, 450_000 - 22_500 - 6_750)
    entries_gather()
    assert SellerEntry.objects.get(kind="payment").amount_poisha == 450_000
    way = CourierWay.objects.get()
    assert (way.courier, way.amount_poisha, way.state) == ("manual", WAY, "owed")


def test_a_partner_with_a_courier_of_its_own_keeps_what_was_paid_for_the_way(people):
    offer = make.orders.offer(people.partner, price_poisha=PRICE, on_hand=5)
    share = make.arrived(people, make.orders.order(people, [(offer, 1)]))
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    earned = PRICE * 5 // 100
    assert books(people.partner) == (0, 0, 0, 0, PRICE + share.delivery_poisha - earned)
    assert not CourierWay.objects.exists()


@pytest.mark.parametrize(
    ("reason", "claimed", "centre", "owed_to_her"),
    [
        # Lay in the making, not seen at the first inspection, broken on the way; 2 are paid for.
        ("bad_quality", 0, 0, 280_500 - WAY),
        ("wrong_item", 0, WAY, 280_500),
        ("damaged", PRICE + WAY, 0, 280_500 + PRICE),
    ],
)
def test_the_way_back_of_a_refused_piece_is_laid_on_whoever_bears_it(
    people, there, reason, claimed, centre, owed_to_her
):
    share = make.arrived(there, ordered(people))
    looked_into(there, share, (2, 1, reason))
    make.paid(there, share, now=LATER)
    # Laid on somebody at once, and owed from when it leaves.
    assert books(people.producer) == (-WAY, WAY, claimed, 0, owed_to_her)
    ways_back(there, share)
    assert books(people.producer) == (0, 2 * WAY, claimed, 0, owed_to_her)
    assert -balance(people.centre.pk, "commission_earned") == 4_500 - centre


@pytest.mark.parametrize(
    ("reason", "claimed", "centre", "owed_to_her"),
    [
        ("bad_quality", 0, 0, -2 * WAY),
        ("incomplete", 0, 2 * WAY, 0),
        ("damaged", 3 * PRICE + 2 * WAY, 0, 3 * PRICE),
    ],
)
def test_of_a_parcel_refused_whole_both_ways_are_borne(
    people, there, reason, claimed, centre, owed_to_her
):
    share = make.arrived(there, ordered(people))
    looked_into(there, share, (0, 3, reason))
    ways_back(there, share)
    assert share.state == "refused"
    assert books(people.producer) == (0, 2 * WAY, claimed, 0, owed_to_her)
    assert balance(people.centre.pk, "commission_earned") == centre


def test_a_parcel_with_nothing_in_it_ek_shop_bears(people, there):
    share = make.arrived(there, ordered(people))
    looked_into(there, share, (0, 0, ""))
    assert books(people.producer) == (0, WAY, 0, WAY, 0)


@pytest.mark.parametrize(
    ("reason", "quantity", "claimed", "refunded", "owed_to_her"),
    [
        # Of two, one is kept: its price less both commissions. The way back is hers.
        ("bad_quality", 2, 0, PRICE, 140_250 - WAY),
        # The customer's: kept back from the price, and it goes to the courier.
        ("changed_mind", 2, 0, PRICE - WAY, 140_250),
        # The courier's: she is paid, and it owes the price and the way back.
        ("damaged", 2, PRICE + WAY, PRICE, 140_250 + PRICE),
        # All of it back: the way here is given back, too.
        ("bad_quality", 1, 0, PRICE + WAY, -2 * WAY),
        ("damaged", 1, PRICE + 2 * WAY, PRICE + WAY, PRICE),
    ],
)
def test_the_way_back_of_a_return_is_paid_by_who_is_at_fault(
    people, there, reason, quantity, claimed, refunded, owed_to_her
):
    share = sold(people, there, quantity)
    given_back(there, share, reason)
    taken = quantity * PRICE + WAY
    assert balance(people.other_centre.pk, "cash_collected") == taken - refunded
    assert books(people.producer) == (0, 2 * WAY, claimed, 0, owed_to_her)


def test_both_ways_of_what_nobody_collected_reach_the_courier(people, there):
    for key, share_bp in (
        ("uncollected_customer_share", 5_000),
        ("uncollected_seller_share", 2_500),
    ):
        rulebook.rule_put(
            actor=people.omar.actor,
            key=key,
            value=share_bp,
            unit="basis_points",
            valid_from=PLACED_AT - timedelta(days=1),
            now=PLACED_AT - timedelta(days=2),
        )
    share = make.arrived(there, ordered(people, 1))
    make.inspected(there, share, now=LATER)
    make.paid(there, share, now=LATER)
    sent_off(there, sent_back(there, share))
    # Half is the customer's; of the other half she bears a quarter, ek-Shop three quarters.
    assert books(people.producer) == (0, 2 * WAY, 0, WAY * 3 // 4, -WAY // 4)
    assert balance(people.other_centre.pk, "cash_collected") == WAY


def test_an_unpaid_parcel_nobody_collected_costs_her_both_ways(people, there):
    share = make.arrived(there, ordered(people))
    sent_off(there, sent_back(there, share))
    assert books(people.producer) == (0, 2 * WAY, 0, 0, -2 * WAY)


def test_a_couriers_bill_is_paid_once_and_ek_shop_bears_what_differs(people, there):
    share = make.arrived(there, ordered(people))
    looked_into(there, share, (0, 3, "bad_quality"))
    ways_back(there, share)
    [row] = courier_ways_owed(people.omar.actor)
    assert (row["courier"], row["ways"], row["poisha"]) == ("manual", 2, 2 * WAY)
    with pytest.raises(NotAllowed):
        bill(people, actor=people.aziz.actor)
    for wrong in (
        {"reference": " "},
        {"amount_poisha": 0},
        {"until": dhaka_date(LATER + timedelta(days=1))},
    ):
        with pytest.raises(InvalidInput):
            bill(people, **wrong)
    with pytest.raises(ChangedMeanwhile):
        bill(people, owed_poisha=WAY)
    paid = bill(people)
    assert (paid.ways, paid.owed_poisha, balance(None, "bank")) == (2, 2 * WAY, -22_500)
    assert books(people.producer) == (0, 0, 0, 500, -2 * WAY)
    with pytest.raises(ChangedMeanwhile):
        bill(people)
    assert {way.state for way in courier_ways_visible_to(people.omar.actor)} == {"paid"}
    make.arrived(there, ordered(people))
    with pytest.raises(BillPaidBefore):
        bill(people, owed_poisha=WAY)


def test_the_operator_sees_what_couriers_are_owed_pays_it_and_sees_it_on_the_order(
    people, there, client
):
    share = make.arrived(there, ordered(people))
    client.force_login(people.omar.person)
    page = client.get("/operator/couriers/").content.decode()
    assert share.code in page and "৳১১০" in page
    form = {"courier": "manual", "owed": WAY, "until": "", "reference": "", "amount": "৳১১০"}
    assert client.post("/operator/couriers/pay/", form).status_code == 422
    form["reference"] = "BRAC 5522"
    assert client.post("/operator/couriers/pay/", form).status_code == 302
    assert "BRAC 5522" in client.get("/operator/couriers/?state=paid").content.decode()
    assert balance(None, "bank") == -WAY
    told = client.get(f"/operator/orders/{share.order.code}/").content.decode()
    assert "courier_way" in told or "কুরিয়ার" in told
    client.force_login(people.asha.person)
    assert client.get("/operator/couriers/").status_code in {302, 403, 404}
