"""Orders: what came in, and the seller's answer."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.db.models import Prefetch
from django.http import HttpResponse
from ninja import Query, Router

from ekshop.api.access import Request, access
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.federation.selectors import seller_order_wire, shipment_wire
from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.services import shipment_book
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.orders.rules import SELLER_ORDER
from ekshop.orders.selectors import lines_visible_to, seller_orders_visible_to
from ekshop.orders.services import LineAnswer, seller_order_answer

from .calls import IdempotencyKey, write_once
from .schemas import (
    AnswerIn,
    SellerOrderOut,
    SellerOrdersOut,
    ShipmentIn,
    ShipmentWithOrderOut,
)
from .shipments import wire as shipment_with_order

router = Router(tags=["Orders"])

if TYPE_CHECKING:
    State = str
else:
    State = Literal[tuple(SELLER_ORDER.states)]
Cursor = Annotated[str, Query(max_length=2000, description="From the answer before")]
Size = Annotated[int, Query(ge=1, le=100)]


@router.get(
    "/",
    response={200: SellerOrdersOut, REFUSALS: ErrorOut},
    operation_id="seller_orders_list",
    summary="Your orders, the newest first",
)
@access("order.read_own_sales")
def seller_orders(
    request: Request, state: State | None = None, cursor: Cursor = "", size: Size = 25
) -> Any:
    rows = _orders(request.actor)
    if state:
        rows = rows.filter(state=state)
    page = page_of(rows, order=("-placed_at", "-id"), cursor=cursor or None, size=size)
    parcels = fulfilment.shipments_of([each.pk for each in page.items])
    return {
        "items": [_wire(each, parcels.get(each.pk, [])) for each in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get(
    "/{code}",
    response={200: SellerOrderOut, REFUSALS: ErrorOut},
    operation_id="seller_order_get",
    summary="One order",
)
@access("order.read_own_sales")
def seller_order(request: Request, code: str) -> Any:
    return _told(_order(request.actor, code))


@router.post(
    "/{code}/confirm",
    response={200: SellerOrderOut, REFUSALS: ErrorOut},
    operation_id="seller_order_confirm",
    summary="Confirm or decline, line by line",
)
@access("seller_order.answer")
def confirm(
    request: Request,
    response: HttpResponse,
    code: str,
    answer: AnswerIn,
    key: IdempotencyKey,
) -> Any:
    """Every line is answered at once. The same answer again is harmless, another one is refused."""
    actor = request.actor
    order = _order(actor, code)

    def write() -> dict[str, Any]:
        seller_order_answer(
            actor=actor,
            seller_order_id=order.pk,
            answers=[LineAnswer(one.line_id, one.decision, one.reason) for one in answer.lines],
            now=clock.now(),
        )
        return _told(_order(actor, code))

    return write_once(request, response, key, write)


@router.post(
    "/{code}/shipments",
    response={201: ShipmentWithOrderOut, REFUSALS: ErrorOut},
    operation_id="shipment_book",
    summary="Book a parcel for a confirmed order",
)
@access("shipment.book")
def book(
    request: Request,
    response: HttpResponse,
    code: str,
    parcel: ShipmentIn,
    key: IdempotencyKey,
) -> Any:
    """With a courier of ours, it is booked for you; with “manual” you bring it on its way yourself."""
    actor = request.actor
    order = _order(actor, code)

    def write() -> dict[str, Any]:
        made = shipment_book(
            actor=actor,
            seller_order_id=order.pk,
            courier=parcel.courier,
            tracking_number=parcel.tracking_number,
            now=clock.now(),
        )
        return shipment_with_order(made)

    return write_once(request, response, key, write, status=201)


def _orders(actor: Actor) -> Any:
    lines = Prefetch("lines", lines_visible_to(actor).order_by("position"))
    return (
        seller_orders_visible_to(actor)
        .select_related("order", "centre__centre__district", "centre__centre__union")
        .prefetch_related(lines)
    )


def _order(actor: Actor, code: str) -> Any:
    """Raises NotFound, also for somebody else's."""
    try:
        plain = parse_code(code)
    except InvalidCode:
        raise NotFound(what="seller_order") from None
    found = _orders(actor).filter(code=plain).first()
    if found is None:
        raise NotFound(what="seller_order")
    return found


def _told(order: Any) -> dict[str, Any]:
    return _wire(order, fulfilment.shipments_of([order.pk]).get(order.pk, []))


def _wire(order: Any, parcels: list[Any]) -> dict[str, Any]:
    shape = seller_order_wire(order, order.lines.all())
    return {**shape, "shipments": [shipment_wire(parcel) for parcel in parcels]}
