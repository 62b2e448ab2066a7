"""The tables of settlement."""

from .claims import CourierBill, CourierClaim, CourierClaimLine, CourierWay
from .closing import (
    CommissionStatement,
    Funding,
    MonthClose,
    MonthStep,
    SellerMonth,
    StatementDispute,
)
from .commission import CommissionLine
from .deeds import TwoPersonDeed
from .payouts import (
    FloatMove,
    Payout,
    PayoutAttempt,
    PayoutBatch,
    ProviderLine,
    ProviderPaper,
    ProviderToken,
)
from .prizes import (
    Prize,
    PrizeAward,
    PrizeFlag,
    PrizeFlagLine,
    PrizeObjection,
    PrizePlace,
    PrizeResult,
    PrizeScheme,
    PrizeStanding,
)
from .reconciling import Mismatch, Reconciliation
from .sellers import (
    SellerEntry,
    SellerEscrow,
    SellerHold,
    SellerRelease,
    SellerSettlement,
    SellerSettlementLine,
)

__all__ = [
    "CourierBill",
    "CourierClaim",
    "CourierClaimLine",
    "CourierWay",
    "Mismatch",
    "Reconciliation",
    "CommissionLine",
    "CommissionStatement",
    "FloatMove",
    "Funding",
    "MonthClose",
    "MonthStep",
    "Payout",
    "PayoutAttempt",
    "PayoutBatch",
    "Prize",
    "PrizeAward",
    "PrizeFlag",
    "PrizeFlagLine",
    "PrizeObjection",
    "PrizePlace",
    "PrizeResult",
    "PrizeScheme",
    "PrizeStanding",
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
    "TwoPersonDeed",
]
