import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import ekshop.kernel.migrating
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='Holiday',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('date', models.DateField(unique=True)),
                        ('name_bn', models.CharField(max_length=200)),
                        ('name_en', models.CharField(max_length=200)),
                        ('is_working', models.BooleanField(default=False)),
                        ('source', models.CharField(choices=[('package', 'Package'), ('edited', 'Edited'), ('removed', 'Removed')], max_length=10)),
                    ],
                    options={
                        'ordering': ['date'],
                    },
                ),
                migrations.CreateModel(
                    name='StateChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('actor_kind', models.CharField(max_length=12)),
                        ('actor_person_id', models.BigIntegerField(null=True)),
                        ('actor_organisation_id', models.BigIntegerField(null=True)),
                        ('actor_role', models.CharField(blank=True, max_length=40)),
                        ('actor_label', models.CharField(blank=True, max_length=200)),
                        ('machine', models.CharField(max_length=40)),
                        ('object_id', models.BigIntegerField()),
                        ('from_state', models.CharField(blank=True, max_length=40)),
                        ('to_state', models.CharField(max_length=40)),
                        ('action', models.CharField(max_length=40)),
                        ('reason', models.TextField(blank=True)),
                        ('data', models.JSONField(default=dict)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['machine', 'object_id', 'id'], name='state_change_of')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('actor_kind', models.CharField(max_length=12)),
                        ('actor_person_id', models.BigIntegerField(null=True)),
                        ('actor_organisation_id', models.BigIntegerField(null=True)),
                        ('actor_role', models.CharField(blank=True, max_length=40)),
                        ('actor_label', models.CharField(blank=True, max_length=200)),
                        ('action', models.CharField(max_length=80)),
                        ('entity', models.CharField(max_length=40)),
                        ('entity_id', models.CharField(max_length=40)),
                        ('data', models.JSONField(default=dict)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['entity', 'entity_id', '-id'], name='audit_of_entity'), models.Index(fields=['actor_organisation_id', '-id'], name='audit_of_organisation'), models.Index(fields=['actor_person_id', '-id'], name='audit_of_person'), models.Index(fields=['action', '-id'], name='audit_by_action'), models.Index(fields=['at'], name='audit_by_time')],
                    },
                ),
                migrations.CreateModel(
                    name='JobFailure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job_id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=200)),
                        ('attempt', models.PositiveIntegerField()),
                        ('error', models.CharField(max_length=100)),
                        ('message', models.CharField(max_length=500)),
                        ('where', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['job_id', '-id'], name='job_failure_of')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=60)),
                        ('name_bn', models.CharField(max_length=200)),
                        ('name_en', models.CharField(max_length=200)),
                        ('value', models.BigIntegerField()),
                        ('unit', models.CharField(max_length=20)),
                        ('citation_bn', models.CharField(max_length=300)),
                        ('citation_en', models.CharField(max_length=300)),
                        ('valid_from', models.DateTimeField()),
                        ('valid_to', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['key', '-valid_from'], name='rule_by_key')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='rule_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='rule_value_not_negative'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('key', '='), (models.Func('valid_from', 'valid_to', django.contrib.postgres.fields.ranges.RangeBoundary(), function='TSTZRANGE', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='rule_versions_do_not_overlap')],
                    },
                ),
                migrations.CreateModel(
                    name='Deadline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entity', models.CharField(max_length=40)),
                        ('entity_id', models.BigIntegerField()),
                        ('kind', models.CharField(max_length=60)),
                        ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.ruleversion')),
                        ('owner_organisation_id', models.BigIntegerField(null=True)),
                        ('started_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('warn_at', models.DateTimeField(null=True)),
                        ('warned_at', models.DateTimeField(null=True)),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('met', 'Met'), ('passed', 'Passed'), ('cancelled', 'Cancelled')], default='waiting', max_length=10)),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('settled_reason', models.CharField(blank=True, max_length=200)),
                        ('met_at', models.DateTimeField(null=True)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='deadline_due'), models.Index(condition=models.Q(('state', 'waiting'), ('warn_at__isnull', False), ('warned_at__isnull', True)), fields=['warn_at', 'id'], name='deadline_warn'), models.Index(condition=models.Q(('met_at__isnull', True), ('state', 'passed')), fields=['due_at', 'id'], name='deadline_overdue'), models.Index(fields=['entity', 'entity_id'], name='deadline_of_entity'), models.Index(condition=models.Q(('met_at__isnull', True), ('state__in', ['waiting', 'passed'])), fields=['entity', 'entity_id'], name='deadline_open_of_entity'), models.Index(condition=models.Q(('met_at__isnull', True), ('state__in', ['waiting', 'passed'])), fields=['owner_organisation_id', 'due_at'], name='deadline_of_owner')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('entity', 'entity_id', 'kind'), name='deadline_waits_once'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='deadline_due_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='deadline_settled_says_when')],
                    },
                ),
                migrations.CreateModel(
                    name='DeadlineExtension',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('actor_kind', models.CharField(max_length=12)),
                        ('actor_person_id', models.BigIntegerField(null=True)),
                        ('actor_organisation_id', models.BigIntegerField(null=True)),
                        ('actor_role', models.CharField(blank=True, max_length=40)),
                        ('actor_label', models.CharField(blank=True, max_length=200)),
                        ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='kernel.deadline')),
                        ('due_before', models.DateTimeField()),
                        ('due_after', models.DateTimeField()),
                        ('reason', models.TextField()),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('due_after__gt', models.F('due_before'))), name='extension_is_later'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_has_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='OnceKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scope', models.CharField(max_length=80)),
                        ('key', models.CharField(max_length=100)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('answer', models.JSONField(null=True)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['at'], name='once_key_age')],
                        'constraints': [models.UniqueConstraint(fields=('scope', 'key'), name='once_key_in_scope')],
                    },
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditentry',
            trigger=pgtrigger.compiler.Trigger(name='audit_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7e23713e40e8d3350609838da76c27d371f181aa', operation='UPDATE OR DELETE', pgid='pgtrigger_audit_append_only_5f487', table='kernel_auditentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statechange',
            trigger=pgtrigger.compiler.Trigger(name='state_change_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d239f92daa2bd94e6bff8cfc2b69df83844e33a', operation='UPDATE OR DELETE', pgid='pgtrigger_state_change_append_only_195e5', table='kernel_statechange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deadlineextension',
            trigger=pgtrigger.compiler.Trigger(name='extension_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b54a39d40cebc6844e8af07d30f603d25245d79a', operation='UPDATE OR DELETE', pgid='pgtrigger_extension_append_only_c40c9', table='kernel_deadlineextension', when='BEFORE')),
        ),
    ]
