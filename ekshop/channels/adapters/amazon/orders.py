"""Orders in, by the Orders API of 2026-01-01, and what becomes of them told back.

The cursor is until when all changes are taken, how what was seen since stood, and, where Amazon has
more than one page, on which of them we are: each reading looks back over the last minutes, because
Amazon lists a change a little after it happens. A buyer's name and street are asked for only of an
order that is to be sent.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from ekshop.kernel import clock

from ...rules.money import whole_minor
from ..reading import listed_by_number, orders_one_by_one
from ..shape import (
    Buyer,
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ForeignLine,
    ForeignOrder,
    Parcel,
    ThingRefused,
)
from .client import ORDERS, NotThere, Seller

OVERLAP, FIRST_LOOK = timedelta(minutes=10), timedelta(days=7)
PAGE, AT_ONCE, PAGES_MOST = 100, 25, 10
"""Each order costs a call; Amazon allows thirty at once and one every two seconds."""
WANTED = "UNSHIPPED,PARTIALLY_SHIPPED,CANCELLED"
CANCELLED = "CANCELLED"
TOLD = "FULFILLMENT,PROCEEDS,CANCELLATION,RECIPIENT"
ACKNOWLEDGEMENT = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
XML = "text/xml; charset=UTF-8"
REASONS = {"no_stock": "NoInventory", "address": "ShippingAddressUndeliverable"}

Told = dict[str, Any]


@dataclass(frozen=True)
class _Place:
    """All changes before `since` are taken, and those `seen` after it as they stood then. `walk`: of a
    list of several pages when it began, until when it reaches, and the token of the page we are on."""

    since: datetime
    seen: dict[str, str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)
    walk: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cursor: str) -> _Place:
        if not cursor:
            return cls(clock.now() - FIRST_LOOK)
        told = json.loads(cursor)
        since = datetime.fromisoformat(told["since"])
        return cls(since, *(dict(told.get(name) or {}) for name in ("seen", "again", "walk")))

    @property
    def text(self) -> str:
        told = {"seen": self.seen, "again": self.again, "walk": self.walk}
        since = self.since.isoformat(timespec="seconds")
        return json.dumps({"since": since} | {name: it for name, it in told.items() if it})

    def past(self, page: _Page) -> _Place:
        """All of this page is taken."""
        if page.following:
            begun = {"after": page.after, "until": page.until.isoformat()}
            return replace(self, walk={**begun, **self.walk, "token": page.following})
        until = self.walk.get("until")
        reached = datetime.fromisoformat(until) if until else page.until
        # What is said to have changed in the days to come does not take us there.
        reached = max(self.since, min(reached, clock.now()))
        floor = reached - OVERLAP
        kept = {number: mark for number, mark in self.seen.items() if _changed_at(mark) >= floor}
        return replace(self, since=reached, seen=kept, walk={})


@dataclass(frozen=True)
class _Page:
    """`listed` {number: order}, without what is private; `until`: how far Amazon has looked."""

    listed: dict[str, Told]
    after: str
    until: datetime
    following: str


def orders(channel: ChannelFacts, cursor: str) -> tuple[list[ForeignOrder], str]:
    """What changed, a limited number at a time, page after page until Amazon has no other."""
    place, found = _Place.of(cursor), list[ForeignOrder]()
    now, left = clock.now(), AT_ONCE
    with Seller(channel) as seller:
        for number in range(PAGES_MOST):
            try:
                page = _page(seller, place)
                fresh = {
                    key: one
                    for key, one in page.listed.items()
                    if place.seen.get(key) != _mark(one)
                }
                read = orders_one_by_one(
                    channel,
                    dict([*fresh.items()][:left]),
                    lambda key, fresh=fresh: _order(seller, key, fresh.get(key)),  # type: ignore[misc]
                    again={} if number else place.again,
                    refusals=(NotThere, ThingRefused),
                    now=now,
                )
            except (ChannelBusy, ChannelAway):
                if number == 0:
                    raise
                break
            found += read.orders
            left -= len(read.done)
            seen = {key: _mark(fresh[key]) for key in read.done if key in fresh}
            again = {**(place.again if number else {}), **read.again}
            place = replace(place, seen={**place.seen, **seen}, again=again)
            if fresh.keys() - read.done:
                break
            if page.following and page.following == place.walk.get("token"):
                # Turned for ever it would never come to what is new: begun anew with the next reading.
                place = replace(place, walk={})
                break
            place = place.past(page)
            if not page.following or left <= 0:
                break
    return found, place.text


def _page(seller: Seller, place: _Place) -> _Page:
    """A token is good for a day: with one that is not taken any more the list is begun anew."""
    after = place.walk.get("after") or _written(place.since - OVERLAP)
    token = place.walk.get("token") or ""
    try:
        told = seller.call(ORDERS, lambda: _searched(seller, after, token))
    except ThingRefused:
        if not token:
            raise
        return _page(seller, replace(place, walk={}))
    orders = told.payload.get("orders")
    listed = listed_by_number(seller.channel, orders, "orderId", _standing)
    until = told.payload.get("lastUpdatedBefore")
    latest = max((_at(one["lastUpdatedTime"]) for one in listed.values()), default=place.since)
    return _Page(listed, after, _at(until) if until else latest, str(told.next_token or ""))


def _searched(seller: Seller, after: str, token: str) -> Any:
    return seller.orders.search_orders(
        lastUpdatedAfter=after,
        fulfillmentStatuses=WANTED,
        fulfilledBy="MERCHANT",
        marketplaceIds=seller.site.marketplace_id,
        maxResultsPerPage=PAGE,
        includedData="FULFILLMENT",
        **({"paginationToken": token} if token else {}),
    )


def _mark(order: Told) -> str:
    """How an order stood when it was seen: more than one change may fall into a second."""
    left = sum(_left(one) for one in order.get("orderItems") or [])
    return f"{order['lastUpdatedTime']} {_status(order)} {left}"


def _standing(order: Told) -> tuple[str, datetime]:
    """What a reading goes by. Raises where something of it is missing, or is no time or number."""
    return _mark(order), _at(order["lastUpdatedTime"])


def _changed_at(mark: str) -> datetime:
    """What is no time counts as late, and is kept."""
    try:
        return _at(mark.partition(" ")[0])
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def _status(order: Told) -> str:
    return str((order.get("fulfillment") or {}).get("fulfillmentStatus") or "")


def _order(seller: Seller, number: str, listed: Told | None) -> ForeignOrder:
    """Of one that is cancelled nothing more is asked."""
    if listed is not None and _status(listed) == CANCELLED:
        return _cancelled(seller, listed)
    told = seller.call(
        "getOrder", lambda: seller.orders.get_order(number, includedData=TOLD)
    ).payload["order"]
    if _status(told) == CANCELLED:
        return _cancelled(seller, told)
    lines = [one for one in told.get("orderItems") or [] if _left(one)]
    currency = currency_of([told, *lines]) or seller.channel.currency
    return ForeignOrder(
        ref=str(told["orderId"]),
        placed_at=_at(told["createdTime"]),
        currency=currency,
        buyer=_buyer((told.get("recipient") or {}).get("deliveryAddress") or {}),
        lines=tuple(_line(one, currency) for one in lines),
        shipping_minor=sum(minor(_proceeds(one, "SHIPPING"), currency) for one in lines),
    )


def _cancelled(seller: Seller, order: Told) -> ForeignOrder:
    placed = _at(order["createdTime"])
    number, currency = str(order["orderId"]), seller.channel.currency
    return ForeignOrder(number, placed, currency, Buyer(""), (), state="cancelled")


def _left(line: Told) -> int:
    """Pieces that are sent or to be sent: those cancelled one by one are not among them."""
    ordered = int(line.get("quantityOrdered") or 0)
    told = line.get("fulfillment") or {}
    parts = [told.get(name) for name in ("quantityFulfilled", "quantityUnfulfilled")]
    return ordered if None in parts else min(ordered, sum(map(int, filter(None, parts))))


def currency_of(parts: Sequence[Told]) -> str:
    """ "" where none is told; ValueError for more than one."""
    money = [(part.get("proceeds") or {}).get(name) for part in parts for name in ("grandTotal", "proceedsTotal")]  # fmt: skip
    money += [_price(part) for part in parts]
    found = {str(one["currencyCode"]).upper() for one in money if one and one.get("currencyCode")}
    if len(found) > 1:
        raise ValueError(f"one order in {', '.join(sorted(found))}")
    return next(iter(found), "")


def _buyer(told: Told) -> Buyer:
    """A firm stands above its street."""
    lines = (told.get(name) for name in ("companyName", "addressLine1", "addressLine2", "addressLine3"))  # fmt: skip
    return Buyer(
        name=str(told.get("name") or ""),
        lines=tuple(str(one) for one in lines if one and one != told.get("name")),
        city=str(told.get("city") or ""),
        region=str(told.get("stateOrRegion") or ""),
        postcode=str(told.get("postalCode") or ""),
        country=str(told.get("countryCode") or ""),
        phone=str(told.get("phone") or ""),
    )


def _line(line: Told, currency: str) -> ForeignLine:
    """What all pieces brought says most exactly what one did; of fewer than were ordered, their price."""
    ordered, left = int(line["quantityOrdered"]), _left(line)
    whole = _proceeds(line, "ITEM")
    if whole is not None and left == ordered:
        unit = (2 * minor(whole, currency) + ordered) // (2 * ordered)
    else:
        unit = minor(_price(line), currency)
    product = line.get("product") or {}
    return ForeignLine(str(line["orderItemId"]), str(product.get("sellerSku") or ""), left, unit)


def _price(line: Told) -> Told | None:
    price: Told | None = ((line.get("product") or {}).get("price") or {}).get("unitPrice")
    return price


def _proceeds(line: Told, kind: str) -> Told | None:
    parts = (line.get("proceeds") or {}).get("breakdowns") or []
    return next((one["subtotal"] for one in parts if one.get("type") == kind), None)


def minor(money: Told | None, currency: str) -> int:
    """An amount in whole minor units; a currency we do not know is taken to have hundredths. Raises
    ValueError or ArithmeticError for what is no amount."""
    return whole_minor(Decimal(str((money or {}).get("amount") or 0)), currency)


def _at(text: str) -> datetime:
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# What we tell back -------------------------------------------------------------------------------


def ship(channel: ChannelFacts, ref: str, parcel: Parcel) -> None:
    """Told twice, it is the same parcel: its number there is made of its number here."""
    package = {
        "packageReferenceId": str(zlib.crc32(parcel.number.encode()) or 1),
        "carrierCode": "Other",
        "carrierName": parcel.carrier,
        "shippingMethod": "International",
        "trackingNumber": parcel.number,
        "shipDate": _written(parcel.shipped_at),
        "orderItems": [
            {"orderItemId": line, "quantity": pieces} for line, pieces in parcel.lines.items()
        ],
    }
    with Seller(channel) as seller:
        seller.call(
            "confirmShipment",
            lambda: seller.sending.confirm_shipment(
                ref, marketplaceId=seller.site.marketplace_id, packageDetail=package
            ),
        )


def cancel(channel: ChannelFacts, ref: str, reason: str) -> None:
    """Amazon takes a seller's refusal only by a feed; refused twice, it stays refused."""
    why = REASONS.get(reason, "GeneralAdjustment")
    with Seller(channel) as seller:
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope><Header>'
            "<DocumentVersion>1.01</DocumentVersion>"
            f"<MerchantIdentifier>{escape(seller.seller)}</MerchantIdentifier></Header>"
            "<MessageType>OrderAcknowledgement</MessageType><Message><MessageID>1</MessageID>"
            f"<OrderAcknowledgement><AmazonOrderID>{escape(ref)}</AmazonOrderID>"
            f"<StatusCode>Failure</StatusCode><CancelReason>{why}</CancelReason>"
            "</OrderAcknowledgement></Message></AmazonEnvelope>"
        )
        made = seller.call(
            "documents", lambda: seller.feeds.create_feed_document(None, XML)
        ).payload
        seller.upload(made["url"], body.encode(), XML)
        seller.call(
            "acknowledgements",
            lambda: seller.feeds.create_feed(
                ACKNOWLEDGEMENT,
                made["feedDocumentId"],
                marketplaceIds=[seller.site.marketplace_id],
            ),
        )
