"""A listing is sent: to be looked at, or, where nobody needs to look, into the shop at once."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.models import Listing
from ekshop.producers.selectors import wanted_of

from .checking import listing_check
from .held import listing_held, writable
from .publishing import listing_publish


@transaction.atomic
def listing_submit(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """New goods wait to be looked at. Of goods in the shop, words, category, photos and a price that
    jumps wait (`rules.looked_at_first`); everything else counts at once.

    Raises NotAllowed, NotFound, ActionNotPossible, InvalidInput with all that is missing.
    """
    require(actor, "listing.manage")
    listing = writable(listing_held(actor, listing_id))
    listing_check(listing, now=now)
    if not listing.approved or listing.state in ("draft", "sent_back"):
        states.move(
            listing, "submit", actor=actor, now=now, also={"submitted_at": now, "changed_at": now}
        )
        return listing
    waiting = rules.looked_at_first(listing.approved, wanted_of(listing))
    if not waiting:
        listing.approved = listing_publish(listing, reviewed=False, now=now)
        listing.changed_at = now
        listing.said = ""
        listing.save(update_fields=["approved", "offer", "changed_at", "said"])
        return listing
    states.move(
        listing,
        "change",
        actor=actor,
        now=now,
        data={"what": waiting},
        also={"submitted_at": now, "changed_at": now, "said": ""},
    )
    return listing


@transaction.atomic
def listing_take_back(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """To write on, as long as nobody has decided. Raises NotAllowed, NotFound, ActionNotPossible."""
    require(actor, "listing.manage")
    listing = listing_held(actor, listing_id)
    states.move(listing, "take_back", actor=actor, now=now, also={"changed_at": now})
    return listing
