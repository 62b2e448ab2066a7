"""Sellers and what links them, laid out for a small picture; a table beside it says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from ekshop.complaints.selectors import Link, Linked, name_of

WIDTH, HEIGHT = 360, 300
DRAWN_AT_MOST = 13
LABEL_AT_MOST = 16
_RINGS = (0.0, 0.62, 1.0)
_ACROSS, _UP = 125, 110


@dataclass(frozen=True)
class Node:
    """`above`: its name stands over it, so that it does not run into the next."""

    pk: int
    label: str
    name: str
    x: int
    y: int
    is_centre: bool

    @property
    def label_y(self) -> int:
        return self.y - 12 if self.y < HEIGHT // 2 and not self.is_centre else self.y + 22


@dataclass(frozen=True)
class Edge:
    one: Node
    other: Node
    by_handle: bool


@dataclass(frozen=True)
class Graph:
    nodes: list[Node]
    edges: list[Edge]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def graph_of(linked: Linked, centre: int) -> Graph:
    """The seller in the middle, those linked to it around, those linked to these outside."""
    near = {_far_end(link, centre) for link in linked.links if centre in link[:2]}
    far = linked.sellers.keys() - near - {centre}
    order = [centre, *sorted(near), *sorted(far)]
    drawn = order[:DRAWN_AT_MOST]
    rings = [[centre], [n for n in drawn if n in near], [n for n in drawn if n in far]]
    nodes = {
        node.pk: node
        for ring, numbers in enumerate(rings)
        for node in _round(numbers, linked.sellers, ring if rings[2] or not ring else 2)
    }
    edges = [
        Edge(nodes[link.one], nodes[link.other], bool(link.handles))
        for link in linked.links
        if link.one in nodes and link.other in nodes
    ]
    return Graph(list(nodes.values()), edges, len(order) - len(drawn))


def _far_end(link: Link, end: int) -> int:
    return link.other if link.one == end else link.one


def _round(numbers: list[int], sellers: dict[int, Any], ring: int) -> Iterable[Node]:
    for place, number in enumerate(numbers):
        angle = 2 * pi * place / len(numbers) - pi / 2 + ring * pi / 7
        name = name_of(sellers[number])
        yield Node(
            number,
            name if len(name) <= LABEL_AT_MOST else f"{name[: LABEL_AT_MOST - 1]}…",
            name,
            round(WIDTH / 2 + _ACROSS * _RINGS[ring] * cos(angle)),
            round(HEIGHT / 2 + _UP * _RINGS[ring] * sin(angle)),
            ring == 0,
        )
