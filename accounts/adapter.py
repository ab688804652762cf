"""Sign-in by invitation only, everything on record, second-factor secrets encrypted."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.actions.people import NEW_PASSWORD, choose_language
from accounts.models import User
from accounts.permissions import must_use_second_factor
from accounts.sign_in_limits import forget_passwords, take_password
from core.audit import record
from core.crypto import decrypt, encrypt

CHOSEN_LANGUAGE = "chosen_language"
"""Where the session keeps the language somebody chose before signing in."""


class HouseAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; the time of it is no change of the person and gets no history row."""
        user.skip_history_when_saving = True  # type: ignore[attr-defined]
        try:
            super().login(request, user)
        finally:
            del user.skip_history_when_saving  # type: ignore[attr-defined]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language chosen before signing in, which is the user's from now on; else in the user's own."""
        response = super().post_login(request, user, **kwargs)
        chosen = request.session.pop(CHOSEN_LANGUAGE, user.language)
        if chosen != user.language:
            choose_language(user=user, language=chosen)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Our limits in the place of the library's, which count refused tries for the whole office."""
        self._tries = take_password(request, credentials["username"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A right password is not counted."""
        user = super().authenticate(request, **credentials)
        if user:
            self._tries.give_back()
        return user

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        forget_passwords(self.request, user)
        record(user, actor=user, reason=NEW_PASSWORD())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for who typed the password just now."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class HouseMFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not must_use_second_factor(authenticator.user)
