from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediationConfig(AppConfig):
    name = "mediation"
    verbose_name = _("Mediation")

    def ready(self) -> None:
        """The links towards open guards are registered, and what follows from steps into performance."""
        import_module("mediation.actions.awards")
        import_module("mediation.awaited")
        import_module("mediation.guard_links")
