"""Sessions that last as long as they are used and end without losing a word, and the second factor."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import must_use_second_factor
from accounts.sessions import SessionStore
from core.resume import drop_others, keep_and_return, remember_user


class SessionMiddleware(DjangoSessionMiddleware):
    """Whatever is asked for lets the idle time begin anew. Ours is written down once a minute at most, so that a page
    that is only read does not wait for its turn to write."""

    EVERY = dt.timedelta(minutes=1)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = request.session
        if session.accessed and not session.is_empty():
            session.modified |= not isinstance(session, SessionStore) or self._is_due(session)
        return super().process_response(request, response)

    def _is_due(self, session: SessionStore) -> bool:
        whole = dt.timedelta(seconds=session.get_expiry_age())
        return session.ends_at is not None and session.ends_at - timezone.now() < whole - self.EVERY


class ResumeFormMiddleware:
    """A form posted after the session ended is kept and comes back filled in; see `core.resume`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.resumed = None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            remember_user(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.user.is_authenticated:
            drop_others(request)
        elif request.method == "POST" and getattr(view, "login_required", True):
            return keep_and_return(request)
        return None


class SecondFactorMiddleware:
    """Who must sign in with a second factor sets it up before anything else."""

    OPEN = frozenset(
        {
            "mfa_activate_totp",
            "mfa_reauthenticate",
            "account_reauthenticate",
            "account_logout",
            "set_language",
        }
    )
    SESSION_KEY = "has_second_factor"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not must_use_second_factor(user) or self._is_set_up(request):
            return None
        if request.resolver_match and request.resolver_match.url_name in self.OPEN:
            return None
        messages.info(request, _("Your role needs two-step sign-in. Set it up now; it takes two minutes."))
        url = reverse("mfa_activate_totp")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def _is_set_up(self, request: HttpRequest) -> bool:
        """Asked once in a session."""
        if not request.session.get(self.SESSION_KEY):
            request.session[self.SESSION_KEY] = request.user.authenticator_set.filter(type="totp").exists()
        return request.session[self.SESSION_KEY]
