"""Reading the books."""

from .books import (
    JournalView,
    Mismatch,
    PurposeSum,
    accounts,
    balance,
    balance_as_of,
    entries_on,
    journals_of,
    journals_of_many,
    mismatches,
    purposes_summed,
    unbalanced_journals,
    verifications,
)
from .entries import Side, account_get, balances_after, entries_of, journal_get

__all__ = [
    "JournalView",
    "Mismatch",
    "PurposeSum",
    "Side",
    "account_get",
    "accounts",
    "balance",
    "balance_as_of",
    "balances_after",
    "entries_of",
    "entries_on",
    "journal_get",
    "journals_of",
    "journals_of_many",
    "mismatches",
    "purposes_summed",
    "unbalanced_journals",
    "verifications",
]
