"""Producers' goods: whose are seen by whom, what is missing, and what waits."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.rules import TERMS_FIELDS, terms_problems
from ekshop.catalogue.selectors import forbidden_words
from ekshop.catalogue.selectors.pictures import picture_path
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.producers import rules
from ekshop.producers.models import Listing, ListingPhoto

from .profiles import producers_visible_to
from .reach import reach_of

PHOTO_SIDES = (160, 480, 960)
LISTINGS_ORDER = ("-changed_at", "-id")
QUEUE_ORDER = ("submitted_at", "id")
SHELVES = [
    ("", _("All")),
    ("waiting", _("Waiting")),
    ("mend", _("To be mended")),
    ("shop", _("In the shop")),
    ("off", _("Paused and ended")),
]
_OF_SHELF = {
    "waiting": rules.IN_REVIEW,
    "mend": ("sent_back",),
    "shop": rules.IN_SHOP,
    "off": ("paused", "ended"),
}


def listings_visible_to(actor: Actor) -> QuerySet[Listing]:
    """Those of the producers the actor sees, with offer, category and photos at hand."""
    return (
        Listing.objects.filter(profile__in=producers_visible_to(actor))
        .select_related("profile__seller", "profile__district", "category__parent", "offer")
        .prefetch_related(
            Prefetch(
                "photos",
                ListingPhoto.objects.filter(dropped=False).order_by("place", "id"),
                to_attr="shown_photos",
            )
        )
    )


def listings_listed(
    actor: Actor, *, seller_id: int | None = None, shelf: str = ""
) -> QuerySet[Listing]:
    rows = listings_visible_to(actor)
    if seller_id is not None:
        rows = rows.filter(profile__seller_id=seller_id)
    return rows.filter(state__in=_OF_SHELF[shelf]) if shelf in _OF_SHELF else rows


def listing_for(actor: Actor, listing_id: int) -> Listing:
    """Raises NotFound."""
    found = listings_visible_to(actor).filter(pk=listing_id).first()
    if found is None:
        raise NotFound(what="listing")
    return found


def photos_of_listing(listing: Listing) -> list[ListingPhoto]:
    """In their order, without those taken out."""
    return list(listing.photos.filter(dropped=False).order_by("place", "id"))


def photo_path(actor: Actor, photo_id: int, side: int) -> Path:
    """Where a size of a photo lies, for whoever sees its listing. Raises NotFound."""
    photo = ListingPhoto.objects.filter(
        pk=photo_id, listing__profile__in=producers_visible_to(actor)
    ).first()
    if photo is None or side not in PHOTO_SIDES:
        raise NotFound(what="photo")
    path = picture_path(photo.digest, side)
    if not path.exists():
        raise NotFound(what="photo")
    return path


def wanted_of(listing: Listing, photos: list[ListingPhoto] | None = None) -> dict[str, Any]:
    """What she wrote last, as it is kept once it is approved."""
    shown = photos_of_listing(listing) if photos is None else photos
    fields = (*rules.REVIEWED_FIELDS, "price_poisha", *TERMS_FIELDS)
    return {
        **{name: getattr(listing, name) for name in fields},
        "photos": [photo.digest for photo in shown],
    }


def listing_problems(listing: Listing) -> dict[str, Any]:
    """What is missing or cannot be before it is sent, by field, in words."""
    photos = photos_of_listing(listing)
    problems: dict[str, Any] = {}
    if not photos:
        problems["photos"] = _("Take at least one photo of the goods.")
    elif any(photo.stops for photo in photos):
        problems["photos"] = _("One of the photos cannot be used. Take it again, or take it out.")
    if len(listing.title_bn.strip()) < rules.LEAST_TITLE:
        problems["title_bn"] = _("Write what it is called.")
    if len(listing.about_bn.strip()) < rules.LEAST_ABOUT:
        problems["about_bn"] = _(
            "Describe it in a sentence or two: what it is made of, how large it is, how it is used."
        )
    if listing.category is None:
        problems["category"] = _("Choose what kind of goods it is.")
    if listing.price_poisha is None:
        problems["price"] = _("Write the price of one piece.")
    if not listing.quantity and listing.offer is None:
        problems["quantity"] = _("Write how many there are, or how many you take orders for.")
    if _spoils(listing) and listing.shelf_life_days is None:
        problems["shelf_life_days"] = _("Such goods spoil. Write how many days they keep.")
    problems |= terms_problems(listing.terms)
    if "travel_days" not in problems and _is_bound_nowhere(listing):
        problems["travel_days"] = _(
            "It spoils before it can be at any centre. See below how long the ways are."
        )
    words = " ".join((listing.title_bn, listing.title_en, listing.about_bn, listing.about_en))
    if term := forbidden_words().find(words):
        problems["title_bn"] = format_lazy(
            _("“{word}” may not be sold on ek-Shop, and may not stand in the words."), word=term
        )
    return problems


def _is_bound_nowhere(listing: Listing) -> bool:
    if listing.terms.longest_way is None:
        return False
    reach = reach_of(listing.seller_id, listing.terms)
    return reach is not None and reach.where == "nowhere"


def _spoils(listing: Listing) -> bool:
    category = listing.category
    if category is None:
        return False
    slugs = {category.slug, category.parent.slug if category.parent else ""}
    return bool(slugs & rules.PERISHABLE)


@dataclass(frozen=True)
class Difference:
    """What the shop shows and what is to be shown, of one field of a change."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Review:
    """What the operator looks at. `looked_at`: what of a change demanded it; empty for new goods."""

    listing: Listing
    photos: list[ListingPhoto]
    differences: list[Difference] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)


def review_of(actor: Actor, listing_id: int) -> Review:
    """Raises NotFound."""
    listing = listing_for(actor, listing_id)
    photos = photos_of_listing(listing)
    approved = listing.approved
    if not approved:
        return Review(listing, photos)
    wanted = wanted_of(listing, photos)
    changed = [
        Difference(name, approved.get(name), wanted[name])
        for name in wanted
        if approved.get(name) != wanted[name]
    ]
    return Review(listing, photos, changed, rules.looked_at_first(approved, wanted))
