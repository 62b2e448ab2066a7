"""What can be refused about a complaint, in words."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict, DomainError, InvalidInput, NotFound


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


class AskedBefore(Conflict):
    code = "information_asked_before"
    message = _("You asked the complainant once already. Offer a remedy or reject the complaint.")


class ReopenTooLate(Conflict):
    code = "reopen_too_late"
    message = _("The time to open this complaint again is over. You can make a new complaint.")


class DecisionFinal(Conflict):
    code = "decision_final"
    message = _("An agency decided this complaint and the decision is final.")


class CasePaused(Conflict):
    code = "case_paused"
    message = _("This complaint is paused. It goes on once the coordinator resumes it.")


class NotYourReferral(NotFound):
    code = "not_your_referral"
    message = _("This complaint was not sent to your agency.")


class ReferralOver(Conflict):
    code = "referral_over"
    message = _(
        "Your agency's part ended on %(day)s: “%(state)s”. The coordinator can refer it again."
    )


class HearingTooSoon(InvalidInput):
    code = "hearing_too_soon"
    message = _("Both sides must be told in time: not before %(earliest)s.")


class HearingOnDayOff(InvalidInput):
    code = "hearing_on_day_off"
    message = _("The office does not work on that day.")


class HearingCalled(Conflict):
    code = "hearing_called"
    message = _("A hearing is already called for %(at)s. Put that one off instead.")


class HearingNotYet(Conflict):
    code = "hearing_not_yet"
    message = _("This hearing has not begun yet.")


class AppealOver(Conflict):
    code = "appeal_over"
    message = _("The time to appeal ended on %(day)s.")


class AppealRuns(Conflict):
    code = "appeal_runs"
    message = _("An appeal is possible until %(day)s. The decision is not final before.")


class NotInForce(Conflict):
    code = "decision_not_in_force"
    message = _("This decision was appealed against and does not hold any more.")


class FineExceeded(Conflict):
    code = "fine_exceeded"
    message = _("That is more than is left of the fine: %(left)s.")


class RecoveryKnown(Conflict):
    code = "fine_recovery_known"
    message = _("This reference is already recorded with another amount.")


class SharePaid(Conflict):
    code = "share_paid"
    message = _("The share was already paid, with reference %(reference)s.")


class NotPausable(Conflict):
    code = "case_not_pausable"
    message = _("Only an open complaint that is not paused yet can be paused.")


class NotPaused(Conflict):
    code = "case_not_paused"
    message = _("This complaint is not paused.")


class CannotJoin(Conflict):
    code = "cases_cannot_join"
    message = _("Only open complaints about the same seller, joined to no other, can be joined.")


class NotJoined(Conflict):
    code = "case_not_joined"
    message = _("This complaint is not joined to another.")
