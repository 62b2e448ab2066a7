"""The order's states and arithmetic."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

CHANNELS = [("walk_in", _("At the centre")), ("telephone", _("By telephone"))]

SELLER_ORDER = Machine(
    name="seller_order",
    initial="placed",
    states={
        "placed",
        "confirmed",
        "declined",
        "expired",
        "cancelled",
        "shipped",
        "arrived",
        "inspected",
        "refused",
        "paid",
        "handed_over",
        "lost",
    },
    transitions=[
        ("placed", "confirm", "confirmed", _("Confirmed by the seller")),
        ("placed", "decline", "declined", _("Declined by the seller")),
        ("placed", "expire", "expired", _("The seller did not answer in time")),
        ("placed", "cancel", "cancelled", _("Cancelled by the centre")),
        ("confirmed", "cancel", "cancelled", _("Cancelled by the centre")),
        ("confirmed", "ship", "shipped", _("Handed to the courier")),
        ("shipped", "arrive", "arrived", _("Arrived at the centre")),
        ("shipped", "lose", "lost", _("Lost on the way")),
        ("arrived", "inspect", "inspected", _("Inspected and accepted")),
        ("arrived", "refuse", "refused", _("Inspected and refused whole")),
        ("inspected", "pay", "paid", _("Paid")),
        ("paid", "hand_over", "handed_over", _("Handed to the customer")),
    ],
)

LINE = Machine(
    name="order_line",
    initial="placed",
    states={"placed", "confirmed", "declined", "expired", "cancelled"},
    transitions=[
        ("placed", "confirm", "confirmed", _("Confirmed")),
        ("placed", "decline", "declined", _("Declined")),
        ("placed", "expire", "expired", _("No answer in time")),
        ("placed", "cancel", "cancelled", _("Cancelled")),
        ("confirmed", "cancel", "cancelled", _("Cancelled")),
    ],
)

DECLINE_REASONS = [
    ("out_of_stock", _("Out of stock")),
    ("price_changed", _("The price has changed")),
    ("discontinued", _("No longer sold")),
    ("cannot_deliver", _("Cannot deliver there")),
    ("other", _("Another reason")),
]
