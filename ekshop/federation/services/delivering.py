"""Webhooks on their way: written with the change they tell of, sent by a job, tried again.

A delivery is a row and a job in one transaction. The job reads, sends outside any transaction,
and writes down what came back. A worker that dies between sending and writing sends again: the
webhook's id is the same, so the other side knows a repeat.
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import job
from ekshop.parties.services import require

from .. import rules
from ..adapters.webhooks import Answer, webhook_post
from ..models import WebhookDelivery, WebhookEndpoint
from ..selectors.outgoing import deliveries_visible_to, signing_secrets
from ..selectors.wire import event_text
from .errors import EndpointDisabled
from .telling import new_order_notices

SENDER = Actor.system("webhooks")
GONE = "410"
SWITCHED_OFF = _("The webhook is switched off.")
"""Kept in English and translated where it is shown, like every reason without a status."""
OVERDUE = timedelta(minutes=2)
"""A delivery due for longer than this has lost its job and is given another."""


def delivery_queue(
    *, endpoint: WebhookEndpoint, event_type: str, reference: str, payload: dict, now: datetime
) -> WebhookDelivery:
    """A row and a job, in the transaction at hand. Raises EndpointDisabled."""
    if endpoint.state != "active":
        raise EndpointDisabled
    with transaction.atomic():
        delivery = WebhookDelivery.objects.create(
            endpoint=endpoint,
            webhook_id=f"msg_{secrets.token_hex(12)}",
            event_type=event_type,
            reference=reference,
            payload=payload,
            next_attempt_at=now,
            created_at=now,
        )
        webhook_send.later(delivery_id=delivery.pk)
    return delivery


def delivery_replay(*, actor: Actor, delivery_id: int, now: datetime) -> WebhookDelivery:
    """Sends once more what was delivered or given up, under its old id, with ten new attempts.

    One that still waits is sent at once. Raises NotAllowed, NotFound, EndpointDisabled.
    """
    require(actor, "webhook.manage")
    with transaction.atomic():
        delivery = (
            deliveries_visible_to(actor)
            .select_for_update(of=("self",))
            .filter(pk=delivery_id)
            .first()
        )
        if delivery is None:
            raise NotFound(delivery_id=delivery_id)
        if delivery.endpoint.state != "active":
            raise EndpointDisabled
        if delivery.state == "waiting":
            WebhookDelivery.objects.filter(pk=delivery.pk).update(next_attempt_at=now)
        else:
            states.move(
                delivery,
                "replay",
                actor=actor,
                now=now,
                also={"attempts": 0, "next_attempt_at": now},
            )
        webhook_send.later(delivery_id=delivery.pk)
    return delivery


@job(queue="outgoing", name="federation.webhook_send")
def webhook_send(*, delivery_id: int) -> None:
    """One attempt, when it is due. A job too many finds nothing to do."""
    delivery = WebhookDelivery.objects.select_related("endpoint").filter(pk=delivery_id).first()
    now = clock.now()
    if delivery is None or not _is_due(delivery, now):
        return
    if delivery.endpoint.state != "active":
        with override("en"):
            off = Answer(None, str(SWITCHED_OFF), 0)
        _record(delivery.pk, delivery.attempts, off, now)
        return
    body = event_text(delivery.event_type, delivery.payload, delivery.created_at)
    answer = webhook_post(
        url=delivery.endpoint.url,
        secrets=signing_secrets(delivery.endpoint, now),
        webhook_id=delivery.webhook_id,
        body=body,
        at=now,
    )
    _record(delivery.pk, delivery.attempts, answer, clock.now())


def webhooks_requeue(now: datetime, limit: int = 500) -> int:
    """Gives a job to deliveries long due without one; says how many."""
    lost = WebhookDelivery.objects.filter(state="waiting", next_attempt_at__lt=now - OVERDUE)
    ids = list(lost.order_by("next_attempt_at").values_list("pk", flat=True)[:limit])
    for delivery_id in ids:
        webhook_send.options(queueing_lock=f"webhook:{delivery_id}").later(delivery_id=delivery_id)
    return len(ids)


def _is_due(delivery: WebhookDelivery, now: datetime) -> bool:
    # Half a second of grace: a queue's clock and ours need not agree to the millisecond.
    due = delivery.next_attempt_at
    return delivery.state == "waiting" and due is not None and due <= now + timedelta(seconds=0.5)


def _record(delivery_id: int, attempts_seen: int, answer: Answer, now: datetime) -> None:
    with transaction.atomic():
        delivery = (
            WebhookDelivery.objects.select_for_update(of=("self",))
            .select_related("endpoint")
            .get(pk=delivery_id)
        )
        if delivery.state != "waiting" or delivery.attempts != attempts_seen:
            return
        endpoint = delivery.endpoint
        if answer.gone and endpoint.state == "active":
            also = {"disabled_reason": GONE}
            states.move(endpoint, "disable", actor=SENDER, now=now, reason=GONE, also=also)
        attempts = delivery.attempts + 1
        heard = {
            "attempts": attempts,
            "last_status": answer.status,
            "last_answer": answer.text,
            "last_at": now,
            "last_ms": answer.milliseconds,
            "next_attempt_at": None,
        }
        endpoints = WebhookEndpoint.objects.filter(pk=endpoint.pk)
        if answer.taken:
            states.move(delivery, "deliver", actor=SENDER, now=now, also=heard)
            endpoints.update(failing_since=None)
            return
        endpoints.filter(failing_since=None).update(failing_since=now)
        wait = rules.wait_after(attempts)
        if wait is None or endpoint.state != "active":
            states.move(delivery, "give_up", actor=SENDER, now=now, also=heard)
        else:
            heard["next_attempt_at"] = now + wait
            WebhookDelivery.objects.filter(pk=delivery.pk).update(**heard)
            webhook_send.options(at=now + wait).later(delivery_id=delivery.pk)
        ended_early = delivery.state == "failed" and attempts < rules.UNHEARD_AFTER
        if delivery.event_type == rules.NEW_ORDER and (
            ended_early or attempts == rules.UNHEARD_AFTER
        ):
            new_order_notices(code=delivery.reference, now=now)
