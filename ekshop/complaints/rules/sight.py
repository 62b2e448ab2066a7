"""Who sees which part of a complaint: the table behind the preview, and behind every page of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Seen:
    """`public`: "yes", "no", or "asked" where the complainant agreed to it."""

    part: str
    words: Any
    seller: bool
    agency: bool
    public: str = "no"


SIGHT = (
    Seen("name", _("Name"), seller=True, agency=True),
    Seen("mobile", _("Mobile number"), seller=False, agency=True),
    Seen("person", _("Address, parents, occupation, e-mail"), seller=False, agency=True),
    Seen("story", _("What happened"), seller=True, agency=True, public="asked"),
    Seen("money", _("Goods, day, money and transaction number"), seller=True, agency=True),
    Seen("wanted", _("What would put it right"), seller=True, agency=True),
    Seen("evidence", _("Proof, unless marked for the authorities alone"), seller=True, agency=True),
    Seen("offices_evidence", _("Proof marked for the authorities alone"), False, True),
    Seen(
        "figures",
        _("The kind of complaint, the district and how it ended, counted with others"),
        seller=True,
        agency=True,
        public="yes",
    ),
)
