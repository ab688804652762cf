from decimal import Decimal
from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models

PERFORMANCE = ("settled", "awarded", "enforcement")
BATCH = 1_000


def write_awaited(apps, schema_editor):
    """A row for each day on which money is awaited today: of claimants who have not got all that is due by then."""
    claims = apps.get_model("cases", "Claim").objects.filter(case__state__in=PERFORMANCE).order_by()
    came, owed = {}, set()
    for claimant, agreed, received, is_active in claims.values_list(
        "claimant", "agreed", "received", "is_active"
    ).iterator(BATCH):
        came[claimant] = came.get(claimant, Decimal(0)) + received
        if is_active and agreed is not None and agreed > received:
            owed.add(claimant)
    parts = apps.get_model("mediation", "Instalment").objects.filter(
        agreement__in_force=True, case__state__in=PERFORMANCE
    )
    rows = parts.order_by("claimant", "due_on").values_list(
        "claimant", "case", "case__office", "due_on", "amount"
    )
    days = set()
    for claimant, of_claimant in groupby(rows.iterator(BATCH), key=lambda row: row[0]):
        due = Decimal(0)
        for day, of_day in groupby(of_claimant, key=lambda row: row[1:4]):
            due += sum(row[4] for row in of_day)
            if claimant in owed and due > came[claimant]:
                days.add(day)
    awaited = apps.get_model("mediation", "AwaitedPayment")
    awaited.objects.bulk_create(
        [awaited(case_id=case, office_id=office, due_on=on) for case, office, on in sorted(days)],
        batch_size=BATCH,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_office_in_any_place'),
        ('cases', '0019_rows_of_few'),
        ('mediation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwaitedPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='awaited_payments', to='cases.case')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['due_on', 'case'], name='awaited_payment_day'), models.Index(fields=['office', 'due_on'], name='awaited_payment_office')],
                'constraints': [models.UniqueConstraint(fields=('case', 'due_on'), name='awaited_payment_once')],
            },
        ),
        migrations.RunPython(write_awaited, migrations.RunPython.noop),
    ]
