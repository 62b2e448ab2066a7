"""One listing, locked and seen to be the actor's."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.states import ActionNotPossible
from ekshop.producers import rules
from ekshop.producers.models import Listing
from ekshop.producers.selectors import producers_visible_to


def listing_held(actor: Actor, listing_id: int) -> Listing:
    """Call it within a transaction. Raises NotFound."""
    found = (
        Listing.objects.select_for_update(of=("self",))
        .select_related("profile__seller", "category__parent", "offer")
        .filter(pk=listing_id, profile__in=producers_visible_to(actor))
        .first()
    )
    if found is None:
        raise NotFound(what="listing")
    return found


def writable(listing: Listing) -> Listing:
    """Raises ActionNotPossible while somebody looks at it, or once it is ended."""
    if listing.state not in rules.WRITABLE:
        raise ActionNotPossible(
            action=rules.LISTING.state_label("draft"), state=listing.state_label
        )
    return listing
