from django.db import migrations

# Where a producer brings her goods herself says where they can be had, so search follows it.
COLUMNS = "kind, hub_district_id, days_same_district, days_elsewhere"
WITH_CENTRE = f"{COLUMNS}, sourcing_centre_id"


def _function(columns: str) -> str:
    def of(row: str) -> str:
        return ", ".join(f"{row}.{column}" for column in columns.split(", "))

    return f"""
CREATE OR REPLACE FUNCTION catalogue_search_seller() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM catalogue_search_sellers(ARRAY(
        SELECT a.organisation_id FROM after a JOIN before b USING (organisation_id)
        WHERE ({of("a")}) IS DISTINCT FROM ({of("b")})));
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_usual_keeping'),
    ]

    operations = [migrations.RunSQL(_function(WITH_CENTRE), _function(COLUMNS))]
