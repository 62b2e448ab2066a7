"""The catalogue's arithmetic and states."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

RESERVATION = Machine(
    name="reservation",
    initial="held",
    states={"held", "released", "consumed"},
    transitions=[
        ("held", "release", "released", _("Stock given back")),
        ("held", "consume", "consumed", _("Stock taken")),
    ],
)
