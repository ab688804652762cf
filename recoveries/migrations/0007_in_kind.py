
import core.audit
import core.clock
import core.money
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0021_flat_homes'),
        ('documents', '0006_attachment_content'),
        ('recoveries', '0006_extras_and_references'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalInKind',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('kind', models.CharField(choices=[('reinstated', 'Back to work'), ('insurance', 'Social insurance paid up to the fund'), ('goods', 'Goods instead of money'), ('other', 'Other')], max_length=16, verbose_name='Kind')),
                ('done_on', models.DateField(verbose_name='Done on')),
                ('value', core.money.MoneyField(blank=True, null=True, verbose_name='Value, if known')),
                ('text', models.TextField(blank=True, verbose_name='What was performed')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='Recorded at')),
                ('struck_out', models.BooleanField(default=False, verbose_name='Struck out')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('claimant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.claimant', verbose_name='Claimant')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.attachment', verbose_name='Proof')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Recorded by')),
            ],
            options={
                'verbose_name': 'historical Performance in kind',
                'verbose_name_plural': 'historical Performance in kind',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='InKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('kind', models.CharField(choices=[('reinstated', 'Back to work'), ('insurance', 'Social insurance paid up to the fund'), ('goods', 'Goods instead of money'), ('other', 'Other')], max_length=16, verbose_name='Kind')),
                ('done_on', models.DateField(verbose_name='Done on')),
                ('value', core.money.MoneyField(blank=True, null=True, verbose_name='Value, if known')),
                ('text', models.TextField(blank=True, verbose_name='What was performed')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='Recorded at')),
                ('struck_out', models.BooleanField(default=False, verbose_name='Struck out')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='in_kind', to='cases.case', verbose_name='Case')),
                ('claimant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='in_kind', to='cases.claimant', verbose_name='Claimant')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='in_kind', to='documents.attachment', verbose_name='Proof')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Recorded by')),
            ],
            options={
                'verbose_name': 'Performance in kind',
                'verbose_name_plural': 'Performance in kind',
                'ordering': ('done_on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('value', None), ('value__gt', 0), _connector='OR'), name='in_kind_value_positive'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('goods', 'other')), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='in_kind_says_what')],
            },
        ),
    ]
