"""What a query was meant to find, said without ids, so that it outlives every reload.

`wanted.csv` has a row a query: `query, script, wanted, group`. The rows of a group are one
wish spelled four ways: "bengali", "variant" (as many people write it), "latin" (Bengali typed with
Latin letters, or plain English), "mistyped". `wanted` is a list of conditions between blanks, all
of which an answer must meet: `a|b` (one of these stands in a title, whatever its language; `_` is a
blank) or `category:slug|slug` (it lies in one of these).
"""

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parent / "wanted.csv"
SCRIPTS = ("bengali", "variant", "latin", "mistyped")


@dataclass(frozen=True)
class Query:
    text: str
    script: str
    wanted: str
    group: str


def queries() -> list[Query]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [
            Query(r["query"], r["script"], r["wanted"], r["group"]) for r in csv.DictReader(lines)
        ]


def satisfies(wanted: str, *, titles: Iterable[str], category: str) -> bool:
    """Is an article with these titles, in this leaf category, what was wanted?"""
    text = _plain(" ".join(titles))
    for condition in wanted.split():
        kind, colon, slugs = condition.partition(":")
        if kind == "category" and colon:
            if category not in slugs.split("|"):
                return False
        elif not any(_plain(word.replace("_", " ")) in text for word in condition.split("|")):
            return False
    return True


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
