"""Django's migrate, with a short road for an empty database.

Migrations are applied one after the other, and for each change Django makes anew the models it touches: twenty seconds
for tables that hold nothing. In an empty database the tables are made at once, as all migrations together leave them,
and each migration is put down as applied; `tests/core/test_migrate.py` shows that both roads lead to the same. Where
there is any table, migrations are applied as ever.
"""

from typing import Any

from django.core.management.base import no_translations
from django.core.management.commands import migrate
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

OTHER_WAYS = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")
"""Who asks for one of these does not ask for all tables as they are in the end."""


class Command(migrate.Command):
    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options[way] for way in OTHER_WAYS):
            connection.prepare_database()
            if not connection.introspection.table_names():
                make_tables(connection)
                if options["verbosity"]:
                    self.stdout.write("Tables made in the empty database, as all migrations leave them.")
        super().handle(*args, **options)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Make every table of an empty database, all of them or none."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    models = loader.project_state().apps.get_models()
    with connection.schema_editor() as editor:
        for model in models:
            if (
                model._meta.app_label in loader.migrated_apps
                and model._meta.can_migrate(connection)
                and router.allow_migrate_model(connection.alias, model)
            ):
                editor.create_model(model)
        for migration, _ in plan:
            for app, name in (*migration.replaces, (migration.app_label, migration.name)):
                executor.recorder.record_applied(app, name)
