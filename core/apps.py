from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Records")

    def ready(self) -> None:
        from core.append_only import protect_history
        from core.database_rights import grant_rights

        post_migrate.connect(protect_history, sender=self, dispatch_uid="core.protect_history")
        post_migrate.connect(grant_rights, sender=self, dispatch_uid="core.grant_rights")
