import django.db.models.deletion
import ekshop.kernel.encrypted
import ekshop.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        ekshop.kernel.migrating.Together(
            models=[
                migrations.CreateModel(
                    name='Place',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=24, unique=True)),
                        ('kind', models.CharField(max_length=10)),
                        ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='parties.place')),
                        ('district', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                        ('name_bn', models.CharField(max_length=120)),
                        ('name_en', models.CharField(max_length=120)),
                        ('slug', models.SlugField(max_length=140, unique=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'parent'], name='place_kind_parent')],
                    },
                ),
                migrations.CreateModel(
                    name='PlaceAlias',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='parties.place')),
                        ('name', models.CharField(max_length=120)),
                        ('folded', models.CharField(db_index=True, max_length=120)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('place', 'folded'), name='place_alias_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('name', models.CharField(max_length=120)),
                        ('name_bn', models.CharField(blank=True, max_length=120)),
                        ('mobile', models.CharField(blank=True, max_length=16, null=True, unique=True)),
                        ('mobile_verified_at', models.DateTimeField(blank=True, null=True)),
                        ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                        ('language', models.CharField(default='bn', max_length=2)),
                        ('is_active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('mobile__isnull', False), ('email__isnull', False), _connector='OR'), name='person_reachable')],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('centre', 'Digital centre'), ('partner', 'E-commerce partner'), ('producer', 'Producer'), ('agency', 'Agency'), ('operator', 'Operator'), ('call_line', 'National call line')], max_length=16)),
                        ('slug', models.SlugField(max_length=80, unique=True)),
                        ('name_bn', models.CharField(max_length=160)),
                        ('name_en', models.CharField(max_length=160)),
                        ('state', models.CharField(default='active', max_length=16)),
                        ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                        ('address', models.CharField(blank=True, max_length=300)),
                        ('mobile', models.CharField(blank=True, max_length=16)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'id'], name='organisation_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='Centre',
                    fields=[
                        ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='centre', serialize=False, to='parties.organisation')),
                        ('code', models.CharField(max_length=16, unique=True)),
                        ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                    ],
                ),
                migrations.CreateModel(
                    name='Seller',
                    fields=[
                        ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='seller', serialize=False, to='parties.organisation')),
                        ('kind', models.CharField(choices=[('partner', 'E-commerce partner'), ('producer', 'Producer')], max_length=10)),
                        ('hub_district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.place')),
                        ('days_same_district', models.PositiveSmallIntegerField(default=3)),
                        ('days_elsewhere', models.PositiveSmallIntegerField(default=6)),
                        ('delivery_fee_same_district_poisha', models.BigIntegerField(default=6000)),
                        ('delivery_fee_elsewhere_poisha', models.BigIntegerField(default=11000)),
                        ('about_bn', models.TextField(blank=True)),
                        ('about_en', models.TextField(blank=True)),
                        ('sourcing_centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ],
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='parties.organisation')),
                        ('role', models.CharField(choices=[('entrepreneur', 'Entrepreneur'), ('partner_staff', "Partner's staff"), ('producer_staff', 'Producer'), ('operator', 'Operator'), ('call_operator', 'Call line operator'), ('coordinator', 'Coordinator'), ('officer', 'Agency officer'), ('auditor', 'Auditor')], max_length=20)),
                        ('active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'organisation', 'role'), name='membership_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Licence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='licences', to='parties.organisation')),
                        ('kind', models.CharField(choices=[('trade', 'Trade licence'), ('dbid', 'Digital business identity (DBID)'), ('dgda', 'Drug licence (DGDA)')], max_length=16)),
                        ('number', models.CharField(max_length=60)),
                        ('valid_from', models.DateField()),
                        ('valid_until', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'number'), name='licence_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Wallet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wallets', to=settings.AUTH_USER_MODEL)),
                        ('provider', models.CharField(choices=[('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad')], max_length=8)),
                        ('number', ekshop.kernel.encrypted.EncryptedField(context='account')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('changed_at', models.DateTimeField(null=True)),
                        ('pays_from', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'provider'), name='wallet_per_provider')],
                    },
                ),
                migrations.CreateModel(
                    name='BankAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='parties.organisation')),
                        ('state', models.CharField(default='proposed', max_length=10)),
                        ('bank', models.CharField(max_length=80)),
                        ('branch', models.CharField(max_length=80)),
                        ('routing_number', models.CharField(max_length=9)),
                        ('holder', models.CharField(max_length=120)),
                        ('number', ekshop.kernel.encrypted.EncryptedField(context='account')),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('proposed_at', models.DateTimeField()),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('usable_from', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('organisation',), name='bank_account_one_proposal'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='bank_account_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), ('usable_from__isnull', False)), _connector='OR'), name='bank_account_confirmed_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='WalletChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wallet_changes', to=settings.AUTH_USER_MODEL)),
                        ('old_provider', models.CharField(choices=[('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad')], max_length=8)),
                        ('old_number', ekshop.kernel.encrypted.EncryptedField(context='account')),
                        ('new_provider', models.CharField(choices=[('bkash', 'bKash'), ('rocket', 'Rocket'), ('nagad', 'Nagad')], max_length=8)),
                        ('new_number', ekshop.kernel.encrypted.EncryptedField(context='account')),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField()),
                        ('pays_from', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Customer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                        ('name', models.CharField(max_length=120)),
                        ('mobile', models.CharField(max_length=16)),
                        ('language', models.CharField(default='bn', max_length=2)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('centre', 'mobile'), name='customer_per_centre')],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='parties.customer')),
                        ('purpose', models.CharField(choices=[('order', 'Order on my behalf'), ('complaint', 'Complain on my behalf')], max_length=24)),
                        ('medium', models.CharField(choices=[('spoken', 'Spoken'), ('written', 'Written'), ('sms', 'SMS')], max_length=12)),
                        ('wording', models.CharField(max_length=12)),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='EnrolmentFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('centre', 'Centres'), ('partner', 'Partners')], max_length=10)),
                        ('state', models.CharField(default='checked', max_length=10)),
                        ('filename', models.CharField(max_length=120)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('rows', models.JSONField()),
                        ('enrolled', models.JSONField(default=list)),
                        ('looked_at', models.PositiveIntegerField(default=0)),
                        ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.membership')),
                        ('created_at', models.DateTimeField()),
                    ],
                ),
            ],
        ),
    ]
