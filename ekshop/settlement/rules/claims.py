"""What is claimed of a courier for goods broken on the way."""

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
    },
    transitions=[
        ("open", "pay", "paid", _("The courier has paid")),
        ("open", "write_off", "written_off", _("Write off")),
    ],
)
