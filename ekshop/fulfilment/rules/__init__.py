"""Shipments, inspection and returns: states and arithmetic."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

from .bearing import BEARER_BY_NUMBER, BEARERS, LEGS, bearing_rule, leg_of

__all__ = ["BEARERS", "BEARER_BY_NUMBER", "LEGS", "bearing_rule", "leg_of"]

SHIPMENT = Machine(
    name="shipment",
    initial="booked",
    states={
        "booked": _("Booked"),
        "handed_over": _("Handed to the courier"),
        "in_transit": _("On the way"),
        "out_for_delivery": _("Out for delivery"),
        "arrived": _("Arrived"),
        "lost": _("Lost"),
        "cancelled": _("Cancelled"),
    },
    transitions=[
        ("booked", "hand_over", "handed_over", _("Handed to the courier")),
        ("booked", "cancel", "cancelled", _("Cancelled")),
        ("handed_over", "move", "in_transit", _("On the way")),
        ("handed_over", "approach", "out_for_delivery", _("Out for delivery")),
        ("in_transit", "approach", "out_for_delivery", _("Out for delivery")),
        ("booked", "arrive", "arrived", _("Arrived")),
        ("handed_over", "arrive", "arrived", _("Arrived")),
        ("in_transit", "arrive", "arrived", _("Arrived")),
        ("out_for_delivery", "arrive", "arrived", _("Arrived")),
        ("handed_over", "lose", "lost", _("Lost")),
        ("in_transit", "lose", "lost", _("Lost")),
        ("out_for_delivery", "lose", "lost", _("Lost")),
        ("lost", "arrive", "arrived", _("Found and arrived")),
    ],
)

RETURN = Machine(
    name="return",
    initial="asked",
    states={
        "asked": _("Waiting for the seller's answer"),
        "approved": _("Approved by the seller"),
        "refused": _("Refused by the seller"),
        "sent": _("Sent back"),
        "received": _("Received by the seller"),
        "refunded": _("Money given back"),
    },
    transitions=[
        ("asked", "approve", "approved", _("Approved by the seller")),
        ("asked", "refuse", "refused", _("Refused by the seller")),
        ("approved", "send", "sent", _("Sent back")),
        ("sent", "receive", "received", _("Received by the seller")),
        ("received", "refund", "refunded", _("Money given back")),
    ],
)

POOL = Machine(
    name="pool",
    initial="open",
    states={
        "open": _("Being put together"),
        "handed_over": _("Handed to the courier"),
        "dissolved": _("Taken apart"),
    },
    transitions=[
        ("open", "hand_over", "handed_over", _("Handed to the courier")),
        ("open", "dissolve", "dissolved", _("Taken apart")),
    ],
)

MANUAL = "manual"
COURIERS = [
    ("sandbox_courier", _("Sandbox courier")),
    (MANUAL, _("Another courier, entered by hand")),
]
"""As they are offered: those that tell themselves where a parcel is first."""
DIRECTIONS = [("outbound", _("To the centre")), ("return", _("Back to the seller"))]
REJECT_REASONS = [
    ("damaged", _("Torn or broken")),
    ("wrong_item", _("Wrong goods")),
    ("bad_quality", _("Bad quality")),
    ("expired", _("Past its date")),
    ("incomplete", _("Parts missing")),
]
RETURN_REASONS = [
    ("damaged", _("Damaged on the way")),
    ("wrong_item", _("Wrong goods")),
    ("bad_quality", _("Bad quality")),
    ("quantity", _("Wrong quantity")),
    ("changed_mind", _("No longer wanted")),
]
FAULTS = [("seller", _("Seller")), ("courier", _("Courier")), ("customer", _("Customer"))]
OPEN_RETURN_STATES = ("asked", "approved", "sent")
BACK_REASONS = [
    ("rejected", _("Refused on opening")),
    ("returned", _("Given back by the customer")),
    ("uncollected", _("Not collected")),
]
"""Why a parcel goes back to its seller."""
PICKUP, LAST_CALL, SEND_BACK = "pickup", "last_call", "send_back"
WAITING_KINDS = (PICKUP, LAST_CALL, SEND_BACK)
"""The promises about a parcel that waits, each begun when the one before has passed."""
HAND_OVER_TRIES = 5
PHOTOS_A_LINE = 4
UPLOADS_KEPT_HOURS = 48
"""How long a photo sent with a form that was not finished waits for its form."""
WAITING_STATES = ("arrived", "inspected", "paid")
"""A seller order whose parcel is at the centre and not yet with the customer."""

# How far along a parcel is; a report only ever moves it to a higher step.
_STEPS = {
    "booked": 0,
    "handed_over": 1,
    "in_transit": 2,
    "out_for_delivery": 3,
    "arrived": 4,
    "lost": 4,
    "cancelled": 5,
}

REPORT_AHEAD = timedelta(minutes=15)
"""The clock of whoever reports may run ahead of ours by so much."""
REPORT_LATE = timedelta(days=365)

# What couriers and partners may report, in the field's words.
TRACKING_STATUSES = (
    "handed_over",
    "in_transit",
    "out_for_delivery",
    "arrived",
    "returning",
    "returned",
    "lost",
)


def target_state(status: str, direction: str) -> str:
    """The parcel's state a report speaks for.

    A courier's "arrived" on the way to a centre means no more than out for delivery: arrival is
    the centre's to say. Going back, there is nobody to say it but the courier.
    """
    if status == "arrived":
        return "out_for_delivery" if direction == "outbound" else "arrived"
    if status == "returning":
        return "in_transit"
    if status == "returned":
        return "arrived" if direction == "return" else "lost"
    return status


def is_news(state: str, target: str) -> bool:
    """Whether a report moves the parcel on; a late or repeated one does not. What was lost can
    still arrive, which only on a way back is a courier's to say."""
    return _STEPS[target] > _STEPS[state] or (state, target) == ("lost", "arrived")


def fault_of(reason: str) -> str:
    """Who bears the ways there and back: the courier broke it, the seller sent it, or neither did wrong."""
    return {"damaged": "courier", "changed_mind": "customer"}.get(reason, "seller")


SOURCING_SHELVES = {
    "asking": _("To be answered"),
    "bringing": _("To be brought and looked at"),
    "sending": _("Looked at, to be sent"),
    "gone": _("Sent"),
    "ended": _("Not coming"),
}
"""A producer's order as her own centre sees it."""
