from django.db import migrations
from django.utils import timezone

from cases.models.names import keys_of_employer, keys_of_person
from core.names import pinyin_key, tidy_name

BATCH = 500
REASON = "姓名写法与检索键更新"


def key_everybody(apps, schema_editor):
    """Add the keys that names, present and former, lack, and write the present one in its one spelling."""
    key = apps.get_model("cases", "NameKey")
    for party, fields, keys in (
        ("worker", ["name"], keys_of_person),
        ("employer", ["name", "legal_representative"], keys_of_employer),
    ):
        model, past = apps.get_model("cases", party), apps.get_model("cases", f"historical{party}")
        last = 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = rows[-1].pk
            names = {row.pk: {tuple(getattr(row, field) for field in fields)} for row in rows}
            for pk, *former in past.objects.filter(id__in=names).values_list("id", *fields).distinct():
                names[pk].add(tuple(former))
            known = set(key.objects.filter(**{f"{party}__in": names}).values_list(party, "kind", "key"))
            key.objects.bulk_create(
                key(**{f"{party}_id": pk}, kind=kind, key=text)
                for pk, said in names.items()
                for kind, text in sorted(set().union(*(keys(*words) for words in said)))
                if (pk, kind, text) not in known
            )
            for row in rows:
                _spell(row, past, person=party == "worker")


def _spell(row, past, *, person):
    """Where spelling or reading change, the row is the next version of itself, with its history."""
    name = tidy_name(row.name)
    pinyin = pinyin_key(name, person=person)
    if (name, pinyin) == (row.name, row.pinyin):
        return
    row.name, row.pinyin, row.version = name, pinyin, row.version + 1
    row.save(update_fields=["name", "pinyin", "version"])
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    past.objects.create(
        **fields, history_date=timezone.now(), history_type="~", history_change_reason=REASON
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_passport_country")]

    operations = [migrations.RunPython(key_everybody, migrations.RunPython.noop)]
