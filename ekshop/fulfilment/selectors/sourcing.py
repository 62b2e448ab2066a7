"""Producers' orders as their own centre works through them, and the parcels it sends together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import NotFound
from ekshop.orders import selectors as orders

from .. import rules
from ..models import Pool, Shipment, SourcingCheck, SourcingCheckLine

SOURCED_ORDER = ("-placed_at", "-id")
_ENDED = ("declined", "expired", "cancelled")
_HERE = ("placed", "confirmed")


def sourced_orders_listed(actor: Actor, shelf: str) -> QuerySet[Any]:
    """Producers' orders the actor may see on a shelf (a key of SOURCING_SHELVES), to be paged by
    `SOURCED_ORDER`; with seller, buyer's centre and its place, asking and lines at hand."""
    rows = orders.producer_orders_visible_to(actor)
    return (
        rows.annotate(is_checked=Exists(_checks()))
        .filter(_SHELVES.get(shelf, Q(pk__in=[])))
        .select_related(
            "seller",
            "centre__centre__union__parent",
            "centre__centre__district",
            "sourcing_centre",
            "asking",
        )
        .prefetch_related("lines__product__category")
    )


def sourcing_counts(actor: Actor) -> dict[str, int]:
    """How many lie on each shelf where something is to be done; one statement."""
    counted = (
        orders.producer_orders_visible_to(actor)
        .filter(state__in=_HERE)
        .annotate(is_checked=Exists(_checks()))
        .aggregate(
            **{
                shelf: Count("id", filter=_SHELVES[shelf])
                for shelf in ("asking", "bringing", "sending")
            }
        )
    )
    return dict(counted)


_SHELVES: Mapping[str, Q] = {
    "asking": Q(state="placed"),
    "bringing": Q(state="confirmed", is_checked=False),
    "sending": Q(state="confirmed", is_checked=True),
    "gone": ~Q(state__in=(*_HERE, *_ENDED)),
    "ended": Q(state__in=_ENDED),
}


def _checks() -> QuerySet[SourcingCheck]:
    return SourcingCheck.objects.filter(seller_order=OuterRef("pk"))


def orders_to_pool(actor: Actor) -> QuerySet[Any]:
    """Looked at, and in no parcel yet."""
    parcels = Shipment.objects.filter(seller_order=OuterRef("pk"), direction="outbound")
    return sourced_orders_listed(actor, "sending").filter(
        ~Exists(parcels.exclude(state="cancelled"))
    )


def check_of(seller_order_id: int) -> SourcingCheck | None:
    """The first inspection of an order's goods, with its lines and photos."""
    return checks_of([seller_order_id]).get(seller_order_id)


def checks_of(seller_order_ids: Sequence[int]) -> dict[int, SourcingCheck]:
    """By seller order."""
    rows = (
        SourcingCheck.objects.filter(seller_order_id__in=seller_order_ids)
        .select_related("centre", "checked_by")
        .prefetch_related(
            Prefetch("lines", SourcingCheckLine.objects.select_related("order_line")),
            "lines__photos",
        )
    )
    return {row.seller_order_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Sourcing:
    """One producer's order on its way out: what was found of it, and the parcel it became."""

    order: Any
    lines: list[Any]
    check: SourcingCheck | None
    parcel: Shipment | None

    @property
    def step(self) -> str:
        """The shelf it stands on, by what was done."""
        if self.order.state == "placed":
            return "asking"
        if self.order.state == "confirmed":
            return "sending" if self.check else "bringing"
        return "ended" if self.order.state in _ENDED else "gone"


def sourcing_of(actor: Actor, code: str) -> Sourcing:
    """Errors: NotFound, also for another centre's or producer's."""
    order = orders.producer_order_by_code(actor, code)
    parcels = Shipment.objects.filter(seller_order=order, direction="outbound")
    return Sourcing(
        order=order,
        lines=list(order.lines.select_related("product__category").order_by("position")),
        check=check_of(order.pk),
        parcel=parcels.exclude(state="cancelled").select_related("pool").first(),
    )


def pools_visible_to(actor: Actor) -> QuerySet[Pool]:
    """A centre's own, to be paged by (`-made_at`, `-id`); all for those who watch."""
    pools = Pool.objects.select_related("centre", "made_by")
    if actor.is_system or actor.role in ("operator", "auditor"):
        return pools
    if actor.role == "entrepreneur":
        return pools.filter(centre_id=actor.organisation_id)
    return pools.none()


def pools_listed(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Any]:
    """Those in a state, with the text in their code or their centre's name; `parcels`: how many are
    in each. To be paged by (`-made_at`, `-id`)."""
    inside = Count("shipments", filter=~Q(shipments__state="cancelled"))
    pools = pools_visible_to(actor).select_related("centre__centre__district")
    if state in rules.POOL.states:
        pools = pools.filter(state=state)
    if text:
        pools = pools.filter(
            Q(code__icontains=latin_digits(text))
            | Q(centre__name_bn__icontains=text)
            | Q(centre__name_en__icontains=text)
        )
    return pools.annotate(parcels=inside)


def pool_for(actor: Actor, code: str) -> Pool:
    """Errors: NotFound."""
    found = pools_visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotFound(what="pool")
    return found


def pool_parcels(pool: Pool) -> list[Shipment]:
    """Those in it, by where they go; one that was taken out again is not in it."""
    rows = (
        Shipment.objects.filter(pool=pool)
        .exclude(state="cancelled")
        .select_related(
            "seller_order__seller",
            "seller_order__centre__place",
            "seller_order__centre__centre__district",
            "seller_order__order",
        )
        .prefetch_related("lines__order_line")
    )
    return list(rows.order_by("seller_order__centre_id", "id"))
