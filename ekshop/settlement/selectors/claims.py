"""What couriers owe us, and what they are owed for carrying producers' goods."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, F, Min, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import DHAKA
from ekshop.parties.rules import allowed

from ..models import CourierBill, CourierClaim, CourierWay

COURIER_CLAIM_ORDER = ("-opened_at", "-id")
COURIER_WAY_ORDER = ("-owed_at", "-id")


def courier_claims_visible_to(actor: Actor) -> QuerySet[CourierClaim]:
    """All for those who watch the books."""
    rows = CourierClaim.objects.select_related("seller_order__seller", "seller_order__centre")
    return rows if _reads(actor) else rows.none()


def courier_claims_open(actor: Actor) -> list[dict[str, Any]]:
    """By courier: `courier`, how many `claims` are open, and their `poisha` that have not come."""
    rows = courier_claims_visible_to(actor).filter(state="open").order_by()
    sums = rows.values("courier").annotate(
        claims=Count("id"), poisha=Sum(F("amount_poisha") - F("paid_poisha"))
    )
    return cast("list[dict[str, Any]]", list(sums.order_by("-poisha", "courier")))


def courier_ways_visible_to(actor: Actor) -> QuerySet[CourierWay]:
    """All for those who watch the books."""
    rows = CourierWay.objects.select_related(
        "shipment", "seller_order__seller", "seller_order__centre", "bill"
    )
    return rows if _reads(actor) else rows.none()


def courier_ways_owed(actor: Actor, until: date | None = None) -> list[dict[str, Any]]:
    """By courier: `courier`, how many `ways` are owed to it, up to a day where one is named, that
    one too, their `poisha`, and when the `first` began."""
    rows = courier_ways_visible_to(actor).filter(state="owed").order_by()
    if until:
        rows = rows.filter(owed_at__lt=day_end(until))
    sums = rows.values("courier").annotate(
        ways=Count("id"), poisha=Sum("amount_poisha"), first=Min("owed_at")
    )
    return cast("list[dict[str, Any]]", list(sums.order_by("-poisha", "courier")))


def courier_bills_visible_to(actor: Actor) -> QuerySet[CourierBill]:
    """To be paged by (`paid_at`, `id`)."""
    rows = CourierBill.objects.select_related("paid_by")
    return rows if _reads(actor) else rows.none()


def day_end(day: date) -> datetime:
    """The moment after a day in Dhaka."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), DHAKA)


def _reads(actor: Actor) -> bool:
    return actor.is_system or allowed("ledger.read", actor.role)
