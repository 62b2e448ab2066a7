"""Goods: what you send, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from .wire import amount, moment, optional_moment, written

OutcomeName = Literal["taken", "held", "unchanged", "stale", "refused"]


@dataclass(frozen=True)
class Good:
    """One article, whole: what you leave out, it does not have.

    `ref` is your own number for it and stays. `updated_at` is when it became so by your clock,
    with its zone: the newest version wins, in whatever order they arrive. Amounts are taka.
    `group_ref` is the same for articles that differ only in size, colour or pack. It keeps for
    `shelf_life_days`, of which it may be on the way for `travel_days`; a season's days are written
    like "05-20".
    """

    ref: str
    updated_at: datetime
    title: str
    price: Decimal
    title_bn: str = ""
    title_en: str = ""
    description: str = ""
    sale_price: Decimal | None = None
    quantity: int | None = None
    availability: str = ""
    category: str = ""
    brand: str = ""
    mpn: str = ""
    gtin: str = ""
    link: str = ""
    image_link: str = ""
    images: Sequence[str] = ()
    group_ref: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    dispatch_days: int | None = None
    returns_days: int | None = None
    made_to_order_days: int | None = None
    shelf_life_days: int | None = None
    travel_days: int | None = None
    season_from: str = ""
    season_to: str = ""

    def to_wire(self) -> dict[str, Any]:
        return written(self)


@dataclass(frozen=True)
class PriceChange:
    """A new price or stock of an article sent whole before; what is None stays.

    A `sale_price` of 0 ends the reduction.
    """

    ref: str
    updated_at: datetime
    price: Decimal | None = None
    sale_price: Decimal | None = None
    quantity: int | None = None

    def to_wire(self) -> dict[str, Any]:
        return written(self)


@dataclass(frozen=True)
class Problem:
    """Something wrong with a row. `note`: the row was taken all the same."""

    code: str
    field: str
    value: str
    message: str
    note: bool


@dataclass(frozen=True)
class RowResult:
    """What became of one row; `row` counts from 1 in the batch it was sent with."""

    row: int
    ref: str
    outcome: OutcomeName
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class PushResult:
    """What became of a batch. `refused` rows can be mended and sent again under the same time."""

    taken: int
    held: int
    unchanged: int
    stale: int
    refused: int
    results: tuple[RowResult, ...]

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> PushResult:
        return cls(
            taken=told["taken"],
            held=told["held"],
            unchanged=told["unchanged"],
            stale=told["stale"],
            refused=told["refused"],
            results=tuple(
                RowResult(
                    row["row"],
                    row["ref"],
                    row["outcome"],
                    tuple(Problem(**problem) for problem in row["problems"]),
                )
                for row in told["results"]
            ),
        )


@dataclass(frozen=True)
class ListedGood:
    """An article as ek-Shop has it. `updated_at` is None where it did not come by this API."""

    ref: str
    title: str
    price: Decimal
    list_price: Decimal | None
    quantity: int
    reserved: int
    state: str
    category: str
    source_category: str
    product_code: str
    list_name: str
    updated_at: datetime | None
    changed_at: datetime

    @classmethod
    def from_wire(cls, told: Mapping[str, Any]) -> ListedGood:
        struck = told["list_price"]
        return cls(
            ref=told["ref"],
            title=told["title"],
            price=amount(told["price"]),
            list_price=amount(struck) if struck else None,
            quantity=told["quantity"],
            reserved=told["reserved"],
            state=told["state"],
            category=told["category"],
            source_category=told["source_category"],
            product_code=told["product_code"],
            list_name=told["list"],
            updated_at=optional_moment(told["updated_at"]),
            changed_at=moment(told["changed_at"]),
        )
