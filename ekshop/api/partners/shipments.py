"""Parcels: their label, their way, and what became of them."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router

from ekshop.api.access import Request, access
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.federation.selectors import shipment_wire
from ekshop.fulfilment.rules import SHIPMENT
from ekshop.fulfilment.selectors import shipments_visible_to
from ekshop.fulfilment.services import shipment_hand_over, tracking_record
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of

from .calls import IdempotencyKey, write_once
from .schemas import (
    HandOverIn,
    ReportIn,
    ReportTakenOut,
    ShipmentsOut,
    ShipmentWithOrderOut,
)

router = Router(tags=["Parcels"])

if TYPE_CHECKING:
    State = str
else:
    State = Literal[tuple(SHIPMENT.states)]
Cursor = Annotated[str, Query(max_length=2000, description="From the answer before")]
Size = Annotated[int, Query(ge=1, le=100)]


@router.get(
    "/",
    response={200: ShipmentsOut, REFUSALS: ErrorOut},
    operation_id="shipments_list",
    summary="Your parcels, both ways, the newest first",
)
@access("order.read_own_sales")
def shipments(
    request: Request,
    state: State | None = None,
    direction: Literal["outbound", "return"] | None = None,
    cursor: Cursor = "",
    size: Size = 25,
) -> Any:
    rows = shipments_visible_to(request.actor)
    if state:
        rows = rows.filter(state=state)
    if direction:
        rows = rows.filter(direction=direction)
    page = page_of(rows, order=("-created_at", "-id"), cursor=cursor or None, size=size)
    return {
        "items": [wire(each) for each in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get(
    "/{code}",
    response={200: ShipmentWithOrderOut, REFUSALS: ErrorOut},
    operation_id="shipment_get",
    summary="One parcel",
)
@access("order.read_own_sales")
def shipment(request: Request, code: str) -> Any:
    return wire(_shipment(request.actor, code))


@router.post(
    "/{code}/hand-over",
    response={200: ShipmentWithOrderOut, REFUSALS: ErrorOut},
    operation_id="shipment_hand_over",
    summary="Say that the parcel was handed to the courier",
)
@access("shipment.report")
def hand_over(
    request: Request,
    response: HttpResponse,
    code: str,
    given: HandOverIn,
    key: IdempotencyKey,
) -> Any:
    actor = request.actor
    parcel = _shipment(actor, code)

    def write() -> dict[str, Any]:
        shipment_hand_over(
            actor=actor,
            shipment_id=parcel.pk,
            tracking_number=given.tracking_number,
            now=clock.now(),
        )
        return wire(_shipment(actor, code))

    return write_once(request, response, key, write)


@router.post(
    "/{code}/events",
    response={200: ReportTakenOut, REFUSALS: ErrorOut},
    operation_id="shipment_report",
    summary="Report where the parcel is",
)
@access("shipment.report")
def report(
    request: Request,
    response: HttpResponse,
    code: str,
    told: ReportIn,
    key: IdempotencyKey,
) -> Any:
    """Repeated, late and out of order reports are kept and move a parcel only forward."""
    actor = request.actor
    parcel = _shipment(actor, code)

    def write() -> dict[str, Any]:
        name = told.event_id or f"{told.status}@{told.at.isoformat()}"
        is_new = tracking_record(
            courier=parcel.courier,
            shipment_id=parcel.pk,
            # Under the parcel's own code, so that no seller's ids run into another's.
            event_key=f"{parcel.code}:{name}",
            status=told.status,
            message=told.message,
            at=told.at,
            now=clock.now(),
        )
        return {"new": is_new, "shipment": wire(_shipment(actor, code))}

    return write_once(request, response, key, write)


def wire(parcel: Any) -> dict[str, Any]:
    return {**shipment_wire(parcel), "seller_order_code": parcel.seller_order.code}


def _shipment(actor: Actor, code: str) -> Any:
    """Raises NotFound, also for somebody else's."""
    try:
        plain = parse_code(code)
    except InvalidCode:
        raise NotFound(what="shipment") from None
    found = shipments_visible_to(actor).filter(code=plain).first()
    if found is None:
        raise NotFound(what="shipment")
    return found
