import core.audit
import core.money
import django.core.validators
import django.db.models.deletion
import django_fsm
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='Signed on')),
                ('facts', models.TextField(blank=True, verbose_name='Facts agreed')),
                ('breach_clause', models.TextField(blank=True, verbose_name='If payment is late')),
                ('other_terms', models.TextField(blank=True, help_text='Leaving certificate, social insurance.', verbose_name='Other terms')),
                ('settles_all', models.BooleanField(default=True, verbose_name='Settles everything between the parties')),
                ('in_force', models.BooleanField(default=True, editable=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='cases.case', verbose_name='Case')),
                ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='mediation.agreement', verbose_name='Replaced by')),
            ],
            options={
                'verbose_name': 'Agreement',
                'verbose_name_plural': 'Agreements',
                'ordering': ('-pk',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('case',), name='agreement_one_in_force'), models.CheckConstraint(condition=models.Q(('replaced_by__isnull', True), ('in_force', False), _connector='OR'), name='agreement_replaced_not_in_force')],
            },
        ),
        migrations.CreateModel(
            name='AgreementTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('amount', core.money.MoneyField(validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Agreed')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='mediation.agreement', verbose_name='Agreement')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_terms', to='cases.case', verbose_name='Case')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='cases.claim', verbose_name='Claim')),
            ],
            options={
                'verbose_name': 'Term',
                'verbose_name_plural': 'Terms',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('agreement', 'claim'), name='term_once_per_claim'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='term_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAgreement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='Signed on')),
                ('facts', models.TextField(blank=True, verbose_name='Facts agreed')),
                ('breach_clause', models.TextField(blank=True, verbose_name='If payment is late')),
                ('other_terms', models.TextField(blank=True, help_text='Leaving certificate, social insurance.', verbose_name='Other terms')),
                ('settles_all', models.BooleanField(default=True, verbose_name='Settles everything between the parties')),
                ('in_force', models.BooleanField(default=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='mediation.agreement', verbose_name='Replaced by')),
            ],
            options={
                'verbose_name': 'historical Agreement',
                'verbose_name_plural': 'historical Agreements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAgreementTerm',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('amount', core.money.MoneyField(validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Agreed')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='mediation.agreement', verbose_name='Agreement')),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.claim', verbose_name='Claim')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Term',
                'verbose_name_plural': 'historical Terms',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInstalment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('due_on', models.DateField(verbose_name='Due on')),
                ('amount', core.money.MoneyField(validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='Amount')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agreement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='mediation.agreement', verbose_name='Agreement')),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('claimant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.claimant', verbose_name='Claimant')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Instalment',
                'verbose_name_plural': 'historical Payment schedule',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMediationRound',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('scheduled', 'Scheduled'), ('held', 'Held'), ('cancelled', 'Called off')], default='scheduled', max_length=16, protected=True, verbose_name='State')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Round')),
                ('scheduled_at', models.DateTimeField(verbose_name='Time')),
                ('place', models.CharField(max_length=120, verbose_name='Place')),
                ('attendees', models.TextField(blank=True, verbose_name='People present')),
                ('worker_offer', core.money.MoneyField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Workers ask')),
                ('employer_offer', core.money.MoneyField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Employer offers')),
                ('outcome', models.CharField(blank=True, choices=[('agreed', 'Agreement reached'), ('adjourned', 'Adjourned'), ('refused', 'Employer refuses to pay'), ('absent', 'A party did not come'), ('failed', 'No agreement')], max_length=16, verbose_name='Outcome')),
                ('minutes', models.TextField(blank=True, verbose_name='Minutes')),
                ('law_unclear', models.BooleanField(default=False, verbose_name='The law is unclear on the point at issue')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mediator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Mediator')),
            ],
            options={
                'verbose_name': 'historical Mediation round',
                'verbose_name_plural': 'historical Mediation rounds',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('due_on', models.DateField(verbose_name='Due on')),
                ('amount', core.money.MoneyField(validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='Amount')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='mediation.agreement', verbose_name='Agreement')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='cases.case', verbose_name='Case')),
                ('claimant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='cases.claimant', verbose_name='Claimant')),
            ],
            options={
                'verbose_name': 'Instalment',
                'verbose_name_plural': 'Payment schedule',
                'ordering': ('due_on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='instalment_positive')],
            },
        ),
        migrations.CreateModel(
            name='MediationRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('scheduled', 'Scheduled'), ('held', 'Held'), ('cancelled', 'Called off')], default='scheduled', max_length=16, protected=True, verbose_name='State')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Round')),
                ('scheduled_at', models.DateTimeField(verbose_name='Time')),
                ('place', models.CharField(max_length=120, verbose_name='Place')),
                ('attendees', models.TextField(blank=True, verbose_name='People present')),
                ('worker_offer', core.money.MoneyField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Workers ask')),
                ('employer_offer', core.money.MoneyField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.00'))], verbose_name='Employer offers')),
                ('outcome', models.CharField(blank=True, choices=[('agreed', 'Agreement reached'), ('adjourned', 'Adjourned'), ('refused', 'Employer refuses to pay'), ('absent', 'A party did not come'), ('failed', 'No agreement')], max_length=16, verbose_name='Outcome')),
                ('minutes', models.TextField(blank=True, verbose_name='Minutes')),
                ('law_unclear', models.BooleanField(default=False, verbose_name='The law is unclear on the point at issue')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='cases.case', verbose_name='Case')),
                ('mediator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to=settings.AUTH_USER_MODEL, verbose_name='Mediator')),
            ],
            options={
                'verbose_name': 'Mediation round',
                'verbose_name_plural': 'Mediation rounds',
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='round_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='round_held_has_outcome'), models.CheckConstraint(condition=models.Q(('worker_offer__isnull', True), ('worker_offer__gte', 0), _connector='OR'), name='round_worker_offer_not_negative'), models.CheckConstraint(condition=models.Q(('employer_offer__isnull', True), ('employer_offer__gte', 0), _connector='OR'), name='round_employer_offer_not_negative')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
    ]
