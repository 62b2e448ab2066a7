"""What can be refused about a complaint, in words."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, DomainError


class NotYourOrder(DomainError):
    code = "not_your_order"
    message = _("This order was not made for that mobile number.")
    http_status = 403


class ConsentNeeded(DomainError):
    code = "complaint_consent_needed"
    message = _("Ask the complainant first, and say how they agreed.")
    http_status = 422


class NotAMobileHolder(DomainError):
    code = "mobile_not_proved"
    message = _("Prove your mobile number by the code first.")
    http_status = 403


class AlreadyFiled(Conflict):
    code = "already_filed"
    message = _("This form was already sent, with other content.")


class AskedBefore(Conflict):
    code = "information_asked_before"
    message = _("You asked the complainant once already. Offer a remedy or reject the complaint.")


class CasePaused(Conflict):
    code = "case_paused"
    message = _("A court has this complaint now. Nothing can be done here until it goes on.")


class ReopenTooLate(Conflict):
    code = "reopen_too_late"
    message = _("The time to open this complaint again is over. You can make a new complaint.")


class DecisionFinal(Conflict):
    code = "decision_final"
    message = _("An agency decided this complaint and the decision is final.")
