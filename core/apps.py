from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core.append_only import protect_history

        post_migrate.connect(protect_history, dispatch_uid="core.protect_history")
