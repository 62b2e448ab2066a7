"""What a page says about how it was understood: the query as the goods spell it, what was mended,
what may have been meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from ekshop.kernel import bangla

from . import analysis, queries
from . import meant as meant_
from .answers import Answer, first_found
from .directory import Directory
from .engine import Ask, View
from .found import Found
from .words import SAME_GOODS, Word

Show = Callable[[list[int]], tuple[Found, ...]]
# Of what is offered where nothing was found: how many words, and how near what was typed.
MEANT, LIKELY = 3, 0.3


def interpreted(query: str, parsed: queries.Parsed, found: tuple[Found, ...], language: str) -> str:
    """The query as the goods found spell it, if a Latin word met Bengali ones or a slip was mended."""
    if parsed.read_as:
        return parsed.read_as
    bengali = language.startswith("bn")
    if not any(word.is_mended or (bengali and word.typed.isascii()) for word in parsed.words):
        return ""
    written = _spellings(found)
    answer = bangla.normalise(" ".join(_written(word, written, bengali) for word in parsed.words))
    typed = bangla.normalise(" ".join(word.typed for word in parsed.words))
    return "" if answer in (typed, bangla.normalise(query)) else answer


def meant(view: View, parsed: queries.Parsed, show: Show, language: str) -> tuple[str, ...]:
    """Each of the first words that stands for something, as the goods it finds spell it."""
    told: dict[str, None] = {}
    likely = [
        word
        for word in parsed.words
        if not word.is_amount and max(word.forms.values(), default=0.0) >= LIKELY
    ]
    for word in likely[:MEANT]:
        matches = view.match(Ask.all_of((queries.Wish((word,)).clause,)))
        found = show(matches.page(order="relevance", first=0, size=3))
        if found:
            told[_written(word, _spellings(found), language.startswith("bn"))] = None
    typed = " ".join(word.typed for word in parsed.words) if not parsed.unknown else ""
    return tuple(word for word in told if word != typed)


def nearer(view: View, query: str, got: Answer, show: Show) -> str:
    """The query with a far commoner word in place of one, as the goods spell it; else nothing."""
    found = meant_.nearer(view, got.parsed)
    if found is None:
        return ""
    surfaces = [token.surface for token in analysis.tokens(query)]
    changed = " ".join(found.term if one == found.typed else one for one in surfaces)
    total, ids = first_found(view, queries.parse(view, changed), 3)
    if total < meant_.MORE * max(got.total, 1):
        return ""
    written = _spellings(show(ids)).get(found.term, found.term)
    return " ".join(written if one == found.typed else one for one in surfaces)


def by_kind(parsed: queries.Parsed, found: tuple[Found, ...], names: Directory) -> tuple[str, ...]:
    """Typed words that nothing on this page says of itself: they only belong to the kind of goods it
    is (a katan saree for "jamdani", where the kind is sarees and nothing of it a jamdani)."""
    return tuple(
        word.typed
        for word in parsed.words
        if found and all(_only_its_kind(word.forms.keys(), one, names) for one in found)
    )


def _only_its_kind(terms: Collection[str], one: Found, names: Directory) -> bool:
    product = one.product
    own = names.categories[product.category_id]
    kinds = [own, *([names.categories[own.parent]] if own.parent else [])]
    said = [product.title, product.title_bn, product.title_en, product.brand]
    said += [title for member in one.members for title in member[5:]]
    if not _any_in(terms, said):
        keywords = [kind.keywords for kind in kinds]
        places = [names.districts[pk] for pk in (product.district_id,) if pk in names.districts]
        called = [*kinds, *places, *(facts.named for facts in one.sellers.values())]
        about = [text for each in called for text in (each.name_bn, each.name_en)]
        return _any_in(terms, keywords) and not _any_in(terms, about)
    return False


def _any_in(terms: Collection[str], texts: Iterable[str]) -> bool:
    return any(term in terms for text in texts if text for term in analysis.index_terms(text))


def _spellings(found: tuple[Found, ...]) -> dict[str, str]:
    """Terms of the index as they stand on the goods found."""
    written: dict[str, str] = {}
    for one in found[:8]:
        for text in {one.product.title_bn, one.product.title_en, one.product.title}:
            for token in analysis.tokens(text):
                for term in analysis.forms(token.surface):
                    written.setdefault(term, token.surface)
    return written


def _written(word: Word, written: Mapping[str, str], bengali: bool) -> str:
    """The likeliest of a word's forms that stands on the goods, as it stands there."""
    there = {term: weight for term, weight in word.forms.items() if term in written}
    if bengali and word.typed.isascii():
        sounding = {
            term: weight
            for term, weight in there.items()
            if not term.isascii() and weight > SAME_GOODS
        }
        if sounding:
            return written[max(sounding, key=lambda term: sounding[term])]
    if word.is_mended and there:
        return written[max(there, key=lambda term: there[term])]
    return word.typed
