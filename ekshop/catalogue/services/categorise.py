"""Moving a seller's goods to another category, and taking a feed's offers off the shelf, in sets."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.parties.services import require

from .. import rules
from ..models import Category
from .turns import merge_turn


def catch_all_category() -> int:
    """The id of the category of goods whose own is not known yet."""
    made, _new = Category.objects.get_or_create(
        slug=rules.CATCH_ALL,
        defaults={"name_bn": "অন্যান্য পণ্য", "name_en": "Other goods", "drawing": "package"},
    )
    return int(made.pk)


@transaction.atomic
def offers_recategorise(
    *,
    actor: Actor,
    seller_id: int,
    categories: Mapping[str, int],
    refused_categories: Collection[int] = (),
    now: datetime,
) -> int:
    """Moves the products this seller's offers made to the categories now decided for its words.

    Offers in a category the seller may not sell in are withdrawn. Returns how many products moved.
    """
    require(actor, "category_map")
    given: dict[str, Any] = {
        "seller": seller_id,
        "words": list(categories),
        "ours": list(categories.values()),
        "refused": list(refused_categories),
        "now": now,
    }
    with connection.cursor() as cursor:
        merge_turn()
        cursor.execute(_MOVE, given)
        moved = int(cursor.rowcount)
        cursor.execute(_WITHDRAW, given)
    return moved


def feed_offers_withdraw(*, actor: Actor, feed_id: int, now: datetime) -> int:
    """Takes everything that came by this feed off the shelf; returns how many offers."""
    require(actor, "offer.manage")
    with transaction.atomic(), connection.cursor() as cursor:
        merge_turn()
        cursor.execute(
            "UPDATE catalogue_offer SET state = 'withdrawn', fingerprint = '', updated_at = %s"
            " WHERE feed_id = %s AND state IN ('live', 'unlicensed', 'stale')",
            [now, feed_id],
        )
        return int(cursor.rowcount)


_MOVE = """
UPDATE catalogue_product AS product SET category_id = mapped.ours, updated_at = %(now)s
FROM catalogue_offer AS offer
JOIN unnest(%(words)s::text[], %(ours)s::bigint[]) AS mapped (word, ours)
  ON mapped.word = offer.source_category
WHERE offer.seller_id = %(seller)s AND product.id = offer.product_id
  AND product.category_id <> mapped.ours
  AND offer.id = (SELECT min(id) FROM catalogue_offer WHERE product_id = product.id)
"""

_WITHDRAW = """
UPDATE catalogue_offer AS offer SET state = 'withdrawn', fingerprint = '', updated_at = %(now)s
FROM unnest(%(words)s::text[], %(ours)s::bigint[]) AS mapped (word, ours)
WHERE offer.seller_id = %(seller)s AND offer.state = 'live'
  AND mapped.word = offer.source_category AND mapped.ours = ANY(%(refused)s::bigint[])
"""
