import core.money
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


BATCH = 1_000


def write_totals(apps, schema_editor):
    """Add up what the claims say was verified, by office and year of the case."""
    claims = apps.get_model("recoveries", "ReceiptLine")._meta.get_field("claim").related_model.objects
    rows = claims.filter(verified__gt=0).order_by("pk").values_list("case__office", "case__opened_on", "verified")
    sums = {}
    for office, opened_on, verified in rows.iterator(BATCH):
        sums[office, opened_on.year] = sums.get((office, opened_on.year), Decimal(0)) + verified
    total = apps.get_model("recoveries", "VerifiedTotal")
    total.objects.bulk_create(
        [total(office_id=office, year=year, amount=amount) for (office, year), amount in sorted(sums.items())],
        batch_size=BATCH,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_office_in_any_place'),
        ('recoveries', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='VerifiedTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('amount', core.money.MoneyField(default=Decimal('0.00'))),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('office', 'year'), name='verified_total_once'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='verified_total_not_negative')],
            },
        ),
        migrations.RunPython(write_totals, migrations.RunPython.noop),
    ]
