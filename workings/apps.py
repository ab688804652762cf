from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkingsConfig(AppConfig):
    name = "workings"
    verbose_name = _("Workings")

    def ready(self) -> None:
        """What a split takes along is registered."""
        import_module("workings.actions")
