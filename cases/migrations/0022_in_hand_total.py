import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count

OPEN = (
    "review", "accepted", "assigned", "mediation", "settled", "awarded", "enforcement", "arbitration", "litigation",
    "closing",
)


def write_totals(apps, schema_editor):
    """Count the cases each office has in hand."""
    total = apps.get_model("cases", "InHandTotal")
    cases = apps.get_model("cases", "Case").objects.filter(state__in=OPEN).order_by()
    counted = cases.values_list("office").annotate(number=Count("pk"))
    total.objects.bulk_create([total(office_id=office, number=number) for office, number in counted])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_office_in_any_place'),
        ('cases', '0021_flat_homes'),
    ]

    operations = [
        migrations.CreateModel(
            name='InHandTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(write_totals, migrations.RunPython.noop),
    ]
