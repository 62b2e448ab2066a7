"""What our own checks say of goods: kept as the sentence's name with what is put into it, so that it is
said in the language of whoever reads it, and not in that of whoever found it.

    TOO_LONG = sentence("amazon.too_long", _("Amazon takes at most %(limit)s letters for “%(name)s”."))
    Problem("title_en", "maxLength", TOO_LONG(limit=200, name=Named("item_name", "Title")))

What a channel says itself is no such sentence: it stays the text it came as.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, override

from ekshop.kernel.bangla import in_digits_of

from .asked_abroad import ASKED
from .strange import plain

LANGUAGES = ("bn", "en")

_SENTENCES: dict[str, Any] = {}
_PUT = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True)
class Said:
    """A sentence with what is `given` to it: texts and numbers, `Named`s, `Either`s, other sentences,
    and lists of those."""

    key: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        words = str(_SENTENCES[self.key])
        return words % {name: _shown(value) for name, value in self.given.items()}

    def kept(self) -> dict[str, Any]:
        """As JSON, with what it says alone; `sentence_read` makes it again."""
        words = str(_SENTENCES[self.key])
        given = {name: _kept(it) for name, it in self.given.items() if f"%({name})" in words}
        return {"said": self.key, "given": given}


@dataclass(frozen=True)
class Named:
    """What a channel calls `name` and shows as `title`: its title to who reads English, our word for
    it to others, if there is one."""

    name: str
    title: str

    def __str__(self) -> str:
        own = "" if _reads_english() else str(ASKED.get(self.name, ""))
        return own or self.title


@dataclass(frozen=True)
class Either:
    """A text that somebody wrote in both languages."""

    bn: str
    en: str

    def __str__(self) -> str:
        return self.en if _reads_english() else self.bn


def sentence(key: str, words: Any) -> Callable[..., Said]:
    """Declares one: `key` is told apart by who says it, `words` is translatable, with %(name)s for
    what is put into it."""
    if key in _SENTENCES:
        raise ValueError(f"two sentences are called {key}")
    _SENTENCES[key] = words
    return lambda **given: Said(key, given)


def sentence_read(kept: Mapping[str, Any]) -> Said | None:
    """None where nothing was kept, or no such sentence is said any more, or it wants more by now
    than was given to it then."""
    found = _read(kept) if kept else None
    if not isinstance(found, Said) or set(_PUT.findall(str(_SENTENCES[found.key]))) - {
        *found.given
    }:
        return None
    return found


def sentences() -> Mapping[str, Any]:
    """All that have been declared, by key."""
    return _SENTENCES


def both(text: Any, most: int = 300) -> dict[str, str]:
    """Any text as it is said in each language now, for whoever reads it later."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = plain(text)[:most]
    return said


def _reads_english() -> bool:
    return not (get_language() or "bn").startswith("bn")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, int | float):
        return in_digits_of(f"{value:g}" if isinstance(value, float) else str(value), get_language() or "bn")  # fmt: skip
    return str(value)


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [_kept(each) for each in value]
    if isinstance(value, Said):
        return value.kept()
    if isinstance(value, Named):
        return {"named": plain(value.name), "title": plain(value.title)}
    if isinstance(value, Either):
        return {"bn": plain(value.bn), "en": plain(value.en)}
    number = isinstance(value, int | float) and math.isfinite(value)
    return value if number else plain(value)


def _read(kept: Any) -> Any:
    if isinstance(kept, list):
        return [_read(each) for each in kept]
    if not isinstance(kept, Mapping):
        return kept
    if "said" in kept:
        if kept["said"] not in _SENTENCES:
            return None
        return Said(kept["said"], {name: _read(each) for name, each in kept["given"].items()})
    if "named" in kept:
        return Named(kept["named"], kept["title"])
    return Either(kept["bn"], kept["en"])
