"""Photos of goods: made safe, kept as all pictures of goods are, and judged at once."""

import io
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image

from ekshop.catalogue.selectors.pictures import picture_path
from ekshop.catalogue.services import picture_keep
from ekshop.catalogue.services.pictures import OWN_SIDE
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError, NotFound
from ekshop.kernel.pictures import MAX_BYTES, PictureTooLarge
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.models import Listing, ListingPhoto
from ekshop.producers.selectors import photos_of_listing

from .held import listing_held, writable


class TooManyListingPhotos(DomainError):
    code = "too_many_listing_photos"
    message = _("%(most)s photos are enough. Take one out before you add another.")


def listing_photo_add(*, actor: Actor, listing_id: int, upload: Any, now: datetime) -> ListingPhoto:
    """The photo with what is found in it, also one that cannot be used: she sees why. The same file
    again is the same photo.

    Raises NotAllowed, NotFound, ActionNotPossible, TooManyListingPhotos, PictureRefused.
    """
    require(actor, "listing.manage")
    with transaction.atomic():
        listing = writable(listing_held(actor, listing_id))
        _room(listing)
    # Decoding takes a while, and nobody waits for it behind a lock.
    original = upload if isinstance(upload, bytes) else upload.read(MAX_BYTES + 1)
    if len(original) > MAX_BYTES:
        raise PictureTooLarge(limit=MAX_BYTES // (1024 * 1024))
    kept = picture_keep(seller_id=listing.seller_id, original=original, now=now)
    findings = _findings(kept.digest)
    with transaction.atomic():
        listing = writable(listing_held(actor, listing_id))
        others = photos_of_listing(listing)
        if kept.digest not in [photo.digest for photo in others]:
            _room(listing)
        if ListingPhoto.objects.filter(digest=kept.digest).exclude(
            listing__profile=listing.profile
        ):
            findings.append("twin")
        photo, _made = ListingPhoto.objects.update_or_create(
            listing=listing,
            digest=kept.digest,
            defaults={
                "address": kept.address,
                "width": kept.width,
                "height": kept.height,
                "findings": findings,
                "dropped": False,
                "at": now,
            },
            create_defaults={
                "address": kept.address,
                "width": kept.width,
                "height": kept.height,
                "findings": findings,
                "place": max((each.place for each in others), default=-1) + 1,
                "at": now,
            },
        )
        Listing.objects.filter(pk=listing.pk).update(changed_at=now)
    return photo


@transaction.atomic
def listing_photo_drop(*, actor: Actor, listing_id: int, photo_id: int, now: datetime) -> None:
    """Takes one out; the shop goes on showing it until a change is approved. Raises NotAllowed,
    NotFound, ActionNotPossible."""
    require(actor, "listing.manage")
    listing = writable(listing_held(actor, listing_id))
    if not ListingPhoto.objects.filter(pk=photo_id, listing=listing).update(dropped=True):
        raise NotFound(what="photo")
    Listing.objects.filter(pk=listing.pk).update(changed_at=now)


@transaction.atomic
def listing_photo_first(*, actor: Actor, listing_id: int, photo_id: int, now: datetime) -> None:
    """The one that lists of goods show. Raises NotAllowed, NotFound, ActionNotPossible."""
    require(actor, "listing.manage")
    listing = writable(listing_held(actor, listing_id))
    photos = photos_of_listing(listing)
    chosen = [photo for photo in photos if photo.pk == photo_id]
    if not chosen:
        raise NotFound(what="photo")
    rest = [photo for photo in photos if photo.pk != photo_id]
    for place, photo in enumerate(chosen + rest):
        photo.place = place
    ListingPhoto.objects.bulk_update(photos, ["place"])
    Listing.objects.filter(pk=listing.pk).update(changed_at=now)


def _room(listing: Listing) -> None:
    if len(photos_of_listing(listing)) >= rules.MOST_PHOTOS:
        raise TooManyListingPhotos(most=rules.MOST_PHOTOS)


def _findings(digest: str) -> list[str]:
    content = picture_path(digest, OWN_SIDE).read_bytes()
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as picture:
        return rules.photo_findings(np.asarray(picture.convert("RGB")))
