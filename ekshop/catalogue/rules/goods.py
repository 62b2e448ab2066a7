"""Of offers, products and sellers: what is forbidden, what is one thing, who stands first."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import normalise
from ekshop.kernel.states import Machine

_BENGALI = re.compile(r"[\u0980-\u09ff]")

RESERVATION = Machine(
    name="reservation",
    initial="held",
    states={"held", "released", "consumed", "restored"},
    transitions=[
        ("held", "release", "released", _("Stock given back")),
        ("held", "consume", "consumed", _("Stock taken")),
        ("consumed", "restore", "restored", _("Stock back with its seller")),
    ],
)

RECORD_DAYS = 90
RECORD_LEAST = 10
"""A seller of fewer orders is called new, and no shares of it are told."""

PROMISES = {
    "confirmed": 0.95,
    "on_time": 0.93,
    "stock": 0.97,
    "price": 0.99,
    "rejected": 0.03,
    "upheld": 0.01,
}
"""What is measured, with what is usual: in the last two, what is broken is counted."""
BROKEN = ("rejected", "upheld")
USUAL_ORDERS = 20
"""How many orders kept as usual everyone is given beforehand, so that one mishap of a new seller
neither sinks it nor one success lifts it above those who keep their word for years."""


def of_hundred(basis_points: int) -> int:
    """As a whole number of a hundred, a half upwards: 8267 is 83."""
    return (basis_points + 50) // 100


def record_score(counts: Mapping[str, Sequence[int]]) -> int:
    """All promises in one, in basis points: the product of the shares kept, each after so many
    usual orders beforehand. `counts`: [kept or broken, of how many] by promise."""
    score = 1.0
    for promise, usual in PROMISES.items():
        part, whole = counts.get(promise) or (0, 0)
        share = (part + usual * USUAL_ORDERS) / (whole + USUAL_ORDERS)
        score *= 1 - share if promise in BROKEN else share
    return round(max(score, 0) * 10_000)


SCORE_UNKNOWN = record_score({})

RECORD_WEIGHT = 0.5
"""How dear a broken promise is: a seller that keeps one in two fewer must be a quarter cheaper."""


def rank_price(price_poisha: int, record: float) -> int:
    """What offers of one product are put in order by: the price, raised by half the share of
    promises its seller breaks. Nobody can buy a place."""
    return round(price_poisha * (1 + RECORD_WEIGHT * (1 - record)))


HELD_CHANGE = Machine(
    name="held_change",
    initial="held",
    states={
        "held": _("Held for approval"),
        "released": _("Released"),
        "refused": _("Refused"),
        "overtaken": _("Overtaken by a later list"),
    },
    transitions=[
        ("held", "release", "released", _("Released: the shop shows it")),
        ("held", "refuse", "refused", _("Refused: the shop goes on as before")),
        ("held", "overtake", "overtaken", _("The seller's list said something else since")),
    ],
)
HELD_REASONS = {
    ("price", "fall"): _("The price would fall too far at once."),
    ("price", "odd"): _("Hardly anything costs as little as this."),
    ("price", "wholesale"): _("Very many prices would change at once."),
    ("stock", "wholesale"): _("Very many goods would be gone at once."),
}
HOLD_RULES = (
    "price_fall_held",
    "price_rise_noticed",
    "price_odd",
    "price_wholesale_share",
    "price_wholesale_change",
    "stock_wholesale_share",
    "wholesale_least",
)


# Why an offer may not be ordered, in words that follow the offer's title.
NOT_ORDERABLE = {
    "unknown": _("we do not know it."),
    "withdrawn": _("its seller no longer offers it."),
    "blocked": _("it is not allowed on ek-Shop."),
    "stale": _("its seller has not confirmed it for too long."),
    "seller_closed": _("its seller is not selling at the moment."),
    "forbidden": _("such goods may not be sold."),
    "licence": _("its seller has no valid drug licence."),
    "season": _("there is none at this time of the year."),
}

LICENCE_FOR_REGULATION = {"medicine": "dgda"}


CATCH_ALL = "other"
"""The slug of the category of goods whose own is not known yet."""

_WORD = re.compile(r"[\w\u0980-\u09ff]+")


class ForbiddenWords:
    """The words no offer may carry, made ready for looking at many texts.

    Words stand as whole words, in one Bengali spelling, one case and with single spaces. A
    Bengali one may carry an ending ("লটারির"), so only its beginning must be a word's beginning;
    a Latin one must end there too, or "gun" would forbid "gunny bag". Beside one of the
    innocent words given for it ("toy"), it is allowed.
    """

    def __init__(self, terms: Mapping[str, Iterable[str]] | Iterable[str]) -> None:
        innocent = terms if isinstance(terms, Mapping) else dict.fromkeys(terms, ())
        self._by_beginning: dict[str, list[tuple[str, re.Pattern[str], re.Pattern[str] | None]]]
        self._by_beginning = {}
        for term, excuses in innocent.items():
            needle = _folded(term)
            first = _WORD.search(needle)
            if first is None:
                continue
            folded = [_pattern(_folded(excuse)) for excuse in excuses if _folded(excuse)]
            self._by_beginning.setdefault(first[0][:3], []).append(
                (
                    term,
                    re.compile(_pattern(needle)),
                    re.compile("|".join(folded)) if folded else None,
                )
            )
        self._sizes = {
            size: frozenset(known for known in self._by_beginning if len(known) == size)
            for size in {len(known) for known in self._by_beginning}
        }

    def find(self, text: str) -> str | None:
        """One of the words that the text carries, else None."""
        return self.find_folded(_folded(text))

    def find_folded(self, folded: str) -> str | None:
        """The same for a text that is normalised, casefolded and without double spaces."""
        words = _WORD.findall(folded)
        for size, beginnings in self._sizes.items():
            for beginning in beginnings.intersection([word[:size] for word in words]):
                for term, pattern, excuse in self._by_beginning[beginning]:
                    if pattern.search(folded) and not (excuse and excuse.search(folded)):
                        return term
        return None


def _pattern(needle: str) -> str:
    ending = "" if _BENGALI.search(needle[-1]) else r"(?:s|es)?(?!\w)"
    return r"(?<![\w\u0980-\u09ff])" + re.escape(needle) + ending


def _folded(text: str) -> str:
    if not text.isascii():
        text = normalise(text)
    return " ".join(text.casefold().split())


def gtin14(text: str) -> str | None:
    """A GTIN-8, -12, -13 or -14 with a right check digit, as fourteen digits; else None."""
    digits = text.translate(_SEPARATORS)
    if len(digits) not in (8, 12, 13, 14) or not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.zfill(14)
    total = 3 * sum(map(int, digits[::2])) + sum(map(int, digits[1::2]))
    return digits if total % 10 == 0 and int(digits) else None


_SEPARATORS = dict.fromkeys(map(ord, " -\u00a0"))
_INSIDE_A_SHOP = ("002", "004", "02", "0000000", "0000002")
"""How the numbers begin that GS1 leaves to each shop, as fourteen digits: elsewhere they mean
something else."""


def is_inside_a_shop(gtin: str) -> bool:
    """Whether a number of fourteen digits is one that a shop gave its own goods."""
    return gtin.startswith(_INSIDE_A_SHOP)


def title_in(language: str, *, bengali: str, english: str, otherwise: str) -> str:
    """Of a thing's titles the one in that language; the seller's own where there is none."""
    return (english if language.startswith("en") else bengali) or otherwise


def told_in(language: str, text: str) -> tuple[str, str]:
    """A description in that language, and what it says in the other.

    Many sellers write it in Bengali, and below that once more in English: then the reader's own
    comes first. A description that is not written so is all the reader's own.
    """
    lines = text.splitlines()
    turn = next((n for n, line in enumerate(lines) if line.strip() and not _bengali(line)), 0)
    bengali, english = lines[:turn], lines[turn:]
    if not turn or any(map(_bengali, english)):
        return text, ""
    own, other = (english, bengali) if language.startswith("en") else (bengali, english)
    return "\n".join(own).strip(), "\n".join(other).strip()


def _bengali(text: str) -> bool:
    return any("\u0980" <= char <= "\u09ff" for char in text)


def known_everywhere(gtin: str) -> bool:
    """Is it a number that means the same in every shop?"""
    return bool(gtin) and not gtin.startswith(_INSIDE_A_SHOP)


def match_key(*, gtin: str, brand: str, mpn: str) -> str | None:
    """What two sellers' offers of the same thing share: a GTIN, or brand and part number.

    None where neither says anything. `gtin` is as `gtin14` gives it, or "".
    """
    if gtin and not is_inside_a_shop(gtin):
        return f"gtin:{gtin}"
    if brand and mpn:
        part = "".join(_WORD.findall(mpn.casefold()))
        maker = " ".join(_WORD.findall(brand.casefold()))
        if part and maker:
            return f"mpn:{maker}|{part}"
    return None
