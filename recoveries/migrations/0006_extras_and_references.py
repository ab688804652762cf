
import core.audit
import core.money
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0021_flat_homes'),
        ('documents', '0006_attachment_content'),
        ('recoveries', '0005_second_looks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalReceiptExtra',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('kind', models.CharField(choices=[('interest', 'Interest on delay'), ('penalty', 'Penalty for delay'), ('overpaid', 'Overpaid')], max_length=16, verbose_name='Kind')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('note', models.TextField(blank=True, verbose_name='Note')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='Settled on')),
                ('outcome', models.TextField(blank=True, null=True, verbose_name='What became of it')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical Part of a receipt beyond the claims',
                'verbose_name_plural': 'historical Parts of a receipt beyond the claims',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReceiptExtra',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('kind', models.CharField(choices=[('interest', 'Interest on delay'), ('penalty', 'Penalty for delay'), ('overpaid', 'Overpaid')], max_length=16, verbose_name='Kind')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('note', models.TextField(blank=True, verbose_name='Note')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='Settled on')),
                ('outcome', models.TextField(blank=True, null=True, verbose_name='What became of it')),
            ],
            options={
                'verbose_name': 'Part of a receipt beyond the claims',
                'verbose_name_plural': 'Parts of a receipt beyond the claims',
                'ordering': ('pk',),
            },
        ),
        migrations.AddField(
            model_name='historicalreceipt',
            name='account_end',
            field=models.CharField(blank=True, max_length=4, null=True, verbose_name='Account credited, last 4 digits'),
        ),
        migrations.AddField(
            model_name='historicalreceipt',
            name='no_double',
            field=models.TextField(blank=True, null=True, verbose_name='Why it is no double posting'),
        ),
        migrations.AddField(
            model_name='historicalreceipt',
            name='reference',
            field=models.CharField(blank=True, max_length=64, null=True, verbose_name='Bank reference'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='account_end',
            field=models.CharField(blank=True, max_length=4, null=True, verbose_name='Account credited, last 4 digits'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='no_double',
            field=models.TextField(blank=True, null=True, verbose_name='Why it is no double posting'),
        ),
        migrations.AddField(
            model_name='receipt',
            name='reference',
            field=models.CharField(blank=True, max_length=64, null=True, verbose_name='Bank reference'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(condition=models.Q(('reference__isnull', False)), fields=['reference'], name='receipt_reference'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['received_on', 'amount'], name='receipt_day_and_sum'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(condition=models.Q(('account_end__isnull', False), ('reference__isnull', False), ('reverses__isnull', True), ('state__in', ('recorded', 'verified'))), fields=('reference', 'account_end'), name='receipt_once_by_reference'),
        ),
        migrations.AddField(
            model_name='historicalreceiptextra',
            name='case',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case'),
        ),
        migrations.AddField(
            model_name='historicalreceiptextra',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalreceiptextra',
            name='receipt',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recoveries.receipt', verbose_name='Receipt'),
        ),
        migrations.AddField(
            model_name='receiptextra',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_extras', to='cases.case', verbose_name='Case'),
        ),
        migrations.AddField(
            model_name='receiptextra',
            name='receipt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extras', to='recoveries.receipt', verbose_name='Receipt'),
        ),
        migrations.AddConstraint(
            model_name='receiptextra',
            constraint=models.UniqueConstraint(fields=('receipt', 'kind'), name='receipt_extra_once_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='receiptextra',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='receipt_extra_not_zero'),
        ),
        migrations.AddConstraint(
            model_name='receiptextra',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'overpaid'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='receipt_overpaid_has_note'),
        ),
        migrations.AddConstraint(
            model_name='receiptextra',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', None), ('settled_on', None)), models.Q(('kind', 'overpaid'), ('outcome__isnull', False), ('settled_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='receipt_extra_settled_is_overpaid'),
        ),
    ]
