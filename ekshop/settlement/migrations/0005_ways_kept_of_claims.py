from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("settlement", "0004_what_is_claimed_has_lines"),
    ]

    operations = [
        migrations.AlterField(
            model_name="courierclaim",
            name="why",
            field=models.CharField(
                choices=[
                    ("broken", "Broken at the second inspection"),
                    ("returned", "Broken, given back by the customer"),
                    ("lost", "Lost on the way"),
                    ("back", "Lost on the way back"),
                    ("way", "Paid for a way that brought nobody anything"),
                ],
                default="broken",
                max_length=8,
            ),
        ),
    ]
