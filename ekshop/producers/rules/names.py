"""Names that belong to a place: what of a title carries one, and who has claimed to use it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

from .titles import Title, plain, title_of, tokens, word_of

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
        return any(self.carries(title_of(title)) for title in titles if title)

    def claimed_by(self, titles: Sequence[str], *, by_right: Collection["Wording"] = ()) -> bool:
        """Whether the titles use the name itself. `by_right`: names their seller may use; where one
        of them is written, what of its words belongs to a shorter name asks nothing more."""
        return self.stands_bare(titles, by_right) and (
            not self.place_words
            or any(title_of(title).where(word) for title in titles for word in self.place_words)
        )

    def carries(self, title: Title) -> bool:
        return bool(title.where(*self.words) or title.where(*self.words_bn))

    def stands_bare(self, titles: Sequence[str], by_right: Collection["Wording"]) -> bool:
        """Whether a title has it otherwise than inside of a longer name of these."""
        for title in map(title_of, filter(None, titles)):
            if self.carries(title):
                covered = {at for name in by_right for at in name.covers(title)}
                if any(self._asks(title, words, covered) for words in (self.words, self.words_bn)):
                    return True
        return False

    def _asks(self, title: Title, words: Sequence[str], covered: set[int]) -> bool:
        """A word of it stands nowhere under a longer name, or stands once more outside of it; its
        first word, most often the place, may be said again."""
        first = {own[0] for name in self.names if (own := tokens(name))}
        for word, places in zip(words, title.where(*words), strict=False):
            if covered.isdisjoint(places):
                return True
            if places - covered and not any(each.startswith(plain(word)) for each in first):
                return True
        return False

    def covers(self, title: Title) -> set[int]:
        """Which tokens of a title are this name: its words, nearest to its last one wherever that
        stands, and what else the register writes in it, where it stands beside them."""
        covered: set[int] = set()
        for words in (self.words, self.words_bn):
            standing = title.where(*words)
            for anchor in standing[-1] if standing else ():
                # Of a name told in both languages only the one that is written.
                if title.tokens[anchor].isascii() == words[-1].isascii():
                    covered |= {_nearest(places, anchor) for places in standing}
        if not covered:
            return covered
        written = {at for name in self.names for word in tokens(name) for at in title.places(word)}
        for at in sorted(written):
            if {at - 1, at + 1} & covered:
                covered.add(at)
        return covered


class Sieve:
    """Which titles may use one of many names: all that do, and few others, at a fraction of the cost
    of asking each name. Of every name the word that fewest others share has to be there, or all of
    them heard as one."""

    def __init__(self, wordings: Collection[Wording]) -> None:
        sets = [words for one in wordings for words in (one.words, one.words_bn) if words]
        shared = Counter(word for words in sets for word in set(words))
        told = {min(words, key=lambda word: shared[word]) for words in sets}
        clues = [word_of(each) for each in told | {"".join(words) for words in sets}]
        self._sounds = {skeleton for clue in clues for skeleton in clue.skeletons}
        self._written = _any_of(clue.written for clue in clues)
        self._seen = _any_of(clue.seen for clue in clues)

    def lets_through(self, titles: Iterable[str]) -> bool:
        for title in map(title_of, filter(None, titles)):
            if not self._sounds.isdisjoint(title.clues()) or title.shows(self._written, self._seen):
                return True
        return False


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Finds nothing where there is none of them."""
    return re.compile("|".join(sorted(map(re.escape, set(texts) - {""}))) or "(?!)")


def first_claimed(
    wordings: Iterable[Wording], titles: Sequence[str], *, by_right: Collection[Wording] = ()
) -> Wording | None:
    """The first name that the titles use; None for plain goods. `by_right` as in `claimed_by`."""
    return next((one for one in wordings if one.claimed_by(titles, by_right=by_right)), None)


def earned(
    by_right: Sequence[Wording], others: Iterable[Wording], titles: Sequence[str]
) -> list[Wording]:
    """Which of the names their seller may use the titles are about. None where they also use one of
    `others`, which it may not: what is sold under a longer name is not the shorter one's goods. Of a
    longer name and a shorter one inside it only the longer."""
    about = [name for name in by_right if name.describes(titles)]
    if not about or first_claimed(others, titles, by_right=by_right):
        return []
    return [
        name
        for name in about
        if name.stands_bare(titles, [other for other in about if other is not name])
    ]


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
