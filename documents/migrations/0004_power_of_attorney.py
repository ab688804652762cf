# A power of attorney is a paper

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_paper_number'),
    ]

    operations = [
        migrations.AlterField(
            model_name='historicalpaper',
            name='kind',
            field=models.CharField(choices=[('visit_record', 'Visit record'), ('aid_application', 'Legal-aid application'), ('acceptance_notice', 'Notice of acceptance'), ('supplement_notice', 'Notice of missing papers'), ('refusal_notice', 'Notice of refusal'), ('appointment_notice', 'Notice of appointment'), ('power_of_attorney', 'Power of attorney'), ('mediation_agreement', 'Mediation agreement'), ('arbitration_application', 'Arbitration application'), ('termination_notice', 'Notice of termination'), ('closing_report', 'Closing report'), ('audit_record', 'Audit record')], max_length=32, verbose_name='Paper'),
        ),
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=[('visit_record', 'Visit record'), ('aid_application', 'Legal-aid application'), ('acceptance_notice', 'Notice of acceptance'), ('supplement_notice', 'Notice of missing papers'), ('refusal_notice', 'Notice of refusal'), ('appointment_notice', 'Notice of appointment'), ('power_of_attorney', 'Power of attorney'), ('mediation_agreement', 'Mediation agreement'), ('arbitration_application', 'Arbitration application'), ('termination_notice', 'Notice of termination'), ('closing_report', 'Closing report'), ('audit_record', 'Audit record')], max_length=32, verbose_name='Paper'),
        ),
    ]
