import core.audit
import core.clock
import core.money
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('recorded', 'To be verified'), ('verified', 'Verified'), ('rejected', 'Rejected'), ('reversed', 'Reversed')], default='recorded', max_length=16, protected=True, verbose_name='State')),
                ('received_on', models.DateField(verbose_name='Received on')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('method', models.CharField(choices=[('transfer', 'Bank transfer'), ('cash', 'Cash'), ('payroll', 'Through payroll'), ('mobile', 'Mobile payment'), ('court', 'Paid out by the court'), ('in_kind', 'Social insurance paid up'), ('other', 'Other')], default='transfer', max_length=16, verbose_name='Method')),
                ('payer', models.CharField(max_length=120, verbose_name='Payer')),
                ('note', models.TextField(blank=True, verbose_name='Note')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='Recorded at')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='Reviewed at')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='cases.case', verbose_name='Case')),
                ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='documents.attachment', verbose_name='Proof')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts_recorded', to=settings.AUTH_USER_MODEL, verbose_name='Recorded by')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='recoveries.receipt', verbose_name='Reverses')),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts_verified', to=settings.AUTH_USER_MODEL, verbose_name='Reviewed by')),
            ],
            options={
                'verbose_name': 'Receipt',
                'verbose_name_plural': 'Receipts',
                'ordering': ('-received_on', '-pk'),
                'indexes': [models.Index(fields=['state', 'received_on'], name='receipt_queue'), models.Index(fields=['case', 'state'], name='receipt_case_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('reverses__isnull', True)), models.Q(('amount__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='receipt_positive_unless_counter_entry'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recorded'), ('verified_by__isnull', True)), models.Q(models.Q(('state', 'recorded'), _negated=True), ('verified_by__isnull', False)), _connector='OR'), name='receipt_reviewed_has_reviewer'), models.CheckConstraint(condition=models.Q(('verified_by__isnull', True), models.Q(('verified_by', models.F('recorded_by')), _negated=True), ('reverses__isnull', False), _connector='OR'), name='receipt_reviewed_by_another')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReceiptLine',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.claim', verbose_name='Claim')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receipt', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recoveries.receipt', verbose_name='Receipt')),
            ],
            options={
                'verbose_name': 'historical Receipt line',
                'verbose_name_plural': 'historical Receipt lines',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReceipt',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('recorded', 'To be verified'), ('verified', 'Verified'), ('rejected', 'Rejected'), ('reversed', 'Reversed')], default='recorded', max_length=16, protected=True, verbose_name='State')),
                ('received_on', models.DateField(verbose_name='Received on')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('method', models.CharField(choices=[('transfer', 'Bank transfer'), ('cash', 'Cash'), ('payroll', 'Through payroll'), ('mobile', 'Mobile payment'), ('court', 'Paid out by the court'), ('in_kind', 'Social insurance paid up'), ('other', 'Other')], default='transfer', max_length=16, verbose_name='Method')),
                ('payer', models.CharField(max_length=120, verbose_name='Payer')),
                ('note', models.TextField(blank=True, verbose_name='Note')),
                ('recorded_at', models.DateTimeField(default=core.clock.now, verbose_name='Recorded at')),
                ('verified_at', models.DateTimeField(blank=True, null=True, verbose_name='Reviewed at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.attachment', verbose_name='Proof')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Recorded by')),
                ('verified_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Reviewed by')),
                ('reverses', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recoveries.receipt', verbose_name='Reverses')),
            ],
            options={
                'verbose_name': 'historical Receipt',
                'verbose_name_plural': 'historical Receipts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('amount', core.money.MoneyField(verbose_name='Amount')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_lines', to='cases.case', verbose_name='Case')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_lines', to='cases.claim', verbose_name='Claim')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='recoveries.receipt', verbose_name='Receipt')),
            ],
            options={
                'verbose_name': 'Receipt line',
                'verbose_name_plural': 'Receipt lines',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('receipt', 'claim'), name='receipt_line_once_per_claim'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='receipt_line_not_zero')],
            },
        ),
    ]
