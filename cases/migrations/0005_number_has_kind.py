from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_id_kind")]

    operations = [
        migrations.AddConstraint(
            model_name='worker',
            constraint=models.CheckConstraint(condition=models.Q(('id_hash', None), ('id_kind__in', ['resident', 'residence_permit', 'permanent_residence', 'passport', 'home_return', 'taiwan_pass']), _connector='OR'), name='worker_number_has_kind'),
        ),
    ]
