"""Values that feeds bring and nobody has listed yet: kept by name, so that they can be chosen by."""

from collections.abc import Iterable

from django.db import connection

from ..models import AttributeValue
from ..variants.known import attribute_book_forget, attribute_book_read

MOST_OF_A_KEY = 2_000
MOST_AT_ONCE = 20_000


def values_learn(*, batch: int) -> int:
    """From what is staged of a batch; returns how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGED, [batch, MOST_AT_ONCE])
        return _learn(cursor.fetchall())


def _learn(pairs: Iterable[tuple[str, str]]) -> int:
    book = attribute_book_read()
    held: dict[str, int] = {}
    for key, _code in book.values:
        held[key] = held.get(key, 0) + 1
    made: dict[tuple[str, str], AttributeValue] = {}
    for key, text in pairs:
        value = book.value(key, text) if key in book.narrowing else None
        if value is None or (key, value.code) in book.values or (key, value.code) in made:
            continue
        if held.get(key, 0) < MOST_OF_A_KEY and len(value.code) <= 100:
            held[key] = held.get(key, 0) + 1
            made[key, value.code] = AttributeValue(
                key=key,
                code=value.code,
                name_bn=value.name_bn[:100],
                name_en=value.name_en[:100],
                learnt=True,
            )
    if made:
        AttributeValue.objects.bulk_create(made.values(), ignore_conflicts=True)
        attribute_book_forget()
    return len(made)


_STAGED = """
SELECT DISTINCT said.key, said.value
FROM catalogue_stagedoffer, jsonb_each_text(attributes) AS said
WHERE batch = %s AND attributes IS NOT NULL AND verdict = 'offer'
ORDER BY said.key, said.value LIMIT %s
"""
