"""Shipments, inspection and returns: states and arithmetic."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

SHIPMENT = Machine(
    name="shipment",
    initial="booked",
    states={
        "booked",
        "handed_over",
        "in_transit",
        "out_for_delivery",
        "arrived",
        "lost",
        "cancelled",
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
    states={"asked", "approved", "refused", "sent", "received", "refunded"},
    transitions=[
        ("asked", "approve", "approved", _("Approved by the seller")),
        ("asked", "refuse", "refused", _("Refused by the seller")),
        ("approved", "send", "sent", _("Sent back")),
        ("sent", "receive", "received", _("Received by the seller")),
        ("received", "refund", "refunded", _("Money given back")),
    ],
)

COURIERS = [
    ("manual", _("Entered by hand")),
    ("sandbox_courier", _("Sandbox courier")),
]
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
