"""The committed tables, read."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> list[dict[str, str]]:
    """Rows of data/NAME.csv by column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def sources() -> dict[str, dict[str, str]]:
    """What the tables name as their sources, by key."""
    return {row["key"]: row for row in read("sources")}
