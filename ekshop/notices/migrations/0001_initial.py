import django.contrib.postgres.indexes
import django.db.models.deletion
import ekshop.kernel.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=20, unique=True)),
                        ('channel', models.CharField(choices=[('sms', 'SMS'), ('email', 'E-mail')], max_length=5)),
                        ('to', models.CharField(max_length=254)),
                        ('template', models.CharField(max_length=40)),
                        ('language', models.CharField(max_length=2)),
                        ('subject', models.CharField(blank=True, max_length=200)),
                        ('body', models.TextField(blank=True)),
                        ('shown', models.TextField()),
                        ('encoding', models.CharField(blank=True, max_length=5)),
                        ('parts', models.PositiveSmallIntegerField(default=1)),
                        ('reference', models.CharField(blank=True, max_length=40)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('state', models.CharField(default='queued', max_length=16)),
                        ('urgent', models.BooleanField(default=False)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('failure', models.CharField(blank=True, max_length=300)),
                        ('provider', models.CharField(blank=True, max_length=20)),
                        ('provider_message_id', models.CharField(blank=True, max_length=64)),
                        ('created_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('tried_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='message_due'), models.Index(condition=models.Q(('state__in', ['sending', 'unknown'])), fields=['tried_at'], name='message_unsettled'), models.Index(condition=models.Q(('state__in', ['undeliverable', 'failed'])), fields=['created_at', 'id'], name='message_not_arrived'), django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['created_at'], name='message_made'), models.Index(fields=['reference', 'id'], name='message_reference'), models.Index(fields=['organisation', '-id'], name='message_organisation')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['sms', 'email'])), name='message_channel_known'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'unknown', 'sent', 'delivered', 'undeliverable', 'failed'])), name='message_state_known')],
                    },
                ),
                migrations.CreateModel(
                    name='IncomingMessage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=100, unique=True)),
                        ('sender', models.CharField(max_length=40)),
                        ('mobile', models.CharField(blank=True, max_length=16)),
                        ('text', models.TextField()),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('received_at', models.DateTimeField()),
                        ('heard', models.CharField(blank=True, max_length=24)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['mobile', '-id'], name='incoming_of_a_mobile')],
                    },
                ),
            ],
        ),
    ]
