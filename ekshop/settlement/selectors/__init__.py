"""Settlement's reads, and who may see which."""

from .commission import (
    FIGURES,
    MonthSum,
    Statement,
    commission_of,
    commission_visible_to,
    expected_lines,
    expected_poisha,
    month_lines,
    month_sum,
    months,
    statement_lines,
    statement_one,
    statements,
    statements_after,
)

__all__ = [
    "FIGURES",
    "MonthSum",
    "Statement",
    "commission_of",
    "commission_visible_to",
    "expected_lines",
    "expected_poisha",
    "month_lines",
    "month_sum",
    "months",
    "statement_lines",
    "statement_one",
    "statements",
    "statements_after",
]
