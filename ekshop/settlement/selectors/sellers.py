"""What is due to sellers: what may go, what waits and why, and what was paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.parties import selectors as parties

from ..models import (
    CommissionLine,
    CourierWay,
    SellerEntry,
    SellerEscrow,
    SellerHold,
    SellerRelease,
    SellerSettlement,
    SellerSettlementLine,
)
from ..rules import Destination

SELLERS = {"partner_staff", "producer_staff"}
READERS = {"operator", "auditor"}


@dataclass(frozen=True)
class Place:
    """Where a seller is paid: a confirmed bank account, or the wallet of a producer's person."""

    bank_account: Any
    person_id: int | None
    destination: Destination | None


def money_places(seller_ids: Collection[int], at: datetime) -> dict[int, Place]:
    """By seller; one who cannot be paid yet is left out."""
    accounts = parties.bank_accounts_in_force(seller_ids, at)
    found = {
        seller_id: Place(
            row, None, Destination("bank", row.number, row.holder, routing=row.routing_number)
        )
        for seller_id, row in accounts.items()
    }
    for seller_id, person_id in parties.producers_with_wallets(
        [pk for pk in seller_ids if pk not in found]
    ).items():
        found[seller_id] = Place(None, person_id, None)
    return found


def holds_running() -> QuerySet[SellerHold]:
    """Every hold in force, the oldest first."""
    return (
        SellerHold.objects.filter(released_at=None)
        .select_related("seller", "seller_order__order", "placed_by")
        .order_by("placed_at", "id")
    )


def entries_ready(now: datetime) -> QuerySet[SellerEntry]:
    """What may go: released, not held, with no return under way, and not gone yet.

    What belongs to no order may go with the next settlement.
    """
    released = SellerRelease.objects.filter(
        seller_order_id=OuterRef("seller_order_id"), release_at__lte=now
    ).exclude(escrow="window", seller_order_id__in=fulfilment.seller_orders_with_open_returns())
    holding = SellerHold.objects.filter(released_at=None)
    held = Exists(holding.filter(seller_id=OuterRef("seller_id"), seller_order=None)) | Exists(
        holding.filter(seller_order_id=OuterRef("seller_order_id"))
    )
    return SellerEntry.objects.filter(
        Q(seller_order=None) | Exists(released), ~held, settlement=None
    )


def settlements_visible_to(actor: Actor) -> QuerySet[SellerSettlement]:
    """A seller's own; the operator's and auditor's: all."""
    rows = SellerSettlement.objects.select_related("seller", "bank_account")
    if actor.role in READERS or actor.is_system:
        return rows
    if actor.role in SELLERS:
        return rows.filter(seller_id=actor.organisation_id)
    return rows.none()


def settlement_for(actor: Actor, number: str) -> SellerSettlement:
    """Errors: NotFound, also for one that is not the actor's to see."""
    found = settlements_visible_to(actor).filter(number=number).first()
    if found is None:
        raise NotFound(what="settlement")
    return found


def settlement_lines(settlement: SellerSettlement) -> QuerySet[Any]:
    """Its lines, to be paged by (`id`); each with its order and when that was delivered."""
    delivered = SellerRelease.objects.filter(seller_order_id=OuterRef("seller_order_id"))
    return (
        SellerSettlementLine.objects.filter(settlement=settlement)
        .select_related("seller_order__order", "seller_order__centre")
        .annotate(
            delivered_at=Subquery(delivered.values("delivered_at")[:1]),
            due_at=Subquery(delivered.values("due_at")[:1]),
        )
        .order_by("id")
    )


def settlement_entries(
    settlement: SellerSettlement, seller_order_id: int | None
) -> list[SellerEntry]:
    """What a line is made of: entries of the books, the oldest first, each with its journal."""
    rows = SellerEntry.objects.filter(settlement=settlement, seller_order_id=seller_order_id)
    return list(rows.select_related("entry__journal").order_by("posted_at", "id"))


@dataclass(frozen=True)
class Waiting:
    """What a seller has not been paid yet, in poisha; `held` is part of it."""

    orders: int
    poisha: int
    held_poisha: int
    overdue: int
    due_at: datetime | None


def _releases(actor: Actor) -> QuerySet[SellerRelease]:
    rows = SellerRelease.objects.filter(settled_at=None)
    if actor.role in READERS or actor.is_system:
        return rows
    if actor.role in SELLERS:
        return rows.filter(seller_id=actor.organisation_id)
    return rows.none()


def releases_waiting(actor: Actor) -> QuerySet[Any]:
    """Orders delivered and not paid out yet, to be paged by (`due_at`, `id`).

    Each with `waiting_poisha` (what the books say is due for it and is on no settlement),
    `hold_kind` (empty where nothing holds) and `on_settlement`, the number of the one being paid.
    """
    entries = (
        SellerEntry.objects.filter(seller_order_id=OuterRef("seller_order_id"), settlement=None)
        .order_by()
        .values("seller_order_id")
        .annotate(total=Sum("amount_poisha"))
        .values("total")
    )
    holding = SellerHold.objects.filter(released_at=None).filter(
        Q(seller_order_id=OuterRef("seller_order_id"))
        | Q(seller_id=OuterRef("seller_id"), seller_order=None)
    )
    lines = SellerSettlementLine.objects.filter(
        seller_order_id=OuterRef("seller_order_id"), settlement__state="ordered"
    )
    return (
        _releases(actor)
        .select_related("seller", "seller_order__order", "seller_order__centre")
        .annotate(
            waiting_poisha=Subquery(entries, output_field=BigIntegerField()),
            hold_kind=Subquery(holding.order_by("id").values("kind")[:1]),
            on_settlement=Subquery(lines.order_by("-id").values("settlement__number")[:1]),
        )
    )


def releases_overdue(actor: Actor, now: datetime) -> QuerySet[Any]:
    """Of these, those whose seller should have its money and has not, and nothing holds it."""
    return releases_waiting(actor).filter(due_at__lte=now, hold_kind=None)


def releases_held(actor: Actor) -> QuerySet[Any]:
    return releases_waiting(actor).filter(hold_kind__isnull=False)


def waiting_of(actor: Actor, now: datetime) -> Waiting:
    """Figures over all of it, in two statements."""
    rows = releases_waiting(actor)
    sums = rows.aggregate(
        orders=Count("pk", filter=Q(on_settlement=None)),
        held=Sum("waiting_poisha", filter=Q(hold_kind__isnull=False), default=0),
        overdue=Count("pk", filter=Q(due_at__lte=now, hold_kind=None)),
        due_at=Min("due_at", filter=Q(on_settlement=None)),
    )
    entries = SellerEntry.objects.filter(settlement=None)
    if actor.role in SELLERS:
        entries = entries.filter(seller_id=actor.organisation_id)
    total = entries.aggregate(total=Sum("amount_poisha", default=0))["total"]
    return Waiting(sums["orders"], total, sums["held"], sums["overdue"], sums["due_at"])


def holds_visible_to(actor: Actor) -> QuerySet[SellerHold]:
    """Those in force and those that were; a seller sees its own."""
    rows = SellerHold.objects.select_related(
        "seller", "seller_order__order", "placed_by", "released_by"
    )
    if actor.role in READERS or actor.is_system:
        return rows
    if actor.role in SELLERS:
        return rows.filter(seller_id=actor.organisation_id)
    return rows.none()


@dataclass(frozen=True)
class SellerStanding:
    """How a seller stands: what waits, what was carried on, and by which class it is paid."""

    waiting_poisha: int
    carried_poisha: int
    paid_poisha: int
    last_paid_at: datetime | None
    escrows: Sequence[SellerEscrow]


def seller_standing(seller_id: int, now: datetime) -> SellerStanding:
    waiting = SellerEntry.objects.filter(seller_id=seller_id, settlement=None)
    rows = SellerSettlement.objects.filter(seller_id=seller_id)
    last = rows.order_by("-id").first()
    paid = rows.filter(state="paid").aggregate(
        total=Sum("payable_poisha", default=0), at=Max("paid_at")
    )
    return SellerStanding(
        waiting.aggregate(total=Sum("amount_poisha", default=0))["total"],
        last.carried_out_poisha if last else 0,
        paid["total"],
        paid["at"],
        list(SellerEscrow.objects.filter(seller_id=seller_id, valid_to=None)),
    )


def paid_out(seller_order_ids: Collection[int]) -> set[tuple[int, str]]:
    """Who has had its part of which seller order: (its id, "producer" | "courier" | "sourcing"), named as
    the chain of an order abroad names them. What is not in it is still owed. Three statements."""
    ids = list(seller_order_ids)
    sellers = SellerRelease.objects.filter(seller_order_id__in=ids, settled_at__isnull=False)
    ways = CourierWay.objects.filter(seller_order_id__in=ids, shipment__direction="outbound")
    earned = CommissionLine.objects.filter(
        order_line__seller_order_id__in=ids, role="sourcing"
    ).annotate(share=F("order_line__seller_order_id"))
    found = {(share, "producer") for share in sellers.values_list("seller_order_id", flat=True)}
    for key, column, rows, state in (
        ("courier", "seller_order_id", ways, "state"),
        ("sourcing", "share", earned, "statement__state"),
    ):
        said: dict[int, set[str | None]] = {}
        for share, standing in rows.values_list(column, state):
            said.setdefault(share, set()).add(standing)
        found |= {(share, key) for share, states in said.items() if states == {"paid"}}
    return found
