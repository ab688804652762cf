import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from cases.models.names import keys_of_employer, keys_of_person
from core.names import pinyin_key, tidy_name

BATCH = 500
REASON = "姓名写法与检索键更新"


def key_everybody(apps, schema_editor):
    """Give every name, present and former, its keys, and write the present one in its one spelling."""
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
            key.objects.bulk_create(
                key(**{f"{party}_id": pk}, kind=kind, key=text)
                for pk, known in names.items()
                for kind, text in set().union(*(keys(*said) for said in known))
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

    dependencies = [
        ('cases', '0002_claim_working'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('whole', 'Name'), ('part', 'Part or reading of the name'), ('core', 'Name of a company without place and legal form'), ('sound', 'How the name is read'), ('leader', 'Name of the legal representative'), ('led_by', 'How the name of the legal representative is read')], max_length=8)),
                ('key', models.CharField(max_length=120)),
                ('employer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='cases.employer')),
                ('worker', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='cases.worker')),
            ],
            options={
                'indexes': [models.Index(fields=['key'], name='name_key_begins', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('employer__isnull', False), ('worker', None)), models.Q(('employer', None), ('worker__isnull', False)), _connector='OR'), name='name_key_of_one'), models.UniqueConstraint(fields=('worker', 'kind', 'key'), name='name_key_once_of_worker'), models.UniqueConstraint(fields=('employer', 'kind', 'key'), name='name_key_once_of_employer')],
            },
        ),
        migrations.RunPython(key_everybody, migrations.RunPython.noop),
    ]
