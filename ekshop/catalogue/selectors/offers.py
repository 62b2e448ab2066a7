"""A seller's offers as it sees them itself."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import Offer

OFFER_SHELVES = [
    ("", _("All")),
    ("live", _("On sale")),
    ("out", _("Out of stock")),
    ("withdrawn", _("Withdrawn")),
    ("blocked", _("Blocked")),
    ("unlicensed", _("Without a licence")),
    ("stale", _("Not confirmed for too long")),
    ("off_season", _("Out of season")),
]
OFFERS_ORDER = ("seller_ref",)
"""By the seller's own number: one index finds any page of any seller."""


def offer_by_number(*, seller_id: int, seller_ref: str) -> Offer | None:
    """A seller's offer by the seller's own number for it."""
    return Offer.objects.filter(seller_id=seller_id, seller_ref=seller_ref).first()


@dataclass(frozen=True, slots=True)
class OfferInStock:
    id: int
    seller_ref: str
    price_poisha: int
    available: int


def offers_in_stock(*, seller_id: int, least: int, most: int, ref: str = "") -> list[OfferInStock]:
    """A seller's live offers with at least so many pieces to give, the cheapest first."""
    rows = _in_stock(seller_id, least)
    if ref:
        rows = rows.filter(seller_ref=ref)
    return [
        OfferInStock(each.pk, each.seller_ref, each.price_poisha, each.available)
        for each in rows.order_by("price_poisha", "id")[:most]
    ]


class OfferAsked(NamedTuple):
    """An offer whose seller could be asked about it. `ref`: the seller's own number."""

    id: int
    seller_id: int
    feed_id: int
    ref: str
    title: str
    price_poisha: int


def offers_to_ask(offer_ids: Collection[int]) -> list[OfferAsked]:
    """Those of them that came by a list, in the order of their ids. One statement."""
    rows = Offer.objects.filter(pk__in=list(offer_ids), feed_id__isnull=False, state=Offer.LIVE)
    columns = ("id", "seller_id", "feed_id", "seller_ref", "title", "price_poisha")
    return [OfferAsked(*row) for row in rows.order_by("pk").values_list(*columns)]


def offers_in_stock_count(*, seller_id: int, least: int) -> int:
    """How many of a seller's live offers have at least so many pieces to give."""
    return _in_stock(seller_id, least).count()


def _in_stock(seller_id: int, least: int) -> QuerySet[Offer]:
    return Offer.objects.filter(
        seller_id=seller_id, state=Offer.LIVE, on_hand__gte=F("reserved") + least
    )


def offers_listed(actor: Actor, *, text: str = "", shelf: str = "") -> QuerySet[Offer]:
    """A seller's own offers: by number, name or product code, on one of OFFER_SHELVES."""
    offers = Offer.objects.select_related("product__category")
    if actor.organisation_id is None or not allowed("offer.read_own", actor.role):
        return offers.none()
    offers = offers.filter(seller_id=actor.organisation_id)
    if text:
        offers = offers.filter(
            Q(seller_ref__istartswith=text)
            | Q(title__icontains=text)
            | Q(product__code__iexact=text)
        )
    if shelf == "out":
        return offers.filter(state=Offer.LIVE, on_hand__lte=F("reserved"))
    if shelf in ("live", "withdrawn", "blocked", "unlicensed", "stale", "off_season"):
        return offers.filter(state=shelf)
    return offers
