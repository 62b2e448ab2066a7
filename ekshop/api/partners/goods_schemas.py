"""Goods over the wire of the partner API."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, StringConstraints, WithJsonSchema

from ekshop.federation.services import MOST_AT_ONCE

from .schemas import PLAIN, Strict

Ref = Annotated[
    str, StringConstraints(min_length=1, max_length=50, pattern=PLAIN, strip_whitespace=True)
]
Amount = Annotated[str | int | float, Field(examples=["450.00"])]
Long = Annotated[str, StringConstraints(max_length=1000)]
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""What says it is older has a broken clock; and before the year 1, which a zone can make of it,
there is no time that could be read back."""
DayOfYear = Annotated[
    str, StringConstraints(max_length=10, strip_whitespace=True), Field(examples=["05-20"])
]
Link = Annotated[str, StringConstraints(max_length=2000)]


class GoodIn(Strict):
    """One article, whole: what is not in it, it does not have."""

    ref: Ref = Field(description="Your own number for it; it stays", examples=["B000001"])
    updated_at: AwareDatetime = Field(
        ge=EARLIEST,
        description="When it became so, by your clock. An older one than we have is “stale”",
        examples=["2026-11-22T10:15:00+06:00"],
    )
    title: Long = Field(description="Bengali or English", examples=["জামদানি শাড়ি, লাল"])
    title_bn: Long = ""
    title_en: Long = ""
    description: Annotated[str, StringConstraints(max_length=20_000)] = ""
    price: Amount = Field(description="Taka")
    sale_price: Amount | None = Field(None, description="Reduced; the price is then struck through")
    quantity: int | None = Field(None, ge=0, description="Pieces in stock", examples=[12])
    availability: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="in_stock or out_of_stock, where you count no pieces"
    )
    category: Annotated[str, StringConstraints(max_length=400)] = Field(
        "", description="Your own word for it; you say on your page which of ours it is"
    )
    brand: Annotated[str, StringConstraints(max_length=400)] = ""
    mpn: Annotated[str, StringConstraints(max_length=400)] = Field("", description="Model number")
    gtin: Annotated[str, StringConstraints(max_length=40)] = Field("", description="Barcode")
    link: Link = Field("", description="Its page in your shop")
    image_link: Link = ""
    images: Annotated[list[Link], Field(max_length=20)] = Field(
        default=[], description="Further pictures"
    )
    group_ref: Annotated[str, StringConstraints(max_length=50)] = Field(
        "", description="The same for articles that differ only in size, colour or pack"
    )
    attributes: dict[str, str | int | float] = Field(
        default={}, max_length=20, examples=[{"size": "M", "colour": "লাল"}]
    )
    dispatch_days: int | None = Field(None, ge=0, description="Working days until you send it")
    returns_days: int | None = Field(None, ge=0, description="Days in which it may come back")
    made_to_order_days: int | None = Field(
        None, ge=1, description="It is made once it is ordered, in so many working days"
    )
    shelf_life_days: int | None = Field(None, ge=1, description="It keeps so many days")
    travel_days: int | None = Field(
        None,
        ge=1,
        description="Of these it may be on the way; half of them where you do not say. Where it"
        " would take longer it is not sold, and the customer is told why",
    )
    season_from: DayOfYear = Field("", description="It is sold from this day of every year on")
    season_to: DayOfYear = Field("", description="To this day; over the end of the year, too")


class PriceIn(Strict):
    """What changes most, of an article sent whole before."""

    ref: Ref
    updated_at: AwareDatetime = Field(ge=EARLIEST)
    price: Amount | None = None
    sale_price: Amount | None = Field(None, description="0: no reduced price any more")
    quantity: int | None = Field(None, ge=0)


# Every row is judged by itself, so that a bad one never stops a good one: here they are only told.
if TYPE_CHECKING:
    GoodRow = dict[str, Any]
    PriceRow = dict[str, Any]
else:
    GoodRow = Annotated[dict[str, Any], WithJsonSchema(GoodIn.model_json_schema())]
    PriceRow = Annotated[dict[str, Any], WithJsonSchema(PriceIn.model_json_schema())]


class GoodsIn(Strict):
    goods: list[GoodRow] = Field(min_length=1, max_length=MOST_AT_ONCE)


class PricesIn(Strict):
    prices: list[PriceRow] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ProblemOut(Schema):
    code: str = Field(description="Stable, for machines", examples=["price_not_positive"])
    field: str
    value: str
    message: str
    note: bool = Field(description="True: the row was taken in spite of it")


class RowOut(Schema):
    row: int = Field(description="Its place in what you sent, from 1")
    ref: str
    outcome: Literal["taken", "held", "unchanged", "stale", "refused"]
    problems: list[ProblemOut]


class PushedOut(Schema):
    taken: int
    held: int = Field(description="Taken, but so great a change that it waits to be confirmed")
    unchanged: int
    stale: int
    refused: int
    results: list[RowOut]


class GoodOut(Schema):
    ref: str
    title: str
    title_bn: str
    title_en: str
    price: str = Field(description="What it sells at, taka", examples=["450.00"])
    list_price: str | None = Field(description="Struck through beside it")
    quantity: int
    reserved: int = Field(description="Held by orders you have not answered yet")
    state: Literal["live", "withdrawn", "blocked", "unlicensed", "stale", "off_season"]
    category: str = Field(description="Ours")
    source_category: str = Field(description="Your own word")
    product_code: str = Field(description="Of the page it is sold on")
    list: str = Field(description="The list of yours it came from")
    updated_at: datetime | None = Field(description="Of what you last sent; null: not by this API")
    changed_at: datetime


class GoodsOut(Schema):
    items: list[GoodOut]
    next_cursor: str | None
    previous_cursor: str | None
