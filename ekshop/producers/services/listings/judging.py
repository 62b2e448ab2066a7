"""The operator looks at goods beside their photos: into the shop, or back with what to mend."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import Conflict, InvalidInput
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.events import ListingDecided
from ekshop.producers.models import Listing

from .checking import listing_check
from .held import listing_held
from .publishing import listing_publish
from .writing import category_may_be_sold


class ProducerNotApproved(Conflict):
    code = "producer_not_approved"
    message = _("%(name)s is not approved yet. Look at her enrolment first.")


@transaction.atomic
def listing_approve(*, actor: Actor, listing_id: int, now: datetime) -> Listing:
    """Into the shop as it was written. Raises NotAllowed, NotFound, ActionNotPossible,
    ProducerNotApproved, InvalidInput where something cannot be after all."""
    require(actor, "listing.judge")
    listing = listing_held(actor, listing_id)
    if listing.state not in rules.IN_REVIEW:
        raise ActionNotPossible(action=_("Approve"), state=rules.LISTING.state_label(listing.state))
    if listing.profile.state != "approved":
        raise ProducerNotApproved(name=listing.profile.seller.name)
    listing_check(listing, now=now)
    approved = listing_publish(listing, reviewed=True, now=now)
    states.move(
        listing,
        "approve",
        actor=actor,
        now=now,
        event=ListingDecided(listing.pk, "approved", ""),
        also={"approved": approved, "offer_id": listing.offer_id, "decided_at": now, "said": ""},
    )
    _audit(actor, "listing_approve", listing, now)
    return listing


@transaction.atomic
def listing_send_back(
    *, actor: Actor, listing_id: int, reason: str, text: str, now: datetime
) -> Listing:
    """Back with one of SEND_BACK_REASONS and what to mend in words she can act on; of goods in the
    shop only the change goes back. Raises NotAllowed, NotFound, ActionNotPossible, InvalidInput."""
    require(actor, "listing.judge")
    said = " ".join(text.split())[:500]
    reasons = dict(rules.SEND_BACK_REASONS)
    problems: dict[str, Any] = {}
    if reason not in reasons:
        problems["reason"] = _("Choose a reason.")
    if len(said) < rules.LEAST_REASON:
        problems["text"] = _("Say what to mend, so that it can be mended.")
    if problems:
        raise InvalidInput(problems)
    listing = listing_held(actor, listing_id)
    states.move(
        listing,
        "send_back",
        actor=actor,
        now=now,
        reason=reason,
        data={"text": said},
        event=ListingDecided(listing.pk, "sent_back", said),
        also={"decided_at": now, "said": said},
    )
    _audit(actor, "listing_send_back", listing, now, reason=reason)
    return listing


@transaction.atomic
def listing_recategorise(
    *, actor: Actor, listing_id: int, category_id: int, now: datetime
) -> Listing:
    """The operator puts it into the right place while looking at it. Raises NotAllowed, NotFound,
    ActionNotPossible, InvalidInput."""
    require(actor, "listing.judge")
    listing = listing_held(actor, listing_id)
    if listing.state not in rules.IN_REVIEW:
        raise ActionNotPossible(
            action=_("Change the category"), state=rules.LISTING.state_label(listing.state)
        )
    if not category_may_be_sold(category_id):
        raise InvalidInput({"category": _("Producers may not sell in this category.")})
    was = listing.category_id
    Listing.objects.filter(pk=listing.pk).update(category_id=category_id)
    _audit(actor, "listing_recategorise", listing, now, was=was, now_in=category_id)
    return listing_held(actor, listing_id)


def _audit(actor: Actor, action: str, listing: Listing, now: datetime, **data: Any) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="listing",
        entity_id=listing.pk,
        data={"seller": listing.seller_id, **data},
        now=now,
    )
