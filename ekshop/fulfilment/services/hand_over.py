"""The customer takes the goods with a code only they were sent."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.events import emit
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.notices.services import notice_send
from ekshop.orders import selectors as orders
from ekshop.orders.services import seller_order_mark_handed_over
from ekshop.parties.services import require

from ..events import HandedOver
from ..models import HandOver
from ..rules import HAND_OVER_TRIES
from .errors import CodeExpired, NotPaidYet, TooManyTries, TooSoon, WrongCode
from .waiting import waiting_over

CODE_DAYS = 30
RESEND_SECONDS = 60


def hand_over_prepare(*, actor: Actor, seller_order_id: int, now: datetime) -> None:
    """Make and send the one-time code; called in the transaction that records the payment."""
    code = _new_code()
    HandOver.objects.create(
        seller_order_id=seller_order_id,
        code_hash=_hash(seller_order_id, code),
        sent_at=now,
        expires_at=now + timedelta(days=CODE_DAYS),
    )
    _send(actor, seller_order_id, code, now)


def hand_over_code_resend(*, actor: Actor, seller_order_id: int, now: datetime) -> None:
    """A fresh code, the old one void. Errors: NotPaidYet, TooSoon."""
    require(actor, "hand_over.record")
    seller_order = orders.seller_order_visible_to(actor, seller_order_id)
    if seller_order.state != "paid":
        raise NotPaidYet
    code = _new_code()
    with transaction.atomic():
        renewed = HandOver.objects.filter(
            seller_order_id=seller_order.pk,
            sent_at__lte=now - timedelta(seconds=RESEND_SECONDS),
        ).update(
            code_hash=_hash(seller_order.pk, code),
            sent_at=now,
            expires_at=now + timedelta(days=CODE_DAYS),
            attempts=0,
        )
        if not renewed:
            raise TooSoon
        _send(actor, seller_order.pk, code, now)


def hand_over_record(*, actor: Actor, seller_order_id: int, code: str, now: datetime) -> HandOver:
    """Give the goods against the customer's code; the return window starts now.

    Once handed over, asking again answers with the same. A wrong try is counted even though the
    call is refused. Errors: NotPaidYet, WrongCode, TooManyTries, CodeExpired.
    """
    require(actor, "hand_over.record")
    seller_order = orders.seller_order_visible_to(actor, seller_order_id)
    if seller_order.state == "handed_over":
        return HandOver.objects.get(seller_order_id=seller_order.pk)
    if seller_order.state != "paid":
        raise NotPaidYet
    # The try is spent before the code is looked at, in a statement of its own, so that guesses
    # sent side by side cannot share one.
    spent = HandOver.objects.filter(
        seller_order_id=seller_order.pk, attempts__lt=HAND_OVER_TRIES
    ).update(attempts=F("attempts") + 1)
    if not spent:
        raise TooManyTries
    hand_over = HandOver.objects.get(seller_order_id=seller_order.pk)
    if hand_over.expires_at < now:
        raise CodeExpired
    if not constant_time_compare(hand_over.code_hash, _hash(seller_order.pk, _plain(code))):
        raise WrongCode
    with transaction.atomic():
        seller_order_mark_handed_over(actor=actor, seller_order_id=seller_order.pk, now=now)
        hand_over.handed_over_at = now
        hand_over.handed_over_by_id = actor.person_id
        hand_over.return_until = due_at(rule_at("return_window", now), now)
        hand_over.save(update_fields=["handed_over_at", "handed_over_by", "return_until"])
        waiting_over(seller_order_id=seller_order.pk, now=now, collected=True)
        emit(HandedOver(seller_order_id=seller_order.pk))
    return hand_over


def hub_take(*, actor: Actor, seller_order_id: int, now: datetime) -> None:
    """The export hub keeps what it has accepted and paid: nobody comes for it, and what it
    accepted it cannot give back, so the return window is over as it begins."""
    with transaction.atomic():
        HandOver.objects.create(
            seller_order_id=seller_order_id,
            code_hash="",
            sent_at=now,
            expires_at=now,
            handed_over_at=now,
            handed_over_by_id=actor.person_id,
            return_until=now,
        )
        seller_order_mark_handed_over(actor=actor, seller_order_id=seller_order_id, now=now)
        emit(HandedOver(seller_order_id=seller_order_id))


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06}"


def _plain(code: str) -> str:
    """The digits alone, as they were sent: people type them in Bengali and with gaps."""
    return "".join(filter(str.isdigit, latin_digits(code)))


def _hash(seller_order_id: int, code: str) -> str:
    return salted_hmac("hand-over", f"{seller_order_id}:{code}", algorithm="sha256").hexdigest()


def _send(actor: Actor, seller_order_id: int, code: str, now: datetime) -> None:
    seller_order = orders.seller_order_get(seller_order_id)
    customer = seller_order.order.customer
    notice_send(
        actor=actor,
        template="hand_over_code",
        to=customer.mobile,
        language=customer.language,
        context={
            "code": seller_order.order.code,
            "seller_name": seller_order.seller.name_in(customer.language),
            "hand_over_code": code,
            "centre_name": seller_order.centre.name_in(customer.language),
        },
        reference=seller_order.code,
        now=now,
    )
