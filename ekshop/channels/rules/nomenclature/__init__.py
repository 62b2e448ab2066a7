"""What every installation begins with: HS codes, countries' rules, and duties as an example.

The numbers are those of the Harmonized System's edition of 2022; the words here are our own. Figures
of duty change by law and by origin: a few name the page that tells them, the others are marked as
examples that somebody has to confirm (`EXAMPLE`). What India and China ask of a least developed country
ends some years after Bangladesh has left that group.
"""

import csv
from datetime import date
from pathlib import Path

EXAMPLE = "Example, to be confirmed against the tariff in force"
HOLDS_FROM = date(2020, 1, 1)


def hs_rows() -> list[dict[str, str]]:
    """`code`, `text_en`, `text_bn`, `words`."""
    return _rows("codes.csv")


def country_rule_rows() -> list[dict[str, str]]:
    """As the columns of `CountryRule`; words of `material` are split by "|"."""
    rows = _rows("country_rules.csv")
    return [{**row, "material": row["material"].replace("+", "|")} for row in rows]


def duty_rows() -> list[dict[str, str]]:
    """`country`, `hs_prefix`, `bp`, `source` (`EXAMPLE` where nobody has found one)."""
    return [{**row, "source": row["source"] or EXAMPLE} for row in _rows("duties.csv")]


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parent / name
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="|"))
