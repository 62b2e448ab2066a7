"""Who may see which orders, and an order found by its code."""

import hmac

from django.db.models import Prefetch, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.parties.rules.permissions import SELLER_ROLES

from ..models import Order, OrderLine, SellerOrder
from ..rules import EXPORT, TRIAL

_WATCHERS = frozenset({"operator", "auditor", "call_operator"})
MOBILE_DIGITS = 4


def orders_visible_to(actor: Actor) -> QuerySet[Order]:
    """A centre's own; all but trials and exports for the operator, the auditor and the call line."""
    if actor.is_system:
        return Order.objects.all()
    if actor.role in _WATCHERS:
        return Order.objects.exclude(channel__in=(TRIAL, EXPORT))
    if actor.role == "entrepreneur":
        return Order.objects.filter(centre_id=actor.organisation_id)
    return Order.objects.none()


def seller_orders_visible_to(actor: Actor) -> QuerySet[SellerOrder]:
    """A centre's and a seller's own; all but trials and exports for the operator, the auditor and
    the call line. Exports have their own pages, above."""
    if actor.is_system:
        return SellerOrder.objects.all()
    if actor.role in _WATCHERS:
        return SellerOrder.objects.filter(trial=False, export=False)
    if actor.role == "entrepreneur":
        return SellerOrder.objects.filter(centre_id=actor.organisation_id)
    if actor.role in SELLER_ROLES or actor.kind == "partner_api":
        return SellerOrder.objects.filter(seller_id=actor.organisation_id)
    return SellerOrder.objects.none()


def lines_visible_to(actor: Actor) -> QuerySet[OrderLine]:
    """Those of the seller orders the actor may see."""
    return OrderLine.objects.filter(seller_order__in=seller_orders_visible_to(actor))


def offers_ordered(actor: Actor, *, size: int) -> list[int]:
    """The offers the actor may have ordered among the last lines, each once, the latest first."""
    last = lines_visible_to(actor).order_by("-id").values_list("offer_id", flat=True)
    return list(dict.fromkeys(last[: size * 5]))[:size]


def order_for(actor: Actor, code: str) -> Order:
    """By its code, however it is typed; a seller order's code finds its order too.

    Raises NotFound, also for an order that is not the actor's to see.
    """
    order = _by_code(orders_visible_to(actor), code)
    if order is None:
        raise NotFound(what="order")
    return order


def shares_of(order: Order) -> list[SellerOrder]:
    """An order's seller orders with seller, lines and what replaced them. Four statements."""
    lines = OrderLine.objects.order_by("position").select_related("product__category")
    return list(
        order.seller_orders.select_related("seller")
        .prefetch_related(
            Prefetch("lines", queryset=lines),
            Prefetch("lines__replacements", queryset=Order.objects.only("id", "code", "replaces")),
        )
        .order_by("id")
    )


def order_by_tracking(code: str, mobile_last_digits: str) -> Order:
    """For anybody who knows the code and the last four digits of the customer's mobile.

    Raises NotFound in the same words whichever of the two is wrong.
    """
    order = _by_code(Order.objects.exclude(channel=EXPORT), code)
    given = "".join(filter(str.isdigit, latin_digits(mobile_last_digits)))[-MOBILE_DIGITS:]
    known = order.customer.mobile[-MOBILE_DIGITS:] if order else "none"
    if order is None or not hmac.compare_digest(given.encode(), known.encode()):
        raise NotFound(what="order")
    return order


def order_code_of(code: str) -> str:
    """The order's code for that of one of its parts; any other code as it is."""
    found = SellerOrder.objects.filter(code=code).values_list("order__code", flat=True).first()
    return found or code


def _by_code(orders: QuerySet[Order], code: str) -> Order | None:
    try:
        plain = parse_code(code)
    except InvalidCode:
        return None
    orders = orders.select_related("customer", "centre__centre__district", "placed_by")
    if plain.startswith("S"):
        return orders.filter(seller_orders__code=plain).first()
    return orders.filter(code=plain).first()
