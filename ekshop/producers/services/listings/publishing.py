"""What she wrote becomes what the shop shows: an offer, by the way that every list goes."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import offer_by_number
from ekshop.catalogue.services import (
    OFFER,
    LiveWord,
    StagedRow,
    catch_all_category,
    offer_origin_set,
    offer_stock_held,
    offer_take_off,
    offer_terms_set,
    offers_live_set,
    offers_merge,
    offers_stage,
)
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.producers.models import Listing, ListingPhoto
from ekshop.producers.selectors import photos_of_listing, wanted_of

PUBLISHER = Actor.system("listings")


def listing_publish(listing: Listing, *, reviewed: bool, now: datetime) -> dict[str, Any]:
    """Brings what is written into the catalogue and returns it as `approved` keeps it.

    `reviewed`: somebody looked at it, price and all; so a price that the catalogue would hold as
    hard to believe is taken. Call it within a transaction. Raises InvalidInput for a price that
    nothing costs.
    """
    photos = photos_of_listing(listing)
    wanted = wanted_of(listing, photos)
    before = listing.approved or {}
    _merge(listing, photos, wanted, now)
    offer = offer_by_number(seller_id=listing.seller_id, seller_ref=listing.seller_ref)
    if offer is None:
        raise InvalidInput({"price": _("Hardly anything costs as little as this. Look once more.")})
    if offer.price_poisha != listing.price_poisha:
        words = [LiveWord(offer.pk, listing.price_poisha, None)]
        offers_live_set(actor=PUBLISHER, words=words, now=now)
    offer_terms_set(actor=PUBLISHER, offer_id=offer.pk, terms=listing.terms, now=now)
    offer_origin_set(
        actor=PUBLISHER, offer_id=offer.pk, district_id=listing.profile.district_id, now=now
    )
    if listing.state == "paused":
        offer_take_off(actor=PUBLISHER, offer_id=offer.pk, now=now)
    listing.offer = offer
    reviewed_poisha = listing.price_poisha if reviewed else before["reviewed_poisha"]
    return {**wanted, "reviewed_poisha": reviewed_poisha}


def _merge(
    listing: Listing, photos: list[ListingPhoto], wanted: dict[str, Any], now: datetime
) -> None:
    category = listing.category
    if category is None:
        raise InvalidInput({"category": _("Choose what kind of goods it is.")})
    addresses = [photo.address for photo in photos]
    batch = -listing.pk
    # Held, not remembered: what was sold since the listing was read stays sold.
    sold_from = listing.offer_id
    stock = listing.quantity if sold_from is None else offer_stock_held(offer_id=sold_from)
    offers_stage(
        batch=batch,
        rows=[
            StagedRow(
                1,
                OFFER,
                listing.seller_ref,
                title=listing.title_bn,
                title_bn=listing.title_bn,
                title_en=listing.title_en,
                description="\n".join(
                    each for each in (listing.about_bn, listing.about_en) if each
                ),
                url="",
                image_url=addresses[0] if addresses else "",
                images=json.dumps(addresses[1:]),
                price_poisha=listing.price_poisha,
                stock=stock,
                brand="",
                mpn="",
                gtin="",
                source_category=category.slug,
                fingerprint=_fingerprint(wanted, stock),
            )
        ],
    )
    offers_merge(
        actor=PUBLISHER,
        batch=batch,
        seller_id=listing.seller_id,
        feed_id=None,
        complete=False,
        categories={category.slug: category.pk},
        other_category=catch_all_category(),
        now=now,
    )


def _fingerprint(wanted: dict[str, Any], stock: int) -> str:
    text = json.dumps([wanted, stock], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
