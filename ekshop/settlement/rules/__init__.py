"""Settlement's states and arithmetic."""

from .closing import (
    DISPUTE,
    DISPUTE_REASONS,
    FUNDING,
    MONTH_CLOSE,
    MONTH_STEP,
    MONTH_STEP_KINDS,
    SELLER_MONTH,
    STATEMENT,
    Outcome,
    money_needed,
    statement_outcome,
)
from .commission import COMMISSION, COMMISSION_KINDS, commission

__all__ = [
    "COMMISSION",
    "COMMISSION_KINDS",
    "DISPUTE",
    "DISPUTE_REASONS",
    "FUNDING",
    "MONTH_CLOSE",
    "MONTH_STEP",
    "MONTH_STEP_KINDS",
    "SELLER_MONTH",
    "STATEMENT",
    "Outcome",
    "commission",
    "money_needed",
    "statement_outcome",
]
