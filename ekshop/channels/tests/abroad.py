"""Makers of orders from abroad: told by a marketplace, brought to the hub, packed and sent."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from ekshop.channels.adapters import Buyer, ForeignLine, ForeignOrder, SettlementLine
from ekshop.channels.models import (
    Channel,
    Consignment,
    ExportOrder,
    SettlementBooking,
    SettlementRow,
)
from ekshop.channels.services import exporting
from ekshop.fulfilment.services import FoundLine, shipment_book
from ekshop.fulfilment.tests.make import looked_at
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.models import SellerOrder
from ekshop.orders.tests import make as orders
from ekshop.parties.tests import make as parties

EMMA = Buyer(
    name="Emma Stone",
    lines=("12 Elm Street",),
    city="Austin",
    region="TX",
    postcode="73301",
    country="US",
    phone="+15125550100",
)


def told(sku: str, ref: str = "A-1", quantity: int = 1, **fields) -> ForeignOrder:
    """Sixty dollars a piece and fifteen for the way, for Emma in Texas."""
    lines = (ForeignLine("1", sku, quantity, fields.pop("unit_minor", 6_000)),)
    fields = {
        "placed_at": clock.now(),
        "currency": "USD",
        "buyer": EMMA,
        "lines": lines,
        "shipping_minor": 1_500,
        **fields,
    }
    return ForeignOrder(ref=ref, **fields)


def moved_to(**fields: str) -> Buyer:
    return replace(EMMA, **fields)


def take(channel: Channel, *wanted: ForeignOrder) -> exporting.Taken:
    return exporting.export_orders_take(channel_id=channel.pk, orders=wanted, now=clock.now())


def order_of(ref: str = "A-1") -> ExportOrder:
    return ExportOrder.objects.get(ref=ref)


def shares(order: ExportOrder) -> list[SellerOrder]:
    rows = SellerOrder.objects.filter(order__in=order.supplies.values("order"))
    return list(rows.order_by("id"))


def believed(
    people, second: parties.Persona, row: SettlementRow, note: str = "Their office says so"
) -> SettlementBooking:
    """Omar says that a doubtful line is right, another person confirms it."""
    at = clock.now()
    asked = exporting.settlement_row_believe_ask(
        actor=people.omar.actor, row_id=row.pk, note=note, now=at
    )
    exporting.settlement_booking_confirm(actor=second.actor, booking_id=asked.pk, now=at)
    row.refresh_from_db()
    return asked


def oli(people) -> parties.Persona:
    """A second operator."""
    who = parties.person("Oli Ahmed", "অলি আহমেদ")
    return parties.persona(who, "operator", people.omar.organisation)


def concerns(order: ExportOrder) -> list[str]:
    """The open ones."""
    rows = order.concerns.filter(closed_at=None).order_by("id")
    return list(rows.values_list("kind", flat=True))


def brought(people: orders.Personas, order: ExportOrder, *, accepted: int | None = None) -> None:
    """The producer confirms and sends what waits for her, and Omar inspects it at the hub."""
    for share in sent_by_jamila(people, order):
        inspected(people, share, accepted=accepted)


def sent_by_jamila(people: orders.Personas, order: ExportOrder) -> list[SellerOrder]:
    """What waits for her answer she confirms, brings to her centre and sends."""
    waiting = [share for share in shares(order) if share.state == "placed"]
    for share in waiting:
        orders.confirm(people.jamila, share, now=clock.now())
        looked_at(share, now=clock.now())
        shipment_book(
            actor=people.jamila.actor, seller_order_id=share.pk, courier="manual", now=clock.now()
        )
    return waiting


def inspected(people: orders.Personas, share: SellerOrder, *, accepted: int | None = None) -> None:
    omar, now = people.omar.actor, clock.now()
    exporting.hub_receive(actor=omar, seller_order_id=share.pk, now=now)
    found = []
    for line in share.lines.filter(state="confirmed"):
        good = line.quantity if accepted is None else accepted
        found.append(FoundLine(line.pk, good, line.quantity - good, "damaged"))
    exporting.hub_inspect(actor=omar, seller_order_id=share.pk, found=found, nonce=uuid4(), now=now)
    run_jobs()


def packed(people: orders.Personas, order: ExportOrder, *, carrier: str = "manual") -> ExportOrder:
    pieces = sum(line.quantity for line in order.lines.all())
    return exporting.export_order_pack(
        actor=people.omar.actor,
        order_id=order.pk,
        weighed_g=900 * pieces,
        carrier=carrier,
        now=clock.now(),
        weight_note="by hand",
    )


def sent(people: orders.Personas, order: ExportOrder, *, number: str = "BX1") -> Consignment:
    """Packed, and given to a carrier that is told by hand."""
    packed(people, order)
    return handed_over(people, order, number=number)


def handed_over(people: orders.Personas, order: ExportOrder, *, number: str = "BX1") -> Consignment:
    """With all that is in its consignment."""
    omar = people.omar.actor
    order.refresh_from_db()
    assert order.consignment
    for each in order.consignment.orders.all():
        exporting.parcel_number_set(actor=omar, order_id=each.pk, number=number, now=clock.now())
    exporting.consignment_close(actor=omar, consignment_id=order.consignment_id, now=clock.now())
    row = exporting.consignment_hand_over(
        actor=omar, consignment_id=order.consignment_id, now=clock.now()
    )
    order.refresh_from_db()
    return row


def row(
    kind: str, minor: int, at: datetime, *, order: str = "A-1", ref: str = ""
) -> SettlementLine:
    return SettlementLine(
        order_ref="" if kind == "transfer" else order,
        kind=kind,
        minor=minor,
        currency="USD",
        at=at,
        reference=ref or f"{kind}-{order}-{at:%m%d}",
    )
