from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_flat_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='accesslog',
            index=models.Index(condition=models.Q(('case_id__isnull', True), ('office_id__isnull', True)), fields=['office_id', '-at', '-id'], name='access_of_no_office'),
        ),
    ]
