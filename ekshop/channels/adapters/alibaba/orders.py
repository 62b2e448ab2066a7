"""Orders in, what becomes of them told back, and what is paid out: the thin shape."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ekshop.kernel import clock

from ...rules.money import whole_minor
from ..reading import listed_by_number, orders_one_by_one
from ..shape import Buyer, ChannelFacts, ForeignLine, ForeignOrder, Parcel, SettlementLine
from .client import Platform, Wrong, granted, granted_of_one

LIST, GET = "/alibaba/order/list", "/alibaba/order/get"
SHIP, CANCEL = "/alibaba/v2/order/shipping", "/alibaba/order/cancel"
OVERLAP, FIRST_LOOK = timedelta(minutes=10), timedelta(days=7)
PAGE, PAGES_MOST, AT_ONCE = 100, 10, 100
ALL_PAGES, TURNS, LEAST = 200, 3, 1_000
"""Pages at most, how often a list that changes meanwhile is gone through, and the shortest stretch of time
that is asked for, in milliseconds."""
TO_SEND, CANCELLED = "undeliver", "trade_close"
THEIR_ZONE = ZoneInfo("America/Los_Angeles")
Told = dict[str, Any]
KINDS = {
    "income": "sale",
    "commission": "fee",
    "refund": "refund",
    "freight": "freight",
    "withdraw": "transfer",
}


@dataclass(frozen=True)
class _Place:
    """`since`: all changes until then are taken, in their milliseconds; how the orders stood that the
    next look back can meet; and those asked for `again`."""

    since: int
    seen: dict[str, str]
    again: dict[str, str]

    @classmethod
    def of(cls, cursor: str) -> _Place:
        told: Told = json.loads(cursor) if cursor else {}
        since = int(told.get("since") or _milliseconds(clock.now() - FIRST_LOOK))
        return cls(since, told.get("seen") or {}, told.get("again") or {})

    @property
    def text(self) -> str:
        told: Told = {"since": self.since, "seen": self.seen}
        return json.dumps(told | ({"again": self.again} if self.again else {}))


def orders(channel: ChannelFacts, cursor: str) -> tuple[list[ForeignOrder], str]:
    """What changed, the oldest change first, a limited number at a time."""
    place = _Place.of(cursor)
    with Platform(channel) as platform:
        changed, until = _changed(platform, place.since, len(place.seen))
        fresh = {key: one for key, one in changed.items() if place.seen.get(key) != _mark(one)}
        read = orders_one_by_one(
            channel,
            dict([*fresh.items()][:AT_ONCE]),
            lambda key: _order(platform, key, fresh.get(key)),
            again=place.again,
            refusals=(Wrong,),
            now=clock.now(),
        )
    done = [one for key, one in fresh.items() if key in read.done]
    reached = max([place.since, *map(_changed_at, done)])
    if len(done) == len(fresh) and until:
        reached = max(reached, until)
    # What is said to have changed in the days to come does not take us there.
    reached = max(place.since, min(reached, _milliseconds(clock.now())))
    floor = reached - _span(OVERLAP)
    known = {
        key: _mark(one) for key, one in changed.items() if key in read.done or key not in fresh
    }
    told = {key: one for key, one in changed.items() if key in known and _changed_at(one) >= floor}
    later = {key: mark for key, mark in place.seen.items() if int(mark.split()[0]) >= floor}
    seen = later | {key: known[key] for key in told}
    return read.orders, _Place(reached, seen, read.again).text


def _changed(platform: Platform, since: int, seen: int) -> tuple[dict[str, Told], int | None]:
    """The oldest change first. Of more new ones than are read at once the earlier part, and until when
    it reaches. `seen`: how many the look back meets again."""
    start = since - _span(OVERLAP)
    first = _page(platform, start, None, 0)
    most, until = PAGES_MOST * _shown(first) + seen, None
    if _total(first) > most:
        until = _stretch(platform, since, most)
        first = _page(platform, start, until, 0)
    found = _rest(platform, start, until, first)
    ordered = sorted(found.items(), key=lambda one: (_changed_at(one[1]), one[0]))
    return dict(ordered), until


def _stretch(platform: Platform, since: int, most: int) -> int:
    """Until when no more than so many orders changed: the latest such moment, roughly; a second later
    than `since` at least, also where there are more in it."""
    fits, does_not = since + LEAST, _milliseconds(clock.now())
    while does_not - fits > LEAST:
        tried = (fits + does_not) // 2
        total = _total(_page(platform, since - _span(OVERLAP), tried, 0))
        if most // 2 <= total <= most:
            return tried
        fits, does_not = (tried, does_not) if total <= most else (fits, tried)
    return fits


def _rest(platform: Platform, start: int, until: int | None, first: Told) -> dict[str, Told]:
    """Every page. Where orders come or go while we turn them, one may slip from a page to one that was
    turned already: then the list is gone through once more."""
    found = _orders(platform, first)
    size, total = _shown(first), _total(first)
    for _turn in range(TURNS):
        steady = True
        for page in range(1, min(-(-total // size), ALL_PAGES) if size else 0):
            told = _page(platform, start, until, page)
            found |= _orders(platform, told)
            steady = steady and _total(told) == total
        if steady:
            break
        first = _page(platform, start, until, 0)
        found |= _orders(platform, first)
        total = _total(first)
    return found


def _orders(platform: Platform, told: Told) -> dict[str, Told]:
    return listed_by_number(platform.channel, told.get("order_list"), "trade_id", _mark)


def _total(told: Told) -> int:
    return int(told.get("total_count") or _shown(told))


def _shown(told: Told) -> int:
    return len(told.get("order_list") or ())


def _page(platform: Platform, start: int, until: int | None, page: int) -> Told:
    """Pages are numbered from 0, and days told as their clock in California has them."""
    asked: Told = {"role": "seller", "modified_date_start": _their(start), "page_size": PAGE}
    if until is not None:
        asked["modified_date_end"] = _their(until)
    return granted(platform, LIST, start_page=page, **asked)


def _their(at: int) -> dict[str, str]:
    day = datetime.fromtimestamp(at / 1000, THEIR_ZONE)
    return {"date_str": f"{day:%Y-%m-%d %H:%M:%S}", "date_timestamp": str(at)}


def _changed_at(listed: Told) -> int:
    return int(listed["modify_date"]["timestamp"])


def _mark(order: Told) -> str:
    return f"{_changed_at(order)} {order['trade_status']}"


def _order(platform: Platform, number: str, listed: Told | None) -> ForeignOrder | None:
    """None for one that is neither to be sent nor cancelled. Only of one to be sent the buyer is
    taken."""
    if listed and listed["trade_status"] not in (TO_SEND, CANCELLED):
        return None
    told = platform.call(GET, e_trade_id=number, language="en_US")
    status = str(told.get("trade_status") or (listed or {})["trade_status"])
    if status not in (TO_SEND, CANCELLED):
        return None
    placed = datetime.fromtimestamp(int(told["create_date"]["timestamp"]) / 1000, UTC)
    number, channel = str(told["trade_id"]), platform.channel
    if status == CANCELLED:
        return ForeignOrder(number, placed, channel.currency, Buyer(""), (), state="cancelled")
    products = told.get("order_products") or []
    currency = _currency([told.get("shipment_fee"), *(one.get("unit_price") for one in products)])
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


def _currency(prices: Iterable[Told | None]) -> str:
    """ "" where none is told; ValueError for more than one."""
    found = {str(one["currency"]).upper() for one in prices if one and one.get("currency")}
    if len(found) > 1:
        raise ValueError(f"one order in {', '.join(sorted(found))}")
    return next(iter(found), "")


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
        granted_of_one(platform, SHIP, shipping_request=sent)


def cancel(channel: ChannelFacts, ref: str, reason: str) -> None:
    """Alibaba takes no reason."""
    with Platform(channel) as platform:
        granted_of_one(platform, CANCEL, trade_id=ref)


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
