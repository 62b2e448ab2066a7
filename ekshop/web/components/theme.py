"""The light of the page: as the device has it, day or night, kept in a cookie."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

COOKIE = "theme"
COOKIE_AGE = 365 * 24 * 3600
CHOICES = ("light", "dark")
LIGHTS = (
    ("", "sun-moon", _("As the device")),
    ("light", "sun", _("Light")),
    ("dark", "moon", _("Dark")),
)


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in CHOICES else ""
