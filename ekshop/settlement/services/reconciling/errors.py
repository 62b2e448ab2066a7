"""What may stand in the way of reconciling."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict


class NotOverYet(Conflict):
    code = "days_not_over"
    message = _("These days are not over yet.")


class NothingCovers(Conflict):
    """`day`: the first day no statement covers."""

    code = "statement_missing"
    message = _("No statement covers %(day)s. Bring it first.")


class StillOpen(Conflict):
    code = "mismatches_open"
    message = _("%(count)s things do not agree yet. Settle them first.")


class SettledElsewhere(Conflict):
    """Days were compared twice, in two that overlap."""

    code = "settled_elsewhere"
    message = _("This was settled with other days already. Compare these anew.")


class AlreadySigned(Conflict):
    code = "reconciliation_signed"
    message = _("This has been signed off. What comes later belongs to the next one.")


class SamePerson(Conflict):
    code = "second_person_needed"
    message = _("Another person has to do this.")
