from django.db import migrations
from django.utils import timezone

from labour_law.errors import InvalidPhone
from labour_law.phones import validate_phone

REASON = "电话写法统一"


def respell(apps, schema_editor):
    """Telephones of firms and lawyers in their one spelling, on record; what cannot be read stays as it is."""
    for model in ("firm", "lawyer"):
        past = apps.get_model("lawyers", f"historical{model}")
        for row in apps.get_model("lawyers", model)._base_manager.exclude(phone="").order_by("pk").iterator():
            try:
                phone = validate_phone(row.phone)
            except InvalidPhone:
                continue
            if phone == row.phone:
                continue
            row.phone, row.version = phone, row.version + 1
            row.save(update_fields=["phone", "version"])
            fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            past.objects.create(
                **fields, history_date=timezone.now(), history_type="~", history_change_reason=REASON
            )


class Migration(migrations.Migration):
    dependencies = [("lawyers", "0003_names_again")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
