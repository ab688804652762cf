"""Firms, lawyers, clients and alliances as administrators write them; the accounts of lawyers."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.actions.people import INVITED
from accounts.models import Office, User
from accounts.permissions import can_administer, is_administrator, office_ids
from accounts.queries import ALL_ROLES
from core.audit import lock, record
from core.errors import Problem, require
from lawyers.models import Alliance, AllianceMember, Firm, FirmClient, FirmOffice, Lawyer
from lawyers.permissions import can_manage_lawyer, can_write

Row = TypeVar("Row", Firm, FirmOffice, Lawyer, FirmClient, Alliance, AllianceMember)


@transaction.atomic
def found_firm(firm: Firm, *, offices: Sequence[Office], actor: User, reason: str) -> Firm:
    """A new firm with the offices it serves.

    Raises `PermissionDenied` unless the actor administers each of them; `Problem` where there is none, since then
    nobody but who set up the house could write the firm.
    """
    require(is_administrator(actor) and all(can_administer(actor, office) for office in offices))
    if not offices and not actor.is_superuser:
        raise Problem(_("Name an office that the firm serves."))
    record(firm, actor=actor, reason=reason)
    for office in offices:
        record(FirmOffice(firm=firm, office=office), actor=actor, reason=reason)
    return firm


@transaction.atomic
def write(row: Row, *, actor: User, reason: str) -> Row:
    """Write a firm, an office it serves, a lawyer, a client, an alliance or a member of one.

    Raises `PermissionDenied` unless the actor may write it both as it stands on record and as it will stand, and
    where a firm is named in an alliance that serves no office of the actor's.
    """
    before = lock(row) if row.pk else None
    for end in (before, row):
        require(end is None or can_write(actor, end))
    named = _named_firm(row)
    if named and named != (before and _named_firm(before)) and not actor.is_superuser:
        require(Firm.objects.serving(office_ids(actor, ALL_ROLES)).filter(pk=named).exists())
    return record(row, actor=actor, reason=reason)


def _named_firm(row: Row) -> int | None:
    """The id of the firm that an alliance or its member names."""
    if isinstance(row, Alliance):
        return row.lead_id
    return row.firm_id if isinstance(row, AllianceMember) else None


@transaction.atomic
def invite_lawyer(*, lawyer: Lawyer, username: str, actor: User, email: str = "", reason: str = "") -> User:
    """A user for the lawyer, to be sent the link of `accounts.invitations.token_for`.

    Raises `PermissionDenied` when the actor does not manage the firm, `Problem` when the lawyer signs in already
    or a value is wrong.
    """
    lawyer = lock(lawyer)
    require(can_manage_lawyer(actor, lawyer))
    if lawyer.user_id:
        raise Problem(_("This lawyer has an account already: send a new invitation instead."))
    reason = reason or INVITED()
    user = accounts.create_user(
        actor=actor, username=username, name=lawyer.name, email=email, phone=lawyer.phone, reason=reason
    )
    lawyer.user = user
    record(lawyer, actor=actor, reason=reason)
    return user


def reinvite_lawyer(*, lawyer: Lawyer, actor: User, reason: str) -> User:
    """Take the password away and let the lawyer set a new one by a new link."""
    return accounts.renew_invitation(user=_user_of(lawyer, actor), actor=actor, reason=reason)


def close_lawyer_account(*, lawyer: Lawyer, actor: User, reason: str) -> User:
    """The lawyer signs in no more; the cases stay as they are."""
    return accounts.close_account(user=_user_of(lawyer, actor), actor=actor, reason=reason)


def _user_of(lawyer: Lawyer, actor: User) -> User:
    lawyer = Lawyer.objects.get(pk=lawyer.pk)
    require(can_manage_lawyer(actor, lawyer))
    if lawyer.user is None:
        raise Problem(_("This lawyer has no account yet."))
    return lawyer.user
