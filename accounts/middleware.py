"""Sessions that last as long as they are used and end without losing a word, and the second factor."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import must_use_second_factor
from core.resume import drop_others, keep_and_return, remember_user


class SessionMiddleware(DjangoSessionMiddleware):
    """Whatever is asked for prolongs the session."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.session.accessed:
            request.session.prolong()  # type: ignore[attr-defined]
        return super().process_response(request, response)


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
