
import core.audit
import django.core.validators
import django.db.models.deletion
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HolidayYearRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('source', models.CharField(help_text='The notice or the law, with its number.', max_length=200, verbose_name='Source')),
                ('confidence', models.CharField(choices=[('verified', 'Checked against the source'), ('memory', 'From memory')], max_length=16, verbose_name='Confidence')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it for a row entered by mistake: it stays on record and no longer counts.', verbose_name='Counts')),
                ('year', models.PositiveSmallIntegerField(error_messages={'unique': 'This year is in the table: change its row.'}, unique=True, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='Year')),
                ('announced', models.BooleanField(default=True, help_text='Whether the notice is out. Until then only the days paid at 300 % are known.', verbose_name='Announced')),
                ('off', models.TextField(blank=True, help_text='One day or span a line, as in the notice: 2026-02-15 – 2026-02-23', verbose_name='Days off')),
                ('working', models.TextField(blank=True, help_text='One day a line: 2026-02-14', verbose_name='Weekends made working days')),
                ('triple', models.TextField(blank=True, help_text='One day or span a line: the 13 statutory days.', verbose_name='Days paid at 300 %')),
            ],
            options={
                'verbose_name': 'Holidays of a year',
                'verbose_name_plural': 'Holidays',
                'ordering': ('-year',),
            },
        ),
        migrations.CreateModel(
            name='CodeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('source', models.CharField(help_text='The notice or the law, with its number.', max_length=200, verbose_name='Source')),
                ('confidence', models.CharField(choices=[('verified', 'Checked against the source'), ('memory', 'From memory')], max_length=16, verbose_name='Confidence')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it for a row entered by mistake: it stays on record and no longer counts.', verbose_name='Counts')),
                ('table', models.CharField(choices=[('worker_type', 'Kind of worker'), ('worker_flag', 'Special situation of a worker'), ('relation_type', 'Kind of relation'), ('employer_type', 'Kind of employer'), ('channel', 'Channel'), ('cause', 'Cause of action'), ('region', 'Region')], max_length=16, verbose_name='List')),
                ('code', models.CharField(help_text='Stored with cases: never changed, and never used again for something else.', max_length=24, validators=[django.core.validators.RegexValidator('^[a-z0-9_.]+\\Z', 'Small letters, digits, dots and underscores only.')], verbose_name='Code')),
                ('zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('en', models.CharField(max_length=120, verbose_name='English name')),
                ('parent', models.CharField(blank=True, help_text='The code it stands under, if any.', max_length=24, verbose_name='Belongs to')),
                ('valid_from', models.DateField(verbose_name='From')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty for now.', null=True, verbose_name='Until')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='Place in the list')),
            ],
            options={
                'verbose_name': 'Entry of a code list',
                'verbose_name_plural': 'Code lists',
                'ordering': ('table', 'position', 'code', 'valid_from'),
                'constraints': [models.UniqueConstraint(fields=('table', 'code', 'valid_from'), name='code_begins_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='code_ends_after_it_starts', violation_error_message='The row ends before it begins.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalCodeRow',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('source', models.CharField(help_text='The notice or the law, with its number.', max_length=200, verbose_name='Source')),
                ('confidence', models.CharField(choices=[('verified', 'Checked against the source'), ('memory', 'From memory')], max_length=16, verbose_name='Confidence')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it for a row entered by mistake: it stays on record and no longer counts.', verbose_name='Counts')),
                ('table', models.CharField(choices=[('worker_type', 'Kind of worker'), ('worker_flag', 'Special situation of a worker'), ('relation_type', 'Kind of relation'), ('employer_type', 'Kind of employer'), ('channel', 'Channel'), ('cause', 'Cause of action'), ('region', 'Region')], max_length=16, verbose_name='List')),
                ('code', models.CharField(help_text='Stored with cases: never changed, and never used again for something else.', max_length=24, validators=[django.core.validators.RegexValidator('^[a-z0-9_.]+\\Z', 'Small letters, digits, dots and underscores only.')], verbose_name='Code')),
                ('zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('en', models.CharField(max_length=120, verbose_name='English name')),
                ('parent', models.CharField(blank=True, help_text='The code it stands under, if any.', max_length=24, verbose_name='Belongs to')),
                ('valid_from', models.DateField(verbose_name='From')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty for now.', null=True, verbose_name='Until')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='Place in the list')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Entry of a code list',
                'verbose_name_plural': 'historical Code lists',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalHolidayYearRow',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('source', models.CharField(help_text='The notice or the law, with its number.', max_length=200, verbose_name='Source')),
                ('confidence', models.CharField(choices=[('verified', 'Checked against the source'), ('memory', 'From memory')], max_length=16, verbose_name='Confidence')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it for a row entered by mistake: it stays on record and no longer counts.', verbose_name='Counts')),
                ('year', models.PositiveSmallIntegerField(db_index=True, error_messages={'unique': 'This year is in the table: change its row.'}, validators=[django.core.validators.MinValueValidator(1900), django.core.validators.MaxValueValidator(2100)], verbose_name='Year')),
                ('announced', models.BooleanField(default=True, help_text='Whether the notice is out. Until then only the days paid at 300 % are known.', verbose_name='Announced')),
                ('off', models.TextField(blank=True, help_text='One day or span a line, as in the notice: 2026-02-15 – 2026-02-23', verbose_name='Days off')),
                ('working', models.TextField(blank=True, help_text='One day a line: 2026-02-14', verbose_name='Weekends made working days')),
                ('triple', models.TextField(blank=True, help_text='One day or span a line: the 13 statutory days.', verbose_name='Days paid at 300 %')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Holidays of a year',
                'verbose_name_plural': 'historical Holidays',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRateRow',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('source', models.CharField(help_text='The notice or the law, with its number.', max_length=200, verbose_name='Source')),
                ('confidence', models.CharField(choices=[('verified', 'Checked against the source'), ('memory', 'From memory')], max_length=16, verbose_name='Confidence')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it for a row entered by mistake: it stays on record and no longer counts.', verbose_name='Counts')),
                ('series', models.CharField(choices=[('minimum_wage_month', 'Minimum wage, monthly'), ('minimum_wage_hour', 'Minimum wage, hourly'), ('heat_month', 'High-temperature allowance, monthly'), ('heat_day', 'High-temperature allowance, daily'), ('average_wage', 'Average monthly wage'), ('injury_disability', 'One-time disability grant'), ('injury_medical', 'One-time medical subsidy for work injury'), ('injury_employment', 'One-time employment subsidy for disability')], max_length=24, verbose_name='Series')),
                ('region', models.CharField(max_length=24, verbose_name='Region')),
                ('grade', models.PositiveSmallIntegerField(default=0, help_text='1 to 10 for benefits of a work injury, else 0.', validators=[django.core.validators.MaxValueValidator(10)], verbose_name='Grade of disability')),
                ('valid_from', models.DateField(verbose_name='From')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty until the next row begins.', null=True, verbose_name='Until')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='Value')),
                ('unit', models.CharField(choices=[('yuan_month', 'yuan a month'), ('yuan_hour', 'yuan an hour'), ('yuan_day', 'yuan a day'), ('yuan', 'yuan'), ('months', 'monthly wages')], max_length=16, verbose_name='Unit')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Note')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Rate',
                'verbose_name_plural': 'historical Rates',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RateRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('source', models.CharField(help_text='The notice or the law, with its number.', max_length=200, verbose_name='Source')),
                ('confidence', models.CharField(choices=[('verified', 'Checked against the source'), ('memory', 'From memory')], max_length=16, verbose_name='Confidence')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it for a row entered by mistake: it stays on record and no longer counts.', verbose_name='Counts')),
                ('series', models.CharField(choices=[('minimum_wage_month', 'Minimum wage, monthly'), ('minimum_wage_hour', 'Minimum wage, hourly'), ('heat_month', 'High-temperature allowance, monthly'), ('heat_day', 'High-temperature allowance, daily'), ('average_wage', 'Average monthly wage'), ('injury_disability', 'One-time disability grant'), ('injury_medical', 'One-time medical subsidy for work injury'), ('injury_employment', 'One-time employment subsidy for disability')], max_length=24, verbose_name='Series')),
                ('region', models.CharField(max_length=24, verbose_name='Region')),
                ('grade', models.PositiveSmallIntegerField(default=0, help_text='1 to 10 for benefits of a work injury, else 0.', validators=[django.core.validators.MaxValueValidator(10)], verbose_name='Grade of disability')),
                ('valid_from', models.DateField(verbose_name='From')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty until the next row begins.', null=True, verbose_name='Until')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='Value')),
                ('unit', models.CharField(choices=[('yuan_month', 'yuan a month'), ('yuan_hour', 'yuan an hour'), ('yuan_day', 'yuan a day'), ('yuan', 'yuan'), ('months', 'monthly wages')], max_length=16, verbose_name='Unit')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Note')),
            ],
            options={
                'verbose_name': 'Rate',
                'verbose_name_plural': 'Rates',
                'ordering': ('-valid_from', 'series', 'region', 'grade'),
                'constraints': [models.UniqueConstraint(fields=('series', 'region', 'grade', 'valid_from'), name='rate_begins_once', violation_error_message='There is a row of this series, region and grade from this day.'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rate_ends_after_it_starts', violation_error_message='The row ends before it begins.'), models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='rate_is_positive', violation_error_message='The value must be above zero.')],
            },
        ),
    ]
