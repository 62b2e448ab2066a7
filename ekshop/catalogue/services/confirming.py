"""Goods whose list has not been confirmed for long: said so, then out of the shop, and back."""

from datetime import datetime

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.parties.services import require

from ..models import UnconfirmedFeed
from .turns import merge_turn


def feed_offers_doubt(*, actor: Actor, feed_id: int, since: datetime) -> None:
    """Its offers say since when they are not confirmed, and stand behind those that are."""
    require(actor, "offer.manage")
    UnconfirmedFeed.objects.update_or_create(feed_id=feed_id, defaults={"since": since})


@transaction.atomic
def feed_offers_suspend(*, actor: Actor, feed_id: int, now: datetime) -> int:
    """Takes them out of the shop until they are confirmed; returns how many. Harmless to repeat."""
    require(actor, "offer.manage")
    return _turn(feed_id, "live", "stale", now)


@transaction.atomic
def feed_offers_confirm(*, actor: Actor, feed_id: int, now: datetime) -> int:
    """No more doubt, and back into the shop; returns how many came back. Harmless to repeat."""
    require(actor, "offer.manage")
    UnconfirmedFeed.objects.filter(feed_id=feed_id).delete()
    return _turn(feed_id, "stale", "live", now)


def _turn(feed_id: int, old: str, new: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        merge_turn()
        cursor.execute(_TURN, {"feed": feed_id, "old": old, "new": new, "now": now})
        return int(cursor.rowcount)


# Locked in the order of their ids, as orders lock them.
_TURN = """
WITH locked AS MATERIALIZED (
    SELECT id FROM catalogue_offer WHERE feed_id = %(feed)s AND state = %(old)s
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE catalogue_offer AS offer SET state = %(new)s, updated_at = %(now)s
FROM locked WHERE offer.id = locked.id
"""
