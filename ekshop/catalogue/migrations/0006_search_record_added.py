"""A seller's first record changes its goods' rank as much as any later one."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION catalogue_search_record_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT seller_id FROM after
        WHERE confirmed_bp < 10000 OR on_time_bp < 10000 OR rejected_bp > 0));
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0005_forbidden_by_hand")]

    operations = [
        migrations.RunSQL(
            sql=[
                FUNCTION,
                "CREATE TRIGGER catalogue_search_record_added AFTER INSERT ON catalogue_sellerrecord"
                " REFERENCING NEW TABLE AS after"
                " FOR EACH STATEMENT EXECUTE FUNCTION catalogue_search_record_added()",
            ],
            reverse_sql=[
                "DROP TRIGGER catalogue_search_record_added ON catalogue_sellerrecord",
                "DROP FUNCTION catalogue_search_record_added()",
            ],
        ),
    ]
