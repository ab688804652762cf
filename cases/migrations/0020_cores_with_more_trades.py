from django.db import migrations

from cases.models.names import keys_of_employer

BATCH = 500


def key_employers(apps, schema_editor):
    """Add the keys that names of employers, present and former, lack since more words are known for trades, and zones,
    中国 and English behind are no core."""
    key, model, past = (apps.get_model("cases", name) for name in ("NameKey", "Employer", "HistoricalEmployer"))
    last = 0
    while ids := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = ids[-1]
        said = set(model.objects.filter(pk__in=ids).values_list("pk", "name", "legal_representative"))
        said |= set(past.objects.filter(id__in=ids).values_list("id", "name", "legal_representative").distinct())
        wanted = {(pk, kind, text) for pk, *words in said for kind, text in keys_of_employer(*words)}
        known = set(key.objects.filter(employer__in=ids).values_list("employer", "kind", "key"))
        key.objects.bulk_create(
            key(employer_id=pk, kind=kind, key=text) for pk, kind, text in sorted(wanted - known)
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_rows_of_few")]

    operations = [migrations.RunPython(key_employers, migrations.RunPython.noop)]
