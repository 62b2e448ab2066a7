"""Entries of the record in words: what was done, about what, with what. The keys they are kept
under stay beside the words, for those who look things up."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.catalogue.selectors import shop_names
from ekshop.kernel.bangla import format_number, format_percent, in_digits_of
from ekshop.parties.rules import LICENCE_KINDS, WALLET_PROVIDERS
from ekshop.parties.selectors import districts, doers_named, organisation_names, person_names

from . import words

MOST_FACTS = 6
_ORGANISATIONS = ("organisation_id", "seller")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry: `facts` as (what, value), `more` of them left out; `key` as it is kept."""

    row: Any
    deed: str
    about: str
    which: str
    facts: list[tuple[str, str]]
    more: int
    key: str


def shown(rows: Iterable[Any]) -> list[Shown]:
    """Four statements at most, for any number of entries."""
    entries = doers_named(rows)
    organisations = organisation_names(
        {int(row.entity_id) for row in entries if _is(row, "organisation")}
        | {
            row.data[name]
            for row in entries
            for name in _ORGANISATIONS
            if isinstance(row.data.get(name), int)
        }
    )
    people = person_names(
        {int(row.entity_id) for row in entries if _is(row, "person")}
        | {pk for row in entries if isinstance(pk := row.data.get("person_id"), int)}
    )
    hubs = any("hub" in row.data for row in entries)
    names: dict[str, Mapping[Any, str]] = {
        "organisation": {pk: named.name for pk, named in organisations.items()},
        "person": people,
        "place": {place.code: place.name for place in districts()} if hubs else {},
    }
    return [_shown(row, names) for row in entries]


def _is(row: Any, entity: str) -> bool:
    return row.entity == entity and row.entity_id.isascii() and row.entity_id.isdigit()


def _shown(row: Any, names: Mapping[str, Mapping[Any, str]]) -> Shown:
    language = get_language() or "bn"
    known = names.get(row.entity, {})
    which = known.get(int(row.entity_id), "") if _is(row, row.entity) else ""
    facts = _facts(row, names, language)
    return Shown(
        row=row,
        deed=words.deed(row.action),
        about=words.entity(row.entity),
        which=which or in_digits_of(row.entity_id, language),
        facts=facts[:MOST_FACTS],
        more=max(0, len(facts) - MOST_FACTS),
        key=f"{row.action} {row.entity} {row.entity_id} {row.actor_role} "
        + json.dumps(row.data, ensure_ascii=False)[:400],
    )


def _facts(
    row: Any, names: Mapping[str, Mapping[Any, str]], language: str
) -> list[tuple[str, str]]:
    if row.action == "category_map":
        ours = shop_names().categories
        return [
            (word, ours[pk].name(language) if pk in ours else str(pk))
            for word, pk in row.data.items()
        ]
    return [
        (words.fact(name), _value(name, value, names, language)) for name, value in row.data.items()
    ]


def _value(name: str, value: Any, names: Mapping[str, Mapping[Any, str]], language: str) -> str:
    if value is None or value == "":
        return _("any") if name in ("seller", "category") else "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _READ:
        return str(_READ[name](value, names, language))
    if isinstance(value, list):
        return ", ".join(_value("", each, names, language) for each in value)
    if isinstance(value, int):
        return format_number(value, language)
    return str(value)


_READ: dict[str, Callable[[Any, Mapping[str, Mapping[Any, str]], str], Any]] = {
    "organisation_id": lambda value, names, _l: names["organisation"].get(value, value),
    "seller": lambda value, names, _l: names["organisation"].get(value, value),
    "person_id": lambda value, names, _l: names["person"].get(value, value),
    "hub": lambda value, names, _l: names["place"].get(value, value),
    "category": lambda value, _n, language: _category(value, language),
    "role": lambda value, _n, _l: words.role(value),
    "rate_bp": lambda value, _n, language: format_percent(value, language),
    "unit": lambda value, _n, _l: words.unit(value),
    "kind": lambda value, _n, _l: dict(LICENCE_KINDS).get(value, value),
    "provider": lambda value, _n, _l: dict(WALLET_PROVIDERS).get(value, value),
    "changed": lambda value, _n, _l: ", ".join(words.field(each) for each in value),
    "ends_in": lambda value, _n, language: in_digits_of(value, language),
}


def _category(pk: int, language: str) -> str:
    ours = shop_names().categories
    return ours[pk].name(language) if pk in ours else str(pk)
