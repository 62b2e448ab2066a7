import django.contrib.postgres.fields
import django.db.models.deletion
import ekshop.kernel.migrating
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='Category',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=60, unique=True)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.category')),
                        ('name_bn', models.CharField(max_length=80)),
                        ('name_en', models.CharField(max_length=80)),
                        ('drawing', models.CharField(max_length=60)),
                        ('regulation', models.CharField(blank=True, max_length=16)),
                        ('keywords', models.TextField(blank=True)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='ForbiddenTerm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('term', models.CharField(max_length=80, unique=True)),
                        ('unless', models.TextField(blank=True)),
                        ('reason_bn', models.CharField(max_length=200)),
                        ('reason_en', models.CharField(max_length=200)),
                        ('citation', models.CharField(max_length=200)),
                        ('citation_bn', models.CharField(blank=True, max_length=200)),
                        ('active', models.BooleanField(default=True)),
                        ('edited', models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='StagedOffer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('batch', models.BigIntegerField()),
                        ('position', models.IntegerField()),
                        ('verdict', models.CharField(max_length=5)),
                        ('seller_ref', models.CharField(max_length=50)),
                        ('title', models.CharField(max_length=300, null=True)),
                        ('title_bn', models.CharField(max_length=300, null=True)),
                        ('title_en', models.CharField(max_length=300, null=True)),
                        ('description', models.TextField(null=True)),
                        ('url', models.CharField(max_length=800, null=True)),
                        ('image_url', models.CharField(max_length=800, null=True)),
                        ('price_poisha', models.BigIntegerField(null=True)),
                        ('list_price_poisha', models.BigIntegerField(null=True)),
                        ('stock', models.IntegerField(null=True)),
                        ('brand', models.CharField(max_length=120, null=True)),
                        ('mpn', models.CharField(max_length=80, null=True)),
                        ('gtin', models.CharField(max_length=14, null=True)),
                        ('match_key', models.CharField(max_length=220, null=True)),
                        ('source_category', models.CharField(max_length=200, null=True)),
                        ('fingerprint', models.CharField(max_length=32, null=True)),
                        ('code', models.CharField(max_length=16, null=True)),
                        ('group_ref', models.CharField(max_length=50, null=True)),
                        ('attributes', models.JSONField(null=True)),
                        ('images', models.JSONField(null=True)),
                        ('dispatch_days', models.IntegerField(null=True)),
                        ('returns_days', models.IntegerField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['batch', 'position'], name='staged_offer_order')],
                    },
                ),
                migrations.CreateModel(
                    name='SearchChange',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('product_id', models.BigIntegerField()),
                        ('transaction', models.BigIntegerField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['transaction', 'id'], name='search_change_order')],
                    },
                ),
                migrations.CreateModel(
                    name='SellerRecord',
                    fields=[
                        ('seller', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='parties.organisation')),
                        ('orders', models.PositiveIntegerField(default=0)),
                        ('confirmed_bp', models.PositiveIntegerField(default=10000)),
                        ('on_time_bp', models.PositiveIntegerField(default=10000)),
                        ('rejected_bp', models.PositiveIntegerField(default=0)),
                        ('upheld', models.PositiveIntegerField(default=0)),
                        ('counts', models.JSONField(default=dict)),
                        ('score_bp', models.PositiveIntegerField(default=8147)),
                        ('updated_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='SellerRecordDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.organisation')),
                        ('day', models.DateField()),
                        ('orders', models.PositiveIntegerField()),
                        ('score_bp', models.PositiveIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('seller', 'day'), name='seller_record_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='UnconfirmedFeed',
                    fields=[
                        ('feed_id', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('since', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='HoldTerm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.organisation')),
                        ('category', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.category')),
                        ('fall_bp', models.PositiveIntegerField(null=True)),
                        ('rise_bp', models.PositiveIntegerField(null=True)),
                        ('seller_releases', models.BooleanField(default=False)),
                        ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('set_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('seller', 'category'), name='hold_term_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('fall_bp', None), ('fall_bp__lt', 10000), _connector='OR'), name='hold_term_fall_below_all'), models.CheckConstraint(condition=models.Q(('seller_releases', False), models.Q(('category', None), ('seller__isnull', False)), _connector='OR'), name='hold_term_release_is_of_a_seller')],
                    },
                ),
                migrations.CreateModel(
                    name='MatchKey',
                    fields=[
                        ('pk', models.CompositePrimaryKey('key', 'product_id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('key', models.BigIntegerField()),
                        ('product_id', models.BigIntegerField()),
                        ('seller', models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='MatchWord',
                    fields=[
                        ('key', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('products', models.IntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Picture',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=32, unique=True)),
                        ('address', models.CharField(max_length=800)),
                        ('host', models.CharField(max_length=255)),
                        ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('state', models.CharField(default='waiting', max_length=8)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('width', models.PositiveIntegerField(default=0)),
                        ('height', models.PositiveIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('why', models.CharField(blank=True, max_length=40)),
                        ('next_at', models.DateTimeField(null=True)),
                        ('fetched_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at', 'id'], name='picture_due')],
                    },
                ),
                migrations.CreateModel(
                    name='PictureHost',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('host', models.CharField(max_length=255)),
                        ('state', models.CharField(default='waiting', max_length=8)),
                        ('met_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('seller', 'host'), name='picture_host_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PictureSweep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('last_offer', models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='SearchTuning',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('synonyms', models.JSONField(default=list)),
                        ('weights', models.JSONField(default=dict)),
                        ('change', models.CharField(max_length=24)),
                        ('told', models.CharField(blank=True, max_length=200)),
                        ('by', models.CharField(max_length=120)),
                        ('at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='SearchMiss',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('query', models.CharField(max_length=80, unique=True)),
                        ('times', models.PositiveIntegerField(default=1)),
                        ('state', models.CharField(default='open', max_length=10)),
                        ('first_on', models.DateField()),
                        ('last_on', models.DateField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', '-times', '-id'], name='search_miss_often')],
                    },
                ),
                migrations.CreateModel(
                    name='Family',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=300)),
                        ('title_bn', models.CharField(blank=True, max_length=300)),
                        ('title_en', models.CharField(blank=True, max_length=300)),
                        ('axes', models.JSONField(default=list)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Product',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=16)),
                        ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='catalogue.category')),
                        ('title', models.CharField(max_length=300)),
                        ('title_bn', models.CharField(blank=True, max_length=300)),
                        ('title_en', models.CharField(blank=True, max_length=300)),
                        ('description', models.TextField(blank=True)),
                        ('brand', models.CharField(blank=True, max_length=120)),
                        ('mpn', models.CharField(blank=True, max_length=80)),
                        ('gtin', models.CharField(blank=True, max_length=14)),
                        ('match_key', models.CharField(max_length=220, null=True)),
                        ('image_url', models.URLField(blank=True, max_length=800)),
                        ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                        ('is_gi', models.BooleanField(default=False)),
                        ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                        ('family', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='products', to='catalogue.family')),
                        ('variant', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('family__isnull', False)), fields=['family'], name='product_of_family'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='product_merged_into')],
                        'constraints': [models.UniqueConstraint(fields=('code',), name='product_code_once'), models.UniqueConstraint(fields=('match_key',), name='product_match_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seller', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('seller_ref', models.CharField(max_length=50)),
                        ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='catalogue.product')),
                        ('title', models.CharField(max_length=300)),
                        ('title_bn', models.CharField(blank=True, db_default='', default='', max_length=300)),
                        ('title_en', models.CharField(blank=True, db_default='', default='', max_length=300)),
                        ('url', models.URLField(blank=True, max_length=800)),
                        ('image_url', models.URLField(blank=True, max_length=800)),
                        ('price_poisha', models.BigIntegerField()),
                        ('list_price_poisha', models.BigIntegerField(null=True)),
                        ('on_hand', models.PositiveIntegerField(default=0)),
                        ('reserved', models.PositiveIntegerField(default=0)),
                        ('state', models.CharField(default='live', max_length=10)),
                        ('feed_id', models.BigIntegerField(db_index=True, null=True)),
                        ('source_category', models.CharField(blank=True, max_length=200)),
                        ('fingerprint', models.CharField(blank=True, max_length=32)),
                        ('group_ref', models.CharField(blank=True, db_default='', default='', max_length=50)),
                        ('attributes', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                        ('images', models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                        ('dispatch_days', models.PositiveSmallIntegerField(null=True)),
                        ('returns_days', models.PositiveSmallIntegerField(null=True)),
                        ('held_fast', models.BooleanField(db_default=False, default=False)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('group_ref', ''), _negated=True), fields=['seller', 'group_ref'], name='offer_group')],
                        'constraints': [models.UniqueConstraint(fields=('seller', 'seller_ref'), name='offer_per_seller_ref'), models.CheckConstraint(condition=models.Q(('price_poisha__gt', 0)), name='offer_price_positive'), models.CheckConstraint(condition=models.Q(('reserved__lte', models.F('on_hand'))), name='offer_never_oversold')],
                    },
                ),
                migrations.CreateModel(
                    name='StockReservation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('reference', models.CharField(max_length=40, unique=True)),
                        ('quantity', models.PositiveIntegerField()),
                        ('state', models.CharField(default='held', max_length=10)),
                        ('created_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='HeldChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('feed_id', models.BigIntegerField(null=True)),
                        ('batch', models.BigIntegerField()),
                        ('what', models.CharField(max_length=5)),
                        ('reason', models.CharField(max_length=10)),
                        ('old_value', models.BigIntegerField()),
                        ('new_value', models.BigIntegerField()),
                        ('new_list_poisha', models.BigIntegerField(null=True)),
                        ('state', models.CharField(default='held', max_length=10)),
                        ('held_at', models.DateTimeField()),
                        ('seen_at', models.DateTimeField()),
                        ('told_at', models.DateTimeField(null=True)),
                        ('vouched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('vouched_at', models.DateTimeField(null=True)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, default='', max_length=300)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['seller', 'state', '-id'], name='held_change_of_seller'), models.Index(condition=models.Q(('state', 'held')), fields=['held_at', 'id'], name='held_change_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'held')), fields=('offer', 'what'), name='held_change_waits_once'), models.CheckConstraint(condition=models.Q(('vouched_by', None), ('decided_by', None), models.Q(('state', 'released'), _negated=True), models.Q(('vouched_by', models.F('decided_by')), _negated=True), _connector='OR'), name='held_change_released_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='MatchEntry',
                    fields=[
                        ('product', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalogue.product')),
                        ('stage', models.CharField(db_default='due', default='due', max_length=4)),
                        ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None)),
                        ('seller', models.BigIntegerField(db_default=0, default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('stage', ''), _negated=True), fields=['stage', 'product'], name='match_entry_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='MatchPair',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.product')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.product')),
                        ('score', models.FloatField()),
                        ('verdict', models.CharField(max_length=10)),
                        ('number', models.CharField(max_length=16)),
                        ('parts', models.JSONField(default=dict)),
                        ('against', models.JSONField(default=list)),
                        ('state', models.CharField(default='open', max_length=10)),
                        ('category_id', models.BigIntegerField()),
                        ('sellers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', '-score', '-id'], name='match_pair_queue')],
                        'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='match_pair_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='match_pair_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='MatchMove',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=5)),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                        ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.product')),
                        ('automatic', models.BooleanField(default=False)),
                        ('offers', models.JSONField(default=list)),
                        ('held', models.JSONField(default=list)),
                        ('led', models.JSONField(default=list)),
                        ('score', models.FloatField(null=True)),
                        ('parts', models.JSONField(default=dict)),
                        ('against', models.JSONField(default=list)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('by', models.CharField(max_length=200)),
                        ('by_person_id', models.BigIntegerField(null=True)),
                        ('at', models.DateTimeField()),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('undone_by', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-at', '-id'], name='match_move_latest')],
                    },
                ),
                migrations.CreateModel(
                    name='MatchDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('verdict', models.CharField(max_length=9)),
                        ('move', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='catalogue.matchmove')),
                        ('by', models.CharField(max_length=200)),
                        ('at', models.DateTimeField()),
                        ('in_force', models.BooleanField(default=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='match_decision_in_order'), models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('one', 'other'), name='match_decision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OfferTerms',
                    fields=[
                        ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='terms', serialize=False, to='catalogue.offer')),
                        ('made_to_order_days', models.PositiveSmallIntegerField(null=True)),
                        ('shelf_life_days', models.PositiveSmallIntegerField(null=True)),
                        ('travel_days', models.PositiveSmallIntegerField(null=True)),
                        ('season_from', models.PositiveSmallIntegerField(null=True)),
                        ('season_to', models.PositiveSmallIntegerField(null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('season_from__isnull', True), ('season_to__isnull', True)), models.Q(('season_from__range', (101, 1231)), ('season_to__range', (101, 1231))), _connector='OR'), name='terms_season_whole'), models.CheckConstraint(condition=models.Q(('travel_days__isnull', True), ('shelf_life_days__isnull', True), ('travel_days__lte', models.F('shelf_life_days')), _connector='OR'), name='terms_keeps_on_the_way')],
                    },
                ),
                migrations.CreateModel(
                    name='Attribute',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=40, unique=True)),
                        ('name_bn', models.CharField(max_length=80)),
                        ('name_en', models.CharField(max_length=80)),
                        ('words', models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='AttributeValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=40)),
                        ('code', models.CharField(max_length=100)),
                        ('name_bn', models.CharField(max_length=100)),
                        ('name_en', models.CharField(max_length=100)),
                        ('words', models.TextField(blank=True)),
                        ('learnt', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('key', 'code'), name='attribute_value_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CategoryFacets',
                    fields=[
                        ('category', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalogue.category')),
                        ('keys', models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name='PriceChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('offer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.offer')),
                        ('was_poisha', models.BigIntegerField()),
                        ('became_poisha', models.BigIntegerField()),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['offer', 'at'], name='price_change_of_offer')],
                    },
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pricechange',
            trigger=pgtrigger.compiler.Trigger(name='price_changes_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='31078e1d5fc73e155e1037d70a1056bbfbc6723d', operation='UPDATE OR DELETE', pgid='pgtrigger_price_changes_stay_9cc6f', table='catalogue_pricechange', when='BEFORE')),
        ),
        # Lost in a crash and read again; half the writing.
        migrations.RunSQL(
            sql='ALTER TABLE catalogue_stagedoffer SET UNLOGGED',
            reverse_sql='ALTER TABLE catalogue_stagedoffer SET LOGGED',
        ),
    ]
