"""Which methods there are; how pages are sent; the address a request comes from, for the record; and refusals an action raises outside a form."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_supported_language_variant

from core.audit import address
from core.errors import Problem
from core.resume import page_of_form

METHODS = ("GET", "HEAD", "POST")


def client_address(request: HttpRequest) -> str | None:
    """Where the request comes from; behind a proxy, the address the proxy saw. None where neither is an address."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    seen = (forwarded.rpartition(",")[2].strip(), request.META.get("REMOTE_ADDR", ""))
    return next((text for text in seen if _is_address(text)), None)


def _is_address(text: str) -> bool:
    try:
        validate_ipv46_address(text)
    except ValidationError:
        return False
    return "%" not in text


class MethodsMiddleware:
    """GET, HEAD and POST are what there is; anything else is 405, whatever the address and whoever asks.

    What answers to HEAD has no body, whichever server stands before: it is put on no record that something was read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        response = self.get_response(request)
        if request.method == "HEAD":
            _take_body_away(response)
        return response


def _take_body_away(response: Any) -> None:
    if response.streaming:
        response.streaming_content = ()
    else:
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""


class CompressMiddleware(GZipMiddleware):
    """Pages are sent compressed; papers, pictures and tables are so by themselves.

    Whoever may guess at a page and see how long it is learns nothing of what is secret in it (BREACH): the CSRF token
    is masked anew for each page, a form's token is new, and each answer is made longer by chance.
    """

    COMPRESSED = ("text/", "application/json", "image/svg")

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if not response.get("Content-Type", "").startswith(self.COMPRESSED):
            return response
        return super().process_response(request, response)


class AuditMiddleware:
    """Makes the request's address known to `core.audit` while the request is served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            address.reset(token)


class LanguageMiddleware(LocaleMiddleware):
    """Chinese, unless somebody switched; what language the browser prefers is not asked."""

    def process_request(self, request: HttpRequest) -> None:
        try:
            language = get_supported_language_variant(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
        except LookupError:
            language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]


class ProblemMiddleware:
    """A `Problem` no form has shown becomes a message on the page the user came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem) or request.method != "POST":
            return None
        for text in exception.messages:
            messages.error(request, text)
        return HttpResponseRedirect(page_of_form(request))
