"""What the producers sell, on the pages where each writes her goods.

Their goods came into the shop as lists do, for a history to be lived with; told last, since a good
takes the number of the page it is written on.
"""

from ekshop.catalogue.models import Offer
from ekshop.catalogue.rules import TERMS_FIELDS
from ekshop.producers.models import Listing, ProducerProfile
from ekshop.producers.selectors import wanted_of


def load() -> None:
    """Write down all goods that no page tells of yet."""
    profiles = {
        profile.seller_id: profile for profile in ProducerProfile.objects.filter(state="approved")
    }
    written = Listing.objects.filter(offer__isnull=False).values("offer_id")
    offers = list(
        Offer.objects.filter(seller_id__in=profiles, state=Offer.LIVE)
        .exclude(pk__in=written)
        .select_related("product__category", "terms")
        .order_by("pk")
    )
    listings = [_written(profiles[offer.seller_id], offer) for offer in offers]
    Listing.objects.bulk_create(listings)
    for offer, listing in zip(offers, listings, strict=True):
        offer.seller_ref = listing.seller_ref
    Offer.objects.bulk_update(offers, ["seller_ref"])


def _written(profile: ProducerProfile, offer: Offer) -> Listing:
    terms = getattr(offer, "terms", None)
    about_bn, _line, about_en = offer.product.description.partition("\n")
    listing = Listing(
        profile=profile,
        offer=offer,
        state="live",
        title_bn=offer.title_bn[:120],
        title_en=offer.title_en[:120],
        about_bn=about_bn,
        about_en=about_en,
        category=offer.product.category,
        price_poisha=offer.price_poisha,
        quantity=offer.on_hand,
        created_at=offer.created_at,
        changed_at=offer.created_at,
        submitted_at=offer.created_at,
        decided_at=offer.created_at,
        **({name: getattr(terms, name) for name in TERMS_FIELDS} if terms else {}),
    )
    listing.approved = {**wanted_of(listing, []), "reviewed_poisha": offer.price_poisha}
    return listing
