"""Commission's states."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

COMMISSION = Machine(
    name="commission",
    initial="earned",
    states={"earned", "locked", "reversed"},
    transitions=[
        ("earned", "lock", "locked", _("Locked: the return window is over")),
        ("earned", "reverse", "reversed", _("Taken back: the goods were returned")),
        ("locked", "reverse", "reversed", _("Taken back after locking")),
    ],
)

COMMISSION_KINDS = [("commission", _("Commission")), ("reversal", _("Taken back"))]
