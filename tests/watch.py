"""Part of the settings of the tests: no page writes a row but within `core.once.once`."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from core.step_view import StepView

INSERT = re.compile(r'INSERT INTO "(\w+)"')
NO_RECORD = (
    "core_formtoken",
    "django_session",
    "front_desk_intakedraft",
    "core_accesslog",
    "mfa_authenticator",
)


class OnceWatch:
    """Fails the test whose POST makes a row outside of `once`. Steps are kept apart by their version."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        made: set[str] = set()

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            made.update(table for table in INSERT.findall(sql) if table not in NO_RECORD)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            response = self.get_response(request)
        if made and _is_watched(request) and not getattr(request, "form_is_settled", False):
            raise AssertionError(f"{request.path} makes {sorted(made)} outside of core.once.once")
        return response


def _is_watched(request: HttpRequest) -> bool:
    view = request.resolver_match and request.resolver_match.func
    is_step = issubclass(getattr(view, "view_class", object), StepView)
    return request.method == "POST" and not is_step and getattr(view, "login_required", True)
