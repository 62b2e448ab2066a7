from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_verifications")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["account", "id"], include=("amount_poisha",), name="entry_of_account"
            ),
        ),
    ]
