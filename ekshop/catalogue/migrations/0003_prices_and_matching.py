"""Triggers: what a price was before, and products that must be matched anew."""

from django.db import migrations

NOTE = """
CREATE FUNCTION catalogue_price_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalogue_pricechange (offer_id, was_poisha, became_poisha, at)
    SELECT a.id, b.price_poisha, a.price_poisha, a.updated_at
    FROM after a JOIN before b USING (id) WHERE a.price_poisha <> b.price_poisha;
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_match_note(products bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO catalogue_matchentry (product_id, stage)
    SELECT DISTINCT product, 'due' FROM unnest(products) AS product
    ON CONFLICT (product_id) DO UPDATE SET stage = 'due' WHERE catalogue_matchentry.stage <> 'due';
$$;

CREATE FUNCTION catalogue_match_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_match_note(ARRAY(
        SELECT a.id FROM after a JOIN before b USING (id)
        WHERE (a.title, a.title_bn, a.title_en, a.brand, a.mpn, a.gtin, a.merged_into_id)
           IS DISTINCT FROM
              (b.title, b.title_bn, b.title_en, b.brand, b.mpn, b.gtin, b.merged_into_id)));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_match_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM catalogue_match_note(ARRAY(SELECT product_id FROM after));
    ELSE
        PERFORM catalogue_match_note(ARRAY(
            SELECT unnest(ARRAY[a.product_id, b.product_id]) FROM after a JOIN before b USING (id)
            WHERE a.product_id <> b.product_id OR a.seller_id <> b.seller_id
               OR a.attributes <> b.attributes));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER catalogue_price_changed AFTER UPDATE ON catalogue_offer
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_price_changed();
CREATE TRIGGER catalogue_match_product_changed AFTER UPDATE ON catalogue_product
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_match_product();
CREATE TRIGGER catalogue_match_offer_added AFTER INSERT ON catalogue_offer
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_match_offer();
CREATE TRIGGER catalogue_match_offer_changed AFTER UPDATE ON catalogue_offer
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_match_offer();
"""

GONE = """
DROP TRIGGER catalogue_price_changed ON catalogue_offer;
DROP FUNCTION catalogue_price_changed();
DROP TRIGGER catalogue_match_product_changed ON catalogue_product;
DROP TRIGGER catalogue_match_offer_added ON catalogue_offer;
DROP TRIGGER catalogue_match_offer_changed ON catalogue_offer;
DROP FUNCTION catalogue_match_product();
DROP FUNCTION catalogue_match_offer();
DROP FUNCTION catalogue_match_note(bigint[]);
"""


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0002_search_outbox")]

    operations = [migrations.RunSQL(NOTE, GONE)]
