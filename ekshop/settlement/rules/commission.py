"""Commission's states and arithmetic."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.money import Money
from ekshop.kernel.states import Machine

COMMISSION = Machine(
    name="commission",
    initial="earned",
    states={"earned", "locked"},
    transitions=[("earned", "lock", "locked", _("Locked: the return window is over"))],
)

COMMISSION_ROLES = [("sale", _("For selling")), ("sourcing", _("For sourcing"))]
COMMISSION_KINDS = [
    ("commission", _("Commission")),
    ("reversal", _("Taken back")),
    ("correction", _("Corrected")),
    ("borne", _("Way back borne")),
]


def commission(base_poisha: int, rate_bp: int) -> int:
    """What `base` earns at a rate in basis points, in poisha, halves rounded up."""
    return Money(base_poisha).share(rate_bp).poisha
