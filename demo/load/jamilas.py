"""Jamila's own orders: one she has been paid for, one that waits for her word."""

from datetime import datetime, timedelta

from ekshop.catalogue.models import Offer
from ekshop.kernel import clock
from ekshop.orders.services import OrderedLine

from .carrying import carry, karim
from .people import persona
from .world import World

SOLD_DAYS_AGO = 40
"""Long enough for her money to have come: the days of asking back, and the next day wallets are paid."""
SOLD, ASKED = "JAMILA-JAMDA-6", "JAMILA-JAMDA-5"
"""Of these she has so few that nobody else's order takes them."""


def sold_at(now: datetime) -> datetime:
    day = clock.dhaka_midnight(clock.dhaka_date(now) - timedelta(days=SOLD_DAYS_AGO))
    return day + timedelta(hours=11)


def sold(world: World, at: datetime) -> None:
    carry(world, karim(world, at), _one(SOLD), "handed_over", at)


def asked(world: World, now: datetime) -> None:
    at = now - timedelta(hours=3)
    carry(world, karim(world, at), _one(ASKED), "placed", at)


def _one(ref: str) -> list[OrderedLine]:
    offers = Offer.objects.filter(seller_id=persona("jamila").organisation, seller_ref=ref)
    return [OrderedLine(pk, 1, price) for pk, price in offers.values_list("pk", "price_poisha")]
