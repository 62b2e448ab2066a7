"""A centre's orders as a list, and what its day holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.deadlines import deadlines_of_many, deadlines_running
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.models import Deadline
from ekshop.kernel.phones import InvalidMobile, parse_mobile

from .. import rules
from ..models import Order, OrderLine, SellerOrder
from .orders import orders_visible_to, seller_orders_visible_to

ORDER = ("-placed_at", "-id")
_UNMENDED_FOR = timedelta(days=14)

# What a centre asks for, and the states of the seller orders that answer it.
SHELVES: Mapping[str, frozenset[str]] = {
    "confirming": frozenset({"placed"}),
    "arriving": frozenset({"confirmed", "shipped"}),
    "inspecting": frozenset({"arrived"}),
    "collecting": frozenset({"inspected"}),
    "handing": frozenset({"paid"}),
    "done": frozenset({"handed_over"}),
    "ended": frozenset({"declined", "expired", "cancelled", "refused", "uncollected", "lost"}),
}
OPEN_SHELVES = ("confirming", "arriving", "inspecting", "collecting", "handing")


@dataclass(frozen=True, slots=True)
class Due:
    """A promise about one seller order that still runs, or ran out unmet."""

    seller_order: SellerOrder
    deadline: Deadline
    late: bool


@dataclass(frozen=True, slots=True)
class Today:
    """Seller orders on each shelf, declined lines nobody replaced, and what falls due first."""

    shelves: dict[str, int]
    unmended: list[OrderLine]
    due: list[Due]


def orders_listed(
    actor: Actor,
    *,
    shelf: str = "",
    text: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Order]:
    """Orders with customer and seller orders at hand, to be paged by `ORDER`; what they come
    to by now, `orders_standing` notes.

    `shelf`: a key of SHELVES, or "unmended" for those with a declined line not replaced.
    `text`: a code, a mobile number, or part of a customer's name. Unknown shelves hold nothing.
    """
    orders = orders_visible_to(actor)
    if shelf == "unmended":
        orders = orders.filter(Exists(_unmended().filter(seller_order__order=OuterRef("pk"))))
    elif shelf:
        on_it = SellerOrder.objects.filter(
            order=OuterRef("pk"), state__in=SHELVES.get(shelf, frozenset())
        )
        orders = orders.filter(Exists(on_it))
    if text.strip():
        orders = orders.filter(_matching(text.strip()))
    if since is not None:
        orders = orders.filter(placed_at__gte=since)
    if until is not None:
        orders = orders.filter(placed_at__lt=until)
    lines = OrderLine.objects.filter(seller_order=OuterRef("pk")).values("seller_order")
    accepted = lines.annotate(sum=Sum(F("accepted_quantity") * F("unit_price_poisha")))
    shares = (
        SellerOrder.objects.select_related("seller")
        .annotate(accepted_poisha=Subquery(accepted.values("sum")))
        .order_by("id")
    )
    return orders.select_related("customer", "centre").prefetch_related(
        Prefetch("seller_orders", queryset=shares)
    )


def share_standing_poisha(share: Any) -> int:
    """What the customer owes or paid for a seller order of `orders_listed` as it stands."""
    return rules.standing_poisha(share, accepted_poisha=share.accepted_poisha or 0)


def orders_standing(orders: Sequence[Order]) -> None:
    """Notes on each order of `orders_listed` what it comes to by now, as `standing_poisha`."""
    for order in orders:
        order.standing_poisha = sum(map(share_standing_poisha, order.seller_orders.all()))


def today(actor: Actor, *, now: datetime, most: int = 6) -> Today:
    """What a centre (or the call line, over its own orders) has before it. Five statements."""
    shares = seller_orders_visible_to(actor)
    if actor.role == "call_operator":
        shares = shares.filter(order__placed_by_id=actor.person_id)
    open_states = frozenset().union(*(SHELVES[name] for name in OPEN_SHELVES))
    counted = dict(
        shares.filter(state__in=open_states)
        .values_list("state")
        .annotate(number=Count("id"))
        .order_by()
    )
    lines = (
        _unmended()
        .filter(seller_order__in=shares, seller_order__placed_at__gte=now - _UNMENDED_FOR)
        .select_related("seller_order__seller", "seller_order__order__customer")
        .order_by("-id")
    )
    return Today(
        shelves={
            name: sum(counted.get(state, 0) for state in states)
            for name, states in SHELVES.items()
            if name in OPEN_SHELVES
        },
        unmended=list(lines[:most]),
        due=_due(shares.filter(state__in=open_states), now, most),
    )


def _due(shares: QuerySet[SellerOrder], now: datetime, most: int) -> list[Due]:
    """The most pressing promises: those of the seller orders that were due to arrive first."""
    pressing = list(
        shares.select_related("seller", "order__customer").order_by("confirm_by", "id")[: most * 4]
    )
    promised = deadlines_of_many("seller_order", [each.pk for each in pressing])
    found = [
        Due(each, deadline, deadline.is_late(now))
        for each in pressing
        for deadline in deadlines_running(promised[each.pk])
    ]
    found.sort(key=lambda due: due.deadline.due_at)
    return found[:most]


def _unmended() -> QuerySet[OrderLine]:
    """Lines a seller declined or let lapse, which no follow-up order makes good."""
    return OrderLine.objects.filter(state__in=("declined", "expired"), replacements__isnull=True)


def _matching(text: str) -> Q:
    try:
        code = parse_code(text)
    except InvalidCode:
        pass
    else:
        return Q(code=code) | Q(Exists(SellerOrder.objects.filter(order=OuterRef("pk"), code=code)))
    try:
        return Q(customer__mobile=parse_mobile(text))
    except InvalidMobile:
        return Q(customer__name__icontains=normalise(text))
