"""Part of the settings of the tests: no page writes a row but within `core.once.once`."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from core.step_view import StepView

INSERT = re.compile(r'INSERT INTO "(\w+)"')
NO_RECORD = ("django_session", "front_desk_intakedraft", "core_accesslog", "mfa_authenticator")


class OnceWatch:
    """Fails the test whose POST makes a row outside of `once`. Steps are kept apart by their version."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        is_step = issubclass(getattr(view, "view_class", object), StepView)
        if request.method != "POST" or is_step or not getattr(view, "login_required", True):
            return None

        made: set[str] = set()

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            made.update(table for table in INSERT.findall(sql) if table not in NO_RECORD)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            response = view(request, *args, **kwargs)
        if made and not getattr(request, "form_is_settled", False):
            raise AssertionError(f"{request.path} makes {sorted(made)} outside of core.once.once")
        return response
