"""Goods in the shop under a registered name that their maker may no longer use."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import translation

from ekshop.catalogue.services import offer_take_off
from ekshop.kernel import states
from ekshop.producers import rules
from ekshop.producers.models import GiUse, Listing

from ..names import NameNotYours, gi_title_check
from .publishing import PUBLISHER


def misnamed_listings_pause(*, now: datetime, seller_ids: Collection[int] | None = None) -> int:
    """Out of the shop until the name is out of the title, or hers again; a change that waits is sent
    back. Says how many. `seller_ids`: goods of theirs; without, of all who ever claimed a name."""
    if seller_ids is None:
        seller_ids = set(GiUse.objects.values_list("seller_id", flat=True))
    shown = Listing.objects.filter(state__in=rules.IN_SHOP, profile__seller__in=seller_ids)
    paused = 0
    for pk in shown.order_by("pk").values_list("pk", flat=True):
        paused += _pause_if_misnamed(pk, now)
    return paused


@transaction.atomic
def _pause_if_misnamed(listing_id: int, now: datetime) -> bool:
    listing = (
        Listing.objects.select_for_update(of=("self",))
        .select_related("profile__seller", "offer")
        .get(pk=listing_id)
    )
    if listing.state not in rules.IN_SHOP or listing.offer is None:
        return False
    refused = name_refused(listing, now)
    if refused is None:
        return False
    with translation.override("bn"):
        said = str(refused)
    if listing.state == "changed":
        states.move(listing, "send_back", actor=PUBLISHER, now=now, reason="words")
    states.move(listing, "pause", actor=PUBLISHER, now=now, reason=said, also={"said": said})
    offer_take_off(actor=PUBLISHER, offer_id=listing.offer.pk, now=now)
    return True


def name_refused(listing: Listing, now: datetime) -> NameNotYours | None:
    """What the shop shows of it, or is to show again, against the register."""
    offer = listing.offer
    told = (offer.title_bn, offer.title_en, offer.title) if offer else ()
    try:
        titles = [title for title in told if title]
        gi_title_check(seller_id=listing.seller_id, titles=titles, now=now)
    except NameNotYours as refused:
        return refused
    return None
