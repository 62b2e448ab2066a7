"""Sellers and what links them, laid out for a small picture; a table below it says the same."""

from dataclasses import dataclass

from ekshop.complaints.selectors import Link, Linked, name_of

WIDTH, ROW, LINE_AT, WIDEST_ARC = 360, 30, 120, 100
DRAWN_AT_MOST = 13
LABEL_AT_MOST = 28


@dataclass(frozen=True)
class Node:
    pk: int
    name: str
    y: int
    is_centre: bool

    @property
    def label(self) -> str:
        if len(self.name) <= LABEL_AT_MOST:
            return self.name
        return f"{self.name[: LABEL_AT_MOST - 1]}…"


@dataclass(frozen=True)
class Edge:
    one: Node
    other: Node
    by_handle: bool

    @property
    def path(self) -> str:
        """A bow on the left of the line of names, the wider the further they stand apart."""
        top, bottom = sorted((self.one.y, self.other.y))
        reach = (bottom - top) // 2
        across = min(reach + 8, WIDEST_ARC)
        return f"M{LINE_AT} {top}A{across} {reach} 0 0 0 {LINE_AT} {bottom}"


@dataclass(frozen=True)
class Graph:
    nodes: list[Node]
    edges: list[Edge]
    left_out: int
    width: int = WIDTH
    line_at: int = LINE_AT

    @property
    def height(self) -> int:
        return ROW * len(self.nodes)


def graph_of(linked: Linked, centre: int) -> Graph:
    """Names under each other, so that none runs into the next: the seller first, then those linked
    to it, then those linked to these; a bow joins two that are linked."""
    near = {_far_end(link, centre) for link in linked.links if centre in link[:2]}
    far = linked.sellers.keys() - near - {centre}
    order = [centre, *sorted(near), *sorted(far)]
    nodes = {
        pk: Node(pk, name_of(linked.sellers[pk]), ROW * place + ROW // 2, pk == centre)
        for place, pk in enumerate(order[:DRAWN_AT_MOST])
    }
    edges = [
        Edge(nodes[link.one], nodes[link.other], bool(link.handles))
        for link in linked.links
        if link.one in nodes and link.other in nodes
    ]
    return Graph(list(nodes.values()), edges, len(order) - len(nodes))


def _far_end(link: Link, end: int) -> int:
    return link.other if link.one == end else link.one
