"""Reading parcels, inspections and returns, and who may see which."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.deadlines import Deadline
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.ids import parse_code
from ekshop.orders import selectors as orders
from ekshop.orders.selectors import SHELVES

from .. import rules
from ..models import (
    HandOver,
    Inspection,
    InspectionLine,
    Photo,
    ReturnRequest,
    Shipment,
    TrackingEvent,
)
from .sourcing import (
    SOURCED_ORDER,
    Sourcing,
    check_of,
    checks_of,
    orders_to_pool,
    pool_for,
    pool_parcels,
    pools_listed,
    pools_visible_to,
    sourced_orders_listed,
    sourcing_counts,
    sourcing_of,
)

__all__ = [
    "SOURCED_ORDER",
    "Sourcing",
    "check_of",
    "checks_of",
    "orders_to_pool",
    "pool_for",
    "pool_parcels",
    "pools_listed",
    "pools_visible_to",
    "sourced_orders_listed",
    "sourcing_counts",
    "sourcing_of",
]


def shipments_visible_to(actor: Actor) -> QuerySet[Shipment]:
    return Shipment.objects.filter(
        seller_order__in=orders.seller_orders_visible_to(actor)
    ).select_related(
        "seller_order__order__customer", "seller_order__seller", "seller_order__centre"
    )


def orders_of_parcel(code: str) -> QuerySet[Shipment, int]:
    """The seller order a parcel's own code belongs to, whoever asks: to narrow rows that are
    already one's own."""
    return Shipment.objects.filter(code=code).values_list("seller_order_id", flat=True)


def shipment_by_code(actor: Actor, typed: str) -> Shipment:
    """The outbound parcel a scanned or typed code leads to.

    A parcel's own code, its seller order's code, the courier's tracking number, or the address
    a label's QR holds. Errors: NotFound, InvalidInput for nothing typed.
    """
    text = normalise(typed).rstrip("/").rsplit("/", 1)[-1]
    if not text:
        raise InvalidInput({"code": "empty"})
    outbound = shipments_visible_to(actor).filter(direction="outbound")
    found = outbound.filter(tracking_number__iexact=text).exclude(tracking_number="").first()
    if found is None:
        code = parse_code(text)
        found = (
            outbound.filter(code=code).first() or outbound.filter(seller_order__code=code).first()
        )
    if found is None:
        raise NotFound
    return found


def parcels_listed(actor: Actor, shelf: str) -> QuerySet[Any]:
    """Seller orders on a centre's shelf (a key of `orders.SHELVES`, or "waiting" for whatever
    no customer has taken yet), to be paged by (`came_at`, `id`).

    Each with `came_at`: when the parcel came, or, until it has, by when it is promised.
    """
    states = rules.WAITING_STATES if shelf == "waiting" else SHELVES.get(shelf, frozenset())
    outbound = Shipment.objects.filter(
        seller_order=OuterRef("pk"), direction="outbound", arrived_at__isnull=False
    )
    return (
        orders.seller_orders_visible_to(actor)
        .filter(state__in=states)
        .annotate(came_at=Coalesce(Subquery(outbound.values("arrived_at")[:1]), "deliver_by"))
        .select_related("order__customer", "seller", "centre")
        .prefetch_related("lines__product__category")
    )


def is_due_back(seller_order: Any, promised: Iterable[Deadline], *, now: datetime) -> bool:
    """Nobody came for the goods, and the last day that was told to the customer is over.

    `promised`: every deadline of the seller order.
    """
    return seller_order.state in rules.WAITING_STATES and any(
        each.kind == rules.LAST_CALL and each.due_at <= now for each in promised
    )


def parcels_due_back(actor: Actor) -> QuerySet[Any]:
    """Seller orders nobody collected, which their centre is to send back, to be paged by
    (`send_by`, `id`): by when."""
    promised = Deadline.objects.filter(
        entity="seller_order",
        entity_id=OuterRef("pk"),
        kind=rules.SEND_BACK,
        state__in=("waiting", "passed"),
        met_at__isnull=True,
    )
    return (
        orders.seller_orders_visible_to(actor)
        .filter(state__in=rules.WAITING_STATES)
        .annotate(send_by=Subquery(promised.values("due_at")[:1]))
        .filter(send_by__isnull=False)
        .select_related("order__customer", "seller", "centre")
    )


def parcels_going_back(actor: Actor) -> QuerySet[Shipment]:
    """Parcels to their sellers that still lie at the centre, to be paged by (`created_at`, `id`)."""
    return (
        shipments_visible_to(actor)
        .filter(direction="return", state="booked")
        .prefetch_related("lines__order_line__product__category")
    )


def shipments_of(seller_order_ids: Sequence[int]) -> dict[int, list[Shipment]]:
    """Parcels by seller order, oldest first, with their tracking, for pages; two statements."""
    found: dict[int, list[Shipment]] = {}
    rows = (
        Shipment.objects.filter(seller_order_id__in=seller_order_ids)
        .select_related("pool")
        .order_by("id")
        .prefetch_related(Prefetch("events", TrackingEvent.objects.order_by("at", "id")))
    )
    for shipment in rows:
        found.setdefault(shipment.seller_order_id, []).append(shipment)
    return found


def shipment_of_courier(courier: str, reference: str) -> Shipment | None:
    """The parcel a courier means by its own number, its tracking number or our code."""
    mine = Shipment.objects.filter(courier=courier)
    return (
        mine.filter(courier_ref=reference).first()
        or mine.filter(code=reference).first()
        or mine.filter(tracking_number=reference).first()
    )


def inspections_of(seller_order_ids: Sequence[int]) -> dict[int, Inspection]:
    """Inspections by seller order, with lines and photos."""
    rows = (
        Inspection.objects.filter(shipment__seller_order_id__in=seller_order_ids)
        .select_related("shipment", "inspected_by")
        .prefetch_related(
            Prefetch("lines", InspectionLine.objects.select_related("order_line", "borne_by")),
            "lines__photos",
        )
    )
    return {row.shipment.seller_order_id: row for row in rows}


def photos_visible_to(actor: Actor) -> QuerySet[Photo]:
    """Photos of parcels, returns and first inspections the actor may see."""
    mine = orders.seller_orders_visible_to(actor)
    sourced = orders.producer_orders_visible_to(actor)
    return Photo.objects.filter(
        Q(inspection_line__order_line__seller_order__in=mine)
        | Q(inspection_line__order_line__seller_order__in=sourced)
        | Q(return_request__order_line__seller_order__in=mine)
        | Q(sourcing_line__order_line__seller_order__in=mine)
        | Q(sourcing_line__order_line__seller_order__in=sourced)
    )


def photo_token(photo: Photo, scope: str) -> str:
    """Stands for a photo that no record owns yet, in the form it was sent with."""
    return signing.Signer(salt=f"ekshop.photo.{scope}").sign(str(photo.pk))


def photo_kept(token: str, scope: str) -> Photo:
    """The photo a token stands for. Errors: NotFound, also for a token of another form."""
    try:
        number = int(signing.Signer(salt=f"ekshop.photo.{scope}").unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise NotFound from error
    found = Photo.objects.filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def tries_left(seller_order_id: int) -> int:
    """How often a hand-over code may still be tried; nought once a new one is needed."""
    spent = (
        HandOver.objects.filter(seller_order_id=seller_order_id)
        .values_list("attempts", flat=True)
        .first()
    )
    return rules.HAND_OVER_TRIES - (spent or 0)


def hand_over_of(seller_order_id: int) -> HandOver | None:
    return HandOver.objects.filter(seller_order_id=seller_order_id).first()


def return_until(seller_order_id: int) -> datetime | None:
    """When the return window ends; None before the goods are handed over."""
    hand_over = hand_over_of(seller_order_id)
    return hand_over.return_until if hand_over else None


def returns_visible_to(actor: Actor) -> QuerySet[ReturnRequest]:
    return (
        ReturnRequest.objects.filter(
            order_line__seller_order__in=orders.seller_orders_visible_to(actor)
        )
        .select_related(
            "order_line__seller_order__order__customer",
            "order_line__seller_order__seller",
            "order_line__seller_order__centre",
            "shipment",
        )
        .prefetch_related("photos")
    )


def returns_of(seller_order_ids: Sequence[int]) -> dict[int, list[ReturnRequest]]:
    found: dict[int, list[ReturnRequest]] = {}
    rows = (
        ReturnRequest.objects.filter(order_line__seller_order_id__in=seller_order_ids)
        .select_related("order_line", "shipment")
        .prefetch_related("photos")
        .order_by("id")
    )
    for row in rows:
        found.setdefault(row.order_line.seller_order_id, []).append(row)
    return found


def seller_orders_returned(return_ids: Collection[int]) -> dict[int, int]:
    """Of several returns, by their ids, the seller order each is of."""
    rows = ReturnRequest.objects.filter(pk__in=return_ids)
    return dict(rows.values_list("pk", "order_line__seller_order_id"))


def order_codes_of_returns(return_ids: Collection[int]) -> dict[int, str]:
    return dict(
        ReturnRequest.objects.filter(pk__in=return_ids).values_list(
            "pk", "order_line__seller_order__order__code"
        )
    )


def seller_orders_with_open_returns() -> QuerySet[ReturnRequest, int]:
    """Their ids, to be used in another query."""
    rows = ReturnRequest.objects.filter(order_line__in=lines_with_open_returns())
    return rows.values_list("order_line__seller_order_id", flat=True)


def lines_with_open_returns() -> QuerySet[ReturnRequest, int]:
    """Ids of order lines whose return is still under way, or received and not yet refunded."""
    return ReturnRequest.objects.filter(
        state__in=(*rules.OPEN_RETURN_STATES, "received")
    ).values_list("order_line_id", flat=True)


@dataclass(frozen=True)
class RefundWanted:
    """What a return means for the money; `returned_poisha` is the goods' price."""

    order_line_id: int
    seller_order_id: int
    seller_id: int
    returned_poisha: int
    everything_back: bool
    fault: str


def return_for_refund(return_id: int) -> RefundWanted:
    """The facts a refund is reckoned from."""
    wanted = ReturnRequest.objects.select_related("order_line__seller_order").get(pk=return_id)
    line = wanted.order_line
    lines = orders.lines_of(line.seller_order_id)
    return RefundWanted(
        order_line_id=line.pk,
        seller_order_id=line.seller_order_id,
        seller_id=line.seller_order.seller_id,
        returned_poisha=wanted.quantity * line.unit_price_poisha,
        everything_back=all(one.returned_quantity == one.accepted_quantity for one in lines),
        fault=wanted.fault,
    )
