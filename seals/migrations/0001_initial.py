import core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='Number')),
                ('day', models.DateField(unique=True, verbose_name='Day')),
                ('sealed_at', models.DateTimeField(verbose_name='Sealed at')),
                ('rows', models.PositiveBigIntegerField(verbose_name='Rows')),
                ('header', models.TextField(editable=False)),
                ('previous', models.CharField(max_length=64, unique=True, verbose_name='Root before')),
                ('root', models.CharField(max_length=64, unique=True, verbose_name='Root')),
                ('sealed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Sealed by')),
            ],
            options={
                'verbose_name': 'Seal',
                'verbose_name_plural': 'Seals',
                'ordering': ('-number',),
                'default_permissions': ('view',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('previous', '0000000000000000000000000000000000000000000000000000000000000000')), models.Q(('number__gt', 1), models.Q(('previous', '0000000000000000000000000000000000000000000000000000000000000000'), _negated=True)), _connector='OR'), name='seal_first_has_none_before'), models.CheckConstraint(condition=models.Q(('root', models.F('previous')), _negated=True), name='seal_root_is_new')],
            },
        ),
        migrations.CreateModel(
            name='SealedRows',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('table', models.CharField(max_length=63)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('rows', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('keys', models.BinaryField()),
                ('hashes', models.BinaryField()),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='seals.seal')),
            ],
            options={
                'ordering': ('seal', 'place'),
                'default_permissions': (),
                'indexes': [models.Index(fields=['table', 'last'], name='sealed_rows_of_table')],
                'constraints': [models.UniqueConstraint(fields=('seal', 'place'), name='sealed_rows_one_at_a_place'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first')), ('rows__gt', 0)), name='sealed_rows_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='When')),
                ('is_full', models.BooleanField(verbose_name='Everything')),
                ('through', models.PositiveIntegerField(verbose_name='Up to seal')),
                ('root', models.CharField(blank=True, max_length=64, verbose_name='Root')),
                ('found', models.PositiveIntegerField(verbose_name='Found')),
                ('findings', models.JSONField(default=list, verbose_name='Findings')),
                ('run_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Run by')),
            ],
            options={
                'verbose_name': 'Verification of the record',
                'verbose_name_plural': 'Verifications of the record',
                'ordering': ('-pk',),
                'default_permissions': ('view',),
            },
        ),
    ]
