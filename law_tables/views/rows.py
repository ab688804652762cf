"""What the pages of all tables have in common: who comes in, and one row with its record."""

from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.errors import require
from core.form_page import form_page
from core.resume import form_data
from core.timeline import Act, Source, acts, read
from law_tables.actions import end_row, may_write, strike_row
from law_tables.addresses import url_of
from law_tables.forms import EndForm, StrikeForm
from law_tables.models import Row
from law_tables.permissions import can_look_up

R = TypeVar("R", bound=Row)

FORM = "law_tables/form.html"


def row_or_404(request: HttpRequest, model: type[R], pk: int, *, to_write: bool = False) -> R:
    """A row for who may look it up; `to_write` for who may also change it."""
    require(can_look_up(request.user))
    row = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    require(not to_write or may_write(request.user, row))
    return row


def record_of(row: Row) -> list[Act]:
    """What was done to a row, by whom, when and why."""
    return acts(read([Source(type(row), Q(id=row.pk))], row))


def end_page(request: HttpRequest, row: Any, *, title: str, note: str) -> HttpResponse:
    """The last day of a row."""
    form = EndForm(form_data(request), initial={"seen_version": row.version})

    def act() -> None:
        said = form.cleaned_data
        end_row(
            row,
            last_day=said["last_day"],
            actor=request.user,
            reason=said["reason"],
            version=said["seen_version"],
        )

    context = {"row": row, "title": title, "note": note, "button": title}
    return form_page(
        request, form, act, template=FORM, done_url=url_of(row), message=_("Saved."), context=context
    )


def strike_page(request: HttpRequest, row: Row, *, note: str) -> HttpResponse:
    """A row entered by mistake is struck out, or counts again."""
    form = StrikeForm(form_data(request), initial={"seen_version": row.version})
    title = _("Strike out") if row.is_active else _("Let it count again")

    def act() -> None:
        said = form.cleaned_data
        strike_row(row, actor=request.user, reason=said["reason"], version=said["seen_version"])

    context = {"row": row, "title": title, "note": note, "button": title, "danger": row.is_active}
    return form_page(
        request, form, act, template=FORM, done_url=url_of(row), message=_("Saved."), context=context
    )
