"""A form is acted on once, however often it is sent: a double click, a retry, "back" and send again.

Every page that writes shows its form with `{% form_token %}` and acts within `once(request)`. The token is spent in
the transaction of the action: rolled back, it is as good as before; sent again, whoever waits for the first learns
what came of it and is led there.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core import clock
from core.audit import one_act
from core.errors import OLD_PAGE, SPENT, Changed, Problem
from core.models import FormToken
from core.resume import page_of_form

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

FIELD = "form_token"
KEPT = dt.timedelta(days=30)
"""A token is good, and what it was spent on known, for this long."""
NOT_SAID = (FIELD, "csrfmiddlewaretoken", "draft")
"""Fields of a form that differ where the same is said."""


class SentBefore(Exception):
    """The form was acted on already; `OnceMiddleware` leads to what came of it."""


def new_token(user: "User | AnonymousUser", path: str) -> str:
    """A token for one form of this user at this address. Nothing is written down until it is spent."""
    return _signer(user, path).sign(secrets.token_urlsafe(16))


def token_for(request: HttpRequest, path: str) -> str:
    """The token the page shows: that of the form it shows again, as long as it is good, else a new one."""
    shown_again = request.POST or getattr(request, "resumed", None) or {}
    token = str(shown_again.get(FIELD, ""))
    is_good = _nonce(request.user, path, token) and not getattr(request, "form_token_is_spent", False)
    return token if is_good else new_token(request.user, path)


class Sent:
    """A form being acted on. `answer` is the address where whoever sent it goes on."""

    def __init__(self, request: HttpRequest, answer: str) -> None:
        self.request = request
        self.answer = answer

    def give_back(self) -> None:
        """Nothing was done after all: the transaction is rolled back, and the token is as good as before."""
        transaction.set_rollback(True)
        self.request.form_is_settled = False  # type: ignore[attr-defined]


@contextmanager
def once(request: HttpRequest, answer: str = "") -> Iterator[Sent]:
    """The transaction in which the form of the request is acted on, once.

        with once(request) as sent:
            case = open_case(...)
            sent.answer = reverse("cases:detail", args=[case.pk])

    Raises `SentBefore` where the same form was acted on already; `Problem` where the page carries no token or an
    old one, or has been acted on with other words than now (shown again, it is a form of its own); and `Changed`
    where somebody else's form has just made what may be there only once.
    """
    try:
        with one_act(), transaction.atomic():
            token = _spend(request, answer)
            sent = Sent(request, answer)
            yield sent
            if not sent.answer:
                raise AssertionError("Say where the user goes on: sent.answer")
            if sent.answer != answer:
                token.answer = sent.answer
                token.save(update_fields=["answer"])
    except _Spent:
        if _spent_on_the_same(request):
            raise SentBefore from None
        request.form_token_is_spent = True  # type: ignore[attr-defined]
        raise Problem(
            _(
                "This page was sent before, with other words, and that is saved. This is not: send it again to save it too."
            ),
            code=SPENT,
        ) from None
    except IntegrityError as error:
        if _is_there_already(error):
            raise Changed from error
        raise


def remember(request: HttpRequest, answer: str) -> None:
    """Remember that the form was acted on, where the version it was shown with keeps it from being acted on twice
    (a step): sent again, it leads to the answer instead of saying that somebody else was faster."""
    if _nonce_of(request):
        with suppress(_Spent), transaction.atomic():
            _spend(request, answer)


def acted_on_at(request: HttpRequest, path: str) -> dt.datetime | None:
    """When the form at this address was acted on whose token the request carries; None where it was not."""
    token = _spent_at(request, path)
    return token.at if token else None


def _is_there_already(error: IntegrityError) -> bool:
    """A unique constraint refused the row."""
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", "") == "23505"
        or getattr(cause, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_UNIQUE"
    )


class _Spent(Exception):
    """Somebody was faster with this token; the transaction is lost."""


def _spend(request: HttpRequest, answer: str) -> FormToken:
    """Write the token down within the transaction; waits for another request with the same token to end."""
    nonce = _nonce_of(request)
    if not nonce:
        raise Problem(
            _("This page was open too long, and nothing was saved. Check it and send it again."),
            code=OLD_PAGE,
        )
    token = FormToken(nonce=nonce, user_id=request.user.pk, said=_said(request), answer=answer)  # type: ignore[misc]
    try:
        token.save(force_insert=True)
    except IntegrityError as error:
        raise _Spent from error
    request.form_is_settled = True  # type: ignore[attr-defined]
    return token


class OnceMiddleware:
    """Leads whoever sends a form again to what came of it the first time, and says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Whatever a view said to a form that somebody else acted on meanwhile does not count."""
        response = self.get_response(request)
        return response if getattr(request, "form_is_settled", False) else _answer_given(request) or response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Before the view: what was saved may have closed the way to it."""
        return _answer_given(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _answer_given(request) if isinstance(exception, SentBefore) else None


def forget_old() -> int:
    """Remove what is kept of forms whose tokens are no longer good; how many they were."""
    return FormToken.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def _signer(user: "User | AnonymousUser", path: str) -> TimestampSigner:
    return TimestampSigner(salt=f"form_token {user.pk} {path}")


def _nonce(user: "User | AnonymousUser", path: str, token: str) -> str:
    """What a good token holds; "" where it is another user's, another form's, too old or forged."""
    try:
        return _signer(user, path).unsign(token, max_age=KEPT)
    except BadSignature:
        return ""


def _nonce_of(request: HttpRequest) -> str:
    return _nonce(request.user, request.path, request.POST.get(FIELD, ""))


def _said(request: HttpRequest) -> str:
    """A keyed hash of what was typed and handed in."""
    parts: list[tuple[str, list[Any]]] = [
        (name, values) for name, values in sorted(request.POST.lists()) if name not in NOT_SAID
    ]
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            upload.seek(0)
            parts.append((name, [upload.name, hashlib.file_digest(upload, "sha256").hexdigest()]))
            upload.seek(0)
    return salted_hmac("form_token", repr(parts), algorithm="sha256").hexdigest()


def _spent_on_the_same(request: HttpRequest) -> FormToken | None:
    found = _spent_at(request, request.path)
    return found if found and found.said == _said(request) else None


def _spent_at(request: HttpRequest, path: str) -> FormToken | None:
    """The token the request carries, where it is of a form at this address and was spent."""
    nonce = _nonce(request.user, path, request.POST.get(FIELD, ""))
    return FormToken.objects.filter(nonce=nonce, user=request.user.pk).first() if nonce else None


def _answer_given(request: HttpRequest) -> HttpResponse | None:
    if request.method != "POST" or FIELD not in request.POST:
        return None
    token = _spent_on_the_same(request)
    if token is None:
        return None
    request.form_is_settled = True  # type: ignore[attr-defined]
    messages.info(request, _("This was saved already; it is not saved twice."))
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(token.answer)
    if urlsplit(token.answer).path == urlsplit(page_of_form(request)).path:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponse(headers={"HX-Redirect": token.answer})
