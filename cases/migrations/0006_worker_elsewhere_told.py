from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_number_has_kind")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="elsewhere_told",
            field=models.BooleanField(default=True, editable=False),
        )
        for model in ("worker", "historicalworker")
    ]
