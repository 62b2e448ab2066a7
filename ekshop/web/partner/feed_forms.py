"""What is typed about a feed, and what its first rows look like, as the templates want them."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from ekshop.federation.ingest.opening import Peek
from ekshop.federation.rules import incoming as rules
from ekshop.federation.services import CURRENCIES
from ekshop.kernel.bangla import NotANumber, parse_int


@dataclass(frozen=True)
class FieldChoice:
    """One of our fields with the column chosen or guessed for it."""

    name: str
    label: str
    needed: bool
    chosen: str


@dataclass(frozen=True)
class Look:
    """A file's first rows; `mappable`: its columns have to be, or can be, told apart by hand."""

    format: str
    format_label: str
    header: list[str]
    rows: list[list[str]]
    fields: list[FieldChoice]
    mappable: bool
    currency: str
    rate: str
    stock: str
    currencies: tuple[str, ...] = CURRENCIES

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(name, name) for name in self.header]


def first_step(given: QueryDict | dict[str, str]) -> dict[str, Any]:
    """name, address, format and every_minutes as typed, with what stands for nothing typed."""
    return {
        "name": str(given.get("name", "")).strip(),
        "address": str(given.get("address", "")).strip(),
        "format": str(given.get("format", "auto")) or "auto",
        "every_minutes": str(given.get("every_minutes", "60")) or "60",
        "formats": rules.FORMATS,
    }


def of_feed(feed: Any) -> dict[str, Any]:
    return {
        "name": feed.name,
        "address": feed.address,
        "format": feed.format,
        "every_minutes": str(feed.every_minutes),
        "formats": rules.FORMATS,
    }


def feed_fields(form: dict[str, Any]) -> dict[str, Any]:
    """The typed values as `feed_register` and `feed_update` take them."""
    try:
        minutes = parse_int(form["every_minutes"])
    except NotANumber:
        minutes = 0
    return {
        "name": form["name"],
        "address": form["address"],
        "format": form["format"],
        "every_minutes": minutes,
    }


def mapping(given: QueryDict) -> dict[str, Any]:
    """Fields named `column-<our field>`, and currency, rate and stock."""
    columns = {
        field: given[f"column-{field}"]
        for field, _label in rules.FIELDS
        if given.get(f"column-{field}")
    }
    return {
        "columns": columns,
        **{name: given.get(name, "").strip() for name in ("currency", "rate", "stock")},
    }


def look(peek: Peek, chosen: dict[str, Any]) -> Look:
    """The first rows, with the columns chosen so far, or else guessed by their names."""
    columns = chosen.get("columns") or peek.guessed
    return _look(peek.format, peek.header, peek.rows, columns, chosen)


def look_unseen(chosen: dict[str, Any]) -> Look:
    """For a file that is not at hand: the columns it was mapped by."""
    columns = chosen.get("columns") or {}
    return _look("table", list(dict.fromkeys(columns.values())), [], columns, chosen)


def _look(
    format: str,
    header: list[str],
    rows: list[list[str]],
    columns: dict[str, str],
    chosen: dict[str, Any],
) -> Look:
    return Look(
        format=format,
        format_label=str(dict(rules.FORMATS).get(format, format)),
        header=header,
        rows=rows,
        fields=[
            FieldChoice(name, str(label), name in rules.NEEDED_FIELDS, columns.get(name, ""))
            for name, label in rules.FIELDS
        ],
        mappable=format in ("csv", "tsv", "table"),
        currency=chosen.get("currency") or "BDT",
        rate=str(chosen.get("rate") or ""),
        stock=str(chosen.get("stock") or ""),
    )
