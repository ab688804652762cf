
import accounts.queries
import core.audit
import core.clock
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import law_tables.choices
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=80, verbose_name='Office name')),
                ('kind', models.CharField(choices=[('city', 'Municipal federation'), ('district', 'District or industry federation'), ('town', 'Town or street federation'), ('grassroots', 'Grassroots union')], max_length=16, verbose_name='Kind')),
                ('is_window', models.BooleanField(default=False, help_text='Workers are received here and cases are numbered here.', verbose_name='Aid window')),
                ('code', models.CharField(help_text='For example 朱泾 in 沪工援〔2026〕朱泾0001号.', max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[^\\W\\d_]+$', 'Letters only.')], verbose_name='Code in case numbers')),
                ('number_prefix', models.CharField(default='工援', max_length=12, validators=[django.core.validators.RegexValidator('^[^\\W\\d_]+$', 'Letters only.')], verbose_name='Case number prefix')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('region', models.CharField(blank=True, choices=law_tables.choices.all_regions, help_text='Whose minimum wage and other rates hold here; empty: those of the office above.', max_length=24, verbose_name='Region')),
            ],
            options={
                'verbose_name': 'Office',
                'verbose_name_plural': 'Offices',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('language', models.CharField(choices=[('zh-hans', 'Chinese'), ('en', 'English')], default='zh-hans', max_length=8, verbose_name='Language')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'User',
                'verbose_name_plural': 'Users',
                'ordering': ('username',),
            },
            managers=[
                ('objects', accounts.queries.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalOffice',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('path', models.CharField(db_index=True, max_length=255)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('name', models.CharField(max_length=80, verbose_name='Office name')),
                ('kind', models.CharField(choices=[('city', 'Municipal federation'), ('district', 'District or industry federation'), ('town', 'Town or street federation'), ('grassroots', 'Grassroots union')], max_length=16, verbose_name='Kind')),
                ('is_window', models.BooleanField(default=False, help_text='Workers are received here and cases are numbered here.', verbose_name='Aid window')),
                ('code', models.CharField(db_index=True, help_text='For example 朱泾 in 沪工援〔2026〕朱泾0001号.', max_length=12, validators=[django.core.validators.RegexValidator('^[^\\W\\d_]+$', 'Letters only.')], verbose_name='Code in case numbers')),
                ('number_prefix', models.CharField(default='工援', max_length=12, validators=[django.core.validators.RegexValidator('^[^\\W\\d_]+$', 'Letters only.')], verbose_name='Case number prefix')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('region', models.CharField(blank=True, choices=law_tables.choices.all_regions, help_text='Whose minimum wage and other rates hold here; empty: those of the office above.', max_length=24, verbose_name='Region')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical Office',
                'verbose_name_plural': 'historical Offices',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='Phone')),
                ('language', models.CharField(choices=[('zh-hans', 'Chinese'), ('en', 'English')], default='zh-hans', max_length=8, verbose_name='Language')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical User',
                'verbose_name_plural': 'historical Users',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('role', models.CharField(choices=[('clerk', 'Clerk'), ('reviewer', 'Reviewer'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=16, verbose_name='Role')),
                ('valid_from', models.DateField(default=core.clock.today, verbose_name='From')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty for now.', null=True, verbose_name='Until')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='User')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'historical Membership',
                'verbose_name_plural': 'historical Memberships',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalDuty',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('from_address', models.GenericIPAddressField(default=core.audit.current_address, editable=False, null=True, verbose_name='From address')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('on', models.DateField(verbose_name='Date')),
                ('kind', models.CharField(choices=[('coordinator', 'Labour-relations coordinator'), ('aid_worker', 'Legal-aid worker'), ('bargaining_guide', 'Wage-bargaining guide')], max_length=20, verbose_name='Duty')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='On duty')),
                ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'historical Duty',
                'verbose_name_plural': 'historical Duty roster',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('role', models.CharField(choices=[('clerk', 'Clerk'), ('reviewer', 'Reviewer'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=16, verbose_name='Role')),
                ('valid_from', models.DateField(default=core.clock.today, verbose_name='From')),
                ('valid_to', models.DateField(blank=True, help_text='The last day; empty for now.', null=True, verbose_name='Until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='User')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'Membership',
                'verbose_name_plural': 'Memberships',
                'ordering': ('user', '-valid_from'),
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='A membership cannot end before it starts.'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('user', 'office', 'role'), name='membership_held_once', violation_error_message='This user already holds this role here.')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='Version')),
                ('on', models.DateField(verbose_name='Date')),
                ('kind', models.CharField(choices=[('coordinator', 'Labour-relations coordinator'), ('aid_worker', 'Legal-aid worker'), ('bargaining_guide', 'Wage-bargaining guide')], max_length=20, verbose_name='Duty')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL, verbose_name='On duty')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='accounts.office', verbose_name='Office')),
            ],
            options={
                'verbose_name': 'Duty',
                'verbose_name_plural': 'Duty roster',
                'ordering': ('-on', 'kind'),
                'constraints': [models.UniqueConstraint(fields=('office', 'on', 'kind'), name='duty_filled_once', violation_error_message='Somebody is already on this duty that day.')],
            },
        ),
    ]
