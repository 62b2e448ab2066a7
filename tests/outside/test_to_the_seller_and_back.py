"""An order to a seller's own system and back, over real HTTP: the shop and the courier are the
sandbox's process, the platform a live server, and the queue is worked here."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ekshop.federation.models import WebhookDelivery
from ekshop.federation.services import delivery_replay, webhook_secret_rotate
from ekshop.federation.tests import make
from ekshop.fulfilment.models import Shipment, TrackingEvent
from ekshop.fulfilment.services import (
    FoundLine,
    inspection_record,
    parcel_send_back,
    shipment_book,
    shipment_receive,
)
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.models import SellerOrder
from ekshop.orders.services import seller_order_expire
from ekshop.orders.tests import make as orders
from sandbox.tests.conftest import Outside

pytestmark = pytest.mark.outside


@pytest.fixture
def outside(live_server: Any, tmp_path: Path, settings: Any) -> Iterator[Outside]:
    goods = tmp_path / "goods"
    goods.mkdir()
    running = Outside(tmp_path / "state", live_server.url, "--shops-data", str(goods))
    settings.SANDBOX_URL = f"http://127.0.0.1:{running.port}"
    settings.COURIER_URL = f"{settings.SANDBOX_URL}/courier"
    settings.SMS_GATEWAY_URL = f"{settings.SANDBOX_URL}/sms"
    settings.EMAIL_PORT = running.smtp_port
    running.control("shop/1/settings", answer_after_s=0, ship_after_s=0)
    running.control("courier/settings", auto=False)
    running.control("sms/settings", report="none")
    yield running
    running.kill()


@pytest.fixture
def people(outside: Outside) -> orders.Personas:
    """Mina's partner is the sandbox's first shop."""
    everyone = orders.people()
    orders.rate()
    keys = outside.keys("shop/1")
    make.endpoint(
        everyone.partner,
        f"http://127.0.0.1:{outside.port}/shops/1/webhooks/orders",
        keys["webhook_secret"],
    )
    make.api_key_known(everyone.partner, keys["api_key"])
    return everyone


def placed(people: orders.Personas) -> SellerOrder:
    lines = [(orders.offer(people.partner), 2), (orders.offer(people.partner), 1)]
    return orders.share(orders.order(people, lines, now=clock.now()), people.partner)


def until(look: Callable[[], Any], seconds: float = 40) -> Any:
    """Works the queue until it is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run_jobs(queues=["default", "outgoing"], quietly=True)
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def state_of(share: SellerOrder) -> str:
    return SellerOrder.objects.get(pk=share.pk).state


def parcel_of(share: SellerOrder) -> Shipment | None:
    return Shipment.objects.filter(seller_order=share).exclude(courier_ref="").first()


def test_the_shop_confirms_ships_and_its_courier_reports_in_any_order(people, outside):
    share = placed(people)
    parcel = until(lambda: parcel_of(share))
    assert state_of(share) == "confirmed"
    outside.control("courier", repeat=True, disorder=True)
    for status in ("picked_up", "in_transit", "out_for_delivery", "delivered"):
        outside.control("courier/advance", invoice=parcel.code, status=status)
    until(lambda: TrackingEvent.objects.filter(shipment=parcel).count() == 4)
    outside.control("courier/reset")
    parcel.refresh_from_db()
    assert (parcel.state, state_of(share)) == ("out_for_delivery", "shipped")
    events = list(TrackingEvent.objects.filter(shipment=parcel).order_by("received_at", "id"))
    assert len({each.event_key for each in events}) == 4


def test_a_shop_that_declines_one_thing_confirms_the_other(people, outside):
    lines = [(orders.offer(people.partner), 1), (orders.offer(people.partner), 1)]
    outside.control("shop/1/settings", decline_skus=[lines[1][0].seller_ref], ship=False)
    share = orders.share(orders.order(people, lines, now=clock.now()), people.partner)
    until(lambda: state_of(share) == "confirmed")
    told = share.lines.order_by("position").values_list("state", "decline_reason")
    assert list(told) == [("confirmed", ""), ("declined", "out_of_stock")]


def test_a_shop_that_is_down_hears_when_it_is_back_and_a_replay_harms_nothing(people, outside):
    outside.control("shop/1/settings", ship=False)
    outside.control("shop/1", down="refuse")
    share = placed(people)
    delivery = until(lambda: WebhookDelivery.objects.filter(attempts=1).first())
    assert (delivery.state, delivery.last_status) == ("waiting", 503)
    outside.control("shop/1/reset")
    for _ in range(2):
        delivery_replay(actor=people.mina.actor, delivery_id=delivery.pk, now=clock.now())
        until(lambda: WebhookDelivery.objects.filter(pk=delivery.pk, state="delivered").exists())
    until(lambda: state_of(share) == "confirmed")


def test_the_shop_takes_both_secrets_during_rotation_and_refuses_one_it_does_not_know(
    people, outside
):
    outside.control("shop/1/settings", ship=False)
    webhook_secret_rotate(actor=people.mina.actor, seller_id=people.partner.pk, now=clock.now())
    share = placed(people)
    until(lambda: state_of(share) == "confirmed")
    webhook_secret_rotate(actor=people.mina.actor, seller_id=people.partner.pk, now=clock.now())
    strange = placed(people)
    heard = until(
        lambda: WebhookDelivery.objects.filter(reference=strange.code, attempts=1).first()
    )
    assert (heard.state, heard.last_status) == ("waiting", 401)
    assert state_of(strange) == "placed"


def test_the_shop_refuses_what_was_signed_long_ago(people, outside):
    with clock.at(clock.now() - timedelta(minutes=10)):
        late = placed(people)
        heard = until(
            lambda: WebhookDelivery.objects.filter(reference=late.code, attempts=1).first()
        )
    assert heard.last_status == 401
    assert "five minutes" in heard.last_answer


def test_a_silent_shops_order_expires_and_it_is_told(people, outside):
    outside.control("shop/1/settings", policy="silent")
    share = placed(people)
    until(lambda: WebhookDelivery.objects.filter(state="delivered").exists())
    seller_order_expire(actor=make.PLATFORM, seller_order_id=share.pk, now=clock.now())
    until(lambda: WebhookDelivery.objects.filter(state="delivered").count() == 2)
    told = WebhookDelivery.objects.order_by("id").values_list("event_type", flat=True)
    assert list(told) == ["seller_order.placed", "seller_order.expired"]


def test_what_the_centre_refuses_is_fetched_from_it_and_brought_to_its_seller(people, outside):
    outside.control("shop/1/settings", ship=False)
    share = placed(people)
    until(lambda: state_of(share) == "confirmed")
    now = clock.now()
    for_asha = shipment_book(
        actor=people.mina.actor, seller_order_id=share.pk, courier="manual", now=now
    )
    shipment_receive(actor=people.asha.actor, shipment_id=for_asha.pk, now=now)
    inspection_record(
        actor=people.asha.actor,
        shipment_id=for_asha.pk,
        found=[
            FoundLine(line.order_line_id, 0, line.quantity, "damaged")
            for line in for_asha.lines.all()
        ],
        nonce=uuid4(),
        now=now,
    )
    back = Shipment.objects.get(seller_order=share, direction="return")
    parcel_send_back(
        actor=people.asha.actor,
        shipment_id=back.pk,
        courier="sandbox_courier",
        tracking_number="",
        now=now,
    )
    until(lambda: Shipment.objects.filter(pk=back.pk).exclude(courier_ref="").exists())
    told = outside.control("courier/advance", invoice=back.code, status="picked_up")
    assert told["pickup_name"] == people.centre.name_en
    assert told["recipient_name"] == people.partner.name_en
    until(lambda: Shipment.objects.filter(pk=back.pk, state="handed_over").exists())
    outside.control("courier/advance", invoice=back.code, status="delivered")
    until(lambda: Shipment.objects.filter(pk=back.pk, state="arrived").exists())
