"""Words of the sign-in library that its own Chinese catalogue lacks or words badly: listed here, ours holds them."""

from django.utils.translation import gettext_noop

MESSAGES = (
    gettext_noop("Authenticator code"),
    gettext_noop("Username"),
    gettext_noop("Forgot your password?"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Use your password"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Code"),
    gettext_noop("Incorrect code."),
    gettext_noop("Incorrect password."),
)
