"""The tree of categories, and where a seller's own words for its goods belong in it."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .. import rules
from ..models import Category
from ..search.analysis import level as levelled
from ..search.analysis import stem, tokens

Scores = defaultdict[int, float]

WORD_WEIGHT, TITLE_WEIGHT = 3.0, 1.0
LICENSED_SHARE = 0.8
PART_SHARE = 0.4
"""What one word of a keyword of several says: \"machine\" is little of \"bp machine\"."""


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with its top one's names; `licence`: the kind of licence its sellers need."""

    id: int
    slug: str
    name_bn: str
    name_en: str
    parent_id: int | None
    parent_bn: str
    parent_en: str
    licence: str
    keywords: str
    drawing: str

    def path(self, language: str) -> str:
        """ "Books › Poetry and songs" in the reader's language."""
        bengali = language.startswith("bn")
        own, top = (self.name_bn, self.parent_bn) if bengali else (self.name_en, self.parent_en)
        return f"{top} › {own}" if top else own


@dataclass(frozen=True, slots=True)
class CategorySuggestion:
    """`confidence` is a percentage; how far it stands above the next best tells most of it."""

    category_id: int
    confidence: int


def category_nodes() -> list[CategoryNode]:
    """The whole tree in its order, each top before its children. One statement."""
    rows = Category.objects.select_related("parent").order_by("position", "id")
    return [
        CategoryNode(
            id=row.pk,
            slug=row.slug,
            name_bn=row.name_bn,
            name_en=row.name_en,
            parent_id=row.parent_id,
            parent_bn=row.parent.name_bn if row.parent else "",
            parent_en=row.parent.name_en if row.parent else "",
            licence=rules.LICENCE_FOR_REGULATION.get(
                row.regulation or (row.parent.regulation if row.parent else ""), ""
            ),
            keywords=row.keywords,
            drawing=row.drawing,
        )
        for row in rows
    ]


def category_keeping() -> dict[int, rules.Keeping]:
    """How long its goods usually keep, by category, of those that say so themselves, in the order of
    the tree. One statement."""
    rows = Category.objects.order_by("position", "id")
    return {row.pk: row.keeping for row in rows if row.keeping.said}


class CategorySuggester:
    """Scores categories by the words they share with a seller's word and a few of its titles.

    Words are compared as search compares them: one Bengali spelling, without endings, English
    stems; Bengali typed in Latin letters stands among the keywords. A word that few categories
    know says more than one that many do.
    """

    def __init__(self, nodes: Iterable[CategoryNode]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        self._phrases: dict[str, list[int]] = defaultdict(list)
        for node in self._nodes.values():
            for text in (node.name_bn, node.name_en, *node.keywords.split("|")):
                words = _stems(text)
                for word in words:
                    share = 1.0 if len(words) == 1 else PART_SHARE
                    held = self._weights[word]
                    held[node.id] = max(held.get(node.id, 0.0), share)
                if len(words) > 1:
                    self._phrases[" ".join(words)].append(node.id)

    def suggest(self, word: str, titles: Iterable[str] = ()) -> CategorySuggestion | None:
        """The likeliest category for a seller's word, given some titles it stands on; else None."""
        scores = self._scores(word, list(titles))
        if not scores:
            return None
        self._prefer_licensed(scores)
        ranked = sorted(scores.items(), key=lambda each: -each[1])[:2]
        best_id, best = ranked[0]
        rival = ranked[1][1] if len(ranked) > 1 else 0.0
        if rival and self._related(best_id, ranked[1][0]):
            rival *= 0.6
        sure = min(1.0, best / 4.0) * (0.35 + 0.65 * (best - rival) / best)
        return CategorySuggestion(best_id, round(100 * sure))

    def likely(self, text: str) -> list[int]:
        """Every category that shares a word with it, the likeliest first."""
        scores = self._scores(text, [])
        return sorted(scores, key=lambda node_id: -scores[node_id])

    def _scores(self, word: str, titles: list[str]) -> Scores:
        scores: Scores = defaultdict(float)
        self._add(scores, word, WORD_WEIGHT)
        for title in titles:
            self._add(scores, title, TITLE_WEIGHT * 3 / max(len(titles), 3))
        for node_id, node in self._nodes.items():
            # A child is what is meant when both it and its top are; the top backs its children.
            if node.parent_id and scores.get(node_id):
                scores[node_id] += 0.5 * scores.get(node.parent_id, 0.0) + 0.01
        return scores

    def _prefer_licensed(self, scores: Scores) -> None:
        """Where goods may need a licence, that reading comes first: the other costs more if wrong."""
        best = max(scores.values())
        likely = {
            node_id: score
            for node_id, score in scores.items()
            if self._nodes[node_id].licence and score >= LICENSED_SHARE * best
        }
        for node_id, score in likely.items():
            scores[node_id] = score + best

    def _add(self, scores: Scores, text: str, weight: float) -> None:
        words = _stems(text)
        for word in dict.fromkeys(words):
            held = self._weights.get(word)
            if held:
                rare = 1.0 / (1.0 + math.log(len(held)))
                for node_id, share in held.items():
                    scores[node_id] += weight * rare * share
        for first, second in zip(words, words[1:], strict=False):
            for node_id in self._phrases.get(f"{first} {second}", ()):
                scores[node_id] += weight * 1.5

    def _related(self, one: int, other: int) -> bool:
        a, b = self._nodes[one], self._nodes[other]
        return a.parent_id == b.id or b.parent_id == a.id


def _stems(text: str) -> list[str]:
    return [
        _stem(token.surface)
        for token in tokens(text)
        if len(token.surface) > 1 and token.surface not in _EMPTY and not token.surface[0].isdigit()
    ]


@lru_cache(maxsize=50_000)
def _stem(surface: str) -> str:
    return stem(levelled(surface))


_EMPTY = frozenset(
    [
        "and",
        "the",
        "of",
        "for",
        "with",
        "in",
        "to",
        "or",
        "other",
        "others",
        "item",
        "items",
        "general",
        "accessories",
        "goods",
        "all",
        "new",
        "ও",
        "এবং",
        "জিনিস",
        "পণ্য",
        "অন্যান্য",
        "সামগ্রী",
    ]
)
