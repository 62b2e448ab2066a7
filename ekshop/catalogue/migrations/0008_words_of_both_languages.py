from django.db import migrations, models

# ড়, ঢ় and য় are letters of their own for matching now: whatever has a Bengali word is read anew.
READ_AGAIN = "UPDATE catalogue_matchentry SET stage = 'due' WHERE stage <> 'due'"


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_made_by_hand'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchTranslation',
            fields=[
                ('bengali', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('latin', models.CharField(max_length=60)),
            ],
        ),
        migrations.RunSQL(READ_AGAIN, migrations.RunSQL.noop),
    ]
