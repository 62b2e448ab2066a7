"""What the first inspection of a producer's goods does to her order, told by whoever looked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from ekshop.catalogue.services import stock_release
from ekshop.kernel import deadlines, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.events import Event, emit_many
from ekshop.notices.services import notice_send
from ekshop.parties.selectors import centre_contact

from .. import rules
from ..events import LinesDeclined, SellerOrderDeclined
from ..models import OrderLine, SellerOrder
from . import telling
from .errors import InspectionIncomplete


class CheckedLine(NamedTuple):
    """What was found of a confirmed line; the three add up to its quantity."""

    line_id: int
    good: int
    bad: int
    missing: int


def line_check_record(
    *,
    actor: Actor,
    seller_order_id: int,
    lines: Iterable[CheckedLine | tuple[int, int, int, int]],
    now: datetime,
) -> SellerOrder:
    """Of a line of which nothing is good nothing comes: it is declined, and so is the seller order
    of which no line is left. Of other lines what is bad or missing is kept back. Nothing of either
    becomes payable, the bill falls by it, what is still held of its stock is free, and the buyer's
    centre is told.

    Stock that the producer's yes has taken stays taken: what is spoilt cannot be sold, and what she
    still has she says herself. Errors: NotFound, InspectionIncomplete with the `lines` that do not
    add up, StaleState unless the seller order is confirmed.
    """
    found = {line.line_id: line for line in (CheckedLine(*line) for line in lines)}
    with transaction.atomic():
        order = SellerOrder.objects.select_for_update().filter(pk=seller_order_id).first()
        if order is None:
            raise NotFound(what="seller_order")
        if order.state != "confirmed":
            raise states.ActionNotPossible(
                action=str(rules.SELLER_ORDER.action_label("fail", "confirmed")),
                state=rules.SELLER_ORDER.state_label(order.state),
            )
        expected = list(order.lines.filter(state="confirmed").order_by("position"))
        wrong = [line.pk for line in expected if not _adds_up(line, found.get(line.pk))]
        wrong += sorted(found.keys() - {line.pk for line in expected})
        if wrong:
            raise InspectionIncomplete(lines=wrong)
        none = [line for line in expected if not found[line.pk].good]
        some = [line for line in expected if found[line.pk].good]
        for line in some:
            line.kept_back_quantity = found[line.pk].bad + found[line.pk].missing
        OrderLine.objects.bulk_update(some, ["kept_back_quantity"])
        _decline(actor, none, found, now)
        _follow(actor, order, some, none, now)
    return order


def _decline(
    actor: Actor, lines: Sequence[OrderLine], found: dict[int, CheckedLine], now: datetime
) -> None:
    for line in lines:
        brought = found[line.pk].bad > 0
        line.decline_reason = rules.FIRST_CHECK if brought else rules.NOT_BROUGHT
    for reason in (rules.FIRST_CHECK, rules.NOT_BROUGHT):
        those = [line for line in lines if line.decline_reason == reason]
        states.move_all(those, "fail", actor=actor, now=now, reason=reason)
    OrderLine.objects.bulk_update(lines, ["decline_reason"])
    stock_release(references=[line.stock_reference for line in lines], now=now)


def _follow(
    actor: Actor,
    order: SellerOrder,
    some: Sequence[OrderLine],
    none: Sequence[OrderLine],
    now: datetime,
) -> None:
    """The order's own state and bill, and the words to the buyer's centre."""
    events: list[Event] = []
    if none:
        events.append(LinesDeclined(order.pk, tuple(line.pk for line in none)))
    goods = sum(line.total_poisha for line in some)
    if not some:
        states.move(
            order,
            "fail",
            actor=actor,
            now=now,
            reason=none[0].decline_reason,
            also={"goods_poisha": 0},
            event=[*events, SellerOrderDeclined(order.pk)],
        )
        deadlines.deadlines_cancel(entity=("seller_order", order.pk), now=now)
    elif goods != order.goods_poisha:
        order.goods_poisha = goods
        order.save(update_fields=["goods_poisha"])
        emit_many(events)
    if none:
        telling.lines_declined(actor=actor, seller_order=order, lines=none, now=now)
    short = [line for line in some if line.kept_back_quantity]
    mobile = centre_contact(order.centre_id) if short else ""
    if mobile:
        notice_send(
            actor=actor,
            template="pieces_kept_back",
            to=mobile,
            language="bn",
            context={
                "code": order.order.code,
                "seller_name": order.seller.name_bn,
                "title": ", ".join(line.name_in("bn") for line in short),
                "quantity": sum(line.kept_back_quantity for line in short),
                "amount_poisha": goods,
            },
            reference=order.order.code,
            organisation_id=order.centre_id,
            now=now,
        )


def _adds_up(line: OrderLine, seen: CheckedLine | None) -> bool:
    return (
        seen is not None
        and min(seen.good, seen.bad, seen.missing) >= 0
        and seen.good + seen.bad + seen.missing == line.quantity
    )
