"""How a seller order ends before it is shipped: confirmed, declined, silent or cancelled."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.services import stock_consume, stock_release
from ekshop.kernel import deadlines, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.events import Event
from ekshop.parties.services import require

from .. import rules
from ..events import (
    LinesDeclined,
    SellerOrderCancelled,
    SellerOrderConfirmed,
    SellerOrderDeclined,
    SellerOrderExpired,
)
from ..models import OrderLine, ProducerAsking, SellerOrder
from ..selectors.orders import seller_orders_visible_to
from . import telling
from .errors import AlreadyAnswered, AnswerTooLate, NotCancellable, OrderCancelled
from .placing import CONFIRM_RULE
from .sharing import lines_allot


class LineAnswer(NamedTuple):
    """`answer`: "confirmed" or "declined"; a declined line needs a key of DECLINE_REASONS."""

    line_id: int
    answer: str
    reason: str = ""


def seller_order_answer(
    *,
    actor: Actor,
    seller_order_id: int,
    answers: Iterable[LineAnswer | tuple[int, str, str]],
    now: datetime,
) -> SellerOrder:
    """The seller's yes or no to every line. The same answer again is harmless.

    One yes confirms the seller order, for the confirmed lines only. Confirmed stock is taken,
    declined stock is free at once. Errors: NotAllowed, NotFound, InvalidInput, AnswerTooLate,
    OrderCancelled, AlreadyAnswered.
    """
    require(actor, "seller_order.answer")
    with transaction.atomic():
        return answer_take(
            actor=actor,
            seller_order=_locked(actor, seller_order_id),
            answers=answers,
            now=now,
        )


def answer_take(
    *,
    actor: Actor,
    seller_order: SellerOrder,
    answers: Iterable[LineAnswer | tuple[int, str, str]],
    now: datetime,
) -> SellerOrder:
    """The same for a seller order that is held, by whoever may answer it."""
    given = [LineAnswer(*answer) for answer in answers]
    with transaction.atomic():
        lines = list(seller_order.lines.order_by("position"))
        _check_answers(given, lines)
        if seller_order.state != "placed":
            return _answered_before(seller_order, lines, given)
        by_line = {answer.line_id: answer for answer in given}
        yes = [line for line in lines if by_line[line.pk].answer == "confirmed"]
        no = [line for line in lines if by_line[line.pk].answer == "declined"]
        for reason in dict(rules.DECLINE_REASONS):
            declined = [line for line in no if by_line[line.pk].reason == reason]
            for line in declined:
                line.decline_reason = reason
            states.move_all(declined, "decline", actor=actor, now=now, reason=reason)
        OrderLine.objects.bulk_update(no, ["decline_reason"])
        states.move_all(yes, "confirm", actor=actor, now=now)
        lines_allot(seller_order=seller_order, lines=yes, now=now)
        events: list[Event] = []
        if no:
            events.append(LinesDeclined(seller_order.pk, tuple(line.pk for line in no)))
        if yes:
            events.append(SellerOrderConfirmed(seller_order.pk))
        else:
            events.append(SellerOrderDeclined(seller_order.pk))
        states.move(
            seller_order,
            "confirm" if yes else "decline",
            actor=actor,
            now=now,
            also={"goods_poisha": sum(line.total_poisha for line in yes)},
            event=events,
        )
        deadlines.deadline_meet(
            entity=("seller_order", seller_order.pk), kind=CONFIRM_RULE, now=now
        )
        _asked_no_more(seller_order, "page", now)
        stock_consume(references=[line.stock_reference for line in yes], now=now)
        stock_release(references=[line.stock_reference for line in no], now=now)
        if no:
            telling.lines_declined(actor=actor, seller_order=seller_order, lines=no, now=now)
    return seller_order


def seller_order_expire(*, actor: Actor, seller_order_id: int, now: datetime) -> bool:
    """Gives up on a silent seller: stock free, the centre told. False when it was answered."""
    with transaction.atomic():
        seller_order = (
            SellerOrder.objects.select_for_update(of=("self",))
            .filter(pk=seller_order_id, state="placed")
            .first()
        )
        if seller_order is None:
            return False
        lines = list(seller_order.lines.filter(state="placed"))
        states.move_all(lines, "expire", actor=actor, now=now)
        states.move(
            seller_order,
            "expire",
            actor=actor,
            now=now,
            also={"goods_poisha": 0},
            event=[
                SellerOrderExpired(seller_order.pk),
                LinesDeclined(seller_order.pk, tuple(line.pk for line in lines)),
            ],
        )
        _asked_no_more(seller_order, "nobody", now)
        stock_release(references=[line.stock_reference for line in lines], now=now)
        telling.lines_declined(actor=actor, seller_order=seller_order, lines=lines, now=now)
    return True


def seller_order_cancel(
    *, actor: Actor, seller_order_id: int, reason: str, now: datetime
) -> SellerOrder:
    """The centre takes an order back before it is shipped. Cancelling twice is harmless.

    Held stock is free again; stock already taken by a confirmation is for the seller's next
    word on what it has. Errors: NotAllowed, NotFound, InvalidInput, NotCancellable.
    """
    require(actor, "order.cancel")
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput({"reason": _("Say in a few words why it is cancelled.")})
    with transaction.atomic():
        seller_order = _locked(actor, seller_order_id)
        if seller_order.state == "cancelled":
            return seller_order
        if rules.SELLER_ORDER.step(seller_order.state, "cancel") is None:
            raise NotCancellable(state=rules.SELLER_ORDER.state_label(seller_order.state))
        lines = list(seller_order.lines.filter(state__in=rules.LIVE_LINE_STATES))
        states.move_all(lines, "cancel", actor=actor, now=now, reason=reason)
        states.move(
            seller_order,
            "cancel",
            actor=actor,
            now=now,
            reason=reason,
            also={"goods_poisha": 0},
            event=SellerOrderCancelled(seller_order.pk),
        )
        deadlines.deadlines_cancel(entity=("seller_order", seller_order.pk), now=now)
        _asked_no_more(seller_order, "nobody", now)
        stock_release(references=[line.stock_reference for line in lines], now=now)
    return seller_order


def _asked_no_more(seller_order: SellerOrder, how: str, now: datetime) -> None:
    """A producer that was asked by SMS: her number is free for another order."""
    if seller_order.sourcing_centre_id is not None:
        ProducerAsking.objects.filter(pk=seller_order.pk, answered_at=None).update(
            answered_at=now, how=how
        )


def _locked(actor: Actor, seller_order_id: int) -> SellerOrder:
    """Locked first, so that two answers, or an answer and the clock, come one after the other."""
    found = (
        seller_orders_visible_to(actor)
        .filter(pk=seller_order_id)
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        raise NotFound(what="seller_order")
    return found


def _check_answers(given: Sequence[LineAnswer], lines: Sequence[OrderLine]) -> None:
    known = {line.pk for line in lines}
    problems: dict[str, object] = {}
    for answer in given:
        if answer.line_id not in known:
            problems[str(answer.line_id)] = _("This line is not part of the order.")
        elif answer.answer not in ("confirmed", "declined"):
            problems[str(answer.line_id)] = _("Answer with “confirmed” or “declined”.")
        elif answer.answer == "declined" and answer.reason not in dict(rules.DECLINE_REASONS):
            problems[str(answer.line_id)] = _("Give a reason for declining.")
    answered = [answer.line_id for answer in given]
    for missing in known - set(answered):
        problems[str(missing)] = _("This line has no answer yet.")
    if len(set(answered)) < len(answered):
        problems["lines"] = _("A line was answered twice.")
    if problems:
        raise InvalidInput(problems)


def _answered_before(
    seller_order: SellerOrder, lines: Sequence[OrderLine], given: Sequence[LineAnswer]
) -> SellerOrder:
    """Past "placed": nothing changes any more, and only the same answer is taken kindly."""
    if seller_order.state == "expired":
        raise AnswerTooLate(seller_order.confirm_by)
    if seller_order.state == "cancelled":
        raise OrderCancelled()
    recorded = {line.pk: (line.state, line.decline_reason) for line in lines}
    for answer in given:
        reason = answer.reason if answer.answer == "declined" else ""
        if recorded[answer.line_id] != (answer.answer, reason):
            raise AlreadyAnswered()
    return seller_order
