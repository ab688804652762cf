"""People: invited, given roles, re-invited, closed. Every function asks whether the actor may."""

import datetime as dt
from collections.abc import Callable

from django.contrib.auth import password_validation
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations import invited_user
from accounts.models import Membership, Office, User
from accounts.permissions import can_administer, can_manage_person
from accounts.queries import SYSTEM
from core import clock
from core.audit import Reason, lock, record
from core.errors import Problem, require

INVITED = Reason(gettext_lazy("Invited"))
INVITATION_ACCEPTED = Reason(gettext_lazy("Invitation accepted"))
LANGUAGE_SWITCHED = Reason(gettext_lazy("Language switched"))
NEW_PASSWORD = Reason(gettext_lazy("New password"))
MOST_HEADINGS = 300
"""So many headings are remembered of a kind of table; the oldest go first."""

Follows = Callable[[User, User, str], object]

WHEN_PERSON_CHANGES: list[Follows] = []


def when_person_changes(follows: Follows) -> Follows:
    """Register what follows when a person's name or phone changes: called with the person, the actor and the reason, in
    the transaction of the change."""
    WHEN_PERSON_CHANGES.append(follows)
    return follows


def create_user(
    *, actor: User, username: str, name: str, email: str = "", phone: str = "", language: str = "zh-hans",
    reason: str = "",
) -> User:  # fmt: skip
    """A user without a password, to be invited. Who may call this is asked by the caller.

    Raises `Problem` at the field that is wrong.
    """
    user = User(username=username, name=name, email=email, phone=phone, language=language)
    if username.lower() == SYSTEM or User.objects.filter(username__iexact=username).exists():
        raise Problem({"username": _("This user name is taken.")})
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    return record(user, actor=actor, reason=reason or INVITED())


@transaction.atomic
def invite_user(*, actor: User, office: Office, role: str, reason: str = "", **person: str) -> User:
    """A new user with a role at an office, to be sent the link of `invitations.token_for`.

    Raises `PermissionDenied` when the actor does not administer the office, `Problem` for wrong values.
    """
    require(can_administer(actor, office))
    user = create_user(actor=actor, reason=reason, **person)
    grant_membership(user=user, office=office, role=role, actor=actor, reason=reason or INVITED())
    return user


@transaction.atomic
def renew_invitation(*, user: User, actor: User, reason: str) -> User:
    """Take the password away and let the person set a new one by a new link; older links die.

    Who may call this for a lawyer is asked by the caller.
    """
    user = lock(user)
    if not user.is_active:
        raise Problem(_("This account is closed. Open it again first."))
    user.set_unusable_password()
    return record(user, actor=actor, reason=reason)


def reinvite_user(*, user: User, actor: User, reason: str) -> User:
    """`renew_invitation` by an administrator of all the person's offices."""
    require(can_manage_person(actor, user))
    return renew_invitation(user=user, actor=actor, reason=reason)


@transaction.atomic
def accept_invitation(token: str, password: str) -> User:
    """Set the first password. Raises `Problem` when the link is no longer good or the password too weak."""
    user = invited_user(token)
    if user is not None:
        lock(user)
        user = invited_user(token)
    if user is None:
        raise Problem(_("This link no longer works."))
    password_validation.validate_password(password, user)
    user.set_password(password)
    return record(user, actor=user, reason=INVITATION_ACCEPTED())


@transaction.atomic
def change_person(*, user: User, actor: User, reason: str, name: str, email: str, phone: str) -> User:
    """Correct a person's name, address and phone."""
    require(can_manage_person(actor, user))
    user = lock(user)
    before = user.name, user.phone
    user.name, user.email, user.phone = name, email, phone
    user.full_clean(exclude=["password"])
    record(user, actor=actor, reason=reason)
    if before != (name, phone):
        for follows in WHEN_PERSON_CHANGES:
            follows(user, actor, reason)
    return user


@transaction.atomic
def deactivate_user(*, user: User, actor: User, reason: str) -> User:
    """Close an account: no sign-in any more, all memberships end today, and those to come never begin."""
    require(can_manage_person(actor, user))
    user = lock(user)
    for membership in user.memberships.not_over(clock.today()):
        _end(membership, clock.today(), actor=actor, reason=reason)
    return close_account(user=user, actor=actor, reason=reason)


@transaction.atomic
def close_account(*, user: User, actor: User, reason: str) -> User:
    """No sign-in any more. Who may call this for a lawyer is asked by the caller."""
    user = lock(user)
    if not user.is_active:
        raise Problem(_("This account is closed already."))
    user.is_active = False
    return record(user, actor=actor, reason=reason)


@transaction.atomic
def reactivate_user(*, user: User, actor: User, reason: str) -> User:
    """Open a closed account again; roles are granted anew."""
    require(can_manage_person(actor, user))
    user = lock(user)
    if user.is_active:
        raise Problem(_("This account is open already."))
    user.is_active = True
    return record(user, actor=actor, reason=reason)


@transaction.atomic
def reset_second_factor(*, user: User, actor: User, reason: str) -> User:
    """Take away the authenticator of a lost phone, recovery codes too; it is set up anew at the next sign-in."""
    require(can_manage_person(actor, user))
    user = lock(user)
    removed, _by_model = user.authenticator_set.all().delete()  # type: ignore[attr-defined]
    if not removed:
        raise Problem(_("Two-step sign-in is not set up."))
    return record(user, actor=actor, reason=reason)


def choose_language(*, user: User, language: str) -> User:
    """The user's own choice of language, from the switch in the menu."""
    user.language = language
    user.full_clean(exclude=["password"])
    return record(user, actor=user, reason=LANGUAGE_SWITCHED())


def remember_columns(*, user: User, table: str, choices: dict[str, str]) -> None:
    """What the user said that headings of this kind of table mean, for the next time: a habit, no record."""
    known = User.objects.values_list("pasted_columns", flat=True).get(pk=user.pk)
    kept = known.get(table, {}) | choices
    known[table] = dict(list(kept.items())[-MOST_HEADINGS:])
    User.objects.filter(pk=user.pk).update(pasted_columns=known)


@transaction.atomic
def grant_membership(
    *, user: User, office: Office, role: str, actor: User, reason: str,
    valid_from: dt.date | None = None, valid_to: dt.date | None = None,
) -> Membership:  # fmt: skip
    """Give a person a role at an office, from today where no day is named.

    Raises `PermissionDenied` when the actor does not administer the office; `Problem` when the person holds
    the role there on one of these days already, when the days run backwards, or when the actor would appoint himself.
    """
    require(can_administer(actor, office))
    if actor == user and not actor.is_superuser:
        raise Problem(_("Nobody grants a role to oneself: ask another administrator."))
    user = lock(user)
    if not user.is_active:
        raise Problem(_("This account is closed. Open it again first."))
    membership = Membership(
        user=user, office=office, role=role, valid_from=valid_from or clock.today(), valid_to=valid_to
    )
    if membership.was_withdrawn:
        raise Problem({"valid_to": _("A membership cannot end before it starts.")})
    membership.full_clean(exclude=["user", "office"])
    if Membership.objects.overlapping(membership).exists():
        raise Problem(_("This person already holds this role here on some of these days."))
    return record(membership, actor=actor, reason=reason)


@transaction.atomic
def end_membership(
    *, membership: Membership, actor: User, reason: str, last_day: dt.date | None = None
) -> Membership:
    """Let a role end after `last_day`, today where none is named. Not before it began, and not twice.

    One that has not begun is withdrawn by a last day before its first.
    """
    require(can_administer(actor, membership.office))
    fresh = lock(membership)
    if not Membership.objects.not_over(clock.today()).filter(pk=fresh.pk).exists():
        raise Problem(_("This role has ended already."))
    return _end(fresh, last_day or clock.today(), actor=actor, reason=reason)


def _end(membership: Membership, last_day: dt.date, *, actor: User, reason: str) -> Membership:
    if last_day < min(membership.valid_from, clock.today()):
        raise Problem({"last_day": _("A membership cannot end before it starts.")})
    membership.valid_to = last_day
    return record(membership, actor=actor, reason=reason)
