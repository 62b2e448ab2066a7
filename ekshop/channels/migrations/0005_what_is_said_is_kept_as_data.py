from typing import Any

from django.db import migrations, models
from django.db.models import F


def _as_it_was(apps: Any, _schema_editor: Any) -> None:
    """What is open was kept in English alone, and is said so until it is said anew."""
    apps.get_model("channels", "UnreadRow").objects.update(text_bn=F("text_en"))
    apps.get_model("channels", "Channel").objects.update(problem_bn=F("problem_en"))


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0004_papers_as_pdf'),
    ]

    operations = [
        migrations.RenameField('unreadrow', 'text', 'text_en'),
        migrations.AddField(
            model_name='unreadrow',
            name='text_bn',
            field=models.CharField(default='', max_length=500),
            preserve_default=False,
        ),
        migrations.RenameField('channel', 'problem_text', 'problem_en'),
        migrations.AddField(
            model_name='channel',
            name='problem_bn',
            field=models.CharField(blank=True, default='', max_length=500),
        ),
        migrations.RunPython(_as_it_was, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name='listingissue',
            name='said',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddConstraint(
            model_name='listingissue',
            constraint=models.CheckConstraint(condition=models.Q(('said', {}), ('by_channel', False), _connector='OR'), name='listing_issue_said_is_ours'),
        ),
    ]
