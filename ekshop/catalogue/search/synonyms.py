"""Words the operator says mean the same goods: compiled for the hot path, and told apart from nonsense.

A rule is (`words`, `finds`). Without `finds` every one of its words finds all the others (two-way);
with them, any of `words` also finds each of `finds`, and not the other way round (one-way). An
entry may be several words ("মোটা চাল"): then it counts where they are typed one after the other.
The rules of `tables.SAME_GOODS` are the house's own and hold beside these.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from . import analysis

Phrase = tuple[str, ...]

MAX_WORDS = 4
MAX_LETTERS = 60


class Rule(NamedTuple):
    words: tuple[str, ...]
    finds: tuple[str, ...] = ()

    def pairs(self) -> Iterable[tuple[str, str]]:
        """(typed, also found) of every pair this rule makes."""
        for typed in self.words:
            for found in self.finds or self.words:
                if found != typed:
                    yield typed, found


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`single`: a levelled word to the levelled words it also finds. `phrases`: by its first levelled
    word, each typed phrase (longest first) with the phrases it also finds."""

    rules: tuple[Rule, ...] = ()
    single: dict[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: dict[str, tuple[tuple[Phrase, tuple[Phrase, ...]], ...]] = field(default_factory=dict)

    def of(self, term: str) -> tuple[str, ...]:
        return self.single.get(term, ())

    def phrase_at(self, surfaces: Sequence[str], at: int) -> tuple[int, tuple[Phrase, ...]]:
        """How many words from `at` on are a phrase of a rule, and the phrases it also finds."""
        if not self.phrases:
            return 0, ()
        for first in analysis.forms(surfaces[at]):
            for typed, found in self.phrases.get(first, ()):
                following = surfaces[at : at + len(typed)]
                if len(following) == len(typed) and all(
                    word in analysis.forms(surface)
                    for word, surface in zip(typed, following, strict=True)
                ):
                    return len(typed), found
        return 0, ()


NONE = Synonyms()


def phrase_of(text: str) -> Phrase:
    """The levelled words of an entry; empty for one that says nothing."""
    return tuple(analysis.level(token.surface) for token in analysis.tokens(text))


def compiled(rules: Iterable[Rule]) -> Synonyms:
    rules = tuple(rules)
    single: dict[str, dict[str, None]] = {}
    phrases: dict[Phrase, dict[Phrase, None]] = {}
    for rule in rules:
        for entry, other in rule.pairs():
            typed, found = phrase_of(entry), phrase_of(other)
            if not typed or not found or typed == found:
                continue
            if len(typed) == len(found) == 1:
                single.setdefault(typed[0], {})[found[0]] = None
            else:
                phrases.setdefault(typed, {})[found] = None
    by_first: dict[str, list[tuple[Phrase, tuple[Phrase, ...]]]] = {}
    for typed in sorted(phrases, key=len, reverse=True):
        by_first.setdefault(typed[0], []).append((typed, tuple(phrases[typed])))
    return Synonyms(
        rules,
        {word: tuple(found) for word, found in single.items()},
        {word: tuple(held) for word, held in by_first.items()},
    )
