"""Words for attributes and their values, and what a category's goods are narrowed by, by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import require

from ..models import Attribute, AttributeValue, Category, CategoryFacets
from ..variants.attributes import levelled
from ..variants.known import attribute_book_forget, attribute_book_read

MOST_FACETS = 6


@transaction.atomic
def attribute_put(
    *, actor: Actor, key: str, name_bn: str, name_en: str, words: str, now: datetime
) -> Attribute:
    """An attribute's names and the other words sellers use for it, by "|". Feeds are read anew.

    Raises InvalidInput.
    """
    require(actor, "category.manage")
    plain = levelled(key)
    _needed({"key": plain, "name_bn": name_bn, "name_en": name_en})
    row, _made = Attribute.objects.update_or_create(
        key=plain,
        defaults={"name_bn": name_bn[:80], "name_en": name_en[:80], "words": words[:2000]},
    )
    _changed(actor, "attribute_put", plain, {"names": [name_bn, name_en], "words": words}, now)
    return row


@transaction.atomic
def attribute_value_put(
    *, actor: Actor, key: str, name_bn: str, name_en: str, words: str, now: datetime
) -> AttributeValue:
    """A value's names in both languages and the other words for it; its code is its English name.

    Raises InvalidInput.
    """
    require(actor, "category.manage")
    plain, code = levelled(key), levelled(name_en)
    _needed({"key": plain, "name_bn": name_bn, "name_en": code})
    row, _made = AttributeValue.objects.update_or_create(
        key=plain,
        code=code,
        defaults={
            "name_bn": name_bn[:100],
            "name_en": name_en[:100],
            "words": words[:2000],
            "learnt": False,
        },
    )
    said = {"value": code, "names": [name_bn, name_en], "words": words}
    _changed(actor, "attribute_value_put", plain, said, now)
    return row


@transaction.atomic
def category_facets_set(
    *, actor: Actor, category_id: int, keys: Sequence[str], now: datetime
) -> None:
    """By what a category's goods are narrowed, at most six; none: as usual. Raises InvalidInput."""
    require(actor, "category.manage")
    book = attribute_book_read()
    wanted = list(dict.fromkeys(book.key_of(key) for key in keys if key.strip()))
    if unknown := [key for key in wanted if key not in book.attributes]:
        raise InvalidInput(
            {"keys": _("We know no attribute “%(key)s”. Enter it first.") % {"key": unknown[0]}}
        )
    if len(wanted) > MOST_FACETS or not Category.objects.filter(pk=category_id).exists():
        raise InvalidInput({"keys": _("At most six.")})
    if wanted:
        CategoryFacets.objects.update_or_create(category_id=category_id, defaults={"keys": wanted})
    else:
        CategoryFacets.objects.filter(category_id=category_id).delete()
    for key in wanted:
        _noted(key)
    attribute_book_forget()
    audit_write(
        actor=actor,
        action="category_facets_set",
        entity="category",
        entity_id=category_id,
        data={"keys": wanted},
        now=now,
    )


def _needed(fields: dict[str, str]) -> None:
    if missing := [name for name, value in fields.items() if not value.strip()]:
        raise InvalidInput({name: _("This is needed.") for name in missing})


def _changed(
    actor: Actor, action: str, key: str, data: Mapping[str, object], now: datetime
) -> None:
    _noted(key)
    attribute_book_forget()
    audit_write(
        actor=actor,
        action=action,
        entity="attribute",
        entity_id=0,
        data={"key": key, **data},
        now=now,
    )


def _noted(key: str) -> None:
    """The search documents of goods that say something of it are out of date."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT catalogue_search_note(ARRAY(SELECT DISTINCT product_id FROM catalogue_offer"
            " WHERE jsonb_exists(attributes, %s) AND state = 'live'))",
            [key],
        )
