"""How sellers are paid: from when money may go, what may hold it, what a payout is made of."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

SELLER_SETTLEMENT = Machine(
    name="seller_settlement",
    initial="drawn",
    states={
        "drawn": _("Drawn up"),
        "ordered": _("Being paid"),
        "paid": _("Paid"),
        "carried": _("Nothing to pay: carried on"),
    },
    transitions=[
        ("drawn", "order", "ordered", _("Payout ordered")),
        ("drawn", "carry", "carried", _("Nothing to pay: carried on")),
        ("ordered", "pay", "paid", _("Paid")),
    ],
)

ESCROWS = [
    ("proof", _("From the proof of delivery")),
    ("window", _("When the return window is over")),
    ("back", _("At once: the goods went back")),
]
ESCROW_CHOICES = [each for each in ESCROWS if each[0] != "back"]
ESCROW_REASONS = [
    ("rule", _("As for every seller")),
    ("new", _("A new seller")),
    ("complaints", _("Complaints are open")),
    ("set", _("Set by the operator")),
    ("back", _("Nobody collected it")),
]

HOLD_KINDS = [
    ("complaint", _("A complaint is open")),
    ("agency", _("An office advised to hold it")),
    ("court", _("A court's order")),
    ("papers", _("Papers are missing or have run out")),
    ("check", _("Being looked into")),
]
HOLD_KINDS_BY_HAND = [each for each in HOLD_KINDS if each[0] not in {"complaint", "agency"}]

WAITS = {
    "delivery": _("The customer does not have the goods yet"),
    "window": _("The return window runs"),
    "hold": _("Held back"),
    "account": _("No bank account is confirmed"),
    "next": _("In the next settlement"),
}
"""Why money is not on a settlement yet."""

ENTRY_KINDS = [
    ("payment", _("Paid by the customer")),
    ("refund", _("Given back to the customer")),
    ("commission", _("Commission")),
    ("other", _("Other")),
]

_KIND_OF_JOURNAL = {
    "payment": "payment",
    "refund": "refund",
    "commission": "commission",
    "commission_reversal": "commission",
}
OWN_ENTITIES = ("seller_settlement", "payout", "payout_attempt", "payout_part")
"""Journals about these pay a settlement out or are its fee: they stand on none themselves."""


def entry_kind(journal_kind: str) -> str:
    """The column of a statement a journal's amount stands in."""
    return _KIND_OF_JOURNAL.get(journal_kind, "other")


RELEASE, DEADLINE_KIND = "seller_release", "seller_payout"
"""What the promise to pay a seller in time is about, and what it is called."""
