"""What can stand in the way of a month's close."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, NotAllowed


class MonthNotOver(Conflict):
    code = "month_not_over"
    message = _("%(month)s is not over yet in Bangladesh.")


class OwnStep(NotAllowed):
    """The one who asked for a step cannot be the one who confirms it."""

    code = "own_step"
    message = _("You asked for this yourself. Someone else has to decide it.")


class StepWaits(Conflict):
    code = "step_waits"
    message = _("Another step of this month already waits for a second person.")


class MonthHeldUp(Conflict):
    """`checks`: the kinds of what stops it, as `month_check` lists them."""

    code = "month_held_up"
    message = _("Something stops this. The month's page shows what.")


class DisputesStillPossible(Conflict):
    code = "disputes_still_possible"
    message = _("Entrepreneurs can still dispute lines of this month.")


class AlreadyApproved(Conflict):
    code = "already_approved"
    message = _("A seller has approved its statements: the freeze can no longer be undone.")


class NotSettledYet(Conflict):
    code = "not_settled_yet"
    message = _("The month can be approved when its disputes are over.")


class MoreThanNeeded(Conflict):
    code = "more_than_needed"
    message = _("That is more than this month still needs.")


class TransferTold(Conflict):
    code = "transfer_told"
    message = _("A transfer with the reference %(reference)s has already been told.")


class OwnTransfer(NotAllowed):
    code = "own_transfer"
    message = _("You told of this transfer yourself. Someone else has to find it in the bank.")
