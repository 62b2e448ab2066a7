"""The life of an order from abroad, what only a person can settle, and how little we keep."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ekshop.kernel.countries import country_said
from ekshop.kernel.machines import Machine

_BEFORE_SHIPPING = ("received", "reserved", "gathering", "at_hub", "packed")
_SHIPPED = ("shipped", "delivered", "settled")
ENDED = ("refused", "cancelled", "returned")
"""Nothing follows these."""

EXPORT_ORDER = Machine(
    name="export_order",
    initial="received",
    states={
        "received": _("Taken in"),
        "reserved": _("Goods reserved"),
        "gathering": _("On the way to the hub"),
        "at_hub": _("At the hub"),
        "packed": _("Packed"),
        "shipped": _("On the way abroad"),
        "delivered": _("Delivered"),
        "settled": pgettext_lazy("order from abroad", "Settled"),
        "refused": _("Refused"),
        "cancelled": _("Cancelled"),
        "lost": _("Lost"),
        "returned": _("Returned"),
    },
    transitions=[
        ("received", "reserve", "reserved", _("Goods reserved")),
        ("received", "refuse", "refused", _("Refused")),
        ("reserved", "gather", "gathering", _("Confirmed by a seller")),
        (("reserved", "gathering"), "arrive", "at_hub", _("All at the hub")),
        ("at_hub", "fall_short", "gathering", _("Something is missing after all")),
        ("at_hub", "pack", "packed", _("Packed")),
        ("packed", "unpack", "at_hub", _("Unpacked")),
        ("packed", "ship", "shipped", _("Given to the carrier")),
        (("shipped", "lost"), "deliver", "delivered", _("Delivered")),
        ("delivered", "settle", "settled", _("Settled by the channel")),
        (_BEFORE_SHIPPING, "cancel", "cancelled", _("Cancelled")),
        ("shipped", "lose", "lost", _("Lost on the way")),
        (_SHIPPED, "return", "returned", _("Come back")),
    ],
    final=set(ENDED),
)

STAGES: Mapping[str, tuple[str, ...]] = {
    "received": ("received",),
    "gathering": ("reserved", "gathering"),
    "packing": ("at_hub",),
    "sending": ("packed",),
    "abroad": ("shipped",),
    "unsettled": ("delivered",),
    "done": ("settled",),
    "ended": ("refused", "cancelled", "lost", "returned"),
}
"""What the operator's work list is divided by."""
STAGE_WORDS: Mapping[str, Any] = {
    "received": _("Taken in"),
    "gathering": _("Gathering"),
    "packing": _("To be packed"),
    "sending": _("To be sent"),
    "abroad": _("On the way abroad"),
    "unsettled": _("Delivered, not settled"),
    "done": pgettext_lazy("order from abroad", "Settled"),
    "ended": _("Ended otherwise"),
}
BEFORE_SHIPPING, SHIPPED = _BEFORE_SHIPPING, _SHIPPED
OVER = ("delivered", "settled", "refused", "cancelled", "lost", "returned")
"""States in which nobody needs to know any more where the buyer lives, once the time for questions
is over."""

CONSIGNMENT = Machine(
    name="consignment",
    initial="open",
    states={
        "open": _("Being filled"),
        "closed": _("Closed, to be fetched"),
        "handed_over": _("With the carrier"),
        "ended": _("All delivered"),
    },
    transitions=[
        ("open", "close", "closed", _("Closed")),
        ("closed", "reopen", "open", _("Opened again")),
        ("closed", "hand_over", "handed_over", _("Given to the carrier")),
        ("handed_over", "end", "ended", _("All arrived or lost")),
    ],
)

CONCERNS: Mapping[str, tuple[Any, Any]] = {
    "listing_unknown": (
        _("The channel sold something we never listed there: %(sku)s."),
        _("Find the listing and try again, or refuse the order."),
    ),
    "listing_ended": (
        _("The listing %(sku)s had ended when it was ordered."),
        _("List it again and try again, or refuse the order."),
    ),
    "currency": (
        _("The order is in %(currency)s, a currency without a rate of ours."),
        _("Record a rate of exchange and try again, or refuse the order."),
    ),
    "address": (
        _("The address cannot be delivered to: %(what)s"),
        _("Ask the channel, correct the address and try again, or refuse the order."),
    ),
    "nonsense": (
        _("The order cannot be as it was told: %(what)s"),
        _("Ask the channel. Nothing can be done here but refuse it."),
    ),
    "stock": (
        _("Too little is left: %(what)s"),
        _("Wait for stock and try again, or refuse the order."),
    ),
    "not_orderable": (
        _("It cannot be ordered here: %(what)s"),
        _("Settle what stands in the way and try again, or refuse the order."),
    ),
    "amounts_changed": (
        _("The channel tells it otherwise now: %(was)s became %(now)s."),
        _(
            "Ask the channel which holds. Take the new order over while nothing is reserved, or cancel."
        ),
    ),
    "supply_short": (
        _("Not all of it comes to the hub: %(what)s"),
        _("Order what is missing again, send what is there, or cancel the order."),
    ),
    "late_cancel": (
        _("The buyer cancelled after it was sent."),
        _("Stop it with the carrier if that is possible, and note what was done."),
    ),
    "not_told": (
        _("The channel could not be told: %(what)s"),
        _("Try to tell it again, or do it on the channel's own pages and note it here."),
    ),
    "no_rate": (
        _("No rate of exchange is recorded for %(currency)s on the day it was sent."),
        _("Record the rate; then give the consignment to the carrier."),
    ),
    "lost": (
        _("The carrier lost it."),
        _("Claim it from the carrier, and note what came of it."),
    ),
    "returned": (
        _("It came back, or the buyer wants to give it back."),
        _("Look at the goods and record why they came back."),
    ),
}
"""What is said of an order that needs a person, and what that person can do."""

RETURN_CAUSES = {
    "fault": (_("A fault nobody could see at the hub"), "export_fault_seller_share"),
    "changed_mind": (_("The buyer changed their mind"), "export_changed_mind_seller_share"),
    "carrier": (_("Lost or broken on the way abroad"), "export_carrier_seller_share"),
}
"""Why a sale abroad was undone, and the rule that says how much of the goods' price the seller
bears; the rest is ek-Shop's."""

PIECES_AT_MOST, MINOR_AT_MOST = 100_000, 10**12
"""Beyond these a line is a mistake and no order."""

SHIP_RULE, KEPT_RULE = "export_ship", "export_buyer_kept"
SHIP_KIND = "export_ship"
WAY_RULE = "export_way"

SETTLEMENT_KINDS = {
    "sale": _("Sale"),
    "fee": _("Fee"),
    "refund": _("Given back to the buyer"),
    "freight": _("Freight"),
    "transfer": _("Sent to our bank"),
}
SETTLEMENT_STATES = {
    "booked": _("Booked"),
    "unmatched": _("No such order"),
    "no_rate": _("No rate of exchange"),
    "doubtful": _("Cannot be right"),
    "aside": _("Set aside"),
    "by_hand": _("Booked by hand"),
}
IN_THE_BOOKS = ("booked", "by_hand")
SETTLEMENT_BOOKING = Machine(
    name="settlement_booking",
    initial="asked",
    states={
        "asked": _("Waits for a second person"),
        "booked": _("Booked"),
        "refused": _("Not booked"),
        "undo_asked": _("To be taken back: waits for a second person"),
        "undone": _("Taken back"),
    },
    transitions=[
        ("asked", "confirm", "booked", _("Confirmed by a second person")),
        ("asked", "refuse", "refused", _("Not confirmed")),
        ("booked", "ask_undo", "undo_asked", _("Asked to be taken back")),
        ("undo_asked", "keep", "booked", _("Left as it is")),
        ("undo_asked", "undo", "undone", _("Taken back by a second person")),
    ],
)
HAND_ACCOUNTS = {
    "channel_fees": _("A fee of the channel"),
    "export_freight": _("Freight"),
    "export_income": _("Income"),
    "export_loss": _("A loss"),
    "bank": _("Sent to our bank, and arrived"),
    "differences": _("Something else, under inquiry"),
}
"""What a line that fits nothing may have been, by the account it is then booked to."""
AS_TOLD = "as_told"
BOOKED_AS = {**HAND_ACCOUNTS, AS_TOLD: _("What the channel says it was")}
"""How two persons book a line; the last is a doubtful one that is right all the same."""


def hand_accounts(kind: str) -> list[str]:
    """Those a line of this kind may be booked to; only a transfer can have reached our bank."""
    return [each for each in HAND_ACCOUNTS if each != "bank" or kind == "transfer"]


DOUBTS = {
    "currency": _("This line of a statement is in another currency than its order."),
    "sale_above": _("This line of a statement pays more than the buyer ordered for."),
    "sale_below": _("This line of a statement takes back more than was ever paid."),
    "fee_above": _("This line of a statement keeps a fee above the whole sale."),
    "fee_below": _("This line of a statement gives back more fee than was ever kept."),
    "freight_above": _("This line of a statement keeps freight above the whole sale."),
    "freight_below": _("This line of a statement gives back more freight than was ever kept."),
    "refund_above": _("This line of a statement gives the buyer back more than was sold."),
    "refund_below": _("This line of a statement takes back more than the buyer was given back."),
    "transfer_above": _(
        "This line of a statement says that more was sent to our bank than is ours there."
    ),
    "transfer_back": _("This line of a statement says that money was taken from our bank."),
}
"""Why a line of a statement cannot be right, and waits for a person: told by a channel is not true."""


def doubt_of(kind: str, *, told: int, ceiling: int, same_currency: bool) -> str:
    """Which of DOUBTS an order's line gives reason for, "" for none. `told`: all that was told of the
    order in lines of the kind, this one with them, in minor units, as the channel signs it: what it
    pays above nought. `ceiling`: the most the order can have brought."""
    if kind == "transfer":
        return ""
    if not same_currency:
        return "currency"
    kept = told if kind == "sale" else -told
    if kept > ceiling:
        return f"{kind}_above"
    return f"{kind}_below" if kept < 0 else ""


def transfer_doubt(minor: int, *, balance_minor: int) -> str:
    """The same of a transfer, `minor` below nought; `balance_minor`: what the channel holds of ours."""
    if minor > 0:
        return "transfer_back"
    return "transfer_above" if -minor > max(balance_minor, 0) else ""


CARRIERS = [
    ("sandbox_carrier", _("Sandbox carrier")),
    ("manual", _("Another carrier, entered by hand")),
]
GRAMS_AT_MOST = 100_000
CARRIER_STATUSES = ("picked_up", "in_transit", "customs", "delivered", "returned", "lost")
STATUS_WORDS = {
    "picked_up": _("With the carrier"),
    "in_transit": _("On the way"),
    "customs": _("At customs"),
    "delivered": _("Delivered"),
    "returned": _("On its way back"),
    "lost": _("Lost"),
}

POSTCODES = {
    "US": r"\d{5}(-\d{4})?",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "MX": r"\d{5}",
    "LK": r"\d{5}",
    "KR": r"\d{5}",
    "IN": r"[1-9]\d{5}",
    "TH": r"\d{5}",
    "TW": r"\d{3}(\d{2,3})?",
    "CN": r"\d{6}",
}
"""By country, what a postcode looks like; a channel's settings may say otherwise."""

WEIGHT_SHARE_BP, WEIGHT_GRAMS = 1_000, 100
"""So far a parcel's weight may be from what its goods weigh by their papers: a tenth, and the box."""


_filled: Callable[[Any, Mapping[str, Any]], Any] = lazy(lambda words, told: str(words) % told, str)
"""Filled in when it is read: "%" alone would do it now, in the language of the worker."""


def address_problems(buyer: Mapping[str, Any], terms: Mapping[str, Any]) -> list[Any]:
    """What is wrong with an address by the channel's own rules, in words.

    `terms`: `countries` it delivers to, `needs` further fields of the buyer, `line_most` letters in
    a line, `postcode` {country: pattern}. Without a word on it, name, street, city and country are
    needed and a postcode looks as its country's do.
    """
    found: list[Any] = []
    for field, words in BUYER_FIELDS.items():
        needed = field in {"name", "lines", "city", "country", *terms.get("needs", ())}
        if needed and not buyer.get(field):
            found.append(_filled(_("%(field)s is missing."), {"field": words}))
    country = str(buyer.get("country", "")).upper()
    allowed = [str(each).upper() for each in terms.get("countries", ())]
    if country and allowed and country not in allowed:
        told = {"country": country_said(country)}
        found.append(_filled(_("This channel does not deliver to %(country)s."), told))
    pattern = {**POSTCODES, **terms.get("postcode", {})}.get(country)
    if pattern and not re.fullmatch(pattern, str(buyer.get("postcode", "")).strip().upper()):
        told = {"postcode": buyer.get("postcode", ""), "country": country_said(country)}
        found.append(_filled(_("“%(postcode)s” is no postcode of %(country)s."), told))
    most = int(terms.get("line_most", 0))
    if most and any(len(line) > most for line in buyer.get("lines", ())):
        words = _("A line of the address has more than %(most)s letters.")
        found.append(_filled(words, {"most": most}))
    return found


BUYER_FIELDS = {
    "name": _("The name"),
    "lines": _("The street"),
    "city": _("The city"),
    "region": _("The region"),
    "postcode": _("The postcode"),
    "country": _("The country"),
    "phone": _("The telephone number"),
}


def order_fingerprint(
    *, currency: str, shipping_minor: int, lines: Iterable[tuple[str, str, int, int]]
) -> str:
    """What is ordered at which price, in 64 characters: (ref, sku, quantity, unit price) a line."""
    told = [currency, shipping_minor, sorted(map(list, lines))]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def weight_fits(*, weighed_g: int, expected_g: int) -> bool:
    return abs(weighed_g - expected_g) * 10_000 <= expected_g * WEIGHT_SHARE_BP + (
        WEIGHT_GRAMS * 10_000
    )
