from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("orders", "0012_orders_for_abroad")]

    operations = [
        migrations.AddField(
            model_name="sellerorder",
            name="making_days",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
