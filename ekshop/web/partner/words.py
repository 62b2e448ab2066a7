"""Words the sellers' pages have for what others report."""

from django.utils.translation import gettext_lazy as _

STATUS_WORDS = {
    "handed_over": _("Handed to the courier"),
    "in_transit": _("On the way"),
    "out_for_delivery": _("Out for delivery"),
    "arrived": _("Brought to the door"),
    "returning": _("Coming back"),
    "returned": _("Back at the seller"),
    "lost": _("Lost on the way"),
}

OWN_STEPS = {
    "placed": _("Say which of these you can send."),
    "confirmed": _("Pack it and hand it to the courier."),
}
