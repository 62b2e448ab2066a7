"""Sold abroad: producers' goods ready for export and asked to be listed, and orders in every state.

The listings go to the sandbox's marketplaces with the first rounds of the pump: most become live there,
of one Amazon asks more, and what is not ready is said. The orders are told here, in the shape the adapters
give; what is told back of them while they are lived here is done by hand, as the marketplaces hear of them
only afterwards (`markets_told`).
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from PIL import Image, ImageDraw

from demo.content.exports import (
    ANSWERS,
    AT_HUB,
    EMMA,
    ENDED,
    GOODS,
    LISTED,
    MEI,
    PAUSED,
    SALES,
    SENT,
    Good,
    Sale,
)
from ekshop.catalogue.models import Offer
from ekshop.channels.adapters import Buyer, ForeignLine, ForeignOrder, SettlementLine
from ekshop.channels.models import Channel, ChannelListing, ExchangeRate, ExportGoods, ExportOrder
from ekshop.channels.rules.sources import DEMO_RATES
from ekshop.channels.services import exporting, listing_begin, listing_end, listings_wanted
from ekshop.channels.services.channels import exchange_rate_note
from ekshop.channels.services.exporting.telling import telling_by_hand
from ekshop.channels.services.goods import (
    GoodsSaid,
    english_review,
    export_goods_begin,
    export_goods_save,
    export_picture_add,
)
from ekshop.channels.services.listings import listing_answer, listing_pause
from ekshop.fulfilment.services import FoundLine, first_check_record, shipment_book
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date, month_bounds, month_of
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.models import SellerOrder
from ekshop.orders.selectors import shares_of
from ekshop.orders.services import producer_order_answer
from ekshop.settlement.services import settlements_draw
from sandbox.services.markets.people import buyer

from .messages import arrived
from .people import LOADER, organisation, persona
from .sellers import CLOCK
from .world import World, world_read

DAYS = 18
RATES = {"USD": "121.40", "LKR": "0.402", "KRW": "0.0836", "INR": "1.385", "THB": "3.742", "TWD": "3.861"}  # fmt: skip
LATER = {"USD": "121.95"}


def load(now: datetime) -> None:
    """All of it in the month it is, so that no month that is over is touched."""
    start = max(now - timedelta(days=DAYS), month_bounds(month_of(now))[0])
    start = min(start, now - timedelta(hours=1))
    with clock.at(start):
        _rates(start, now)
        goods = {good.ref: made for good in GOODS if (made := _ready(good, start))}
        _listings(goods, start)
    world = world_read()
    for sale in SALES:
        if sale.good.ref in goods and not ExportOrder.objects.filter(ref=sale.ref).exists():
            Told(world, sale, start, now).live()
    with clock.at(now):
        run_jobs(queues=["default"])
    # What fell due meanwhile is drawn up, as on every morning.
    settlements_draw(actor=CLOCK, now=now)


def _rates(start: datetime, now: datetime) -> None:
    for rates, at in ((RATES, start), (LATER, start + (now - start) * 0.7)):
        for currency, taka in rates.items():
            if not ExchangeRate.objects.filter(currency=currency, on=dhaka_date(at)).exists():
                exchange_rate_note(
                    actor=LOADER, currency=currency, taka_for_one=taka, on=dhaka_date(at),
                    source=DEMO_RATES, now=max(at, clock.dhaka_midnight(dhaka_date(at)) + timedelta(hours=12)),
                )  # fmt: skip


def _ready(good: Good, at: datetime) -> ExportGoods | None:
    """Written by Omar, read by Shirin; None where the producer sells no such thing."""
    offer = Offer.objects.filter(
        seller_id=organisation(good.producer).pk, seller_ref=good.ref, state="live"
    ).first()
    if offer is None:
        return None
    omar = persona("omar")
    goods = export_goods_begin(actor=omar, offer_id=offer.pk, now=at)
    length, width, height = good.sides
    said = GoodsSaid(
        hs_code=good.hs_code, origin="BD", materials="cotton", net_g=good.grams[0],
        gross_g=good.grams[1], length_mm=length, width_mm=width, height_mm=height,
        title_en=good.title, text_en=good.text, points_en=["Made by hand in Bangladesh"],
    )  # fmt: skip
    goods = export_goods_save(actor=omar, goods_id=goods.pk, said=said, now=at)
    if good.read and goods.english == ExportGoods.WRITTEN:
        english_review(actor=persona("shirin"), goods_id=goods.pk, fine=True, note="", now=at)
    export_picture_add(actor=omar, goods_id=goods.pk, file=_drawn(good), now=at)
    return goods


def _drawn(good: Good) -> bytes:
    """Rows of stitches on cloth: a demonstration shows no real goods."""
    ground, thread = good.colours
    picture = Image.new("RGB", (1200, 1200), ground)
    draw = ImageDraw.Draw(picture)
    for ring in range(60, 560, 40):
        draw.rectangle((ring, ring, 1200 - ring, 1200 - ring), outline=thread, width=6)
    for x in range(120, 1090, 60):
        draw.line((x, 600 - x // 4, x + 30, 600 - x // 4), fill=thread, width=10)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _listings(goods: dict[str, ExportGoods], at: datetime) -> None:
    omar = persona("omar")
    for key, listed in LISTED.items():
        channel = Channel.objects.get(key=key)
        for good in listed:
            made = goods.get(good.ref)
            if made is None or made.listings.filter(channel=channel).exists():
                continue
            listing = listing_begin(actor=omar, goods_id=made.pk, channel_id=channel.pk, now=at)
            given: dict[str, Any] = {"actor": omar, "listing_id": listing.pk, "now": at}
            if (key, good) in ANSWERS:
                listing_answer(answers=ANSWERS[key, good], **given)
            if (key, good) in PAUSED:
                listing_pause(**given)
            if (key, good) in ENDED:
                listing_end(**given)
    listings_wanted(at)


class Told:
    """One order and its way, under a clock of its own."""

    def __init__(self, world: World, sale: Sale, start: datetime, now: datetime) -> None:
        self._world, self._sale = world, sale
        self._at, self._now = start + (now - start) * sale.on, now
        self._channel = Channel.objects.get(key=sale.channel)
        self._omar = persona("omar")

    def live(self) -> None:
        """Through the services, as far as it came."""
        with clock.at(self._at) as hand:
            self._hand = hand
            self._take()
            # Where little is left of its goods it waits for a person, like those that are told oddly.
            if self.order.state == "reserved":
                self._go()
            self._market_told()
            arrived(clock.now())

    def _go(self) -> None:
        way = self._sale.way
        if way == "cancelled":
            self._take(state="cancelled")
        if way in (*AT_HUB, "gathering"):
            self._later()
            shares = self._confirmed()
        if way in AT_HUB:
            self._later()
            self._brought(shares)
        if way in (*SENT, "packed"):
            self._packed()
        if way in SENT:
            self._handed_over()
        if way in ("settled", "returned"):
            self._later(5)
            self._ended()

    @property
    def order(self) -> ExportOrder:
        return ExportOrder.objects.get(channel=self._channel, ref=self._sale.ref)

    def _market_told(self) -> None:
        telling_by_hand(order=self.order, note="", now=clock.now())

    def _later(self, parts: int = 1) -> None:
        """On by a twentieth of what is left, or more; what was asked for is done."""
        run_jobs(queues=["default"])
        self._market_told()
        self._hand.to(clock.now() + (self._now - clock.now()) * parts / 20)

    def _take(self, state: str = "new") -> None:
        sku = "EK-?"
        unit = 3_000
        listing = ChannelListing.objects.filter(
            channel=self._channel, offer__seller_ref=self._sale.good.ref
        ).first()
        if listing is not None:
            sku, unit = listing.sku, listing.wanted_price or unit
        told = ForeignOrder(
            ref=self._sale.ref,
            placed_at=clock.now() - timedelta(minutes=20),
            currency=self._channel.currency,
            buyer=self._buyer(),
            lines=(ForeignLine("1", sku, self._sale.quantity, unit),),
            shipping_minor=unit // 10,
            state=state,
        )
        exporting.export_orders_take(channel_id=self._channel.pk, orders=[told], now=clock.now())

    def _buyer(self) -> Buyer:
        country = self._channel.country
        if country in ("US", "CN"):
            return EMMA if country == "US" else MEI
        told = buyer(country, int(self._sale.ref[-2:]))
        known = Buyer(
            told["name"], (told["line1"],), told["city"], told["region"], told["postcode"],
            country, told["phone"],
        )  # fmt: skip
        return replace(known, postcode="?", city="") if self._sale.way == "address" else known

    def _shares(self) -> list[SellerOrder]:
        return [share for supply in self.order.supplies.all() for share in shares_of(supply.order)]

    def _confirmed(self) -> list[SellerOrder]:
        shares = self._shares()
        for share in shares:
            producer_order_answer(
                actor=self._world.actors[share.sourcing_centre_id or 0],
                seller_order_id=share.pk,
                answers=[(line.pk, "confirmed", "") for line in share.lines.all()],
                heard="telephone",
                agreed=True,
                said="বিদেশের অর্ডার, যত্ন করে বানাব।",
                now=clock.now(),
            )
        return shares

    def _brought(self, shares: Sequence[SellerOrder]) -> None:
        """To her centre, looked at, sent, and inspected at the hub."""
        for share in shares:
            centre = self._world.actors[share.sourcing_centre_id or 0]
            found = [FoundLine(line.pk, line.quantity, 0, "") for line in share.lines.all()]
            mark = f"demo:export:{self._sale.ref}:{share.pk}"
            first_check_record(
                actor=centre, seller_order_id=share.pk, found=found,
                nonce=uuid5(NAMESPACE_URL, f"{mark}:first"), now=clock.now(),
            )  # fmt: skip
            shipment_book(
                actor=self._world.sellers[share.seller_id],
                seller_order_id=share.pk,
                courier="manual",
                now=clock.now(),
            )
            self._later()
            exporting.hub_receive(actor=self._omar, seller_order_id=share.pk, now=clock.now())
            exporting.hub_inspect(
                actor=self._omar, seller_order_id=share.pk, found=found,
                nonce=uuid5(NAMESPACE_URL, f"{mark}:hub"), now=clock.now(),
            )  # fmt: skip
        self._later()

    def _packed(self) -> None:
        exporting.export_order_pack(
            actor=self._omar,
            order_id=self.order.pk,
            weighed_g=self._sale.quantity * self._sale.good.grams[1] + 60,
            carrier="manual",
            now=clock.now(),
        )

    def _handed_over(self) -> None:
        order = self.order
        assert order.consignment_id
        exporting.parcel_number_set(
            actor=self._omar, order_id=order.pk, number=f"EE{4_410_000 + order.pk}BD", now=clock.now()
        )  # fmt: skip
        given: dict[str, Any] = {
            "actor": self._omar,
            "consignment_id": order.consignment_id,
            "now": clock.now(),
        }
        exporting.consignment_close(**given)
        exporting.consignment_hand_over(**given)

    def _ended(self) -> None:
        """Delivered, and paid for; or given back for a fault nobody could see."""
        order = self.order
        exporting.parcel_report_by_hand(
            actor=self._omar, order_id=order.pk, status="delivered", now=clock.now()
        )
        self._later(12)
        if self._sale.way == "settled":
            fee = -order.total_minor * self._channel.fee_bp // 10_000
            parts = {"sale": order.total_minor, "fee": fee, "transfer": -order.total_minor - fee}
            lines = [
                SettlementLine(
                    "" if kind == "transfer" else order.ref, kind, minor, order.currency,
                    clock.now(), f"{order.ref}:{number}",
                )
                for number, (kind, minor) in enumerate(parts.items(), start=1)
            ]  # fmt: skip
            exporting.settlement_lines_take(
                channel_id=self._channel.pk, lines=lines, now=clock.now()
            )
        else:
            exporting.export_return_record(
                actor=self._omar,
                order_id=order.pk,
                cause="fault",
                pieces={line.pk: line.packed for line in order.lines.all()},
                note="A seam of the strap came loose",
                now=clock.now(),
            )
