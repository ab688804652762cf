import core.money
import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


BATCH = 1_000


def write_totals(apps, schema_editor):
    """Add up the receipts that wait to be verified, by office of the case."""
    receipts = apps.get_model("recoveries", "Receipt").objects.filter(state="recorded").order_by("pk")
    sums = {}
    for office, amount in receipts.values_list("case__office", "amount").iterator(BATCH):
        sums[office] = sums.get(office, Decimal(0)) + amount
    total = apps.get_model("recoveries", "WaitingTotal")
    total.objects.bulk_create([total(office_id=office, amount=amount) for office, amount in sorted(sums.items())])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_office_in_any_place'),
        ('recoveries', '0002_verified_total'),
    ]

    operations = [
        migrations.CreateModel(
            name='WaitingTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', core.money.MoneyField(default=Decimal('0.00'))),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='waiting_total_not_negative')],
            },
        ),
        migrations.RunPython(write_totals, migrations.RunPython.noop),
    ]
