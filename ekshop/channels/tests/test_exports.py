"""An order from abroad: taken in once, gathered like any other, sent, and settled in taka."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from ekshop.catalogue.models import Offer
from ekshop.catalogue.rules import Terms
from ekshop.catalogue.services import offer_terms_set
from ekshop.channels.models import ChannelListing, ExportConcern, ExportOrder
from ekshop.channels.selectors.export_chain import chain_of, freight_shares
from ekshop.channels.selectors.exports import (
    concern_words,
    export_orders_visible_to,
    settlement_differences,
    supplies_of,
)
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.models import Deadline
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.orders.models import CommissionRate, Order
from ekshop.orders.tests import make as orders
from ekshop.settlement.services import deed_confirm, deed_waits

DAY = timedelta(days=1)


def left(kantha) -> int:
    return Offer.objects.get(pk=kantha.offer_id).available


def test_from_a_foreign_price_to_takas_for_everybody(people, kantha, channel, sku, bazaar, hand):
    orders.rate(150, role="sourcing")
    assert abroad.take(channel, abroad.told(sku, quantity=2)) == exporting.Taken(1, 1)
    order = abroad.order_of()
    assert (order.state, left(kantha)) == ("reserved", 8)
    run_jobs()
    hand.forward(days=1)
    abroad.brought(people, order)
    order.refresh_from_db()
    assert order.state == "at_hub"
    [share] = abroad.shares(order)
    cost = 600_000 + share.delivery_poisha
    assert balance(None, "export_goods") == cost
    hand.forward(days=1)
    make.exchange_rate(taka="120.50", on=clock.dhaka_date(clock.now()))
    abroad.sent(people, order)
    # 2 × 60 and 15 dollars at 120.50.
    assert (order.state, order.receivable_poisha) == ("shipped", 1_626_750)
    assert balance(None, "export_goods") == 0
    assert balance(None, "export_income") == cost - 1_626_750
    run_jobs()
    assert bazaar.shipped["A-1"].lines == {"1": 2}
    exporting.parcel_report_by_hand(
        actor=people.omar.actor, order_id=order.pk, status="delivered", now=clock.now()
    )
    hand.forward(days=10)
    make.exchange_rate(taka="121", on=clock.dhaka_date(clock.now()))
    at = clock.now()
    bazaar.statement = [
        abroad.row("sale", 13_500, at),
        abroad.row("fee", -2_025, at),
        abroad.row("freight", -900, at),
        abroad.row("transfer", -10_575, at),
    ]
    assert exporting.channel_settlements_read(channel_id=channel.pk, now=at).new == 4
    assert exporting.channel_settlements_read(channel_id=channel.pk, now=at).new == 0
    order.refresh_from_db()
    assert order.state == "settled"
    assert balance(None, "bank") == 1_279_575
    assert balance(None, "channel_fees") == 245_025
    assert balance(None, "export_freight") == 108_900
    assert balance(None, "exchange_difference") == -6_750
    assert balance(None, "export_receivable") == balance(None, "channel_balance") == 0
    assert balance(people.producer.pk, "seller_payable") == -600_000 + 9_000
    assert balance(None, "courier_payable") == -share.delivery_poisha
    assert balance(None, "delivery_due") == 0
    assert mismatches() == [] and unbalanced_journals() == []
    assert settlement_differences(people.omar.actor, late_before=at) == []


def test_what_is_made_to_order_is_to_be_sent_so_much_later_and_what_spoils_not_at_all(
    people, kantha, channel, sku
):
    def say(**said: int) -> None:
        who = {"actor": Actor.system("test"), "offer_id": kantha.offer_id, "now": clock.now()}
        offer_terms_set(terms=Terms(**said), **who)

    abroad.take(channel, abroad.told(sku, "ready"))
    say(made_to_order_days=21)
    abroad.take(channel, abroad.told(sku, "made"))
    later = abroad.order_of("made").ship_by - abroad.order_of("ready").ship_by
    assert later == timedelta(days=21)
    due = deadlines_of(("export_order", abroad.order_of("made").pk)).get().due_at
    assert due == abroad.order_of("made").ship_by
    say(shelf_life_days=6)
    abroad.take(channel, abroad.told(sku, "spoils"))
    assert abroad.concerns(abroad.order_of("spoils")) == ["not_orderable"]
    [concern] = abroad.order_of("spoils").concerns.all()
    with override("en"):
        assert "3 days at most" in concern_words(concern)[0]


def test_told_twice_in_whatever_words_it_is_one_order(people, kantha, channel, sku):
    first = abroad.told(sku)
    abroad.take(channel, first, first)
    assert abroad.take(channel, first) == exporting.Taken(1, 0)
    order = abroad.order_of()
    assert (Order.objects.count(), left(kantha), abroad.concerns(order)) == (1, 9, [])
    abroad.take(channel, abroad.told(sku, quantity=3))
    assert abroad.concerns(order) == ["amounts_changed"]
    said, _todo = concern_words(order.concerns.get())
    assert "USD 75.00" in said and "USD 195.00" in said
    with pytest.raises(exporting.SupplyUnderWay):
        exporting.export_amounts_take(actor=people.omar.actor, order_id=order.pk, now=clock.now())
    assert left(kantha) == 9


def test_what_cannot_go_by_itself_waits_for_a_person_in_words(people, kantha, channel, sku):
    elsewhere = abroad.moved_to(country="US", postcode="ABC", city="")
    abroad.take(
        channel,
        abroad.told("NEVER-1", "unknown"),
        abroad.told(sku, "money", currency="XAU"),
        abroad.told(sku, "street", buyer=elsewhere),
        abroad.told(sku, "many", quantity=50),
        abroad.told(sku, "nothing", quantity=0),
    )
    kinds = {row.order.ref: row.kind for row in ExportConcern.objects.select_related("order")}
    assert kinds == {
        "unknown": "listing_unknown",
        "money": "currency",
        "street": "address",
        "many": "stock",
        "nothing": "nonsense",
    }
    assert set(ExportOrder.objects.values_list("state", flat=True)) == {"received"}
    assert (left(kantha), Order.objects.count()) == (10, 0)
    for row in ExportConcern.objects.all():
        said, todo = concern_words(row)
        assert said and todo and "%(" not in said
    omar = people.omar.actor
    street = abroad.order_of("street")
    exporting.export_address_correct(
        actor=omar, order_id=street.pk, buyer=abroad.told(sku).buyer.__dict__, now=clock.now()
    )
    assert exporting.export_order_try(actor=omar, order_id=street.pk, now=clock.now())
    assert abroad.concerns(street) == [] and left(kantha) == 9
    many = abroad.order_of("many")
    assert not exporting.export_order_try(actor=omar, order_id=many.pk, now=clock.now())
    assert abroad.concerns(many) == ["stock"]


def test_an_ended_listing_is_ordered_and_refused_at_the_channel(
    people, kantha, channel, sku, bazaar
):
    ChannelListing.objects.filter(sku=sku).update(state="ended")
    abroad.take(channel, abroad.told(sku))
    order = abroad.order_of()
    assert abroad.concerns(order) == ["listing_ended"]
    with pytest.raises(InvalidInput):
        exporting.export_order_refuse(
            actor=people.omar.actor, order_id=order.pk, reason=" ", now=clock.now()
        )
    with pytest.raises(NotAllowed):
        exporting.export_order_refuse(
            actor=people.asha.actor, order_id=order.pk, reason="Sold out", now=clock.now()
        )
    exporting.export_order_refuse(
        actor=people.omar.actor, order_id=order.pk, reason="Sold out", now=clock.now()
    )
    run_jobs()
    order.refresh_from_db()
    assert (order.state, abroad.concerns(order)) == ("refused", [])
    assert bazaar.cancelled == {"A-1": "Sold out"}
    assert not Deadline.objects.filter(entity="export_order", state="waiting").exists()


def test_a_channel_that_does_not_answer_is_told_later_and_one_that_refuses_is_a_persons(
    people, kantha, channel, sku, bazaar, hand
):
    abroad.take(channel, abroad.told(sku))
    bazaar.away = True
    order = abroad.order_of()
    exporting.export_order_refuse(
        actor=people.omar.actor, order_id=order.pk, reason="Sold out", now=clock.now()
    )
    run_jobs()
    assert order.tellings.get().state == "waiting" and bazaar.cancelled == {}
    bazaar.away = False
    hand.forward(hours=1)
    exporting.tellings_run(channel_id=channel.pk, now=clock.now())
    assert bazaar.cancelled == {"A-1": "Sold out"}
    assert order.tellings.get().state == "told"


def test_each_order_bears_its_part_of_the_carriers_bill_by_weight(people, channel, sku):
    abroad.take(channel, abroad.told(sku), abroad.told(sku, "A-2", quantity=2))
    for ref in ("A-1", "A-2"):
        abroad.brought(people, abroad.order_of(ref))
        abroad.packed(people, abroad.order_of(ref))
    light, heavy = abroad.order_of("A-1"), abroad.order_of("A-2")
    assert (light.weighed_g, heavy.weighed_g) == (900, 1_800)
    abroad.handed_over(people, light)

    def chain() -> dict[str, int]:
        return {each.key: each.poisha for each in chain_of(light, supplies_of(light), {})}

    before = chain()
    assert "carrier" not in before and freight_shares(light.consignment) == {}
    kept = {"actor": people.omar.actor, "consignment_id": light.consignment_id, "now": clock.now()}
    asked = exporting.consignment_freight_record(poisha=1_000_001, reference="B-8", **kept)
    assert deed_waits(asked) and balance(None, "export_freight") == 0
    exporting.consignment_freight_record(poisha=10_001, reference="B-9", **kept)
    with pytest.raises(exporting.NotNow):
        deed_confirm(actor=abroad.oli(people).actor, deed_id=asked.pk, now=clock.now())
    light = abroad.order_of("A-1")
    # 3,333 and two thirds: the remainder goes where it is larger, and nothing is lost.
    assert freight_shares(light.consignment) == {light.pk: 3_334, heavy.pk: 6_667}
    after = chain()
    assert (after["carrier"], after["left"]) == (-3_334, before["left_so_far"] - 3_334)
    assert balance(None, "export_freight") == 10_001


def test_where_a_buyer_lives_is_forgotten_when_nobody_needs_it(people, kantha, channel, sku, hand):
    abroad.take(channel, abroad.told(sku), abroad.told(sku, "A-2"))
    order = abroad.order_of()
    raw = ExportOrder.objects.filter(buyer=order.buyer)
    assert raw.exists() and "Emma" not in str(ExportOrder.objects.raw(
        "SELECT id, buyer AS ciphered FROM channels_exportorder")[0].ciphered)  # fmt: skip
    abroad.brought(people, order)
    order.refresh_from_db()
    abroad.sent(people, order)
    exporting.parcel_report_by_hand(
        actor=people.omar.actor, order_id=order.pk, status="delivered", now=clock.now()
    )
    hand.forward(days=59)
    assert exporting.buyers_purge(now=clock.now()) == 0
    hand.forward(days=2)
    assert exporting.buyers_purge(now=clock.now()) == 1
    order.refresh_from_db()
    assert order.buyer_known == {} and order.buyer_purged_at and order.country == "US"
    assert abroad.order_of("A-2").buyer_known["name"] == "Emma Stone"


def test_a_producer_sees_the_orders_she_brings_goods_for_and_nobody_elses(
    people, kantha, channel, sku
):
    abroad.take(channel, abroad.told(sku))
    assert export_orders_visible_to(people.jamila.actor).count() == 1
    for other in (people.mina, people.asha, people.salma):
        assert not export_orders_visible_to(other.actor).exists()
    assert export_orders_visible_to(people.omar.actor).count() == 1


def test_home_earns_no_sale_commission_of_it(people, kantha, channel, sku):
    CommissionRate.objects.create(rate_bp=500, valid_from=clock.now() - 30 * DAY)
    abroad.take(channel, abroad.told(sku))
    [share] = abroad.shares(abroad.order_of())
    assert share.lines.get().commission_bp == 0
