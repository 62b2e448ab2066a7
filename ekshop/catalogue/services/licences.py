"""Goods that need a licence are on sale while their seller holds one, and not a day longer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.selectors import licensed_organisation_ids
from ekshop.parties.services import require

from .. import rules
from .turns import merge_turn


class Licensed(NamedTuple):
    """How many offers went out of the shop, and how many came back."""

    taken_out: int
    brought_back: int


@transaction.atomic
def offers_licence_check(
    *, actor: Actor, seller_ids: Collection[int] | None = None, now: datetime
) -> Licensed:
    """Takes out live offers whose seller holds no valid licence for them, and brings back those
    whose seller holds one again. Without `seller_ids`: of every seller. Harmless when repeated.

    What a feed has withdrawn meanwhile stays so; search follows by its triggers.
    """
    require(actor, "offer.manage")
    given: dict[str, Any] = {"regulations": list(rules.LICENCE_FOR_REGULATION), "now": now}
    with connection.cursor() as cursor:
        merge_turn()
        cursor.execute(_SELLERS, given)
        sellers = [
            row[0] for row in cursor.fetchall() if seller_ids is None or row[0] in seller_ids
        ]
        held = [
            (regulation, seller)
            for regulation, kind in rules.LICENCE_FOR_REGULATION.items()
            for seller in licensed_organisation_ids(sellers, kind=kind, on=dhaka_date(now))
        ]
        given |= {
            "sellers": sellers,
            "held": [regulation for regulation, _seller in held],
            "holders": [seller for _regulation, seller in held],
        }
        cursor.execute(_WRONG, given)
        changed = [state for (state,) in cursor.fetchall()]
    return Licensed(changed.count("unlicensed"), changed.count("live"))


_NEEDING = """
    SELECT offer.id, offer.seller_id, offer.state,
           COALESCE(NULLIF(category.regulation, ''), parent.regulation, '') AS regulation
    FROM catalogue_offer AS offer
    JOIN catalogue_product AS product ON product.id = offer.product_id
    JOIN catalogue_category AS category ON category.id = product.category_id
    LEFT JOIN catalogue_category AS parent ON parent.id = category.parent_id
    WHERE offer.state = 'unlicensed' OR offer.state = 'live' AND
          COALESCE(NULLIF(category.regulation, ''), parent.regulation, '')
              = ANY(%(regulations)s::text[])
"""

_SELLERS = f"SELECT DISTINCT seller_id FROM ({_NEEDING}) AS needing"  # noqa: S608

# Locked in the order of their ids, as orders lock them, so that neither waits for the other.
_WRONG = f"""
WITH judged AS MATERIALIZED (
    SELECT id, state, regulation <> ALL(%(regulations)s::text[]) OR EXISTS (
               SELECT FROM unnest(%(held)s::text[], %(holders)s::bigint[]) AS held (what, who)
               WHERE held.what = regulation AND held.who = seller_id) AS may
    FROM ({_NEEDING}) AS needing
    WHERE seller_id = ANY(%(sellers)s::bigint[])
), locked AS MATERIALIZED (
    SELECT offer.id, judged.may FROM catalogue_offer AS offer
    JOIN judged ON judged.id = offer.id AND (judged.state = 'live') <> judged.may
    ORDER BY offer.id FOR NO KEY UPDATE OF offer
)
UPDATE catalogue_offer AS offer
SET state = CASE WHEN locked.may THEN 'live' ELSE 'unlicensed' END, updated_at = %(now)s
FROM locked WHERE offer.id = locked.id
RETURNING offer.state
"""  # noqa: S608
