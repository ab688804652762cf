from django.db import migrations, models

from cases.models.names import inside

BATCH = 500


def key_names(apps, schema_editor):
    """Add the keys by which an employer is found from the middle of its name on."""
    key = apps.get_model("cases", "NameKey")
    names = key.objects.filter(kind="whole", employer__isnull=False).order_by("pk")
    last = 0
    while batch := list(names.filter(pk__gt=last).values_list("pk", "employer", "key")[:BATCH]):
        last = batch[-1][0]
        ids = [employer for _pk, employer, _name in batch]
        known = set(key.objects.filter(employer__in=ids, kind="inside").values_list("employer", "key"))
        wanted = {(employer, text) for _pk, employer, name in batch for _kind, text in inside(name)}
        key.objects.bulk_create(
            key(employer_id=employer, kind="inside", key=text) for employer, text in sorted(wanted - known)
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_flat_lists")]

    operations = [
        migrations.AlterField(
            model_name="namekey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("whole", "Name"),
                    ("part", "Part or reading of the name"),
                    ("core", "Name of a company without place and legal form"),
                    ("sound", "How the name is read"),
                    ("leader", "Name of the legal representative"),
                    ("led_by", "How the name of the legal representative is read"),
                    ("local", "Landline without its area code"),
                    ("inside", "Name of a company from one of its characters on"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(key_names, migrations.RunPython.noop),
    ]
