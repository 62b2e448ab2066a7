"""Makers for this package's tests and those above: a marketplace abroad, and goods ready for it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from ekshop.catalogue.models import Offer
from ekshop.channels.adapters import (
    Adapter,
    Allowance,
    Ask,
    ChannelAway,
    ChannelFacts,
    ForeignOrder,
    ListingItem,
    Parcel,
    Plan,
    Problem,
    Result,
    SettlementLine,
    Submission,
    adapter_bring,
)
from ekshop.channels.models import Channel, ExchangeRate, ExportGoods, FreightBand, HsCode
from ekshop.channels.rules import rate_of
from ekshop.kernel import clock
from ekshop.parties.tests.make import person

_number = count(1)


@dataclass
class Bazaar:
    """A marketplace outside: its shelves by sku, and how it behaves.

    `bulk`: it answers later, under a handle. `away`: it does not answer; `deaf`: it does what it is
    told and its answer is lost. `refuses` {sku: problems}. `told`: every call, in order.
    """

    shelves: dict[str, ListingItem] = field(default_factory=dict)
    told: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    refuses: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    waiting: dict[str, list[ListingItem]] = field(default_factory=dict)
    sales: list[ForeignOrder] = field(default_factory=list)
    shipped: dict[str, Parcel] = field(default_factory=dict)
    cancelled: dict[str, str] = field(default_factory=dict)
    statement: list[SettlementLine] = field(default_factory=list)
    faults: list[Result] = field(default_factory=list)
    bulk: bool = False
    away: bool = False
    deaf: bool = False
    most: int = 100
    rate: float = 1000.0
    burst: int = 1000
    per_item: bool = False
    wants_fabric: bool = False

    def _called(self, name: str, skus: Sequence[str] = ()) -> None:
        if self.away:
            raise ChannelAway(why="test")
        self.told.append((name, tuple(skus)))

    def submit(self, _channel: ChannelFacts, items: Sequence[ListingItem]) -> Submission:
        self._called("submit", [item.sku for item in items])
        if self.bulk:
            handle = f"feed-{next(_number)}"
            self.waiting[handle] = list(items)
            answer = Submission(handle=handle)
        else:
            answer = Submission(results=tuple(self._take(item) for item in items))
        if self.deaf:
            raise ChannelAway(why="answer lost")
        return answer

    def _take(self, item: ListingItem) -> Result:
        if problems := self.refuses.get(item.sku):
            return Result(item.sku, ok=False, problems=problems)
        self.shelves[item.sku] = item
        return Result(item.sku, ok=True, remote_ref=f"B-{item.sku}")

    def poll(self, _channel: ChannelFacts, handle: str) -> list[Result] | None:
        self._called("poll", [handle])
        if handle not in self.waiting:
            return None
        return [self._take(item) for item in self.waiting.pop(handle)]

    def end(self, _channel: ChannelFacts, skus: Sequence[str]) -> Submission:
        self._called("end", skus)
        for sku in skus:
            self.shelves.pop(sku, None)
        return Submission(results=tuple(Result(sku, ok=True) for sku in skus))

    def orders(self, _channel: ChannelFacts, cursor: str) -> tuple[list[ForeignOrder], str]:
        self._called("orders")
        return self.sales[int(cursor or 0) :], str(len(self.sales))

    def ship(self, _channel: ChannelFacts, ref: str, parcel: Parcel) -> None:
        self._called("ship", [ref])
        self.shipped[ref] = parcel

    def cancel(self, _channel: ChannelFacts, ref: str, reason: str) -> None:
        self._called("cancel", [ref])
        self.cancelled[ref] = reason

    def asks(self, _item: ListingItem, _channel: ChannelFacts) -> list[Ask]:
        return [Ask("fabric", "Fabric", "Say what it is woven of.")] if self.wants_fabric else []

    def problems(self, item: ListingItem, channel: ChannelFacts) -> list[Problem]:
        return [
            Problem(f"extra.{ask.name}", "missing", f"{ask.label} is missing.")
            for ask in self.asks(item, channel)
            if not item.extra.get(ask.name)
        ]


def bazaar(key: str = "bazaar", **behaviour: object) -> Bazaar:
    """A marketplace that channels of this adapter's key speak with from now on."""
    made = Bazaar(**behaviour)
    adapter_bring(
        Adapter(
            key=key,
            name="Bazaar",
            submit=made.submit,
            end=made.end,
            poll=made.poll,
            orders=made.orders,
            acknowledge=lambda _channel, _ref: None,
            ship=made.ship,
            cancel=made.cancel,
            faults=lambda _channel: list(made.faults),
            settlements=lambda _channel, since: [x for x in made.statement if x.at >= since],
            problems=made.problems,
            asks=made.asks,
            plan=lambda _count: Plan("submit", made.most, per_item=made.per_item),
            quotas={"submit": Allowance(made.rate, made.burst)},
        )
    )
    return made


def channel(key: str = "", *, currency: str = "USD", country: str = "US", **fields) -> Channel:
    """In use, speaking by the `bazaar` adapter, with freight of 1,000 taka up to two kilograms."""
    key = key or f"bazaar-{next(_number)}"
    fields = {"adapter": "bazaar", "name_bn": "বাজার", "name_en": "Bazaar", **fields}
    made = Channel.objects.create(
        key=key, currency=currency, country=country, created_at=clock.now(), **fields
    )
    for up_to_g, poisha in ((500, 60_000), (2_000, 100_000), (10_000, 300_000)):
        FreightBand.objects.create(
            channel=made,
            up_to_g=up_to_g,
            poisha=poisha,
            source="tests",
            valid_from=date(2020, 1, 1),
        )
    return made


def exchange_rate(currency: str = "USD", taka: str = "120", on: date | None = None) -> ExchangeRate:
    return ExchangeRate.objects.get_or_create(
        currency=currency,
        on=on or date(2020, 1, 1),
        defaults={
            "rate": rate_of(Decimal(taka), currency),
            "source": "tests",
            "noted_at": clock.now(),
        },
    )[0]


def hs_code(code: str = "621420", text_en: str = "Shawls of wool") -> HsCode:
    return HsCode.objects.get_or_create(
        code=code, defaults={"text_en": text_en, "text_bn": "পশমের শাল", "words": ""}
    )[0]


def export_goods(offer: Offer, **fields) -> ExportGoods:
    """Everything said that a channel may ask, English reviewed by another person."""
    now = clock.now()
    fields = {
        "hs_code": hs_code().code,
        "origin": "BD",
        "materials": "cotton",
        "net_g": 700,
        "gross_g": 900,
        "length_mm": 300,
        "width_mm": 200,
        "height_mm": 60,
        "title_en": "Nakshi kantha, hand-stitched",
        "text_en": "A quilt stitched by hand in Jamalpur of three layers of old cotton.",
        "points_en": ["Hand-stitched"],
        "english": ExportGoods.REVIEWED,
        **fields,
    }
    if fields["english"] == ExportGoods.REVIEWED:
        fields.setdefault("english_by", person("Writer"))
        fields.setdefault("reviewed_by", person("Reviewer"))
    return ExportGoods.objects.create(
        offer=offer, seller_id=offer.seller_id, created_at=now, updated_at=now, **fields
    )


def picture_kept() -> str:
    """A picture's file in the storage, for who brings its bytes; its name there."""
    drawn = io.BytesIO()
    Image.new("RGB", (1600, 1200), "#a8322d").save(drawn, "JPEG")
    return default_storage.save("kantha.jpg", ContentFile(drawn.getvalue()))
