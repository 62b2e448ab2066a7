"""What each kind of entry in a timeline is called. A kind that is missing is a mistake a test finds."""

from django.utils.translation import gettext_lazy as _

ENTRY_WORDS = {
    "filed": _("The complaint was filed"),
    "triaged": _("Taken by the coordinator"),
    "sent_to_seller": _("Sent to the seller"),
    "referred": _("Referred to an agency"),
    "added": _("Something was added"),
}
