"""What each kind of entry in a timeline is called. A kind that is missing is a mistake a test finds."""

from django.utils.translation import gettext_lazy as _

ENTRY_WORDS = {
    "filed": _("The complaint was filed"),
    "triaged": _("Taken by the coordinator"),
    "sent_to_seller": _("Sent to the seller"),
    "referred": _("Referred to an agency"),
    "added": _("Something was added"),
    "remedy_offered": _("The seller offered a remedy"),
    "rejected": _("Rejected by the seller"),
    "information_asked": _("The seller asked for information"),
    "information_given": _("The complainant answered"),
    "offer_accepted": _("The complainant accepted the offer"),
    "offer_countered": _("The complainant made a counter-offer"),
    "offer_declined": _("The complainant refused the offer"),
    "counter_accepted": _("The seller accepted the counter-offer"),
    "remedy_reported": _("The seller says it is done"),
    "refund_paid": _("The money was paid back"),
    "remedy_confirmed": _("Confirmed by the complainant"),
    "remedy_disputed": _("The complainant says it was not done"),
    "withdrawn": _("Withdrawn by the complainant"),
    "reopened": _("Opened again by the complainant"),
}
