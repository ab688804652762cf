"""Error pages that say what happened and what to do."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from core.fields import DateField, MomentField
from core.resume import keep_and_return, sent_from_here

BEYOND_LIMITS = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
"""For a page with a form. One that only shows something is `require_safe`, an address without a page `require_POST`."""


@require_safe
def read_day(request: HttpRequest) -> JsonResponse:
    """How a day somebody typed (`with=time`: a moment) is read: `value` as it is kept and `said` with its weekday, or the
    `error`."""
    text, with_time = request.GET.get("text", "")[:60], request.GET.get("with") == "time"
    try:
        read = (MomentField() if with_time else DateField()).clean(text)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})
    said = date_format(read, pgettext("format of a day", "j M Y, l"))
    if not with_time:
        return JsonResponse({"value": read.isoformat(), "said": said})
    return JsonResponse({"value": f"{read:%Y-%m-%d %H:%M}", "said": f"{said} {read:%H:%M}"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is beyond the limits of the settings, 400 for what cannot be read."""
    status = 413 if isinstance(exception, BEYOND_LIMITS) else 400
    return render(request, f"{status}.html", status=status)


def too_many(request: HttpRequest) -> HttpResponse:
    """Tried too often in a minute, where no form says so itself."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever failed may fail again."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours with a token from before the last sign-in comes back filled in; anything else is refused."""
    view = request.resolver_match.func if request.resolver_match else None
    if sent_from_here(request) and getattr(view, "login_required", True):
        return keep_and_return(request)
    return render(request, "403_csrf.html", status=403)
