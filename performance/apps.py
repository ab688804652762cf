from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PerformanceConfig(AppConfig):
    name = "performance"
    verbose_name = _("Performance")

    def ready(self) -> None:
        """The links towards open guards are registered."""
        import_module("performance.guard_links")
