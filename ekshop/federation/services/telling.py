"""What a seller's people are told by SMS and e-mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from ekshop.kernel.actors import Actor
from ekshop.kernel.idempotency import once
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.orders.selectors import seller_orders_visible_to
from ekshop.parties.selectors import organisation_contact

TELLER = Actor.system("seller notices")


def new_order_notices(*, code: str, now: datetime) -> None:
    """A new order, by SMS and e-mail: to sellers without a webhook, or whose webhook is deaf.

    An order that was answered or given up meanwhile is not told any more.
    """
    seller_order = (
        seller_orders_visible_to(TELLER)
        .select_related("centre__centre__district")
        .filter(code=code, state="placed")
        .first()
    )
    if seller_order is None or seller_order.sourcing_centre_id is not None:
        # A producer is asked in words of her own, with a number to answer by.
        return
    lines = list(seller_order.lines.order_by("position"))
    total = seller_order.goods_poisha + seller_order.delivery_poisha
    who = organisation_contact(seller_order.seller_id)
    url = order_url(code)
    notices: list[NoticeToSend] = []
    if who.mobile:
        notices.append(
            NoticeToSend(
                template="seller_new_order",
                to=who.mobile,
                language=who.language,
                context={
                    "code": code,
                    "line_count": len(lines),
                    "total_poisha": total,
                    "confirm_by": seller_order.confirm_by,
                    "url": url,
                },
                reference=code,
                organisation_id=seller_order.seller_id,
                expires_at=seller_order.confirm_by,
            )
        )
    if who.email:
        centre = seller_order.centre
        english = who.language == "en"
        district = centre.centre.district
        notices.append(
            NoticeToSend(
                template="seller_new_order",
                channel="email",
                to=who.email,
                language=who.language,
                context={
                    "code": code,
                    "lines": _lines(lines, who.language),
                    "total_poisha": total,
                    "confirm_by": seller_order.confirm_by,
                    "centre_name": centre.name_en if english else centre.name_bn,
                    "district": district.name_en if english else district.name_bn,
                    "url": url,
                },
                reference=code,
                organisation_id=seller_order.seller_id,
                expires_at=seller_order.confirm_by,
            )
        )
    if notices:
        notices_send(actor=TELLER, notices=notices, now=now)


def goods_back_notice(*, seller_order: Any, now: datetime) -> None:
    """Nobody collected the goods and they come back, by SMS, once."""
    who = organisation_contact(seller_order.seller_id)
    if not who.mobile:
        return
    code = seller_order.code
    with once(scope="goods_back", key=code, fingerprint=code, now=now) as done:
        if done.is_repeat:
            return
        done.answer = True
        notice = NoticeToSend(
            template="seller_goods_back",
            to=who.mobile,
            language=who.language,
            context={
                "code": code,
                "centre_name": seller_order.centre.name_in(who.language),
                "url": order_url(code),
            },
            reference=code,
            organisation_id=seller_order.seller_id,
        )
        notices_send(actor=TELLER, notices=[notice], now=now)


def deadline_notice(
    *, seller_id: int, code: str, kind: str, due_at: datetime, url: str, now: datetime
) -> None:
    """What will be due soon, or was due and is not done, by SMS."""
    who = organisation_contact(seller_id)
    if not who.mobile:
        return
    notice = NoticeToSend(
        template="deadline_warned",
        to=who.mobile,
        language=who.language,
        context={"code": code, "kind": kind, "due_at": due_at, "url": url},
        reference=code,
        organisation_id=seller_id,
    )
    notices_send(actor=TELLER, notices=[notice], now=now)


def order_url(code: str) -> str:
    return f"{settings.PUBLIC_URL}/partner/orders/{code}/"


def return_url(code: str) -> str:
    return f"{settings.PUBLIC_URL}/partner/returns/{code}/"


def _lines(lines: Sequence[Any], language: str) -> list[dict[str, Any]]:
    return [
        {
            "title": line.name_in(language),
            "quantity": line.quantity,
            "total_poisha": line.total_poisha,
        }
        for line in lines
    ]
