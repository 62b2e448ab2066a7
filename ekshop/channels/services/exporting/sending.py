"""Consignments: closed, booked with the carrier, handed over; then everything in them is sold."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadline_meet
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.jobs import job
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require
from ekshop.settlement.services import deed_ask, deed_does, takes_two

from ...adapters.carriers import CarrierTrouble, ParcelToCarry, carrier_for
from ...models import Consignment, ExportOrder
from ...rules import exporting as rules
from ...rules.sentences import both
from ...selectors.context import rate_on
from .concerns import concern_open, concerns_close
from .errors import NoRateThatDay, NothingToSend, NotNow
from .money import shipped_book
from .settling import settlement_rows_retry
from .telling import telling_put


def consignment_held(consignment_id: int) -> Consignment:
    found = Consignment.objects.select_for_update().filter(pk=consignment_id).first()
    if found is None:
        raise NotFound(what="consignment")
    return found


def consignment_close(*, actor: Actor, consignment_id: int, now: datetime) -> Consignment:
    """Nothing more goes in; a carrier with an interface is asked to come for it, by a job. Harmless
    when repeated. Errors: NotFound, NothingToSend, NotNow."""
    require(actor, "export_order.work")
    with transaction.atomic():
        row = consignment_held(consignment_id)
        if row.state == "closed":
            return row
        if row.state != "open":
            raise NotNow(state=row.state_label)
        if not row.orders.exists():
            raise NothingToSend()
        states.move(row, "close", actor=actor, now=now, also={"closed_at": now})
        if row.carrier != "manual":
            carrier_book.later(consignment_id=row.pk)
    return row


def consignment_reopen(*, actor: Actor, consignment_id: int, now: datetime) -> Consignment:
    """Back to being filled, unless the carrier has numbered it or another is being filled."""
    require(actor, "export_order.work")
    with transaction.atomic():
        row = consignment_held(consignment_id)
        others = Consignment.objects.filter(country=row.country, carrier=row.carrier, state="open")
        if row.state != "closed" or row.carrier_ref or others.exists():
            raise NotNow(state=row.state_label)
        with refused_as(consignment_one_open=NotNow(state=row.state_label)):
            states.move(row, "reopen", actor=actor, now=now, also={"closed_at": None})
    return row


@job(queue="outgoing", name="channels.carrier_book")
def carrier_book(*, consignment_id: int) -> None:
    """Asks the carrier, outside a transaction; asked again it answers with the same numbers."""
    row = Consignment.objects.get(pk=consignment_id)
    carrier = carrier_for(row.carrier)
    if row.state != "closed" or row.carrier_ref or carrier is None:
        return
    orders = list(row.orders.prefetch_related("lines").select_related("channel"))
    try:
        booked = carrier.book(row.code, row.country, [_to_carry(order) for order in orders])
    except CarrierTrouble as trouble:
        Consignment.objects.filter(pk=row.pk).update(booking_trouble=both(trouble)["en"])
        raise
    with transaction.atomic():
        Consignment.objects.filter(pk=row.pk, carrier_ref="").update(
            carrier_ref=booked.reference, booking_trouble=""
        )
        for order in orders:
            if number := booked.numbers.get(order.code, ""):
                ExportOrder.objects.filter(pk=order.pk).update(tracking_number=number[:60])


def _to_carry(order: ExportOrder) -> ParcelToCarry:
    lines = [line for line in order.lines.all() if line.packed]
    return ParcelToCarry(
        reference=order.code,
        to=order.buyer_known,
        grams=order.weighed_g or 0,
        currency=order.currency,
        value_minor=sum(line.packed * line.unit_minor for line in lines),
        contents=[
            {
                "hs_code": line.hs_code,
                "title": line.title,
                "quantity": line.packed,
                "origin": line.origin,
            }
            for line in lines
        ],
    )


def parcel_number_set(*, actor: Actor, order_id: int, number: str, now: datetime) -> None:
    """The number of a parcel whose carrier is told by hand. Errors: InvalidInput, NotFound."""
    require(actor, "export_order.work")
    number = normalise(number)[:60]
    if not number:
        raise InvalidInput({"number": _("Type the carrier's number.")})
    rows = ExportOrder.objects.filter(pk=order_id, state__in=("packed", "shipped"))
    if not rows.update(tracking_number=number):
        raise NotFound(what="export_order")


def consignment_hand_over(*, actor: Actor, consignment_id: int, now: datetime) -> Consignment:
    """The carrier has it: every order in it is sent and sold, at the rate recorded for today.

    One transaction: without a rate nothing of it happens, and the orders that want one wait for a
    person. Harmless when repeated. Errors: NotFound, NotNow, NoRateThatDay, InvalidInput where a
    parcel has no number.
    """
    require(actor, "export_order.work")
    row = Consignment.objects.filter(pk=consignment_id).first()
    if row is None:
        raise NotFound(what="consignment")
    if row.state in ("handed_over", "ended"):
        return row
    if row.state != "closed":
        raise NotNow(state=row.state_label)
    orders = row.orders.select_related("channel").order_by("id")
    day = dhaka_date(now)
    rates = {order.currency: rate_on(order.currency, day) for order in orders}
    for order in orders:
        if rates[order.currency] is None:
            concern_open(order, "no_rate", now=now, currency=order.currency)
        elif not order.tracking_number:
            raise InvalidInput(
                {
                    "number": _("Parcel %(code)s has no number of the carrier yet.")
                    % {"code": order.code}
                }
            )
    if None in rates.values():
        missing = next(currency for currency, rate in rates.items() if rate is None)
        raise NoRateThatDay(currency=missing)
    with transaction.atomic():
        row = consignment_held(consignment_id)
        if row.state == "handed_over":
            return row
        states.move(row, "hand_over", actor=actor, now=now, also={"handed_over_at": now})
        for order in (
            ExportOrder.objects.select_for_update(of=("self",))
            .filter(consignment=row)
            .order_by("id")
        ):
            rate = rates[order.currency]
            assert rate is not None
            states.move(order, "ship", actor=actor, now=now, also={"shipped_at": now})
            shipped_book(order=order, rate=rate, now=now)
            deadline_meet(entity=("export_order", order.pk), kind=rules.SHIP_KIND, now=now)
            concerns_close(order, "no_rate", actor=actor, outcome="", now=now)
            telling_put(order, "ship", now=now)
    for order in orders:
        settlement_rows_retry(now=now, order=order)
    return row


def consignment_freight_record(
    *, actor: Actor, consignment_id: int, poisha: int, reference: str, now: datetime
) -> Consignment | object:
    """The carrier's bill for a consignment, paid from the bank: once. Above the rule book's limit it
    waits for a second person (`settlement.services.deed_waits`). Errors: NotFound, NotNow,
    InvalidInput, DeedAsked."""
    require(actor, "export_order.work")
    reference = normalise(reference)[:60]
    problems: dict[str, object] = {}
    if poisha <= 0:
        problems["amount"] = _("What the carrier charged, in taka.")
    if not reference:
        problems["reference"] = _("Type the number of the bill.")
    if problems:
        raise InvalidInput(problems)
    terms: dict[str, Any] = {
        "consignment_id": consignment_id,
        "poisha": poisha,
        "reference": reference,
    }
    if not takes_two(poisha, now):
        return _freight_paid(actor=actor, now=now, **terms)
    with transaction.atomic():
        row = consignment_held(consignment_id)
        _freight_open(row)
        return deed_ask(
            actor=actor,
            kind="export_freight",
            about=row.code,
            entity_id=row.pk,
            amount_poisha=poisha,
            note=reference,
            terms=terms,
            now=now,
        )


def _freight_open(row: Consignment) -> None:
    if row.state not in ("handed_over", "ended") or row.freight_poisha is not None:
        raise NotNow(state=row.state_label)


@deed_does("export_freight")
def _freight_paid(
    *, actor: Actor, consignment_id: int, poisha: int, reference: str, now: datetime
) -> Consignment:
    with transaction.atomic():
        row = consignment_held(consignment_id)
        _freight_open(row)
        row.freight_poisha, row.freight_reference = poisha, reference
        row.save(update_fields=["freight_poisha", "freight_reference"])
        journal_post(
            key=f"export:freight:{row.pk}",
            kind="export_freight",
            entity="consignment",
            entity_id=row.pk,
            postings=[(None, "export_freight", poisha), (None, "bank", -poisha)],
            now=now,
        )
    return row
