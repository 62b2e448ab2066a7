"""Orders in, what becomes of them told back, and what is paid out: the thin shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from ekshop.kernel import clock

from ...rules.money import whole_minor
from ...rules.strange import FAILURES
from ..shape import (
    Buyer,
    ChannelAway,
    ChannelBusy,
    ChannelFacts,
    ChannelRefuses,
    ForeignLine,
    ForeignOrder,
    Parcel,
    SettlementLine,
    Unread,
)
from .client import Platform, Wrong

LIST, GET = "/alibaba/order/list", "/alibaba/order/get"
SHIP, CANCEL = "/alibaba/order/shipment/confirm", "/alibaba/order/cancel"
FUNDS = "/alibaba/order/fund/list"
OVERLAP, FIRST_LOOK = timedelta(minutes=10), timedelta(days=7)
PAGE, PAGES_MOST, AT_ONCE = 20, 25, 100
TO_SEND, CANCELLED = "paid", "cancelled"
KINDS = {
    "income": "sale",
    "commission": "fee",
    "refund": "refund",
    "freight": "freight",
    "withdraw": "transfer",
}


def orders(channel: ChannelFacts, cursor: str) -> tuple[list[ForeignOrder], str]:
    """What changed, the oldest change first. The cursor is when the last change was that we took, in
    milliseconds, and how the orders stood that the next look back can meet."""
    told: dict[str, Any] = json.loads(cursor) if cursor else {}
    since = int(told.get("since") or _milliseconds(clock.now() - FIRST_LOOK))
    seen: dict[str, str] = told.get("seen") or {}
    found: list[ForeignOrder] = []
    taken: list[dict[str, Any]] = []
    with Platform(channel) as platform:
        changed = _changed(platform, since - _span(OVERLAP))
        fresh = [one for one in changed if seen.get(str(one["trade_id"])) != _mark(one)]
        for one in fresh[:AT_ONCE]:
            try:
                order = _order(platform, one)
            except (ChannelBusy, ChannelAway):
                if not taken:
                    raise
                break
            except FAILURES as odd:
                source = f"order {one['trade_id']}"
                channel.report(source, [Unread(0, "order", repr(odd), json.dumps(one))])
                order = None
            taken.append(one)
            found += [order] if order else []
    reached = max([since, *(int(one["gmt_modified"]) for one in taken)])
    done = {str(one["trade_id"]) for one in taken}
    kept = {
        str(one["trade_id"]): _mark(one)
        for one in changed
        if (str(one["trade_id"]) in done or one not in fresh)
        and int(one["gmt_modified"]) >= reached - _span(OVERLAP)
    }
    return found, json.dumps({"since": reached, "seen": kept})


def _changed(platform: Platform, since: int) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for page in range(1, PAGES_MOST + 1):
        result = _granted(platform, LIST, modified_start=since, current_page=page, page_size=PAGE)
        listed = result.get("orders") or []
        found |= {str(one["trade_id"]): one for one in listed}
        if len(listed) < PAGE:
            break
    return sorted(found.values(), key=lambda one: (int(one["gmt_modified"]), str(one["trade_id"])))


def _mark(order: dict[str, Any]) -> str:
    return f"{order['gmt_modified']} {order['trade_status']}"


def _order(platform: Platform, listed: dict[str, Any]) -> ForeignOrder | None:
    """None for one that is neither to be sent nor cancelled. Only of one to be sent the buyer is
    taken."""
    status = listed["trade_status"]
    if status not in (TO_SEND, CANCELLED):
        return None
    told = _granted(platform, GET, trade_id=str(listed["trade_id"]))["order"]
    placed = datetime.fromtimestamp(int(told["gmt_create"]) / 1000, UTC)
    number, channel = str(told["trade_id"]), platform.channel
    if status == CANCELLED:
        return ForeignOrder(number, placed, channel.currency, Buyer(""), (), state="cancelled")
    products = told.get("order_products") or []
    prices = [one.get("unit_price") or {} for one in products]
    currency = next((str(one["currency"]) for one in prices if one.get("currency")), "")
    currency = currency or channel.currency
    return ForeignOrder(
        ref=number,
        placed_at=placed,
        currency=currency,
        buyer=_buyer(told.get("shipping_address") or {}),
        lines=tuple(
            ForeignLine(
                ref=str(one["id"]),
                sku=str(one.get("model") or ""),
                quantity=int(one.get("quantity") or 0),
                unit_minor=minor((one.get("unit_price") or {}).get("amount"), currency),
            )
            for one in products
        ),
        shipping_minor=minor((told.get("shipment_fee") or {}).get("amount"), currency),
    )


def _buyer(told: dict[str, Any]) -> Buyer:
    def said(name: str) -> str:
        return str(told.get(name) or "")

    return Buyer(
        name=said("name"),
        lines=(said("address"),) if said("address") else (),
        city=said("city"),
        region=said("province"),
        postcode=said("zip"),
        country=said("country_code"),
        phone=said("phone"),
    )


def ship(channel: ChannelFacts, ref: str, parcel: Parcel) -> None:
    with Platform(channel) as platform:
        _granted(
            platform, SHIP, trade_id=ref, carrier=parcel.carrier, tracking_number=parcel.number
        )


def cancel(channel: ChannelFacts, ref: str, reason: str) -> None:
    with Platform(channel) as platform:
        _granted(platform, CANCEL, trade_id=ref, reason=reason)


def settlements(channel: ChannelFacts, since: datetime) -> list[SettlementLine]:
    """A kind of line we do not know counts as a fee: it is neither a sale nor money sent to us."""
    with Platform(channel) as platform:
        flows = _granted(platform, FUNDS, start=_milliseconds(since)).get("flows") or []
    return [
        SettlementLine(
            order_ref="" if one["type"] == "withdraw" else str(one.get("trade_id") or ""),
            kind=KINDS.get(str(one["type"]), "fee"),
            minor=minor(one["amount"], str(one["currency"])),
            currency=str(one["currency"]),
            at=datetime.fromtimestamp(int(one["time"]) / 1000, UTC),
            reference=str(one["flow_id"]),
        )
        for one in flows
    ]


def _granted(platform: Platform, path: str, **params: Any) -> dict[str, Any]:
    try:
        return platform.call(path, **params)
    except Wrong as wrong:
        raise ChannelRefuses(why=wrong.message or wrong.code) from wrong


def minor(amount: Any, currency: str) -> int:
    """In whole minor units; a currency we do not know is taken to have hundredths."""
    try:
        told = Decimal(str(amount or 0))
    except InvalidOperation:
        return 0
    return whole_minor(told, currency)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _span(time: timedelta) -> int:
    return round(time.total_seconds() * 1000)
