"""What a few typed letters may become: categories, places and sellers by name, and goods.

Asked at every key press, so it stays small: one look in the index, one statement for the titles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from ..models import Product
from . import analysis, queries, sounds
from .directory import Directory, Named, directory
from .life import reader

_SHOWN = ("id", "code", "title", "title_bn", "title_en", "is_gi", "name_unshown")

Kind = Literal["category", "district", "seller", "product"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`slug`: of a category, district or seller; a product's code. `name_unshown`: as of `Found`."""

    kind: Kind
    id: int
    label: str
    slug: str
    name_unshown: bool = False


def search_suggest(*, prefix: str, language: str = "bn", limit: int = 8) -> list[Suggestion]:
    """At most `limit` suggestions, places to go first; empty for fewer than two letters.

    Raises SearchUnavailable while this node has no index.
    """
    tokens = [token.surface for token in analysis.tokens(prefix)]
    if not tokens or len(tokens[-1]) < 2:
        return []
    names = directory()
    named = list(_named(tokens, names, language))[: max(limit // 2, 1)]
    return named + _products(prefix, language, limit - len(named))


def _named(tokens: list[str], names: Directory, language: str) -> Iterable[Suggestion]:
    sellers = {pk: facts.named for pk, facts in names.sellers.items()}
    groups: list[tuple[Kind, dict[int, Named]]] = [
        ("category", names.categories),
        ("district", names.districts),
        ("seller", sellers),
    ]
    for kind, group in groups:
        found = [named for named in group.values() if _fits(tokens, named)]
        for named in sorted(found, key=lambda named: len(named.name_bn))[:2]:
            yield Suggestion(kind, named.id, named.name(language), named.slug)


def _fits(tokens: list[str], named: Named) -> bool:
    words = _words(f"{named.name_bn} {named.name_en}")
    return all(_begins(token, words) for token in tokens)


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(analysis.level(token.surface) for token in analysis.tokens(text)))


def _begins(typed: str, words: tuple[str, ...]) -> bool:
    start = analysis.level(typed)
    if any(word.startswith(start) for word in words):
        return True
    if not analysis.is_word(start):
        return False
    return any(
        _same_start(start, word) and sounds.begins_like(start, word)
        for word in words
        if word.isascii() != start.isascii()
    )


@lru_cache(maxsize=50_000)
def _same_start(start: str, word: str) -> bool:
    return any(
        whole.startswith(begun)
        for begun in sounds.skeletons(start)
        for whole in sounds.skeletons(word)
    )


def _products(prefix: str, language: str, limit: int) -> list[Suggestion]:
    view = reader.view()
    parsed = queries.parse(view, prefix, typing=True)
    if limit < 1 or not parsed.words or parsed.unknown:
        return []
    ids = view.match(parsed.all()).page(order="relevance", first=0, size=limit)
    products = Product.objects.only(*_SHOWN).in_bulk(ids)
    suggestions: dict[str, Suggestion] = {}
    for pk in ids:
        if product := products.get(pk):
            label = title_of(product, language)
            unshown = product.name_unshown and not product.is_gi
            suggestions.setdefault(label, Suggestion("product", pk, label, product.code, unshown))
    return list(suggestions.values())


class Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def title_bn(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def title_of(product: Titled, language: str) -> str:
    """A product's title in the reader's language, or the one there is."""
    first, second = product.title_bn, product.title_en
    if language.startswith("en"):
        first, second = second, first
    return first or second or product.title
