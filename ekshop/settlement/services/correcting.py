"""Setting a frozen commission line right: by a line of its own in the month of the correction."""

from datetime import datetime

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import month_of
from ekshop.ledger.services import journal_post

from ..models import CommissionLine


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
