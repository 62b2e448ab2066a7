"""Setting a frozen commission line right: by a line of its own in the month of the correction."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet, Sum

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_of
from ekshop.kernel.money import Money
from ekshop.ledger.services import journal_post

from ..models import CommissionLine, StatementDispute


def line_held(line_id: int) -> CommissionLine:
    """Locked, so that a dispute and a reconciliation set it right one after the other."""
    return CommissionLine.objects.select_for_update(of=("self",)).get(pk=line_id)


def line_stands(line: CommissionLine) -> int:
    """What a frozen line, that is held, comes to: with what reconciliation has set right of it."""
    if line.kind != "commission":
        return line.amount_poisha
    by_disputes = StatementDispute.objects.filter(correction__isnull=False).values("correction")
    found = _corrections([line.order_line_id]).filter(role=line.role).exclude(pk__in=by_disputes)
    sum_poisha: int = found.aggregate(sum=Sum("amount_poisha", default=0))["sum"]
    return line.amount_poisha + sum_poisha


def corrected(lines: Sequence[CommissionLine]) -> dict[int, int]:
    """By commission line, what has been set right of it since, in poisha: by disputes of it, and by
    reconciliation. What was set right of a taking back stays as it was decided."""
    of_others = StatementDispute.objects.filter(correction__isnull=False).exclude(
        line__kind="commission"
    )
    found = _corrections([line.order_line_id for line in lines]).exclude(
        pk__in=of_others.values("correction")
    )
    sums = {
        (row["order_line_id"], row["role"]): row["sum"]
        for row in found.values("order_line_id", "role").annotate(sum=Sum("amount_poisha"))
    }
    return {line.pk: sums.get((line.order_line_id, line.role), 0) for line in lines}


def corrected_part(line: CommissionLine, corrected_poisha: int, base_poisha: int) -> int:
    """Of what a line was corrected by, the part for so much of its base."""
    if not corrected_poisha or base_poisha <= 0:
        return 0
    kept, _gone = Money(corrected_poisha).allocate([base_poisha, line.base_poisha - base_poisha])
    return kept.poisha


def _corrections(order_line_ids: Sequence[int]) -> QuerySet[CommissionLine]:
    return CommissionLine.objects.filter(order_line_id__in=order_line_ids, kind="correction")


def line_may_be(line: CommissionLine, should_be_poisha: int) -> bool:
    """A commission stays between nothing and the sale itself; what is taken back, below nothing."""
    if line.kind in ("reversal", "borne"):
        return line.base_poisha <= should_be_poisha <= 0
    return 0 <= should_be_poisha <= line.base_poisha


def line_correct(
    *, actor: Actor, line: CommissionLine, difference_poisha: int, key: str, now: datetime
) -> CommissionLine:
    """The correcting line, locked at once, and its journal under `key`."""
    row = CommissionLine.objects.create(
        order_line_id=line.order_line_id,
        role=line.role,
        kind="correction",
        seller_id=line.seller_id,
        centre_id=line.centre_id,
        person_id=line.person_id,
        base_poisha=0,
        rate_bp=line.rate_bp,
        amount_poisha=difference_poisha,
        state="locked",
        month=month_of(now),
        earned_at=now,
        locks_at=now,
        locked_at=now,
    )
    states.begin(row, actor=actor, now=now)
    journal_post(
        key=key,
        kind="commission_correction",
        entity="commission_line",
        entity_id=row.pk,
        postings=[
            (row.seller_id, "seller_payable", difference_poisha),
            (row.centre_id, "commission_payable", -difference_poisha),
        ],
        now=now,
    )
    return row
