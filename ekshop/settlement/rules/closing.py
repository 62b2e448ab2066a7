"""The month's close: what may follow what, and the arithmetic of a statement."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ekshop.kernel.money import Money
from ekshop.kernel.states import Machine

MONTH_CLOSE = Machine(
    name="month_close",
    initial="open",
    states={
        "open": pgettext_lazy("month", "Open"),
        "freezing": _("Being frozen"),
        "frozen": _("Frozen"),
        "undoing": _("Being undone"),
        "settled": _("Settled"),
        "paying": _("Being paid"),
        "closed": pgettext_lazy("month", "Closed"),
    },
    transitions=[
        ("open", "freeze", "freezing", _("Freezing was confirmed")),
        ("freezing", "stand", "frozen", _("All statements stand")),
        ("frozen", "settle", "settled", _("Disputes are settled or carried on")),
        (("frozen", "settled"), "undo", "undoing", _("Undoing was confirmed")),
        ("undoing", "reopen", "open", _("Everything is undone")),
        ("settled", "pay", "paying", _("The first seller's money is here")),
        (("settled", "paying"), "close", "closed", _("Everything is paid or carried on")),
    ],
)

MONTH_STEP = Machine(
    name="month_step",
    initial="asked",
    states={
        "asked": _("Waits for a second person"),
        "confirmed": _("Confirmed"),
        "refused": _("Not confirmed"),
        "withdrawn": _("Withdrawn"),
    },
    transitions=[
        ("asked", "confirm", "confirmed", _("Confirm")),
        ("asked", "refuse", "refused", _("Do not confirm")),
        ("asked", "withdraw", "withdrawn", _("Withdraw")),
    ],
)
MONTH_STEP_KINDS = [
    ("freeze", _("Freeze the month")),
    ("settle", _("End the disputes")),
    ("undo", _("Undo the freeze")),
]

STATEMENT = Machine(
    name="commission_statement",
    initial="frozen",
    states={
        "frozen": _("To be paid"),
        "carried": _("Nothing to pay this month"),
        "ordered": _("Payment is ordered"),
        "paid": _("Paid"),
        "undone": _("Undone"),
    },
    transitions=[
        ("frozen", "carry", "carried", _("Goes on to the next month")),
        ("frozen", "order", "ordered", _("Order the payment")),
        ("ordered", "pay", "paid", _("The money has arrived")),
        (("frozen", "carried"), "undo", "undone", _("Undo")),
    ],
    final={"paid", "undone"},
)

SELLER_MONTH = Machine(
    name="seller_month",
    initial="frozen",
    states={
        "frozen": _("To be approved"),
        "carried": _("Nothing to pay this month"),
        "approved": _("Approved, money awaited"),
        "funded": _("Money is here"),
        "ordered": _("Payments are ordered"),
        "paid": _("Everything is paid"),
        "undone": _("Undone"),
    },
    transitions=[
        ("frozen", "approve", "approved", _("Approve")),
        ("frozen", "carry", "carried", _("Goes on to the next month")),
        (("frozen", "carried"), "undo", "undone", _("Undo")),
        ("approved", "fund", "funded", _("The money needed is here")),
        ("funded", "order", "ordered", _("Order the payments")),
        ("ordered", "finish", "paid", _("The last payment has arrived")),
    ],
    final={"paid", "undone"},
)

FUNDING = Machine(
    name="funding",
    initial="told",
    states={
        "told": _("Said to be on its way"),
        "received": _("Received"),
        "refused": _("Not found"),
    },
    transitions=[
        ("told", "receive", "received", _("Confirm that it is here")),
        ("told", "refuse", "refused", _("It is not here")),
    ],
)

DISPUTE = Machine(
    name="statement_dispute",
    initial="open",
    states={
        "open": _("Being looked at"),
        "carried": _("Goes on in the next month"),
        "accepted": _("Accepted"),
        "rejected": _("Rejected"),
        "withdrawn": _("Withdrawn"),
    },
    transitions=[
        ("open", "carry", "carried", _("Carry on to the next month")),
        (("open", "carried"), "accept", "accepted", _("Accept")),
        (("open", "carried"), "reject", "rejected", _("Reject")),
        (("open", "carried"), "withdraw", "withdrawn", _("Withdraw")),
    ],
)
DISPUTE_REASONS = [
    ("rate", _("The rate is wrong")),
    ("amount", _("The amount is wrong")),
    ("taken_back", _("It should not have been taken back")),
    ("not_mine", _("This order was not made by our centre")),
    ("other", _("Something else")),
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a statement's gross, in poisha: its three parts sum to it."""

    tax_poisha: int
    payable_poisha: int
    carried_out_poisha: int


def statement_outcome(gross_poisha: int, *, tax_bp: int, minimum_poisha: int) -> Outcome:
    """Paid less tax from the minimum on; else, and below nothing, carried to the next month.

    The tax is on the whole of what is paid now, so what was carried is taxed once, when it is paid.
    """
    if gross_poisha <= 0 or gross_poisha < minimum_poisha:
        return Outcome(0, 0, gross_poisha)
    tax = Money(gross_poisha).share(tax_bp).poisha
    if tax >= gross_poisha:
        return Outcome(0, 0, gross_poisha)
    return Outcome(tax, gross_poisha - tax, 0)


def money_needed(total_poisha: int, seller_balance_poisha: int) -> int:
    """What a seller still has to send for its month: the part of the total that it owes us.

    Commission has been kept back from what is owed to it, so only where its account stands on the
    debit side (above zero) is anything missing.
    """
    return max(min(total_poisha, seller_balance_poisha), 0)
