"""The month's close: steps by two people, the freeze, its undoing, the sellers' money, the end."""

from .errors import (
    AlreadyApproved,
    DisputesStillPossible,
    MonthHeldUp,
    MonthNotOver,
    MoreThanNeeded,
    NotSettledYet,
    OwnStep,
    OwnTransfer,
    StepWaits,
    TransferTold,
)
from .freezing import month_freeze, month_freeze_some
from .funding import funding_receive, funding_refuse, funding_tell, seller_month_approve
from .paying import statement_paid, statements_order
from .steps import (
    month_step_ask,
    month_step_confirm,
    month_step_refuse,
    month_step_withdraw,
)
from .undoing import month_undo, month_undo_some

__all__ = [
    "AlreadyApproved",
    "DisputesStillPossible",
    "MonthHeldUp",
    "MonthNotOver",
    "MoreThanNeeded",
    "NotSettledYet",
    "OwnStep",
    "OwnTransfer",
    "StepWaits",
    "TransferTold",
    "funding_receive",
    "funding_refuse",
    "funding_tell",
    "month_freeze",
    "month_freeze_some",
    "month_step_ask",
    "month_step_confirm",
    "month_step_refuse",
    "month_step_withdraw",
    "month_undo",
    "month_undo_some",
    "seller_month_approve",
    "statement_paid",
    "statements_order",
]
