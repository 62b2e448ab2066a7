"""Orders of producers' goods, as the producer and the centre that looks after her see them."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound

from ..models import ProducerAsking, SellerOrder

_WATCHERS = frozenset({"operator", "auditor"})
PRODUCER_ORDER = ("-placed_at", "-id")


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


def asking_of(seller_order_id: int) -> ProducerAsking | None:
    return ProducerAsking.objects.filter(pk=seller_order_id).first()


def askings_of(seller_order_ids: Sequence[int]) -> Mapping[int, ProducerAsking]:
    """By the seller order's id."""
    return ProducerAsking.objects.in_bulk(list(seller_order_ids))
