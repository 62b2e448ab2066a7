"""Orders of producers' goods, as the producer and the centre that looks after her see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound

from ..models import GroupShare, SellerOrder

_WATCHERS = frozenset({"operator", "auditor"})
_LATELY = timedelta(days=30)
SHARE_ORDER = ("-allotted_at", "-id")


def producer_orders_visible_to(actor: Actor) -> QuerySet[SellerOrder]:
    """A producer's own; those of the producers a centre looks after; all for those who watch."""
    sourced = SellerOrder.objects.filter(sourcing_centre__isnull=False, trial=False)
    if actor.is_system or actor.role in _WATCHERS:
        return sourced
    if actor.role == "entrepreneur":
        return sourced.filter(sourcing_centre_id=actor.organisation_id)
    if actor.role == "producer_staff":
        return sourced.filter(seller_id=actor.organisation_id)
    return sourced.none()


def producer_order_by_code(actor: Actor, code: str) -> SellerOrder:
    """With seller, both centres and the asking at hand. Errors: NotFound, also for another's."""
    found = (
        producer_orders_visible_to(actor)
        .select_related("seller", "centre", "sourcing_centre", "order", "asking")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise NotFound(what="seller_order")
    return found


def shares_of_group(seller_order_id: int) -> list[GroupShare]:
    """Who makes how much of a group's order; none for one that is not a group's."""
    rows = GroupShare.objects.filter(line__seller_order_id=seller_order_id)
    return list(rows.select_related("line", "member").order_by("line__position", "pk"))


def shares_held(seller_order_id: int) -> list[GroupShare]:
    """The same, held until the transaction's end, for whoever moves their money."""
    rows = GroupShare.objects.select_for_update(of=("self",))
    return list(
        rows.filter(line__seller_order_id=seller_order_id).select_related("line").order_by("pk")
    )


def shares_visible_to(actor: Actor) -> QuerySet[GroupShare]:
    """What a member was allotted of her groups' orders, with the order and the group at hand."""
    rows = GroupShare.objects.select_related(
        "line__product__category", "line__seller_order__seller", "line__seller_order__centre"
    )
    if actor.role != "producer_staff":
        return rows.none()
    return rows.filter(member_id=actor.organisation_id)


def pieces_lately(member_ids: Sequence[int], now: datetime) -> dict[int, int]:
    """By member: how many pieces were allotted to her within thirty days, of every group."""
    return dict(
        GroupShare.objects.filter(
            member_id__in=member_ids, allotted_at__gt=now - _LATELY, line__state="confirmed"
        )
        .values_list("member_id")
        .annotate(pieces=Sum("quantity"))
        .order_by()
    )
