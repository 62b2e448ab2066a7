"""Changes held back: who sees which, how many wait, and from which shares on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.rulebook import rule_at
from ekshop.parties.rules.permissions import READERS, SELLER_ROLES

from ..models import HeldChange, HoldTerm

HELD_SHELVES = ("held", "released", "refused", "overtaken")


@dataclass(frozen=True, slots=True)
class HeldOfBatch:
    """What waits of one reading of one seller."""

    seller_id: int
    feed_id: int | None
    batch: int
    number: int
    oldest: datetime


def held_visible_to(actor: Actor) -> QuerySet[HeldChange]:
    """A seller's own; all for those who watch over the platform."""
    rows = HeldChange.objects.select_related("offer__product", "seller")
    if actor.is_system or actor.role in READERS:
        return rows
    if actor.role in SELLER_ROLES and actor.organisation_id is not None:
        return rows.filter(seller_id=actor.organisation_id)
    return rows.none()


def held_old(actor: Actor, now: datetime) -> QuerySet[HeldChange]:
    """Those that wait longer than the rule book finds right."""
    hours = rule_at("held_old", now).value
    return held_visible_to(actor).filter(state="held", held_at__lt=now - timedelta(hours=hours))


def held_batches(actor: Actor) -> list[HeldOfBatch]:
    """What waits, by the reading that brought it, the oldest first; at most a hundred."""
    rows = (
        held_visible_to(actor)
        .filter(state="held")
        .order_by()
        .values("seller_id", "feed_id", "batch")
        .annotate(number=Count("id"), oldest=Min("held_at"))
        .order_by("oldest", "batch")[:100]
    )
    return [HeldOfBatch(**row) for row in rows]


def held_ids(actor: Actor, *, seller_id: int, batch: int) -> list[int]:
    """All that waits of one reading of a seller."""
    rows = held_visible_to(actor).filter(state="held", seller_id=seller_id, batch=batch)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def held_untold(now: datetime) -> dict[int, list[int]]:
    """By seller, what it was not told of, or so long ago that it is reminded: all that waits."""
    since = now - timedelta(hours=rule_at("held_reminder", now).value)
    waiting = HeldChange.objects.filter(state="held")
    sellers = set(waiting.filter(told_at=None).values_list("seller_id", flat=True))
    sellers |= set(waiting.filter(told_at__lt=since).values_list("seller_id", flat=True))
    lately = waiting.filter(told_at__gte=since).values_list("seller_id", flat=True)
    found: dict[int, list[int]] = {}
    for seller, pk in waiting.filter(seller_id__in=sellers - set(lately)).values_list(
        "seller_id", "pk"
    ):
        found.setdefault(seller, []).append(pk)
    return found


def held_by_offer(offer_ids: Collection[int]) -> dict[int, HeldChange]:
    """The price that waits for each of these offers, where one does."""
    rows = HeldChange.objects.filter(
        offer_id__in=list(offer_ids), what=HeldChange.PRICE, state="held"
    )
    return {row.offer_id: row for row in rows}


def held_refs(seller_id: int, *, batch: int) -> dict[str, str]:
    """By the seller's own numbers, what waits ("price" or "stock") of one reading of it."""
    rows = HeldChange.objects.filter(seller_id=seller_id, batch=batch, state="held")
    return dict(rows.order_by("-what").values_list("offer__seller_ref", "what"))


def hold_terms_listed() -> QuerySet[HoldTerm]:
    """What differs from the rule book: sellers' own before categories'."""
    return HoldTerm.objects.select_related("seller", "category__parent").order_by(
        F("seller_id").asc(nulls_last=True), "category_id", "id"
    )


def seller_releases(seller_id: int | None) -> bool:
    """Whether two of the seller's own people may release what is held."""
    found: Any = HoldTerm.objects.filter(
        seller_id=seller_id, seller__isnull=False, category=None, seller_releases=True
    )
    return bool(found.exists())
