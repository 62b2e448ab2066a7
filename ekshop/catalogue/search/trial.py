"""What a change to words or order would do, tried on this node before anything is saved.

The same questions are asked twice of one state of the index: as it is tuned, and as it would be.
"""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ..models import Product
from . import queries, wanted
from .answers import SearchFilters, answer
from .directory import Directory, directory
from .engine import View
from .life import reader
from .suggest import title_of
from .tuning import Tuning

FIRST = 10
# Changed queries shown side by side; the rest is counted.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Side:
    """How many were found, and the first ten by title."""

    total: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """Goods that change their place among the first ten; None: they stand (or stood) further down."""

    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """`places`: how many of the first ten hold other goods; `up` and `down`: the first that rise and
    fall. `gained` and `lost`: of a query with a wanted answer, whether the first ten came to have one.
    """

    query: str
    before: Side
    after: Side
    places: int
    up: Moved | None = None
    down: Moved | None = None
    gained: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """`asked` queries, `changes` of them with another answer; of `judged` whose answer is known, how
    many have it in the first ten."""

    asked: int
    changes: int
    changed: tuple[Changed, ...]
    judged: int
    met_before: int
    met_after: int


@dataclass(slots=True)
class _Asked:
    query: str
    wanted: str
    total: tuple[int, int]
    ids: tuple[list[int], list[int]]

    @property
    def is_changed(self) -> bool:
        return self.total[0] != self.total[1] or self.ids[0] != self.ids[1]

    @property
    def places(self) -> int:
        return sum(one != other for one, other in zip_longest(*self.ids))

    def first_moved(self, side: int) -> int | None:
        """The first on one side that stands lower, or not at all, among the ten of the other."""
        here, there = self.ids[side], self.ids[1 - side]
        return next(
            (pk for at, pk in enumerate(here) if pk not in there or there.index(pk) > at), None
        )


def search_trial(*, tuning: Tuning, more: Iterable[str] = (), language: str = "bn") -> Trial:
    """Another tuning against the one that holds on this node: on the shop's own set of wanted answers
    and on `more` queries.

    Raises SearchUnavailable while this node has no index.
    """
    before = reader.view()
    after = under(before, tuning)
    names = directory()
    questions = {query.text: query.wanted for query in wanted.queries()}
    questions |= {text: "" for text in more if text and text not in questions}
    asked = [_ask(text, wish, before, after, names) for text, wish in questions.items()]
    return _told(asked, language)


def found_under(tuning: Tuning, query: str) -> int:
    """How many goods a query would find. Raises SearchUnavailable while this node has no index."""
    return _first(under(reader.view(), tuning), directory(), query)[0]


def under(view: View, tuning: Tuning) -> View:
    """The same state of the index, tuned otherwise."""
    other = copy.copy(view)
    other.tuning, other.understood = tuning, {}
    return other


def _ask(text: str, wish: str, before: View, after: View, names: Directory) -> _Asked:
    first = _first(before, names, text)
    same = before.tuning.weights == after.tuning.weights and queries.parse(
        before, text
    ) == queries.parse(after, text)
    second = first if same else _first(after, names, text)
    return _Asked(text, wish, (first[0], second[0]), (first[1], second[1]))


def _first(view: View, names: Directory, text: str) -> tuple[int, list[int]]:
    got = answer(
        view, names, text, SearchFilters(), sort="relevance", first=0, size=FIRST, facts=()
    )
    return got.total, got.ids


def _told(asked: Sequence[_Asked], language: str) -> Trial:
    changed = [one for one in asked if one.is_changed]
    ids = {pk for one in asked if one.wanted or one.is_changed for own in one.ids for pk in own}
    products = (
        Product.objects.select_related("category")
        .only("title", "title_bn", "title_en", "category__slug")
        .in_bulk(ids)
    )

    def met(one: _Asked, side: int) -> bool:
        return any(
            wanted.satisfies(
                one.wanted,
                titles=(product.title, product.title_bn, product.title_en),
                category=product.category.slug,
            )
            for product in (products[pk] for pk in one.ids[side] if pk in products)
        )

    def side(one: _Asked, number: int) -> Side:
        titles = [title_of(products[pk], language) for pk in one.ids[number] if pk in products]
        return Side(one.total[number], tuple(titles))

    def moved(one: _Asked, number: int) -> Moved | None:
        pk = one.first_moved(number)
        if pk is None or pk not in products:
            return None
        places = [ids.index(pk) + 1 if pk in ids else None for ids in one.ids]
        return Moved(title_of(products[pk], language), *places)

    # What the shop does not sell says nothing about its search.
    judged = [one for one in asked if one.wanted]
    verdicts = {one.query: (met(one, 0), met(one, 1)) for one in judged}
    # Right answers gained or lost, then whatever changes most of the first ten.
    shown = sorted(
        changed,
        key=lambda one: (len(set(verdicts.get(one.query, (False,)))), one.places),
        reverse=True,
    )
    return Trial(
        asked=len(asked),
        changes=len(changed),
        changed=tuple(
            Changed(
                one.query,
                side(one, 0),
                side(one, 1),
                one.places,
                up=moved(one, 1),
                down=moved(one, 0),
                gained=verdicts.get(one.query, (False, False)) == (False, True),
                lost=verdicts.get(one.query, (False, False)) == (True, False),
            )
            for one in shown[:SHOWN]
        ),
        judged=len(judged),
        met_before=sum(before for before, _after in verdicts.values()),
        met_after=sum(after for _before, after in verdicts.values()),
    )
