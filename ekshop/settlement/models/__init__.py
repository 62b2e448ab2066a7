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
from .sellers import (
    SellerEntry,
    SellerEscrow,
    SellerHold,
    SellerRelease,
    SellerSettlement,
    SellerSettlementLine,
)

__all__ = [
    "CommissionLine",
    "CommissionStatement",
    "FloatMove",
    "Funding",
    "MonthClose",
    "MonthStep",
    "Payout",
    "PayoutAttempt",
    "PayoutBatch",
    "ProviderLine",
    "ProviderPaper",
    "ProviderToken",
    "SellerEntry",
    "SellerEscrow",
    "SellerHold",
    "SellerMonth",
    "SellerRelease",
    "SellerSettlement",
    "SellerSettlementLine",
    "StatementDispute",
]
