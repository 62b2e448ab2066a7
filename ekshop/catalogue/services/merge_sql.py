"""The statements of `merge.py`, in the order in which it runs them.

`merge_plan` says of each staged row of a slice which offer it is (null: a new one), which
product it belongs to, and whether it makes that product.
"""

ALL_UNSEEN = """
INSERT INTO merge_unseen
SELECT id FROM catalogue_offer WHERE feed_id = %s AND state IN ('live', 'off_season')
"""

DUPLICATES = """
DELETE FROM catalogue_stagedoffer AS staged
USING (
    SELECT seller_ref, min(position) AS first FROM catalogue_stagedoffer
    WHERE batch = %(batch)s GROUP BY seller_ref HAVING count(*) > 1
) AS twice
WHERE staged.batch = %(batch)s AND staged.seller_ref = twice.seller_ref
  AND staged.position > twice.first
RETURNING staged.position, staged.seller_ref
"""

MET_ALREADY = """
DELETE FROM catalogue_stagedoffer AS staged
USING catalogue_offer AS offer
WHERE staged.batch = %(batch)s AND offer.seller_id = %(seller)s
  AND offer.seller_ref = staged.seller_ref AND offer.feed_id = %(feed)s
  AND offer.state IN ('live', 'off_season')
  AND NOT EXISTS (SELECT 1 FROM merge_unseen WHERE offer_id = offer.id)
RETURNING staged.position, staged.seller_ref
"""

PLAN = """
CREATE TEMPORARY TABLE merge_plan ON COMMIT DROP AS
WITH here AS MATERIALIZED (
    SELECT staged.id, staged.position, staged.verdict, staged.seller_ref, staged.match_key,
           offer.id AS offer_id, offer.state AS old_state, offer.product_id AS old_product,
           own.match_key AS old_key, COALESCE(shared.merged_into_id, shared.id) AS key_product,
           shared.id AS key_owner, COALESCE(offer.held_fast, false) AS held_fast,
           COALESCE(shared.category_id, mapped.ours, %(other)s::bigint) AS category_id,
           COALESCE(mapped.ours, %(other)s::bigint) AS own_category,
           row_number() OVER (PARTITION BY staged.match_key ORDER BY staged.position) AS rank
    FROM catalogue_stagedoffer AS staged
    LEFT JOIN catalogue_offer AS offer
           ON offer.seller_id = %(seller)s AND offer.seller_ref = staged.seller_ref
    LEFT JOIN catalogue_product AS own ON own.id = offer.product_id
    LEFT JOIN catalogue_product AS shared ON shared.match_key = staged.match_key
    LEFT JOIN unnest(%(words)s::text[], %(ours)s::bigint[]) AS mapped (word, ours)
           ON mapped.word = staged.source_category
    WHERE staged.batch = %(batch)s AND staged.position BETWEEN %(first)s AND %(last)s
), judged AS MATERIALIZED (
    SELECT *, CASE WHEN verdict = 'offer' AND (category_id = ANY(%(refused)s::bigint[])
                                            OR own_category = ANY(%(refused)s::bigint[]))
                   THEN 'licence' ELSE verdict END AS outcome,
           -- A person's word holds it fast; a key of a product put under this one is its own.
           old_product IS NOT NULL AND (held_fast OR match_key IS NULL OR old_key = match_key
                                        OR key_product IS NOT DISTINCT FROM old_product) AS stays
    FROM here
), owners AS MATERIALIZED (
    -- The first row of each new key: its own product takes the key, or it makes one.
    SELECT DISTINCT ON (match_key) match_key, id AS staged_id,
           old_product IS NOT NULL AND old_key IS NULL AS adopts,
           CASE WHEN old_product IS NOT NULL AND old_key IS NULL THEN old_product
                ELSE nextval(pg_get_serial_sequence('catalogue_product', 'id')) END AS product_id
    FROM judged
    WHERE match_key IS NOT NULL AND key_product IS NULL AND outcome = 'offer' AND NOT held_fast
    ORDER BY match_key, rank
)
SELECT judged.id AS staged_id, judged.position, judged.seller_ref, judged.outcome,
       judged.offer_id, judged.old_state, judged.old_product, judged.own_category,
       CASE WHEN NOT judged.held_fast AND (judged.key_owner IS NULL
                                           OR judged.key_owner = judged.old_product)
            THEN judged.match_key END AS takes_key,
       CASE WHEN judged.outcome <> 'offer' THEN judged.old_product
            WHEN judged.stays THEN judged.old_product
            WHEN judged.key_product IS NOT NULL THEN judged.key_product
            WHEN judged.match_key IS NOT NULL THEN owners.product_id
            ELSE nextval(pg_get_serial_sequence('catalogue_product', 'id')) END AS product_id,
       judged.outcome = 'offer' AND NOT judged.stays AND judged.key_product IS NULL
           AND (judged.match_key IS NULL OR owners.staged_id = judged.id AND NOT owners.adopts)
           AS makes
FROM judged LEFT JOIN owners ON owners.match_key = judged.match_key
"""

PLAN_FIGURES = """
SELECT count(*), count(*) FILTER (WHERE offer_id IS NOT NULL), count(*) FILTER (WHERE makes),
       count(*) FILTER (WHERE outcome = 'keep' AND offer_id IS NOT NULL)
FROM merge_plan
"""

WITHDRAW_REFUSED = """
UPDATE catalogue_offer AS offer SET state = 'withdrawn', fingerprint = '', updated_at = %(now)s
FROM merge_plan AS plan
WHERE plan.outcome IN ('licence', 'drop') AND offer.id = plan.offer_id
  AND offer.state IN ('live', 'off_season')
"""

LICENCE_REFUSED = "SELECT position, seller_ref FROM merge_plan WHERE outcome = 'licence'"

PRODUCTS_MISSING = """
SELECT position FROM merge_plan AS plan
WHERE makes AND NOT EXISTS (SELECT 1 FROM catalogue_product WHERE id = plan.product_id)
"""

CODES_REDRAW = """
UPDATE catalogue_stagedoffer AS staged SET code = fresh.code
FROM unnest(%(positions)s::int[], %(codes)s::text[]) AS fresh (position, code)
WHERE staged.batch = %(batch)s AND staged.position = fresh.position
"""

PRODUCTS_INSERT = """
INSERT INTO catalogue_product (id, code, category_id, title, title_bn, title_en, description,
    brand, mpn, gtin, match_key, image_url, is_gi, created_at, updated_at)
SELECT plan.product_id, staged.code, plan.own_category, staged.title, staged.title_bn,
       staged.title_en, staged.description, staged.brand, staged.mpn, staged.gtin,
       staged.match_key, staged.image_url, false, %(now)s, %(now)s
FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
WHERE plan.makes AND staged.code IS NOT NULL
ON CONFLICT (code) DO NOTHING
"""

LOCK = """
SELECT id FROM catalogue_offer
WHERE id IN (SELECT offer_id FROM merge_plan WHERE outcome = 'offer' AND offer_id IS NOT NULL)
ORDER BY id FOR NO KEY UPDATE
"""

# Only the oldest offer of a product, the one that made it, says what the product is.
PRODUCTS_UPDATE = """
UPDATE catalogue_product AS product
SET title = staged.title, title_bn = staged.title_bn, title_en = staged.title_en,
    description = staged.description, brand = staged.brand, mpn = staged.mpn,
    gtin = staged.gtin, image_url = staged.image_url, category_id = plan.own_category,
    match_key = COALESCE(product.match_key, plan.takes_key), updated_at = %(now)s
FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
WHERE plan.outcome = 'offer' AND NOT plan.makes AND product.id = plan.product_id
  AND plan.offer_id = (SELECT min(id) FROM catalogue_offer WHERE product_id = product.id)
  AND (product.title, product.title_bn, product.title_en, product.description, product.brand,
       product.mpn, product.gtin, product.image_url, product.category_id, product.match_key)
      IS DISTINCT FROM
      (staged.title, staged.title_bn, staged.title_en, staged.description, staged.brand,
       staged.mpn, staged.gtin, staged.image_url, plan.own_category,
       COALESCE(product.match_key, plan.takes_key))
"""

OFFERS_UPDATE = """
WITH changed AS (
    UPDATE catalogue_offer AS offer
    SET product_id = plan.product_id, title = staged.title, title_bn = staged.title_bn,
        title_en = staged.title_en, url = staged.url,
        image_url = staged.image_url, price_poisha = staged.price_poisha,
        list_price_poisha = staged.list_price_poisha,
        on_hand = GREATEST(staged.stock, offer.reserved),
        state = CASE WHEN offer.state IN ('withdrawn', 'unlicensed', 'stale') THEN 'live'
                     ELSE offer.state END,
        feed_id = %(feed)s, source_category = staged.source_category,
        fingerprint = staged.fingerprint, group_ref = COALESCE(staged.group_ref, ''),
        attributes = COALESCE(staged.attributes, '{}'), images = COALESCE(staged.images, '[]'),
        dispatch_days = staged.dispatch_days, returns_days = staged.returns_days,
        updated_at = %(now)s
    FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
    LEFT JOIN catalogue_offerterms AS terms ON terms.offer_id = plan.offer_id
    WHERE plan.outcome = 'offer' AND offer.id = plan.offer_id
      AND ((staged.terms IS NOT NULL OR terms.by_feed)
           AND staged.terms IS DISTINCT FROM CASE WHEN terms.offer_id IS NOT NULL THEN
               ARRAY[terms.made_to_order_days, terms.shelf_life_days, terms.travel_days,
                     terms.season_from, terms.season_to] END
           OR (offer.product_id, offer.title, offer.title_bn, offer.title_en, offer.url, offer.image_url, offer.price_poisha,
           offer.list_price_poisha, offer.on_hand,
           offer.state IN ('withdrawn', 'unlicensed', 'stale'), offer.feed_id,
           offer.source_category, offer.group_ref, offer.attributes, offer.images,
           offer.dispatch_days, offer.returns_days)
          IS DISTINCT FROM
          (plan.product_id, staged.title, staged.title_bn, staged.title_en, staged.url, staged.image_url, staged.price_poisha,
           staged.list_price_poisha, GREATEST(staged.stock, offer.reserved), false, %(feed)s,
           staged.source_category, COALESCE(staged.group_ref, ''),
           COALESCE(staged.attributes, '{}'), COALESCE(staged.images, '[]'),
           staged.dispatch_days, staged.returns_days))
    RETURNING plan.old_state
)
SELECT count(*), count(*) FILTER (WHERE old_state = 'withdrawn') FROM changed
"""

FINGERPRINTS_UPDATE = """
UPDATE catalogue_offer AS offer SET fingerprint = staged.fingerprint
FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
WHERE plan.outcome = 'offer' AND offer.id = plan.offer_id
  AND offer.fingerprint IS DISTINCT FROM staged.fingerprint
"""

# Products whose family may be another now: those of a group, and those that were in a family.
FAMILIES = """
INSERT INTO merge_families
SELECT plan.product_id
FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
WHERE plan.outcome = 'offer' AND staged.group_ref <> ''
UNION ALL
SELECT product.id
FROM merge_plan AS plan JOIN catalogue_product AS product ON product.id = plan.old_product
WHERE product.family_id IS NOT NULL
"""

COUNT_TO_UPDATE = """
SELECT count(*) FROM merge_plan WHERE outcome = 'offer' AND offer_id IS NOT NULL
"""

OFFERS_INSERT = """
INSERT INTO catalogue_offer (seller_id, seller_ref, product_id, title, title_bn, title_en, url, image_url,
    price_poisha, list_price_poisha, on_hand, reserved, state, feed_id, source_category,
    fingerprint, group_ref, attributes, images, dispatch_days, returns_days, created_at, updated_at)
SELECT %(seller)s, staged.seller_ref, plan.product_id, staged.title, staged.title_bn,
       staged.title_en, staged.url, staged.image_url, staged.price_poisha, staged.list_price_poisha, staged.stock, 0, 'live',
       %(feed)s, staged.source_category, staged.fingerprint, COALESCE(staged.group_ref, ''),
       COALESCE(staged.attributes, '{}'), COALESCE(staged.images, '[]'), staged.dispatch_days,
       staged.returns_days, %(now)s, %(now)s
FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
WHERE plan.outcome = 'offer' AND plan.offer_id IS NULL
"""

TERMS_SAID = """
INSERT INTO catalogue_offerterms AS terms (offer_id, made_to_order_days, shelf_life_days,
    travel_days, season_from, season_to, by_feed)
SELECT offer.id, staged.terms[1], staged.terms[2], staged.terms[3], staged.terms[4],
       staged.terms[5], true
FROM merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
JOIN catalogue_offer AS offer
  ON offer.seller_id = %(seller)s AND offer.seller_ref = plan.seller_ref
WHERE plan.outcome = 'offer' AND staged.terms IS NOT NULL
ORDER BY offer.id
ON CONFLICT (offer_id) DO UPDATE
SET made_to_order_days = EXCLUDED.made_to_order_days, shelf_life_days = EXCLUDED.shelf_life_days,
    travel_days = EXCLUDED.travel_days, season_from = EXCLUDED.season_from,
    season_to = EXCLUDED.season_to, by_feed = true
WHERE terms IS DISTINCT FROM EXCLUDED
RETURNING terms.offer_id
"""

TERMS_UNSAID = """
DELETE FROM catalogue_offerterms AS terms
USING merge_plan AS plan JOIN catalogue_stagedoffer AS staged ON staged.id = plan.staged_id
WHERE plan.outcome = 'offer' AND terms.offer_id = plan.offer_id AND terms.by_feed
  AND staged.terms IS NULL
RETURNING terms.offer_id
"""

_GONE = """
offer.state IN ('live', 'off_season') AND offer.id IN (SELECT offer_id FROM merge_unseen)
  AND NOT EXISTS (SELECT 1 FROM catalogue_stagedoffer AS staged
                  WHERE staged.batch = %(batch)s AND staged.seller_ref = offer.seller_ref)
"""

COUNT_TO_WITHDRAW = "SELECT count(*) FROM catalogue_offer AS offer WHERE " + _GONE  # noqa: S608

WITHDRAW_UNSEEN = (
    "UPDATE catalogue_offer AS offer "  # noqa: S608
    "SET state = 'withdrawn', fingerprint = '', updated_at = %(now)s WHERE " + _GONE
)
