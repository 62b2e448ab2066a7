"""Sentences of the libraries we stand on that have no Bengali of their own.

Named here so that they come into our catalogue; nothing calls this.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SENTENCES = [
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("This field is required."),
    _("Enter a valid email address."),
    _("Rate limited, please try again later."),
    ngettext_lazy(
        "This password is too short. It must contain at least %(min_length)d character.",
        "This password is too short. It must contain at least %(min_length)d characters.",
        "min_length",
    ),
]
