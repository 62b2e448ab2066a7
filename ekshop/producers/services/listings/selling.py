"""Goods in the shop: how many are left, paused, resumed, ended; and the same once more as new."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.rules import TERMS_FIELDS
from ekshop.catalogue.services import offer_put_back, offer_stock_set, offer_take_off
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.models import Listing
from ekshop.producers.selectors import photos_of_listing

from .held import listing_held
from .naming import name_refused
from .publishing import PUBLISHER
from .writing import listing_begin


@transaction.atomic
def listing_stock_set(*, actor: Actor, listing_id: int, quantity: int, now: datetime) -> int:
    """So many are left, from this moment; never fewer than open orders hold. Returns how many it
    became. Raises NotAllowed, NotFound, InvalidInput."""
    require(actor, "listing.manage")
    if not 0 <= quantity <= rules.MOST_QUANTITY:
        raise InvalidInput({"quantity": _("Write a number up to 10,000.")})
    listing = listing_held(actor, listing_id)
    if listing.offer_id is None:
        Listing.objects.filter(pk=listing.pk).update(quantity=quantity, changed_at=now)
        return quantity
    became = offer_stock_set(actor=PUBLISHER, offer_id=listing.offer_id, on_hand=quantity, now=now)
    Listing.objects.filter(pk=listing.pk).update(quantity=became)
    return became


@transaction.atomic
def listing_pause(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """Out of the shop until it is resumed; orders under way go on. Raises NotAllowed, NotFound,
    ActionNotPossible."""
    require(actor, "listing.manage")
    listing = listing_held(actor, listing_id)
    states.move(listing, "pause", actor=actor, now=now)
    _offer(listing, offer_take_off, now)
    return listing


@transaction.atomic
def listing_resume(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """Into the shop again, if it is its season. Raises NotAllowed, NotFound, ActionNotPossible,
    NameNotYours where its title has a registered name that is not hers to use by now."""
    require(actor, "listing.manage")
    listing = listing_held(actor, listing_id)
    if refused := name_refused(listing, now):
        raise refused
    states.move(listing, "resume", actor=actor, now=now)
    _offer(listing, offer_put_back, now)
    return listing


@transaction.atomic
def listing_end(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """For good; what was ordered is still brought. Raises NotAllowed, NotFound, ActionNotPossible."""
    require(actor, "listing.manage")
    listing = listing_held(actor, listing_id)
    states.move(listing, "end", actor=actor, now=now)
    _offer(listing, offer_take_off, now)
    return listing


@transaction.atomic
def listing_copy(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """The same words, photos and terms as a new one, to be changed and sent. Raises NotAllowed,
    NotFound."""
    require(actor, "listing.manage")
    old = listing_held(actor, listing_id)
    made = listing_begin(actor=actor, seller_id=old.seller_id, now=now)
    copied = (*rules.REVIEWED_FIELDS, "price_poisha", "quantity", *TERMS_FIELDS)
    for name in copied:
        setattr(made, name, getattr(old, name))
    made.save(update_fields=list(copied))
    for photo in photos_of_listing(old):
        photo.pk, photo.listing, photo.at = None, made, now
        photo._state.adding = True
        photo.save()
    return made


def _offer(listing: Listing, act: Any, now: datetime) -> None:
    if listing.offer_id is not None:
        act(actor=PUBLISHER, offer_id=listing.offer_id, now=now)
