"""How often a password or a code may be tried.

Wrong passwords count for the account at this address (strict), for the account at all addresses (looser, so that a
stranger cannot easily lock somebody out) and for the address (loose: an office sits behind one). A browser in which
the person signed in before counts by itself: what others try neither locks it out nor is locked out by it.
"""

from allauth.account.utils import filter_users_by_username
from django.http import HttpRequest

from accounts.models import User
from core import throttle
from core.resume import last_user
from core.throttle import Limit, Throttled, Tries

MINUTE, HOUR = 60, 3600
HERE = (Limit("account-here", 5, 5 * MINUTE), Limit("account-here-hour", 15, HOUR))
EVERYWHERE = Limit("account", 60, HOUR)
ADDRESS = Limit("address", 60, 5 * MINUTE)
FLOOD = Limit("address-flood", 120, MINUTE)
"""All passwords that are looked at, right ones too: each costs the time of a hash."""
CODES = (Limit("code", 5, 5 * MINUTE), Limit("code-hour", 20, HOUR))
"""Codes of the second factor, for each account: only who has the password gets to try one."""


def take_password(request: HttpRequest, username: str) -> Tries:
    """Count a try with a password; to be given back when it was right. Raises `core.throttle.Throttled`."""
    user = filter_users_by_username(username).first()
    tries = throttle.take(*_counted(request, user, username))
    try:
        throttle.take((FLOOD, throttle.network(request)))
    except Throttled:
        tries.give_back()
        raise
    return tries


def take_code(user: User) -> Tries:
    """Count a try with a code; to be given back when it was right. Raises `core.throttle.Throttled`."""
    return throttle.take(*((limit, user.pk) for limit in CODES))


def forget_passwords(request: HttpRequest, user: User) -> None:
    """The person has a new password: what was tried with the old one from here counts no more."""
    throttle.forget(*_of_browser(user), *_of_account(user.pk, throttle.network(request)))


def _counted(request: HttpRequest, user: User, username: str) -> list[tuple[Limit, object]]:
    if user and last_user(request) == user.pk:
        return _of_browser(user)
    address = throttle.network(request)
    account = user.pk if user else username.strip().casefold()
    return [*_of_account(account, address), (ADDRESS, address)]


def _of_browser(user: User) -> list[tuple[Limit, object]]:
    return [(limit, ("browser", user.pk)) for limit in HERE]


def _of_account(account: object, address: str) -> list[tuple[Limit, object]]:
    return [*((limit, (account, address)) for limit in HERE), (EVERYWHERE, account)]
