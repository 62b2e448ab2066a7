"""What can be refused about money, in words."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict


class NotPayable(Conflict):
    """It has not been inspected, nothing in it was accepted, or it is paid."""

    code = "not_payable"
    message = _("There is nothing to pay here now: the parcel is “%(state)s”.")


class AmountChanged(Conflict):
    code = "amount_changed"
    message = _("The amount due is not what you were shown. Look again before you take money.")


class ReferenceUsed(Conflict):
    code = "reference_used"
    message = _("This transaction number was used for another payment. Type it as on the SMS.")


class NothingToRefund(Conflict):
    code = "nothing_to_refund"
    message = _("Nothing is left to give back on this payment.")


class MoreThanLeft(Conflict):
    code = "more_than_left"
    message = _("Part of this money has gone back already: %(left)s is left of what was paid.")


class MoreThanOwed(Conflict):
    code = "more_than_owed"
    message = _("That is more than the centre has collected and not yet passed on.")


class SamePerson(Conflict):
    """Who asked cannot be the one who decides."""

    code = "same_person"
    message = _("You asked for this yourself: another person has to decide.")
