from django.db import migrations

from cases.models.names import keys_of_employer

BATCH = 500
KINDS = ("core", "sound")


def key_cores(apps, schema_editor):
    """Give every employer, by each name it had, the core that is left now that more places and branches are taken off."""
    employer, past = apps.get_model("cases", "Employer"), apps.get_model("cases", "HistoricalEmployer")
    key = apps.get_model("cases", "NameKey")
    last = 0
    while rows := list(employer.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "name")[:BATCH]):
        last = rows[-1][0]
        ids = [pk for pk, _ in rows]
        known = {*rows, *past.objects.filter(id__in=ids).values_list("id", "name").distinct()}
        key.objects.bulk_create(
            (
                key(employer_id=pk, kind=kind, key=text)
                for pk, name in sorted(known)
                for kind, text in sorted(keys_of_employer(name))
                if kind in KINDS
            ),
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_passport_country'),
    ]

    operations = [
        migrations.RunPython(key_cores, migrations.RunPython.noop),
    ]
