from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveriesConfig(AppConfig):
    name = "recoveries"
    verbose_name = _("Money recovered")

    def ready(self) -> None:
        """What a case waits for is registered, and what follows when money is verified."""
        import_module("recoveries.guard_links")
        import_module("recoveries.actions.second_looks")
