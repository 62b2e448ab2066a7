"""What whoever keeps the register of names needs to know of the goods."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..models import Offer


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
    for row in rows.iterator(chunk_size=5_000):
        yield OfferOfOrigin(*row)


def products_marked(seller_ids: Collection[int] | None = None) -> set[int]:
    """Products that carry the mark of origin; `seller_ids`: only those with an offer of theirs,
    whatever its state."""
    offers = Offer.objects.filter(product__is_gi=True)
    if seller_ids is not None:
        offers = offers.filter(seller_id__in=seller_ids)
    return set(offers.values_list("product_id", flat=True))
