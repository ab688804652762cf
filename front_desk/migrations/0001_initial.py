
import core.audit
import core.clock
import core.crypto
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalRecordRequest',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('asked', 'Waits for an answer'), ('allowed', 'Shared'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='asked', max_length=16, protected=True, verbose_name='State')),
                ('reason', models.TextField(verbose_name='Reason')),
                ('asked_at', models.DateTimeField(default=core.clock.now, verbose_name='Asked on')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered on')),
                ('answer', models.TextField(blank=True, verbose_name='Answer')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Answered by')),
                ('apart', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.worker', verbose_name='Record kept apart')),
                ('asked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Asked by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('known_at', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Known at')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Asked from')),
                ('worker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.worker', verbose_name='Record asked for')),
            ],
            options={
                'verbose_name': 'historical Request for a record',
                'verbose_name_plural': 'historical Requests for records',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='IntakeDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', core.crypto.EncryptedTextField(default='')),
                ('title', core.crypto.EncryptedTextField(blank=True)),
                ('saved_at', models.DateTimeField(default=core.clock.now)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intake_drafts', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='intake_drafts', to='cases.visit')),
            ],
            options={
                'ordering': ('-saved_at',),
            },
        ),
        migrations.CreateModel(
            name='RecordRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('asked', 'Waits for an answer'), ('allowed', 'Shared'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], default='asked', max_length=16, protected=True, verbose_name='State')),
                ('reason', models.TextField(verbose_name='Reason')),
                ('asked_at', models.DateTimeField(default=core.clock.now, verbose_name='Asked on')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered on')),
                ('answer', models.TextField(blank=True, verbose_name='Answer')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Answered by')),
                ('apart', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests_made', to='cases.worker', verbose_name='Record kept apart')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Asked by')),
                ('known_at', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='record_requests', to='accounts.office', verbose_name='Known at')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='record_requests_made', to='accounts.office', verbose_name='Asked from')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='cases.worker', verbose_name='Record asked for')),
            ],
            options={
                'verbose_name': 'Request for a record',
                'verbose_name_plural': 'Requests for records',
                'indexes': [models.Index(fields=['known_at', 'state', '-asked_at'], name='record_request_known_at'), models.Index(fields=['office', 'state', '-asked_at'], name='record_request_office')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('worker', 'office'), name='record_asked_for_once', violation_error_message='This record was asked for already.'), models.CheckConstraint(condition=models.Q(('worker', models.F('apart')), _negated=True), name='record_request_for_another_record'), models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('asked_by')), _negated=True), ('state', 'withdrawn'), _connector='OR'), name='record_request_not_answered_by_who_asked')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
    ]
