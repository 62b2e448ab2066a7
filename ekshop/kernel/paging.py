"""Pages of a list by where it stands, not by number: each costs the same however far in.

`page_of` orders by columns of which the last is unique, and its cursors name the row to go
on from. A cursor is signed, so nothing typed into an address reaches the query.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .errors import InvalidInput

T = TypeVar("T", bound=Model)
_SALT = "ekshop.paging"
LARGEST = 500


class InvalidCursor(InvalidInput):
    code = "invalid_cursor"
    message = _("This page address is not valid any more. Begin again from the first page.")


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next_cursor` and `previous_cursor` are None where there is nothing more that way."""

    items: list[T]
    next_cursor: str | None
    previous_cursor: str | None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def page_of(
    queryset: QuerySet[T], *, order: Sequence[str], cursor: str | None = None, size: int = 25
) -> Page[T]:
    """One page, with one statement.

    `order` names columns or annotations that are never null, "-" for descending; the last
    one is unique. Raises InvalidCursor for a cursor that is not ours or of another order.
    """
    size = max(1, min(size, LARGEST))
    place = _read(cursor, order) if cursor else None
    backward = place is not None and place.backward
    columns = [name.lstrip("-") for name in order]
    descending = [name.startswith("-") != backward for name in order]
    rows = queryset.order_by(
        *(
            F(name).desc() if down else F(name).asc()
            for name, down in zip(columns, descending, strict=True)
        )
    )
    if place is not None:
        rows = rows.filter(_beyond(columns, descending, place.values))
    try:
        found = list(rows[: size + 1])
    except (ValidationError, ValueError, TypeError) as error:
        raise InvalidCursor from error
    more, items = len(found) > size, found[:size]
    if backward:
        items.reverse()
    has_next = more if not backward else True
    has_previous = more if backward else place is not None
    return Page(
        items,
        _written(items[-1], order, backward=False) if items and has_next else None,
        _written(items[0], order, backward=True) if items and has_previous else None,
    )


@dataclass(frozen=True)
class _Place:
    values: list[Any]
    backward: bool


def _beyond(columns: list[str], descending: list[bool], values: list[Any]) -> Q:
    """Rows after the place: (a > 1) or (a = 1 and b > 2), each in its own direction."""
    beyond, same = Q(), Q()
    for name, down, value in zip(columns, descending, values, strict=True):
        beyond |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    # Said once more about the first column alone, so that an index on it can be used.
    first = f"{columns[0]}__{'lte' if descending[0] else 'gte'}"
    return Q(**{first: values[0]}) & beyond


def _written(row: Model, order: Sequence[str], *, backward: bool) -> str:
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    text = json.dumps([values, int(backward), ",".join(order)], separators=(",", ":"))
    packed = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return signing.Signer(salt=_SALT, sep=".").sign(packed)


def _read(cursor: str, order: Sequence[str]) -> _Place:
    try:
        packed = signing.Signer(salt=_SALT, sep=".").unsign(cursor)
        text = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        values, backward, of = json.loads(text)
    except (signing.BadSignature, binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    if of != ",".join(order):
        raise InvalidCursor
    return _Place(values, bool(backward))


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, "pk" if part == "pk" else part)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Decimal):
        return str(value)
    return str(value)
