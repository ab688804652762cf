from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "assignments"
    verbose_name = _("Assignments")

    def ready(self) -> None:
        """What the apps below call by registration: rules of the conflict check, what follows when a case ends, what it
        waits for.
        """
        import_module("assignments.conflicts")
        import_module("assignments.actions")
        import_module("assignments.guard_links")
