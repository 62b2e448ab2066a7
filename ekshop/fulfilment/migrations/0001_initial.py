import django.db.models.deletion
import ekshop.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_initial'),
        ('orders', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='HandOver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller_order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.sellerorder')),
                        ('code_hash', models.CharField(max_length=128)),
                        ('sent_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                        ('handed_over_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('return_until', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SourcingCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller_order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.sellerorder')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('checked_at', models.DateTimeField()),
                        ('nonce', models.UUIDField(unique=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['centre', '-checked_at', '-id'], name='check_of_centre')],
                    },
                ),
                migrations.CreateModel(
                    name='SourcingCheckLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first_check', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='fulfilment.sourcingcheck')),
                        ('order_line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline')),
                        ('good', models.PositiveIntegerField()),
                        ('bad', models.PositiveIntegerField()),
                        ('missing', models.PositiveIntegerField()),
                        ('reason', models.CharField(blank=True, choices=[('damaged', 'Torn or broken'), ('wrong_item', 'Wrong goods'), ('bad_quality', 'Bad quality'), ('expired', 'Past its date'), ('incomplete', 'Parts missing')], max_length=16)),
                        ('note', models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('bad', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='first_check_reject_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Pool',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('courier', models.CharField(choices=[('sandbox_courier', 'Sandbox courier'), ('manual', 'Another courier, entered by hand')], max_length=24)),
                        ('state', models.CharField(default='open', max_length=12)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField()),
                        ('handed_over_at', models.DateTimeField(null=True)),
                        ('driver', models.CharField(blank=True, max_length=120)),
                        ('nonce', models.UUIDField(unique=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['centre', '-made_at', '-id'], name='pool_of_centre')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('handed_over_at', None), ('handed_over_at__gte', models.F('made_at')), _connector='OR'), name='pool_made_before_it_left')],
                    },
                ),
                migrations.CreateModel(
                    name='Shipment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('seller_order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.sellerorder')),
                        ('direction', models.CharField(choices=[('outbound', 'To the centre'), ('return', 'Back to the seller')], max_length=10)),
                        ('why', models.CharField(blank=True, choices=[('rejected', 'Refused on opening'), ('returned', 'Given back by the customer'), ('uncollected', 'Not collected')], max_length=12)),
                        ('courier', models.CharField(choices=[('sandbox_courier', 'Sandbox courier'), ('manual', 'Another courier, entered by hand')], max_length=24)),
                        ('tracking_number', models.CharField(blank=True, max_length=60)),
                        ('courier_ref', models.CharField(blank=True, max_length=60)),
                        ('pool', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='fulfilment.pool')),
                        ('state', models.CharField(default='booked', max_length=18)),
                        ('created_at', models.DateTimeField()),
                        ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                        ('arrived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', '-created_at', '-id'], name='shipment_state')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('direction', 'outbound'), models.Q(('state', 'cancelled'), _negated=True)), fields=('seller_order',), name='shipment_one_outbound'), models.UniqueConstraint(condition=models.Q(('why', 'uncollected')), fields=('seller_order',), name='shipment_one_uncollected')],
                    },
                ),
                migrations.CreateModel(
                    name='ShipmentLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='fulfilment.shipment')),
                        ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline')),
                        ('quantity', models.PositiveIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='TrackingEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='fulfilment.shipment')),
                        ('courier', models.CharField(max_length=24)),
                        ('event_key', models.CharField(max_length=120)),
                        ('status', models.CharField(max_length=40)),
                        ('message', models.CharField(blank=True, max_length=300)),
                        ('at', models.DateTimeField()),
                        ('received_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('courier', 'event_key'), name='tracking_event_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Inspection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shipment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='inspection', to='fulfilment.shipment')),
                        ('inspected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('inspected_at', models.DateTimeField()),
                        ('nonce', models.UUIDField(unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='InspectionLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='fulfilment.inspection')),
                        ('order_line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline')),
                        ('accepted', models.PositiveIntegerField()),
                        ('rejected', models.PositiveIntegerField()),
                        ('short', models.PositiveIntegerField()),
                        ('reason', models.CharField(blank=True, choices=[('damaged', 'Torn or broken'), ('wrong_item', 'Wrong goods'), ('bad_quality', 'Bad quality'), ('expired', 'Past its date'), ('incomplete', 'Parts missing')], max_length=16)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('leg', models.CharField(blank=True, choices=[('before', 'Before it was handed to the courier'), ('making', 'At its making'), ('check', 'At the first inspection'), ('way', 'On the way')], max_length=8)),
                        ('bearer', models.CharField(blank=True, choices=[('seller', 'Whoever sold it'), ('centre', "The producer's centre"), ('courier', 'The courier')], max_length=8)),
                        ('borne_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.ruleversion')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('rejected', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='inspection_reject_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='ReturnRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('order_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.orderline')),
                        ('quantity', models.PositiveIntegerField()),
                        ('reason', models.CharField(choices=[('damaged', 'Damaged on the way'), ('wrong_item', 'Wrong goods'), ('bad_quality', 'Bad quality'), ('quantity', 'Wrong quantity'), ('changed_mind', 'No longer wanted')], max_length=16)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('state', models.CharField(default='asked', max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('fault', models.CharField(blank=True, choices=[('seller', 'Seller'), ('courier', 'Courier'), ('customer', 'Customer')], max_length=10)),
                        ('decision_note', models.CharField(blank=True, max_length=500)),
                        ('shipment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='fulfilment.shipment')),
                    ],
                ),
                migrations.CreateModel(
                    name='Photo',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('inspection_line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='fulfilment.inspectionline')),
                        ('return_request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='fulfilment.returnrequest')),
                        ('sourcing_line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='fulfilment.sourcingcheckline')),
                        ('file', models.CharField(max_length=200)),
                        ('thumb', models.CharField(max_length=200)),
                        ('original_sha256', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['file'], name='photo_file')],
                    },
                ),
            ],
        ),
    ]
