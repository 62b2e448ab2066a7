"""What must be right before a listing is sent, and again before it is in the shop."""

from datetime import datetime
from typing import Any

from ekshop.kernel.errors import InvalidInput
from ekshop.producers.models import Listing
from ekshop.producers.selectors import listing_problems

from ..names import NameNotYours, gi_title_check


def listing_check(listing: Listing, *, now: datetime) -> None:
    """Raises InvalidInput with everything that is missing or cannot be."""
    if problems := listing_problems_now(listing, now=now):
        raise InvalidInput(problems)


def listing_problems_now(listing: Listing, *, now: datetime) -> dict[str, Any]:
    """All of that by field, a registered name that is not hers to use among it."""
    problems = listing_problems(listing)
    if refused := listing_name_problem(listing, now=now):
        problems.setdefault("title_bn", refused)
    return problems


def listing_name_problem(listing: Listing, *, now: datetime) -> str:
    """Why its titles cannot be: a registered name that is not its seller's to use; else ""."""
    titles = [title for title in (listing.title_bn, listing.title_en) if title]
    try:
        gi_title_check(seller_id=listing.seller_id, titles=titles, now=now)
    except NameNotYours as refused:
        return str(refused)
    return ""
