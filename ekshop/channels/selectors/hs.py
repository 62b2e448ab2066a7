"""Finding an HS code by its number, or by English and Bengali words."""

from functools import lru_cache

from ekshop.catalogue.search.analysis import index_terms
from ekshop.kernel.bangla import latin_digits

from ..models import HsCode

MOST = 20


def hs_named(code: str) -> HsCode | None:
    return HsCode.objects.filter(code=code).first()


def hs_search(text: str, *, most: int = MOST) -> list[HsCode]:
    """The best first: those whose number begins so ("6301.30", "৬৩০১"), or those with the most of
    the words, spelt as the shop's search spells them."""
    digits = latin_digits(text).replace(".", "").replace(" ", "")
    if digits.isdigit():
        return list(HsCode.objects.filter(code__startswith=digits[:6]).order_by("code")[:most])
    asked = set(index_terms(text.strip()[:200]))
    if not asked:
        return []
    marks = {}
    for code, (words, named) in _index(HsCode.objects.count()).items():
        found = asked & words
        if found:
            marks[code] = (len(found), len(asked & named), -len(words))
    best = sorted(marks, key=lambda code: (marks[code], code), reverse=True)[:most]
    rows = HsCode.objects.in_bulk(best)
    return [rows[code] for code in best]


@lru_cache(maxsize=2)
def _index(_rows: int) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """By code: all terms, and those of the two texts. The table changes only with a release."""
    index = {}
    for row in HsCode.objects.order_by("code"):
        named = frozenset((*index_terms(row.text_en), *index_terms(row.text_bn)))
        index[row.code] = (named | frozenset(index_terms(row.words)), named)
    return index
