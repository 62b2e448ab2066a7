"""Where a fact can be read: pages and publications named beside what they support."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

BENGALI = ("\u0980", "\u09ff")


@dataclass(frozen=True, slots=True)
class Source:
    """Title and publisher as they call themselves; `looked_on`: the day somebody read it there."""

    title: str
    publisher: str
    url: str
    looked_on: date

    @property
    def language(self) -> str:
        """Of the title, for whoever reads it aloud."""
        return "bn" if any(BENGALI[0] <= sign <= BENGALI[1] for sign in self.title) else "en"


def kept(cell: str, known: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """The sources a table's cell names (keys split by "|"), as they are stored beside a fact.

    Raises KeyError for a key nobody knows.
    """
    return [
        {column: known[key][column] for column in ("title", "publisher", "url", "looked_on")}
        for key in cell.split("|")
        if key
    ]


def told(stored: Iterable[Mapping[str, str]]) -> Sequence[Source]:
    """As `kept` left them."""
    return [
        Source(each["title"], each["publisher"], each["url"], date.fromisoformat(each["looked_on"]))
        for each in stored
    ]
