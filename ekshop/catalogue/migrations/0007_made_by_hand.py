from django.db import migrations

# What a producer sells takes no part in matching: it is read anew, to be found by nothing, and what
# waited for a person's word about it is gone. What people decided stays.
MADE = """
SELECT offer.product_id FROM catalogue_offer AS offer
JOIN parties_seller AS maker ON maker.organisation_id = offer.seller_id
WHERE maker.kind = 'producer'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_own_centre'),
    ]

    operations = [
        migrations.RunSQL(
            f"""
            UPDATE catalogue_matchentry SET stage = 'due' WHERE product_id IN ({MADE});
            DELETE FROM catalogue_matchpair
            WHERE state = 'open' AND (one_id IN ({MADE}) OR other_id IN ({MADE}));
            """,
            migrations.RunSQL.noop,
        )
    ]
