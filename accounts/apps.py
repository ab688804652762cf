from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and offices")

    def ready(self) -> None:
        from accounts.models import Office
        from accounts.rotation import SecondFactorSecrets
        from core.rotation import PLACES
        from law_tables.models import STAND_IN

        PLACES.append(SecondFactorSecrets())
        STAND_IN.append(Office.objects.names_in)
