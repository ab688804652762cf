from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Records")

    def ready(self) -> None:
        from core.append_only import protect_history
        from core.backup.key import check_backup_key
        from core.private_files import check_private_files

        checks.register(check_private_files)
        checks.register(check_backup_key)
        post_migrate.connect(protect_history, dispatch_uid="core.protect_history")
