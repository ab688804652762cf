from django.db import migrations, models
from django.utils import timezone

from labour_law.errors import LabourLawError
from labour_law.identity import IdKind, identify

BATCH = 500
REASON = "证件种类补记"


def say_kinds(apps, schema_editor):
    """Every number on record gets the kind it tells; the change is on record."""
    worker, past = apps.get_model("cases", "Worker"), apps.get_model("cases", "HistoricalWorker")
    last = 0
    while rows := list(worker.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        for row in rows:
            if row.id_number and not row.id_kind:
                row.id_kind, row.version = _kind(row.id_number), row.version + 1
                row.save(update_fields=["id_kind", "version"])
                fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
                past.objects.create(
                    **fields, history_date=timezone.now(), history_type="~", history_change_reason=REASON
                )


def _kind(number):
    """Until now only numbers of 18 characters were taken."""
    try:
        return identify(number).kind.value
    except LabourLawError:
        return IdKind.RESIDENT.value


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('cases', '0003_name_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalworker',
            name='id_kind',
            field=models.CharField(blank=True, choices=[('resident', 'Resident ID card'), ('residence_permit', 'Residence permit of Hong Kong, Macao or Taiwan'), ('permanent_residence', "Foreigner's permanent residence card"), ('passport', 'Passport'), ('home_return', 'Mainland travel permit (Hong Kong, Macao)'), ('taiwan_pass', 'Mainland travel permit (Taiwan)'), ('none', 'No document')], max_length=24, verbose_name='Kind of document'),
        ),
        migrations.AddField(
            model_name='worker',
            name='id_kind',
            field=models.CharField(blank=True, choices=[('resident', 'Resident ID card'), ('residence_permit', 'Residence permit of Hong Kong, Macao or Taiwan'), ('permanent_residence', "Foreigner's permanent residence card"), ('passport', 'Passport'), ('home_return', 'Mainland travel permit (Hong Kong, Macao)'), ('taiwan_pass', 'Mainland travel permit (Taiwan)'), ('none', 'No document')], max_length=24, verbose_name='Kind of document'),
        ),
        migrations.RunPython(say_kinds, migrations.RunPython.noop),
    ]
