"""How long goods of a category usually keep and travel, for offers whose sellers do not say."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ..models import Category
from ..rules import Terms, terms_problems


@transaction.atomic
def category_keeping_set(
    *,
    actor: Actor,
    category_id: int,
    shelf_life_days: int | None,
    travel_days: int | None,
    now: datetime,
) -> Category:
    """From now on this is usual for its goods; neither: they do not spoil, or are as the wider
    category's. What a seller says of its own offer goes before it. Search follows by its triggers.

    Raises InvalidInput, NotFound.
    """
    require(actor, "category.manage")
    category = Category.objects.select_for_update().filter(pk=category_id).first()
    if category is None:
        raise NotFound(what="category")
    wanted = Terms(shelf_life_days=shelf_life_days, travel_days=travel_days)
    if problems := terms_problems(wanted):
        raise InvalidInput(problems)
    before = [category.shelf_life_days, category.travel_days]
    category.shelf_life_days, category.travel_days = shelf_life_days, travel_days
    category.keeping_edited = True
    category.save(update_fields=["shelf_life_days", "travel_days", "keeping_edited"])
    audit_write(
        actor=actor,
        action="category_keeping_set",
        entity="category",
        entity_id=category_id,
        data={"keeps": [before, [shelf_life_days, travel_days]]},
        now=now,
    )
    return category


@transaction.atomic
def category_keeping_load(rows: Iterable[Mapping[str, str]]) -> int:
    """Writes the usual days of known categories, but of those that a person has set. Returns how
    many categories were written. A row: slug, shelf_life_days, travel_days."""
    told = {
        row["slug"]: (
            int(row["shelf_life_days"] or 0) or None,
            int(row["travel_days"] or 0) or None,
        )
        for row in rows
    }
    found = list(Category.objects.filter(slug__in=told, keeping_edited=False))
    for category in found:
        category.shelf_life_days, category.travel_days = told[category.slug]
    Category.objects.bulk_update(found, ["shelf_life_days", "travel_days"])
    return len(found)
