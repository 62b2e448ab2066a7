"""Why something about a producer could not be done."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, DomainError


class IdentityTaken(Conflict):
    """One card, one producer: who has the card is enrolled already."""

    code = "identity_taken"
    message = _("Somebody with this identity card is a producer of %(centre)s already.")


class NumbersShared(Conflict):
    """Somebody else we know has the same mobile number or wallet; may be said to be right."""

    code = "numbers_shared"
    message = _(
        "Somebody else we know has the same mobile number or wallet. Say that it is right, or mend it."
    )


class WalletOfAnother(Conflict):
    """It belongs to a centre, somebody who works there, or another producer: money for her would
    go to them. `of` in the data: whose it is."""

    code = "wallet_of_another"
    message = _(
        "By what we know this mobile account belongs to %(of)s. Only ek-Shop's office can let her be "
        "paid there: ask there, or give a number of her own."
    )


class ProducerIncomplete(Conflict):
    """`missing` in the data: what, each in words."""

    code = "producer_incomplete"
    message = _("She cannot be approved yet: %(missing)s")


class NotProved(DomainError):
    code = "wallet_not_asked"
    message = _("Write the number she is paid at first.")


class WalletCodeSpent(DomainError):
    code = "wallet_code_spent"
    message = _("This code is no longer good. Send a new one.")


class WalletCodeWrong(DomainError):
    code = "wallet_code_wrong"
    message = _("This is not the code we sent. Look at the message on her telephone once more.")


class TooManyPhotos(DomainError):
    code = "too_many_photos"
    message = _("%(most)s photos of the workshop are enough. Remove one before you add another.")
