from django.db import migrations
from django.utils import timezone

from labour_law.errors import InvalidPhone
from labour_law.phones import validate_phone

REASON = "电话写法统一"


def respell(apps, schema_editor):
    """Telephones of offices and people in their one spelling, on record; what cannot be read stays as it is."""
    for model in ("office", "user"):
        past = apps.get_model("accounts", f"historical{model}")
        for row in apps.get_model("accounts", model)._base_manager.exclude(phone="").order_by("pk").iterator():
            try:
                phone = validate_phone(row.phone)
            except InvalidPhone:
                continue
            if phone == row.phone:
                continue
            row.phone = phone
            row.save(update_fields=["phone"])
            kept = {field.attname for field in past._meta.concrete_fields}
            fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname in kept}
            past.objects.create(
                **fields, history_date=timezone.now(), history_type="~", history_change_reason=REASON
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_office_in_any_place")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
