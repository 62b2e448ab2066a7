"""Orders told to a seller's system: signed, tried again, switched off, replayed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils.translation import override
from standardwebhooks import Webhook

from ekshop.federation.handlers import on_parcel_uncollected
from ekshop.federation.models import WebhookDelivery, WebhookEndpoint
from ekshop.federation.rules import ATTEMPTS, DELIVERY, ENDPOINT, ROTATION, wait_after
from ekshop.federation.selectors import deliveries_visible_to
from ekshop.federation.services import (
    EndpointDisabled,
    NoEndpoint,
    delivery_replay,
    webhook_secret_rotate,
    webhook_set,
    webhook_switch_off,
    webhook_switch_on,
    webhook_test,
    webhooks_requeue,
)
from ekshop.federation.tests import make
from ekshop.fulfilment.events import ParcelUncollected
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.machines import machine_problems
from ekshop.notices.models import Message
from ekshop.orders.services import seller_order_cancel
from ekshop.orders.tests import make as orders


def right(secret: str, heard: make.Heard) -> bool:
    """Whether one of the signatures fits, as a receiver reckons it."""
    at = datetime.fromtimestamp(int(heard.headers["webhook-timestamp"]), UTC)
    wanted = Webhook(secret).sign(heard.headers["webhook-id"], at, heard.body)
    return wanted in heard.headers["webhook-signature"].split()


def work(later: bool = False) -> None:
    """Handlers and webhooks, without the gateways of SMS and mail."""
    run_jobs(queues=["default", "outgoing"], later=later)


def placed(people, **fields):
    offer = orders.offer(people.partner, **fields)
    return orders.share(orders.order(people, [(offer, 2)]), people.partner)


def test_every_state_of_endpoint_and_delivery_is_reached_and_left():
    assert machine_problems(ENDPOINT) == machine_problems(DELIVERY) == []


def test_ten_attempts_are_spread_over_three_days():
    waits = [wait_after(n) for n in range(1, ATTEMPTS + 1)]
    assert waits[-1] is None
    assert timedelta(days=2.9) < sum(waits[:-1], timedelta()) < timedelta(days=3.1)
    assert waits[:-1] == sorted(waits[:-1])


def test_a_new_order_is_told_signed_and_without_the_customer(people, receiver):
    make.endpoint(people.partner, receiver.url)
    share = placed(people)
    work()
    [heard] = receiver.heard
    assert right(make.SECRET, heard)
    body = json.loads(heard.body)
    assert body["type"] == "seller_order.placed"
    assert body["data"]["code"] == share.code
    line = share.lines.get()
    told = body["data"]["lines"][0]
    assert (told["line_id"], told["sku"], told["quantity"]) == (str(line.pk), line.seller_ref, 2)
    assert told["unit_price"] == f"{line.unit_price_poisha // 100}.00"
    assert body["data"]["centre"]["district_en"] == "Narayanganj"
    assert people.karim.mobile[-10:] not in heard.body
    assert people.karim.name not in heard.body
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 204)
    assert not Message.objects.filter(template="seller_new_order").exists()


def test_a_cancelled_order_is_told_too(people, receiver):
    make.endpoint(people.partner, receiver.url)
    share = placed(people)
    seller_order_cancel(
        actor=people.asha.actor,
        seller_order_id=share.pk,
        reason="changed mind",
        now=share.placed_at,
    )
    work()
    assert [json.loads(each.body)["type"] for each in receiver.heard] == [
        "seller_order.placed",
        "seller_order.cancelled",
    ]


def test_without_a_webhook_the_sellers_people_hear_by_sms_and_email(people):
    people.partner.email = "orders@books.example"
    people.partner.save()
    share = placed(people)
    run_jobs(queues=["default"])
    told = Message.objects.filter(template="seller_new_order", reference=share.code)
    assert {each.channel for each in told} == {"sms", "email"}
    assert {each.to for each in told} == {people.partner.mobile, "orders@books.example"}


def test_an_error_is_tried_again_after_growing_waits_under_the_same_id(people, receiver, hand):
    make.endpoint(people.partner, receiver.url)
    receiver.answers = [500, 302]
    placed(people)
    work()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("waiting", 1, 500)
    assert delivery.next_attempt_at == hand.when + timedelta(seconds=10)
    hand.forward(seconds=10)
    work(later=True)
    hand.forward(seconds=60)
    work(later=True)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("delivered", 3)
    assert len({each.headers["webhook-id"] for each in receiver.heard}) == 1
    assert len({each.headers["webhook-timestamp"] for each in receiver.heard}) == 3


def test_a_job_that_comes_too_early_sends_nothing(people, receiver):
    make.endpoint(people.partner, receiver.url)
    receiver.answers = [500]
    placed(people)
    work()
    work(later=True)
    assert len(receiver.heard) == 1


def test_a_receiver_deaf_for_ten_attempts_is_given_up_and_a_person_was_told(people, receiver, hand):
    endpoint = make.endpoint(people.partner, receiver.url)
    receiver.answers = [503] * 20
    share = placed(people)
    work()
    for attempt in range(1, ATTEMPTS):
        hand.when += wait_after(attempt)
        told = Message.objects.filter(reference=share.code, channel="sms", to=people.partner.mobile)
        assert told.count() == (0 if attempt < 4 else 1)
        work(later=True)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, len(receiver.heard)) == ("failed", 10, 10)
    endpoint.refresh_from_db()
    assert endpoint.state == "active" and endpoint.failing_since is not None


def test_410_switches_the_webhook_off_and_orders_go_to_people(people, receiver):
    endpoint = make.endpoint(people.partner, receiver.url)
    receiver.answers = [410]
    first = placed(people)
    work()
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.disabled_reason) == ("disabled", "410")
    assert WebhookDelivery.objects.get().state == "failed"
    second = placed(people)
    work()
    assert len(receiver.heard) == 1
    for share in (first, second):
        assert Message.objects.filter(template="seller_new_order", reference=share.code).exists()


def test_during_rotation_both_secrets_sign_and_afterwards_only_the_new_one(people, receiver, hand):
    make.endpoint(people.partner, receiver.url)
    fresh = webhook_secret_rotate(
        actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when
    )
    placed(people)
    work()
    assert right(make.SECRET, receiver.heard[0]) and right(fresh, receiver.heard[0])
    hand.when += ROTATION
    webhook_test(actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when)
    work()
    assert right(fresh, receiver.heard[1]) and not right(make.SECRET, receiver.heard[1])


def test_a_delivery_is_replayed_by_hand_under_its_old_id(people, receiver, hand):
    make.endpoint(people.partner, receiver.url)
    placed(people)
    work()
    delivery = WebhookDelivery.objects.get()
    delivery_replay(actor=people.mina.actor, delivery_id=delivery.pk, now=hand.when)
    work()
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_another_seller_sees_and_replays_nothing_of_it(people, receiver, hand):
    make.endpoint(people.partner, receiver.url)
    placed(people)
    work()
    delivery = WebhookDelivery.objects.get()
    assert not deliveries_visible_to(people.tania.actor).exists()
    assert not deliveries_visible_to(people.asha.actor).exists()
    with pytest.raises(NotFound):
        delivery_replay(actor=people.tania.actor, delivery_id=delivery.pk, now=hand.when)
    with pytest.raises(NotAllowed):
        delivery_replay(actor=people.jamila.actor, delivery_id=delivery.pk, now=hand.when)
    with pytest.raises(NoEndpoint):
        webhook_set(
            actor=people.tania.actor,
            seller_id=people.partner.pk,
            url="https://elsewhere.example/",
            now=hand.when,
        )


def test_a_webhook_switched_off_keeps_what_waits_until_it_is_replayed(people, receiver, hand):
    make.endpoint(people.partner, receiver.url)
    share = placed(people)
    webhook_switch_off(actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when)
    work()
    assert not receiver.heard
    assert Message.objects.filter(template="seller_new_order", reference=share.code).exists()
    with pytest.raises(EndpointDisabled):
        webhook_test(actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when)
    webhook_switch_on(actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when)
    webhook_test(actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when)
    work()
    assert len(receiver.heard) == 1


def test_a_delivery_whose_job_was_lost_is_given_another(people, receiver, hand):
    make.endpoint(people.partner, receiver.url)
    placed(people)
    run_jobs(queues=["default"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert webhooks_requeue(hand.when) == 0
    hand.forward(minutes=3)
    assert webhooks_requeue(hand.when) == 1
    work()
    assert len(receiver.heard) == 1


def test_a_private_address_is_refused_when_sending_and_said_in_the_readers_language(
    people, settings, hand
):
    make.endpoint(people.partner, "http://127.0.0.1:9/hooks")
    settings.OUTGOING_PRIVATE_ALLOWED = False
    webhook_test(actor=people.mina.actor, seller_id=people.partner.pk, now=hand.when)
    work()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.last_status) == ("waiting", None)
    assert delivery.last_answer == "This address is not on the public internet."


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example/hooks",
        "ftp://shop.example/",
        "https://name:word@shop.example/",
        "http://shop.example:99999/",
        "javascript:alert(1)",
        "https://",
    ],
)
def test_an_address_that_is_none_is_refused_beside_the_field(people, url, hand):
    with override("en"), pytest.raises(InvalidInput) as refused:
        webhook_set(actor=people.mina.actor, seller_id=people.partner.pk, url=url, now=hand.when)
    assert "url" in refused.value.field_errors
    assert not WebhookEndpoint.objects.exists()


def test_only_https_is_taken_outside_the_demonstration(people, settings, hand):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    with pytest.raises(InvalidInput):
        webhook_set(
            actor=people.mina.actor,
            seller_id=people.partner.pk,
            url="http://shop.example/hooks",
            now=hand.when,
        )


def test_a_seller_hears_that_nobody_collected(people, hand):
    make.endpoint(people.partner, "https://shop.example/hook")
    share = placed(people)
    on_parcel_uncollected(ParcelUncollected(seller_order_id=share.pk, shipment_id=0))
    told = WebhookDelivery.objects.get(event_type="seller_order.uncollected")
    assert (told.reference, told.payload["code"]) == (share.code, share.code)


def test_a_seller_without_a_webhook_hears_once_by_sms_that_its_goods_come_back(people, hand):
    share = placed(people)
    for _twice in range(2):
        on_parcel_uncollected(ParcelUncollected(seller_order_id=share.pk, shipment_id=0))
    (said,) = Message.objects.filter(template="seller_goods_back")
    assert share.code in said.body and said.organisation_id == people.partner.pk
