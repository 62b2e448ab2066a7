"""What a row that is stuck is called, and where it is seen."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from ekshop.channels.rules.called import source_said, text_said
from ekshop.fulfilment.selectors import shipments_visible_to
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_taka
from ekshop.kernel.clock import dhaka_midnight
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.settlement import rules as settling

from .shapes import Thing


def shares(actor: Actor) -> QuerySet[Any]:
    return seller_orders_visible_to(actor).select_related("seller", "centre", "order__customer")


def share(column: str) -> Callable[[Any], Thing]:
    return lambda row: Thing(
        "order",
        row.code,
        row.code,
        between(row.seller.name, row.centre.name),
        getattr(row, column),
    )


def parcels(actor: Actor) -> QuerySet[Any]:
    return shipments_visible_to(actor).filter(direction="outbound")


def parcel(column: str) -> Callable[[Any], Thing]:
    def thing(row: Any) -> Thing:
        share, since = row.seller_order, row
        for part in column.split("__"):
            since = getattr(since, part)
        note = between(share.seller.name, share.centre.name)
        return Thing("order", share.code, share.code, note, since)

    return thing


def paid(row: Any) -> Thing:
    share = row.seller_order
    note = between(share.seller.name, share.centre.name)
    return Thing("order", share.code, share.code, note, row.collected_at)


def release(row: Any) -> Thing:
    return Thing("seller_money", row.seller_id, row.seller.name, row.seller_order.code, row.due_at)


def cash(row: Any) -> Thing:
    held = format_taka(row.held_poisha, get_language() or "bn")
    return Thing("cash", row.centre_id, row.centre.name, held, row.oldest_at)


def parcel_back(row: Any) -> Thing:
    share = row.order_line.seller_order
    return Thing(
        "order",
        share.code,
        row.code,
        between(share.seller.name, row.order_line.name),
        row.asked_at,
    )


def job(row: Any) -> Thing:
    return Thing("job", row.pk, row.name, row.error_message or "", getattr(row, "failed_at", None))


def deadline(row: Any) -> Thing:
    return Thing("deadline", row.pk, row.kind, f"{row.entity} {row.entity_id}", row.due_at)


def message(row: Any) -> Thing:
    return Thing("message", row.pk, row.to, row.failure or row.template, row.created_at)


def webhook(row: Any) -> Thing:
    note = row.disabled_reason or row.url
    return Thing("organisation", row.seller_id, row.seller.name, note, row.failing_since)


def feed(row: Any) -> Thing:
    return Thing("feed", row.last_run_id, f"{row.seller.name}: {row.name}", "", row.last_read_at)


def unread(row: Any) -> Thing:
    title = f"{row.channel.name}: {source_said(row.source)}"
    return Thing("channel", row.channel_id, title, text_said(row.text), row.opened_at)


def held(row: Any) -> Thing:
    return Thing("held", row.batch, row.offer.title, row.seller.name, row.held_at)


def licence(row: Any) -> Thing:
    note = f"{row.get_kind_display()} · {row.number}"
    return Thing(
        "organisation",
        row.organisation_id,
        row.organisation.name,
        note,
        dhaka_midnight(row.valid_until),
    )


def case(column: str) -> Callable[[Any], Thing]:
    return lambda row: Thing(
        "case", row.code, row.code, row.machine.state_label(row.state), getattr(row, column)
    )


def unknown_payout(row: Any) -> Thing:
    return Thing(
        "payout", row.payout_id, row.payout.organisation.name, why(row.reason), row.sent_at
    )


def failed_payout(row: Any) -> Thing:
    return Thing("payout", row.pk, row.organisation.name, why(row.reason), row.ordered_at)


def why(reason: str) -> str:
    return str(settling.REASONS[reason].words) if reason in settling.REASONS else ""


def between(first: str, second: str) -> str:
    return f"{first} → {second}"
