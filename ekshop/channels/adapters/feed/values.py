"""What of a listing can stand in a column, and how it can be turned: small named steps."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...rules.money import MINOR_DIGITS
from ..shape import ListingItem

_FIELDS = {
    "sku", "title", "text", "points", "price", "currency", "quantity", "hs_code", "origin",
    "materials", "net_g", "gross_g", "length_mm", "width_mm", "height_mm", "pictures", "brand",
    "gtin", "category", "product_code", "url", "as_of", "making_days",
}  # fmt: skip
_MADE = {"action", "size_mm", "more_pictures"}
TOLD, GONE = "told", "gone"
"""The values of "action"."""
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Manner:
    """How a marketplace writes money and time."""

    decimals: int
    zone: tzinfo
    time: str
    years: int


def names_of(source: str) -> bool:
    """Whether there is such a value."""
    return source in _FIELDS | _MADE or source.startswith(("attributes.", "extra."))


def value_of(item: ListingItem, source: str) -> Any:
    if source == "price":
        return Money(item.price_minor, item.currency)
    if source == "action":
        return TOLD
    if source == "size_mm":
        return (item.length_mm, item.width_mm, item.height_mm)
    if source == "more_pictures":
        return item.pictures[1:]
    group, dot, name = source.partition(".")
    if dot:
        found: Mapping[str, str] = getattr(item, group)
        return found.get(name, "")
    return getattr(item, source)


@dataclass(frozen=True)
class Money:
    minor: int
    currency: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.minor).scaleb(-MINOR_DIGITS.get(self.currency, 2))

    def whole_in(self, decimals: int) -> bool:
        """Whether so many decimals can say it."""
        return self.value == self.value.quantize(Decimal(1).scaleb(-decimals))


def turned(value: Any, turn: str, manner: Manner) -> Any:
    name, _colon, told = turn.partition(":")
    return TURNS[name](value, told, manner)


def text_of(value: Any, manner: Manner) -> str:
    """As it stands in a file when no turn has made text of it."""
    if isinstance(value, Money):
        return _amount(value, "", manner)
    if isinstance(value, datetime):
        return time_text(value, manner)
    if isinstance(value, tuple | list):
        return " ".join(str(each) for each in value)
    return str(value)


def _amount(value: Any, _told: str, manner: Manner) -> str:
    return str(value.value.quantize(Decimal(1).scaleb(-manner.decimals), ROUND_HALF_UP))


def _coin(value: Any, _told: str, manner: Manner) -> str:
    return f"{_amount(value, '', manner)} {value.currency}"


def _scaled(value: Any, by: int) -> str:
    """Grams as kilograms, millimetres as centimetres: exact, and without needless noughts."""
    number = (Decimal(value) / by).normalize()
    return f"{number:f}"


def _first(value: Any, _told: str, _manner: Manner) -> str:
    return str(value[0]) if value else ""


def _plain(value: Any, _told: str, _manner: Manner) -> str:
    """One line without tags."""
    return " ".join(html.unescape(_TAGS.sub(" ", str(value))).split())


def _each(by: int) -> Callable[[Any, str, Manner], Any]:
    def turn(value: Any, _told: str, _manner: Manner) -> Any:
        if isinstance(value, tuple | list):
            return tuple(_scaled(each, by) for each in value)
        return _scaled(value, by) if value else ""

    return turn


def _stocked(value: Any, told: str, _manner: Manner) -> str:
    """ "stocked:yes/no" says the one when there is any, the other when there is none."""
    there, _slash, gone = told.partition("/")
    return there if int(value) > 0 else gone


TURNS: dict[str, Callable[[Any, str, Manner], Any]] = {
    "amount": _amount,
    "coin": _coin,
    "kg": _each(1000),
    "cm": _each(10),
    "first": _first,
    "join": lambda value, told, _manner: (told or ", ").join(str(each) for each in value),
    "plain": _plain,
    "cut": lambda value, told, _manner: _cut(str(value), int(told)),
    "upper": lambda value, _told, _manner: str(value).upper(),
    "lower": lambda value, _told, _manner: str(value).lower(),
    "digits": lambda value, told, _manner: str(value).ljust(int(told), "0"),
    "stocked": _stocked,
    "unit": lambda value, told, _manner: f"{value} {told}" if value not in ("", 0) else "",
}
"""By name; what stands behind a colon is told to it. See docs/howto/add-a-channel.md."""


def _cut(text: str, most: int) -> str:
    """At a word's end where that does not lose half of it."""
    if len(text) <= most:
        return text
    short = text[:most]
    at = short.rfind(" ")
    return short[:at] if at > most // 2 else short


# Time --------------------------------------------------------------------------------------------


def time_text(at: datetime, manner: Manner) -> str:
    local = at.astimezone(manner.zone)
    return local.strftime(manner.time.replace("%Y", f"{local.year + manner.years}"))


def time_read(text: str, manner: Manner) -> datetime:
    """UTC. A year of another calendar becomes the common one first. Raises ValueError."""
    text, shape = text.strip(), manner.time
    if manner.years:
        text = _common_year(text, shape, manner.years)
    at = datetime.strptime(text, shape)  # noqa: DTZ007 - the zone follows
    return (at if at.tzinfo else at.replace(tzinfo=manner.zone)).astimezone(UTC)


def _common_year(text: str, shape: str, years: int) -> str:
    """Which number of the text is the year is told by how many come before it in the shape."""
    before = len(re.findall("%[A-Za-z]", shape.partition("%Y")[0]))
    found = list(re.finditer(r"\d+", text))
    if before >= len(found):
        raise ValueError(text)
    year = found[before]
    return f"{text[: year.start()]}{int(year[0]) - years:04d}{text[year.end() :]}"


def minor_read(text: str, currency: str) -> int:
    """An amount as minor units. Raises ValueError, also where it has finer parts than those."""
    clean = text.strip().replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?", clean):
        raise ValueError(text)
    minor = Decimal(clean).scaleb(MINOR_DIGITS.get(currency, 2))
    if minor != minor.to_integral_value():
        raise ValueError(text)
    return int(minor)
