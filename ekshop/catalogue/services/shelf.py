"""One offer's stock, and its place in the shop, as its seller says it by hand."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ..models import Offer, Product
from .terms import offers_season_check

MOST = 100_000


def offer_stock_set(*, actor: Actor, offer_id: int, on_hand: int, now: datetime) -> int:
    """So many there are from now on; never fewer than open orders hold. Returns how many it became.

    Raises InvalidInput, NotFound.
    """
    require(actor, "offer.manage")
    if not 0 <= on_hand <= MOST:
        raise InvalidInput({"on_hand": _("A number from 0 to 100,000.")})
    changed = Offer.objects.filter(pk=offer_id).update(
        on_hand=Greatest(Value(on_hand), F("reserved")), updated_at=now
    )
    if not changed:
        raise NotFound(what="offer")
    return Offer.objects.values_list("on_hand", flat=True).get(pk=offer_id)


def offer_stock_held(*, offer_id: int) -> int:
    """How many there are, which no order changes until the transaction is over. Raises NotFound."""
    held = Offer.objects.select_for_update().filter(pk=offer_id)
    found = held.values_list("on_hand", flat=True).first()
    if found is None:
        raise NotFound(what="offer")
    return found


def offer_origin_set(*, actor: Actor, offer_id: int, district_id: int, now: datetime) -> None:
    """Its product comes from that district, where nobody has said so of another. Only what one
    seller alone sells: of what many sell, none of them can speak for it."""
    require(actor, "offer.manage")
    of_it = Offer.objects.filter(pk=offer_id).values("product_id")
    own = Product.objects.filter(pk__in=of_it, merged_into=None)
    alone = own.annotate(sellers=Count("offers__seller", distinct=True)).filter(sellers=1)
    for product in alone.exclude(district=district_id):
        Product.objects.filter(pk=product.pk).update(district=district_id, updated_at=now)


def offer_take_off(*, actor: Actor, offer_id: int, now: datetime) -> bool:
    """Out of the shop until it is put back. False where it was not in it; a blocked one stays so."""
    require(actor, "offer.manage")
    shown = Offer.objects.filter(pk=offer_id, state__in=(Offer.LIVE, Offer.OFF_SEASON))
    return bool(shown.update(state=Offer.WITHDRAWN, fingerprint="", updated_at=now))


@transaction.atomic
def offer_put_back(*, actor: Actor, offer_id: int, now: datetime) -> bool:
    """Into the shop again, if it is its season. False where nobody had taken it off."""
    require(actor, "offer.manage")
    taken = Offer.objects.filter(pk=offer_id, state=Offer.WITHDRAWN)
    if not taken.update(state=Offer.LIVE, updated_at=now):
        return False
    offers_season_check(actor=actor, offer_ids=[offer_id], now=now)
    return True
