"""What the public shop shows beside search: one product, the sellers, the districts, the categories."""

from django.db.models import Q

from ekshop.kernel.errors import NotFound

from ..models import Offer, Product
from ..search.directory import Directory, Named, SellerFacts, directory
from ..search.found import Found, load


def shop_names() -> Directory:
    """Categories, sellers open for business and districts with their names, at most a minute old."""
    return directory()


def product_shown(
    code: str, *, deliver_to: int | None = None, at_centre: int | None = None
) -> Found:
    """A product with its live offers (perhaps none), best first; of a code whose offers were put
    under another product, that one. `deliver_to`, `at_centre`: as in `offer_search`. Raises NotFound."""
    found = Product.objects.filter(code=code.upper()).values_list("merged_into", "pk").first()
    if found is None:
        raise NotFound()
    return load([found[0] or found[1]], directory(), deliver_to, at_centre, even_unsold=True)[0]


def offers_off_season(product_id: int) -> list[Offer]:
    """Of a product, or of its whole family, those out of the shop until their season; with terms."""
    own = Q(product=product_id) | Q(product__family__products=product_id)
    rows = Offer.objects.filter(own, state=Offer.OFF_SEASON, terms__isnull=False).distinct()
    return list(rows.select_related("terms").order_by("id"))


def seller_shown(slug: str) -> SellerFacts:
    """A seller open for business. Raises NotFound."""
    names = directory()
    pk = names.find("seller", slug)
    if pk is None:
        raise NotFound()
    return names.sellers[pk]


def district_shown(slug: str) -> Named:
    """Raises NotFound."""
    names = directory()
    pk = names.find("district", slug)
    if pk is None:
        raise NotFound()
    return names.districts[pk]


def producers_in(district_id: int) -> list[SellerFacts]:
    """Producers whose goods leave from a district, by name."""
    return sorted(
        (f for f in directory().sellers.values() if f.producer and f.district == district_id),
        key=lambda facts: facts.named.name_bn,
    )
