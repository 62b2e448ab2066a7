"""Makers of orders for this package's tests and those above."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from ekshop.catalogue.models import Offer
from ekshop.catalogue.tests import make as catalogue
from ekshop.kernel import rulebook
from ekshop.kernel.actors import Actor
from ekshop.orders.models import CommissionRate, Order, SellerOrder
from ekshop.orders.rules import EXPORT
from ekshop.orders.services import OrderedLine, order_place, seller_order_answer
from ekshop.parties.models import Customer, Organisation, Seller
from ekshop.parties.services import consent_record, export_hub
from ekshop.parties.tests.make import PLACED_AT, Persona, Personas, personas


def people() -> Personas:
    """The personas, with the rules loaded and Karim's consent to be ordered for."""
    rulebook.rules_load()
    everyone = personas()
    agree(everyone.asha, everyone.karim)
    return everyone


def agree(entrepreneur: Persona, customer: Customer) -> None:
    consent_record(
        actor=entrepreneur.actor,
        customer_id=customer.pk,
        purpose="order",
        medium="spoken",
        wording="order-1",
        now=PLACED_AT,
    )


def rate(rate_bp: int = 500, **fields) -> CommissionRate:
    """Any seller and any category unless said otherwise, for ever."""
    fields = {"valid_from": datetime(2021, 1, 1, tzinfo=PLACED_AT.tzinfo), **fields}
    return CommissionRate.objects.create(rate_bp=rate_bp, **fields)


def offer(seller: Organisation | Seller, **fields) -> Offer:
    return catalogue.offer(getattr(seller, "organisation", seller), **fields)


def order(
    everyone: Personas,
    lines: list[tuple[Offer, int]],
    *,
    nonce: UUID | None = None,
    now: datetime = PLACED_AT,
    by: Persona | None = None,
    customer: Customer | None = None,
    **fields,
) -> Order:
    """Asha orders for Karim at the offers' present prices."""
    by = by or everyone.asha
    customer = customer or everyone.karim
    fields = {"centre_id": customer.centre_id, "channel": "walk_in", **fields}
    return order_place(
        actor=by.actor,
        nonce=nonce or uuid4(),
        customer_id=customer.pk,
        lines=[OrderedLine(each.pk, quantity, each.price_poisha) for each, quantity in lines],
        now=now,
        **fields,
    )


def share(placed: Order, seller: Organisation) -> SellerOrder:
    return SellerOrder.objects.get(order=placed, seller=seller)


def confirm(seller: Persona, seller_order: SellerOrder, now: datetime = PLACED_AT) -> SellerOrder:
    """The seller says yes to every line."""
    return seller_order_answer(
        actor=seller.actor,
        seller_order_id=seller_order.pk,
        answers=[(line.pk, "confirmed", "") for line in seller_order.lines.all()],
        now=now,
    )


def supply(
    lines: list[tuple[Offer, int]], *, nonce: UUID | None = None, now: datetime = PLACED_AT
) -> Order:
    """The platform orders for somebody abroad, to its hub."""
    hub = export_hub(now=now)
    return order_place(
        actor=replace(Actor.system("exports"), person_id=hub.person_id),
        nonce=nonce or uuid4(),
        centre_id=hub.centre_id,
        customer_id=hub.customer_id,
        channel=EXPORT,
        lines=[OrderedLine(each.pk, quantity, each.price_poisha) for each, quantity in lines],
        now=now,
    )
