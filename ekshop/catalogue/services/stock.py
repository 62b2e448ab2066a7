"""Stock held for orders: reserved when placed, taken when confirmed, given back when not.

Never oversold: offers are locked once, in the order of their ids (so two orders over the same
offers queue instead of embracing each other), the quantity is compared under that lock, and the
constraint `offer_never_oversold` says it again. The lock is taken late: from here to the
commit, every other order of a hot item waits.

A reservation's state moves here in sets, by compare-and-set, without a history row of its own:
it only mirrors its order line, whose history says who and why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, DomainError
from ekshop.kernel.statements import fetch, run

from ..models import Offer


class StockItem(NamedTuple):
    """`reference` is the holder's own key ("line:17"); one reservation each."""

    offer_id: int
    quantity: int
    reference: str


@dataclass(frozen=True, slots=True)
class Shortage:
    offer_id: int
    title: str
    wanted: int
    left: int

    def as_dict(self) -> dict[str, object]:
        return {
            "offer_id": self.offer_id,
            "title": self.title,
            "wanted": self.wanted,
            "left": self.left,
        }


class OutOfStock(Conflict):
    """`shortages`: each offer that has too little, with what was wanted and what is left."""

    code = "out_of_stock"
    message = _("Too little is left: %(what)s.")

    def __init__(self, shortages: list[Shortage]) -> None:
        self.shortages = shortages
        what = "; ".join(f"{s.title} ({s.left}/{s.wanted})" for s in shortages)
        super().__init__(what=what, shortages=[s.as_dict() for s in shortages])


class OfferNotOrderable(DomainError):
    """The offer may not be ordered at all. `reason`: a key of `REASONS`."""

    code = "offer_not_orderable"
    message = _("%(title)s cannot be ordered: %(why)s")
    http_status = 409

    def __init__(self, *, offer_id: int, title: str, reason: str, why: object) -> None:
        self.reason = reason
        super().__init__(offer_id=offer_id, title=title, reason=reason, why=why)


def stock_reserve(*, items: Iterable[StockItem | tuple[int, int, str]], now: datetime) -> None:
    """Holds every item or none, in two statements. Call it last in the caller's transaction.

    Errors: OutOfStock, with every offer that is short; a reference used before breaks the
    constraint on references (IntegrityError), because holding twice is the caller's mistake.
    """
    wanted = [StockItem(*item) for item in items]
    if not wanted:
        return
    if min(item.quantity for item in wanted) < 1:
        raise ValueError("a reservation holds at least one")
    by_offer: dict[int, int] = {}
    for item in wanted:
        by_offer[item.offer_id] = by_offer.get(item.offer_id, 0) + item.quantity
    rows = fetch(
        "SELECT id, CASE WHEN state = %s THEN on_hand - reserved ELSE 0 END, title"
        " FROM catalogue_offer WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
        [Offer.LIVE, list(by_offer)],
    )
    found = {offer_id: (left, title) for offer_id, left, title in rows}
    shortages = [
        Shortage(offer_id, found.get(offer_id, (0, ""))[1], quantity, left)
        for offer_id, quantity in by_offer.items()
        if (left := found.get(offer_id, (0, ""))[0]) < quantity
    ]
    if shortages:
        raise OutOfStock(shortages)
    run(
        _RESERVE,
        {
            "offers": [item.offer_id for item in wanted],
            "quantities": [item.quantity for item in wanted],
            "references": [item.reference for item in wanted],
            "now": now,
        },
    )


def stock_release(*, references: Iterable[str], now: datetime) -> int:
    """Gives back what these references still hold; returns how many did. Repeating is harmless."""
    return _settle(_RELEASE, references)


def stock_consume(*, references: Iterable[str], now: datetime) -> int:
    """Takes what these references still hold: on hand and reserved both fall.

    Returns how many did; repeating is harmless.
    """
    return _settle(_CONSUME, references)


def stock_restore(*, pieces: Mapping[str, int]) -> int:
    """Puts pieces that came back whole to their seller on hand again, by reference.

    Returns of how many references; repeating is harmless. A seller's next list overrules it.
    """
    names = list(pieces)
    if not names:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OFFERS, {"references": names, "state": "consumed"})
        cursor.execute(_RESTORE, {"references": names, "quantities": list(pieces.values())})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _settle(statement: str, references: Iterable[str]) -> int:
    names = list(references)
    if not names:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_OFFERS, {"references": names, "state": "held"})
        cursor.execute(statement, {"references": names})
        row = cursor.fetchone()
    return int(row[0]) if row else 0


_LOCK_OFFERS = """
SELECT 1 FROM catalogue_offer WHERE id IN (
    SELECT offer_id FROM catalogue_stockreservation
    WHERE reference = ANY(%(references)s) AND state = %(state)s
) ORDER BY id FOR NO KEY UPDATE
"""

_RESERVE = """
WITH held AS (
    INSERT INTO catalogue_stockreservation (offer_id, quantity, reference, state, created_at)
    SELECT offer_id, quantity, reference, 'held', %(now)s
    FROM unnest(%(offers)s::bigint[], %(quantities)s::int[], %(references)s::text[])
         AS wanted (offer_id, quantity, reference)
    RETURNING offer_id, quantity
), needed AS (
    SELECT offer_id, sum(quantity)::int AS quantity FROM held GROUP BY offer_id
)
UPDATE catalogue_offer AS offer SET reserved = offer.reserved + needed.quantity
FROM needed WHERE offer.id = needed.offer_id
"""

_RELEASE = """
WITH freed AS (
    UPDATE catalogue_stockreservation SET state = 'released'
    WHERE reference = ANY(%(references)s) AND state = 'held'
    RETURNING offer_id, quantity
), back AS (
    SELECT offer_id, sum(quantity)::int AS quantity FROM freed GROUP BY offer_id
), changed AS (
    UPDATE catalogue_offer AS offer SET reserved = offer.reserved - back.quantity
    FROM back WHERE offer.id = back.offer_id
)
SELECT count(*) FROM freed
"""

_CONSUME = """
WITH taken AS (
    UPDATE catalogue_stockreservation SET state = 'consumed'
    WHERE reference = ANY(%(references)s) AND state = 'held'
    RETURNING offer_id, quantity
), gone AS (
    SELECT offer_id, sum(quantity)::int AS quantity FROM taken GROUP BY offer_id
), changed AS (
    UPDATE catalogue_offer AS offer
    SET reserved = offer.reserved - gone.quantity, on_hand = offer.on_hand - gone.quantity
    FROM gone WHERE offer.id = gone.offer_id
)
SELECT count(*) FROM taken
"""

_RESTORE = """
WITH whole AS (
    SELECT reference, quantity
    FROM unnest(%(references)s::text[], %(quantities)s::int[]) AS came (reference, quantity)
), back AS (
    UPDATE catalogue_stockreservation AS held SET state = 'restored'
    FROM whole WHERE held.reference = whole.reference AND held.state = 'consumed'
    RETURNING held.offer_id, least(whole.quantity, held.quantity) AS quantity
), sums AS (
    SELECT offer_id, sum(quantity)::int AS quantity FROM back GROUP BY offer_id
), changed AS (
    UPDATE catalogue_offer AS offer SET on_hand = offer.on_hand + sums.quantity
    FROM sums WHERE offer.id = sums.offer_id
)
SELECT count(*) FROM back
"""
