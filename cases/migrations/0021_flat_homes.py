from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_office_in_any_place'),
        ('cases', '0020_cores_with_more_trades'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='namekey',
            name='name_key_begins',
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['state'], name='case_state'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('watcher__isnull', False)), fields=['watcher'], name='deadline_watched'),
        ),
        migrations.AddIndex(
            model_name='namekey',
            index=models.Index(condition=models.Q(('worker__isnull', False)), fields=['key', 'kind', 'worker'], name='name_key_of_worker', opclasses=['varchar_pattern_ops', 'varchar_ops', 'int8_ops']),
        ),
        migrations.AddIndex(
            model_name='namekey',
            index=models.Index(condition=models.Q(('employer__isnull', False)), fields=['key', 'kind', 'employer'], name='name_key_of_employer', opclasses=['varchar_pattern_ops', 'varchar_ops', 'int8_ops']),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['received_by', '-visited_on', '-id'], name='visit_received_day'),
        ),
    ]
