"""Between Python's values and JSON's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any


def amount(text: str) -> Decimal:
    """Taka, exact."""
    return Decimal(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def optional_moment(text: str | None) -> datetime | None:
    return moment(text) if text else None


def written(thing: Any) -> dict[str, Any]:
    """A dataclass as an object, without what was not said. Raises ValueError for a time without
    its zone: it would be taken for another one."""
    found: dict[str, Any] = {}
    for each in fields(thing):
        value = getattr(thing, each.name)
        if value is None or value == "" or value == () or value == {}:
            continue
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f"{each.name} needs a time zone")
            value = value.isoformat()
        elif isinstance(value, Decimal):
            value = f"{value:f}"
        elif isinstance(value, Mapping):
            value = dict(value)
        elif not isinstance(value, str | int):
            value = list(value)
        found[each.name] = value
    return found
