"""The index itself: documents in, questions answered; files and arrays, no database.

See README.md in this folder for how it is laid out.
"""

from .asking import Among, Ask, AtMost, Between, Clause, Condition, Flags
from .entry import EVERYWHERE, FACTS, FLAGS, PRICE_BANDS, VERSION, Checkpoint, Entry, price_band
from .files import Broken
from .view import MANIFEST, Index, Matches, View
from .writer import Writer

__all__ = [
    "EVERYWHERE",
    "FACTS",
    "FLAGS",
    "MANIFEST",
    "PRICE_BANDS",
    "VERSION",
    "Among",
    "Ask",
    "AtMost",
    "Between",
    "Broken",
    "Checkpoint",
    "Clause",
    "Condition",
    "Entry",
    "Flags",
    "Index",
    "Matches",
    "View",
    "Writer",
    "price_band",
]
