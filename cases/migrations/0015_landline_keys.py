from django.db import migrations, models

from cases.models.names import keys_of_phones

BATCH = 500


def key_landlines(apps, schema_editor):
    """Add the keys by which a landline is found without its area code."""
    key = apps.get_model("cases", "NameKey")
    for party, fields in (("worker", ("phone", "phone2")), ("employer", ("phone",))):
        rows = apps.get_model("cases", party).objects.order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last).values_list("pk", *fields)[:BATCH]):
            last = batch[-1][0]
            ids = [pk for pk, *_numbers in batch]
            known = set(
                key.objects.filter(**{f"{party}__in": ids}, kind="local").values_list(party, "kind", "key")
            )
            key.objects.bulk_create(
                key(**{f"{party}_id": pk}, kind=kind, key=text)
                for pk, *numbers in batch
                for kind, text in sorted(keys_of_phones(numbers))
                if (pk, kind, text) not in known
            )


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_case_commission")]

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
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(key_landlines, migrations.RunPython.noop),
    ]
