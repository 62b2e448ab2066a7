"""What a producer means by an SMS: a yes or a no, to which order, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import normalise
from ekshop.kernel.replies import words_said, yes_or_no

ANSWERED_BY = [
    ("sms", _("By SMS")),
    ("page", _("On her own page")),
    ("telephone", _("By telephone, through the centre")),
    ("in_person", _("At the centre")),
    ("nobody", _("Not answered any more")),
]
SPOKEN = ("telephone", "in_person")
"""How a centre may have heard the answer it writes down."""

SPOKEN_WORDING = "answer-1"
"""The version of the words read to a producer before her centre answers for her."""

FIRST_NUMBER, LAST_NUMBER = 11, 99
"""Numbers of orders to answer with: two digits, and none that is the answer itself."""

_REASONS: Mapping[str, frozenset[str]] = {
    "out_of_stock": frozenset(
        {"নাই", "নেই", "শেষ", "ফুরিয়ে", "বিক্রি", "স্টক", "nai", "nei", "sesh", "stock", "sold"}
    ),
    "price_changed": frozenset({"দাম", "দর", "dam", "price"}),
}


@dataclass(frozen=True)
class ProducerReply:
    """`yes` is None where it cannot be told; `number` None where none was written; `why`: what
    stands beside a no, and `reason` the key of DECLINE_REASONS it comes to."""

    yes: bool | None
    number: int | None = None
    why: str = ""

    @property
    def reason(self) -> str:
        said = set(words_said(self.why))
        for key, words in _REASONS.items():
            if said & words:
                return key
        return "other"


def producer_reply_read(text: str) -> ProducerReply:
    """A yes stands alone or with the order's number. A no may have its reason behind it, when it is
    said by digit or with the number: "না পেলে কী হবে" is a question, "২ ৩৪ সুতা নাই" an answer.
    """
    said = words_said(text)
    numbers = [int(word) for word in said if _is_number(word)]
    number = numbers[0] if len(numbers) == 1 else None
    rest = [word for word in said if not _is_number(word)]
    if not rest or len(numbers) > 1:
        return ProducerReply(None, number)
    yes = yes_or_no(rest[0])
    alone = len(rest) == 1
    if yes and alone:
        return ProducerReply(True, number)
    sure = alone or rest[0] == "2" or number is not None
    if yes is False and sure:
        return ProducerReply(False, number, _behind(text, rest[0]))
    return ProducerReply(None, number)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and FIRST_NUMBER <= int(word) <= LAST_NUMBER


def _behind(text: str, word: str) -> str:
    """What was written beside the no and the number, in the writer's own spelling."""
    kept = [
        each
        for each in normalise(text).split()
        if not (words := words_said(each)) or not (words[0] == word or _is_number(words[0]))
    ]
    return " ".join(kept)[:300]


def number_after(last: int | None, taken: set[int]) -> int:
    """The next number for a mobile, so that an old answer meets no new order; `taken` are awaited.

    Raises ValueError when all are.
    """
    span = LAST_NUMBER - FIRST_NUMBER + 1
    start = FIRST_NUMBER if last is None else last + 1
    for step in range(span):
        number = FIRST_NUMBER + (start - FIRST_NUMBER + step) % span
        if number not in taken:
            return number
    raise ValueError("every number is awaited")
