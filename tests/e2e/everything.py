"""Everybody of an office and a firm, and one of each kind of thing: run in the server's environment.

`python -m tests.e2e.everything pages 张堰 300` makes the scene of the access matrix in that place, with people and
numbers from 300 on (from 600 on are those that the tests type), and prints for each role the session of somebody who signed in just now and the pages to open. The
tables (`config.access`) say which: of all but the histories of the admin site, home and those that show what nobody before was shown there; of `forms`,
each once.
"""

import itertools
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

ELEMENT = re.compile(r"<[a-z][^>]*>")
LOOKS = re.compile(r'<\w+|\b(?:class|role|type)="[^"]*"|\baria-\w+')
A_DAY = 24 * 3600
HOME = "work:home"
SHOWN = (200, 410)
"""A page, or one that tells why there is none any more."""


def parts(page: str) -> set[str]:
    """The elements of a page with what decides how they look and what they are called, whatever they say."""
    return {" ".join(LOOKS.findall(element)) for element in ELEMENT.findall(page)}


def everything(which: str, place: str, first: int) -> dict[str, Any]:
    from django.test import override_settings

    from cases.addresses import case_url
    from config.access import PAGES
    from tests import factories
    from tests.security.addresses import address_of
    from tests.security.scene import scene

    factories._numbers = itertools.count(first)
    for made in (factories.UserFactory, factories.FirmFactory):
        made.reset_sequence(first)
    # Nobody here signs in with the password, so it need not take its time.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        here = scene(place)
        things = here.things
        all_that_lists_show(here, things["case"])
    # Who has no second factor yet is shown how to set it up.
    here.people["roleless"].authenticator_set.all().delete()
    sessions = {who: session_of(user) for who, user in here.people.items()}
    may = {
        who: {
            name: address_of(name, page, things)
            for name, page in PAGES.items()
            if not (name.startswith("admin:") and name.endswith("_history"))
            if page.get is not None and page.expected(who, "GET") == "ok"
            if which == "pages" or page.expected(who, "POST") == "ok"
        }
        for who in sessions
    }
    for addresses in may.values():
        if "cases:section" in addresses:  # opened by itself it leads to the page that shows all of them
            addresses["cases:section"] = case_url(things["case"].pk, whole=True)
    # Who may open most comes first.
    may = dict(sorted(may.items(), key=lambda item: (-len(item[1]), item[0])))
    pages = shown(sessions, may) if which == "pages" else once(may)
    return {who: {"session": sessions[who], "pages": pages[who]} for who in pages}


def all_that_lists_show(here: Any, case: Any) -> None:
    """A case in every state, and somebody who speaks for a group."""
    from cases.workflow import CaseState
    from tests.factories import CaseFactory, ClaimantFactory

    for state in CaseState.values:
        CaseFactory(office=here.office, handler=here.people["clerk"], visit=None, state=state)
    ClaimantFactory(case=case, is_representative=True, job="装配工")


def session_of(user: Any) -> str:
    """The key of the session, "" for who is not signed in."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    if not user.is_authenticated:
        return ""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # So far ahead that no page asks for the password again.
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + A_DAY}]
    session.create()
    return session.session_key or ""


def shown(sessions: dict[str, str], may: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Of these addresses for each role, those that show something new."""
    seen: dict[str, set[str]] = defaultdict(set)
    pages: dict[str, dict[str, str]] = {}
    for who, addresses in may.items():
        get = reader(sessions[who])
        pages[who] = {}
        for name, address in addresses.items():
            new = parts(get(address)) - seen[name]
            if new or name == HOME:
                seen[name] |= new
                pages[who][name] = address
    return pages


def once(may: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Each address for the role that has least beside it: the sign-in for who is not signed in."""
    seen: set[str] = set()
    pages: dict[str, dict[str, str]] = {}
    for who, addresses in reversed(may.items()):
        pages[who] = {name: address for name, address in addresses.items() if name not in seen}
        seen |= addresses.keys()
    return pages


def reader(session: str) -> Callable[[str], str]:
    """What an address shows in that session, "" if it leads elsewhere or is no page. Nothing that happens then lasts."""
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])

    def get(address: str) -> str:
        client.cookies.clear()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            response = client.get(address)
            transaction.set_rollback(True)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return response.content.decode() if is_page and response.status_code in SHOWN else ""

    return get


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(json.dumps(everything(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
