"""The statements of `holding.py`, run between a batch's staging and its merging.

`merge_judged` says of the staged rows of a slice which change is strange, and why: held, or (a
price that rises very far) only pointed out.
"""

# Of what the seller had on sale before this batch: how much of it would change at once.
WHOLESALE = """
SELECT count(*) FILTER (WHERE staged.stock = 0 AND offer.on_hand > offer.reserved),
       count(*) FILTER (WHERE abs(staged.price_poisha - offer.price_poisha) * 10000
                            > offer.price_poisha * %(change)s::bigint)
FROM catalogue_stagedoffer AS staged
JOIN catalogue_offer AS offer
  ON offer.seller_id = %(seller)s AND offer.seller_ref = staged.seller_ref
WHERE staged.batch = %(batch)s AND staged.verdict = 'offer' AND offer.state = 'live'
"""

ON_SALE = """
SELECT count(*), count(*) FILTER (WHERE on_hand > reserved) FROM catalogue_offer
WHERE seller_id = %(seller)s AND feed_id IS NOT DISTINCT FROM %(feed)s AND state = 'live'
"""

# Goods nobody has seen yet have no old price to stay at: the row is not taken.
ODD_AND_NEW = """
UPDATE catalogue_stagedoffer AS staged SET verdict = 'keep'
WHERE batch = %(batch)s AND verdict = 'offer' AND price_poisha <= %(odd)s
  AND NOT EXISTS (SELECT 1 FROM catalogue_offer
                  WHERE seller_id = %(seller)s AND seller_ref = staged.seller_ref)
RETURNING position, seller_ref
"""

# A change decided before is not judged again, as long as it is the same step.
JUDGE = """
CREATE TEMPORARY TABLE merge_judged ON COMMIT DROP AS
WITH differing AS MATERIALIZED (
    SELECT staged.id AS staged_id, staged.position, staged.seller_ref, offer.id AS offer_id,
           offer.price_poisha AS old_price, staged.price_poisha AS new_price,
           offer.list_price_poisha AS old_list, staged.list_price_poisha AS new_list,
           offer.on_hand AS old_stock, staged.stock AS new_stock,
           COALESCE(term.fall, %(fall)s) AS fall, COALESCE(term.rise, %(rise)s) AS rise
    FROM merge_plan AS plan
    JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
    JOIN catalogue_offer AS offer ON offer.id = plan.offer_id
    LEFT JOIN unnest(%(term_categories)s::bigint[], %(term_falls)s::int[], %(term_rises)s::int[])
           AS term (category, fall, rise) ON term.category = plan.own_category
    WHERE plan.outcome = 'offer'
      AND (staged.price_poisha <> offer.price_poisha
           OR staged.stock = 0 AND offer.on_hand > offer.reserved)
), judged AS (
    SELECT staged_id, position, seller_ref, offer_id, 'price' AS what, old_price AS old_value,
           new_price AS new_value, old_list, new_list,
           CASE WHEN new_price <= %(odd)s AND old_price > %(odd)s THEN 'odd'
                WHEN (old_price - new_price) * 10000 > old_price * fall::bigint THEN 'fall'
                WHEN %(price_wholesale)s AND abs(new_price - old_price) * 10000
                                             > old_price * %(change)s::bigint THEN 'wholesale'
                WHEN (new_price - old_price) * 10000 > old_price * rise::bigint THEN 'rise'
           END AS reason
    FROM differing WHERE new_price <> old_price
    UNION ALL
    SELECT staged_id, position, seller_ref, offer_id, 'stock', old_stock, new_stock, NULL, NULL,
           CASE WHEN %(stock_wholesale)s THEN 'wholesale' END
    FROM differing WHERE new_stock = 0 AND old_stock > 0
)
SELECT judged.staged_id, judged.position, judged.seller_ref, judged.offer_id, judged.what,
       judged.old_value, judged.new_value, judged.old_list, judged.new_list,
       COALESCE(before.reason, judged.reason) AS reason,
       before.state IS NOT DISTINCT FROM 'refused' AS refused
FROM judged
LEFT JOIN LATERAL (
    SELECT held.state, held.reason FROM catalogue_heldchange AS held
    WHERE held.offer_id = judged.offer_id AND held.what = judged.what
      AND held.new_value = judged.new_value AND held.old_value = judged.old_value
    ORDER BY held.id DESC LIMIT 1
) AS before ON before.state IN ('held', 'refused')
WHERE before.state IS NOT NULL OR judged.reason IS NOT NULL
"""

JUDGED_FIGURES = """
SELECT count(*) FILTER (WHERE reason <> 'rise'),
       count(*) FILTER (WHERE reason <> 'rise' AND NOT refused),
       count(*) FILTER (WHERE reason = 'rise')
FROM merge_judged
"""

RISES = """
SELECT position, seller_ref, old_value, new_value FROM merge_judged WHERE reason = 'rise'
"""

# A row that is held already carries the newest value; its age and its reading stay those of it.
HOLD = """
INSERT INTO catalogue_heldchange AS held (offer_id, seller_id, feed_id, batch, what, reason,
    old_value, new_value, new_list_poisha, state, held_at, seen_at, note)
SELECT offer_id, %(seller)s, %(feed)s, %(batch)s, what, reason, old_value, new_value, new_list,
       'held', %(now)s, %(now)s, ''
FROM merge_judged WHERE reason <> 'rise' AND NOT refused ORDER BY offer_id, what
ON CONFLICT (offer_id, what) WHERE state = 'held' DO UPDATE
SET new_list_poisha = excluded.new_list_poisha, seen_at = excluded.seen_at,
    reason = excluded.reason, old_value = excluded.old_value, new_value = excluded.new_value,
    feed_id = excluded.feed_id,
    batch = CASE WHEN held.new_value = excluded.new_value THEN held.batch ELSE excluded.batch END,
    vouched_by_id = CASE WHEN held.new_value = excluded.new_value THEN held.vouched_by_id END,
    vouched_at = CASE WHEN held.new_value = excluded.new_value THEN held.vouched_at END,
    told_at = CASE WHEN held.new_value = excluded.new_value THEN held.told_at END
RETURNING xmax = 0
"""

# What is held stays as the shop shows it; everything else of the row goes in.
STAY = """
UPDATE catalogue_stagedoffer AS staged
SET price_poisha = COALESCE(stays.price, staged.price_poisha),
    list_price_poisha = CASE WHEN stays.price IS NULL THEN staged.list_price_poisha
                             ELSE stays.list END,
    stock = COALESCE(stays.stock, staged.stock)
FROM (
    SELECT staged_id, min(old_value) FILTER (WHERE what = 'price') AS price,
           min(old_list) FILTER (WHERE what = 'price') AS list,
           min(old_value) FILTER (WHERE what = 'stock') AS stock
    FROM merge_judged WHERE reason <> 'rise' GROUP BY staged_id
) AS stays
WHERE staged.id = stays.staged_id
"""

OVERTAKE = """
UPDATE catalogue_heldchange AS held SET state = 'overtaken', decided_at = %(now)s
FROM merge_plan AS plan
WHERE held.seller_id = %(seller)s AND held.state = 'held' AND held.offer_id = plan.offer_id
  AND plan.outcome = 'offer'
  AND NOT EXISTS (SELECT 1 FROM merge_judged AS judged
                  WHERE judged.offer_id = held.offer_id AND judged.what = held.what
                    AND judged.reason <> 'rise')
"""

OVERTAKE_GONE = """
UPDATE catalogue_heldchange AS held SET state = 'overtaken', decided_at = %(now)s
FROM catalogue_offer AS offer
WHERE held.seller_id = %(seller)s AND held.state = 'held' AND offer.id = held.offer_id
  AND offer.state = 'withdrawn'
"""
