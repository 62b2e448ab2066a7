from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Titles are compared when a declined line needs the like of it."""

    dependencies = [("catalogue", "0002_search_outbox")]

    operations = [TrigramExtension()]
