
import core.audit
import core.clock
import core.money
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_phones_in_one_spelling'),
        ('cases', '0021_flat_homes'),
        ('documents', '0006_attachment_content'),
        ('recoveries', '0007_in_kind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalStatement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(max_length=200, verbose_name='File name')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('account_end', models.CharField(max_length=4, verbose_name='Account credited, last 4 digits')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='Recorded at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Office')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Recorded by')),
            ],
            options={
                'verbose_name': 'historical Bank statement',
                'verbose_name_plural': 'historical Bank statements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStatementLayout',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('signature', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict, verbose_name='Columns')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'historical Columns of a bank statement',
                'verbose_name_plural': 'historical Columns of bank statements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('name', models.CharField(max_length=200, verbose_name='File name')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('account_end', models.CharField(max_length=4, verbose_name='Account credited, last 4 digits')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='Recorded at')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='accounts.office', verbose_name='Office')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Recorded by')),
            ],
            options={
                'verbose_name': 'Bank statement',
                'verbose_name_plural': 'Bank statements',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='HistoricalStatementLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('number', models.PositiveIntegerField(verbose_name='Row')),
                ('came_on', models.DateField(verbose_name='Received on')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('payer', models.CharField(max_length=120, verbose_name='Payer')),
                ('purpose', models.CharField(blank=True, max_length=300, verbose_name='Purpose')),
                ('reference', models.CharField(blank=True, max_length=64, verbose_name='Bank reference')),
                ('skipped_because', models.TextField(blank=True, verbose_name='Why it is skipped')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recoveries.statement', verbose_name='Bank statement')),
            ],
            options={
                'verbose_name': 'historical Row of a bank statement',
                'verbose_name_plural': 'historical Rows of bank statements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='StatementLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('signature', models.CharField(max_length=64)),
                ('columns', models.JSONField(default=dict, verbose_name='Columns')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_layouts', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'Columns of a bank statement',
                'verbose_name_plural': 'Columns of bank statements',
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('number', models.PositiveIntegerField(verbose_name='Row')),
                ('came_on', models.DateField(verbose_name='Received on')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('payer', models.CharField(max_length=120, verbose_name='Payer')),
                ('purpose', models.CharField(blank=True, max_length=300, verbose_name='Purpose')),
                ('reference', models.CharField(blank=True, max_length=64, verbose_name='Bank reference')),
                ('skipped_because', models.TextField(blank=True, verbose_name='Why it is skipped')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='recoveries.statement', verbose_name='Bank statement')),
            ],
            options={
                'verbose_name': 'Row of a bank statement',
                'verbose_name_plural': 'Rows of bank statements',
                'ordering': ('statement', 'number'),
            },
        ),
        migrations.AddField(
            model_name='historicalreceipt',
            name='statement_line',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recoveries.statementline', verbose_name='Row of a bank statement'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='statement_line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='recoveries.statementline', verbose_name='Row of a bank statement'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('recorded', 'verified')), ('statement_line__isnull', False)), fields=('statement_line',), name='receipt_once_by_statement_line'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('office', 'sha256'), name='statement_once_per_office'),
        ),
        migrations.AddConstraint(
            model_name='statementlayout',
            constraint=models.UniqueConstraint(fields=('office', 'signature'), name='statement_layout_once'),
        ),
        migrations.AddIndex(
            model_name='statementline',
            index=models.Index(fields=['came_on', 'amount'], name='statement_line_day_and_sum'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.UniqueConstraint(fields=('statement', 'number'), name='statement_line_once'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='statement_line_positive'),
        ),
        migrations.AddConstraint(
            model_name='statementline',
            constraint=models.CheckConstraint(condition=models.Q(('payer', ''), _negated=True), name='statement_line_has_payer'),
        ),
    ]
