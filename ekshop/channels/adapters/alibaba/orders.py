"""Orders in, what becomes of them told back, and what is paid out: the thin shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

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
    SettlementLine,
    Unread,
)
from .client import Platform, granted

LIST, GET = "/alibaba/order/list", "/alibaba/order/get"
SHIP, CANCEL = "/alibaba/v2/order/shipping", "/alibaba/order/cancel"
OVERLAP, FIRST_LOOK = timedelta(minutes=10), timedelta(days=7)
PAGE, PAGES_MOST, AT_ONCE = 100, 10, 100
TO_SEND, CANCELLED = "undeliver", "trade_close"
THEIR_ZONE = ZoneInfo("America/Los_Angeles")
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
    reached = max([since, *(_changed_at(one) for one in taken)])
    done = {str(one["trade_id"]) for one in taken}
    kept = {
        str(one["trade_id"]): _mark(one)
        for one in changed
        if (str(one["trade_id"]) in done or one not in fresh)
        and _changed_at(one) >= reached - _span(OVERLAP)
    }
    return found, json.dumps({"since": reached, "seen": kept})


def _changed(platform: Platform, since: int) -> list[dict[str, Any]]:
    """The pages are numbered from 0, and days told as their clock in California has them."""
    found: dict[str, dict[str, Any]] = {}
    at = datetime.fromtimestamp(since / 1000, THEIR_ZONE)
    start = {"date_str": f"{at:%Y-%m-%d %H:%M:%S}", "date_timestamp": str(since)}
    asked = {"role": "seller", "modified_date_start": start, "page_size": PAGE}
    for page in range(PAGES_MOST):
        listed = granted(platform, LIST, start_page=page, **asked).get("order_list") or []
        found |= {str(one["trade_id"]): one for one in listed}
        if len(listed) < PAGE:
            break
    return sorted(found.values(), key=lambda one: (_changed_at(one), str(one["trade_id"])))


def _changed_at(listed: dict[str, Any]) -> int:
    return int(listed["modify_date"]["timestamp"])


def _mark(order: dict[str, Any]) -> str:
    return f"{_changed_at(order)} {order['trade_status']}"


def _order(platform: Platform, listed: dict[str, Any]) -> ForeignOrder | None:
    """None for one that is neither to be sent nor cancelled. Only of one to be sent the buyer is
    taken."""
    status = listed["trade_status"]
    if status not in (TO_SEND, CANCELLED):
        return None
    told = granted(platform, GET, e_trade_id=str(listed["trade_id"]), language="en_US")
    placed = datetime.fromtimestamp(int(told["create_date"]["timestamp"]) / 1000, UTC)
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
                sku=str(one.get("model_number") or ""),
                quantity=_pieces(one.get("quantity")),
                unit_minor=minor((one.get("unit_price") or {}).get("amount"), currency),
            )
            for one in products
        ),
        shipping_minor=minor((told.get("shipment_fee") or {}).get("amount"), currency),
    )


def _pieces(told: Any) -> int:
    """ "2.0000" is two; half a piece is a fault. ValueError."""
    number = Decimal(str(told or 0))
    if number != int(number):
        raise ValueError(f"{told} pieces")
    return int(number)


def _buyer(told: dict[str, Any]) -> Buyer:
    """What they do not know they tell as the word "null"."""

    def said(name: str, of: dict[str, Any] = told) -> str:
        text = str(of.get(name) or "")
        return "" if text == "null" else text

    numbers = [told.get(name) or {} for name in ("mobile", "telephone")]
    phones = [
        " ".join(part for name in ("country", "area", "number") if (part := said(name, one)))
        for one in numbers
        if said("number", one)
    ]
    return Buyer(
        name=said("contact_person"),
        lines=tuple(line for name in ("address", "alternate_address") if (line := said(name))),
        city=said("city"),
        region=said("province"),
        postcode=said("zip"),
        country=said("country_code"),
        phone=next(iter(phones), ""),
    )


def ship(channel: ChannelFacts, ref: str, parcel: Parcel) -> None:
    """Of the carrier Alibaba wants its own code: setting `carriers`, one "DHL CODE" a line."""
    lines = [
        one.rsplit(None, 1) for one in str(channel.settings.get("carriers") or "").splitlines()
    ]
    codes = {one[0].lower(): one[1] for one in lines if len(one) == 2}
    sent = {
        "trade_id": ref,
        "service_provider": codes.get(parcel.carrier.lower(), parcel.carrier),
        "logistics_type": "EXPRESS",
        "tracking_number": parcel.number,
    }
    with Platform(channel) as platform:
        granted(platform, SHIP, shipping_request=sent)


def cancel(channel: ChannelFacts, ref: str, reason: str) -> None:
    """Alibaba takes no reason."""
    with Platform(channel) as platform:
        granted(platform, CANCEL, trade_id=ref)


def settlements(channel: ChannelFacts, since: datetime) -> list[SettlementLine]:
    """No list of payouts is published. Where Alibaba has told one to the account's owner, its path is
    the setting `payouts`; without it nothing is asked, and statements are brought as a table. A kind
    of line we do not know counts as a fee: it is neither a sale nor money sent to us."""
    path = str(channel.settings.get("payouts") or "").strip()
    if not path:
        return []
    with Platform(channel) as platform:
        flows = granted(platform, path, start=_milliseconds(since)).get("flows") or []
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


def minor(amount: Any, currency: str) -> int:
    """In whole minor units; a currency we do not know is taken to have hundredths. Raises ValueError
    or ArithmeticError for what is no amount."""
    return whole_minor(Decimal(str(amount or 0)), currency)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _span(time: timedelta) -> int:
    return round(time.total_seconds() * 1000)
