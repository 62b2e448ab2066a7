"""The country's districts as a drawing, darker where there is more of something.

Their outlines are a file of their own (`static/maps/districts.svg`), which a browser fetches once: each
page only says how dark each of them is.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_OUTLINES = Path(__file__).parent / "static" / "maps" / "districts.svg"

PALEST, DARKEST = 0.08, 0.95
LEGEND_STEPS = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """One district: how dark (as an SVG opacity), what it says and leads to. `code` is also the id
    of its outline."""

    code: str
    shade: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class DistrictMap:
    width: int
    height: int
    shapes: list[Shape]
    legend: list[str]
    most: int


def district_map(rows: Iterable[Mapping[str, Any]]) -> DistrictMap:
    """`rows`: mappings of `code` ("district-12"), `label`, `value`, and if wanted `shown`
    (the value as people read it; empty: only the label is said) and `href`. A district without a row counts as nought.

    Shades follow the square root, so that one large city does not leave all others pale.
    """
    given = {row["code"]: row for row in rows}
    most = max((int(row["value"]) for row in given.values()), default=0)
    outlines = _outlines()
    shapes = []
    for code in outlines.codes:
        row = given.get(code, {})
        value = int(row.get("value", 0))
        said = ": ".join(str(row.get(name, value)) for name in ("label", "shown") if row)
        said = said.removesuffix(": ")
        shapes.append(Shape(code, _shade(value, most), said, str(row.get("href", ""))))
    return DistrictMap(
        width=outlines.width,
        height=outlines.height,
        shapes=shapes,
        legend=[_shade(step, LEGEND_STEPS - 1) for step in range(LEGEND_STEPS)],
        most=most,
    )


def _shade(value: int, most: int) -> str:
    part = math.sqrt(value / most) if most else 0.0
    return f"{PALEST + (DARKEST - PALEST) * part:.2f}"


@dataclass(frozen=True, slots=True)
class _Outlines:
    width: int
    height: int
    codes: list[str]


@cache
def _outlines() -> _Outlines:
    root = ElementTree.parse(_OUTLINES).getroot()  # noqa: S314 (our own file)
    width, height = map(int, root.attrib["viewBox"].split()[2:])
    return _Outlines(width, height, [each.attrib["id"] for each in root])
