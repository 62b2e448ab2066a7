"""Commission: earned when paid, locked when the return window closes, taken back on a return."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_of
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.payments import selectors as payments

from . import rules
from .models import CommissionLine

LOCK_BATCH = 500


def commission_earn(*, actor: Actor, payment_id: int, now: datetime) -> list[CommissionLine]:
    """Earn the commission of a payment's accepted lines, once, at the rates frozen on them.

    The statement's month is the one in which the money was collected, in Asia/Dhaka.
    """
    payment = payments.payment_get(payment_id)
    sold = [line for line in orders.lines_of(payment.seller_order_id) if line.accepted_quantity]
    with transaction.atomic():
        made = []
        for line in sold:
            row, is_new = CommissionLine.objects.get_or_create(
                order_line_id=line.pk,
                kind="commission",
                defaults={
                    "seller_id": payment.seller_id,
                    "centre_id": payment.centre_id,
                    "person_id": payment.collected_by_id,
                    "base_poisha": line.accepted_poisha,
                    "rate_bp": line.commission_bp,
                    "amount_poisha": rules.commission(line.accepted_poisha, line.commission_bp),
                    "month": month_of(payment.collected_at),
                    "earned_at": payment.collected_at,
                },
            )
            if is_new:
                states.begin(row, actor=actor, now=now)
                made.append(row)
        earned = sum(row.amount_poisha for row in made)
        if earned:
            journal_post(
                key=f"commission:payment:{payment_id}",
                kind="commission",
                entity="payment",
                entity_id=payment_id,
                postings=[
                    (payment.seller_id, "seller_payable", earned),
                    (payment.centre_id, "commission_earned", -earned),
                ],
                now=now,
            )
    return made


def commission_window_set(*, seller_order_id: int, locks_at: datetime) -> None:
    """The customer has the goods: from `locks_at` on the commission can no longer fall."""
    line_ids = [line.pk for line in orders.lines_of(seller_order_id)]
    CommissionLine.objects.filter(order_line_id__in=line_ids, locks_at=None).update(
        locks_at=locks_at
    )


def commission_reverse(*, actor: Actor, refund_id: int, now: datetime) -> CommissionLine | None:
    """Take back the commission on returned pieces, once per refund.

    A line of its own in the refund's month, so a month already told is never changed; together
    with the line it takes from it leaves what the kept pieces earn, to the poisha.
    None where the line earned nothing, and for a whole parcel, which `commission_reverse_uncollected`
    sees to.
    """
    refund = payments.refund_get(refund_id)
    if refund.order_line_id is None:
        return None
    return _reverse(
        actor,
        refund.order_line_id,
        refund_id=refund_id,
        cause=("refund", refund_id),
        at=refund.issued_at,
        now=now,
    )


def commission_reverse_unrefunded(
    *, actor: Actor, return_id: int, now: datetime
) -> CommissionLine | None:
    """The same for goods that came back without any money to give: nothing is left that was sold.

    Asked again it finds nothing left to take.
    """
    line_id = fulfilment.return_for_refund(return_id).order_line_id
    return _reverse(actor, line_id, refund_id=None, cause=("return", return_id), at=now, now=now)


def commission_reverse_uncollected(*, actor: Actor, seller_order_id: int, now: datetime) -> int:
    """Take back all that a paid parcel earned which nobody collected; says of how many lines.

    Nothing of it can change any more, so both rows may lock. Asked again it finds nothing to take.
    """
    with transaction.atomic():
        taken = [
            _reverse(actor, line.pk, refund_id=None, cause=("order_line", line.pk), at=now, now=now)
            for line in orders.lines_of(seller_order_id)
        ]
        commission_window_set(seller_order_id=seller_order_id, locks_at=now)
    return len([row for row in taken if row])


def _reverse(
    actor: Actor,
    order_line_id: int,
    *,
    refund_id: int | None,
    cause: tuple[str, int],
    at: datetime,
    now: datetime,
) -> CommissionLine | None:
    """`cause`: what the journal books it under. `at`: says the month it stands in."""
    line = orders.line_get(order_line_id)
    with transaction.atomic():
        # Locked: two returns of one line are reckoned one after the other.
        original = (
            CommissionLine.objects.select_for_update()
            .filter(order_line_id=line.pk, kind="commission")
            .first()
        )
        if original is None:
            return None
        taken = CommissionLine.objects.filter(order_line_id=line.pk, kind="reversal")
        done = taken.filter(refund_id=refund_id).first() if refund_id else None
        if done:
            return done
        kept_poisha = (line.accepted_quantity - line.returned_quantity) * line.unit_price_poisha
        standing = original.amount_poisha + (
            taken.aggregate(total=Sum("amount_poisha"))["total"] or 0
        )
        fall = standing - rules.commission(kept_poisha, original.rate_bp)
        if fall <= 0:
            return None
        standing_base = original.base_poisha + (
            taken.aggregate(total=Sum("base_poisha"))["total"] or 0
        )
        row = CommissionLine.objects.create(
            order_line_id=line.pk,
            kind="reversal",
            refund_id=refund_id,
            seller_id=original.seller_id,
            centre_id=original.centre_id,
            person_id=original.person_id,
            base_poisha=kept_poisha - standing_base,
            rate_bp=original.rate_bp,
            amount_poisha=-fall,
            state=original.state,
            month=month_of(at),
            earned_at=at,
            locks_at=original.locks_at,
        )
        states.begin(row, actor=actor, now=now)
        account = "commission_payable" if original.state == "locked" else "commission_earned"
        journal_post(
            key="commission:{}:{}".format(*cause),
            kind="commission_reversal",
            entity=cause[0],
            entity_id=cause[1],
            postings=[
                (original.centre_id, account, fall),
                (original.seller_id, "seller_payable", -fall),
            ],
            now=now,
        )
    return row


def commission_lock(*, actor: Actor, now: datetime) -> int:
    """Lock a batch of lines whose return window is over; returns how many.

    A line with a return still under way waits for its end.
    """
    with transaction.atomic():
        due = list(
            CommissionLine.objects.select_for_update(skip_locked=True)
            .filter(state="earned", locks_at__lte=now)
            .exclude(order_line_id__in=fulfilment.lines_with_open_returns())
            .order_by("id")[:LOCK_BATCH]
        )
        moved = states.move_all(due, "lock", actor=actor, now=now)
        for row in moved:
            if row.amount_poisha:
                journal_post(
                    key=f"commission:lock:{row.pk}",
                    kind="commission_lock",
                    entity="commission_line",
                    entity_id=row.pk,
                    postings=[
                        (row.centre_id, "commission_earned", row.amount_poisha),
                        (row.centre_id, "commission_payable", -row.amount_poisha),
                    ],
                    now=now,
                )
    return len(moved)
