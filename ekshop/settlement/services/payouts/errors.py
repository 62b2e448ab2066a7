"""What paying out refuses."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, InvalidInput


class PayoutsStopped(Conflict):
    """The books disagree with themselves: no money leaves before somebody knows why."""

    code = "payouts_stopped"
    message = _("The last check of the books found a mismatch. Nothing is paid until it is mended.")


class AnotherPerson(Conflict):
    """Two persons are asked for, and this is the first one again."""

    code = "another_person"
    message = _("You did the step before this one. Another person has to do this.")


class NothingToSend(Conflict):
    code = "nothing_to_send"
    message = _("Nothing is due for this provider now.")


class NoDestination(Conflict):
    """There is no wallet or account to pay to."""

    code = "no_destination"
    message = _("The receiver has no number that can be paid. Ask them to give one.")


class SameNumber(Conflict):
    """It failed for the number's sake, and the number is still the same."""

    code = "same_number"
    message = _("The receiver's number is still the one that failed. They have to give another.")


class SaidPaid(Conflict):
    """The provider's own lines say that an attempt our books call failed was paid."""

    code = "said_paid"
    message = _(
        "The provider says that an earlier attempt was paid. Settle that first by reconciling: "
        "sent again, it would be paid twice."
    )


class PaperKnown(Conflict):
    code = "paper_known"
    message = _("This file was read before, on %(at)s.")


class NotInStatement(Conflict):
    """Only a statement that covers the time of sending, read by another person, proves it unpaid."""

    code = "no_proof_unpaid"
    message = _(
        "First another person has to bring a statement that reaches two hours beyond the sending. "
        "The payout must not be in it."
    )


class NotOfThisBatch(InvalidInput):
    code = "not_of_this_batch"
    message = _("Not one row of this file belongs to this batch. Nothing was read.")


class PaidByAnother(Conflict):
    code = "paid_by_another_attempt"
    message = _(
        "Another attempt at this payout was paid, or may have been. Keep the sum as under inquiry "
        "and ask the receiver for it."
    )
