"""What is said about searching, and what was sought in vain, as the operator reads it."""

from django.db.models import QuerySet

from ekshop.kernel.bangla import normalise

from ..models import SearchMiss, SearchTuning
from ..search import analysis, tables
from ..search.synonyms import Rule
from ..search.tuning import PLAIN, Tuning, tuning_of


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
    words = " ".join(token.surface for token in analysis.tokens(normalise(part)))
    return found.filter(query__contains=words) if words else found
