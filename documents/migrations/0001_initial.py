
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
        ('cases', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('kind', models.CharField(choices=[('evidence', 'Evidence'), ('consent', 'Signed consent'), ('proof', 'Proof of payment'), ('signed', 'Signed paper'), ('other', 'Other')], default='evidence', max_length=16, verbose_name='Kind')),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('file', models.FileField(max_length=200, upload_to='attachments/%Y/%m/', verbose_name='File')),
                ('file_name', models.CharField(max_length=200, verbose_name='File name')),
                ('content_type', models.CharField(max_length=80, verbose_name='Content type')),
                ('size', models.PositiveIntegerField(verbose_name='Size')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('uploaded_at', models.DateTimeField(default=core.clock.now, verbose_name='Uploaded at')),
                ('voided', models.BooleanField(default=False, verbose_name='Void')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='cases.case', verbose_name='Case')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Uploaded by')),
            ],
            options={
                'verbose_name': 'File',
                'verbose_name_plural': 'Files',
                'ordering': ('-uploaded_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalAttachment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('kind', models.CharField(choices=[('evidence', 'Evidence'), ('consent', 'Signed consent'), ('proof', 'Proof of payment'), ('signed', 'Signed paper'), ('other', 'Other')], default='evidence', max_length=16, verbose_name='Kind')),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('file', models.TextField(max_length=200, verbose_name='File')),
                ('file_name', models.CharField(max_length=200, verbose_name='File name')),
                ('content_type', models.CharField(max_length=80, verbose_name='Content type')),
                ('size', models.PositiveIntegerField(verbose_name='Size')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('uploaded_at', models.DateTimeField(default=core.clock.now, verbose_name='Uploaded at')),
                ('voided', models.BooleanField(default=False, verbose_name='Void')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Uploaded by')),
            ],
            options={
                'verbose_name': 'historical File',
                'verbose_name_plural': 'historical Files',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPaper',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('draft', 'Draft'), ('issued', 'Issued'), ('signed', 'Signed'), ('void', 'Void')], default='draft', max_length=16, protected=True, verbose_name='State')),
                ('kind', models.CharField(choices=[('visit_record', 'Visit record'), ('aid_application', 'Legal-aid application'), ('acceptance_notice', 'Notice of acceptance'), ('supplement_notice', 'Notice of missing papers'), ('refusal_notice', 'Notice of refusal'), ('appointment_notice', 'Notice of appointment'), ('mediation_agreement', 'Mediation agreement'), ('arbitration_application', 'Arbitration application'), ('termination_notice', 'Notice of termination'), ('closing_report', 'Closing report'), ('audit_record', 'Audit record')], max_length=32, verbose_name='Paper')),
                ('subject', models.CharField(editable=False, max_length=60)),
                ('edition', models.PositiveSmallIntegerField(verbose_name='Version')),
                ('data', core.crypto.EncryptedJSONField(default=dict, verbose_name='Data')),
                ('template_version', models.CharField(max_length=64, verbose_name='Template version')),
                ('file', models.TextField(blank=True, max_length=200, verbose_name='File')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='Size')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='Issued at')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='Signed on')),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='Voided on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('case', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.case', verbose_name='Case')),
                ('claimant', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.claimant', verbose_name='Claimant')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issued_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Issued by')),
                ('signed_copy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.attachment', verbose_name='Signed copy')),
                ('visit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.visit', verbose_name='Visit')),
            ],
            options={
                'verbose_name': 'historical Paper',
                'verbose_name_plural': 'historical Papers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('state', django_fsm.FSMField(choices=[('draft', 'Draft'), ('issued', 'Issued'), ('signed', 'Signed'), ('void', 'Void')], default='draft', max_length=16, protected=True, verbose_name='State')),
                ('kind', models.CharField(choices=[('visit_record', 'Visit record'), ('aid_application', 'Legal-aid application'), ('acceptance_notice', 'Notice of acceptance'), ('supplement_notice', 'Notice of missing papers'), ('refusal_notice', 'Notice of refusal'), ('appointment_notice', 'Notice of appointment'), ('mediation_agreement', 'Mediation agreement'), ('arbitration_application', 'Arbitration application'), ('termination_notice', 'Notice of termination'), ('closing_report', 'Closing report'), ('audit_record', 'Audit record')], max_length=32, verbose_name='Paper')),
                ('subject', models.CharField(editable=False, max_length=60)),
                ('edition', models.PositiveSmallIntegerField(verbose_name='Version')),
                ('data', core.crypto.EncryptedJSONField(default=dict, verbose_name='Data')),
                ('template_version', models.CharField(max_length=64, verbose_name='Template version')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='papers/%Y/%m/', verbose_name='File')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='Size')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='Issued at')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='Signed on')),
                ('voided_on', models.DateField(blank=True, null=True, verbose_name='Voided on')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.case', verbose_name='Case')),
                ('claimant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.claimant', verbose_name='Claimant')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers_issued', to=settings.AUTH_USER_MODEL, verbose_name='Issued by')),
                ('signed_copy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_papers', to='documents.attachment', verbose_name='Signed copy')),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='cases.visit', verbose_name='Visit')),
            ],
            options={
                'verbose_name': 'Paper',
                'verbose_name_plural': 'Papers',
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('visit__isnull', True)), models.Q(('case__isnull', True), ('visit__isnull', False)), _connector='OR'), name='paper_of_case_or_visit'), models.UniqueConstraint(fields=('kind', 'subject', 'edition'), name='paper_edition_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('issued', 'signed')), _negated=True), models.Q(models.Q(('sha256', ''), _negated=True), ('issued_at__isnull', False)), _connector='OR'), name='paper_issued_is_sealed')],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
    ]
