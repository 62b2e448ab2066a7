"""What goods have cost since the summer, so that a page has a price to look back on.

Only of goods that nobody ordered, for what was paid is the price of its day, and whose price never
changed in the load itself.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from ekshop.catalogue.models import Offer, PriceChange
from ekshop.orders.models import OrderLine
from ekshop.parties.models import Organisation

EVERY = 8
ROUND = 500
LEAST = 10_000
COURSES = (
    ((66, 118), (38, 110), (12, 100)),
    ((71, 90), (44, 106), (20, 100)),
    ((58, 100), (33, 112), (9, 100)),
    ((49, 94), (17, 100)),
    ((62, 125), (26, 100)),
)
"""How many days ago a price became what part of today's, in hundredths; before that 100, or 105 where
it did not move."""


def load(now: datetime) -> int:
    """Every so many of the goods that one partner sells alone; how many changes are told."""
    alone = defaultdict(list)
    rows = Offer.objects.filter(state=Offer.LIVE).order_by("pk")
    for offer in rows.only("pk", "product_id", "price_poisha", "created_at", "seller_id"):
        alone[offer.product_id].append(offer)
    longest = max(days for course in COURSES for days, _part in course)
    told = set(OrderLine.objects.values_list("offer_id", flat=True))
    told |= set(PriceChange.objects.values_list("offer_id", flat=True))
    shops = set(Organisation.objects.filter(kind="partner").values_list("pk", flat=True))
    sold = [
        offers[0]
        for offers in alone.values()
        if len(offers) == 1
        and offers[0].pk not in told
        and offers[0].seller_id in shops
        and offers[0].price_poisha >= LEAST
        and offers[0].created_at < now - timedelta(days=longest)
    ]
    changes = [
        change
        for number, offer in enumerate(sold[::EVERY])
        for change in _course(offer, COURSES[number % len(COURSES)], now)
    ]
    return len(PriceChange.objects.bulk_create(changes))


def _course(offer: Offer, course: tuple[tuple[int, int], ...], now: datetime) -> list[PriceChange]:
    """Ends at what the offer costs."""
    today, found = offer.price_poisha, []
    was = _part(today, 105 if course[0][1] == 100 else 100)
    for days, part in course:
        became = today if part == 100 else _part(today, part)
        if became != was:
            at = now - timedelta(days=days)
            found.append(PriceChange(offer=offer, was_poisha=was, became_poisha=became, at=at))
        was = became
    return found


def _part(poisha: int, part: int) -> int:
    """To a price a shop would write."""
    return round(poisha * part / 100 / ROUND) * ROUND
