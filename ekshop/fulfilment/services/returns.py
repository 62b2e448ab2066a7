"""Giving back what was paid for: asked, decided, sent, received. The money is above, in payments."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.deadlines import deadline_meet, deadline_set
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.idempotency import fingerprint_of, once
from ekshop.notices.services import notice_send
from ekshop.orders import selectors as orders
from ekshop.orders.services import line_return_record
from ekshop.parties.services import require

from .. import rules
from ..events import ReturnAsked, ReturnDecided, ReturnReceived
from ..models import HandOver, ReturnRequest, Shipment
from .errors import TooManyToReturn, WindowClosed
from .going_back import parcel_back_make, parcel_send_back
from .moving import parcel_is_back, parcel_left
from .photos import photos_claim, photos_own, photos_store


def return_ask(
    *,
    actor: Actor,
    order_line_id: int,
    quantity: int,
    reason: str,
    note: str,
    photos: Sequence[IO[bytes]] = (),
    kept: Sequence[str] = (),
    nonce: UUID | None = None,
    now: datetime,
) -> ReturnRequest:
    """Ask to give back pieces of a line within its window; who is at fault follows the reason.

    `kept` are tokens of photos stored while the form was mended. By the centre, or by the customer
    (a public actor, once the page has checked code and mobile). The same nonce again answers with
    the same return. Errors: NotFound, WindowClosed, TooManyToReturn, InvalidInput, OtherContent.
    """
    require(actor, "return.ask")
    line = orders.line_get(order_line_id)
    if actor.is_person:
        orders.seller_order_visible_to(actor, line.seller_order_id)
    if reason not in dict(rules.RETURN_REASONS):
        raise InvalidInput({"reason": _("Say why it goes back.")})
    pictures = photos_store(photos, field="photos")
    content = fingerprint_of([quantity, reason])
    scope = f"return_ask:{line.pk}"
    with once(scope=scope, key=str(nonce or uuid4()), fingerprint=content, now=now) as done:
        if done.is_repeat:
            return ReturnRequest.objects.get(pk=done.answer)
        # The hand-over's row is held: two requests at once cannot both claim the same piece.
        hand_over = (
            HandOver.objects.select_for_update()
            .filter(seller_order_id=line.seller_order_id, handed_over_at__isnull=False)
            .first()
        )
        if hand_over is None or hand_over.return_until is None:
            raise NotFound
        if now > hand_over.return_until:
            raise WindowClosed(until=hand_over.return_until)
        open_quantity = (
            ReturnRequest.objects.filter(
                order_line_id=line.pk, state__in=rules.OPEN_RETURN_STATES
            ).aggregate(total=Sum("quantity"))["total"]
            or 0
        )
        left = line.accepted_quantity - line.returned_quantity - open_quantity
        if not 1 <= quantity <= left:
            raise TooManyToReturn(left=left)
        wanted = coded_insert(
            ReturnRequest(
                order_line_id=line.pk,
                quantity=quantity,
                reason=reason,
                note=normalise(note)[:500],
                fault=rules.fault_of(reason),
                asked_at=now,
            ),
            "R",
        )
        photos_own(pictures, return_request=wanted, now=now)
        photos_claim(
            kept,
            scope=f"return:{line.seller_order.order_id}",
            field="photos",
            return_request=wanted,
        )
        states.begin(wanted, actor=actor, now=now, event=ReturnAsked(wanted.pk))
        deadline_set(
            entity=("return", wanted.pk),
            kind="return_answer",
            rule_key="return_answer",
            start=now,
            now=now,
            owner_organisation_id=orders.seller_order_get(line.seller_order_id).seller_id,
        )
        done.answer = wanted.pk
    return wanted


def return_decide(
    *, actor: Actor, return_id: int, approve: bool, note: str, now: datetime
) -> ReturnRequest:
    """The seller says yes or no; a no needs its reason. Errors: NotFound, StaleState, InvalidInput."""
    require(actor, "return.decide")
    wanted = _return_of_seller(actor, return_id)
    if not approve and not note.strip():
        raise InvalidInput({"note": _("Say why you refuse; the customer will read it.")})
    with transaction.atomic():
        states.move(
            wanted,
            "approve" if approve else "refuse",
            actor=actor,
            now=now,
            reason=normalise(note)[:500],
            also={"decision_note": normalise(note)[:500]},
            event=ReturnDecided(wanted.pk),
        )
        deadline_meet(entity=("return", wanted.pk), kind="return_answer", now=now)
        _tell_customer(actor, wanted, now)
    return wanted


def return_send(
    *, actor: Actor, return_id: int, courier: str, tracking_number: str, now: datetime
) -> Shipment:
    """The centre gives approved goods their way back, as `parcel_send_back` says.

    The return is sent when its parcel leaves. Errors: NotFound, StaleState, InvalidInput.
    """
    require(actor, "return.send")
    wanted = ReturnRequest.objects.select_related("order_line").filter(pk=return_id).first()
    if wanted is None:
        raise NotFound
    seller_order = orders.seller_order_visible_to(actor, wanted.order_line.seller_order_id)
    with transaction.atomic():
        # Held, so that two presses make one parcel.
        wanted = ReturnRequest.objects.select_for_update(of=("self",)).get(pk=wanted.pk)
        if wanted.state != "approved":
            raise states.ActionNotPossible(
                action=rules.RETURN.action_label("send"),
                state=rules.RETURN.state_label(wanted.state),
            )
        parcel = wanted.shipment
        if parcel is None:
            parcel = wanted.shipment = parcel_back_make(
                actor=actor,
                seller_order_id=seller_order.pk,
                why="returned",
                pieces=[(wanted.order_line_id, wanted.quantity)],
                now=now,
            )
            wanted.save(update_fields=["shipment"])
        return parcel_send_back(
            actor=actor,
            shipment_id=parcel.pk,
            courier=courier,
            tracking_number=tracking_number,
            now=now,
        )


def return_receive(*, actor: Actor, return_id: int, now: datetime) -> ReturnRequest:
    """The goods are back with the seller; the refund follows. Errors: NotFound, StaleState."""
    require(actor, "return.receive")
    wanted = _return_of_seller(actor, return_id)
    with transaction.atomic():
        parcel = wanted.shipment
        if parcel and parcel.state == "booked":
            # The courier that was asked never told that it had come.
            parcel_left(actor=actor, shipment=parcel, now=now)
            wanted.refresh_from_db(fields=["state"])
        states.move(
            wanted, "receive", actor=actor, now=now, event=ReturnReceived(return_id=wanted.pk)
        )
        line_return_record(
            actor=actor, line_id=wanted.order_line_id, quantity=wanted.quantity, now=now
        )
        # Whose time ran out has not seen it; who says that it came, has.
        seen = {"lost"} if actor.is_person else set()
        if parcel and parcel.state in {"handed_over", "in_transit", "out_for_delivery", *seen}:
            parcel_is_back(actor=actor, shipment=parcel, now=now)
        deadline_meet(entity=("return", wanted.pk), kind="return_receipt", now=now)
    return wanted


def return_mark_refunded(*, actor: Actor, return_id: int, now: datetime) -> None:
    """Close a return whose money has been dealt with; harmless when repeated."""
    wanted = ReturnRequest.objects.get(pk=return_id)
    if wanted.state == "received":
        states.move(wanted, "refund", actor=actor, now=now)


def _return_of_seller(actor: Actor, return_id: int) -> ReturnRequest:
    wanted = (
        ReturnRequest.objects.select_related("order_line", "shipment").filter(pk=return_id).first()
    )
    if wanted is None:
        raise NotFound
    if not actor.is_system:
        orders.seller_order_visible_to(actor, wanted.order_line.seller_order_id)
    return wanted


def _tell_customer(actor: Actor, wanted: ReturnRequest, now: datetime) -> None:
    seller_order = orders.seller_order_get(wanted.order_line.seller_order_id)
    customer = seller_order.order.customer
    notice_send(
        actor=actor,
        template="return_decided",
        to=customer.mobile,
        language=customer.language,
        context={
            "code": seller_order.order.code,
            "title": wanted.order_line.name_in(customer.language),
            "approved": wanted.state == "approved",
            "reason": wanted.decision_note,
            "centre_name": seller_order.centre.name_in(customer.language),
        },
        reference=seller_order.code,
        now=now,
    )
