"""Terms of an offer said, and goods that come into the shop and leave it with their season."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ..models import Offer, OfferTerms
from ..rules import TERMS_FIELDS, Terms, terms_problems
from .turns import merge_turn


class Seasons(NamedTuple):
    """How many offers went out of the shop, and how many came back."""

    taken_out: int
    brought_back: int


@transaction.atomic
def offer_terms_set(*, actor: Actor, offer_id: int, terms: Terms, now: datetime) -> None:
    """From now on these are its terms, all of them; out of its season it leaves the shop at once.

    Raises InvalidInput, NotFound.
    """
    require(actor, "offer.manage")
    if problems := terms_problems(terms):
        raise InvalidInput(problems)
    if not Offer.objects.filter(pk=offer_id).exists():
        raise NotFound(what="offer")
    if terms.any:
        said = {name: getattr(terms, name) for name in TERMS_FIELDS}
        OfferTerms.objects.update_or_create(offer_id=offer_id, defaults={**said, "by_feed": False})
    else:
        OfferTerms.objects.filter(offer_id=offer_id).delete()
    offers_season_check(actor=actor, offer_ids=[offer_id], now=now)


@transaction.atomic
def offers_season_check(
    *, actor: Actor, offer_ids: Collection[int] | None = None, now: datetime
) -> Seasons:
    """Takes out live offers whose season is over, and brings back those whose season has come.
    Without `offer_ids`: of all. Harmless when repeated; search follows by its triggers.
    """
    require(actor, "offer.manage")
    today = dhaka_date(now)
    given: dict[str, Any] = {
        "offers": None if offer_ids is None else list(offer_ids),
        "today": today.month * 100 + today.day,
        "now": now,
    }
    with connection.cursor() as cursor:
        merge_turn()
        cursor.execute(_TURN, given)
        changed = [state for (state,) in cursor.fetchall()]
    return Seasons(changed.count("off_season"), changed.count("live"))


# Locked in the order of their ids, as orders lock them, so that neither waits for the other.
_TURN = """
WITH judged AS MATERIALIZED (
    SELECT offer.id, offer.state, CASE
               WHEN terms.season_from IS NULL THEN true
               WHEN terms.season_from <= terms.season_to
               THEN %(today)s BETWEEN terms.season_from AND terms.season_to
               ELSE %(today)s >= terms.season_from OR %(today)s <= terms.season_to END AS may
    FROM catalogue_offer AS offer
    LEFT JOIN catalogue_offerterms AS terms ON terms.offer_id = offer.id
    WHERE (offer.state = 'off_season' OR offer.state = 'live' AND terms.season_from IS NOT NULL)
      AND (%(offers)s::bigint[] IS NULL OR offer.id = ANY(%(offers)s::bigint[]))
), locked AS MATERIALIZED (
    SELECT offer.id, judged.may FROM catalogue_offer AS offer
    JOIN judged ON judged.id = offer.id AND (judged.state = 'live') <> judged.may
    ORDER BY offer.id FOR NO KEY UPDATE OF offer
)
UPDATE catalogue_offer AS offer
SET state = CASE WHEN locked.may THEN 'live' ELSE 'off_season' END, updated_at = %(now)s
FROM locked WHERE offer.id = locked.id
RETURNING offer.state
"""
