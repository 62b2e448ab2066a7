"""What a seller's words for its goods mean in our tree: suggested while reading, decided by people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from ekshop.catalogue.selectors import CategoryNode, CategorySuggester, category_nodes
from ekshop.catalogue.services import catch_all_category, offers_recategorise
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.selectors import licensed_organisation_ids
from ekshop.parties.services import require

from ..models import CategoryMapping, Feed
from ..rules import incoming as rules

MOST_WORDS = 5_000
EXAMPLES = 30
SHOWN = 3


@dataclass
class Words:
    """The category words a file uses, with a few of the titles that stand under each."""

    titles: dict[str, list[str]] = field(default_factory=dict)

    def add(self, word: str, title: str) -> None:
        known = self.titles.get(word)
        if known is None:
            if len(self.titles) < MOST_WORDS:
                self.titles[word] = [title]
        elif len(known) < EXAMPLES:
            known.append(title)


def categories_settle(
    *, seller_id: int, nodes: list[CategoryNode], words: Words, now: datetime
) -> dict[str, int]:
    """Our category for each of the seller's words, writing a mapping for those not met before.

    A suggestion that is sure enough is used at once. One that leads to goods under licence need
    be less so: better to ask a seller for its licence than to sell medicine without.
    """
    rows = CategoryMapping.objects.filter(seller_id=seller_id)
    known = dict(rows.values_list("source_category", "category_id"))
    fresh = {word: titles for word, titles in words.titles.items() if word not in known}
    if fresh:
        other = catch_all_category()
        licensed = {node.id for node in nodes if node.licence}
        suggester = CategorySuggester(nodes)
        made = []
        for word, titles in fresh.items():
            found = suggester.suggest(word, titles)
            needed = (
                rules.SURE_IF_LICENSED if found and found.category_id in licensed else rules.SURE
            )
            used = found and found.confidence >= needed
            known[word] = found.category_id if found and used else other
            made.append(
                CategoryMapping(
                    seller_id=seller_id,
                    source_category=word,
                    category_id=known[word],
                    suggested_id=found.category_id if found else None,
                    confidence=found.confidence if found else 0,
                    examples=titles[:SHOWN],
                    created_at=now,
                )
            )
        CategoryMapping.objects.bulk_create(made, batch_size=1000, ignore_conflicts=True)
    return known


@transaction.atomic
def category_mappings_decide(
    *, actor: Actor, seller_id: int, decisions: Mapping[int, int], now: datetime
) -> int:
    """Settles which of our categories (values) mappings (keys) mean; what is on sale moves at once.

    Returns how many products moved. Raises NotFound for a mapping that is not this seller's,
    InvalidInput for a category that does not exist.
    """
    require(actor, "category_map")
    if actor.role != "operator" and not actor.is_system and actor.organisation_id != seller_id:
        raise NotFound()
    nodes = {node.id: node for node in category_nodes()}
    if unknown := [pk for pk, category in decisions.items() if category not in nodes]:
        raise InvalidInput({f"category_{pk}": InvalidInput.message for pk in unknown})
    rows = list(
        CategoryMapping.objects.select_for_update()
        .filter(seller_id=seller_id, pk__in=decisions)
        .order_by("pk")
    )
    if len(rows) != len(decisions):
        raise NotFound()
    for row in rows:
        row.category_id = decisions[row.pk]
        row.decided_by_id = actor.person_id
        row.decided_at = now
    CategoryMapping.objects.bulk_update(rows, ["category", "decided_by", "decided_at"])
    moved = offers_recategorise(
        actor=actor,
        seller_id=seller_id,
        categories={row.source_category: row.category_id for row in rows},
        refused_categories=categories_refused(seller_id, nodes.values(), now),
        now=now,
    )
    # Rows refused for their old category are not in the shop: the next reading looks again.
    Feed.objects.filter(seller_id=seller_id).update(etag="", last_modified="", content_hash="")
    audit_write(
        actor=actor,
        action="category_map",
        entity="organisation",
        entity_id=seller_id,
        data={row.source_category: row.category_id for row in rows},
        now=now,
    )
    return moved


def categories_refused(seller_id: int, nodes: Iterable[CategoryNode], now: datetime) -> list[int]:
    """Our categories this seller may not sell in today, for want of a licence."""
    listed = list(nodes)
    kinds = {node.licence for node in listed if node.licence}
    held = {
        kind
        for kind in kinds
        if licensed_organisation_ids([seller_id], kind=kind, on=dhaka_date(now))
    }
    return [node.id for node in listed if node.licence and node.licence not in held]
