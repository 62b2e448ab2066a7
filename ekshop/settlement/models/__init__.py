"""The tables of settlement."""

from .closing import (
    CommissionStatement,
    Funding,
    MonthClose,
    MonthStep,
    SellerMonth,
    StatementDispute,
)
from .commission import CommissionLine
from .payouts import (
    FloatMove,
    Payout,
    PayoutAttempt,
    PayoutBatch,
    ProviderLine,
    ProviderPaper,
    ProviderToken,
)

__all__ = [
    "CommissionLine",
    "CommissionStatement",
    "Funding",
    "MonthClose",
    "MonthStep",
    "SellerMonth",
    "StatementDispute",
    "FloatMove",
    "Payout",
    "PayoutAttempt",
    "PayoutBatch",
    "ProviderLine",
    "ProviderPaper",
    "ProviderToken",
]
