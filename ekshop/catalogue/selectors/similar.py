"""Offers that could stand in for another."""

from django.db import connection


def offers_like(offer_id: int, *, quantity: int, title: str, limit: int = 12) -> list[int]:
    """Ids of live offers with that many left: of the same product by price, then of the same
    category and around the same price by how alike their titles are. One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _LIKE, {"offer": offer_id, "quantity": quantity, "title": title, "limit": limit}
        )
        return [row[0] for row in cursor.fetchall()]


# The like of it is looked for among at most 2,000 offers of the category between half and twice the
# price, so that a category of a hundred thousand costs no more than a small one.
_LIKE = """
WITH wanted AS (
    SELECT offer.id, offer.seller_id, offer.product_id, offer.price_poisha, product.category_id
    FROM catalogue_offer AS offer
    JOIN catalogue_product AS product ON product.id = offer.product_id
    WHERE offer.id = %(offer)s
), same AS (
    SELECT offer.id, 0 AS rank, offer.price_poisha::float8 AS nearness
    FROM catalogue_offer AS offer JOIN wanted ON offer.product_id = wanted.product_id
    WHERE offer.id <> wanted.id AND offer.seller_id <> wanted.seller_id
      AND offer.state = 'live' AND offer.on_hand - offer.reserved >= %(quantity)s
), alike AS (
    SELECT near.id, 1 AS rank, -similarity(near.title, %(title)s)::float8 AS nearness
    FROM (
        SELECT offer.id, offer.title
        FROM wanted
        JOIN catalogue_product AS product ON product.category_id = wanted.category_id
        JOIN catalogue_offer AS offer ON offer.product_id = product.id
        WHERE offer.product_id <> wanted.product_id AND offer.seller_id <> wanted.seller_id
          AND offer.state = 'live' AND offer.on_hand - offer.reserved >= %(quantity)s
          AND offer.price_poisha BETWEEN wanted.price_poisha / 2 AND wanted.price_poisha * 2
        LIMIT 2000
    ) AS near
)
SELECT id FROM (SELECT * FROM same UNION ALL SELECT * FROM alike) AS found
ORDER BY rank, nearness, id LIMIT %(limit)s
"""
