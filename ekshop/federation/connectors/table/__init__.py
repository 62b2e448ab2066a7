"""A table of any shape, by a seller's own mapping of its columns."""

from django.utils.translation import gettext_lazy as _

from ..google.client import fetch
from ..shape import Connector, FileShape
from .rows import looks_like_a_table, mapped_reader

CONNECTOR = Connector(
    key="table",
    name=_("A table of my own"),
    about=_(
        "Any table with a heading line. You say once which column is what; "
        "prices may be in another currency."
    ),
    order=40,
    address=_("Address of the file"),
    address_hint=_("We read it again and again, so that prices and stock stay right."),
    upload=True,
    fetch=fetch,
    files=(
        FileShape("table", _("A table of my own"), looks_like_a_table, mapped_reader, table=True),
    ),
)
