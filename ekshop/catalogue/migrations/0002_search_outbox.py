"""Triggers that note every product whose search document a change makes out of date.

They look at whole statements, so a feed's merge of half a million offers costs one extra insert,
and at what really changed: an order that leaves stock on the shelf notes nothing.
"""

from django.db import migrations

NOTE = """
CREATE FUNCTION catalogue_search_note(products bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(products) > 0 THEN
        INSERT INTO catalogue_searchchange (product_id, transaction)
        SELECT DISTINCT product, pg_current_xact_id()::text::bigint FROM unnest(products) AS product;
        PERFORM pg_notify('search_change', '');
    END IF;
END $$;

CREATE FUNCTION catalogue_search_sellers(sellers bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT catalogue_search_note(ARRAY(
        SELECT DISTINCT product_id FROM catalogue_offer WHERE seller_id = ANY(sellers)));
$$;

CREATE FUNCTION catalogue_search_offer() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION catalogue_search_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM catalogue_search_note(ARRAY(
            SELECT offer.product_id FROM catalogue_offer offer JOIN before ON before.offer_id = offer.id));
    ELSE
        PERFORM catalogue_search_note(ARRAY(
            SELECT offer.product_id FROM catalogue_offer offer JOIN after ON after.offer_id = offer.id));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_product() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION catalogue_search_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_note(ARRAY(
        SELECT p.id FROM catalogue_product p
        JOIN catalogue_category c ON c.id = p.category_id
        JOIN (SELECT a.id FROM after a JOIN before b USING (id)
              WHERE (a.parent_id, a.name_bn, a.name_en, a.keywords)
                 IS DISTINCT FROM (b.parent_id, b.name_bn, b.name_en, b.keywords)) AS changed
          ON changed.id IN (c.id, c.parent_id)));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT a.id FROM after a JOIN before b USING (id)
        WHERE (a.state, a.name_bn, a.name_en) IS DISTINCT FROM (b.state, b.name_bn, b.name_en)));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_seller() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT a.organisation_id FROM after a JOIN before b USING (organisation_id)
        WHERE (a.kind, a.hub_district_id, a.days_same_district, a.days_elsewhere)
           IS DISTINCT FROM (b.kind, b.hub_district_id, b.days_same_district, b.days_elsewhere)));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT a.seller_id FROM after a JOIN before b USING (seller_id)
        WHERE a.score_bp / 200 <> b.score_bp / 200));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_record_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT seller_id FROM after WHERE score_bp / 200 <> 8147 / 200));
    RETURN NULL;
END $$;
"""

NEW = "REFERENCING NEW TABLE AS after"
OLD = "REFERENCING OLD TABLE AS before"
BOTH = "REFERENCING OLD TABLE AS before NEW TABLE AS after"

TRIGGERS = [
    ("offer_added", "INSERT", "catalogue_offer", NEW, "offer"),
    ("offer_changed", "UPDATE", "catalogue_offer", BOTH, "offer"),
    ("offer_gone", "DELETE", "catalogue_offer", OLD, "offer"),
    ("terms_added", "INSERT", "catalogue_offerterms", NEW, "terms"),
    ("terms_changed", "UPDATE", "catalogue_offerterms", NEW, "terms"),
    ("terms_gone", "DELETE", "catalogue_offerterms", OLD, "terms"),
    ("product_changed", "UPDATE", "catalogue_product", BOTH, "product"),
    ("family_changed", "UPDATE", "catalogue_family", BOTH, "family"),
    ("category_changed", "UPDATE", "catalogue_category", BOTH, "category"),
    ("organisation_changed", "UPDATE", "parties_organisation", BOTH, "organisation"),
    ("seller_changed", "UPDATE", "parties_seller", BOTH, "seller"),
    ("record_changed", "UPDATE", "catalogue_sellerrecord", BOTH, "record"),
    ("record_added", "INSERT", "catalogue_sellerrecord", NEW, "record_added"),
]

FUNCTIONS = [
    "offer()", "terms()", "product()", "family()", "category()", "organisation()", "seller()",
    "record()", "record_added()", "sellers(bigint[])", "note(bigint[])",
]


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0001_initial"), ("parties", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[NOTE]
            + [
                f"CREATE TRIGGER catalogue_search_{name} AFTER {event} ON {table} {tables}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION catalogue_search_{function}()"
                for name, event, table, tables, function in TRIGGERS
            ],
            reverse_sql=[
                f"DROP TRIGGER catalogue_search_{name} ON {table}"
                for name, _, table, _, _ in TRIGGERS
            ]
            + [f"DROP FUNCTION catalogue_search_{name}" for name in FUNCTIONS],
        ),
    ]
