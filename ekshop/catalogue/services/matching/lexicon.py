"""Which words of the two languages say the same, from the goods of the catalogue told in both."""

from django.db import connection, transaction

from ekshop.kernel.statements import fetch

from ...matching import learned, number_of, sound_of, telling_of
from ...models import MatchTranslation
from ...selectors.matching import lexicon_now

MOST_TOLD = 20_000
"""From so many goods it learns, the same ones each night as far as they are still there; some
twenty seconds."""


def lexicon_settle(most: int = MOST_TOLD) -> int:
    """Learns anew, keeps it, and lets matching read products again that have a word of which another
    is known now. How many words are other."""
    before = lexicon_now()
    tellings = (telling_of(*told) for told in fetch(_TOLD, [most]))
    lexicon = learned(filter(None, tellings), before)
    other = {
        word for word in before.keys() | lexicon.keys() if before.get(word) != lexicon.get(word)
    }
    if not other:
        return 0
    keys = {number_of(sound_of(word)) for word in other}
    with transaction.atomic(), connection.cursor() as cursor:
        MatchTranslation.objects.filter(bengali__in=other).delete()
        MatchTranslation.objects.bulk_create(
            MatchTranslation(bengali=word, latin=lexicon[word])
            for word in sorted(other & lexicon.keys())
        )
        cursor.execute(_READ_AGAIN, [list(keys)])
    return len(other)


# One of a family: its sizes and colours say nothing more. What a producer sells teaches, too; what
# nobody sells any more would stand there as nobody's word.
_TOLD = """
(SELECT name_bn, name_en, '{}'::bigint[] FROM catalogue_category
 WHERE name_bn <> '' AND name_en <> '')
UNION ALL
(SELECT title_bn, title_en, ARRAY(
    SELECT seller_id FROM catalogue_offer AS offer WHERE offer.product_id = told.id
) AS sellers FROM (
    SELECT DISTINCT ON (COALESCE(family_id, -id)) id, title_bn, title_en FROM catalogue_product
    WHERE title_bn <> '' AND title_en <> '' AND merged_into_id IS NULL
      AND EXISTS (SELECT FROM catalogue_offer AS offer WHERE offer.product_id = catalogue_product.id)
    ORDER BY COALESCE(family_id, -id), id
) AS told ORDER BY hashint8extended(id, 0) LIMIT %s)
"""

_READ_AGAIN = """
UPDATE catalogue_matchentry AS entry SET stage = 'due' FROM catalogue_matchkey AS found
WHERE found.key = ANY(%s) AND found.product_id = entry.product_id AND entry.stage <> 'due'
"""
