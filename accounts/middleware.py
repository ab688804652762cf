"""Sessions that end without losing a word, and the second factor."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.resume import drop_others, keep_and_return, remember_user


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
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
