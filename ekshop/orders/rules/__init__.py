"""The order's states and arithmetic."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import format_date
from ekshop.kernel.states import Machine

from .replies import (
    ANSWERED_BY,
    SPOKEN,
    SPOKEN_WORDING,
    ProducerReply,
    number_after,
    producer_reply_read,
)

__all__ = [
    "ANSWERED_BY",
    "SPOKEN",
    "SPOKEN_WORDING",
    "ProducerReply",
    "number_after",
    "producer_reply_read",
]

CHANNELS = [("walk_in", _("At the centre")), ("telephone", _("By telephone"))]
TRIAL = "trial"
"""The channel of an order that only tries how a seller's system answers: nobody pays for it, and
nobody but that seller and the platform itself ever sees it."""
EXPORT = "export"
"""The channel of the supply of an order from abroad: placed by the platform at the export hub, which
inspects and takes the goods. No customer stands behind it, and no centre sells it."""

CONSENT_WORDING = "order-1"
"""The version of the words read aloud before a centre orders for someone."""

LINES_AT_MOST = 40
QUANTITY_AT_MOST = 999
"""Of one offer in one order: a slip of the finger stops here, not at the seller."""

SELLER_ORDER = Machine(
    name="seller_order",
    initial="placed",
    states={
        "placed": _("Waiting for the seller"),
        "confirmed": _("Confirmed"),
        "declined": _("Declined"),
        "expired": _("No answer in time"),
        "cancelled": _("Cancelled"),
        "shipped": _("On the way"),
        "arrived": _("At the centre"),
        "inspected": _("Inspected, to be paid"),
        "refused": _("Refused at inspection"),
        "paid": _("Paid, to be handed over"),
        "handed_over": _("Handed over"),
        "uncollected": _("Not collected, sent back"),
        "lost": _("Lost"),
    },
    transitions=[
        ("placed", "confirm", "confirmed", _("Confirmed by the seller")),
        ("placed", "decline", "declined", _("Declined by the seller")),
        ("placed", "expire", "expired", _("The seller did not answer in time")),
        ("placed", "cancel", "cancelled", _("Cancelled by the centre")),
        ("confirmed", "cancel", "cancelled", _("Cancelled by the centre")),
        ("confirmed", "fail", "declined", _("Not good enough at the first inspection")),
        ("confirmed", "ship", "shipped", _("Handed to the courier")),
        ("shipped", "arrive", "arrived", _("Arrived at the centre")),
        ("shipped", "lose", "lost", _("Lost on the way")),
        ("lost", "arrive", "arrived", _("Found and arrived")),
        ("arrived", "inspect", "inspected", _("Inspected and accepted")),
        ("arrived", "refuse", "refused", _("Inspected and refused whole")),
        ("inspected", "pay", "paid", _("Paid")),
        ("paid", "hand_over", "handed_over", _("Handed to the customer")),
        ("arrived", "give_up", "uncollected", _("Sent back, not collected")),
        ("inspected", "give_up", "uncollected", _("Sent back, not collected")),
        ("paid", "give_up", "uncollected", _("Sent back, not collected")),
    ],
    final={"declined", "expired", "cancelled", "refused", "handed_over", "uncollected"},
)

LINE = Machine(
    name="order_line",
    initial="placed",
    states={
        "placed": _("Waiting for the seller"),
        "confirmed": _("Confirmed"),
        "declined": _("Declined"),
        "expired": _("No answer in time"),
        "cancelled": _("Cancelled"),
    },
    transitions=[
        ("placed", "confirm", "confirmed", _("Confirmed")),
        ("placed", "decline", "declined", _("Declined")),
        ("placed", "expire", "expired", _("No answer in time")),
        ("placed", "cancel", "cancelled", _("Cancelled")),
        ("confirmed", "cancel", "cancelled", _("Cancelled")),
        ("confirmed", "fail", "declined", _("Not good enough at the first inspection")),
    ],
)

# The rule of the rule book that says how long goods may take, by whether they stay in a district.
DELIVERY_RULES = {True: "delivery_same_district", False: "delivery_elsewhere"}

PLACED_LABEL = _("Placed by the centre")

COMING_STATES = frozenset({"placed", "confirmed", "shipped", "arrived"})
INSPECTED_STATES = frozenset({"inspected", "refused", "paid", "handed_over"})
LIVE_LINE_STATES = frozenset({"placed", "confirmed"})
REPLACEABLE_LINE_STATES = frozenset({"declined", "expired", "cancelled"})

DECLINE_REASONS = [
    ("out_of_stock", _("Out of stock")),
    ("price_changed", _("The price has changed")),
    ("discontinued", _("No longer sold")),
    ("cannot_deliver", _("Cannot deliver there")),
    ("other", _("Another reason")),
]

FIRST_CHECK, NOT_BROUGHT = "first_check", "not_brought"
DECLINED_FOR = [
    *DECLINE_REASONS,
    (FIRST_CHECK, _("Not good enough at the first inspection")),
    (NOT_BROUGHT, _("Not brought to the producer's centre")),
]
"""Why a line will not come: what sellers say, and what the first inspection found."""

# Who must act next, and what they do, by state.
NEXT_STEPS: dict[str, tuple[str, Any]] = {
    "placed": ("seller", _("The seller confirms or declines.")),
    "confirmed": ("seller", _("The seller hands the parcel to the courier.")),
    "shipped": ("courier", _("The courier brings the parcel to the centre.")),
    "arrived": ("centre", _("The centre opens the parcel and inspects it.")),
    "inspected": ("centre", _("The centre takes the money for what was accepted.")),
    "paid": ("centre", _("The customer comes with the code and takes the goods.")),
    "declined": ("centre", _("The centre offers the customer another seller's goods.")),
    "expired": ("centre", _("The centre offers the customer another seller's goods.")),
    "lost": ("seller", _("Nothing is to be paid. The seller looks for the parcel.")),
}
ACTORS = {"seller": _("Seller"), "courier": _("Courier"), "centre": _("Centre")}


RATE_ROLES = [
    ("sale", _("For selling: the centre that places the order")),
    ("sourcing", _("For sourcing: the centre that looks after the producer")),
]

# In which order commission rules are tried; the first that fits holds. For people, as `rate_for`
# says it for machines.
RATE_ORDER = [
    _("A rule for just this offer comes before all others."),
    _("Then a rule for this seller before one for any seller."),
    _(
        "Then a rule for the category of the goods, before one for the category above it, before one for any category."
    ),
    _(
        "Of two that say the same about the goods, one for a group of centres comes before one for every centre; of two groups the one made first."
    ),
]


@dataclass(frozen=True, slots=True)
class Rate:
    """A commission rate as the choice needs it; None: any.

    `centre_ids`: those of the centres asked about that are in its group.
    """

    id: int
    seller_id: int | None
    category_id: int | None
    rate_bp: int
    role: str = "sale"
    offer_id: int | None = None
    group_id: int | None = None
    centre_ids: Sequence[int] = ()


def rate_for(
    rates: Iterable[Rate],
    *,
    seller_id: int,
    category_id: int,
    parent_category_id: int | None,
    offer_id: int | None = None,
    centre_id: int | None = None,
    role: str = "sale",
) -> Rate | None:
    """The first that fits, in the order RATE_ORDER tells: the offer's before the seller's before
    anyone's; among those the category's before its parent's before any category's; and then that
    of a group `centre_id` is in, the group made first, before that of all centres.
    """
    nearness = {parent_category_id: 1, category_id: 0, None: 2}
    fitting = [
        (
            rate.offer_id is None,
            rate.seller_id is None,
            nearness[rate.category_id],
            rate.group_id is None,
            rate.group_id or 0,
            rate.id,
            rate,
        )
        for rate in rates
        if rate.role == role
        and rate.offer_id in (None, offer_id)
        and rate.seller_id in (None, seller_id)
        and (rate.category_id is None or rate.category_id in (category_id, parent_category_id))
        and (rate.group_id is None or centre_id in rate.centre_ids)
    ]
    return min(fitting)[-1] if fitting else None


def only_left(left: int) -> object:
    """The words for too little stock."""
    if left <= 0:
        return _("Nothing is left.")
    return format_lazy(_("Only {left} left."), left=left)


def resting_until(back: date) -> object:
    """The words for a producer who does not work for long, behind her goods' title."""
    return format_lazy(
        _("she who makes it does not work before {day}."),
        day=format_date(back, get_language() or "bn"),
    )


def fingerprint(
    *,
    centre_id: int,
    customer_id: int,
    channel: str,
    lines: Iterable[tuple[int, int, int]],
    replaces_line_id: int | None,
) -> str:
    """What an order asks for, in 64 characters: the same nonce must come with the same."""
    asked = [centre_id, customer_id, channel, sorted(map(list, lines)), replaces_line_id]
    return hashlib.sha256(json.dumps(asked, separators=(",", ":")).encode()).hexdigest()


def standing_poisha(seller_order: Any, *, accepted_poisha: int) -> int:
    """What the customer owes, or paid, for a seller order as it stands: until inspection for all
    that still comes, then for what was accepted. Nothing for what was lost on the way.
    """
    goods = accepted_poisha if seller_order.state in INSPECTED_STATES else 0
    if seller_order.state in COMING_STATES:
        goods = seller_order.goods_poisha
    return payable_poisha(accepted_poisha=goods, delivery_poisha=seller_order.delivery_poisha)


def payable_poisha(*, accepted_poisha: int, delivery_poisha: int) -> int:
    """What the customer owes for a seller order: accepted goods, and delivery if there are any."""
    return accepted_poisha + delivery_poisha if accepted_poisha else 0
