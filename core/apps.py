from django.apps import AppConfig
from django.core import checks
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Records")

    def ready(self) -> None:
        from core import canary
        from core.append_only import protect_history
        from core.backup.key import check_backup_key
        from core.database_rights import grant_rights
        from core.partitions import check_partitions
        from core.private_files import check_private_files

        checks.register(check_private_files)
        checks.register(check_backup_key)
        checks.register(check_partitions, checks.Tags.database)
        post_migrate.connect(protect_history, sender=self, dispatch_uid="core.protect_history")
        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="core.make_cache_table")
        post_migrate.connect(canary.plant, sender=self, dispatch_uid="core.canary.plant")
        post_migrate.connect(grant_rights, sender=self, dispatch_uid="core.grant_rights")
        connection_created.connect(canary.prove_once, dispatch_uid="core.canary.prove_once")


def make_cache_table(using: str, **kwargs: object) -> None:
    """The table of the database cache, where that is the cache and it is not there yet."""
    call_command("createcachetable", database=using, verbosity=0)
