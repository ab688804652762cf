from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontDeskConfig(AppConfig):
    name = "front_desk"
    verbose_name = _("Front desk")

    def ready(self) -> None:
        from front_desk import export  # noqa: F401 - registers the list to take away
