"""Collecting after inspection, giving back, passing on."""

from .collecting import payment_collect
from .errors import (
    AmountChanged,
    MoreThanLeft,
    MoreThanOwed,
    NothingToRefund,
    NotPayable,
    ReferenceUsed,
    SamePerson,
)
from .exporting import export_pay
from .matching import (
    FileKnown,
    collection_file_bring,
    collection_match,
    collection_row_set_aside,
)
from .refunding import (
    refund_give,
    refund_issue,
    refund_issue_for_complaint,
    refund_remind,
    uncollected_settle,
)
from .remitting import (
    cash_limit_set,
    remittance_ask,
    remittance_decide,
    remittance_record,
    remittance_withdraw,
)
from .standing import cash_count_all, cash_standing_renew, cash_watch
from .writing import amount_due

__all__ = [
    "AmountChanged",
    "FileKnown",
    "MoreThanLeft",
    "MoreThanOwed",
    "NotPayable",
    "NothingToRefund",
    "ReferenceUsed",
    "SamePerson",
    "amount_due",
    "cash_count_all",
    "cash_limit_set",
    "cash_standing_renew",
    "cash_watch",
    "collection_file_bring",
    "collection_match",
    "collection_row_set_aside",
    "export_pay",
    "payment_collect",
    "refund_give",
    "refund_issue",
    "refund_issue_for_complaint",
    "refund_remind",
    "remittance_ask",
    "remittance_decide",
    "remittance_record",
    "remittance_withdraw",
    "uncollected_settle",
]
