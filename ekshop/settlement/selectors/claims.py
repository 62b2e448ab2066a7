"""Claims against couriers, and what each courier owes."""

from typing import Any, cast

from django.db.models import Count, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import CourierClaim

COURIER_CLAIM_ORDER = ("-opened_at", "-id")


def courier_claims_visible_to(actor: Actor) -> QuerySet[CourierClaim]:
    """All for those who watch the books."""
    rows = CourierClaim.objects.select_related("seller_order__seller", "seller_order__centre")
    return rows if actor.is_system or allowed("ledger.read", actor.role) else rows.none()


def courier_claims_open(actor: Actor) -> list[dict[str, Any]]:
    """By courier: `courier`, how many `claims` are open, and their `poisha`."""
    rows = courier_claims_visible_to(actor).filter(state="open").order_by()
    sums = rows.values("courier").annotate(claims=Count("id"), poisha=Sum("amount_poisha"))
    return cast("list[dict[str, Any]]", list(sums.order_by("-poisha", "courier")))
