"""What was typed into a form survives the end of a session.

A form posted after the session ended, or with a token from an earlier sign-in, is kept and comes back
filled in. Every form view takes its data from `form_data`.
"""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.crypto import decrypt, encrypt
from labour_law.readings import visible

SESSION_KEY = "kept_forms"
OWNER_COOKIE = "last_user"
OWNER_COOKIE_SECONDS = 30 * 24 * 3600
KEPT_SECONDS = 16 * 3600
MAX_CHARACTERS = 200_000
MAX_FORMS = 5
NEVER_KEPT = ("csrfmiddlewaretoken", "code")


def form_data(request: HttpRequest, *actions: str) -> QueryDict | None:
    """What to bind a form to: the posted fields on POST, the kept ones on the first GET after a sign-in, or
    None for an unbound form.

        form = VisitForm(form_data(request), request.FILES or None, instance=visit)
        if request.method == "POST" and form.is_valid():

    Kept fields are those once posted to the page's own address, or to one of `actions` where the form posts
    elsewhere (an autosave, a form on another object's page). They are handed out once, a message says so,
    and `request.resumed` is then the same QueryDict (else None). A form bound to them shows what is wrong
    with it, as it would have when it was sent; nothing is saved until it is sent again.
    """
    if request.method == "POST":
        return _visible_post(request)
    if request.method != "GET" or request.headers.get("HX-Request") or not has_kept(request):
        return None
    entries = request.session[SESSION_KEY]
    found = next((e for e in entries if e["action"] in (actions or (request.path,))), None)
    if found is None:
        return None
    stays = found.get("stays", False)
    if not stays:
        request.session[SESSION_KEY] = [e for e in entries if e is not found]
    try:
        fields = json.loads(decrypt(found["fields"]))
    except InvalidToken:
        return None
    data = QueryDict(mutable=True)
    for name, values in fields:
        data.setlist(name, values)
    data._mutable = False
    request.resumed = data  # type: ignore[attr-defined]
    if stays:
        return data
    messages.info(request, _("What you had typed is back. It is not saved yet: check it and send it again."))
    if found["files"]:
        messages.warning(request, _("Files are not kept: choose them again."))
    return data


def _visible_post(request: HttpRequest) -> QueryDict:
    """What was posted without invisible characters, which come along with a copied text. Where one stood in a number,
    the user is told."""
    if not hasattr(request, "visible_post"):
        data: Any = request.POST
        changed: list[str] = []
        for name, values in request.POST.lists():
            plain = [visible(value) for value in values]
            if plain != values:
                data = data.copy() if data is request.POST else data
                data.setlist(name, plain)
                changed += [number for value in values for number in _numbers_hidden_in(value)]
        if changed:
            endings = ", ".join(f"…{number[-4:]}" for number in dict.fromkeys(changed))
            messages.info(
                request,
                _("Invisible characters were taken off these numbers: %(numbers)s.") % {"numbers": endings},
            )
        request.visible_post = data  # type: ignore[attr-defined]
    return request.visible_post  # type: ignore[attr-defined]


def _numbers_hidden_in(text: str) -> list[str]:
    """The numbers of four figures and more in which invisible characters stand."""
    words = ((word, visible(word)) for word in text.split())
    return [plain for word, plain in words if plain != word and re.search(r"(?:\d\W?){4}", plain)]


def keep_and_return(request: HttpRequest) -> HttpResponse:
    """Keep the posted fields, and lead back to the form: at once, or by way of the sign-in.

    Kept for the signed-in user, or for the one who signed in last in this browser; for nobody else. What a
    page sends by itself while somebody types is answered with 401, so that the form stays where it is.
    """
    signed_in = request.user.is_authenticated
    if not signed_in and request.headers.get("X-Background"):
        return HttpResponse(status=401)
    owner = request.user.pk if signed_in else last_user(request)
    kept = owner is not None and _keep(request, owner)
    back = page_of_form(request)
    if signed_in:
        response: HttpResponse = HttpResponseRedirect(back)
        if not kept:
            messages.warning(request, _("This page was open too long, and nothing was saved. Do it again."))
    elif kept:
        messages.info(request, _("Your session had ended. What you typed is kept: sign in to go on."))
        response = redirect_to_login(back)
    else:
        messages.info(request, _("Your session had ended and nothing was saved. Sign in to go on."))
        response = redirect_to_login(back)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response


def keep_for_later(request: HttpRequest, fields: list[tuple[str, list[str]]]) -> None:
    """Keep what is left to do on this page: its form shows it on each GET until `let_go`, or something else is kept."""
    let_go(request)
    _put(request, request.user.pk, fields, stays=True)


def let_go(request: HttpRequest) -> None:
    """Forget what is kept for this page."""
    entries = request.session.get(SESSION_KEY, [])
    if any(e["action"] == request.path for e in entries):
        request.session[SESSION_KEY] = [e for e in entries if e["action"] != request.path]


def sent_from_here(request: HttpRequest) -> bool:
    """Does the request say that it comes from a page of this site?"""
    sender = _sender(request)
    return sender.startswith(("http://", "https://")) and url_has_allowed_host_and_scheme(
        sender, {request.get_host()}, require_https=request.is_secure()
    )


def last_user(request: HttpRequest) -> int | None:
    """The user who signed in last in this browser, by the signed cookie."""
    value = request.get_signed_cookie(OWNER_COOKIE, None, max_age=OWNER_COOKIE_SECONDS)
    return int(value) if value else None


def remember_user(request: HttpRequest, response: HttpResponse) -> None:
    """Leave the signed cookie that says whose forms this browser may keep."""
    if last_user(request) == request.user.pk:
        return
    response.set_signed_cookie(
        OWNER_COOKIE,
        str(request.user.pk),
        max_age=OWNER_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_others(request: HttpRequest) -> None:
    """Forget what somebody else than the signed-in user had typed."""
    entries = request.session.get(SESSION_KEY)
    if entries and any(e["owner"] != request.user.pk for e in entries):
        request.session[SESSION_KEY] = [e for e in entries if e["owner"] == request.user.pk]


def has_kept(request: HttpRequest) -> bool:
    """Is there anything the user sent after the session had ended?"""
    return request.user.is_authenticated and bool(request.session.get(SESSION_KEY))


def _keep(request: HttpRequest, owner: int) -> bool:
    """Put the posted fields into the session; False when there is nothing to keep or too much of it."""
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT and "password" not in name.lower()
    ]
    if not fields or not _put(request, owner, fields, files=bool(request.FILES)):
        return False
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
    return True


def _put(
    request: HttpRequest,
    owner: int | None,
    fields: list[tuple[str, Any]],
    *,
    files: bool = False,
    stays: bool = False,
) -> bool:
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > MAX_CHARACTERS:
        return False
    entry: dict[str, Any] = {
        "owner": owner,
        "action": request.path,
        "fields": encrypt(text),
        "files": files,
        "stays": stays,
    }
    others = [e for e in request.session.get(SESSION_KEY, []) if e["action"] != request.path]
    request.session[SESSION_KEY] = [*others, entry][-MAX_FORMS:]
    return True


def page_of_form(request: HttpRequest) -> str:
    """Path and query of the page the form stands on; where unknown, the address it was posted to."""
    if not sent_from_here(request):
        return request.get_full_path()
    parts = urlsplit(_sender(request))
    path = "/" + parts.path.lstrip("/\\")  # "//host/" would lead to another site
    return path + (f"?{parts.query}" if parts.query else "")


def _sender(request: HttpRequest) -> str:
    return request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
