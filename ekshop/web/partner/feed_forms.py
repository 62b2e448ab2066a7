"""What is typed about a feed, and what its first rows look like, as the templates want them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ekshop.federation.connectors import Connector, Setting, connectors, file_shapes
from ekshop.federation.connectors.opening import Peek
from ekshop.federation.rules import incoming as rules
from ekshop.federation.services import CURRENCIES, SETTING_MARK
from ekshop.kernel.bangla import NotANumber, parse_int


@dataclass(frozen=True)
class FieldChoice:
    """One of our fields with the column chosen or guessed for it."""

    name: str
    label: str
    needed: bool
    chosen: str


@dataclass(frozen=True)
class Asked:
    """A setting of a connector as a form asks for it: a secret's value is never shown."""

    setting: Setting
    field: str
    value: str
    known: bool


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


def first_step(
    given: QueryDict | dict[str, str], speaks: Connector, kept: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """name, address, format and every_minutes as typed, with what stands for nothing typed. `kept`:
    secrets of an earlier try."""
    settings = typed(given, speaks, kept)
    return {
        "connector": speaks,
        "tries": speaks.check is not None,
        "name": str(given.get("name", "")).strip(),
        "address": str(given.get("address", "")).strip(),
        "format": str(given.get("format", "auto")) or "auto",
        "every_minutes": str(given.get("every_minutes", "60")) or "60",
        "formats": formats(speaks),
        "asked": asked(speaks, settings, settings),
        "given": settings,
        "secrets": secrets_of(speaks, settings),
    }


def of_feed(feed: Any, speaks: Connector) -> dict[str, Any]:
    return {
        "connector": speaks,
        "name": feed.name,
        "address": feed.address,
        "format": feed.format,
        "every_minutes": str(feed.every_minutes),
        "formats": formats(speaks),
        "asked": asked(speaks, feed.settings, feed.settings),
    }


def formats(speaks: Connector) -> list[tuple[str, Any]]:
    """What may be chosen of its shapes of file; [] where there is no choice."""
    shapes = [(shape.key, shape.name) for shape in speaks.files if shape.key != speaks.fetched]
    return [("auto", _("Find out by itself")), *shapes] if len(shapes) > 1 else []


def format_label(key: str) -> str:
    shape = file_shapes().get(key)
    return str(shape.name) if shape else str(_("Find out by itself"))


def typed(
    given: QueryDict | dict[str, str], speaks: Connector, kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The settings a connector asks for, from fields named `setting-<key>`; a secret left empty is
    the one `kept` of an earlier try."""
    values = {
        setting.key: str(given.get(SETTING_MARK + setting.key, "")).strip()
        for setting in speaks.settings
    }
    before = secrets_of(speaks, kept or {})
    return {key: value or before.get(key, "") for key, value in values.items()}


def secrets_of(speaks: Connector, values: Mapping[str, str]) -> dict[str, str]:
    """What must not be shown again, and was typed."""
    secret = {setting.key for setting in speaks.settings if setting.kind == "secret"}
    return {key: value for key, value in values.items() if key in secret and value}


def asked(speaks: Connector, values: dict[str, str], kept: dict[str, str]) -> list[Asked]:
    return [
        Asked(
            setting=setting,
            field=SETTING_MARK + setting.key,
            value="" if setting.kind == "secret" else values.get(setting.key) or setting.default,
            known=bool(kept.get(setting.key)),
        )
        for setting in speaks.settings
    ]


def offered() -> list[Connector]:
    """The ways in which goods can come, as they are offered to a seller."""
    return [each for each in connectors().values() if each.address or each.upload or each.pushed]


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
    return _look(peek.format, peek.header, peek.rows, columns, chosen, mappable=peek.mappable)


def look_unseen(chosen: dict[str, Any]) -> Look:
    """For a file that is not at hand: the columns it was mapped by."""
    columns = chosen.get("columns") or {}
    header = list(dict.fromkeys(columns.values()))
    return _look("table", header, [], columns, chosen, mappable=bool(columns))


def _look(
    format: str,
    header: list[str],
    rows: list[list[str]],
    columns: dict[str, str],
    chosen: dict[str, Any],
    *,
    mappable: bool,
) -> Look:
    return Look(
        format=format,
        format_label=format_label(format),
        header=header,
        rows=rows,
        fields=[
            FieldChoice(name, str(label), name in rules.NEEDED_FIELDS, columns.get(name, ""))
            for name, label in rules.FIELDS
        ],
        mappable=mappable,
        currency=chosen.get("currency") or "BDT",
        rate=str(chosen.get("rate") or ""),
        stock=str(chosen.get("stock") or ""),
    )
