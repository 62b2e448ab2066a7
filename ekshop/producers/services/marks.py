"""The mark of origin follows the register: on goods whose title is about a name and whose seller is
an approved user of it, and on no others; nor where the title uses another name without right. What
is sold under a name without right is noted, so that every list can say so."""

from collections.abc import Collection
from datetime import datetime

from ekshop.catalogue.selectors import (
    OfferWorded,
    offers_of_origin,
    offers_worded,
    products_marked,
    products_name_unshown,
)
from ekshop.catalogue.services import gi_mark, name_unshown_set
from ekshop.kernel import clock
from ekshop.parties.selectors import selling_terms

from ..rules.names import home_of
from ..selectors.names import approved_sellers, names_in_use


def gi_marks_settle(*, now: datetime, seller_ids: Collection[int] | None = None) -> int:
    """Bring the marks in line; says how many products changed. `seller_ids`: only products with an
    offer of theirs; without, all there are.

    A product keeps its mark while any approved user sells it, so all approved users' live offers
    are read. Run again it changes nothing.
    """
    approved = approved_sellers(today=clock.dhaka_date(now))
    marked = products_marked(seller_ids)
    if seller_ids is not None and not marked and approved.keys().isdisjoint(seller_ids):
        return 0
    homes = {
        name.pk: [place.pk for place in name.districts.all()]
        for names in approved.values()
        for name in names
    }
    hubs = {pk: terms.hub_district_id for pk, terms in selling_terms(list(approved)).items()}
    names = names_in_use(list(approved), today=clock.dhaka_date(now))
    rightly: dict[int, int | None] = {}
    for offer in offers_of_origin(list(approved)):
        if offer.product_id in rightly:
            continue
        titles = (offer.title, offer.title_bn, offer.title_en)
        for name_id in names.earned(offer.seller_id, titles)[:1]:
            rightly[offer.product_id] = home_of(
                offer.district_id, hubs.get(offer.seller_id), homes[name_id]
            )
    return gi_mark(marked=rightly, unmarked=marked - rightly.keys(), now=now)


def names_unshown_settle(
    *, now: datetime, seller_ids: Collection[int] | None = None, since: datetime | None = None
) -> int:
    """Bring in line which products are sold under a name their seller has shown no right to; says how
    many changed. `seller_ids`: only products with an offer of theirs, changed `since`; without, all
    there are. Run again it changes nothing."""
    before = products_name_unshown(seller_ids, since)
    register = names_in_use([], today=clock.dhaka_date(now))
    told = [
        offer for offer in offers_worded(seller_ids, since) if register.uses_any(_titles(offer))
    ]
    names = names_in_use({offer.seller_id for offer in told}, today=clock.dhaka_date(now))
    after = {
        offer.product_id for offer in told if names.without_right(offer.seller_id, _titles(offer))
    }
    return name_unshown_set(product_ids=after - before, unshown=True) + name_unshown_set(
        product_ids=before - after, unshown=False
    )


def _titles(offer: OfferWorded) -> list[str]:
    return list(dict.fromkeys((offer.title, offer.title_bn, offer.title_en)))
