"""What can be refused in fulfilment, in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import format_due
from ekshop.kernel.errors import Conflict, DomainError


class NotReadyToShip(DomainError):
    code = "not_ready_to_ship"
    message = _("Only a confirmed order can be shipped; this one is “%(state)s”.")
    http_status = 409


class AlreadyBooked(Conflict):
    code = "already_booked"
    message = _("A parcel is booked for this order already: %(code)s.")


class NotCheckedYet(DomainError):
    code = "not_checked_yet"
    message = _("A producer's goods leave only after her centre has looked at them.")
    http_status = 409


class CheckedBefore(Conflict):
    code = "checked_before"
    message = _("These goods were looked at already; what was found stands.")


class PoolGone(Conflict):
    """`state` in words."""

    code = "pool_gone"
    message = _("These parcels cannot be changed any more: “%(state)s”.")


class NothingToInspect(DomainError):
    code = "nothing_to_inspect"
    message = _("This parcel cannot be inspected now. Receive it first, or look at what was found.")
    http_status = 409


class WrongCode(DomainError):
    code = "wrong_code"
    message = _("That is not the code. Ask the customer to read it from the SMS again.")


class TooManyTries(DomainError):
    code = "too_many_tries"
    message = _("Too many wrong codes. Send the customer a new one.")
    http_status = 429


class CodeExpired(DomainError):
    code = "code_expired"
    message = _("This code is too old. Send the customer a new one.")


class TooSoon(DomainError):
    code = "too_soon"
    message = _("A code was sent a moment ago. Wait a minute before sending another.")
    http_status = 429


class NotPaidYet(DomainError):
    code = "not_paid_yet"
    message = _("Goods are handed over after they are paid for.")
    http_status = 409


class NotDueBack(DomainError):
    code = "not_due_back"
    message = _("The customer may still come for these goods; they do not go back yet.")
    http_status = 409


class WindowClosed(DomainError):
    code = "return_window_closed"
    message = _("Goods could be returned until %(until)s.")
    http_status = 409

    def __str__(self) -> str:
        until = format_due(self.data["until"], get_language() or "bn")
        return str(self.message) % {"until": until}


class TooManyToReturn(DomainError):
    code = "too_many_to_return"
    message = _("Only %(left)s of these can still be returned.")
