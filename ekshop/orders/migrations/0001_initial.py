import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import ekshop.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('kernel', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='CentreGroup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name_bn', models.CharField(max_length=120, unique=True)),
                        ('name_en', models.CharField(max_length=120, unique=True)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='CentreGroupMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='orders.centregroup')),
                        ('centre', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('centre__isnull', True), ('district__isnull', True), _connector='XOR'), name='group_member_one_of_both'), models.UniqueConstraint(fields=('group', 'centre'), name='group_centre_once'), models.UniqueConstraint(fields=('group', 'district'), name='group_district_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CommissionRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('sale', 'For selling: the centre that places the order'), ('sourcing', 'For sourcing: the centre that looks after the producer')], default='sale', max_length=8)),
                        ('seller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.category')),
                        ('offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('centre_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.centregroup')),
                        ('rate_bp', models.PositiveIntegerField()),
                        ('valid_from', models.DateTimeField()),
                        ('valid_to', models.DateTimeField(blank=True, null=True)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('note', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('rate_bp__lte', 5000)), name='commission_rate_sane'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='commission_rate_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('offer__isnull', True), models.Q(('category__isnull', True), ('seller__isnull', True)), _connector='OR'), name='commission_rate_offer_says_it_all'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('role', '='), (django.db.models.functions.comparison.Coalesce('seller', models.Value(0)), '='), (django.db.models.functions.comparison.Coalesce('category', models.Value(0)), '='), (django.db.models.functions.comparison.Coalesce('offer', models.Value(0)), '='), (django.db.models.functions.comparison.Coalesce('centre_group', models.Value(0)), '='), (models.Func('valid_from', 'valid_to', function='tstzrange'), '&&')], name='commission_rate_one_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Basket',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.organisation')),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.customer')),
                        ('channel', models.CharField(choices=[('walk_in', 'At the centre'), ('telephone', 'By telephone')], default='walk_in', max_length=12)),
                        ('nonce', models.UUIDField(unique=True)),
                        ('updated_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='BasketLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('basket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.basket')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.offer')),
                        ('quantity', models.PositiveIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('basket', 'offer'), name='basket_line_per_offer'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('quantity__lte', 999)), name='basket_line_quantity')],
                    },
                ),
                migrations.CreateModel(
                    name='CentreStop',
                    fields=[
                        ('centre', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='parties.organisation')),
                        ('held_poisha', models.BigIntegerField()),
                        ('limit_poisha', models.BigIntegerField()),
                        ('late_poisha', models.BigIntegerField(default=0)),
                        ('since', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Order',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.customer')),
                        ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('channel', models.CharField(choices=[('walk_in', 'At the centre'), ('telephone', 'By telephone'), ('trial', 'Trial order'), ('export', 'For an order from abroad')], max_length=12)),
                        ('nonce', models.UUIDField(unique=True)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='orders.orderline')),
                        ('goods_poisha', models.BigIntegerField()),
                        ('delivery_poisha', models.BigIntegerField()),
                        ('placed_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['centre', '-placed_at', '-id'], name='order_centre_recent'), models.Index(fields=['-placed_at', '-id'], name='order_recent'), models.Index(fields=['customer', '-placed_at'], name='order_customer_recent')],
                        'constraints': [models.UniqueConstraint(fields=('replaces',), name='order_line_replaced_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SellerOrder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seller_orders', to='orders.order')),
                        ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('state', models.CharField(default='placed', max_length=16)),
                        ('same_district', models.BooleanField()),
                        ('goods_poisha', models.BigIntegerField()),
                        ('delivery_poisha', models.BigIntegerField()),
                        ('placed_at', models.DateTimeField()),
                        ('confirm_by', models.DateTimeField()),
                        ('making_days', models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ('promised_on', models.DateField()),
                        ('deliver_by', models.DateTimeField()),
                        ('trial', models.BooleanField(db_default=False, default=False)),
                        ('export', models.BooleanField(db_default=False, default=False)),
                        ('sourcing_centre', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['seller', 'state', '-placed_at', '-id'], name='seller_order_queue'), models.Index(fields=['centre', 'state', '-placed_at', '-id'], name='seller_order_centre'), models.Index(condition=models.Q(('state__in', ['declined', 'expired', 'cancelled', 'refused', 'handed_over', 'uncollected']), _negated=True), fields=['state', 'deliver_by', 'id'], name='seller_order_open'), models.Index(fields=['placed_at'], name='seller_order_placed'), models.Index(condition=models.Q(('sourcing_centre__isnull', False)), fields=['sourcing_centre', 'state', '-placed_at', '-id'], name='seller_order_sourced')],
                        'constraints': [models.UniqueConstraint(fields=('order', 'seller'), name='seller_order_per_seller')],
                    },
                ),
                migrations.CreateModel(
                    name='OrderLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller_order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='orders.sellerorder')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                        ('seller_ref', models.CharField(max_length=50)),
                        ('title', models.CharField(max_length=300)),
                        ('title_bn', models.CharField(blank=True, db_default='', default='', max_length=300)),
                        ('title_en', models.CharField(blank=True, db_default='', default='', max_length=300)),
                        ('quantity', models.PositiveIntegerField()),
                        ('unit_price_poisha', models.BigIntegerField()),
                        ('commission_bp', models.PositiveIntegerField()),
                        ('commission_rate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.commissionrate')),
                        ('sourcing_bp', models.PositiveIntegerField(db_default=0, default=0)),
                        ('sourcing_rate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.commissionrate')),
                        ('sourcing_centre', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('state', models.CharField(default='placed', max_length=10)),
                        ('decline_reason', models.CharField(blank=True, choices=[('out_of_stock', 'Out of stock'), ('price_changed', 'The price has changed'), ('discontinued', 'No longer sold'), ('cannot_deliver', 'Cannot deliver there'), ('other', 'Another reason'), ('first_check', 'Not good enough at the first inspection'), ('not_brought', "Not brought to the producer's centre")], max_length=16)),
                        ('kept_back_quantity', models.PositiveIntegerField(db_default=0, default=0)),
                        ('accepted_quantity', models.PositiveIntegerField(default=0)),
                        ('rejected_quantity', models.PositiveIntegerField(default=0)),
                        ('short_quantity', models.PositiveIntegerField(default=0)),
                        ('returned_quantity', models.PositiveIntegerField(default=0)),
                        ('position', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='order_line_quantity'), models.CheckConstraint(condition=models.Q(('quantity__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('accepted_quantity'), '+', models.F('rejected_quantity')), '+', models.F('short_quantity')), '+', models.F('kept_back_quantity')))), name='order_line_never_more_than_ordered'), models.CheckConstraint(condition=models.Q(('returned_quantity__lte', models.F('accepted_quantity'))), name='order_line_never_returns_more_than_accepted'), models.CheckConstraint(condition=models.Q(('sourcing_bp', 0), ('sourcing_centre__isnull', False), _connector='OR'), name='order_line_sourced_by_a_centre')],
                    },
                ),
                migrations.CreateModel(
                    name='ProducerAsking',
                    fields=[
                        ('seller_order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='asking', serialize=False, to='orders.sellerorder')),
                        ('mobile', models.CharField(blank=True, max_length=16)),
                        ('number', models.PositiveSmallIntegerField()),
                        ('asked_at', models.DateTimeField()),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('how', models.CharField(blank=True, choices=[('sms', 'By SMS'), ('page', 'On her own page'), ('telephone', 'By telephone, through the centre'), ('in_person', 'At the centre'), ('nobody', 'Not answered any more')], max_length=10)),
                        ('said', models.CharField(blank=True, max_length=300)),
                        ('written_down_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('wording', models.CharField(blank=True, max_length=12)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['mobile', '-asked_at'], name='asking_of_a_mobile')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), models.Q(('mobile', ''), _negated=True)), fields=('mobile', 'number'), name='asking_number_once'), models.CheckConstraint(condition=models.Q(('written_down_by', None), models.Q(('wording', ''), _negated=True), _connector='OR'), name='asking_consent_has_words')],
                    },
                ),
                migrations.CreateModel(
                    name='GroupShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='orders.orderline')),
                        ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('quantity', models.PositiveIntegerField()),
                        ('accepted', models.PositiveIntegerField(default=0)),
                        ('moved_poisha', models.BigIntegerField(default=0)),
                        ('allotted_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['member', '-allotted_at'], name='group_share_lately')],
                        'constraints': [models.UniqueConstraint(fields=('line', 'member'), name='group_share_once'), models.CheckConstraint(condition=models.Q(('accepted__lte', models.F('quantity')), ('quantity__gte', 1)), name='group_share_never_more_than_allotted')],
                    },
                ),
            ],
        ),
    ]
