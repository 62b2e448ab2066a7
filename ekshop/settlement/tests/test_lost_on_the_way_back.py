"""A parcel lost on its way back: the courier that had it owes its maker what was in it."""

from dataclasses import replace

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.kernel.clock import dhaka_date
from ekshop.ledger.selectors import balance
from ekshop.ledger.services import books_verify
from ekshop.settlement.models import CourierClaim, CourierWay, SellerRelease
from ekshop.settlement.services import courier_bill_pay, courier_claim_pay

from . import make
from .make_couriers import (
    LATER,
    PRICE,
    WAY,
    books,
    looked_into,
    ordered,
    people,
    sent_off,
    sold,
    there,
)
from .test_groups import LATER as GROUP_LATER
from .test_groups import grouped
from .test_groups import ordered as group_ordered
from .test_not_collected import sent_back

pytestmark = pytest.mark.django_db
__all__ = ["people", "there"]


def on_its_way_back(share):
    [parcel] = [
        each for each in fulfilment.shipments_of([share.pk])[share.pk] if each.direction == "return"
    ]
    return parcel


def told(parcel, status: str) -> None:
    fulfilling.tracking_record(
        courier="manual",
        shipment_id=parcel.pk,
        event_key=f"{parcel.code}-{status}",
        status=status,
        message="",
        at=LATER,
        now=LATER,
    )
    for _again in range(2):
        make.work(LATER)


def lost_and_found(people, before: tuple[int, ...], lost: tuple[int, ...], parcel) -> None:
    told(parcel, "lost")
    assert books(people.producer) == lost
    told(parcel, "returned")
    assert books(people.producer) == before
    assert {way.state for way in CourierWay.objects.all()} == {"owed"}
    assert books_verify(now=LATER).agrees


@pytest.mark.parametrize(
    ("reason", "claimed", "borne_by_her"),
    [
        # Her fault and one nobody could see: she gets the saree's price, and the way she bore.
        ("bad_quality", PRICE + WAY, WAY),
        # The centre's: it bears the way all the same.
        ("wrong_item", PRICE, 0),
        # The courier owes it already, because it broke it, and owes it once.
        ("damaged", 0, 0),
    ],
)
def test_refused_goods_lost_on_the_way_back_are_the_couriers_to_pay(
    people, there, reason, claimed, borne_by_her
):
    share = make.arrived(there, ordered(people))
    looked_into(there, share, (2, 1, reason))
    make.paid(there, share, now=LATER)
    parcel = on_its_way_back(share)
    sent_off(there, parcel)
    before = books(people.producer)
    assert before[:2] == (0, 2 * WAY)
    due, owed, claims, borne, hers = before
    lost_and_found(people, before, (due, owed, claims + claimed, borne, hers + claimed), parcel)
    assert CourierClaim.objects.filter(why="back").count() == bool(claimed)
    assert hers == 280_500 + (PRICE if reason == "damaged" else 0) - borne_by_her


def test_of_a_parcel_refused_whole_and_lost_before_anybody_heard_that_it_left_all_adds_up(
    people, there
):
    share = make.arrived(there, ordered(people))
    looked_into(there, share, (0, 3, "bad_quality"))
    told(on_its_way_back(share), "lost")
    # She bore the way here, and it does not come back; the goods and the way back do.
    assert books(people.producer) == (0, 2 * WAY, 3 * PRICE + WAY, 0, 3 * PRICE - WAY)


@pytest.mark.parametrize(
    ("reason", "lost", "ended"),
    [
        ("bad_quality", PRICE + WAY, 140_250 + PRICE),
        ("changed_mind", PRICE, 140_250 + PRICE),
        ("damaged", 0, 140_250 + PRICE),
    ],
)
def test_what_a_customer_gave_back_and_a_courier_lost_is_paid_to_both(
    people, there, reason, lost, ended
):
    share = sold(people, there, 2)
    line = share.lines.get()
    wanted = fulfilling.return_ask(
        actor=there.asha.actor,
        order_line_id=line.pk,
        quantity=1,
        reason=reason,
        note="",
        now=LATER,
    )
    by = {"return_id": wanted.pk, "now": LATER}
    fulfilling.return_decide(actor=there.mina.actor, approve=True, note="", **by)
    fulfilling.return_send(actor=there.asha.actor, courier="manual", tracking_number="", **by)
    told(on_its_way_back(share), "lost")
    assert sum(each.amount_poisha for each in CourierClaim.objects.all()) == lost
    # Her time to receive it runs out, and the customer has the money.
    fulfilling.return_receive(actor=make.SYSTEM, **by)
    for _again in range(2):
        make.work(LATER)
    kept = WAY if reason == "changed_mind" else 0
    assert balance(people.other_centre.pk, "cash_collected") == PRICE + WAY + kept
    owes = PRICE + WAY if reason == "damaged" else lost
    assert books(people.producer) == (0, 2 * WAY, owes, 0, ended)
    told(on_its_way_back(share), "returned")
    assert books(people.producer)[2] == owes - lost


def test_what_nobody_collected_and_a_courier_lost_is_paid_to_its_maker(people, there):
    share = make.arrived(there, ordered(people))
    parcel = sent_back(there, share)
    sent_off(there, parcel)
    before = (0, 2 * WAY, 0, 0, -2 * WAY)
    assert books(people.producer) == before
    claimed = 3 * PRICE + WAY
    lost_and_found(people, before, (0, 2 * WAY, claimed, 0, claimed - 2 * WAY), parcel)


def test_who_says_that_lost_goods_came_back_has_them_and_the_claim_ends(people, there):
    share = sold(people, there, 2)
    wanted = fulfilling.return_ask(
        actor=there.asha.actor,
        order_line_id=share.lines.get().pk,
        quantity=1,
        reason="bad_quality",
        note="",
        now=LATER,
    )
    by = {"return_id": wanted.pk, "now": LATER}
    fulfilling.return_decide(actor=there.mina.actor, approve=True, note="", **by)
    fulfilling.return_send(actor=there.asha.actor, courier="manual", tracking_number="", **by)
    told(on_its_way_back(share), "lost")
    claim = CourierClaim.objects.get()
    courier_claim_pay(
        actor=people.omar.actor,
        claim_id=claim.pk,
        amount_poisha=claim.amount_poisha,
        reference="Transfer 9",
        seen_poisha=0,
        now=LATER,
    )
    fulfilling.return_receive(actor=there.mina.actor, **by)
    for _again in range(2):
        make.work(LATER)
    assert books(people.producer) == (0, 2 * WAY + PRICE + WAY, 0, 0, 140_250 - WAY)
    courier_bill_pay(
        actor=people.omar.actor,
        courier="manual",
        until=dhaka_date(LATER),
        reference="BRAC 9",
        amount_poisha=3 * WAY + PRICE,
        owed_poisha=3 * WAY + PRICE,
        now=LATER,
    )
    assert books(people.producer) == (0, 0, 0, 0, 140_250 - WAY)


def test_a_claim_paid_for_a_parcel_found_later_lets_its_money_wait_for_the_hand_over(people, there):
    share, parcel = make.packed(there, ordered(people))
    told(parcel, "lost")
    claim = CourierClaim.objects.get()
    courier_claim_pay(
        actor=people.omar.actor,
        claim_id=claim.pk,
        amount_poisha=claim.amount_poisha,
        reference="Transfer 9",
        seen_poisha=0,
        now=LATER,
    )
    assert SellerRelease.objects.filter(seller_order=share).exists()
    fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=LATER)
    make.work(LATER)
    assert not SellerRelease.objects.filter(seller_order=share).exists()


def test_what_a_courier_owes_for_a_groups_goods_is_its_members():
    people, members = grouped()
    there = replace(people, asha=people.bina, mina=people.jamila)

    def owed() -> list[int]:
        return [-balance(member.pk, "seller_payable") for member in members]

    # Six pieces, three, two and one of them.
    share, parcel = make.packed(there, group_ordered(people, 6))
    told(parcel, "lost")
    assert owed() == [300_000, 200_000, 100_000]
    assert balance(people.producer.pk, "seller_payable") == 0
    fulfilling.shipment_receive(actor=there.asha.actor, shipment_id=parcel.pk, now=GROUP_LATER)
    make.work(GROUP_LATER)
    assert owed() == [0, 0, 0]
    # Of six, two are broken: one of the first's, one of the second's; the rest is paid for.
    make.inspected(there, share, rejected=2, now=GROUP_LATER)
    make.work(GROUP_LATER)
    assert owed() == [100_000, 100_000, 0]
    make.paid(there, share, now=GROUP_LATER)
    assert owed() == [287_000, 193_500, 93_500]
    # What the courier has broken it owes once, also when it loses it on the way back.
    told(on_its_way_back(share), "lost")
    assert owed() == [287_000, 193_500, 93_500]
    make.handed_over(there, share, now=GROUP_LATER)
    wanted = fulfilling.return_ask(
        actor=people.bina.actor,
        order_line_id=share.lines.get().pk,
        quantity=2,
        reason="damaged",
        note="",
        now=GROUP_LATER,
    )
    by = {"return_id": wanted.pk, "now": GROUP_LATER}
    fulfilling.return_decide(actor=people.jamila.actor, approve=True, note="", **by)
    fulfilling.return_send(actor=people.bina.actor, courier="manual", tracking_number="", **by)
    fulfilling.return_receive(actor=people.jamila.actor, **by)
    for _again in range(2):
        make.work(GROUP_LATER)
    # Broken and given back: the price of all six, less the commission on the two that are kept.
    assert sum(owed()) == 600_000 - 13_000
    assert balance(people.producer.pk, "seller_payable") == 0
