"""Home and abroad want the last pieces; a process dies in the middle: nothing too much, nothing lost."""

import threading
from collections import Counter

import pytest
from django.db import connection

from ekshop.catalogue.models import Offer
from ekshop.catalogue.services import OutOfStock
from ekshop.channels.models import (
    ExportConcern,
    ExportLine,
    ExportOrder,
    ExportTelling,
    SettlementRow,
)
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.orders.models import Order
from ekshop.orders.tests import make as orders
from ekshop.settlement.tests.killing import done, killed_before

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db, hand) -> orders.Personas:
    return orders.people()


@pytest.fixture
def channel(people, kantha, bazaar):
    return make.channel()


def test_home_and_abroad_racing_for_the_last_pieces_never_oversell(
    people, kantha, channel, sku, hand
):
    offer = Offer.objects.get(pk=kantha.offer_id)
    outcome: Counter[str] = Counter()
    twice = [abroad.told(sku, f"A-{number}") for number in range(12)]

    def home() -> None:
        for _turn in range(3):
            try:
                orders.order(people, [(offer, 1)])
                outcome["home"] += 1
            except OutOfStock:
                outcome["refused"] += 1
        connection.close()

    def away() -> None:
        # Every order is told by two readers at once.
        abroad.take(channel, *twice)
        connection.close()

    threads = [threading.Thread(target=home) for _ in range(4)]
    threads += [threading.Thread(target=away) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    offer.refresh_from_db()
    reserved = ExportOrder.objects.filter(state="reserved").count()
    assert ExportOrder.objects.count() == 12
    assert offer.reserved == offer.on_hand == outcome["home"] + reserved == 10
    waiting = ExportConcern.objects.filter(kind="stock", closed_at=None)
    assert waiting.count() == ExportOrder.objects.filter(state="received").count() == 12 - reserved
    assert outcome["refused"] == 12 - outcome["home"]


@pytest.mark.chaos
def test_killed_at_each_step_of_taking_orders_in_none_is_half_and_none_is_lost(
    people, kantha, channel, sku, bazaar
):
    bazaar.sales = [abroad.told(sku, f"A-{number}") for number in range(3)]

    def read() -> bool:
        exporting.channel_orders_read(channel_id=channel.pk, now=clock.now())
        return False

    for table in (
        "channels_exportline",
        "orders_order",
        "catalogue_stockreservation",
        "channels_exportsupply",
        "channels_exporttelling",
        "procrastinate_jobs",
    ):
        killed_before(table, read)
        taken = ExportOrder.objects.filter(state="reserved").count()
        assert taken == ExportOrder.objects.count() == Order.objects.count()
        assert Offer.objects.get(pk=kantha.offer_id).reserved == taken
    done(read)
    done(read)
    assert set(ExportOrder.objects.values_list("ref", "state")) == {
        (f"A-{number}", "reserved") for number in range(3)
    }
    assert Order.objects.count() == ExportLine.objects.count() == ExportTelling.objects.count() == 3
    assert Offer.objects.get(pk=kantha.offer_id).reserved == 3


@pytest.mark.chaos
def test_killed_while_reading_a_settlement_every_line_is_booked_once(
    people, kantha, channel, sku, bazaar
):
    abroad.take(channel, abroad.told(sku))
    order = abroad.order_of()
    abroad.brought(people, order)
    order.refresh_from_db()
    abroad.sent(people, order)
    at = clock.now()
    bazaar.statement = [
        abroad.row("sale", 7_500, at),
        abroad.row("fee", -1_125, at),
        abroad.row("transfer", -6_375, at),
    ]
    banked = balance(None, "bank")

    def read() -> bool:
        exporting.channel_settlements_read(channel_id=channel.pk, now=at)
        return False

    for table in ("channels_settlementrow", "ledger_journal", "ledger_entry", "ledger_account"):
        killed_before(table, read)
        assert mismatches() == [] and unbalanced_journals() == []
        assert set(SettlementRow.objects.values_list("state", flat=True)) <= {"booked"}
    done(read)
    done(read)
    assert SettlementRow.objects.filter(state="booked").count() == 3
    assert balance(None, "bank") - banked == 765_000
    assert balance(None, "export_receivable") == balance(None, "channel_balance") == 0
    assert mismatches() == [] and unbalanced_journals() == []
