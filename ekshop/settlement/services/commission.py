"""Commission: earned when paid, locked when the return window closes, taken back on a return."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_of
from ekshop.kernel.money import Money
from ekshop.ledger.services import journal_post
from ekshop.orders import selectors as orders
from ekshop.parties.selectors import entrepreneurs_of
from ekshop.payments import selectors as payments
from ekshop.payments.rules import EXPORT

from .. import rules
from ..models import CommissionLine
from .correcting import corrected, corrected_part

LOCK_BATCH = 500


def commission_earn(*, actor: Actor, payment_id: int, now: datetime) -> list[CommissionLine]:
    """Earn the commission of a payment's accepted lines, once, at the rates frozen on them.

    The centre that sold earns; of a producer's goods also the one that looks after the producer, a
    line of its own. The statement's month is the one in which the money was collected, in
    Asia/Dhaka.
    """
    payment = payments.payment_get(payment_id)
    sold = [line for line in orders.lines_of(payment.seller_order_id) if line.accepted_quantity]
    with transaction.atomic():
        made = []
        for line in sold:
            for share in _shares(line, payment):
                row, is_new = CommissionLine.objects.get_or_create(
                    order_line_id=line.pk,
                    kind="commission",
                    role=share.role,
                    defaults={
                        "seller_id": payment.seller_id,
                        "centre_id": share.centre_id,
                        "person_id": share.person_id,
                        "base_poisha": line.accepted_poisha,
                        "rate_bp": share.rate_bp,
                        "amount_poisha": rules.commission(line.accepted_poisha, share.rate_bp),
                        "month": month_of(payment.collected_at),
                        "earned_at": payment.collected_at,
                    },
                )
                if is_new:
                    states.begin(row, actor=actor, now=now)
                    made.append(row)
        postings = [
            posting
            for row in made
            if row.amount_poisha
            for posting in (
                (row.seller_id, "seller_payable", row.amount_poisha),
                (row.centre_id, "commission_earned", -row.amount_poisha),
            )
        ]
        if postings:
            journal_post(
                key=f"commission:payment:{payment_id}",
                kind="commission",
                entity="payment",
                entity_id=payment_id,
                postings=postings,
                now=now,
            )
    return made


@dataclass(frozen=True, slots=True)
class _Share:
    """Who earns by an order line, and at which rate."""

    role: str
    centre_id: int
    person_id: int | None
    rate_bp: int


def _shares(line: Any, payment: payments.PaymentFacts) -> list[_Share]:
    """Sourcing is the merit of whoever runs that centre now, for nobody there had a hand in it.
    What the export hub pays for no centre has sold."""
    shares = []
    if payment.medium != EXPORT:
        shares.append(
            _Share("sale", payment.centre_id, payment.collected_by_id, line.commission_bp)
        )
    if line.sourcing_centre_id and line.sourcing_bp:
        there = entrepreneurs_of(line.sourcing_centre_id)
        person_id = there[0].pk if there else None
        shares.append(_Share("sourcing", line.sourcing_centre_id, person_id, line.sourcing_bp))
    return shares


def commission_window_set(*, seller_order_id: int, locks_at: datetime) -> None:
    """The customer has the goods: from `locks_at` on the commission is locked, and payable."""
    line_ids = [line.pk for line in orders.lines_of(seller_order_id)]
    CommissionLine.objects.filter(order_line_id__in=line_ids, locks_at=None).update(
        locks_at=locks_at
    )


def commission_reverse(*, actor: Actor, refund_id: int, now: datetime) -> list[CommissionLine]:
    """Take back the commission on what was refunded, once per refund.

    For returned pieces a line of its own in the refund's month, so a month already told is never
    changed; together with the line it takes from it leaves what the kept pieces earn, to the
    poisha. For a complaint's remedy one such line for each line of the seller order, in proportion
    to what stands of it. Empty where the lines earned nothing, and for a whole parcel, which
    `commission_reverse_uncollected` sees to.
    """
    refund = payments.refund_get(refund_id)
    if refund.as_remedy:
        return _reverse_in_proportion(actor, refund, now=now)
    if refund.order_line_id is None:
        return []
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
) -> list[CommissionLine]:
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
) -> list[CommissionLine]:
    """`cause`: what the journal books it under. `at`: says the month it stands in."""
    line = orders.line_get(order_line_id)
    with transaction.atomic():
        # Locked: two returns of one line are reckoned one after the other.
        originals = list(
            CommissionLine.objects.select_for_update()
            .filter(order_line_id=line.pk, kind="commission")
            .order_by("id")
        )
        taken = CommissionLine.objects.filter(order_line_id=line.pk, kind="reversal")
        done = list(taken.filter(refund_id=refund_id).order_by("id")) if refund_id else []
        if done:
            return done
        rows, right = [], corrected(originals)
        for original in originals:
            sums = taken.filter(role=original.role).aggregate(
                amount=Sum("amount_poisha", default=0),
                base=Sum("base_poisha", default=0),
                remedies=Sum("base_poisha", filter=Q(refund__remedy_id__isnull=False), default=0),
            )
            pieces = (line.accepted_quantity - line.returned_quantity) * line.unit_price_poisha
            kept_poisha = max(pieces + sums["remedies"], 0)
            standing = original.amount_poisha + right[original.pk] + sums["amount"]
            earned = rules.commission(kept_poisha, original.rate_bp)
            fall = standing - earned - corrected_part(original, right[original.pk], kept_poisha)
            if fall > 0:
                rows.append(
                    _take_back(
                        actor,
                        original,
                        refund_id=refund_id,
                        base_poisha=original.base_poisha + sums["base"] - kept_poisha,
                        amount_poisha=fall,
                        at=at,
                        now=now,
                    )
                )
        _book(cause, rows, now=now)
    return rows


def _reverse_in_proportion(
    actor: Actor, refund: payments.RefundFacts, *, now: datetime
) -> list[CommissionLine]:
    line_ids = [line.pk for line in orders.lines_of(refund.seller_order_id)]
    with transaction.atomic():
        # Locked: two refunds of one seller order are reckoned one after the other.
        originals = list(
            CommissionLine.objects.select_for_update()
            .filter(order_line_id__in=line_ids, kind="commission")
            .order_by("role", "id")
        )
        taken = CommissionLine.objects.filter(order_line_id__in=line_ids, kind="reversal")
        done = list(taken.filter(refund_id=refund.pk).order_by("id"))
        if done:
            return done
        before = {
            (row["order_line_id"], row["role"]): row
            for row in taken.values("order_line_id", "role").annotate(
                amount=Sum("amount_poisha"), base=Sum("base_poisha")
            )
        }
        rows: list[CommissionLine] = []
        for role, group in groupby(originals, key=lambda each: each.role):
            earned: list[tuple[CommissionLine, Any]] = [
                (each, before.get((each.order_line_id, role), _NOTHING)) for each in group
            ]
            rows += _take_back_shares(actor, refund, earned, now=now)
        _book(("refund", refund.pk), rows, now=now)
    return rows


_NOTHING = {"amount": 0, "base": 0}


def _take_back_shares(
    actor: Actor,
    refund: payments.RefundFacts,
    earned: list[tuple[CommissionLine, Any]],
    *,
    now: datetime,
) -> list[CommissionLine]:
    """Of the lines of one role, each with what was taken back of it before."""
    standing = [max(each.base_poisha + before["base"], 0) for each, before in earned]
    if not refund.goods_poisha or not sum(standing):
        return []
    shares = Money(min(refund.goods_poisha, sum(standing))).allocate(standing)
    rows, right = [], corrected([each for each, _before in earned])
    for (original, before), base, share in zip(earned, standing, shares, strict=True):
        kept, also = base - share.poisha, right[original.pk]
        left = rules.commission(kept, original.rate_bp) + corrected_part(original, also, kept)
        if share.poisha:
            rows.append(
                _take_back(
                    actor,
                    original,
                    refund_id=refund.pk,
                    base_poisha=share.poisha,
                    amount_poisha=max(original.amount_poisha + also + before["amount"] - left, 0),
                    at=refund.issued_at,
                    now=now,
                )
            )
    return rows


def _take_back(
    actor: Actor,
    original: CommissionLine,
    *,
    refund_id: int | None,
    base_poisha: int,
    amount_poisha: int,
    at: datetime,
    now: datetime,
) -> CommissionLine:
    """The reversal's line; amounts as positive sums."""
    row = CommissionLine.objects.create(
        order_line_id=original.order_line_id,
        role=original.role,
        kind="reversal",
        refund_id=refund_id,
        seller_id=original.seller_id,
        centre_id=original.centre_id,
        person_id=original.person_id,
        base_poisha=-base_poisha,
        rate_bp=original.rate_bp,
        amount_poisha=-amount_poisha,
        state=original.state,
        month=month_of(at),
        earned_at=at,
        locks_at=original.locks_at,
        locked_at=now if original.state == "locked" else None,
    )
    states.begin(row, actor=actor, now=now)
    return row


def _book(cause: tuple[str, int], rows: list[CommissionLine], *, now: datetime) -> None:
    """One journal for what one cause took back; nothing where it came to nothing."""
    postings = []
    for row in rows:
        account = "commission_payable" if row.state == "locked" else "commission_earned"
        if row.amount_poisha:
            postings += [
                (row.centre_id, account, -row.amount_poisha),
                (row.seller_id, "seller_payable", row.amount_poisha),
            ]
    if postings:
        journal_post(
            key="commission:{}:{}".format(*cause),
            kind="commission_reversal",
            entity=cause[0],
            entity_id=cause[1],
            postings=postings,
            now=now,
        )


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
        CommissionLine.objects.filter(pk__in=[row.pk for row in moved]).update(locked_at=now)
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
