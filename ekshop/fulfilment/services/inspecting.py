"""Inspection before payment: what was found in the parcel, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, InvalidInput, StaleState
from ekshop.kernel.events import emit
from ekshop.kernel.pictures import StoredPicture
from ekshop.kernel.rulebook import Rule, rules_at
from ekshop.orders import selectors as orders
from ekshop.orders.services import (
    line_inspection_record,
    seller_order_mark_inspected,
    seller_order_mark_refused,
)
from ekshop.parties.services import require

from .. import rules
from ..events import InspectionRecorded
from ..models import Inspection, InspectionLine, Shipment, SourcingCheck
from .errors import NothingToInspect
from .going_back import parcel_back_make
from .photos import photos_claim, photos_own, photos_store
from .waiting import waiting_over


@dataclass(frozen=True)
class FoundLine:
    """What was found of one order line; what is neither accepted nor rejected is short.

    `photos` are files as they come; `kept` are tokens of photos stored while the form was mended.
    """

    order_line_id: int
    accepted: int
    rejected: int = 0
    reason: str = ""
    note: str = ""
    photos: Sequence[IO[bytes]] = field(default=())
    kept: Sequence[str] = field(default=())


def inspection_record(
    *, actor: Actor, shipment_id: int, found: Sequence[FoundLine], nonce: UUID, now: datetime
) -> Inspection:
    """Record what the entrepreneur found, once; only what is accepted will be payable.

    Rejected pieces become a parcel back to the seller; on which leg it went wrong and who bears it
    is noted by the rule. Where nothing is accepted the seller
    order is refused whole and nothing is owed. The same nonce again answers with the same
    inspection. Errors: NotFound, NothingToInspect, InvalidInput by field
    ("line-<id>" and "photo-<id>"), Conflict for a second, different inspection.
    """
    require(actor, "inspection.record")
    shipment = Shipment.objects.get(pk=shipment_id)
    seller_order = orders.seller_order_visible_to(actor, shipment.seller_order_id)
    if done := _recorded_before(nonce, shipment):
        return done
    if shipment.direction != "outbound" or seller_order.state != "arrived":
        raise NothingToInspect
    sent = {
        line.order_line_id: line.quantity for line in shipment.lines.select_related("order_line")
    }
    found_check(found, sent)
    short = {
        one.order_line_id: sent[one.order_line_id] - one.accepted - one.rejected for one in found
    }
    # Pictures are read, re-encoded and stored before the transaction: it holds rows only briefly.
    pictures = {
        line.order_line_id: photos_store(line.photos, field=f"photo-{line.order_line_id}")
        for line in found
        if line.photos
    }
    try:
        return _recorded(actor, shipment, found, short, pictures, nonce, now)
    except StaleState:
        # The same form at the same moment: the other one won.
        if done := _recorded_before(nonce, shipment):
            return done
        raise


def _recorded_before(nonce: UUID, shipment: Shipment) -> Inspection | None:
    """The inspection this form has made. Raises Conflict if it was another parcel's form."""
    done = Inspection.objects.filter(nonce=nonce).first()
    if done and done.shipment_id != shipment.pk:
        raise Conflict
    return done


def _recorded(
    actor: Actor,
    shipment: Shipment,
    found: Sequence[FoundLine],
    short: dict[int, int],
    pictures: dict[int, list[StoredPicture]],
    nonce: UUID,
    now: datetime,
) -> Inspection:
    seller_order_id = shipment.seller_order_id
    with transaction.atomic():
        accepted_poisha = line_inspection_record(
            actor=actor,
            seller_order_id=seller_order_id,
            lines=[
                (one.order_line_id, one.accepted, one.rejected, short[one.order_line_id])
                for one in found
            ],
            now=now,
        )
        mark = seller_order_mark_inspected if accepted_poisha else seller_order_mark_refused
        mark(actor=actor, seller_order_id=seller_order_id, now=now)
        checked = SourcingCheck.objects.filter(seller_order_id=seller_order_id).exists()
        bearing = _bearing_of(found, checked, now)
        inspection = Inspection.objects.create(
            shipment=shipment, inspected_by_id=actor.person, inspected_at=now, nonce=nonce
        )
        for line in found:
            leg, borne = bearing[line.order_line_id]
            row = InspectionLine.objects.create(
                inspection=inspection,
                order_line_id=line.order_line_id,
                accepted=line.accepted,
                rejected=line.rejected,
                short=short[line.order_line_id],
                reason=line.reason if line.rejected else "",
                note=normalise(line.note)[:500],
                leg=leg,
                bearer=rules.BEARER_BY_NUMBER[borne.value] if borne else "",
                borne_by=borne,
            )
            photos_own(pictures.get(line.order_line_id, []), inspection_line=row, now=now)
            photos_claim(
                line.kept,
                scope=f"parcel:{shipment.pk}",
                field=f"photo-{line.order_line_id}",
                inspection_line=row,
            )
        if any(line.rejected for line in found):
            parcel_back_make(
                actor=actor,
                seller_order_id=seller_order_id,
                why="rejected",
                pieces=[(line.order_line_id, line.rejected) for line in found if line.rejected],
                now=now,
            )
        if not accepted_poisha:
            waiting_over(seller_order_id=seller_order_id, now=now)
        emit(InspectionRecorded(inspection_id=inspection.pk, seller_order_id=seller_order_id))
    return inspection


def _bearing_of(
    found: Sequence[FoundLine], checked: bool, now: datetime
) -> dict[int, tuple[str, Rule | None]]:
    """By order line, of what is rejected: the leg, and the rule of who bears it that holds now."""
    legs = {
        line.order_line_id: rules.leg_of(line.reason, checked=checked) if line.rejected else ""
        for line in found
    }
    keys = {
        line.order_line_id: rules.bearing_rule(line.reason, legs[line.order_line_id])
        for line in found
        if line.rejected
    }
    holding = rules_at(keys.values(), now) if keys else {}
    return {line_id: (leg, holding.get(keys.get(line_id, ""))) for line_id, leg in legs.items()}


def found_check(found: Sequence[FoundLine], sent: dict[int, int]) -> None:
    """Counts and reasons of all lines, against what was sent of each. Errors: InvalidInput."""
    problems: dict[str, object] = {}
    if sorted(line.order_line_id for line in found) != sorted(sent):
        raise InvalidInput({"lines": _("Say what you found for every line of the parcel.")})
    for line in found:
        name = f"line-{line.order_line_id}"
        if line.accepted < 0 or line.rejected < 0:
            problems[name] = _("A number of pieces is nought or more.")
        elif line.accepted + line.rejected > sent[line.order_line_id]:
            problems[name] = _("More pieces than the %(sent)s that were sent.") % {
                "sent": sent[line.order_line_id]
            }
        elif line.rejected and line.reason not in dict(rules.REJECT_REASONS):
            problems[name] = _("Say what is wrong with the pieces you send back.")
    if problems:
        raise InvalidInput(problems)
