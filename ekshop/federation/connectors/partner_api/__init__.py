"""Our own partner API: a seller's system sends its goods, nothing is fetched."""

from django.utils.translation import gettext_lazy as _

from ..shape import Connector

CONNECTOR = Connector(
    key="partner_api",
    name=_("Your own system, by our partner API"),
    about=_("Your system sends each change at once, in batches, and is told of every row."),
    order=40,
    pushed=True,
)
