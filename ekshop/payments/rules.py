"""How people pay."""

from django.utils.translation import gettext_lazy as _

MEDIA = [
    ("cash", _("Cash")),
    ("bkash", _("bKash")),
    ("rocket", _("Rocket")),
    ("nagad", _("Nagad")),
    ("bank", _("Bank")),
]
