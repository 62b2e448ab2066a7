"""An order carried to where a test wants it, through the services alone."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import Shipment
from ekshop.fulfilment.services import FoundLine
from ekshop.fulfilment.tests.make import looked_at
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.orders.models import Order, SellerOrder
from ekshop.orders.services import LineAnswer, seller_order_answer
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.payments.models import Payment
from ekshop.payments.services import amount_due, payment_collect

SYSTEM = Actor.system("deadlines")
QUEUES = ["default"]


def work(at: datetime) -> None:
    """Let every reaction happen, at that time."""
    with clock.at(at):
        run_jobs(queues=QUEUES)


def packed(
    people: Personas, order: Order, *, now: datetime = PLACED_AT + timedelta(hours=1)
) -> tuple[SellerOrder, Shipment]:
    """Its first seller order: confirmed whole and shipped by hand."""
    seller_order = order.seller_orders.order_by("id").first()
    assert seller_order is not None
    seller = people.mina.actor
    seller_order_answer(
        actor=seller,
        seller_order_id=seller_order.pk,
        answers=[LineAnswer(line.pk, "confirmed") for line in seller_order.lines.all()],
        now=now,
    )
    if seller_order.sourcing_centre_id:
        looked_at(seller_order, now=now)
    shipment = fulfilling.shipment_book(
        actor=seller, seller_order_id=seller_order.pk, courier="manual", now=now
    )
    fulfilling.shipment_hand_over(actor=seller, shipment_id=shipment.pk, now=now)
    return seller_order, shipment


def arrived(
    people: Personas, order: Order, *, now: datetime = PLACED_AT + timedelta(hours=1)
) -> SellerOrder:
    """The same, received at the centre two days later."""
    seller_order, shipment = packed(people, order, now=now)
    fulfilling.shipment_receive(
        actor=people.asha.actor, shipment_id=shipment.pk, now=now + timedelta(days=2)
    )
    work(now + timedelta(days=2))
    seller_order.refresh_from_db()
    return seller_order


def inspected(
    people: Personas, seller_order: SellerOrder, rejected: int = 0, *, now: datetime
) -> SellerOrder:
    """`rejected` pieces of the first line are damaged, everything else is good."""
    shipment = fulfilment.shipments_of([seller_order.pk])[seller_order.pk][0]
    found = []
    for line in seller_order.lines.filter(state="confirmed").order_by("position"):
        found.append(FoundLine(line.pk, line.quantity - rejected, rejected, "damaged"))
        rejected = 0
    fulfilling.inspection_record(
        actor=people.asha.actor, shipment_id=shipment.pk, found=found, nonce=uuid4(), now=now
    )
    seller_order.refresh_from_db()
    return seller_order


def paid(people: Personas, seller_order: SellerOrder, *, now: datetime) -> Payment:
    payment = payment_collect(
        actor=people.asha.actor,
        seller_order_id=seller_order.pk,
        medium="cash",
        reference="",
        expected_poisha=amount_due(seller_order.pk).amount_poisha,
        nonce=uuid4(),
        now=now,
    )
    work(now)
    seller_order.refresh_from_db()
    return payment


def hand_over_code() -> str:
    """The code as the customer's SMS says it."""
    body = Message.objects.filter(template="hand_over_code").latest("id").body
    return "".join(filter(str.isdigit, body.translate(_LATIN)))[:6]


def handed_over(people: Personas, seller_order: SellerOrder, *, now: datetime) -> None:
    fulfilling.hand_over_record(
        actor=people.asha.actor, seller_order_id=seller_order.pk, code=hand_over_code(), now=now
    )
    work(now)
    seller_order.refresh_from_db()


def side_by_side(*calls: Callable[[], Any]) -> list[Any]:
    """What each answered, or the error it raised; all begin before the first has committed."""
    answers: list[Any] = [None] * len(calls)
    together = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> None:
        together.wait()
        try:
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


_LATIN = {ord("০") + digit: str(digit) for digit in range(10)}

__all__ = [
    "SYSTEM",
    "arrived",
    "hand_over_code",
    "handed_over",
    "inspected",
    "orders",
    "paid",
    "side_by_side",
    "work",
]
