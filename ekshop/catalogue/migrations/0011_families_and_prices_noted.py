"""Triggers: what a price was before; and search documents that are out of date when a family changes."""

from django.db import migrations

SQL = """
CREATE FUNCTION catalogue_price_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO catalogue_pricechange (offer_id, was_poisha, became_poisha, at)
    SELECT a.id, b.price_poisha, a.price_poisha, a.updated_at
    FROM after a JOIN before b USING (id) WHERE a.price_poisha <> b.price_poisha;
    RETURN NULL;
END $$;

CREATE TRIGGER catalogue_price_changed AFTER UPDATE ON catalogue_offer
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_price_changed();

CREATE OR REPLACE FUNCTION catalogue_search_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM catalogue_search_note(ARRAY(SELECT DISTINCT product_id FROM after));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM catalogue_search_note(ARRAY(SELECT DISTINCT product_id FROM before));
    ELSE
        PERFORM catalogue_search_note(ARRAY(
            SELECT unnest(ARRAY[b.product_id, a.product_id])
            FROM after a JOIN before b USING (id)
            WHERE a.product_id <> b.product_id OR a.seller_id <> b.seller_id
               OR a.price_poisha <> b.price_poisha OR a.state <> b.state
               OR a.attributes <> b.attributes
               OR (a.on_hand > a.reserved) <> (b.on_hand > b.reserved)));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION catalogue_search_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_note(ARRAY(
        SELECT a.id FROM after a JOIN before b USING (id)
        WHERE (a.category_id, a.title, a.title_bn, a.title_en, a.brand, a.mpn, a.gtin, a.code,
               a.district_id, a.is_gi, a.family_id, a.variant)
           IS DISTINCT FROM
              (b.category_id, b.title, b.title_bn, b.title_en, b.brand, b.mpn, b.gtin, b.code,
               b.district_id, b.is_gi, b.family_id, b.variant)));
    -- Who stays in a family that another left, or came to, has another document, too.
    PERFORM catalogue_search_note(ARRAY(
        SELECT p.id FROM catalogue_product p WHERE p.family_id IN (
            SELECT unnest(ARRAY[a.family_id, b.family_id]) FROM after a JOIN before b USING (id)
            WHERE a.family_id IS DISTINCT FROM b.family_id)));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_family() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_note(ARRAY(
        SELECT p.id FROM catalogue_product p WHERE p.family_id IN (
            SELECT a.id FROM after a JOIN before b USING (id)
            WHERE (a.title, a.title_bn, a.title_en)
               IS DISTINCT FROM (b.title, b.title_bn, b.title_en))));
    RETURN NULL;
END $$;

CREATE TRIGGER catalogue_search_family_changed AFTER UPDATE ON catalogue_family
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_search_family();
"""

# The two functions that are replaced stay as they are: with the columns they name still there,
# they do no harm, and without them, the columns' own removal takes them along.
BACK = """
DROP TRIGGER catalogue_search_family_changed ON catalogue_family;
DROP FUNCTION catalogue_search_family();
DROP TRIGGER catalogue_price_changed ON catalogue_offer;
DROP FUNCTION catalogue_price_changed();
"""


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0010_families_values_and_price_changes")]

    operations = [migrations.RunSQL(SQL, BACK)]
