"""The hub's own hands: an operator receives and inspects there what was ordered for abroad."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from ekshop.fulfilment.selectors import shipments_of
from ekshop.fulfilment.services import FoundLine, inspection_record, shipment_receive
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.orders.selectors import seller_order_get
from ekshop.parties.services import require

from ...models import ExportSupply
from .supply import HUB


def hub_receive(*, actor: Actor, seller_order_id: int, now: datetime) -> None:
    """The parcel of a seller is here. Errors: NotAllowed, NotFound, StaleState."""
    require(actor, "export_order.work")
    shipment_receive(actor=_at_hub(actor), shipment_id=_parcel(seller_order_id), now=now)


def hub_inspect(
    *,
    actor: Actor,
    seller_order_id: int,
    found: Sequence[FoundLine],
    nonce: UUID,
    now: datetime,
) -> None:
    """What was found in it; only what is accepted is paid for, and goes abroad. Errors: as
    `inspection_record`."""
    require(actor, "export_order.work")
    inspection_record(
        actor=_at_hub(actor),
        shipment_id=_parcel(seller_order_id),
        found=found,
        nonce=nonce,
        now=now,
    )


def _at_hub(actor: Actor) -> Actor:
    """The platform at its hub, by that person's hand."""
    return replace(HUB, person_id=actor.person_id, label=actor.label)


def _parcel(seller_order_id: int) -> int:
    share = seller_order_get(seller_order_id)
    if not ExportSupply.objects.filter(order_id=share.order_id).exists():
        raise NotFound(what="seller_order")
    for parcel in shipments_of([share.pk]).get(share.pk, []):
        if parcel.direction == "outbound" and parcel.state != "cancelled":
            return parcel.pk
    raise NotFound(what="shipment")
