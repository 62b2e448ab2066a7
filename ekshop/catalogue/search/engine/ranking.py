"""What goods are worth beside their words, under the weights the operator set.

Under the house's own weights it stands in the index (`quality`). Under others it is worked out for a
whole piece at once, when it is first asked for, and kept: a search costs the same under any weights.
Where a price stands is seen among the goods of its category.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ekshop.kernel.clock import dhaka_date, now

from ..weights import LATE_DAYS, NEW_DAYS, SOON_DAYS, Weights
from .asking import Numbers
from .content import BEHIND, STEPS
from .entry import FLAGS
from .piece import Piece

KEPT = 4
ORIGIN = 1 << FLAGS.index("gi")


def merits(view: Any, piece: Piece) -> Numbers:
    """For each document, what its score is multiplied by."""
    weights: Weights = view.tuning.weights
    if weights.is_house:
        return piece.columns["quality"]
    worth = _merits(piece, weights)
    if weights.price:
        middles = view.kept(("middle prices",), lambda: _middles(view.pieces))
        worth = view.kept(
            ("merits", piece.name, len(piece.dead)),
            lambda: worth * _less(weights.price, _cheapness(piece, middles)),
        )
    return worth


def best_first(view: Any, piece: Piece, documents: Numbers) -> Numbers:
    """Keys of these documents where no word was asked for, lowest first; sold out behind."""
    by_quality = piece.columns["by_quality"].take(documents)
    if view.tuning.weights.is_house:
        return by_quality
    return np.where(by_quality >= BEHIND, 2.0, 0.0) - merits(view, piece).take(documents)


def fitting(view: Any, scores: Numbers) -> Numbers:
    """How much the words of these documents count."""
    words = view.tuning.weights.words
    return scores if words == 100 else np.power(scores, words / 100)


def _merits(piece: Piece, weights: Weights) -> Numbers:
    today = dhaka_date(now()).toordinal()
    key = (weights, today)
    held = piece.merits.get(key)
    if held is None:
        if len(piece.merits) >= KEPT:
            piece.merits.clear()
        columns = piece.columns
        shares = (
            (weights.stock, columns["by_quality"] < BEHIND),
            (weights.record, columns["record"] / np.float32(STEPS)),
            (weights.popularity, columns["popularity"] / np.float32(STEPS)),
            (weights.origin, (_fact(piece, "mask") & ORIGIN) > 0),
            (
                weights.delivery,
                (LATE_DAYS - _fact(piece, "days")) / np.float32(LATE_DAYS - SOON_DAYS),
            ),
            (weights.freshness, (NEW_DAYS - today + columns["since"]) / np.float32(NEW_DAYS)),
        )
        held = np.ones(piece.size, np.float32)
        for share, part in shares:
            if share:
                held *= _less(share, part)
        piece.merits[key] = held
    return held


def _less(share: int, part: Numbers) -> Numbers:
    """What is left where so much of a thing is missing. `part` from 0 to 1."""
    return (1 - share / 100 * (1 - np.clip(part, 0, 1))).astype(np.float32)


def _fact(piece: Piece, name: str) -> Numbers:
    """A fact of a single value, for each document."""
    held = piece.facts[name]
    return held.values.take(held.codes[:, 0].astype(np.int64) - 1)


def _middles(pieces: Sequence[Piece]) -> dict[int, float]:
    """The middle price of each category, of all that counts in all pieces."""
    categories = np.concatenate([_living(piece, _fact(piece, "category")) for piece in pieces])
    prices = np.concatenate([_living(piece, piece.columns["price"]) for piece in pieces])
    order = np.lexsort((prices, categories))
    categories, prices = categories[order], prices[order]
    values, starts, counts = np.unique(categories, return_index=True, return_counts=True)
    middles = prices[starts + counts // 2]
    return dict(zip(values.tolist(), middles.tolist(), strict=True))


def _living(piece: Piece, column: Numbers) -> Numbers:
    return column if piece.alive is None else column[piece.alive]


def _cheapness(piece: Piece, middles: dict[int, float]) -> Numbers:
    """A half at the middle of its category, towards 1 where it is cheaper, towards 0 where dearer."""
    held = piece.facts["category"]
    own = np.array([middles.get(int(value), 0) or 1 for value in held.values], np.float32)
    middle = own.take(held.codes[:, 0].astype(np.int64) - 1)
    return 1 / (1 + (piece.columns["price"] / middle) ** np.float32(1.5))
