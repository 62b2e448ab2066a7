"""What a complaint is probably about, from its words: Bengali, English, or Bengali in Latin letters.

A naive Bayes over words and their sounds, trained in a moment from `examples.txt`, the project's
own sentences; nothing is learnt from anybody's complaint. It suggests, with a confidence; below
`SURE` a person decides. `bench/classifier.py` prints its accuracy for each class on sentences held
out of the training.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path

from ekshop.catalogue.search.analysis import forms
from ekshop.catalogue.search.sounds import skeletons
from ekshop.kernel.bangla import normalise

from ..rules.categories import CATEGORIES
from ..rules.triage import SURE_BP

EXAMPLES = Path(__file__).parent / "examples.txt"
SURE = SURE_BP / 10_000
FILLER = EXAMPLES.with_name("filler.txt")
LONGEST = 4_000
_SMOOTHING = 0.1
_CAUTION = 4.0
"""By how much the model's certainty is divided: naive Bayes takes words that go together for
witnesses who do not know each other. Chosen so that it is right about as often as it says."""
_WORD = re.compile(r"[a-z\u0980-\u09ff]{2,}")


@dataclass(frozen=True)
class Example:
    category: str
    script: str
    text: str
    urgent: bool


@dataclass(frozen=True)
class Suggestion:
    """`confidence` from 0 to 1; `because`: the words that spoke most for it, for a person's eye."""

    category: str
    confidence: float
    urgent: bool
    urgent_confidence: float
    because: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


def examples() -> list[Example]:
    """The sentences it learns from. Raises ValueError for a line that is none."""
    found, category = [], ""
    for number, line in enumerate(EXAMPLES.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            category = line.strip("[]")
            continue
        script, _space, text = line.lstrip("!").partition(" ")
        if script not in ("bn", "en", "la") or not text or not category:
            raise ValueError(f"line {number} of the examples cannot be read")
        found.append(Example(category, script, text, line.startswith("!")))
    return found


class NaiveBayes:
    """Trained on (label, text) pairs; every label is as likely beforehand as any other.

    What a word says for a label is how much likelier it stands in one of its texts than in any
    other's.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        texts: Counter[str] = Counter()
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        everywhere: Counter[str] = Counter()
        for label, text in pairs:
            seen = features(text)
            texts[label] += 1
            counts[label].update(seen)
            everywhere.update(seen)
        whole = texts.total()
        self._labels = sorted(counts)
        self._says = {
            feature: {
                label: _odds(counts[label][feature], texts[label])
                - _odds(everywhere[feature] - counts[label][feature], whole - texts[label])
                for label in self._labels
            }
            for feature in everywhere
        }

    def shares(self, text: str) -> dict[str, float]:
        """How likely each label is; they add up to one. Equal where nothing is known."""
        known = [self._says[each] for each in features(text) if each in self._says]
        scores = {label: sum(says[label] for says in known) / _CAUTION for label in self._labels}
        best = max(scores.values())
        raised = {label: exp(score - best) for label, score in scores.items()}
        total = sum(raised.values())
        return {label: value / total for label, value in raised.items()}

    def spoke_for(self, label: str, text: str, most: int = 3) -> tuple[str, ...]:
        """The words of the text that speak most for a label, none of them filler."""
        gains = {
            word: sum(self._says[each][label] for each in _features_of(word) if each in self._says)
            for word in dict.fromkeys(words(text))
            if word not in filler()
        }
        ranked = sorted((word for word in gains if gains[word] > 0), key=lambda word: -gains[word])
        return tuple(ranked[:most])


def _odds(seen: int, of: int) -> float:
    return log((seen + _SMOOTHING) / (of + 2 * _SMOOTHING))


def words(text: str) -> list[str]:
    return _WORD.findall(normalise(text[:LONGEST]).casefold())


def features(text: str) -> set[str]:
    """Each word's stem and how it sounds: so taka and টাকা are one witness."""
    return {feature for word in words(text) for feature in _features_of(word)}


@lru_cache(maxsize=1)
def filler() -> frozenset[str]:
    """Words that are witnesses at most by habit; a person who reads them as reasons learns nothing."""
    lines = FILLER.read_text(encoding="utf-8").splitlines()
    return frozenset(words(" ".join(line for line in lines if not line.startswith("#"))))


@lru_cache(maxsize=50_000)
def _features_of(word: str) -> frozenset[str]:
    short = forms(word)[-1]
    return frozenset({f"={short}", *(f"~{each}" for each in skeletons(short)[:1] if each)})


@lru_cache(maxsize=1)
def _trained() -> tuple[NaiveBayes, NaiveBayes]:
    known = examples()
    return (
        NaiveBayes([*((each.category, each.text) for each in known), *category_words()]),
        NaiveBayes(("urgent" if each.urgent else "normal", each.text) for each in known),
    )


def category_words() -> list[tuple[str, str]]:
    """What the tree of categories itself says of each: (category, text)."""
    return [
        (category.code, text)
        for category in CATEGORIES
        if category.code != "other"
        for text in (category.bn, category.en, category.example_bn, category.example_en)
    ]


def suggest(text: str) -> Suggestion:
    """What the text is probably about, and whether it can wait."""
    by_category, by_urgency = _trained()
    shares = by_category.shares(text)
    best = max(shares, key=lambda label: (shares[label], label))
    urgent = by_urgency.shares(text)["urgent"]
    return Suggestion(
        category=best,
        confidence=shares[best],
        urgent=urgent >= SURE,
        urgent_confidence=urgent,
        because=by_category.spoke_for(best, text),
    )
