"""Deeds of money that take two persons above a limit of the rule book."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

TWO_PERSONS_ABOVE = "two_persons_above"
"""The rule that says above which sum, in poisha."""

TWO_PERSON_DEED = Machine(
    name="two_person_deed",
    initial="asked",
    states={
        "asked": _("Waits for a second person"),
        "done": _("Done"),
        "refused": _("Not done"),
    },
    transitions=[
        ("asked", "confirm", "done", _("Confirmed by a second person")),
        ("asked", "refuse", "refused", _("Taken back, or not confirmed")),
    ],
)

DEED_KINDS = [
    ("courier_bill", _("A courier's bill paid")),
    ("claim_payment", _("A courier has paid on a claim")),
    ("claim_write_off", _("A claim on a courier written off")),
    ("export_freight", _("The bill of a carrier abroad paid")),
]
DEED_PERMISSION = {
    "courier_bill": "courier.pay",
    "claim_payment": "courier_claim.work",
    "claim_write_off": "courier_claim.work",
    "export_freight": "export_order.work",
}
