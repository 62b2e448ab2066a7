"""Names that belong to a place: what of a title carries one, and who has claimed to use it."""

import unicodedata
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
    ("metal", _("Metalwork")),
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

_LOOKALIKES = str.maketrans("аеорсухіјѕԁһмтнкαοιμνκτυ", "aeopcyxijsdhmthkaoimnktu") | dict.fromkeys(
    range(0x300, 0x370)
)
"""Cyrillic and Greek letters that are read as Latin ones, and accents, which are read over."""

SPELLED = {"sari": "saree", "sarees": "saree", "shari": "saree", "saris": "saree"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What makes a title carry a name: all words of one language, and, where the name is that of
    a place and the kind is grown elsewhere too, one of the place's words. `names`: the name as the
    register writes it, in each language."""

    id: int
    words: tuple[str, ...]
    words_bn: tuple[str, ...]
    place_words: tuple[str, ...]
    names: tuple[str, ...] = ()

    def describes(self, titles: Iterable[str]) -> bool:
        """Whether a title speaks of such goods, with or without the place."""
        return any(self.carries(_Title(title)) for title in titles if title)

    def claimed_by(self, titles: Sequence[str], *, by_right: Collection["Wording"] = ()) -> bool:
        """Whether the titles use the name itself. `by_right`: names their seller may use; where one
        of them is written, what of its words belongs to a shorter name asks nothing more."""
        return self._stands_bare(titles, by_right) and (
            not self.place_words
            or any(_Title(title).has((word,)) for title in titles for word in self.place_words)
        )

    def carries(self, title: "_Title") -> bool:
        return title.has(self.words) or title.has(self.words_bn)

    def _stands_bare(self, titles: Sequence[str], by_right: Collection["Wording"]) -> bool:
        for title in (_Title(text) for text in titles if text):
            if self.carries(title):
                covered = {at for name in by_right for at in name.covers(title)}
                if any(self._asks(title, words, covered) for words in (self.words, self.words_bn)):
                    return True
        return False

    def _asks(self, title: "_Title", words: Sequence[str], covered: set[int]) -> bool:
        """A word of it stands nowhere under a longer name, or stands once more outside of it; its
        first word, most often the place, may be said again."""
        if not title.has(words):
            return False
        first = {_plain(tokens[0]) for name in self.names if (tokens := _tokens(name))}
        for word in map(_spelled, words):
            places = title.places(word)
            if covered.isdisjoint(places):
                return True
            if places - covered and not any(each.startswith(word) for each in first):
                return True
        return False

    def covers(self, title: "_Title") -> set[int]:
        """Which tokens of a title are this name: its words, nearest to its last one wherever that
        stands, and what else the register writes in it, where it stands beside them."""
        covered: set[int] = set()
        for words in (self.words, self.words_bn):
            if title.has(words):
                own = [_spelled(word) for word in words]
                for anchor in title.places(own[-1]):
                    covered |= {_nearest(title.places(word), anchor) for word in own}
        if not covered:
            return covered
        written = {_plain(token) for name in self.names for token in _tokens(name)}
        for at, token in enumerate(title.tokens):
            if {at - 1, at + 1} & covered and token in written:
                covered.add(at)
        return covered


class _Title:
    """A title's tokens in one spelling, and where words stand among them."""

    def __init__(self, text: str) -> None:
        self.tokens = [SPELLED.get(token, token) for token in _tokens(text)]

    def has(self, words: Sequence[str]) -> bool:
        """Whether all these words stand in it; never of no words."""
        return bool(words) and all(self.places(_spelled(word)) for word in words)

    def places(self, word: str) -> set[int]:
        """The tokens that begin with it; of a long word also those that make it up together."""
        found = {at for at, token in enumerate(self.tokens) if token.startswith(word)}
        joined = "".join(self.tokens)
        if found or len(word) < LONG_WORD or word not in joined:
            return found
        start, end = joined.index(word), joined.index(word) + len(word)
        place = 0
        for at, token in enumerate(self.tokens):
            if place < end and place + len(token) > start:
                found.add(at)
            place += len(token)
        return found


def first_claimed(
    wordings: Iterable[Wording], titles: Sequence[str], *, by_right: Collection[Wording] = ()
) -> Wording | None:
    """The first name that the titles use; None for plain goods. `by_right` as in `claimed_by`."""
    return next((one for one in wordings if one.claimed_by(titles, by_right=by_right)), None)


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


def _nearest(places: Iterable[int], to: int) -> int:
    return min((abs(at - to), at) for at in places)[1]


def _spelled(word: str) -> str:
    plain = _plain(word)
    return SPELLED.get(plain, plain)


def _tokens(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold()).translate(_LOOKALIKES)
    for mark in "-–—/,.()|:;'’\"":
        text = text.replace(mark, " ")
    return [_plain(each) for each in text.split()]


def _plain(word: str) -> str:
    return fold(word).replace(" ", "").replace("-", "")
