"""What a seller's system says right now of an offer, as somebody orders it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.parties.services import require


class LiveWord(NamedTuple):
    """`price_poisha`: a price to show from now on, else None. `left`: pieces still there, of which
    only fewer than we show counts; else None."""

    offer_id: int
    price_poisha: int | None
    left: int | None


def offers_live_set(*, actor: Actor, words: Iterable[LiveWord], now: datetime) -> int:
    """Shows higher prices and lower stock at once; says how many offers changed.

    The next reading judges those offers anew, whatever it knew of their rows. What was held back
    of their price is overtaken: this is newer.
    """
    require(actor, "offer.manage")
    rows = [word for word in words if word.price_poisha is not None or word.left is not None]
    if not rows:
        return 0
    given: dict[str, Any] = {
        "offers": [word.offer_id for word in rows],
        "prices": [word.price_poisha for word in rows],
        "lefts": [word.left for word in rows],
        "now": now,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, given)
        cursor.execute(_SET, given)
        changed = cursor.rowcount
        cursor.execute(_OVERTAKE, given)
    return changed


_LOCK = """
SELECT 1 FROM catalogue_offer WHERE id = ANY(%(offers)s) ORDER BY id FOR NO KEY UPDATE
"""

_SET = """
UPDATE catalogue_offer AS offer
SET price_poisha = COALESCE(word.price, offer.price_poisha),
    list_price_poisha = CASE WHEN word.price >= offer.list_price_poisha THEN NULL
                             ELSE offer.list_price_poisha END,
    on_hand = LEAST(offer.on_hand, GREATEST(COALESCE(word.remaining, offer.on_hand),
                                            offer.reserved)),
    fingerprint = '', updated_at = %(now)s
FROM unnest(%(offers)s::bigint[], %(prices)s::bigint[], %(lefts)s::bigint[])
     AS word (offer, price, remaining)
WHERE offer.id = word.offer AND offer.state = 'live'
  AND (COALESCE(word.price, offer.price_poisha) <> offer.price_poisha
       OR GREATEST(COALESCE(word.remaining, offer.on_hand), offer.reserved) < offer.on_hand)
"""

_OVERTAKE = """
UPDATE catalogue_heldchange AS held SET state = 'overtaken', decided_at = %(now)s
FROM unnest(%(offers)s::bigint[], %(prices)s::bigint[]) AS word (offer, price)
WHERE held.state = 'held' AND held.what = 'price' AND held.offer_id = word.offer
  AND word.price IS NOT NULL
"""
