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

__all__ = [
    "CommissionLine",
    "CommissionStatement",
    "Funding",
    "MonthClose",
    "MonthStep",
    "SellerMonth",
    "StatementDispute",
]
