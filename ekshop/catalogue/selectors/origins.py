"""What whoever keeps the register of names needs to know of the goods."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Offer, Product

ON_PAGES = (Offer.LIVE, Offer.OFF_SEASON)
AT_ONCE = 5_000


class OfferOfOrigin(NamedTuple):
    """A live offer with its words, and what its product says now."""

    product_id: int
    seller_id: int
    title: str
    title_bn: str
    title_en: str
    is_gi: bool
    district_id: int | None


def offers_of_origin(seller_ids: Collection[int]) -> Iterator[OfferOfOrigin]:
    """Every live offer of these sellers; read in pieces, for a seller may have very many."""
    rows = Offer.objects.filter(seller_id__in=seller_ids, state=Offer.LIVE).values_list(
        "product_id",
        "seller_id",
        "title",
        "title_bn",
        "title_en",
        "product__is_gi",
        "product__district_id",
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield OfferOfOrigin(*row)


def products_marked(seller_ids: Collection[int] | None = None) -> set[int]:
    """Products that carry the mark of origin; `seller_ids`: only those with an offer of theirs,
    whatever its state."""
    offers = Offer.objects.filter(product__is_gi=True)
    if seller_ids is not None:
        offers = offers.filter(seller_id__in=seller_ids)
    return set(offers.values_list("product_id", flat=True))


class OfferWorded(NamedTuple):
    """An offer people see, with its words."""

    product_id: int
    seller_id: int
    title: str
    title_bn: str
    title_en: str


def offers_worded(
    seller_ids: Collection[int] | None = None, since: datetime | None = None
) -> Iterator[OfferWorded]:
    """Every offer people see, whoever's, of products these sellers have one of, changed since then;
    without sellers, all there are. Read in pieces."""
    offers = Offer.objects.filter(state__in=ON_PAGES)
    if seller_ids is not None:
        offers = offers.filter(product_id__in=_touched(seller_ids, since).values("product_id"))
    rows = offers.order_by().values_list("product_id", "seller_id", "title", "title_bn", "title_en")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield OfferWorded(*row)


def products_name_unshown(
    seller_ids: Collection[int] | None = None, since: datetime | None = None
) -> set[int]:
    """Products noted as sold under a name without a right to it; chosen as in `offers_worded`."""
    found = Product.objects.filter(name_unshown=True)
    if seller_ids is not None:
        found = found.filter(pk__in=_touched(seller_ids, since).values("product_id"))
    return set(found.values_list("pk", flat=True))


def _touched(seller_ids: Collection[int], since: datetime | None) -> QuerySet[Offer]:
    offers = Offer.objects.filter(seller_id__in=seller_ids)
    return offers if since is None else offers.filter(updated_at__gte=since)
