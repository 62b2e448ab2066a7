"""Orders from abroad as lists and pages need them, and who may see which."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from ekshop.fulfilment.selectors import inspections_of, shipments_of
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.models import in_language
from ekshop.orders.selectors import shares_of
from ekshop.parties.rules.permissions import SELLER_ROLES
from ekshop.payments.selectors import payments_of

from ..models import (
    Channel,
    Consignment,
    ExportConcern,
    ExportLine,
    ExportOrder,
    ExportReading,
    ExportSupply,
    ExportTelling,
    SettlementBooking,
    SettlementFile,
    SettlementRow,
)
from ..rules import exporting as rules

READERS = {"operator", "auditor"}
ORDER = ("-placed_at", "-id")


def _sees_all(actor: Actor) -> bool:
    return actor.is_system or actor.role in READERS


def export_orders_visible_to(actor: Actor) -> QuerySet[ExportOrder]:
    """All for the operator and the auditor; a seller's: those it brings goods for."""
    rows = ExportOrder.objects.select_related("channel", "consignment", "rate")
    if _sees_all(actor):
        return rows
    if actor.role in SELLER_ROLES:
        own = ExportLine.objects.filter(
            order=OuterRef("pk"), offer__seller_id=actor.organisation_id
        )
        return rows.filter(Exists(own))
    return rows.none()


def consignments_visible_to(actor: Actor) -> QuerySet[Consignment]:
    rows = Consignment.objects.annotate(
        parcels=Count("orders"), grams=Sum("orders__weighed_g", default=0)
    )
    return rows if _sees_all(actor) else rows.none()


def settlement_rows_visible_to(actor: Actor) -> QuerySet[SettlementRow]:
    """Each with the `booking` by hand that counts, in a list of one or none."""
    rows = SettlementRow.objects.select_related(
        "channel", "order", "rate", "file", "noted_by"
    ).prefetch_related(Prefetch("bookings", _bookings(), to_attr="booking"))
    return rows if _sees_all(actor) else rows.none()


def settlement_bookings_asked(actor: Actor) -> list[SettlementBooking]:
    """Lines booked by hand, or taken back, that wait for a second person; the oldest first."""
    if not _sees_all(actor):
        return []
    rows = _bookings().filter(state__in=["asked", "undo_asked"])
    return list(rows.select_related("row__channel").order_by("asked_at", "id"))


def _bookings() -> QuerySet[SettlementBooking]:
    rows = SettlementBooking.objects.exclude(state__in=["refused", "undone"])
    return rows.select_related("asked_by", "confirmed_by", "undo_asked_by")


def settlement_files_visible_to(actor: Actor) -> QuerySet[SettlementFile]:
    rows = SettlementFile.objects.select_related("channel", "brought_by")
    return rows if _sees_all(actor) else rows.none()


def export_readings(actor: Actor) -> list[ExportReading]:
    """How far each channel has been read, the troubled first."""
    if not _sees_all(actor):
        return []
    return list(ExportReading.objects.select_related("channel").order_by("-trouble", "channel_id"))


def export_orders_listed(
    actor: Actor, *, stage: str = "", channel: str = "", text: str = ""
) -> QuerySet[ExportOrder]:
    """To be paged by `ORDER`, each with `open_concerns`. `stage`: of `rules.STAGES`, or "person" for
    those that wait for one; `text`: a code of ours, the channel's number or the carrier's."""
    concerns = ExportConcern.objects.filter(order=OuterRef("pk"), closed_at=None)
    rows = export_orders_visible_to(actor).annotate(waits=Exists(concerns))
    if stage == "person":
        rows = rows.filter(waits=True)
    elif stage:
        rows = rows.filter(state__in=rules.STAGES.get(stage, ()))
    if channel:
        rows = rows.filter(channel__key=channel)
    text = normalise(text)
    if text:
        match = Q(ref__iexact=text) | Q(tracking_number__iexact=text)
        with suppress(InvalidCode):
            match |= Q(code=parse_code(text, "X"))
        rows = rows.filter(match)
    return rows.prefetch_related("lines")


def export_stages(actor: Actor) -> dict[str, int]:
    """How many orders are on each stage, and under "person" how many wait for one; the ended and
    the settled are not counted. Two statements."""
    rows = export_orders_visible_to(actor)
    by_state = dict(
        rows.filter(state__in=_OPEN).values_list("state").annotate(n=Count("id")).order_by()
    )
    counts = {
        stage: sum(by_state.get(state, 0) for state in states)
        for stage, states in rules.STAGES.items()
        if set(states) <= set(_OPEN)
    }
    waiting = ExportConcern.objects.filter(closed_at=None, order__in=rows)
    return {**counts, "person": waiting.values("order").distinct().count()}


_OPEN = ("received", "reserved", "gathering", "at_hub", "packed", "shipped", "delivered")


def concern_words(concern: ExportConcern) -> tuple[str, str]:
    """What is wrong and what can be done, in the reader's language."""
    said, todo = rules.CONCERNS[concern.kind]
    filled: dict[str, Any] = {}
    for key, value in concern.data.items():
        if isinstance(value, dict) and value.keys() <= {"bn", "en"}:
            value = in_language(value.get("bn", ""), value.get("en", ""))
        filled[key.rstrip("_")] = value
    text = str(said)
    return (text % filled if "%(" in text else text), str(todo)


def export_order_for(actor: Actor, code: str) -> ExportOrder:
    """By its code, however typed. Raises NotFound."""
    try:
        plain = parse_code(code, "X")
    except InvalidCode as error:
        raise NotFound(what="export_order") from error
    found = export_orders_visible_to(actor).filter(code=plain).first()
    if found is None:
        raise NotFound(what="export_order")
    return found


def export_order_supplied(actor: Actor, code: str) -> ExportOrder | None:
    """The order abroad that an order at home, or a seller's part of it, brings goods for."""
    try:
        plain = parse_code(code)
    except InvalidCode:
        return None
    named = "seller_orders__code" if plain.startswith("S") else "code"
    supplies = ExportSupply.objects.filter(**{f"order__{named}": plain})
    return export_orders_visible_to(actor).filter(supplies__in=supplies).first()


@dataclass(frozen=True)
class Supplied:
    """A seller's part of the goods, with its parcel, what was found in it and what was paid."""

    share: Any
    parcel: Any
    inspection: Any
    payment: Any


def supplies_of(order: ExportOrder) -> list[Supplied]:
    """In the order they were asked for. A few statements a supply."""
    shares = [
        share
        for supply in order.supplies.select_related("order").order_by("id")
        for share in shares_of(supply.order)
    ]
    ids = [share.pk for share in shares]
    parcels, found, paid = shipments_of(ids), inspections_of(ids), payments_of(ids)
    return [
        Supplied(
            share=share,
            parcel=next(
                (
                    each
                    for each in parcels.get(share.pk, [])
                    if each.direction == "outbound" and each.state != "cancelled"
                ),
                None,
            ),
            inspection=found.get(share.pk),
            payment=paid.get(share.pk),
        )
        for share in shares
    ]


@dataclass(frozen=True)
class Difference:
    """Something a channel's statement and our books see differently. `kind`: "unmatched", "no_rate",
    one of `rules.DOUBTS`, "less" (settled less than was sent), "more", "late" (nothing settled)."""

    kind: str
    order: ExportOrder | None
    row: SettlementRow | None
    minor: int
    currency: str


def settlement_differences(
    actor: Actor, *, late_before: datetime, most: int = 100
) -> list[Difference]:
    """What a person should look at, the oldest first; orders delivered, or come back in part, before
    `late_before` without a settlement are late. Three statements."""
    found = [
        Difference(row.doubt or row.state, row.order, row, row.minor, row.currency)
        for row in settlement_rows_visible_to(actor)
        .filter(state__in=("unmatched", "no_rate", "doubtful"))
        .order_by("at", "id")[:most]
    ]
    orders = export_orders_visible_to(actor).filter(rate__isnull=False)
    if not _sees_all(actor):
        return []
    pieces = ExportLine.objects.filter(order=OuterRef("pk")).values("order")
    sold = pieces.annotate(sum=Sum(F("packed") * F("unit_minor"))).values("sum")
    sales = (
        orders.filter(settlement_rows__kind="sale", settlement_rows__state="booked")
        .annotate(told=Sum("settlement_rows__minor"), sent=Subquery(sold))
        .exclude(told=F("sent") + F("shipping_minor"))
        .order_by("shipped_at", "id")
    )
    for order in sales[:most]:
        over = order.told - order.sent - order.shipping_minor
        kind = "more" if over > 0 else "less"
        found.append(Difference(kind, order, None, over, order.currency))
    silent = orders.filter(
        state__in=("delivered", "returned"),
        over_at__lt=late_before,
        money_at=None,
        settled_poisha=0,
        lost_poisha=0,
    ).order_by("over_at", "id")
    found += [
        Difference("late", order, None, order.total_minor, order.currency)
        for order in silent[:most]
    ]
    return found


def export_order_codes(ids: Collection[int]) -> dict[int, str]:
    """For whoever names them by their number."""
    return dict(ExportOrder.objects.filter(pk__in=ids).values_list("pk", "code"))


def export_order_codes_of_rows(ids: Collection[int]) -> dict[int, str]:
    """By line of a channel's statement, where it is of an order."""
    rows = SettlementRow.objects.filter(pk__in=ids, order__isnull=False)
    return dict(rows.values_list("pk", "order__code"))


def consignment_codes(ids: Collection[int]) -> dict[int, str]:
    return dict(Consignment.objects.filter(pk__in=ids).values_list("pk", "code"))


def channels_to_read(now: datetime) -> list[int]:
    """In use, and not resting after failures."""
    rows = Channel.objects.filter(state=Channel.ACTIVE)
    rows = rows.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))
    return list(rows.order_by("id").values_list("pk", flat=True))


def channels_to_tell(now: datetime) -> list[int]:
    """Those that something waits to be told to."""
    rows = ExportTelling.objects.filter(state="waiting", next_try_at__lte=now)
    return sorted(set(rows.values_list("order__channel_id", flat=True)))
