"""Who a request comes from."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

from core.prepared import Prepared

USER = Prepared(
    lambda user: get_user_model().objects.select_related("lawyer__firm").filter(pk=user).order_by()
)


class HouseBackend(AuthenticationBackend):
    """The user of a session is read together with the lawyer's profile and the firm, which every page asks for."""

    def get_user(self, user_id: Any) -> Any:
        found = USER(user=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
