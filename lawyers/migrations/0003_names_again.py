from django.db import migrations
from django.utils import timezone

from core.names import pinyin_key, tidy_name

REASON = "姓名写法与检索键更新"


def spell_everybody(apps, schema_editor):
    """Firms and lawyers in the one spelling of their name; the change is on record."""
    for model, person in (("firm", False), ("lawyer", True)):
        past = apps.get_model("lawyers", f"historical{model}")
        for row in apps.get_model("lawyers", model).objects.order_by("pk").iterator():
            name = tidy_name(row.name)
            pinyin = pinyin_key(name, person=person)
            if (name, pinyin) == (row.name, row.pinyin):
                continue
            row.name, row.pinyin, row.version = name, pinyin, row.version + 1
            row.save(update_fields=["name", "pinyin", "version"])
            fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            past.objects.create(
                **fields, history_date=timezone.now(), history_type="~", history_change_reason=REASON
            )


class Migration(migrations.Migration):
    dependencies = [("lawyers", "0002_names")]

    operations = [migrations.RunPython(spell_everybody, migrations.RunPython.noop)]
