"""Entries of a timeline in the words of whoever reads."""

from dataclasses import dataclass

from .. import rules
from ..models import CaseEntry


@dataclass(frozen=True, slots=True)
class Told:
    """`title` says what happened; `text` are somebody's own words; `side` on whose part."""

    title: str
    text: str
    side: str


def told(entry: CaseEntry) -> Told:
    """An entry in the reader's language."""
    title = rules.ENTRY_WORDS.get(entry.kind) or entry.kind.replace("_", " ")
    return Told(str(title), entry.text, str(dict(rules.SIDES)[entry.side]))
