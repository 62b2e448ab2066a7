"""The catalogue's arithmetic and states."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import normalise
from ekshop.kernel.states import Machine

_BENGALI = re.compile(r"[\u0980-\u09ff]")

RESERVATION = Machine(
    name="reservation",
    initial="held",
    states={"held", "released", "consumed"},
    transitions=[
        ("held", "release", "released", _("Stock given back")),
        ("held", "consume", "consumed", _("Stock taken")),
    ],
)


# Why an offer may not be ordered, in words that follow the offer's title.
NOT_ORDERABLE = {
    "unknown": _("we do not know it."),
    "withdrawn": _("its seller no longer offers it."),
    "blocked": _("it is not allowed on ek-Shop."),
    "seller_closed": _("its seller is not selling at the moment."),
    "forbidden": _("such goods may not be sold."),
    "licence": _("its seller has no valid drug licence."),
}

LICENCE_FOR_REGULATION = {"medicine": "dgda"}


def forbidden_term_in(text: str, terms: Iterable[str]) -> str | None:
    """The first of the terms that stands in the text as whole words, else None.

    Both sides are folded here: one Bengali spelling, one case, single spaces. A Bengali word may
    carry an ending ("লটারির"), so only its beginning must be a word's beginning; a Latin word
    must end there too, or "gun" would forbid "gunny bag".
    """
    folded = f" {_folded(text)} "
    for term in terms:
        needle = _folded(term)
        if not needle:
            continue
        ending = "" if _BENGALI.search(needle[-1]) else r"(?:s|es)?(?!\w)"
        if re.search(r"(?<![\w\u0980-\u09ff])" + re.escape(needle) + ending, folded):
            return term
    return None


def _folded(text: str) -> str:
    return " ".join(normalise(text).casefold().split())
