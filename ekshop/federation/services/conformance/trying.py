"""What each step of a trial does: places an order, sends a message, refuses a parcel."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from ekshop.catalogue.selectors import OfferInStock, offers_in_stock
from ekshop.kernel.errors import NotFound
from ekshop.orders.rules import TRIAL
from ekshop.orders.selectors import seller_order_get, shares_of
from ekshop.orders.services import OrderedLine, order_place, seller_order_cancel
from ekshop.parties.services import trial_desk

from ... import rules as outgoing
from ...adapters.webhooks import Answer, webhook_post
from ...models import ConformanceRun, ConformanceStep, WebhookDelivery
from ...rules import conformance as rules
from ...selectors.outgoing import signing_secrets
from ...selectors.wire import event_text
from ..webhooks import secret_new
from .noting import note
from .tidying import kit, nonce_of, parcel_refuse

PIECES = 2


def articles(run: ConformanceRun) -> list[OfferInStock]:
    """What a trial orders of, the article to be declined apart."""
    found = offers_in_stock(seller_id=run.seller_id, least=PIECES, most=rules.LEAST_GOODS + 2)
    return [each for each in found if each.seller_ref != run.decline_ref]


def to_decline(run: ConformanceRun) -> OfferInStock | None:
    """The article whose order is to be declined: the one named, or the last at hand."""
    if not run.decline_ref:
        return next(reversed(articles(run)), None)
    return next(
        iter(offers_in_stock(seller_id=run.seller_id, least=1, most=1, ref=run.decline_ref)), None
    )


def order_of(run: ConformanceRun, key: str) -> int:
    """The seller order that a step placed. Raises NotFound."""
    found = run.steps.filter(key=key).values_list("seller_order_id", flat=True).first()
    if found is None:
        raise NotFound(what="seller_order")
    return found


def _place(
    run: ConformanceRun,
    step: ConformanceStep,
    wanted: list[tuple[OfferInStock, int]],
    now: datetime,
) -> int:
    """The step's order, placed once: another time there may be less in stock to choose from."""
    if step.seller_order_id is not None:
        return step.seller_order_id
    actor = kit(run)
    desk = trial_desk(person_id=run.started_by_id, now=now)
    with transaction.atomic():
        order = order_place(
            actor=actor,
            nonce=nonce_of(run, step.key),
            centre_id=desk.centre_id,
            customer_id=desk.customer_id,
            channel=TRIAL,
            lines=[OrderedLine(each.id, pieces, each.price_poisha) for each, pieces in wanted],
            now=now,
        )
        share = shares_of(order)[0]
        step.seller_order_id = share.pk
        step.save(update_fields=["seller_order"])
    text = " + ".join(f"{pieces} × {each.seller_ref}" for each, pieces in wanted)
    note(
        run,
        direction="own",
        text=f"{share.code}: {text}",
        mark=f"order:{step.key}",
        now=now,
        reference=share.code,
    )
    return share.pk


def _order(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    _place(run, step, [(each, 1) for each in articles(run)[:2]], now)


def _declined(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    if offer := to_decline(run):
        _place(run, step, [(offer, 1)], now)


def _partly(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    no = to_decline(run)
    yes = [each for each in articles(run) if no is None or each.id != no.id]
    if no and yes:
        _place(run, step, [(yes[0], PIECES), (no, 1)], now)


def _cancelled(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    seller_order_id = _place(run, step, [(articles(run)[0], 1)], now)
    seller_order_cancel(
        actor=kit(run), seller_order_id=seller_order_id, reason="Trial of a cancellation", now=now
    )


def _refused(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    parcel_refuse(run, order_of(run, "order"), now=now)


def _forged(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    _probe(run, step, now, secrets=[secret_new()], at=now, fresh=True)


def _stale(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    _probe(run, step, now, at=now - rules.STALE, fresh=True)


def confirms_of(run: ConformanceRun) -> list[str]:
    """The answers the seller's machine has given to the first order, as the log has them."""
    code = seller_order_get(order_of(run, "order")).code
    said = run.notes.filter(direction="in", text__contains=f"/{code}/confirm")
    return list(said.order_by("id").values_list("text", flat=True))


def _again(run: ConformanceRun, step: ConformanceStep, now: datetime) -> None:
    step.data["confirms"] = len(confirms_of(run))
    _probe(run, step, now, at=now)


def _probe(
    run: ConformanceRun,
    step: ConformanceStep,
    now: datetime,
    *,
    at: datetime,
    secrets: list[str] | None = None,
    fresh: bool = False,
) -> None:
    """Sends the message of the first order once more. `fresh`: under an id of its own, so that
    nobody takes it for a repeat."""
    delivery = delivery_of(run, order_of(run, "order"), outgoing.NEW_ORDER)
    if delivery is None:
        raise NotFound(what="webhook")
    endpoint = delivery.endpoint
    webhook_id = f"{delivery.webhook_id}_{step.key}" if fresh else delivery.webhook_id
    answer = webhook_post(
        url=endpoint.url,
        secrets=secrets or signing_secrets(endpoint, now),
        webhook_id=webhook_id,
        body=event_text(delivery.event_type, delivery.payload, delivery.created_at),
        at=at,
    )
    step.data |= {"status": answer.status, "ms": answer.milliseconds, "answer": answer.text[:200]}
    note(
        run,
        direction="out",
        text=f"{delivery.event_type} ({step.key}) {webhook_id} {_said(answer)}",
        status=answer.status,
        mark=f"probe:{step.key}",
        now=now,
        reference=delivery.reference,
    )


def delivery_of(
    run: ConformanceRun, seller_order_id: int, event_type: str, reference: str = ""
) -> WebhookDelivery | None:
    """The webhook that told the seller of one event of an order."""
    reference = reference or seller_order_get(seller_order_id).code
    return (
        WebhookDelivery.objects.select_related("endpoint")
        .filter(endpoint__seller_id=run.seller_id, event_type=event_type, reference=reference)
        .order_by("-id")
        .first()
    )


def _said(answer: Answer) -> str:
    return f"{answer.milliseconds} ms {answer.text[:200]}"


Act = Callable[[ConformanceRun, ConformanceStep, datetime], Any]
ACTS: dict[str, Act] = {
    "order": _order,
    "forged": _forged,
    "stale": _stale,
    "repeated": _again,
    "refused": _refused,
    "late": _again,
    "declined": _declined,
    "partly": _partly,
    "cancelled": _cancelled,
}
