"""What a trial leaves behind: nothing that waits, nothing that is owed."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from ekshop.catalogue.services import stock_restore
from ekshop.fulfilment.selectors import shipments_of
from ekshop.fulfilment.services import (
    FoundLine,
    inspection_record,
    shipment_cancel,
    shipment_receive,
)
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError
from ekshop.orders.selectors import lines_of, seller_order_get
from ekshop.orders.services import seller_order_cancel

from ...models import ConformanceRun
from .noting import note


def kit(run: ConformanceRun) -> Actor:
    """The platform, acting at the trial desk for whoever started the trial."""
    return Actor(
        kind="system", role="conformance", label="conformance", person_id=run.started_by_id
    )


def nonce_of(run: ConformanceRun, what: str) -> UUID:
    """The same for one thing of one trial, so that a job run twice does it once."""
    return uuid5(NAMESPACE_URL, f"conformance:{run.pk}:{what}")


def parcel_refuse(
    run: ConformanceRun, seller_order_id: int, *, now: datetime, short: bool = False
) -> None:
    """The desk receives a parcel and accepts nothing of it, so that nothing is owed. `short`: one
    piece of each line is missing."""
    actor = kit(run)
    parcel = next(
        each
        for each in shipments_of([seller_order_id])[seller_order_id]
        if each.direction == "outbound" and each.state != "cancelled"
    )
    shipment_receive(actor=actor, shipment_id=parcel.pk, now=now)
    found = []
    for line in parcel.lines.all():
        rejected = max(0, line.quantity - 1) if short else line.quantity
        found.append(
            FoundLine(
                order_line_id=line.order_line_id,
                accepted=0,
                rejected=rejected,
                reason="wrong_item" if rejected else "",
            )
        )
    inspection_record(
        actor=actor,
        shipment_id=parcel.pk,
        found=found,
        nonce=nonce_of(run, f"inspection:{seller_order_id}"),
        now=now,
    )
    for back in shipments_of([seller_order_id])[seller_order_id]:
        if back.direction == "return" and back.state == "booked":
            shipment_cancel(actor=actor, shipment_id=back.pk, now=now)


def orders_end(run: ConformanceRun, *, now: datetime) -> None:
    """Takes back, or refuses at the desk, whatever the trial ordered and that is not over yet.

    What was confirmed is in stock again and counts as ordered by nobody: else trials would empty
    a shelf, and lift its goods among what people look for.
    """
    for step in run.steps.exclude(seller_order=None):
        seller_order = seller_order_get(step.seller_order_id or 0)
        try:
            if seller_order.state in ("placed", "confirmed"):
                seller_order_cancel(
                    actor=kit(run), seller_order_id=seller_order.pk, reason="Trial over", now=now
                )
            elif seller_order.state in ("shipped", "arrived"):
                parcel_refuse(run, seller_order.pk, now=now)
        except DomainError as error:
            note(
                run,
                direction="own",
                text=f"{seller_order.code}: {error}",
                mark=f"end:{seller_order.pk}",
                now=now,
                reference=seller_order.code,
            )
        lines = lines_of(seller_order.pk)
        stock_restore(pieces={line.stock_reference: line.quantity for line in lines})
