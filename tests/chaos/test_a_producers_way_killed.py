"""Killed with -9 on a producer's way: her yes, her group's shares, both inspections, the pool."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from ekshop.complaints.handlers import on_message_received
from ekshop.fulfilment.models import (
    Inspection,
    Photo,
    Pool,
    Shipment,
    ShipmentLine,
    SourcingCheck,
    SourcingCheckLine,
)
from ekshop.fulfilment.services import (
    FoundLine,
    first_check_record,
    inspection_record,
    pool_hand_over,
    pool_make,
    shipment_book,
    shipment_receive,
)
from ekshop.fulfilment.tasks import courier_book
from ekshop.fulfilment.tests.make import looked_at
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.states import history_of
from ekshop.ledger.models import Journal
from ekshop.ledger.selectors import mismatches, unbalanced_journals
from ekshop.notices.events import MessageReceived
from ekshop.notices.models import IncomingMessage, Message
from ekshop.notices.services import message_receive
from ekshop.orders import services as ordering
from ekshop.orders.models import GroupShare, OrderLine, ProducerAsking, SellerOrder
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, customer, seller
from ekshop.producers.services import group_member_put
from ekshop.producers.tests.make import photo_bytes
from ekshop.settlement.services import rejection_book
from ekshop.settlement.tests.killing import done, killed_before
from sandbox.tests.conftest import Outside

pytestmark = pytest.mark.django_db(transaction=True)
LATER = PLACED_AT + timedelta(hours=20)
GATEWAY = Actor.system("gateway")


@pytest.fixture
def people(transactional_db) -> Iterator[orders.Personas]:
    """At the moment of LATER."""
    with clock.at(LATER):
        yield orders.people()


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    state = tmp_path_factory.mktemp("state")
    running = Outside(state, "http://127.0.0.1:9", "--shops-data", str(state))
    running.state = state
    yield running
    running.kill()


def booked_at(outside: Outside) -> list[tuple[str, str]]:
    """What the courier knows: our code and its number, of every consignment."""
    [file] = outside.state.glob("*.sqlite*3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as known:
        rows = known.execute("SELECT invoice, id FROM consignments").fetchall()
    return [(code, str(number)) for code, number in rows]


def step(act: Callable[..., object], **told: object) -> Callable[[], bool]:
    def once() -> bool:
        act(**told)
        return False

    return once


def ordered(people: orders.Personas, quantity: int = 3) -> SellerOrder:
    """Jamila's, at Bina's centre."""
    buyer = customer(people.other_centre, "Rahima")
    orders.agree(people.bina, buyer)
    saree = orders.offer(people.producer, price_poisha=100_000, on_hand=20)
    placed = orders.order(people, [(saree, quantity)], by=people.bina, customer=buyer)
    return orders.share(placed, people.producer)


def test_her_yes_by_sms_comes_twice_with_a_kill_between_and_counts_once(people):
    """SIGKILL before the message is kept, before its job is, and at each write of what it makes of
    the order; the gateway sends it again after each."""
    share = ordered(people)
    ordering.producer_ask(seller_order_id=share.pk, now=PLACED_AT)
    number = ProducerAsking.objects.get(pk=share.pk).number
    told = {
        "actor": GATEWAY,
        "key": "sms-1",
        "sender": people.producer.mobile,
        "text": f"1 {number}",
        "now": LATER,
    }
    for table in ("notices_incomingmessage", "procrastinate_jobs"):
        killed_before(table, step(message_receive, **told))
        assert not IncomingMessage.objects.exists()
    for _twice in range(2):
        done(step(message_receive, **told))
    kept = IncomingMessage.objects.get()
    heard = step(on_message_received, event=MessageReceived(kept.pk))
    for table in ("kernel_statechange", "orders_orderline", "procrastinate_jobs"):
        killed_before(table, heard)
        share.refresh_from_db()
        assert (share.state, history_of(share).count()) == ("placed", 0)
        assert share.lines.get().offer.on_hand == 20
    for _twice in range(2):
        done(heard)
    share.refresh_from_db()
    assert (share.state, history_of(share).count()) == ("confirmed", 1)
    offer = share.lines.get().offer
    assert (offer.on_hand, offer.reserved) == (17, 0)


def test_a_group_killed_while_it_says_yes_has_allotted_all_pieces_or_none(people):
    """SIGKILL before the shares are written, before the order moves, before who is told is."""
    for number in range(3):
        hub = people.places.narayanganj
        member = seller("producer", f"Weaver {number}", f"তাঁতি {number}", hub, people.centre)
        group_member_put(
            actor=people.asha.actor,
            group_id=people.producer.pk,
            member_id=member.organisation.pk,
            capacity=4,
            now=PLACED_AT,
        )
    share = ordered(people, 7)
    confirm = step(orders.confirm, seller=people.jamila, seller_order=share)
    for table in ("orders_groupshare", "kernel_statechange", "procrastinate_jobs"):
        killed_before(table, confirm)
        share.refresh_from_db()
        assert share.state == "placed" and not GroupShare.objects.exists()
    done(confirm)
    share.refresh_from_db()
    assert share.state == "confirmed"
    assert sorted(GroupShare.objects.values_list("quantity", flat=True)) == [2, 2, 3]


def test_a_rejection_with_photos_killed_half_way_is_there_whole_or_not_at_all(
    people, settings, tmp_path: Path
):
    """SIGKILL at each write of the first inspection, of the second, and of the money of what it
    rejected. Photos stored for an inspection that never was are swept away."""
    settings.MEDIA_ROOT = tmp_path
    share = ordered(people, 4)
    orders.confirm(people.jamila, share)
    [line] = share.lines.all()
    picture = tmp_path / "torn.jpg"
    picture.write_bytes(photo_bytes())

    def found(good: int, bad: int, reason: str) -> list[FoundLine]:
        return [FoundLine(line.pk, good, bad, reason, photos=[picture.open("rb")])]

    first, nonce = people.asha.actor, uuid4()

    def look() -> bool:
        first_check_record(
            actor=first,
            seller_order_id=share.pk,
            found=found(3, 1, "bad_quality"),
            nonce=nonce,
            now=LATER,
        )
        return False

    for table in (
        "orders_orderline",
        "fulfilment_sourcingcheck",
        "fulfilment_sourcingcheckline",
        "fulfilment_photo",
    ):
        killed_before(table, look)
        assert not SourcingCheck.objects.exists() and not Photo.objects.exists()
        assert OrderLine.objects.get(pk=line.pk).coming_quantity == 4
        assert not Message.objects.filter(template="pieces_kept_back").exists()
    for _twice in range(2):
        done(look)
    assert SourcingCheckLine.objects.get().bad == Photo.objects.count() == 1
    assert OrderLine.objects.get(pk=line.pk).coming_quantity == 3

    parcel = shipment_book(
        actor=people.jamila.actor, seller_order_id=share.pk, courier="manual", now=LATER
    )
    shipment_receive(actor=people.bina.actor, shipment_id=parcel.pk, now=LATER)
    again = uuid4()

    def inspect() -> bool:
        inspection_record(
            actor=people.bina.actor,
            shipment_id=parcel.pk,
            found=found(1, 2, "incomplete"),
            nonce=again,
            now=LATER,
        )
        return False

    for table in ("fulfilment_inspection", "fulfilment_inspectionline", "procrastinate_jobs"):
        killed_before(table, inspect)
        assert not Inspection.objects.exists() and Photo.objects.count() == 1
    for _twice in range(2):
        done(inspect)
    assert Inspection.objects.count() == 1 and Photo.objects.count() == 2

    book = step(rejection_book, actor=GATEWAY, seller_order_id=share.pk, now=LATER)
    journals = Journal.objects.count()
    for table in ("ledger_journal", "ledger_entry", "ledger_account"):
        killed_before(table, book)
        assert Journal.objects.count() == journals and mismatches() == []
    for _twice in range(2):
        done(book)
    assert Journal.objects.count() == journals + 1
    assert unbalanced_journals() == [] and mismatches() == []


def test_a_pool_killed_while_it_is_made_or_leaves_has_each_parcel_once(people, outside, settings):
    """SIGKILL at each write of the making, of the handing over, and after the courier has booked a
    parcel and before its number is written."""
    settings.COURIER_URL = f"http://127.0.0.1:{outside.port}/courier"
    keys = outside.keys("courier")
    settings.COURIER_API_KEY, settings.COURIER_SECRET_KEY = keys["api_key"], keys["secret_key"]
    shares = [ordered(people) for _each in range(2)]
    for share in shares:
        orders.confirm(people.jamila, share)
        looked_at(share, now=LATER)
    asha, nonce = people.asha.actor, uuid4()
    making = step(
        pool_make,
        actor=asha,
        seller_order_ids=[share.pk for share in shares],
        courier="sandbox_courier",
        nonce=nonce,
        now=LATER,
    )
    for table in (
        "fulfilment_pool",
        "kernel_statechange",
        "fulfilment_shipment",
        "fulfilment_shipmentline",
        "procrastinate_jobs",
    ):
        killed_before(table, making)
        assert not Pool.objects.exists() and not Shipment.objects.exists()
    for _twice in range(2):
        done(making)
    pool = Pool.objects.get()
    assert Shipment.objects.count() == ShipmentLine.objects.count() == 2

    for parcel in pool.shipments.all():
        booking = step(courier_book, shipment_id=parcel.pk)
        killed_before("fulfilment_shipment", booking)
        for _twice in range(2):
            done(booking)
    parcels = list(pool.shipments.order_by("pk"))
    assert sorted(booked_at(outside)) == sorted((each.code, each.courier_ref) for each in parcels)

    leaving = step(
        pool_hand_over,
        actor=asha,
        pool_id=pool.pk,
        shipment_ids=[each.pk for each in parcels],
        now=LATER,
    )
    for table in ("orders_sellerorder", "kernel_deadline", "fulfilment_pool"):
        killed_before(table, leaving)
        assert set(Shipment.objects.values_list("state", flat=True)) == {"booked"}
        assert Pool.objects.get().state == "open"
    for _twice in range(2):
        done(leaving)
    assert Pool.objects.get().state == "handed_over"
    for parcel in parcels:
        assert history_of(parcel).filter(action="hand_over").count() == 1
