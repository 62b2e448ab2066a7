from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("channels", "0007_lines_booked_by_hand"),
    ]

    operations = [
        migrations.AlterField(
            model_name="settlementbooking",
            name="account",
            field=models.CharField(
                choices=[
                    ("channel_fees", "A fee of the channel"),
                    ("export_freight", "Freight"),
                    ("export_income", "Income"),
                    ("export_loss", "A loss"),
                    ("bank", "Sent to our bank, and arrived"),
                    ("differences", "Something else, under inquiry"),
                    ("as_told", "What the channel says it was"),
                ],
                max_length=16,
            ),
        ),
    ]
