"""Makers of parcels for this package's tests and those above."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from ekshop.fulfilment.models import SourcingCheck
from ekshop.fulfilment.services import FoundLine, first_check_record
from ekshop.kernel.actors import Actor
from ekshop.orders.models import SellerOrder
from ekshop.parties.models import Membership
from ekshop.parties.selectors import actor_of


def keeper(seller_order: SellerOrder) -> Actor:
    """Who runs the centre that looks after the producer of these goods."""
    member = Membership.objects.select_related("person").get(
        organisation_id=seller_order.sourcing_centre_id, role="entrepreneur"
    )
    return actor_of(member.person, member)


def looked_at(
    seller_order: SellerOrder,
    bad: Mapping[int, int] | None = None,
    missing: Mapping[int, int] | None = None,
    *,
    now: datetime,
) -> SourcingCheck:
    """Brought and looked at; all of it good but what is named, by the line's position."""
    bad, missing = bad or {}, missing or {}
    found = [
        FoundLine(
            line.pk,
            line.quantity - bad.get(line.position, 0) - missing.get(line.position, 0),
            bad.get(line.position, 0),
            "bad_quality",
        )
        for line in seller_order.lines.filter(state="confirmed")
    ]
    return first_check_record(
        actor=keeper(seller_order),
        seller_order_id=seller_order.pk,
        found=found,
        nonce=uuid4(),
        now=now,
    )
