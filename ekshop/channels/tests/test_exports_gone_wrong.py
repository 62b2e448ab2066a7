"""An order from abroad that does not go its way: called off, too few, too heavy, lost, given back."""

from datetime import timedelta

import pytest

from ekshop.catalogue.models import Offer
from ekshop.channels.selectors.export_chain import chain_of
from ekshop.channels.selectors.exports import (
    supplies_of,
)
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad
from ekshop.fulfilment.services import shipment_book, shipment_hand_over
from ekshop.fulfilment.tests.make import looked_at
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance
from ekshop.orders.models import Order
from ekshop.orders.tests import make as orders

DAY = timedelta(days=1)


def left(kantha) -> int:
    return Offer.objects.get(pk=kantha.offer_id).available


def test_cancelled_by_the_buyer_before_and_after_it_was_sent(people, kantha, channel, sku, bazaar):
    gone = abroad.told(sku, "early")
    abroad.take(channel, gone)
    assert left(kantha) == 9
    abroad.take(channel, abroad.told(sku, "early", state="cancelled"))
    early = abroad.order_of("early")
    assert (early.state, left(kantha), bazaar.cancelled) == ("cancelled", 10, {})
    abroad.take(channel, gone)
    early.refresh_from_db()
    assert early.state == "cancelled"
    # At the hub: its producer did nothing wrong and is paid, the loss is ek-Shop's.
    abroad.take(channel, abroad.told(sku, "hub"))
    hub = abroad.order_of("hub")
    abroad.brought(people, hub)
    paid = balance(None, "export_goods")
    abroad.take(channel, abroad.told(sku, "hub", state="cancelled"))
    assert balance(None, "export_goods") == 0 and balance(None, "export_loss") == paid > 0
    # On its way: a person's.
    abroad.take(channel, abroad.told(sku, "late"))
    late = abroad.order_of("late")
    abroad.brought(people, late)
    late.refresh_from_db()
    abroad.sent(people, late)
    abroad.take(channel, abroad.told(sku, "late", state="cancelled"))
    late.refresh_from_db()
    assert (late.state, abroad.concerns(late)) == ("shipped", ["late_cancel"])


def test_cancelled_while_it_is_on_its_way_to_the_hub_the_producer_is_paid_all_the_same(
    people, kantha, channel, sku
):
    abroad.take(channel, abroad.told(sku))
    order = abroad.order_of()
    [share] = abroad.shares(order)
    orders.confirm(people.jamila, share, now=clock.now())
    looked_at(share, now=clock.now())
    parcel = shipment_book(
        actor=people.jamila.actor, seller_order_id=share.pk, courier="manual", now=clock.now()
    )
    shipment_hand_over(actor=people.jamila.actor, shipment_id=parcel.pk, now=clock.now())
    abroad.take(channel, abroad.told(sku, state="cancelled"))
    abroad.inspected(people, share)
    assert balance(people.producer.pk, "seller_payable") < 0
    assert balance(None, "export_goods") == 0 < balance(None, "export_loss")


def test_too_few_at_the_hub_are_ordered_again_or_sent_as_they_are(
    people, kantha, channel, sku, bazaar
):
    abroad.take(channel, abroad.told(sku, quantity=3))
    order = abroad.order_of()
    abroad.brought(people, order, accepted=1)
    order.refresh_from_db()
    assert (order.state, abroad.concerns(order)) == ("gathering", ["supply_short"])
    omar = people.omar.actor
    assert exporting.export_supply_again(actor=omar, order_id=order.pk, now=clock.now())
    assert Order.objects.count() == 2
    abroad.brought(people, order, accepted=1)
    order.refresh_from_db()
    assert abroad.concerns(order) == ["supply_short"]
    agreed = exporting.export_short_agree(
        actor=omar, order_id=order.pk, note="Emma takes two", now=clock.now()
    )
    assert agreed.state == "at_hub"
    abroad.sent(people, agreed)
    assert [line.packed for line in agreed.lines.all()] == [2]
    # 2 × 60 and 15 dollars at 120.
    assert agreed.receivable_poisha == 1_620_000
    run_jobs()
    assert bazaar.shipped["A-1"].lines == {"1": 2}


def test_a_parcel_that_weighs_otherwise_than_its_papers_say_is_counted_again(
    people, kantha, channel, sku
):
    abroad.take(channel, abroad.told(sku, quantity=2))
    order = abroad.order_of()
    abroad.brought(people, order)
    packing = {
        "actor": people.omar.actor,
        "order_id": order.pk,
        "carrier": "manual",
        "now": clock.now(),
    }
    with pytest.raises(exporting.WeightDiffers):
        exporting.export_order_pack(weighed_g=900, **packing)
    with pytest.raises(InvalidInput):
        exporting.export_order_pack(weighed_g=0, **packing)
    order = exporting.export_order_pack(weighed_g=1_950, **packing)
    assert (order.state, order.consignment.country) == ("packed", "US")
    exporting.export_order_unpack(actor=people.omar.actor, order_id=order.pk, now=clock.now())
    with pytest.raises(exporting.NothingToSend):
        exporting.consignment_close(
            actor=people.omar.actor, consignment_id=order.consignment_id, now=clock.now()
        )


def test_lost_found_and_given_back_by_the_rules(people, kantha, channel, sku, hand):
    abroad.take(channel, abroad.told(sku, quantity=2))
    order = abroad.order_of()
    abroad.brought(people, order)
    order.refresh_from_db()
    abroad.sent(people, order)
    omar = people.omar.actor
    worth = order.receivable_poisha

    def said(status: str) -> None:
        exporting.parcel_report_by_hand(
            actor=omar, order_id=order.pk, status=status, now=clock.now()
        )
        order.refresh_from_db()

    said("lost")
    assert order.state == "lost" and balance(None, "export_loss") == worth
    said("delivered")
    assert order.state == "delivered" and balance(None, "export_loss") == 0
    [line] = order.lines.all()
    before = balance(people.producer.pk, "seller_payable")
    undone = exporting.export_return_record(
        actor=omar, order_id=order.pk, cause="fault", pieces={line.pk: 1}, note="Torn seam",
        now=clock.now(),
    )  # fmt: skip
    assert undone.borne_poisha == 300_000
    assert balance(people.producer.pk, "seller_payable") == before + 300_000
    at = clock.now()
    exporting.settlement_lines_take(
        channel_id=channel.pk,
        lines=[abroad.row("sale", 13_500, at), abroad.row("refund", -6_000, at)],
        now=at,
    )
    assert balance(None, "export_loss") == 720_000 - 300_000
    assert balance(None, "export_receivable") == 0
    steps = {each.key: each.poisha for each in chain_of(order, supplies_of(order), {})}
    assert (steps["borne"], steps["refund"]) == (300_000, -720_000)
    # What is left is what the books say this one order earned.
    accounts = ("export_income", "export_loss", "exchange_difference")
    assert steps["left_so_far"] == -sum(balance(None, each) for each in accounts)
