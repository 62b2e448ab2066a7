"""A word beside the one typed that far more goods have: what may have been meant, offered and never
searched instead.

Only where little was found, and only in the script that was typed. A word that nothing has is mended
by `queries` itself, and that is said; here every word is for sale as it was typed.
"""

from dataclasses import dataclass

from . import analysis, queries, sounds
from .engine import View
from .slips import farthest_slip, is_near, looks_like
from .words import Word

# Little was found; and so many times more goods have the other word.
FEW = 5
MORE = 10
LONG_ENOUGH = 4
# In sound, what a person may still think of as the same word.
FAR = 1.6


@dataclass(frozen=True, slots=True)
class Nearer:
    """The word typed, and the term of the index beside it."""

    typed: str
    term: str


def nearer(view: View, parsed: queries.Parsed) -> Nearer | None:
    """The one word of the query whose neighbour has the most goods, if any has many more."""
    best: tuple[int, Nearer] | None = None
    for word in parsed.words:
        if word.corrected:
            continue
        own = max((view.known(term) for term in analysis.forms(word.typed)), default=0)
        found = _neighbour(view, word)
        if found and found[1] >= MORE * max(own, 1) and (best is None or found[1] > best[0]):
            best = (found[1], Nearer(word.typed, found[0]))
    return best[1] if best else None


def _neighbour(view: View, word: Word) -> tuple[str, int] | None:
    """The commonest word one slip away and in the same script."""
    whole = analysis.level(word.typed)
    if len(whole) < LONG_ENOUGH or not analysis.is_word(whole):
        return None
    heard: dict[str, int] = {}
    for skeleton in sounds.skeletons(whole):
        if len(skeleton) < 2:
            continue
        for near in (skeleton, *sounds.neighbours(skeleton)):
            for other, products in view.sounding(near, limit=8):
                if (
                    other not in word.forms
                    and other.isascii() == whole.isascii()
                    and len(other) >= LONG_ENOUGH
                    and sounds.distance(whole, other) <= farthest_slip(whole)
                    and looks_like(whole, other)
                ):
                    heard[other] = products
    return max(heard.items(), key=lambda held: held[1], default=None)


def nearest(view: View, query: str) -> str:
    """Words for sale that a query found nowhere may mean, for a person to judge: looser than what is
    mended unasked, but no more than a third of the letters may differ, and four are needed. Empty
    where a word has nothing near it."""
    told = []
    for token in analysis.tokens(query)[: queries.MAX_WORDS]:
        whole = analysis.level(token.surface)
        if view.known(whole) or not analysis.is_word(whole):
            told.append(token.surface)
            continue
        heard = {
            other: sounds.distance(whole, other) - min(products, 1_000) / 5_000
            for skeleton in sounds.skeletons(whole)
            for near in (skeleton, *sounds.neighbours(skeleton))
            for other, products in view.sounding(near, limit=8)
            if other.isascii() == whole.isascii()
            and min(len(whole), len(other)) >= LONG_ENOUGH
            and is_near(whole, other)
        }
        best = min(heard.items(), key=lambda held: held[1], default=("", FAR))
        if best[1] >= FAR:
            return ""
        told.append(best[0])
    found = " ".join(told)
    return "" if found == " ".join(token.surface for token in analysis.tokens(query)) else found
