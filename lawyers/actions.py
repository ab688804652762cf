"""Lawyers who sign in: invited, re-invited and closed by administrators."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from core.audit import lock, record
from core.errors import Problem
from lawyers.models import Lawyer
from lawyers.permissions import can_manage_lawyer


@transaction.atomic
def invite_lawyer(*, lawyer: Lawyer, username: str, actor: Any, email: str = "", reason: str = "") -> User:
    """A user for the lawyer, to be sent the link of `accounts.invitations.token_for`.

    Raises `PermissionDenied` when the actor does not administer an office the firm serves, `Problem` when the
    lawyer signs in already or a value is wrong.
    """
    if not can_manage_lawyer(actor, lawyer):
        raise PermissionDenied
    lawyer = lock(lawyer)
    if lawyer.user_id:
        raise Problem(_("This lawyer has an account already: send a new invitation instead."))
    reason = reason or _("Invited")
    user = accounts.create_user(
        actor=actor, username=username, name=lawyer.name, email=email, phone=lawyer.phone, reason=reason
    )
    lawyer.user = user
    record(lawyer, actor=actor, reason=reason)
    return user


def reinvite_lawyer(*, lawyer: Lawyer, actor: Any, reason: str) -> User:
    """Take the password away and let the lawyer set a new one by a new link."""
    return accounts.renew_invitation(user=_user_of(lawyer, actor), actor=actor, reason=reason)


def close_lawyer_account(*, lawyer: Lawyer, actor: Any, reason: str) -> User:
    """The lawyer signs in no more; the cases stay as they are."""
    return accounts.close_account(user=_user_of(lawyer, actor), actor=actor, reason=reason)


def _user_of(lawyer: Lawyer, actor: Any) -> User:
    if not can_manage_lawyer(actor, lawyer):
        raise PermissionDenied
    if lawyer.user is None:
        raise Problem(_("This lawyer has no account yet."))
    return lawyer.user
