
import core.audit
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
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='When')),
                ('address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='Address')),
                ('kind', models.CharField(choices=[('unmask', 'Read in full'), ('download', 'Downloaded'), ('export', 'Exported'), ('refused', 'Refused'), ('keys', 'Keys rotated'), ('backup', 'Backed up'), ('restore', 'Restored'), ('look_up', 'Looked up by ID number'), ('elsewhere', 'Read in full for another case'), ('shared', 'Shared with another office')], max_length=16, verbose_name='Kind')),
                ('subject', models.CharField(max_length=200, verbose_name='What')),
                ('model', models.CharField(blank=True, editable=False, max_length=64)),
                ('object_id', models.BigIntegerField(editable=False, null=True)),
                ('case_id', models.BigIntegerField(db_index=True, editable=False, null=True)),
                ('office_id', models.BigIntegerField(db_index=True, editable=False, null=True)),
                ('reason', models.TextField(blank=True, verbose_name='Reason')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Who')),
            ],
            options={
                'verbose_name': 'Access',
                'verbose_name_plural': 'Access log',
                'ordering': ('-at', '-id'),
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Canary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('encryption', 'Encryption'), ('hash', 'Hash')], max_length=12)),
                ('token', models.TextField()),
                ('made_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'hash')), fields=('kind',), name='canary_one_hash')],
            },
        ),
        migrations.CreateModel(
            name='FormToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(editable=False, max_length=22, unique=True)),
                ('said', models.CharField(editable=False, max_length=64)),
                ('at', models.DateTimeField(db_index=True, default=core.clock.now, editable=False)),
                ('answer', models.TextField(editable=False)),
                ('user', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Form acted on',
                'default_permissions': (),
            },
        ),
    ]
