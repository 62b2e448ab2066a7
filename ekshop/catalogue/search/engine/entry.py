"""What goes into the index: one entry a product, and how far the outbox has been read.

A family of sizes and colours is one entry, under the id of its first member for sale, so a count is
a count of things and a page of results needs no grouping.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from .. import analysis
from ..weights import HOUSE, quality

# Raised when the files or the analysis change: an index of another version is rebuilt, never read.
VERSION = 13

# A product's lowest price falls into one of these; the last band is open. In taka.
PRICE_BANDS = (0, 100, 300, 1_000, 3_000, 10_000, 30_000)
# How many times a title's word counts for one around it.
NAME_WEIGHT = 5

FLAGS = ("in_stock", "gi", "producer", "on_time")
# What can be counted and narrowed by. "mask" holds a bit for each flag; "seller", "district", "reach"
# and "attribute" (numbers of sizes, colours and the like) are lists, the others have one value each.
FACTS = ("category", "top", "seller", "district", "band", "days", "mask", "reach", "attribute")
# Of "reach": goods that come to every district. Those that spoil name the districts they come to.
EVERYWHERE = 0
# Facts by whose values goods are asked for without a word typed; each value has its own list.
LISTED = ("category", "top", "seller", "district")


@dataclass(frozen=True, slots=True)
class Entry:
    """A product as the index sees it. Prices in poisha; `record` and `popularity` from 0 to 1;
    `since` the day it came for sale.

    `codes`: part numbers and the like. They are found as they are written, never by their sound
    or beginning, also where they stand in a name.
    """

    id: int
    names: tuple[str, ...]
    about: tuple[str, ...]
    category: int
    top: int
    sellers: tuple[int, ...]
    districts: tuple[int, ...]
    price_poisha: int
    days: int
    in_stock: bool
    gi: bool = False
    producer: bool = False
    on_time: bool = False
    record: float = 1.0
    popularity: float = 0.0
    codes: tuple[str, ...] = ()
    since: date | None = None
    attributes: tuple[int, ...] = ()
    reach: tuple[int, ...] = (EVERYWHERE,)

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(flag for flag in FLAGS if getattr(self, flag))

    @property
    def quality(self) -> float:
        """What text cannot say: goods that are there, from sellers who keep their word, that people buy."""
        return quality(
            HOUSE,
            in_stock=self.in_stock,
            record=self.record,
            popularity=min(self.popularity, 1.0),
            origin=self.gi,
        )

    def terms(self) -> tuple[Counter[str], set[str]]:
        """How often each term counts, and those that may be found by sound and beginning."""
        names = [term for text in self.names for term in analysis.index_terms(text)]
        about = [term for text in self.about for term in analysis.index_terms(text)]
        codes = [term for text in self.codes for term in analysis.index_terms(text)]
        counts = Counter((names + codes) * NAME_WEIGHT)
        counts.update(about)
        return counts, {*names, *about} - set(codes)

    def facts(self) -> dict[str, tuple[int, ...]]:
        """The values of each of `FACTS`."""
        mask = sum(1 << bit for bit, flag in enumerate(FLAGS) if getattr(self, flag))
        return {
            "category": (self.category,),
            "top": (self.top,),
            "seller": self.sellers,
            "district": self.districts,
            "band": (price_band(self.price_poisha),),
            "days": (self.days,),
            "mask": (mask,),
            "reach": self.reach,
            "attribute": self.attributes,
        }


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the index has read the outbox: past every change up to (transaction, change).

    `newest` is the highest change id that existed then; it tells a pruned outbox from an idle one.
    """

    transaction: int
    change: int
    newest: int


def price_band(price_poisha: int) -> int:
    """The number of the band a price falls into, from 0."""
    taka = price_poisha // 100
    return sum(1 for lowest in PRICE_BANDS if taka >= lowest) - 1
