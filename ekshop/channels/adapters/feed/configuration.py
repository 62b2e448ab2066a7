"""A marketplace that speaks in files, as one TOML file says it. See docs/howto/add-a-channel.md.

A configuration is read whole when the program starts, and whatever is wrong in it is said with the
file's name and the place: a channel must not fail on its first order.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ekshop.kernel.languages import is_language

from ...rules.money import MINOR_DIGITS
from .values import TURNS, names_of

KINDS = ("csv", "tsv", "json", "jsonl", "xml", "xlsx")
YEARS = {"common": 0, "buddhist": 543, "minguo": -1911}
"""What a calendar adds to the common year."""
SIGN_INS = ("none", "key", "bearer", "basic")
ORDER_COLUMNS = {
    "ref", "at", "currency", "state", "shipping", "name", "line1", "line2", "city", "region",
    "postcode", "country", "phone",
}  # fmt: skip
LINE_COLUMNS = {"line", "sku", "quantity", "unit"}
SETTLEMENT_COLUMNS = {"ref", "kind", "amount", "currency", "at", "reference"}
ANSWER_COLUMNS = {"sku", "result", "code", "field", "text", "ref"}
NOTE_COLUMNS = {"ref", "what", "carrier", "number", "at", "why", "url"}


PARTS = (
    "name", "country", "currency", "language", "time", "fee", "buyers", "address", "listings", "answers",
    "orders", "settlements", "notes",
)  # fmt: skip
"""What is to be known of a marketplace before goods go to it."""


class BadConfiguration(Exception):
    """What is wrong, and where."""


@dataclass(frozen=True)
class Address:
    """`way`: https or sftp. `url`: where its folders begin; a channel's own setting wins."""

    way: str
    url: str
    sign_in: str = "none"
    header: str = "X-Api-Key"


@dataclass(frozen=True)
class Column:
    """One column of a feed: `source` is our value (`values.py`), `turns` what is done to it, one after
    the other; or `constant`. `words` puts other words for it. `most`: letters it may have."""

    column: str
    source: str = ""
    turns: tuple[str, ...] = ()
    constant: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    most: int = 0


@dataclass(frozen=True)
class Refusal:
    """Goods it does not sell, by the beginning of their HS code, and why."""

    hs: str
    why_bn: str
    why_en: str


@dataclass(frozen=True)
class Listings:
    """`mode`: "whole" files have all there is, "changes" what changed. `path` has {name}.
    `fetched`: it can come and fetch the newest file from us instead."""

    kind: str
    path: str
    columns: tuple[Column, ...]
    mode: str = "whole"
    encoding: str = "utf-8"
    at_most: int = 10_000
    every_minutes: float = 15.0
    burst: int = 1
    item: str = "item"
    namespaces: Mapping[str, str] = field(default_factory=dict)
    refuses: tuple[Refusal, ...] = ()
    fetched: bool = False


@dataclass(frozen=True)
class Answers:
    """`taken`: their words for a row they took; every other refuses it. `rows`: where rows are in a
    JSON file."""

    kind: str
    path: str
    columns: Mapping[str, str]
    taken: tuple[str, ...]
    rows: str = ""
    trailer: str = ""


@dataclass(frozen=True)
class Orders:
    """`path`: a folder of files whose names rise with time; or `ask`: an address that gives pages,
    with {cursor}, and `next` names what to ask with next. `words`: their words for our states."""

    kind: str
    columns: Mapping[str, str]
    line: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    path: str = ""
    ask: str = ""
    next: str = "next"
    records: str = ""
    lines: str = ""
    trailer: str = ""
    encoding: str = "utf-8-sig"


@dataclass(frozen=True)
class Settlements:
    """`signed`: fees and refunds are below zero already. `words`: their words for our kinds."""

    kind: str
    path: str
    columns: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    signed: bool = True
    rows: str = ""
    trailer: str = ""


@dataclass(frozen=True)
class Notes:
    """What we tell of an order; `words` for acknowledge, ship and cancel. An empty word: not told."""

    kind: str
    path: str
    columns: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """By what a part of a configuration is known."""

    bn: str
    en: str


@dataclass(frozen=True)
class Configuration:
    """`confirmed`: by what a part is known. Every part that does not stand there is our assumption,
    to be confirmed with the marketplace.

    `channel`: further fields of a new `Channel`. `buyers`: the marketplace's rules for addresses, as
    `address` in the channel's settings.
    """

    key: str
    name_bn: str
    name_en: str
    country: str
    currency: str
    language: str
    time_zone: str
    time: str
    address: Address
    listings: Listings
    year: str = "common"
    decimals: int = 2
    confirmed: Mapping[str, Source] = field(default_factory=dict)
    answers: Answers | None = None
    orders: Orders | None = None
    settlements: Settlements | None = None
    notes: Notes | None = None
    channel: Mapping[str, Any] = field(default_factory=dict)
    buyers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """Those it has, in the order one asks about them."""
        there = {"buyers": self.buyers, "answers": self.answers, "orders": self.orders, "settlements": self.settlements, "notes": self.notes}  # fmt: skip
        return tuple(part for part in PARTS if there.get(part, True))

    @property
    def assumed(self) -> tuple[str, ...]:
        return tuple(part for part in self.parts if part not in self.confirmed)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def read(path: Path) -> Configuration:
    """Raises BadConfiguration."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BadConfiguration(f"{path.name}: {problem}") from problem
    try:
        made = _configuration(told)
        _judge(made)
    except BadConfiguration as problem:
        raise BadConfiguration(f"{path.name}: {problem}") from None
    return made


def _configuration(told: dict[str, Any]) -> Configuration:
    listings = dict(told.pop("listings", {}))
    columns = tuple(_part(Column, {**_column(each)}, "listings.columns") for each in listings.pop("columns", []))  # fmt: skip
    refuses = tuple(
        _part(Refusal, each, "listings.refuses") for each in listings.pop("refuses", [])
    )
    parts: dict[str, Any] = {
        "listings": _part(Listings, {**listings, "columns": columns, "refuses": refuses}, "listings"),
        "address": _part(Address, told.pop("address", {}), "address"),
    }  # fmt: skip
    for name, shape in (("answers", Answers), ("orders", Orders), ("settlements", Settlements), ("notes", Notes)):  # fmt: skip
        if name in told:
            parts[name] = _part(shape, told.pop(name), name)
    sources = told.pop("confirmed", {})
    parts["confirmed"] = {
        name: _part(Source, each, f"confirmed.{name}") for name, each in sources.items()
    }
    return _part(Configuration, {**told, **parts}, "the file")


def _column(told: dict[str, Any]) -> dict[str, Any]:
    """`from`, `as` and `is` are what people write; Python has those words already."""
    names = {"from": "source", "as": "turns", "is": "constant"}
    return {names.get(key, key): value for key, value in told.items()}


def _part(shape: Any, told: Mapping[str, Any], where: str) -> Any:
    known = {each.name: each for each in fields(shape)}
    if strange := sorted(set(told) - set(known)):
        raise BadConfiguration(f"{where} has no {', '.join(strange)}")
    values = {key: _frozen(value) for key, value in told.items()}
    try:
        return shape(**values)
    except TypeError as problem:
        missing = ", ".join(re.findall(r"'(\w+)'", str(problem)))
        raise BadConfiguration(f"{where} lacks {missing}") from problem


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return value


def _judge(it: Configuration) -> None:
    _need(re.fullmatch(r"[a-z][a-z0-9-]{1,39}", it.key), f"key cannot be {it.key!r}")
    _need(it.currency in MINOR_DIGITS, f"the currency {it.currency!r} is not known")
    _need(re.fullmatch("[A-Z]{2}", it.country), "country is two capital letters")
    _need(is_language(it.language), f"the language {it.language!r} is not known")
    _judge_names("confirmed", set(it.confirmed), set(it.parts), set())
    _need(it.year in YEARS, f"year is one of {', '.join(YEARS)}")
    _need(0 <= it.decimals <= MINOR_DIGITS[it.currency], "decimals are more than the currency has")
    try:
        assert it.zone
    except Exception as problem:
        raise BadConfiguration(f"no time zone is called {it.time_zone!r}") from problem
    _need(it.address.way in ("https", "sftp"), "address.way is https or sftp")
    _need(it.address.sign_in in SIGN_INS, f"address.sign_in is one of {', '.join(SIGN_INS)}")
    _judge_listings(it.listings)
    parts: tuple[tuple[str, Any, set[str], set[str]], ...] = (
        ("answers", it.answers, ANSWER_COLUMNS, {"sku", "result"}),
        ("orders", it.orders, ORDER_COLUMNS, {"ref", "at", "state", "name"}),
        ("settlements", it.settlements, SETTLEMENT_COLUMNS, {"ref", "kind", "amount", "at"}),
        ("notes", it.notes, NOTE_COLUMNS, {"ref", "what"}),
    )
    for name, part, known, needed in parts:
        if part is None:
            continue
        _need(part.kind in KINDS, f"{name}.kind is one of {', '.join(KINDS)}")
        _judge_names(f"{name}.columns", set(part.columns), known, needed)
    if it.orders:
        _judge_names("orders.line", set(it.orders.line), LINE_COLUMNS, {"sku", "quantity", "unit"})
        _judge_names("orders.words", set(it.orders.words), {"new", "cancelled"}, {"new"})
        _need(bool(it.orders.path) != bool(it.orders.ask), "orders has a path or an ask")
    if it.settlements:
        kinds = {"sale", "fee", "refund", "freight", "transfer"}
        _judge_names("settlements.words", set(it.settlements.words), kinds, {"sale"})
    if it.notes:
        words = {"acknowledge", "ship", "cancel"}
        _judge_names("notes.words", set(it.notes.words), words, {"ship"})


def _judge_listings(it: Listings) -> None:
    _need(it.kind in KINDS, f"listings.kind is one of {', '.join(KINDS)}")
    _need(it.mode in ("whole", "changes"), "listings.mode is whole or changes")
    _need("{name}" in it.path, "listings.path has {name} in it")
    _need(it.every_minutes > 0 and it.burst >= 1, "listings.every_minutes and burst are above 0")
    _need(not it.fetched or it.mode == "whole", "only whole listings can be fetched")
    sources = {each.source for each in it.columns}
    _need("sku" in sources, "one of listings.columns is from sku")
    if it.mode == "changes":
        _need(sources & {"action", "quantity"}, "changes need a column from action or quantity")
    for each in it.columns:
        where = f"listings.columns {each.column!r}"
        _need(bool(each.source) != bool(each.constant), f"{where} has a from or an is")
        _need(not each.source or names_of(each.source), f"{where}: there is no {each.source!r}")
        for turn in each.turns:
            known = turn.partition(":")[0] in TURNS
            _need(known, f"{where}: no turn is called {turn!r}; there are {', '.join(TURNS)}")


def _judge_names(where: str, told: set[str], known: set[str], needed: set[str]) -> None:
    _need(told <= known, f"{where} has no {', '.join(sorted(told - known))}")
    _need(needed <= told, f"{where} lacks {', '.join(sorted(needed - told))}")


def _need(holds: Any, otherwise: str) -> None:
    if not holds:
        raise BadConfiguration(otherwise)
