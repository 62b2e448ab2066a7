"""What reading a feed asks of the catalogue."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from ..models import Offer

ROWS = 10_000


def feed_fingerprints(feed_id: int) -> Iterator[tuple[int, int]]:
    """(first half of the digest as a signed number, offer id) of its offers in the shop or out of season, ascending."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT ('x' || left(fingerprint, 16))::bit(64)::bigint AS half, id"
            " FROM catalogue_offer WHERE feed_id = %s AND state IN ('live', 'off_season') AND fingerprint <> ''"
            " ORDER BY 1",
            [feed_id],
        )
        while rows := cursor.fetchmany(ROWS):
            yield from rows


def feed_offers_unmarked(feed_id: int) -> list[int]:
    """Those of its offers that say nothing of the row they came from."""
    rows = Offer.objects.filter(
        feed_id=feed_id, state__in=[Offer.LIVE, Offer.OFF_SEASON], fingerprint=""
    )
    return list(rows.values_list("id", flat=True))


def offers_by_source_category(seller_id: int) -> dict[str, int]:
    """How many of a seller's live offers stand under each of its own words."""
    rows = Offer.objects.filter(seller_id=seller_id, state=Offer.LIVE).values("source_category")
    return dict(rows.annotate(count=Count("id")).values_list("source_category", "count"))


def offers_in_families(seller_id: int, families: Collection[str]) -> list[tuple[str, str]]:
    """(family, seller's number) of a seller's live offers in families by its own numbers for them."""
    rows = Offer.objects.filter(
        seller_id=seller_id, group_ref__in=[each for each in families if each], state=Offer.LIVE
    )
    return list(rows.values_list("group_ref", "seller_ref"))


class OfferNamed(NamedTuple):
    """An offer of ours that goes by a seller's own number."""

    id: int
    ref: str
    feed_id: int | None
    live: bool


def offers_named(seller_id: int, refs: Collection[str]) -> list[OfferNamed]:
    """A seller's offers by its own numbers for them. One statement."""
    rows = Offer.objects.filter(seller_id=seller_id, seller_ref__in=list(refs))
    found = rows.order_by("id").values_list("id", "seller_ref", "feed_id", "state")
    return [OfferNamed(pk, ref, feed_id, state == Offer.LIVE) for pk, ref, feed_id, state in found]
