"""Countries by their two letters (ISO 3166-1), named as the CLDR tables name them."""

import unicodedata
from functools import cache

from babel import Locale
from django.utils.functional import lazy
from django.utils.translation import get_language

NOT_OFFICIAL = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)
"""Two letters the tables name that are no country's, or a part's of one."""


@cache
def _names(lang: str) -> dict[str, str]:
    told = Locale.parse("bn" if lang.startswith("bn") else "en").territories
    return {
        code: str(name)
        for code, name in told.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_OFFICIAL
    }


def country_name(code: str, lang: str) -> str:
    """ "দক্ষিণ কোরিয়া" for KR; letters nobody knows are given back as they are."""
    return _names(lang).get(code.upper(), code)


def _said(code: str) -> str:
    return country_name(code, get_language() or "bn")


country_said = lazy(_said, str)
"""The name in the language of whoever reads the sentence it stands in."""


def is_country(code: str) -> bool:
    """Whether these two capital letters are a country's."""
    return code in _names("en")


@cache
def country_choices(lang: str) -> tuple[tuple[str, str], ...]:
    """(letters, name) of all, in the order of their names."""
    return tuple(sorted(_names(lang).items(), key=lambda each: _sorted_as(each[1])))


def _sorted_as(name: str) -> str:
    """An accented letter stands beside the plain one."""
    bare = unicodedata.normalize("NFKD", name)
    return "".join(
        letter for letter in bare if unicodedata.category(letter) != "Mn" or letter >= "\u0980"
    )
