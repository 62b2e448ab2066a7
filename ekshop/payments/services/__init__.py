"""Collecting after inspection, giving back, passing on."""

from .collecting import amount_due, payment_collect, remittance_record
from .errors import (
    AmountChanged,
    MoreThanLeft,
    MoreThanOwed,
    NothingToRefund,
    NotPayable,
    ReferenceUsed,
)
from .refunding import (
    refund_give,
    refund_issue,
    refund_issue_for_complaint,
    refund_remind,
    uncollected_settle,
)

__all__ = [
    "AmountChanged",
    "MoreThanLeft",
    "MoreThanOwed",
    "NotPayable",
    "NothingToRefund",
    "ReferenceUsed",
    "amount_due",
    "payment_collect",
    "refund_give",
    "refund_issue",
    "refund_issue_for_complaint",
    "refund_remind",
    "remittance_record",
    "uncollected_settle",
]
