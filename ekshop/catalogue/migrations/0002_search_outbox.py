"""Triggers that note every product whose search document a change makes out of date.

They look at whole statements, so a feed's merge of half a million offers costs one extra insert,
and at what really changed: an order that leaves stock on the shelf notes nothing.
"""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION catalogue_search_note(products bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(products) > 0 THEN
        INSERT INTO catalogue_searchchange (product_id, transaction)
        SELECT DISTINCT product, pg_current_xact_id()::text::bigint FROM unnest(products) AS product;
        PERFORM pg_notify('search_change', '');
    END IF;
END $$;

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
               OR (a.on_hand > a.reserved) <> (b.on_hand > b.reserved)));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_note(ARRAY(
        SELECT a.id FROM after a JOIN before b USING (id)
        WHERE (a.category_id, a.title, a.title_bn, a.title_en, a.brand, a.mpn, a.gtin, a.code,
               a.district_id, a.is_gi)
           IS DISTINCT FROM
              (b.category_id, b.title, b.title_bn, b.title_en, b.brand, b.mpn, b.gtin, b.code,
               b.district_id, b.is_gi)));
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

CREATE FUNCTION catalogue_search_sellers(sellers bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT catalogue_search_note(ARRAY(
        SELECT DISTINCT product_id FROM catalogue_offer WHERE seller_id = ANY(sellers)));
$$;

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
        WHERE (a.kind, a.hub_district_id, a.days_elsewhere)
           IS DISTINCT FROM (b.kind, b.hub_district_id, b.days_elsewhere)));
    RETURN NULL;
END $$;

CREATE FUNCTION catalogue_search_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Steps of five in a hundred: a record that creeps does not rewrite the index daily.
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT a.seller_id FROM after a JOIN before b USING (seller_id)
        WHERE (a.confirmed_bp / 500, a.on_time_bp / 500, a.rejected_bp / 500)
           IS DISTINCT FROM (b.confirmed_bp / 500, b.on_time_bp / 500, b.rejected_bp / 500)));
    RETURN NULL;
END $$;
"""

BOTH = "REFERENCING OLD TABLE AS before NEW TABLE AS after"

TRIGGERS = [
    ("catalogue_search_offer_added", "INSERT", "catalogue_offer", "REFERENCING NEW TABLE AS after", "catalogue_search_offer"),
    ("catalogue_search_offer_changed", "UPDATE", "catalogue_offer", BOTH, "catalogue_search_offer"),
    ("catalogue_search_offer_gone", "DELETE", "catalogue_offer", "REFERENCING OLD TABLE AS before", "catalogue_search_offer"),
    ("catalogue_search_product_changed", "UPDATE", "catalogue_product", BOTH, "catalogue_search_product"),
    ("catalogue_search_category_changed", "UPDATE", "catalogue_category", BOTH, "catalogue_search_category"),
    ("catalogue_search_organisation_changed", "UPDATE", "parties_organisation", BOTH, "catalogue_search_organisation"),
    ("catalogue_search_seller_changed", "UPDATE", "parties_seller", BOTH, "catalogue_search_seller"),
    ("catalogue_search_record_changed", "UPDATE", "catalogue_sellerrecord", BOTH, "catalogue_search_record"),
]

FUNCTIONS = [
    "offer()", "product()", "category()", "organisation()", "seller()", "record()",
    "sellers(bigint[])", "note(bigint[])",
]


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0001_initial"), ("parties", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="searchchange",
            index=models.Index(fields=["transaction", "id"], name="search_change_order"),
        ),
        migrations.RunSQL(
            sql=[NOTE]
            + [
                f"CREATE TRIGGER {name} AFTER {event} ON {table} {tables}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
                for name, event, table, tables, function in TRIGGERS
            ],
            reverse_sql=[f"DROP TRIGGER {name} ON {table}" for name, _, table, _, _ in TRIGGERS]
            + [f"DROP FUNCTION catalogue_search_{name}" for name in FUNCTIONS],
        ),
    ]
