"""What is claimed of couriers, and what they are owed for carrying producers' goods."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ekshop.kernel.states import Machine

COURIER_CLAIM = Machine(
    name="courier_claim",
    initial="open",
    states={
        "open": pgettext_lazy("claim", "Open"),
        "paid": _("The courier has paid"),
        "written_off": _("Written off"),
        "withdrawn": _("Claim withdrawn"),
    },
    transitions=[
        (("open", "written_off"), "pay", "paid", _("The courier has paid")),
        ("open", "write_off", "written_off", _("Write off")),
        (("open", "written_off", "paid"), "withdraw", "withdrawn", _("Found after all")),
    ],
)

COURIER_WAY = Machine(
    name="courier_way",
    initial="owed",
    states={
        "owed": _("Owed to the courier"),
        "lost": _("Lost on the way: nothing is owed"),
        "paid": _("Paid to the courier"),
    },
    transitions=[
        ("owed", "lose", "lost", _("Lost on the way")),
        ("lost", "find", "owed", _("Found after all")),
        ("owed", "pay", "paid", _("Paid to the courier")),
    ],
)

CLAIM_REASONS = [
    ("broken", _("Broken at the second inspection")),
    ("returned", _("Broken, given back by the customer")),
    ("lost", _("Lost on the way")),
    ("back", _("Lost on the way back")),
    ("way", _("Paid for a way that brought nobody anything")),
]
CARRIED = ("handed_over", "in_transit", "out_for_delivery", "arrived")
"""A parcel's states in which its way is owed to the courier."""
TO_BE_HANDED_OVER = frozenset({"shipped", "lost", "arrived", "inspected", "paid"})
"""A seller order's states after which its customer may have the goods yet."""
