"""The forms that take a code of the second factor, with our limits."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp

from accounts.models import User
from accounts.sign_in_limits import take_code


class Limited:
    """A form whose code may be tried so often."""

    user: User

    def clean_code(self) -> str:
        """Raises `core.throttle.Throttled`, shown at the field, without looking at the code."""
        tries = take_code(self.user)
        code: str = super().clean_code()  # type: ignore[misc]
        tries.give_back()
        return code


class AuthenticateForm(Limited, base.AuthenticateForm):
    """At sign-in."""


class ReauthenticateForm(Limited, base.ReauthenticateForm):
    """Before a change of the own account."""


class ActivateForm(Limited, totp.ActivateTOTPForm):
    """When it is set up."""
