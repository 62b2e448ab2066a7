"""The mapping screen's lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from ekshop.catalogue.selectors import CategoryNode, category_nodes, offers_by_source_category
from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import CategoryMapping

WORTH_SHOWING = 20
"""Below this confidence, in per cent, a guess would only mislead."""


@dataclass(frozen=True, slots=True)
class MappingLine:
    """A seller's word, what it means now and how that came about.

    `how`: "decided", "suggested" (used, nobody has looked), "unsure" (not used, or nothing found).
    """

    id: int
    word: str
    category: CategoryNode
    suggested: CategoryNode | None
    confidence: int
    how: str
    examples: list[str]
    offers: int

    @property
    def proposed(self) -> bool:
        """Whether our guess is worth showing to someone who has not decided."""
        return self.how != "decided" and self.confidence >= WORTH_SHOWING

    @property
    def chosen(self) -> int:
        return self.suggested.id if self.proposed and self.suggested else self.category.id


def mappings_visible_to(actor: Actor, seller_id: int) -> QuerySet[CategoryMapping]:
    """A seller's words; none for those who may not place them."""
    rows = CategoryMapping.objects.filter(seller_id=seller_id)
    if not allowed("category_map", actor.role) and not actor.is_system:
        return rows.none()
    if actor.role == "partner_staff" and actor.organisation_id != seller_id:
        return rows.none()
    return rows


def mapping_lines(actor: Actor, seller_id: int) -> list[MappingLine]:
    """Those that need someone first, the ones with most offers before the others. Three statements."""
    return sorted(mappings_told(mappings_visible_to(actor, seller_id), seller_id), key=_order)


def mappings_told(rows: Iterable[CategoryMapping], seller_id: int) -> list[MappingLine]:
    """Rows of one seller as lines, in their order."""
    nodes = {node.id: node for node in category_nodes()}
    return list(_lines(rows, nodes, offers_by_source_category(seller_id)))


def _lines(
    rows: Iterable[CategoryMapping], nodes: dict[int, CategoryNode], counts: dict[str, int]
) -> Iterable[MappingLine]:
    for row in rows:
        how = "unsure"
        if row.decided_at:
            how = "decided"
        elif row.suggested_id == row.category_id:
            how = "suggested"
        yield MappingLine(
            id=row.pk,
            word=row.source_category,
            category=nodes[row.category_id],
            suggested=nodes.get(row.suggested_id or 0),
            confidence=row.confidence,
            how=how,
            examples=list(row.examples),
            offers=counts.get(row.source_category, 0),
        )


def _order(line: MappingLine) -> tuple[int, int, str]:
    return (["unsure", "suggested", "decided"].index(line.how), -line.offers, line.word)
