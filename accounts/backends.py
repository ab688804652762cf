"""Who a request comes from."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class HouseBackend(AuthenticationBackend):
    """The user of a session is read together with the lawyer's profile and the firm, which every page asks for."""

    def get_user(self, user_id: Any) -> Any:
        found = get_user_model().objects.select_related("lawyer__firm").filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None
