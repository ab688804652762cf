
import core.audit
import core.clock
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('lawyers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalAssignment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('offered', 'Offered'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed'), ('replaced', 'Replaced')], default='offered', max_length=16, protected=True, verbose_name='State')),
                ('is_lead', models.BooleanField(default=False, verbose_name='Lead')),
                ('offered_at', models.DateTimeField(default=core.clock.now, verbose_name='Offered at')),
                ('expires_at', models.DateTimeField(verbose_name='Answer by')),
                ('message', models.TextField(blank=True, verbose_name='Message')),
                ('conflict_declared_at', models.DateTimeField(blank=True, null=True, verbose_name='No conflict declared at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered at')),
                ('decline_code', models.CharField(blank=True, choices=[('conflict', 'Conflict of interest'), ('workload', 'No capacity at present'), ('scope', 'Outside the field of practice'), ('distance', 'Too far away'), ('other', 'Other')], max_length=16, verbose_name='Reason for declining')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='Ended at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('conflict_declared_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Declared by')),
                ('firm', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.firm', verbose_name='Firm')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lawyer', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='lawyers.lawyer', verbose_name='Lawyer')),
                ('offered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Offered by')),
            ],
            options={
                'verbose_name': 'historical Assignment',
                'verbose_name_plural': 'historical Assignments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('offered', 'Offered'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('expired', 'Expired'), ('withdrawn', 'Withdrawn'), ('completed', 'Completed'), ('replaced', 'Replaced')], default='offered', max_length=16, protected=True, verbose_name='State')),
                ('is_lead', models.BooleanField(default=False, verbose_name='Lead')),
                ('offered_at', models.DateTimeField(default=core.clock.now, verbose_name='Offered at')),
                ('expires_at', models.DateTimeField(verbose_name='Answer by')),
                ('message', models.TextField(blank=True, verbose_name='Message')),
                ('conflict_declared_at', models.DateTimeField(blank=True, null=True, verbose_name='No conflict declared at')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Answered at')),
                ('decline_code', models.CharField(blank=True, choices=[('conflict', 'Conflict of interest'), ('workload', 'No capacity at present'), ('scope', 'Outside the field of practice'), ('distance', 'Too far away'), ('other', 'Other')], max_length=16, verbose_name='Reason for declining')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='Ended at')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='cases.case', verbose_name='Case')),
                ('conflict_declared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Declared by')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='lawyers.firm', verbose_name='Firm')),
                ('lawyer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='lawyers.lawyer', verbose_name='Lawyer')),
                ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Offered by')),
            ],
            options={
                'verbose_name': 'Assignment',
                'verbose_name_plural': 'Assignments',
                'ordering': ('-is_lead', 'pk'),
                'indexes': [models.Index(fields=['firm', 'state'], name='assignment_firm_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lawyer__isnull', False), ('state__in', ('offered', 'accepted'))), fields=('case', 'lawyer'), name='assignment_live_once_per_lawyer'), models.UniqueConstraint(condition=models.Q(('lawyer__isnull', True), ('state', 'offered')), fields=('case', 'firm'), name='assignment_live_once_per_firm'), models.UniqueConstraint(condition=models.Q(('is_lead', True), ('state', 'accepted')), fields=('case',), name='assignment_one_lead'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'completed', 'replaced')), _negated=True), ('lawyer__isnull', False), _connector='OR'), name='assignment_accepted_has_lawyer'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decline_code', ''), _negated=True), _connector='OR'), name='assignment_declined_has_code')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
    ]
