"""Who sees which part of a complaint: the table behind the preview, and behind every page of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Seen:
    """A part of the file, and whether the seller reads it. The offices read everything; everyone
    reads figures, and the story where the complainant agreed to it."""

    part: str
    words: Any
    seller: bool


SIGHT = (
    Seen("name", _("Name"), seller=True),
    Seen("money", _("Goods, day, money and transaction number"), seller=True),
    Seen("wanted", _("What would put it right"), seller=True),
    Seen("evidence", _("Proof, unless marked for the authorities alone"), seller=True),
    Seen("mobile", _("Mobile number"), seller=False),
    Seen("person", _("Address, parents, occupation, e-mail"), seller=False),
    Seen("offices_evidence", _("Proof marked for the authorities alone"), seller=False),
)
