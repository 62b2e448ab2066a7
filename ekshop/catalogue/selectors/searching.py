"""What is said about searching, and what was sought in vain, as the operator reads it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from ekshop.kernel.bangla import normalise

from ..models import SearchMiss, SearchTuning
from ..search import analysis, meant, tables
from ..search.life import reader
from ..search.synonyms import Rule, compiled
from ..search.trial import Trial, found_under, search_trial
from ..search.tuning import PLAIN, Tuning, tuning_of
from ..search.weights import Weights

MISSES_TRIED = 200


def search_tuning() -> Tuning:
    """As the database has it now; nodes follow within two seconds."""
    newest = SearchTuning.objects.order_by("-pk").first()
    return tuning_of(newest.synonyms, newest.weights) if newest else PLAIN


def search_tunings(part: str) -> QuerySet[SearchTuning]:
    """The versions in which the "synonyms" or the "weights" changed, newest first."""
    changes = {
        "synonyms": (
            "synonym_add",
            "synonym_remove",
            "synonyms_import",
            "search_synonyms_restore",
        ),
        "weights": ("search_weights_set", "search_weights_restore"),
    }
    return SearchTuning.objects.filter(change__in=changes[part]).order_by("-pk")


def tuned(*, rules: Iterable[Rule] | None = None, weights: Weights | None = None) -> Tuning:
    """What holds now, with other rules or other weights."""
    now = search_tuning()
    return Tuning(
        now.synonyms if rules is None else compiled(rules),
        now.weights if weights is None else weights,
    )


def search_tried(tuning: Tuning, *, words: Iterable[str] = (), language: str = "bn") -> Trial:
    """A tuning tried on the wanted answers, on what is most often sought in vain, and on `words`.

    Raises SearchUnavailable while this node has no index.
    """
    missed = search_misses().values_list("query", flat=True)[:MISSES_TRIED]
    return search_trial(tuning=tuning, more=[*words, *missed], language=language)


def near_words(query: str) -> str:
    """Of what was sought in vain, the nearest words for sale in the same script; empty if none is near.

    Raises SearchUnavailable while this node has no index.
    """
    return meant.nearest(reader.view(), query)


def finds_with(rule: Rule) -> bool:
    """Whether any of a rule's words would find goods if it held as well.

    Raises SearchUnavailable while this node has no index.
    """
    tuning = tuned(rules=[*search_tuning().synonyms.rules, rule])
    return any(found_under(tuning, word) for word in rule.words)


def house_synonyms() -> tuple[Rule, ...]:
    """The groups of words this house itself takes for the same goods, each two-way."""
    return tuple(
        Rule(tuple(line.split())) for line in tables.SAME_GOODS.strip().splitlines() if " " in line
    )


def search_misses(*, state: str = SearchMiss.OPEN, part: str = "") -> QuerySet[SearchMiss]:
    """`state` empty: all; `part`: of the words."""
    found = SearchMiss.objects.order_by("-times", "-id")
    if state:
        found = found.filter(state=state)
    words = normalise(" ".join(token.surface for token in analysis.tokens(part)))
    return found.filter(query__contains=words) if words else found
