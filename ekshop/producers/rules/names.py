"""Names that belong to a place: what of a title carries one, and who has claimed to use it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine
from ekshop.parties.rules import fold

GI_USE = Machine(
    name="gi_use",
    initial="claimed",
    states={
        "claimed": _("Waits for the operator"),
        "approved": _("Approved user"),
        "refused": _("Refused"),
        "suspended": _("Suspended"),
        "withdrawn": _("Withdrawn"),
    },
    transitions=[
        ("claimed", "approve", "approved", _("Approve")),
        ("claimed", "refuse", "refused", _("Refuse")),
        ("approved", "suspend", "suspended", _("Suspend")),
        ("suspended", "restore", "approved", _("Let use again")),
        (("claimed", "approved", "suspended"), "withdraw", "withdrawn", _("Withdraw")),
    ],
)

OPEN_USES = ("claimed", "approved", "suspended")
"""A seller has at most one of these for a name; after a refusal it may claim anew."""

GI_KINDS = [
    ("textile", _("Cloth and needlework")),
    ("fruit", _("Fruit")),
    ("sweet", _("Sweets and gur")),
    ("rice", _("Rice")),
    ("fish", _("Fish and shrimp")),
    ("dairy", _("Dairy")),
    ("fibre", _("Fibre")),
    ("forest", _("Of the forest")),
    ("perfume", _("Perfume")),
    ("honey", _("Honey")),
    ("leaf", _("Leaf")),
    ("livestock", _("Livestock")),
    ("mineral", _("Of the earth")),
]

REGISTERED, UNCONFIRMED = "registered", "unconfirmed"
REGISTER_STATES = [
    (REGISTERED, _("Registered")),
    (UNCONFIRMED, _("Not yet confirmed against the register")),
]

EVIDENCE_MOST = 6
STATEMENT_LEAST, STATEMENT_MOST = 20, 2000
REASON_MOST = 500
LONG_WORD = 6
"""From so many letters on a word is also found where a title writes it in two (নকশি কাঁথা)."""

SPELLED = {"sari": "saree", "sarees": "saree", "shari": "saree", "saris": "saree"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What makes a title carry a name: all words of one language, and, where the name is that of
    a place and the kind is grown elsewhere too, one of the place's words."""

    id: int
    words: tuple[str, ...]
    words_bn: tuple[str, ...]
    place_words: tuple[str, ...]

    def describes(self, titles: Iterable[str]) -> bool:
        """Whether a title speaks of such goods, with or without the place."""
        return any(
            _all_in(self.words, title) or _all_in(self.words_bn, title) for title in titles if title
        )

    def claimed_by(self, titles: Sequence[str]) -> bool:
        """Whether the titles use the name itself."""
        return self.describes(titles) and (
            not self.place_words
            or any(_all_in((word,), title) for title in titles for word in self.place_words)
        )


def first_claimed(wordings: Iterable[Wording], titles: Sequence[str]) -> Wording | None:
    """The first name that the titles use; None for plain goods."""
    return next((one for one in wordings if one.claimed_by(titles)), None)


def in_force(state: str, until: date | None, today: date) -> bool:
    """Whether a use lets the name be shown that day; the last day counts."""
    return state == "approved" and (until is None or until >= today)


def home_of(own: int | None, hub: int | None, homes: Collection[int]) -> int | None:
    """The district goods under a name are shown with: their own where the name is at home there,
    else their seller's, else what they had, else the only home there is."""
    for each in (own, hub):
        if each in homes:
            return each
    return own or next(iter(homes), None)


def _all_in(words: Sequence[str], title: str) -> bool:
    if not words:
        return False
    tokens = [SPELLED.get(token, token) for token in _tokens(title)]
    joined = "".join(tokens)
    return all(_stands(SPELLED.get(word, word), tokens, joined) for word in map(_plain, words))


def _stands(word: str, tokens: Sequence[str], joined: str) -> bool:
    if any(token.startswith(word) for token in tokens):
        return True
    return len(word) >= LONG_WORD and word in joined


def _tokens(text: str) -> list[str]:
    for mark in "-–—/,.()|:;'’\"":
        text = text.replace(mark, " ")
    return [_plain(each) for each in text.split()]


def _plain(word: str) -> str:
    return fold(word).replace(" ", "").replace("-", "")
