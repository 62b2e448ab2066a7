"""A listing is written step by step on a telephone; every step is kept, whole or not."""

from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.rules import LICENCE_FOR_REGULATION, TERMS_FIELDS, Terms, terms_problems
from ekshop.catalogue.selectors import category_nodes
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.models import Listing
from ekshop.producers.selectors import producer_for

from .held import listing_held, writable


class ListingText(TypedDict, total=False):
    """What is told of a listing; what is left out stays as it was. Poisha, days, month × 100 + day."""

    title_bn: str
    title_en: str
    about_bn: str
    about_en: str
    category_id: int | None
    price_poisha: int | None
    quantity: int
    made_to_order_days: int | None
    shelf_life_days: int | None
    travel_days: int | None
    season_from: int | None
    season_to: int | None


@transaction.atomic
def listing_begin(*, actor: Actor, seller_id: int, now: datetime) -> Listing:
    """An empty one, kept from the first moment. Raises NotAllowed, NotFound."""
    require(actor, "listing.manage")
    profile = producer_for(actor, seller_id)
    listing = Listing.objects.create(
        profile=profile,
        written_by_id=actor.person_id,
        created_at=now,
        changed_at=now,
    )
    states.begin(listing, actor=actor, now=now)
    return listing


@transaction.atomic
def listing_write(*, actor: Actor, listing_id: int, text: ListingText, now: datetime) -> Listing:
    """Keeps what is told, complete or not; the shop sees nothing of it before it is sent.

    Raises NotAllowed, NotFound, ActionNotPossible (somebody looks at it now), InvalidInput.
    """
    require(actor, "listing.manage")
    listing = writable(listing_held(actor, listing_id))
    told: dict[str, Any] = {
        name: normalise(value).strip() if isinstance(value, str) else value
        for name, value in text.items()
    }
    if problems := _problems(listing, told):
        raise InvalidInput(problems)
    for name, value in told.items():
        setattr(listing, name, value)
    listing.changed_at = now
    listing.save(update_fields=[*told, "changed_at"])
    return listing


def _problems(listing: Listing, told: dict[str, Any]) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    for name, most in (
        ("title_bn", 120),
        ("title_en", 120),
        ("about_bn", 2000),
        ("about_en", 2000),
    ):
        if len(str(told.get(name, ""))) > most:
            problems[name] = _("This is too long. Write it in fewer words.")
    price, quantity = told.get("price_poisha"), told.get("quantity")
    if isinstance(price, int) and not 0 < price <= rules.MOST_PRICE_POISHA:
        problems["price"] = _("Write the price of one piece, up to ৳10,00,000.")
    if isinstance(quantity, int) and not 0 <= quantity <= rules.MOST_QUANTITY:
        problems["quantity"] = _("Write a number up to 10,000.")
    category = told.get("category_id")
    if category is not None and not category_may_be_sold(category):
        problems["category"] = _("Producers may not sell in this category.")
    told_terms = {name: told.get(name, getattr(listing, name)) for name in TERMS_FIELDS}
    return problems | terms_problems(Terms(**told_terms))


def category_may_be_sold(category_id: object) -> bool:
    """Is there such a category, and does it need no licence?"""
    node = next((each for each in category_nodes() if each.id == category_id), None)
    return node is not None and node.licence not in LICENCE_FOR_REGULATION.values()
