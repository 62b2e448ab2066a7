"""A producer's goods go by a courier ek-Shop pays: who pays for each way, to the poisha."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel import rulebook
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.orders.models import SellerOrder
from ekshop.parties.tests.make import PLACED_AT, Personas, customer
from ekshop.settlement.models import (
    CourierClaim,
    CourierWay,
    SellerEntry,
    SellerRelease,
    SellerSettlement,
)
from ekshop.settlement.selectors import courier_ways_owed, courier_ways_visible_to
from ekshop.settlement.services import (
    BillPaidBefore,
    ChangedMeanwhile,
    courier_bill_pay,
    courier_claim_came_back,
    courier_claim_pay,
    courier_claim_write_off,
    entries_gather,
    seller_order_release_back,
    settlements_draw,
)

from . import make
from .test_not_collected import sent_back

pytestmark = pytest.mark.django_db

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
