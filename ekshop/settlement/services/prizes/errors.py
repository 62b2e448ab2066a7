"""What can go wrong with prizes."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict


class AnotherDecides(Conflict):
    code = "another_decides"
    message = _("You asked for this yourself: another person has to decide.")


class TermsArePublished(Conflict):
    code = "terms_are_published"
    message = _("What was published stays as it is. Nothing of it can be changed any more.")


class TooLateToPublish(Conflict):
    """`month`: the first month of the scheme."""

    code = "too_late_to_publish"
    message = _("A scheme is published before its first month begins. This month has begun.")


class TooEarlyToFreeze(Conflict):
    code = "too_early_to_freeze"
    message = _("The result is reckoned after %(day)s, when everything in it is settled.")


class MonthNotClosed(Conflict):
    code = "month_not_closed"
    message = _("The accounts of %(month)s are not closed yet. The result comes after that.")


class FlagsOpen(Conflict):
    """`left`: how many."""

    code = "flags_open"
    message = _("Somebody has to judge what was flagged first. Left: %(left)s.")


class TooEarlyToConfirm(Conflict):
    code = "too_early_to_confirm"
    message = _("Objections are open until %(day)s. The result is confirmed after that.")


class ObjectionsOpen(Conflict):
    """`left`: how many."""

    code = "objections_open"
    message = _("Every objection is answered first. Left: %(left)s.")


class ObjectionsOver(Conflict):
    code = "objections_over"
    message = _("Objections can be made while the result is frozen and not confirmed yet.")
