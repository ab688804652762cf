
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('workings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='working',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workings.working', verbose_name='Working'),
        ),
        migrations.AddField(
            model_name='historicalclaim',
            name='working',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='workings.working', verbose_name='Working'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('override_reason', ''), ('working__isnull', False), _connector='OR'), name='claim_overrides_a_working'),
        ),
    ]
