"""An order abroad that is not to be: by the buyer's word, or by ours."""

from datetime import datetime

from ekshop.fulfilment.services import shipments_called_off
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_cancel
from ekshop.orders.selectors import shares_of
from ekshop.orders.services import seller_order_cancel

from ...models import ExportOrder
from ...rules import exporting as rules
from .concerns import concern_open, concerns_close
from .money import goods_write_off
from .telling import telling_put

CANCELLED = {True: "Cancelled by the buyer abroad", False: "Cancelled by the export desk"}


def export_call_off(
    *,
    order: ExportOrder,
    by_buyer: bool,
    reason: str,
    now: datetime,
    actor: Actor | None = None,
    action: str = "cancel",
) -> bool:
    """Ends an order that has not been sent; one that has becomes a person's. False: it had ended.

    What no seller has sent is taken back. What is on its way to the hub comes, is inspected and paid
    for, because its seller did nothing wrong; it, and what lies at the hub, is ek-Shop's loss. The
    channel is told unless it told us. Call it with the order's row held.
    """
    by = actor or Actor.system("channels")
    if order.state in rules.ENDED or order.state == "lost":
        return False
    if order.state in rules.SHIPPED:
        concern_open(order, "late_cancel", now=now)
        return False
    states.move(
        order, action, actor=by, now=now, reason=reason, also={"over_at": now, "consignment": None}
    )
    concerns_close(order, actor=by, outcome=reason, now=now)
    deadlines_cancel(entity=("export_order", order.pk), now=now)
    for supply in order.supplies.select_related("order"):
        for share in shares_of(supply.order):
            if share.state in ("placed", "confirmed"):
                shipments_called_off(actor=by, seller_order_id=share.pk, now=now)
                seller_order_cancel(
                    actor=Actor.system("export_hub"),
                    seller_order_id=share.pk,
                    reason=reason or CANCELLED[by_buyer],
                    now=now,
                )
    goods_write_off(order=order, now=now)
    if not by_buyer:
        telling_put(order, "cancel", now=now, reason=reason)
    return True
