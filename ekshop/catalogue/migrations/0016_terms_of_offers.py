"""Terms of offers, and search documents out of date when they change."""

import django.db.models.deletion
from django.db import migrations, models

NOTE = """
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

CREATE TRIGGER catalogue_search_terms_added AFTER INSERT ON catalogue_offerterms
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_search_terms();
CREATE TRIGGER catalogue_search_terms_changed AFTER UPDATE ON catalogue_offerterms
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_search_terms();
CREATE TRIGGER catalogue_search_terms_gone AFTER DELETE ON catalogue_offerterms
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_search_terms();
"""

BACK = """
DROP TRIGGER catalogue_search_terms_added ON catalogue_offerterms;
DROP TRIGGER catalogue_search_terms_changed ON catalogue_offerterms;
DROP TRIGGER catalogue_search_terms_gone ON catalogue_offerterms;
DROP FUNCTION catalogue_search_terms();
"""


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0015_records_in_full_and_goods_not_confirmed")]

    operations = [
        migrations.CreateModel(
            name="OfferTerms",
            fields=[
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="terms",
                        serialize=False,
                        to="catalogue.offer",
                    ),
                ),
                ("made_to_order_days", models.PositiveSmallIntegerField(null=True)),
                ("shelf_life_days", models.PositiveSmallIntegerField(null=True)),
                ("travel_days", models.PositiveSmallIntegerField(null=True)),
                ("season_from", models.PositiveSmallIntegerField(null=True)),
                ("season_to", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("season_from__isnull", True), ("season_to__isnull", True)),
                            models.Q(
                                ("season_from__range", (101, 1231)),
                                ("season_to__range", (101, 1231)),
                            ),
                            _connector="OR",
                        ),
                        name="terms_season_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("travel_days__isnull", True),
                            ("shelf_life_days__isnull", True),
                            ("travel_days__lte", models.F("shelf_life_days")),
                            _connector="OR",
                        ),
                        name="terms_keeps_on_the_way",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NOTE, BACK),
    ]
