
import core.audit
import core.clock
import core.money
import django.core.validators
import django.db.models.deletion
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalWorking',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('calculator', models.CharField(max_length=32, verbose_name='Calculation')),
                ('frozen', models.JSONField(verbose_name='Working')),
                ('total', core.money.MoneyField(validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Sum worked out')),
                ('worked_out_at', models.DateTimeField(default=core.clock.now, verbose_name='Worked out at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.claim', verbose_name='Claim')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('worked_out_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Worked out by')),
            ],
            options={
                'verbose_name': 'historical Working',
                'verbose_name_plural': 'historical Workings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Working',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('calculator', models.CharField(max_length=32, verbose_name='Calculation')),
                ('frozen', models.JSONField(verbose_name='Working')),
                ('total', core.money.MoneyField(validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Sum worked out')),
                ('worked_out_at', models.DateTimeField(default=core.clock.now, verbose_name='Worked out at')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workings', to='cases.case', verbose_name='Case')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workings', to='cases.claim', verbose_name='Claim')),
                ('worked_out_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Worked out by')),
            ],
            options={
                'verbose_name': 'Working',
                'verbose_name_plural': 'Workings',
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('total__gte', 0)), name='working_total_not_negative')],
            },
        ),
    ]
