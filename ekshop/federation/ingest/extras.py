"""What a row says beyond its article: family, attributes, further pictures, days, and terms.

Most rows say none of it. Nothing here refuses a row: what cannot be read is left out with a note.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.utils.translation import override

from ekshop.catalogue.rules import LONGEST_LIFE, LONGEST_MAKING, Terms, terms_problems
from ekshop.catalogue.services import terms_staged
from ekshop.catalogue.variants import attributes as rules
from ekshop.catalogue.variants.sizes import sizes_settled
from ekshop.kernel.bangla import NotANumber, latin_digits, normalise, parse_int

from ..rules import incoming
from .records import Fields, Note

MAKING, LIFE, WAY = "made_to_order_days", "shelf_life_days", "travel_days"
SEASON = ("season_from", "season_to")
TERMS = frozenset({MAKING, LIFE, WAY, *SEASON})
FIELDS = TERMS | {"group_ref", "attributes", "images", "dispatch_days", "returns_days"}
MOST_IMAGES = 10
LONGEST_REF = 50

LINK = re.compile('https?://[^\\s<>"\\x00-\\x1f\\x7f\\ud800-\\udfff]{4,790}', re.I)
_BETWEEN = re.compile(r"(?<![\s,;|])[\s,;|]++(?=https?://)", re.I)
_DAY = re.compile(r"(?:\d{4}-)?(\d{1,2})-(\d{1,2})")
_DAYS = re.compile(r"(\d+)\s*(?:(?:working|business)\s+)?(?:days?|দিন)?\s*", re.I)


class Extras(NamedTuple):
    """In the order of `StagedRow`; `attributes` and `images` are JSON, None where there are none, and
    so are `terms`, as `terms_staged` writes them."""

    group_ref: str = ""
    attributes: str | None = None
    images: str | None = None
    dispatch_days: int | None = None
    returns_days: int | None = None
    terms: str | None = None


NOTHING = Extras()


class ExtrasReader:
    """`words`: our attribute keys by the levelled names that sellers give them."""

    def __init__(self, *, note: Callable[[Note], None], words: Mapping[str, str]) -> None:
        self._note, self._words = note, words

    def read(self, number: int, ref: str, fields: Fields, main_image: str) -> Extras:
        if FIELDS.isdisjoint(fields):
            return NOTHING
        return Extras(
            self._group(number, ref, fields),
            self._attributes(number, ref, fields.get("attributes")),
            self._images(number, ref, fields.get("images"), main_image),
            self._days(number, ref, "dispatch_days", fields),
            self._days(number, ref, "returns_days", fields),
            None if TERMS.isdisjoint(fields) else self._terms(number, ref, fields),
        )

    def _group(self, number: int, ref: str, fields: Fields) -> str:
        text = one_line(fields.get("group_ref") or "")
        if len(text) > LONGEST_REF:
            # Cut off, it might be another family's.
            self._note(Note(number, ref, "group_ref", text[:200], "group_ref_too_long"))
            return ""
        return text

    def _attributes(self, number: int, ref: str, given: Any) -> str | None:
        found: dict[str, str] = {}
        for name, value in _pairs(given):
            key, text = rules.attribute_key(name, self._words), one_line(value)
            if not key or not text or key in found:
                continue
            if len(found) == rules.MOST:
                self._note(Note(number, ref, "attributes", name[:200], "too_many_attributes"))
                break
            if len(text) > rules.LONGEST_VALUE:
                self._note(Note(number, ref, "attributes", text[:200], "too_long_cut"))
                text = text[: rules.LONGEST_VALUE].rstrip()
            found[key] = text
        return json.dumps(sizes_settled(found), ensure_ascii=False) if found else None

    def _images(self, number: int, ref: str, given: Any, main_image: str) -> str | None:
        listed = given if isinstance(given, list) else [given]
        links = [link for text in listed if isinstance(text, str) for link in _BETWEEN.split(text)]
        found: dict[str, None] = {}
        for link in links:
            text = link.strip()
            if not text or text == main_image or text in found:
                continue
            if not LINK.fullmatch(text):
                self._note(Note(number, ref, "images", text[:200], "link_invalid"))
            elif len(found) == MOST_IMAGES:
                self._note(Note(number, ref, "images", text[:200], "too_many_images"))
                break
            else:
                found[text] = None
        return json.dumps(list(found), ensure_ascii=False) if found else None

    def _days(
        self, number: int, ref: str, field: str, fields: Fields, most: int = incoming.MOST_DAYS
    ) -> int | None:
        text = str(fields.get(field) or "")[:200].strip()
        if not text:
            return None
        days = _DAYS.fullmatch(text)
        try:
            count = parse_int(days[1]) if days else most + 1
        except NotANumber:
            count = most + 1
        if count > most:
            self._note(Note(number, ref, field, text[:200], "days_unreadable", {"most": most}))
            return None
        return count

    def _terms(self, number: int, ref: str, fields: Fields) -> str | None:
        """What goes together; of what does not, the field that stands in the way is left out."""
        first, last = (self._day(number, ref, field, fields) for field in SEASON)
        said = Terms(
            self._days(number, ref, MAKING, fields, LONGEST_MAKING),
            self._days(number, ref, LIFE, fields, LONGEST_LIFE),
            self._days(number, ref, WAY, fields, LONGEST_LIFE),
            first,
            last,
        )
        while problems := terms_problems(said):
            field, why = next(iter(problems.items()))
            words = {}
            for language in ("bn", "en"):
                with override(language):
                    words[f"why_{language}"] = str(why)
            text = str(fields.get(field) or "")[:200]
            self._note(Note(number, ref, field, text, "terms_impossible", words))
            gone: dict[str, Any] = dict.fromkeys(SEASON if field in SEASON else (field,))
            said = replace(said, **gone)
        return terms_staged(said) if said.any else None

    def _day(self, number: int, ref: str, field: str, fields: Fields) -> int | None:
        """A day of the year, as month × 100 + day; of a whole date its year does not count."""
        text = str(fields.get(field) or "")[:200].strip()
        if not text:
            return None
        day = _DAY.fullmatch(latin_digits(text))
        if day is None:
            self._note(Note(number, ref, field, text, "day_unreadable"))
            return None
        return int(day[1]) * 100 + int(day[2])


def _pairs(given: Any) -> Iterator[tuple[str, str]]:
    """Names and values of an object, or of JSON text that is one."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            given = None
    if isinstance(given, dict):
        for name, value in given.items():
            if isinstance(value, list):
                value = ", ".join(
                    str(each) for each in value if isinstance(each, str | int | float)
                )
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                yield str(name), str(value)


def one_line(text: Any) -> str:
    """Normalised, without control characters, in one line."""
    text = str(text)
    if not text.isascii():
        text = normalise(text)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
