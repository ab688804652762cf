"""The link by which an invited person sets a password: signed, for a few days, once.

It dies with the first password set, and with the next invitation of the same person.
"""

import datetime as dt

from django.conf import settings
from django.core import mail, signing
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core import clock

SALT = "accounts.invitation"


def _state(user: User) -> str:
    """Changes with every password, an unusable one too."""
    return salted_hmac(SALT, user.password).hexdigest()[:24]


def token_for(user: User) -> str:
    """The token of a link that is good until `settings.INVITATION_DAYS` days from today are over."""
    return signing.dumps([user.pk, _state(user), clock.today().isoformat()], salt=SALT)


def invited_user(token: str) -> User | None:
    """Whom the link invites; None when it was tampered with, has been used or is too old."""
    try:
        pk, state, issued = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if clock.today() > last_day(dt.date.fromisoformat(issued)):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or user.has_usable_password() or not constant_time_compare(state, _state(user)):
        return None
    return user


def last_day(issued: dt.date) -> dt.date:
    """The last day on which an invitation of that day is good."""
    return issued + dt.timedelta(days=settings.INVITATION_DAYS)


def send(user: User, url: str) -> bool:
    """Mail the link in the person's language; False when there is no address or the mail server refused."""
    if not user.email:
        return False
    with override(user.language):
        context = {"person": user, "url": url, "last_day": last_day(clock.today())}
        text = render_to_string("accounts/mail/invitation.txt", context)
        subject = _("Your access to Gongyuan")
    try:
        return bool(mail.send_mail(subject, text, None, [user.email]))
    except OSError:
        return False
