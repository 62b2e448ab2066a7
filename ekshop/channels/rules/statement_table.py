"""The table in which a person brings a channel's statement: its columns and kinds of rows, which may
be written in English or in Bengali."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import normalise


@dataclass(frozen=True)
class Written:
    """How a thing may be written in the file, in English (`key`) and Bengali (`bn`, first the one we
    name), what it `means`, and an `example` for a column."""

    key: str
    bn: tuple[str, ...]
    means: Any
    example: str = ""


COLUMNS = (
    Written(
        "reference",
        ("সূত্র নম্বর", "সূত্র"),
        _("The channel’s own number of this row; no two rows have the same"),
        "T-1001",
    ),
    Written(
        "order",
        ("অর্ডার নম্বর", "অর্ডার"),
        _("The order’s number at the channel; empty where the row is of no order"),
        "113-4402211",
    ),
    Written("kind", ("ধরন",), _("What the row is: one of the words below"), "sale"),
    Written(
        "amount", ("পরিমাণ",), _("In the channel’s money; what is taken off has a minus"), "58.77"
    ),
    Written("currency", ("মুদ্রা",), _("Three letters; empty: the channel’s own"), "USD"),
    Written("date", ("তারিখ",), _("Year, month and day"), "2026-11-18"),
)
KINDS = (
    Written("sale", ("বিক্রি",), _("The buyer paid for an order")),
    Written("fee", ("সেবামূল্য", "ফি"), _("The channel kept it for itself")),
    Written("refund", ("ফেরত", "টাকা ফেরত"), _("Given back to the buyer")),
    Written("freight", ("পরিবহন ভাড়া", "ভাড়া"), _("The channel kept it for carrying")),
    Written("transfer", ("ব্যাংকে পাঠানো", "পাঠানো"), _("Sent to our bank")),
)


def plain(text: str) -> str:
    """For comparing what was written."""
    return normalise(text).casefold().strip()


def ways(one: Written) -> set[str]:
    return {plain(text) for text in (one.key, *one.bn)}


_KIND_OF = {way: one.key for one in KINDS for way in ways(one)}


def kind_of(text: str) -> str:
    """ "" for what is no kind of row."""
    return _KIND_OF.get(plain(text), "")
