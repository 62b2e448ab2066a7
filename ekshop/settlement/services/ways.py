"""A producer's goods go by a courier ek-Shop pays: what each way costs, and who bears it.

A way is owed to the courier from the moment the parcel left, and stands under `delivery_due` until
somebody has paid for it: the customer with the payment, or whoever the rules name.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.services import parcel_held
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.clock import dhaka_date, dhaka_midnight
from ekshop.kernel.errors import Conflict, InvalidInput
from ekshop.ledger.selectors import journals_of
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.parties.services import require

from .. import rules
from ..models import CourierBill, CourierClaim, CourierWay, TwoPersonDeed
from ..selectors.claims import OWED_CLAIMS, OWED_WAYS, day_end
from .claims import ChangedMeanwhile, Claimed, courier_claim_open
from .deeds import deed_ask, deed_does, takes_two
from .losing import loss_follow

Posting = tuple[int | None, str, int]
REFERENCE_SHORTEST, REFERENCE_LONGEST = 3, 60


class BillPaidBefore(Conflict):
    code = "bill_paid_before"
    message = _("This transfer stands in the books already.")


def courier_way_follow(*, actor: Actor, shipment_id: int, now: datetime) -> CourierWay | None:
    """What has become of a parcel, into the books: its way is owed while it was carried; lost on
    the way to the customer nothing is owed, and its goods are claimed, with the way if its bill was
    paid before; lost on the way back its goods are claimed; found, all that is taken back.

    Run again, or late, it books what is so by then, once. None for goods whose seller has a
    courier of its own, and for a parcel that never left.
    """
    with transaction.atomic():
        parcel = parcel_held(shipment_id)
        order = parcel.seller_order
        if not order.by_our_courier:
            return None
        way = CourierWay.objects.filter(shipment_id=parcel.pk).first()
        here = parcel.direction == "outbound"
        carried = parcel.state in rules.CARRIED or (parcel.state == "lost" and not here)
        if way is None and carried and order.delivery_poisha:
            way = _owed(actor, parcel, now)
        elif way and way.state == "owed" and not carried:
            states.move(way, "lose", actor=actor, now=now)
            _carried(way, -way.amount_poisha, now)
        elif way and way.state == "lost" and carried:
            states.move(way, "find", actor=actor, now=now)
            _carried(way, way.amount_poisha, now)
        loss_follow(actor=actor, parcel=parcel, way=way, now=now)
    return way


def _owed(actor: Actor, parcel: Any, now: datetime) -> CourierWay:
    way = CourierWay.objects.create(
        shipment_id=parcel.pk,
        seller_order_id=parcel.seller_order_id,
        courier=parcel.courier,
        amount_poisha=parcel.seller_order.delivery_poisha,
        owed_at=parcel.handed_over_at or now,
    )
    states.begin(way, actor=actor, now=now)
    _carried(way, way.amount_poisha, now)
    return way


def _carried(way: CourierWay, poisha: int, now: datetime) -> None:
    number = len(journals_of("shipment", way.shipment_id))
    journal_post(
        key=f"courier_way:{way.shipment_id}:{number}",
        kind="courier_way",
        entity="shipment",
        entity_id=way.shipment_id,
        postings=[(None, "delivery_due", poisha), (None, "courier_payable", -poisha)],
        now=now,
    )


def way_bear(
    *, order: Any, key: str, bearers: list[Posting], entity: str, entity_id: int, now: datetime
) -> bool:
    """Lays ways of an order on whoever bears them, debits above zero; False for nothing to lay."""
    total = sum(poisha for _owner, _purpose, poisha in bearers)
    if not total:
        return False
    # Who has a courier of its own has paid it, and gets back what others bear.
    other: Posting = (
        (None, "delivery_due", -total)
        if order.by_our_courier
        else (order.seller_id, "seller_payable", -total)
    )
    journal_post(
        key=key,
        kind="way_borne",
        entity=entity,
        entity_id=entity_id,
        postings=[*bearers, other],
        now=now,
    )
    return True


def return_way_book(*, actor: Actor, return_id: int, refunded_poisha: int, now: datetime) -> None:
    """The way back of what a customer gave back: the producer's, who has kept of the price what a
    change of mind costs, but where the courier broke it; that owes what was given back, too."""
    wanted = fulfilment.return_for_refund(return_id)
    order = orders.seller_order_get(wanted.seller_order_id)
    way = order.delivery_poisha
    if not order.by_our_courier:
        return
    if wanted.fault == "courier":
        [there] = [
            each
            for each in fulfilment.shipments_of([order.pk])[order.pk]
            if each.direction == "outbound" and each.state == "arrived"
        ]
        goods = min(refunded_poisha, wanted.returned_poisha)
        courier_claim_open(
            actor=actor,
            seller_order_id=order.pk,
            courier=there.courier,
            why="returned",
            key=f"courier_claim:return:{return_id}",
            goods=[Claimed(wanted.order_line_id, goods, accepted=True)],
            hers_poisha=refunded_poisha - goods,
            ways_poisha=way,
            now=now,
        )
        return
    way_bear(
        order=order,
        key=f"way_borne:return:{return_id}",
        bearers=[(order.seller_id, "seller_payable", way)],
        entity="return",
        entity_id=return_id,
        now=now,
    )


def courier_bill_pay(
    *,
    actor: Actor,
    courier: str,
    until: date,
    reference: str,
    amount_poisha: int,
    owed_poisha: int,
    now: datetime,
) -> CourierBill | TwoPersonDeed:
    """A courier's bill for all that is owed to it up to a day, that one too, has been paid from the
    bank: its ways, and what it had paid on claims withdrawn since. `owed_poisha`: what the page said
    they come to. Where the bill says otherwise the platform bears the difference, either way.

    Above the rule book's limit, together with what it was paid that day already, it waits for a
    second person. Errors: NotAllowed, InvalidInput, ChangedMeanwhile, BillPaidBefore, DeedAsked.
    """
    require(actor, "courier.pay")
    reference = normalise(reference).strip()
    problems: dict[str, object] = {}
    if not REFERENCE_SHORTEST <= len(reference) <= REFERENCE_LONGEST:
        problems["reference"] = _("Give the number of the transfer.")
    if until > dhaka_date(now):
        problems["until"] = _("This day has not come yet.")
    if amount_poisha <= 0:
        problems["amount"] = _("More than nothing.")
    if problems:
        raise InvalidInput(problems)
    terms: dict[str, Any] = {
        "courier": courier,
        "until": until.isoformat(),
        "reference": reference,
        "amount_poisha": amount_poisha,
        "owed_poisha": owed_poisha,
    }
    today = CourierBill.objects.filter(
        courier=courier, paid_at__gte=dhaka_midnight(dhaka_date(now))
    )
    paid = today.aggregate(paid=Sum("amount_poisha", default=0))["paid"]
    if takes_two(paid + amount_poisha, now):
        if owed_poisha != _owed_until(courier, until):
            raise ChangedMeanwhile
        return deed_ask(
            actor=actor,
            kind="courier_bill",
            about=courier,
            amount_poisha=amount_poisha,
            note=reference,
            terms=terms,
            now=now,
        )
    return _bill_paid(actor=actor, now=now, **terms)


def _owed_until(courier: str, until: date) -> int:
    ways = CourierWay.objects.filter(OWED_WAYS, courier=courier, owed_at__lt=day_end(until))
    claims = CourierClaim.objects.filter(OWED_CLAIMS, courier=courier, ended_at__lt=day_end(until))
    sums = [
        ways.aggregate(sum=Sum("amount_poisha", default=0)),
        claims.aggregate(sum=Sum("paid_poisha", default=0)),
    ]
    return sum(each["sum"] for each in sums)


@deed_does("courier_bill")
def _bill_paid(
    *,
    actor: Actor,
    courier: str,
    until: str,
    reference: str,
    amount_poisha: int,
    owed_poisha: int,
    now: datetime,
) -> CourierBill:
    last = date.fromisoformat(until)
    with refused_as(courier_bill_reference_once=BillPaidBefore()):
        ways = CourierWay.objects.filter(OWED_WAYS, courier=courier, owed_at__lt=day_end(last))
        held = list(ways.select_for_update().order_by("id"))
        claims = CourierClaim.objects.filter(
            OWED_CLAIMS, courier=courier, ended_at__lt=day_end(last)
        )
        found = list(claims.select_for_update().order_by("id"))
        back = sum(claim.paid_poisha for claim in found)
        owed = sum(way.amount_poisha for way in held) + back
        if not owed or owed != owed_poisha:
            raise ChangedMeanwhile
        bill = CourierBill.objects.create(
            courier=courier,
            reference=reference,
            until=last,
            ways=len(held),
            owed_poisha=owed,
            claims=len(found),
            claims_poisha=back,
            amount_poisha=amount_poisha,
            paid_by_id=actor.person,
            paid_at=now,
        )
        states.move_all(held, "pay", actor=actor, now=now, also={"bill_id": bill.pk})
        CourierClaim.objects.filter(pk__in=[each.pk for each in found]).update(bill=bill)
        journal_post(
            key=f"courier_paid:{bill.pk}",
            kind="courier_paid",
            entity="courier_bill",
            entity_id=bill.pk,
            postings=[
                (None, "courier_payable", owed),
                (None, "delivery_borne", amount_poisha - owed),
                (None, "bank", -amount_poisha),
            ],
            now=now,
        )
        audit_write(
            actor=actor,
            action="courier_paid",
            entity="courier_bill",
            entity_id=bill.pk,
            data={"courier": courier, "amount_poisha": amount_poisha, "reference": reference},
            now=now,
        )
    return bill


def ways_left_over(*, order: Any, now: datetime) -> bool:
    """Nothing was accepted and nothing refused, so no rule names anybody: ek-Shop bears the way."""
    return way_bear(
        order=order,
        key=f"way_borne:none:{order.pk}",
        bearers=[(None, "delivery_borne", order.delivery_poisha if order.by_our_courier else 0)],
        entity="seller_order",
        entity_id=order.pk,
        now=now,
    )
