"""One seller order and its lines, for the packages that carry it on."""

from collections.abc import Collection

from django.db.models import Q

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code

from ..models import CentreStop, OrderLine, SellerOrder
from .orders import seller_orders_visible_to

BOUGHT_SHOWN = 8
_WITH_PEOPLE = ("order__customer", "seller", "centre")


def seller_order_get(seller_order_id: int) -> SellerOrder:
    """With its order, customer, seller and centre; for reactions, which act for nobody."""
    return SellerOrder.objects.select_related(*_WITH_PEOPLE).get(pk=seller_order_id)


def order_for_abroad(seller_order_id: int) -> int | None:
    """The order of a seller order that is supply for a buyer abroad; None for any other."""
    rows = SellerOrder.objects.filter(pk=seller_order_id, export=True)
    return rows.values_list("order_id", flat=True).first()


def seller_order_visible_to(actor: Actor, seller_order_id: int) -> SellerOrder:
    """The same for someone who may see it. Raises NotFound, also where they may not."""
    found = (
        seller_orders_visible_to(actor)
        .select_related(*_WITH_PEOPLE)
        .filter(pk=seller_order_id)
        .first()
    )
    if found is None:
        raise NotFound(what="seller_order")
    return found


def seller_order_by_code(actor: Actor, typed: str) -> SellerOrder | None:
    """The part of an order somebody may see, by its code as people type it; None where there is
    none."""
    try:
        code = parse_code(typed, "S")
    except InvalidCode:
        return None
    return seller_orders_visible_to(actor).filter(code=code).first()


def bought_by(mobile: str, *, code: str = "", by: Actor | None = None) -> list[SellerOrder]:
    """What was ordered for a mobile number, the newest first, with seller and lines.

    The caller has proved the number; `by` narrows it to what somebody may see, `code` to one order
    or one seller's part of it. Empty also for an order of somebody else's, and for trials and exports,
    which nobody here bought.
    """
    rows = seller_orders_visible_to(by) if by else SellerOrder.objects.all()
    rows = rows.filter(order__customer__mobile=mobile, trial=False, export=False).select_related(
        "order", "seller"
    )
    if code:
        try:
            plain = parse_code(code)
        except InvalidCode:
            return []
        rows = rows.filter(Q(order__code=plain) | Q(code=plain))
    return list(rows.prefetch_related("lines").order_by("-order__placed_at", "-id")[:BOUGHT_SHOWN])


def lines_of(seller_order_id: int) -> list[OrderLine]:
    """Every line of a seller order as it was placed, in its order."""
    return list(OrderLine.objects.filter(seller_order_id=seller_order_id).order_by("position"))


def order_codes_of(entity: str, ids: Collection[int]) -> dict[int, str]:
    """The orders that sellers' parts or lines ("seller_order", "order_line") belong to."""
    if entity == "seller_order":
        return dict(SellerOrder.objects.filter(pk__in=ids).values_list("pk", "order__code"))
    return dict(OrderLine.objects.filter(pk__in=ids).values_list("pk", "seller_order__order__code"))


def line_get(line_id: int) -> OrderLine:
    """Raises NotFound."""
    found = OrderLine.objects.filter(pk=line_id).first()
    if found is None:
        raise NotFound(what="order_line")
    return found


def seller_orders_of_lines(line_ids: Collection[int]) -> dict[int, int]:
    """Of several order lines, by their ids, the seller order each belongs to."""
    return dict(OrderLine.objects.filter(pk__in=line_ids).values_list("pk", "seller_order_id"))


def accepted_lines(seller_order_id: int) -> tuple[list[tuple[int, int]], int]:
    """What inspection accepted, as (quantity, unit price), and the delivery fee; in poisha."""
    lines = OrderLine.objects.filter(seller_order_id=seller_order_id, accepted_quantity__gt=0)
    delivery = SellerOrder.objects.values_list("delivery_poisha", flat=True).get(pk=seller_order_id)
    return list(lines.values_list("accepted_quantity", "unit_price_poisha")), delivery


def centre_stop(centre_id: int) -> CentreStop | None:
    """Why a centre may order nothing new just now; None where it may."""
    return CentreStop.objects.filter(centre_id=centre_id).first()


def state_label(seller_order: SellerOrder) -> str:
    """Its state in the reader's words."""
    return str(SellerOrder.machine.state_label(seller_order.state))
