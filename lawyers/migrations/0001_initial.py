import core.audit
import core.clock
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Firm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Firm name')),
                ('pinyin', models.CharField(db_index=True, default='', editable=False, max_length=120)),
                ('licence', models.CharField(blank=True, max_length=40, verbose_name='Licence number')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('is_active', models.BooleanField(default=True, verbose_name='Takes cases')),
            ],
            options={
                'verbose_name': 'Firm',
                'verbose_name_plural': 'Firms',
                'ordering': ('pinyin', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Alliance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Alliance name')),
                ('founded_on', models.DateField(verbose_name='Founded on')),
                ('founders', models.CharField(blank=True, max_length=200, verbose_name='Founding bodies')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alliances', to='accounts.office', verbose_name='Office')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='lawyers.firm', verbose_name='Lead firm')),
            ],
            options={
                'verbose_name': 'Alliance',
                'verbose_name_plural': 'Alliances',
            },
        ),
        migrations.CreateModel(
            name='FirmClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('employer_name', models.CharField(max_length=120, verbose_name='Employer')),
                ('credit_code', models.CharField(blank=True, db_index=True, max_length=18, verbose_name='Unified credit code')),
                ('since', models.DateField(default=core.clock.today, verbose_name='Since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clients', to='lawyers.firm', verbose_name='Firm')),
            ],
            options={
                'verbose_name': 'Client of a firm',
                'verbose_name_plural': 'Clients of firms',
            },
        ),
        migrations.CreateModel(
            name='FirmOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='service', to='lawyers.firm', verbose_name='Firm')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='firm_service', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'Office served',
                'verbose_name_plural': 'Offices served',
                'constraints': [models.UniqueConstraint(fields=('firm', 'office'), name='firm_serves_office_once')],
            },
        ),
        migrations.AddField(
            model_name='firm',
            name='offices',
            field=models.ManyToManyField(related_name='firms', through='lawyers.FirmOffice', to='accounts.office', verbose_name='Offices'),
        ),
        migrations.CreateModel(
            name='HistoricalAlliance',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(db_index=True, max_length=80, verbose_name='Alliance name')),
                ('founded_on', models.DateField(verbose_name='Founded on')),
                ('founders', models.CharField(blank=True, max_length=200, verbose_name='Founding bodies')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.firm', verbose_name='Lead firm')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'historical Alliance',
                'verbose_name_plural': 'historical Alliances',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAllianceMember',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('joined_on', models.DateField(default=core.clock.today, verbose_name='Joined on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='Left on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('alliance', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.alliance', verbose_name='Alliance')),
                ('firm', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.firm', verbose_name='Firm')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Alliance member',
                'verbose_name_plural': 'historical Alliance members',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFirm',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(db_index=True, max_length=80, verbose_name='Firm name')),
                ('pinyin', models.CharField(db_index=True, default='', editable=False, max_length=120)),
                ('licence', models.CharField(blank=True, max_length=40, verbose_name='Licence number')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('is_active', models.BooleanField(default=True, verbose_name='Takes cases')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Firm',
                'verbose_name_plural': 'historical Firms',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFirmClient',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('employer_name', models.CharField(max_length=120, verbose_name='Employer')),
                ('credit_code', models.CharField(blank=True, db_index=True, max_length=18, verbose_name='Unified credit code')),
                ('since', models.DateField(default=core.clock.today, verbose_name='Since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='Until')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('firm', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.firm', verbose_name='Firm')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Client of a firm',
                'verbose_name_plural': 'historical Clients of firms',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalFirmOffice',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('firm', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.firm', verbose_name='Firm')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'historical Office served',
                'verbose_name_plural': 'historical Offices served',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalLawyer',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('pinyin', models.CharField(db_index=True, default='', editable=False, max_length=120)),
                ('licence', models.CharField(blank=True, max_length=40, verbose_name='Licence number')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('is_coordinator', models.BooleanField(default=False, help_text='Sees all cases of the firm and answers its offers.', verbose_name='Coordinator')),
                ('is_active', models.BooleanField(default=True, verbose_name='Takes cases')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('firm', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.firm', verbose_name='Firm')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='User')),
            ],
            options={
                'verbose_name': 'historical Lawyer',
                'verbose_name_plural': 'historical Lawyers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Lawyer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('pinyin', models.CharField(db_index=True, default='', editable=False, max_length=120)),
                ('licence', models.CharField(blank=True, max_length=40, verbose_name='Licence number')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('is_coordinator', models.BooleanField(default=False, help_text='Sees all cases of the firm and answers its offers.', verbose_name='Coordinator')),
                ('is_active', models.BooleanField(default=True, verbose_name='Takes cases')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lawyers', to='lawyers.firm', verbose_name='Firm')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lawyer', to=settings.AUTH_USER_MODEL, verbose_name='User')),
            ],
            options={
                'verbose_name': 'Lawyer',
                'verbose_name_plural': 'Lawyers',
                'ordering': ('pinyin', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='AllianceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('joined_on', models.DateField(default=core.clock.today, verbose_name='Joined on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='Left on')),
                ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='lawyers.alliance', verbose_name='Alliance')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alliances', to='lawyers.firm', verbose_name='Firm')),
            ],
            options={
                'verbose_name': 'Alliance member',
                'verbose_name_plural': 'Alliance members',
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('alliance', 'firm'), name='alliance_member_once'), models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='alliance_left_after_joining')],
            },
        ),
    ]
