"""What a thing has cost, day by day: the lowest price at which anyone sold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.statements import fetch

DAYS = 90
LATELY = 30


@dataclass(frozen=True, slots=True)
class PriceHistory:
    """`steps`: (day, price from that day on), oldest first, today's last; `days`: the price of
    each day; `lowest_lately`: of the last thirty days. Prices in poisha, the lowest of all sellers."""

    steps: tuple[tuple[date, int], ...]
    days: tuple[int, ...]
    lowest_lately: int

    @property
    def changed(self) -> bool:
        return len({price for _day, price in self.steps}) > 1


def price_history(offer_ids: Sequence[int], *, now: datetime) -> PriceHistory | None:
    """Of these offers, as they are on sale now; None where there are none. Two statements.

    A day's price of an offer is the lowest it had that day.
    """
    today = dhaka_date(now)
    first = today - timedelta(days=DAYS - 1)
    offers = fetch(_OFFERS, [list(offer_ids)])
    if not offers:
        return None
    changes: dict[int, list[tuple[date, int, int]]] = {}
    for offer_id, was, became, at in fetch(
        _CHANGES, [list(offer_ids), now - timedelta(days=DAYS + 1)]
    ):
        changes.setdefault(offer_id, []).append((dhaka_date(at), was, became))
    lowest: dict[date, int] = {}
    for offer_id, price, created_at in offers:
        born = max(dhaka_date(created_at), first)
        for day, cost in _by_day(price, changes.get(offer_id, []), born, today):
            lowest[day] = min(cost, lowest.get(day, cost))
    days = sorted(lowest)
    steps = [
        (day, lowest[day])
        for number, day in enumerate(days)
        if number == 0 or lowest[day] != lowest[days[number - 1]]
    ]
    lately = [lowest[day] for day in days if day > today - timedelta(days=LATELY)]
    return PriceHistory(tuple(steps), tuple(lowest[day] for day in days), min(lately))


def _by_day(
    price: int, changes: list[tuple[date, int, int]], born: date, today: date
) -> list[tuple[date, int]]:
    """Backwards from today's price: before each change it was what the change says."""
    found, left = [], list(changes)
    for back in range((today - born).days + 1):
        day = today - timedelta(days=back)
        cost = price
        while left and left[-1][0] >= day:
            _day, price, _became = left.pop()
            cost = min(cost, price)
        found.append((day, cost))
    return found


_OFFERS = "SELECT id, price_poisha, created_at FROM catalogue_offer WHERE id = ANY(%s)"

_CHANGES = """
SELECT offer_id, was_poisha, became_poisha, at FROM catalogue_pricechange
WHERE offer_id = ANY(%s) AND at >= %s ORDER BY at, id
"""
