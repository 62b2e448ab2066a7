import django.db.models.deletion
import ekshop.kernel.migrating
import pgtrigger.compiler
import pgtrigger.migrations
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
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('purpose', models.CharField(max_length=40)),
                        ('currency', models.CharField(default='BDT', max_length=3)),
                        ('balance_poisha', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'purpose', 'currency'), name='account_per_purpose', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='Journal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=80, unique=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('entity', models.CharField(max_length=40)),
                        ('entity_id', models.BigIntegerField()),
                        ('posted_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['entity', 'entity_id'], name='journal_entity')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('journal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.journal')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.account')),
                        ('amount_poisha', models.BigIntegerField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account', 'id'], include=('amount_poisha',), name='entry_of_account')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_poisha', 0), _negated=True), name='entry_is_not_nothing')],
                    },
                ),
                migrations.CreateModel(
                    name='Verification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('asked_by', models.CharField(blank=True, max_length=200)),
                        ('accounts', models.PositiveIntegerField()),
                        ('journals', models.PositiveBigIntegerField()),
                        ('agrees', models.BooleanField()),
                        ('wrong', models.JSONField(default=dict)),
                    ],
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journal',
            trigger=pgtrigger.compiler.Trigger(name='journal_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f9bb3922885a89541bbb6e500475c10a8f9b78a4', operation='UPDATE OR DELETE', pgid='pgtrigger_journal_append_only_efd34', table='ledger_journal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verification',
            trigger=pgtrigger.compiler.Trigger(name='verification_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e4e609f4241634392c311229c466438c991d847a', operation='UPDATE OR DELETE', pgid='pgtrigger_verification_append_only_02a1d', table='ledger_verification', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_balances_its_journal', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n        IF (SELECT sum(amount_poisha) FROM ledger_entry WHERE journal_id = NEW.journal_id) <> 0 THEN\n            RAISE EXCEPTION 'journal % does not balance', NEW.journal_id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ", hash='33b9cb9217172ceb5882f57370db902f50364833', operation='INSERT', pgid='pgtrigger_entry_balances_its_journal_b11f0', table='ledger_entry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9af85c6b3f9c8411a23816b1a171c8b8783d9c9c', operation='UPDATE OR DELETE', pgid='pgtrigger_entry_append_only_cb569', table='ledger_entry', when='BEFORE')),
        ),
    ]
