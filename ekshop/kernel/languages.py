"""Languages by their letters (`en`, `ko`, `zh-hant`), named as the CLDR tables name them."""

from functools import cache

from babel import Locale

SCRIPTS = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant"}
"""Those written in two ways that differ more than their tongues do."""


@cache
def _names(lang: str) -> dict[str, str]:
    told = Locale.parse("bn" if lang.startswith("bn") else "en").languages
    plain = {code: str(name) for code, name in told.items() if len(code) == 2}
    return plain | {ours: str(told[theirs]) for theirs, ours in SCRIPTS.items()}


def language_name(code: str, lang: str) -> str:
    """ "কোরিয়ান" for ko; letters nobody knows are given back as they are."""
    return _names(lang).get(code.lower(), code)


def is_language(code: str) -> bool:
    """Whether these small letters are a language's."""
    return code in _names("en")


@cache
def language_choices(lang: str) -> tuple[tuple[str, str], ...]:
    """(letters, name) of all, in the order of their names."""
    return tuple(sorted(_names(lang).items(), key=lambda each: each[1]))
