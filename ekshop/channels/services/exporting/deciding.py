"""What a person does about an order abroad that does not go by itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.countries import is_country
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ...adapters import ForeignLine
from ...models import ExportConcern, ExportLine, ExportOrder
from ...rules import exporting as rules
from .calling_off import export_call_off
from .carrying import consignment_end_if_done, parcel_advance
from .concerns import concerns_close
from .errors import NotNow, NotSense, SupplyUnderWay
from .following import Gathered, supply_follow
from .money import borne_book, undone_book
from .packing import export_order_held
from .sanity import line_refs
from .supply import export_reserve, supply_again
from .telling import telling_again, telling_by_hand

ADDRESS_LACKS = {
    "name": _("Say to whom it goes."),
    "lines": _("Write the street and the house."),
    "city": _("Write the town."),
    "country": _("Choose the country."),
}
BUYER_FIELDS = ("name", "lines", "city", "region", "postcode", "country", "phone")


def export_order_try(*, actor: Actor, order_id: int, now: datetime) -> bool:
    """Checks and reserves an order that waits once more; True: it goes on. Errors: NotNow."""
    require(actor, "export_order.work")
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state != "received":
            raise NotNow(state=order.state_label)
        _noted(actor, order, "export_order_try", now)
        return export_reserve(order=order, now=now)


def export_address_correct(
    *, actor: Actor, order_id: int, buyer: Mapping[str, Any], now: datetime
) -> ExportOrder:
    """What the channel or the buyer said the address is. Errors: InvalidInput, NotNow once it was
    sent."""
    require(actor, "export_order.work")
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state not in rules.BEFORE_SHIPPING:
            raise NotNow(state=order.state_label)
        kept: dict[str, Any] = {}
        for field in BUYER_FIELDS:
            value = buyer.get(field) or ""
            if isinstance(value, str):
                value = " ".join(value.split())[:200]
            else:
                value = [" ".join(line.split())[:200] for line in value if line.strip()][:6]
            if value:
                kept[field] = value
        if missing := {name: ADDRESS_LACKS[name] for name in ADDRESS_LACKS if name not in kept}:
            raise InvalidInput(missing)
        if not is_country(kept["country"].upper()):
            raise InvalidInput({"country": ADDRESS_LACKS["country"]})
        order.buyer = json.dumps(kept, ensure_ascii=False)
        order.country = str(kept.get("country", "")).upper()[:2]
        order.save(update_fields=["buyer", "country"])
        _noted(actor, order, "export_address_correct", now)
    return order


def export_order_refuse(*, actor: Actor, order_id: int, reason: str, now: datetime) -> ExportOrder:
    """Ends an order that was not sent, by our word; the channel is told why. Errors: InvalidInput,
    NotNow."""
    require(actor, "export_order.work")
    reason = normalise(reason)[:300]
    if not reason:
        raise InvalidInput({"reason": _("Say in a few words why; the channel is told.")})
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state not in rules.BEFORE_SHIPPING:
            raise NotNow(state=order.state_label)
        if order.consignment and order.consignment.state != "open":
            raise NotNow(state=order.consignment.state_label)
        export_call_off(
            order=order,
            by_buyer=False,
            reason=reason,
            now=now,
            actor=actor,
            action="refuse" if order.state == "received" else "cancel",
        )
        _noted(actor, order, "export_order_refuse", now)
    return order


def export_supply_again(*, actor: Actor, order_id: int, now: datetime) -> bool:
    """Orders what nobody brings any more once again; False: a new concern says why it cannot be."""
    require(actor, "export_order.work")
    with transaction.atomic():
        order = export_order_held(order_id)
        missing = Gathered(order).missing
        if order.state not in ("reserved", "gathering") or not missing:
            raise NotNow(state=order.state_label)
        if not supply_again(order=order, missing=missing, now=now):
            return False
        concerns_close(
            order, "supply_short", "stock", "not_orderable", actor=actor, outcome="again", now=now
        )
        _noted(actor, order, "export_supply_again", now)
    return True


def export_short_agree(*, actor: Actor, order_id: int, note: str, now: datetime) -> ExportOrder:
    """Fewer pieces are sent, and charged: agreed with the buyer through the channel."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    if not note:
        raise InvalidInput({"note": _("Say what was agreed, and with whom.")})
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state not in ("reserved", "gathering"):
            raise NotNow(state=order.state_label)
        order.short_agreed = True
        order.save(update_fields=["short_agreed"])
        concerns_close(
            order, "supply_short", "stock", "not_orderable", actor=actor, outcome=note, now=now
        )
        _noted(actor, order, "export_short_agree", now)
    supply_follow(export_order_id=order.pk, now=now)
    order.refresh_from_db()
    return order


def export_amounts_take(*, actor: Actor, order_id: int, now: datetime) -> bool:
    """The order as the channel tells it now replaces what it told first, while nothing was ordered
    for it; then it is checked and reserved. Errors: NotFound, SupplyUnderWay, NotSense."""
    require(actor, "export_order.work")
    with transaction.atomic():
        order = export_order_held(order_id)
        concern = order.concerns.filter(kind="amounts_changed", closed_at=None).first()
        if concern is None:
            raise NotFound(what="concern")
        if order.state != "received" or order.supplies.exists():
            raise SupplyUnderWay()
        told = concern.data["told"]
        if told.get("strange") or not told["lines"]:
            raise NotSense()
        order.lines.all().delete()
        foreign = [ForeignLine(**each) for each in told["lines"]]
        lines = [
            ExportLine(
                order=order,
                position=position,
                ref=ref,
                sku=each.sku,
                quantity=each.quantity,
                unit_minor=each.unit_minor,
                title=each.sku,
            )
            for position, (each, ref) in enumerate(
                zip(foreign, line_refs(foreign), strict=True), start=1
            )
        ]
        ExportLine.objects.bulk_create(lines)
        order.currency, order.shipping_minor = told["currency"], told["shipping_minor"]
        order.goods_minor = sum(line.total_minor for line in lines)
        order.fingerprint = rules.order_fingerprint(
            currency=order.currency,
            shipping_minor=order.shipping_minor,
            lines=[(each.ref, each.sku, each.quantity, each.unit_minor) for each in foreign],
        )
        order.save(update_fields=["currency", "shipping_minor", "goods_minor", "fingerprint"])
        concerns_close(order, "amounts_changed", "nonsense", actor=actor, outcome="taken", now=now)
        _noted(actor, order, "export_amounts_take", now)
        return export_reserve(order=order, now=now)


def export_concern_close(
    *, actor: Actor, concern_id: int, note: str, now: datetime, try_again: bool = False
) -> ExportConcern:
    """A person has seen to it; what was done is kept. `try_again`: of something the channel could
    not be told, tell it anew instead. Errors: NotFound, InvalidInput."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    with transaction.atomic():
        concern = (
            ExportConcern.objects.select_for_update(of=("self",))
            .select_related("order")
            .filter(pk=concern_id, closed_at=None)
            .first()
        )
        if concern is None:
            raise NotFound(what="concern")
        if concern.kind == "not_told" and try_again:
            telling_again(order=concern.order, now=now)
            note = note or "again"
        elif not note:
            raise InvalidInput({"note": _("Say in a few words what was done.")})
        elif concern.kind == "not_told":
            telling_by_hand(order=concern.order, note=note, now=now)
        concerns_close(concern.order, concern.kind, actor=actor, outcome=note, now=now)
        _noted(actor, concern.order, "export_concern_close", now, kind=concern.kind)
    concern.refresh_from_db()
    return concern


@dataclass(frozen=True)
class Undone:
    """In poisha, what the sellers bear of it by the rule; the rest is ek-Shop's."""

    order: ExportOrder
    borne_poisha: int


def export_return_record(
    *,
    actor: Actor,
    order_id: int,
    cause: str,
    pieces: Mapping[int, int],
    note: str,
    now: datetime,
) -> Undone:
    """A sale abroad was undone, whole or in part: who bears it is a rule for its cause, as it stood
    when the order was placed. `pieces` by line id. What the channel gives back to the buyer comes
    with its statement; where all came back and it has not paid, nothing is hoped for. Errors: NotNow, InvalidInput.
    """
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    if cause not in rules.RETURN_CAUSES:
        raise InvalidInput({"cause": _("Say why it came back.")})
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state not in (*rules.SHIPPED, "lost"):
            raise NotNow(state=order.state_label)
        lines = {line.pk: line for line in order.lines.all()}
        back: dict[int, int] = {}
        for line_id, count in pieces.items():
            line = lines.get(line_id)
            if line is None or not 0 <= count <= line.packed:
                raise InvalidInput({"pieces": _("More pieces than were sent.")})
            if count and line.offer_id:
                back[line.offer_id] = back.get(line.offer_id, 0) + count
        if not back:
            raise InvalidInput({"pieces": _("Say which pieces came back.")})
        borne = borne_book(order=order, cause=cause, pieces=back, at=order.placed_at, now=now)
        if order.state != "lost":
            states.move(
                order,
                "return",
                actor=actor,
                now=now,
                reason=note,
                data={"cause": cause, "pieces": sum(back.values()), "borne_poisha": borne},
                also={"over_at": now},
            )
            if sum(back.values()) == sum(line.packed for line in lines.values()):
                undone_book(order=order, now=now)
        concerns_close(
            order, "returned", "late_cancel", "lost", actor=actor, outcome=note or cause, now=now
        )
        if order.consignment_id:
            consignment_end_if_done(order.consignment_id, now)
        _noted(actor, order, "export_return_record", now, cause=cause)
    return Undone(order, borne)


def parcel_report_by_hand(
    *, actor: Actor, order_id: int, status: str, now: datetime
) -> ExportOrder:
    """What a carrier without an interface said. Errors: InvalidInput, NotNow."""
    require(actor, "export_order.work")
    if status not in ("delivered", "lost", "returned"):
        raise InvalidInput({"status": _("Choose what the carrier said.")})
    with transaction.atomic():
        order = export_order_held(order_id)
        if order.state not in ("shipped", "lost", "delivered", "settled"):
            raise NotNow(state=order.state_label)
        order.reports.create(
            carrier="manual",
            event_key=f"{order.code}:{status}:{now.isoformat()}",
            status=status,
            at=now,
            received_at=now,
        )
        parcel_advance(order, status, actor=actor, at=now, now=now)
        _noted(actor, order, "parcel_report_by_hand", now, status=status)
    return order


def _noted(actor: Actor, order: ExportOrder, deed: str, now: datetime, **data: Any) -> None:
    audit_write(
        actor=actor,
        action=deed,
        entity="export_order",
        entity_id=order.pk,
        now=now,
        data={"code": order.code, **data},
    )
