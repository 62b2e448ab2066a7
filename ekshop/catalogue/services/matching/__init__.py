"""Same thing, several sellers: finding it, putting offers together, taking them apart."""

from .deciding import pair_reopen, pairs_decide
from .moving import (
    CannotUndo,
    NothingLeft,
    NotTwoProducts,
    move_undo,
    offers_part,
    products_merge,
)
from .runs import Matched, MatchingRuns, matching_request, matching_run, words_learn

__all__ = [
    "CannotUndo",
    "Matched",
    "MatchingRuns",
    "NotTwoProducts",
    "NothingLeft",
    "matching_request",
    "matching_run",
    "move_undo",
    "offers_part",
    "pair_reopen",
    "pairs_decide",
    "products_merge",
    "words_learn",
]
