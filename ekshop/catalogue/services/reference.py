"""The tree of categories and the goods that may not be sold, from tables that people keep."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from .. import rules
from ..models import Category, ForbiddenTerm

Row = Mapping[str, str]


@transaction.atomic
def categories_load(rows: Iterable[Row]) -> int:
    """Writes the tree; known slugs are updated, none is removed. Returns how many rows came.

    A row: slug, parent (empty at the top; it comes before its children), name_bn, name_en,
    drawing, regulated ("medicine" or empty), keywords_bn and keywords_en, split by "|".
    """
    known: dict[str, Category] = {}
    for position, row in enumerate([*rows, _CATCH_ALL]):
        if row["slug"] in known:
            continue
        words = [*row["keywords_bn"].split("|"), *row["keywords_en"].split("|")]
        known[row["slug"]], _made = Category.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "parent": known[row["parent"]] if row["parent"] else None,
                "name_bn": row["name_bn"],
                "name_en": row["name_en"],
                "drawing": row["drawing"],
                "regulation": row["regulated"],
                "keywords": "|".join(word.strip() for word in words if word.strip()),
                "position": position,
            },
        )
    return len(known)


_CATCH_ALL = {
    "slug": rules.CATCH_ALL,
    "parent": "",
    "name_bn": "অন্যান্য পণ্য",
    "name_en": "Other goods",
    "drawing": "package",
    "regulated": "",
    "keywords_bn": "",
    "keywords_en": "",
}


@transaction.atomic
def forbidden_load(rows: Iterable[Row]) -> int:
    """Writes the forbidden words; those no longer listed go out of force. Returns how many hold.
    Words a person entered, changed or took out of force stay as that person left them.

    A row: terms_bn, terms_en, terms_latin and unless, each split by "|"; reason_bn, reason_en,
    citation_bn, citation_en.
    """
    listed: set[str] = set()
    kept = set(ForbiddenTerm.objects.filter(edited=True).values_list("term", flat=True))
    for row in rows:
        told = [row[name] for name in ("terms_bn", "terms_en", "terms_latin")]
        for term in {word.strip() for words in told for word in words.split("|") if word.strip()}:
            listed.add(term)
            if term in kept:
                continue
            ForbiddenTerm.objects.update_or_create(
                term=term,
                defaults={
                    "unless": row["unless"],
                    "reason_bn": row["reason_bn"],
                    "reason_en": row["reason_en"],
                    "citation": row["citation_en"],
                    "citation_bn": row["citation_bn"],
                    "active": True,
                },
            )
    ForbiddenTerm.objects.exclude(term__in=listed).exclude(edited=True).update(active=False)
    return len(listed)
