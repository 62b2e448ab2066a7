import django.db.models.deletion
import django.db.models.expressions
import ekshop.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('fulfilment', '0001_initial'),
        ('orders', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='Payment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('seller_order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.sellerorder')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('goods_poisha', models.BigIntegerField()),
                        ('delivery_poisha', models.BigIntegerField()),
                        ('amount_poisha', models.BigIntegerField()),
                        ('refunded_poisha', models.BigIntegerField(default=0)),
                        ('medium', models.CharField(choices=[('cash', 'Cash'), ('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad'), ('bank', 'Bank'), ('export', 'By the export hub')], max_length=10)),
                        ('reference', models.CharField(blank=True, max_length=60)),
                        ('collected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('collected_at', models.DateTimeField()),
                        ('nonce', models.UUIDField(unique=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['centre', '-collected_at', '-id'], name='payment_centre_recent'), models.Index(fields=['collected_at'], name='payment_collected')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_poisha', django.db.models.expressions.CombinedExpression(models.F('goods_poisha'), '+', models.F('delivery_poisha'))), ('amount_poisha__gt', 0)), name='payment_adds_up'), models.CheckConstraint(condition=models.Q(('refunded_poisha__gte', 0), ('refunded_poisha__lte', models.F('amount_poisha'))), name='payment_never_refunded_beyond_paid'), models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('medium', 'reference'), name='payment_reference_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Refund',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.payment')),
                        ('return_request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fulfilment.returnrequest')),
                        ('remedy_id', models.BigIntegerField(null=True, unique=True)),
                        ('case_code', models.CharField(blank=True, max_length=16)),
                        ('goods_poisha', models.BigIntegerField()),
                        ('delivery_poisha', models.BigIntegerField()),
                        ('amount_poisha', models.BigIntegerField()),
                        ('medium', models.CharField(choices=[('cash', 'Cash'), ('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad'), ('bank', 'Bank')], max_length=10)),
                        ('reference', models.CharField(blank=True, max_length=60)),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('issued_at', models.DateTimeField()),
                        ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('given_at', None), ('medium', 'cash'), ('return_request', None)), fields=['issued_at', 'id'], name='refund_to_give')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_poisha', django.db.models.expressions.CombinedExpression(models.F('goods_poisha'), '+', models.F('delivery_poisha'))), ('amount_poisha__gt', 0)), name='refund_adds_up'), models.UniqueConstraint(condition=models.Q(('remedy_id', None), ('return_request', None)), fields=('payment',), name='refund_whole_once'), models.CheckConstraint(condition=models.Q(('return_request', None), ('remedy_id', None), _connector='OR'), name='refund_for_one_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Remittance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('amount_poisha', models.BigIntegerField()),
                        ('medium', models.CharField(choices=[('cash', 'Cash'), ('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad'), ('bank', 'Bank')], max_length=10)),
                        ('reference', models.CharField(max_length=60)),
                        ('remitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('remitted_at', models.DateTimeField()),
                        ('nonce', models.UUIDField(unique=True)),
                        ('state', models.CharField(default='reported', max_length=10)),
                        ('asked', models.CharField(blank=True, choices=[('confirm', 'It has arrived'), ('refuse', 'It never arrived')], max_length=8)),
                        ('asked_note', models.CharField(blank=True, max_length=300)),
                        ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['centre', '-remitted_at', '-id'], name='remittance_centre'), models.Index(condition=models.Q(('state__in', ('reported', 'asked'))), fields=['remitted_at', 'id'], name='remittance_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount_poisha__gt', 0)), name='remittance_is_positive'), models.UniqueConstraint(fields=('medium', 'reference'), name='remittance_reference_once'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='remittance_by_two_persons')],
                    },
                ),
                migrations.CreateModel(
                    name='CollectionFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('medium', models.CharField(choices=[('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad'), ('bank', 'Bank')], max_length=10)),
                        ('filename', models.CharField(max_length=120)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('rows_count', models.PositiveIntegerField()),
                        ('known_count', models.PositiveIntegerField(default=0)),
                        ('problems', models.JSONField(default=list)),
                        ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('brought_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='CollectionRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='payments.collectionfile')),
                        ('line', models.PositiveIntegerField()),
                        ('medium', models.CharField(choices=[('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad'), ('bank', 'Bank')], max_length=10)),
                        ('reference', models.CharField(max_length=60)),
                        ('amount_poisha', models.BigIntegerField()),
                        ('on', models.CharField(blank=True, max_length=40)),
                        ('sender', models.CharField(blank=True, max_length=120)),
                        ('state', models.CharField(choices=[('waiting', 'Nobody has reported it'), ('differs', 'Another amount was reported'), ('matched', 'Matched'), ('aside', 'Set aside')], default='waiting', max_length=8)),
                        ('remittance', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='row', to='payments.remittance')),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('set_aside_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'differs'))), fields=['id'], name='collection_row_open')],
                        'constraints': [models.UniqueConstraint(fields=('medium', 'reference'), name='collection_row_reference_once'), models.CheckConstraint(condition=models.Q(models.Q(('remittance__isnull', False), ('state', 'matched')), models.Q(models.Q(('state', 'matched'), _negated=True), ('remittance', None)), _connector='OR'), name='collection_row_matched_to_something'), models.CheckConstraint(condition=models.Q(('amount_poisha__gt', 0)), name='collection_row_is_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='CashLimit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('limit_poisha', models.BigIntegerField()),
                        ('reason', models.CharField(max_length=300)),
                        ('valid_from', models.DateTimeField()),
                        ('valid_to', models.DateTimeField(null=True)),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['centre', '-id'], name='cash_limit_centre')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('limit_poisha__gte', 0)), name='cash_limit_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='CashStanding',
                    fields=[
                        ('centre', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='parties.organisation')),
                        ('owed_poisha', models.BigIntegerField(default=0)),
                        ('in_transit_poisha', models.BigIntegerField(default=0)),
                        ('held_poisha', models.BigIntegerField(default=0)),
                        ('limit_poisha', models.BigIntegerField(default=0)),
                        ('oldest_at', models.DateTimeField(null=True)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('stage', models.CharField(blank=True, max_length=4)),
                        ('told', models.CharField(blank=True, max_length=4)),
                        ('told_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-held_poisha', '-centre'], name='cash_standing_most'), models.Index(fields=['stage', '-held_poisha', '-centre'], name='cash_standing_stage')],
                    },
                ),
            ],
        ),
    ]
