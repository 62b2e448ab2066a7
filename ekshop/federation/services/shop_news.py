"""What a shop says of the orders given to it becomes the seller's answer and its parcel.

Each piece of news is what the shop holds now, not what happened: so it may come twice, late, or
skip a step, and what is news is done in order: answered, then booked and handed over.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db.models import Q

from ekshop.fulfilment.services import shipment_book, shipment_hand_over
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.orders.services import LineAnswer, seller_order_answer

from ..connectors import OrderNews
from ..models import Feed, ShopLink, ShopOrder
from ..rules import shops as rules
from .errors import DeclinedTooLate, problem_said
from .sources import connector_named, source_of

log = structlog.get_logger(__name__)
OUT_OF_STOCK = "out_of_stock"
ENDED = {"declined", "expired", "cancelled", "shipped", "arrived", "inspected", "refused", "paid", "handed_over", "uncollected", "lost"}  # fmt: skip


def shop_orders_ask(*, feed: Feed, refs: Sequence[str], now: datetime) -> int:
    """Asks the shop after these of its numbers, those that are ours; returns how many had news.

    Raises ConnectorTrouble.
    """
    ours = list(
        ShopOrder.objects.filter(feed=feed, ref__in=list(refs), state="taken").values_list(
            "ref", flat=True
        )
    )
    speaks = connector_named(feed.connector).orders
    if not ours or speaks is None:
        return 0
    return sum(
        shop_news_take(feed=feed, news=news, now=now) for news in speaks.read(source_of(feed), ours)
    )


def shops_poll(*, now: datetime) -> int:
    """Asks every shop with open orders after them, webhooks or not; returns how many had news.

    A shop that cannot be reached is asked with the next turn.
    """
    due = Q(asked_at=None) | Q(asked_at__lte=now - rules.POLL_EVERY)
    open_ones = ShopOrder.objects.filter(state="taken").exclude(ref="").values("feed_id")
    told = 0
    for link in ShopLink.objects.filter(due, feed_id__in=open_ones).select_related("feed"):
        ShopLink.objects.filter(pk=link.pk).update(asked_at=now)
        refs = ShopOrder.objects.filter(feed=link.feed, state="taken").exclude(ref="")
        try:
            listed = list(refs.order_by("id").values_list("ref", flat=True)[:1000])
            told += shop_orders_ask(feed=link.feed, refs=listed, now=now)
        except DomainError as error:
            log.warning("shop_not_asked", feed=link.feed_id, why=str(error))
    return told


def shop_news_take(*, feed: Feed, news: OrderNews, now: datetime) -> bool:
    """Does what is news; False where nothing was. What cannot be done is written beside the order."""
    given = ShopOrder.objects.filter(feed=feed, ref=news.ref, state="taken").first()
    if given is None or (news.code and news.code != given.code):
        return False
    actor = Actor.partner_api(feed.seller_id, label=feed.name)
    problem = problem_said()
    try:
        moved = _done(actor, given, news, now)
    except DomainError as error:
        moved, problem = False, problem_said(error)
    heard = {"said": news.said[:30], "heard_at": now}
    ShopOrder.objects.filter(pk=given.pk).update(**heard, **problem)
    state = seller_orders_visible_to(actor).get(pk=given.seller_order_id).state
    if state in ENDED:
        given.refresh_from_db()
        states.move(given, "end", actor=actor, now=now)
    return moved


def _done(actor: Actor, given: ShopOrder, news: OrderNews, now: datetime) -> bool:
    order = seller_orders_visible_to(actor).get(pk=given.seller_order_id)
    moved = False
    if news.status != "waiting" and order.state == "placed":
        seller_order_answer(
            actor=actor, seller_order_id=order.pk, answers=_answers(order, news), now=now
        )
        order.refresh_from_db()
        moved = True
    if news.status == "declined" and order.state == "confirmed":
        raise DeclinedTooLate()
    if news.status == "handed_over" and order.state == "confirmed":
        parcel = shipment_book(
            actor=actor,
            seller_order_id=order.pk,
            courier="manual",
            tracking_number=news.tracking,
            now=now,
        )
        shipment_hand_over(
            actor=actor, shipment_id=parcel.pk, tracking_number=news.tracking, now=now
        )
        moved = True
    return moved


def _answers(order: Any, news: OrderNews) -> list[LineAnswer]:
    """Each line is sent whole or not at all: one of which the shop has fewer is declined."""
    answers = []
    for line in order.lines.order_by("position"):
        has = line.quantity if news.lines is None else news.lines.get(str(line.pk), 0)
        fine = news.status != "declined" and has >= line.quantity
        answers.append(
            LineAnswer(line.pk, "confirmed") if fine else LineAnswer(line.pk, "declined", OUT_OF_STOCK)
        )  # fmt: skip
    return answers
