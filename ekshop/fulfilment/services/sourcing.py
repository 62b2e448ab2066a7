"""The first inspection: a producer's goods are looked at by her own centre before they leave."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, NotFound
from ekshop.kernel.pictures import StoredPicture
from ekshop.orders import selectors as orders
from ekshop.orders.services import line_check_record
from ekshop.parties.services import require

from ..models import SourcingCheck, SourcingCheckLine
from .errors import CheckedBefore
from .inspecting import FoundLine, found_check
from .photos import photos_claim, photos_own, photos_store


def first_check_record(
    *,
    actor: Actor,
    seller_order_id: int,
    found: Sequence[FoundLine],
    nonce: UUID,
    now: datetime,
) -> SourcingCheck:
    """What her centre found of what a producer brought, once; only what is good leaves.

    Pieces neither accepted nor rejected were not brought. Of a line without a good piece nothing
    comes, and the buyer's centre is told of all that does not. The same nonce again answers with
    the same inspection. Errors: NotAllowed, NotFound, InvalidInput by field ("line-<id>" and
    "photo-<id>"), StaleState for an order she has not confirmed, CheckedBefore.
    """
    require(actor, "sourcing.work")
    order = orders.producer_orders_visible_to(actor).filter(pk=seller_order_id).first()
    if order is None:
        raise NotFound(what="seller_order")
    if done := _recorded_before(nonce, order.pk):
        return done
    expected = {
        line.pk: line.quantity for line in orders.lines_of(order.pk) if line.state == "confirmed"
    }
    found_check(found, expected)
    # Pictures are read, re-encoded and stored before the transaction: it holds rows only briefly.
    pictures = {
        line.order_line_id: photos_store(line.photos, field=f"photo-{line.order_line_id}")
        for line in found
        if line.photos
    }
    with transaction.atomic():
        held = (
            orders.producer_orders_visible_to(actor)
            .select_for_update(of=("self",))
            .get(pk=order.pk)
        )
        if done := _recorded_before(nonce, held.pk):
            return done
        if SourcingCheck.objects.filter(seller_order=held).exists():
            raise CheckedBefore
        line_check_record(
            actor=actor,
            seller_order_id=held.pk,
            lines=[
                (
                    one.order_line_id,
                    one.accepted,
                    one.rejected,
                    expected[one.order_line_id] - one.accepted - one.rejected,
                )
                for one in found
            ],
            now=now,
        )
        check = SourcingCheck.objects.create(
            seller_order=held,
            centre_id=actor.organisation,
            checked_by_id=actor.person,
            checked_at=now,
            nonce=nonce,
        )
        _keep_lines(check, found, expected, pictures, now)
    return check


def _keep_lines(
    check: SourcingCheck,
    found: Sequence[FoundLine],
    expected: dict[int, int],
    pictures: dict[int, list[StoredPicture]],
    now: datetime,
) -> None:
    for one in found:
        row = SourcingCheckLine.objects.create(
            first_check=check,
            order_line_id=one.order_line_id,
            good=one.accepted,
            bad=one.rejected,
            missing=expected[one.order_line_id] - one.accepted - one.rejected,
            reason=one.reason if one.rejected else "",
            note=normalise(one.note)[:500],
        )
        photos_own(pictures.get(one.order_line_id, []), sourcing_line=row, now=now)
        photos_claim(
            one.kept,
            scope=f"check:{check.seller_order_id}",
            field=f"photo-{one.order_line_id}",
            sourcing_line=row,
        )


def _recorded_before(nonce: UUID, seller_order_id: int) -> SourcingCheck | None:
    """The inspection this form has made. Raises Conflict if it was another order's form."""
    done = SourcingCheck.objects.filter(nonce=nonce).first()
    if done and done.seller_order_id != seller_order_id:
        raise Conflict
    return done
