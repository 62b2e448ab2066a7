"""Why a payout did not arrive or is not known, what to do, and who does it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

RECEIVER, OPERATOR, RECONCILE, NOBODY = "receiver", "operator", "reconcile", "nobody"


@dataclass(frozen=True)
class Reason:
    """`who`: the receiver mends the number, the operator something here, reconciliation finds out,
    or nobody does anything because it is sent again by itself. `same_number`: whether another
    try to the same number makes sense."""

    words: Any
    what_to_do: Any
    who: str
    same_number: bool = True


_MEND = _(
    "The receiver gives the right number on the money page. After the waiting time send it again."
)

REASONS: dict[str, Reason] = {
    # The number
    "wrong_number": Reason(
        _("The provider does not know this number"), _MEND, RECEIVER, same_number=False
    ),
    "no_account": Reason(
        _("There is no account under this number"), _MEND, RECEIVER, same_number=False
    ),
    "not_personal": Reason(
        _("This is not a personal wallet, but an agent's or a shop's"),
        _MEND,
        RECEIVER,
        same_number=False,
    ),
    "other_name": Reason(
        _("The account is in another name"),
        _("Ask the receiver whose number it is. They give a number in their own name."),
        RECEIVER,
        same_number=False,
    ),
    "blocked": Reason(
        _("The wallet cannot receive money at present"),
        _(
            "The receiver asks the provider to open the wallet, or gives another number. Then send again."
        ),
        RECEIVER,
    ),
    "over_limit": Reason(
        _("The wallet has reached its limit"),
        _("Send it again on another day."),
        OPERATOR,
    ),
    # Ours
    "balance": Reason(
        _("Not enough money with the provider"),
        _("Top up. What waits is then sent by itself."),
        NOBODY,
    ),
    "unreachable": Reason(
        _("The provider could not be reached; nothing was sent"),
        _("Nothing. It is sent by itself once the provider answers."),
        NOBODY,
    ),
    "keys": Reason(
        _("The provider does not accept our keys"),
        _("Have the keys in the settings renewed. What waits is then sent by itself."),
        NOBODY,
    ),
    "amount": Reason(
        _("The provider does not accept the amount"),
        _("Compare the limits in the rule book with the provider's, then send again."),
        OPERATOR,
    ),
    "invoice": Reason(
        _("The provider does not accept our invoice number"),
        _("Have a technician look at it before it is sent again."),
        OPERATOR,
    ),
    "refused": Reason(
        _("The provider refused, for a reason of its own"),
        _("Ask the provider with the invoice number, then send again."),
        OPERATOR,
    ),
    "not_uploaded": Reason(
        _("The file was never uploaded at the bank"), _("Send it again."), OPERATOR
    ),
    "not_in_statement": Reason(
        _("Two persons found it not in the provider's statement"), _("Send it again."), OPERATOR
    ),
    # Not known
    "no_answer": Reason(
        _("No answer came in time"),
        _(
            "Bring the provider's statement: it says whether it was paid. Do not pay it another way."
        ),
        RECONCILE,
    ),
    "unreadable": Reason(
        _("The answer could not be read"),
        _(
            "Bring the provider's statement: it says whether it was paid. Do not pay it another way."
        ),
        RECONCILE,
    ),
    "cut_off": Reason(
        _("The program stopped while it was being sent"),
        _(
            "Bring the provider's statement: it says whether it was paid. Do not pay it another way."
        ),
        RECONCILE,
    ),
    "unsure": Reason(
        _("The provider itself was not sure"),
        _(
            "Bring the provider's statement: it says whether it was paid. Do not pay it another way."
        ),
        RECONCILE,
    ),
    "duplicate": Reason(
        _("The provider says it has had this invoice number before"),
        _(
            "Bring the provider's statement: it says whether it was paid. Do not pay it another way."
        ),
        RECONCILE,
    ),
    "missing": Reason(
        _("The result file has no row for it"),
        _("Ask the bank for its row, or bring the statement."),
        RECONCILE,
    ),
    "repeated": Reason(
        _("The result file has several rows for it"),
        _("Ask the bank which is right, or bring the statement."),
        RECONCILE,
    ),
    "altered": Reason(
        _("The result file's row says another number or another amount"),
        _("Ask the bank what it paid, or bring the statement."),
        RECONCILE,
    ),
    "paid_other_name": Reason(
        _("The bank says it paid, but to another name"),
        _("Ask the bank whose account it is before you say that it was paid."),
        RECONCILE,
    ),
}

ROW_PROBLEMS: dict[str, Any] = {
    "extra": _("We sent no such row"),
    "repeated": _("Several rows for one payout"),
    "altered": _("Another number or another amount than we sent"),
    "unreadable": _("The row cannot be read"),
    "contradicts": _("Says the opposite of what is already booked"),
    "paid_other_name": _("Paid to another name than the receiver's"),
    "missing": _("No row came back"),
}
"""Why a row of a provider's paper was not believed."""

BATCH_TROUBLE: dict[str, Any] = {
    "balance": _("Not enough money with the provider: %(short)s are missing"),
    "unreachable": _("The provider cannot be reached"),
    "keys": _("The provider does not accept our keys"),
    "books": _("The books do not agree: nothing is paid until they do"),
    "transfer": _("Not known whether the collection account was emptied into this one"),
}
