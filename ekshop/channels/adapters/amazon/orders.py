"""Orders in, and what becomes of them told back.

The cursor is when the last change was that we have taken, and what was seen just before: each
reading looks back over the last minutes, because Amazon lists a change a little after it happens.
A buyer's name and street are asked for only of an order that is to be sent.
"""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from ekshop.kernel import clock

from ...rules.money import whole_minor
from ...rules.strange import FAILURES
from ..shape import (
    Buyer,
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ForeignLine,
    ForeignOrder,
    Parcel,
    Unread,
)
from .client import NotThere, Seller

OVERLAP, FIRST_LOOK = timedelta(minutes=10), timedelta(days=7)
PAGE, AT_ONCE, PAGES_MOST = 100, 25, 10
"""Each order costs three calls; Amazon allows thirty at once and one every two seconds."""
WANTED = "Unshipped,PartiallyShipped,Canceled"
ACKNOWLEDGEMENT = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
XML = "text/xml; charset=UTF-8"
REASONS = {"no_stock": "NoInventory", "address": "ShippingAddressUndeliverable"}


def orders(channel: ChannelFacts, cursor: str) -> tuple[list[ForeignOrder], str]:
    """What changed, the oldest change first, a limited number at a time."""
    since, seen = _cursor(cursor)
    with Seller(channel) as seller:
        changed, until = _changed(seller, since - OVERLAP)
        fresh = [one for one in changed if seen.get(one["AmazonOrderId"]) != _mark(one)]
        found: list[ForeignOrder] = []
        taken: list[dict[str, Any]] = []
        try:
            token = _token(seller, fresh[:AT_ONCE])
            for one in fresh[:AT_ONCE]:
                source = f"order {one['AmazonOrderId']}"
                try:
                    found.append(_order(seller, one, token))
                except FAILURES as odd:
                    channel.report(source, [Unread(0, "order", repr(odd), json.dumps(one))])
                taken.append(one)
        except (ChannelBusy, ChannelAway):
            if not found:
                raise
    if len(taken) == len(fresh):
        reached = max(until, since)
    else:
        reached = max(_at(taken[-1]["LastUpdateDate"]), since) if taken else since
    done = {one["AmazonOrderId"] for one in taken}
    kept = [one for one in changed if one["AmazonOrderId"] in done or one not in fresh]
    return found, _cursor_of(reached, kept)


def _mark(order: dict[str, Any]) -> str:
    """How an order stood when it was seen: more than one change may fall into a second."""
    return " ".join(
        str(order.get(name, ""))
        for name in ("LastUpdateDate", "OrderStatus", "NumberOfItemsUnshipped")
    )


def _cursor(cursor: str) -> tuple[datetime, dict[str, str]]:
    if not cursor:
        return clock.now() - FIRST_LOOK, {}
    told = json.loads(cursor)
    return datetime.fromisoformat(told["since"]), dict(told["seen"])


def _cursor_of(reached: datetime, orders: list[dict[str, Any]]) -> str:
    """Only what the next look back can meet is kept."""
    floor = reached - OVERLAP
    seen = {
        one["AmazonOrderId"]: _mark(one) for one in orders if _at(one["LastUpdateDate"]) >= floor
    }
    return json.dumps({"since": reached.isoformat(timespec="seconds"), "seen": seen})


def _changed(seller: Seller, since: datetime) -> tuple[list[dict[str, Any]], datetime]:
    """Orders without what is private, each once, by when they changed; and until when Amazon has
    looked."""
    found: dict[str, dict[str, Any]] = {}
    until, token = since, ""
    for _page in range(PAGES_MOST):
        page = {"NextToken": token} if token else {}
        told = seller.call("getOrders", lambda page=page: _page_of(seller, since, page)).payload  # type: ignore[misc]
        for one in told.get("Orders") or []:
            found[one["AmazonOrderId"]] = one
        if told.get("LastUpdatedBefore"):
            until = _at(told["LastUpdatedBefore"])
        token = str(told.get("NextToken") or "")
        if not token:
            break
    ordered = sorted(found.values(), key=lambda one: (one["LastUpdateDate"], one["AmazonOrderId"]))
    if token:
        # More pages than are read at once: what was not seen may be older than what was.
        until = _at(ordered[-1]["LastUpdateDate"]) if ordered else since
    return ordered, until


def _page_of(seller: Seller, since: datetime, page: dict[str, str]) -> Any:
    return seller.orders.get_orders(
        LastUpdatedAfter=_written(since),
        OrderStatuses=WANTED,
        MarketplaceIds=seller.site.marketplace_id,
        MaxResultsPerPage=PAGE,
        **page,
    )


def _token(seller: Seller, orders: list[dict[str, Any]]) -> str:
    """Opens the addresses of exactly the orders that are to be sent."""
    paths = [f"/orders/v0/orders/{one['AmazonOrderId']}/address" for one in orders if _to_send(one)]
    if not paths:
        return ""
    wanted = [{"method": "GET", "path": path} for path in paths]
    told = seller.call(
        "restricted",
        lambda: seller.tokens.create_restricted_data_token(restrictedResources=wanted),
    ).payload
    return str(told.get("restrictedDataToken") or "")


def _to_send(order: dict[str, Any]) -> bool:
    return order.get("OrderStatus") != "Canceled"


def _order(seller: Seller, order: dict[str, Any], token: str) -> ForeignOrder:
    number, channel = str(order["AmazonOrderId"]), seller.channel
    placed = _at(order["PurchaseDate"])
    if not _to_send(order):
        return ForeignOrder(number, placed, channel.currency, Buyer(""), (), state="cancelled")
    told = seller.call("getOrderItems", lambda: seller.orders.get_order_items(number)).payload
    lines = told.get("OrderItems") or []
    total = order.get("OrderTotal") or {}
    prices = [one.get("ItemPrice") or {} for one in lines]
    currency = str(
        total.get("CurrencyCode")
        or next((one["CurrencyCode"] for one in prices if one.get("CurrencyCode")), "")
        or channel.currency
    )
    return ForeignOrder(
        ref=number,
        placed_at=placed,
        currency=currency,
        buyer=_buyer(seller, number, token),
        lines=tuple(_line(one, currency) for one in lines),
        shipping_minor=sum(minor(one.get("ShippingPrice"), currency) for one in lines),
    )


def _buyer(seller: Seller, number: str, token: str) -> Buyer:
    """Cancelled meanwhile, an order has no address any more."""
    client = seller.orders
    client.restricted_data_token = token
    try:
        told = seller.call("getOrderAddress", lambda: client.get_order_address(number)).payload
    except NotThere:
        return Buyer("")
    finally:
        client.restricted_data_token = None
    found = told.get("ShippingAddress") or {}
    lines = (found.get(f"AddressLine{n}") for n in (1, 2, 3))
    return Buyer(
        name=str(found.get("Name") or ""),
        lines=tuple(str(one) for one in lines if one),
        city=str(found.get("City") or ""),
        region=str(found.get("StateOrRegion") or ""),
        postcode=str(found.get("PostalCode") or ""),
        country=str(found.get("CountryCode") or ""),
        phone=str(found.get("Phone") or ""),
    )


def _line(line: dict[str, Any], currency: str) -> ForeignLine:
    """Amazon tells the price of all pieces together."""
    quantity = int(line.get("QuantityOrdered") or 0)
    whole = minor(line.get("ItemPrice"), currency)
    return ForeignLine(
        ref=str(line["OrderItemId"]),
        sku=str(line.get("SellerSKU") or ""),
        quantity=quantity,
        unit_minor=(2 * whole + quantity) // (2 * quantity) if quantity else whole,
    )


def minor(money: dict[str, Any] | None, currency: str) -> int:
    """An amount in whole minor units; a currency we do not know is taken to have hundredths. Raises
    ValueError or ArithmeticError for what is no amount."""
    return whole_minor(Decimal(str((money or {}).get("Amount") or 0)), currency)


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
            lambda: seller.orders.confirm_shipment(
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
