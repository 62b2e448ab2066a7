"""One seller's parcel as the centre sees it, from its promise to the customer's hands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.rules import WAITING_KINDS, WAITING_STATES
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of_many, deadlines_running
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.orders.selectors import lines_visible_to, seller_orders_visible_to
from ekshop.payments.selectors import payment_of, refunds_of
from ekshop.settlement.selectors import courier_claims_of

SHELVES = {
    "arriving": _("On the way"),
    "inspecting": _("To inspect"),
    "collecting": _("To pay"),
    "handing": _("To hand over"),
    "waiting": _("Not collected"),
    "back": _("Going back"),
}
STEPS = 4
COMING = ("confirmed", "shipped", "lost")

# Which of the four steps a parcel waits for: receive, inspect, pay, hand over.
_STEP = {"arrived": 2, "inspected": 3, "paid": 4, "handed_over": 5, "refused": 3, "uncollected": 5}


@dataclass(frozen=True, slots=True)
class Parcel:
    """`shipment` is None until the seller has packed; `back` are parcels to the seller."""

    share: Any
    lines: list[Any]
    shipment: Any
    back: list[Any]
    inspection: Any
    payment: Any
    refunds: list[Any]
    hand_over: Any
    returns: list[Any]
    deadline: Any
    is_late: bool
    may_return: bool
    is_due_back: bool
    claims: list[Any]

    @property
    def as_ordered(self) -> bool:
        """Whether nothing was wrong with what was found in it."""
        return not any(line.rejected or line.short for line in self.inspection.lines.all())

    @property
    def step(self) -> int:
        return _STEP.get(self.share.state, 1)


def share_of(actor: Actor, code: str) -> Any:
    """A seller order by its code. Errors: NotFound, also for another centre's."""
    try:
        plain = parse_code(code)
    except InvalidCode as error:
        raise NotFound from error
    found = (
        seller_orders_visible_to(actor)
        .filter(code=plain)
        .select_related("order__customer", "seller__place", "centre__place")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lines_coming(actor: Actor, share: Any) -> list[Any]:
    """The lines its seller confirmed, with what draws them."""
    rows = lines_visible_to(actor).filter(seller_order=share, state="confirmed")
    return list(rows.select_related("product__category").order_by("position"))


def parcel_of(actor: Actor, code: str, *, now: datetime) -> Parcel:
    share = share_of(actor, code)
    ids = [share.pk]
    shipments = fulfilment.shipments_of(ids).get(share.pk, [])
    outbound = [each for each in shipments if each.direction == "outbound"]
    hand_over = fulfilment.hand_over_of(share.pk)
    until = hand_over.return_until if hand_over else None
    promised = deadlines_of_many("seller_order", ids)[share.pk]
    running = _running(share, promised)
    return Parcel(
        share=share,
        lines=lines_coming(actor, share),
        shipment=next((each for each in outbound if each.state != "cancelled"), None),
        back=[each for each in shipments if each.direction == "return"],
        inspection=fulfilment.inspections_of(ids).get(share.pk),
        payment=payment_of(share.pk),
        refunds=refunds_of(ids).get(share.pk, []),
        hand_over=hand_over,
        returns=fulfilment.returns_of(ids).get(share.pk, []),
        deadline=running,
        is_late=bool(running and running.is_late(now)),
        may_return=until is not None and now <= until,
        is_due_back=fulfilment.is_due_back(share, promised, now=now),
        claims=courier_claims_of(actor, ids)[share.pk],
    )


def aged(shares: Sequence[Any], *, now: datetime) -> None:
    """Note on each how long it has `waited` at the centre, whether that `is_overdue`, and whether
    it `is_due_back`; of one still to come how `late` it is: by the "law", by its "promise", or
    not ("today", "")."""
    today = dhaka_date(now)
    promised = deadlines_of_many("seller_order", [share.pk for share in shares])
    for share in shares:
        share.waited = now - share.came_at
        share.is_overdue = any(
            each.kind == "pickup" and each.is_late(now) and not each.met_at
            for each in promised[share.pk]
        )
        share.is_due_back = fulfilment.is_due_back(share, promised[share.pk], now=now)
        share.late, share.days_late = "", 0
        if share.state in COMING:
            share.days_late = (today - share.promised_on).days
            share.late = (
                "law"
                if share.deliver_by < now
                else "promise"
                if share.days_late > 0
                else "today"
                if share.days_late == 0
                else ""
            )


def _running(share: Any, deadlines: Sequence[Any]) -> Any:
    """What is to happen first of what still may: once here, only the customer is waited for."""
    here = share.state in WAITING_STATES
    running = deadlines_running(deadlines)
    return next((each for each in running if (each.kind in WAITING_KINDS) == here), None)
