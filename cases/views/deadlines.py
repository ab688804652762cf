"""Deadlines entered by hand, and those that end otherwise than by a step: met, waived, or moved to another day."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.deadlines import add_deadline, finish_deadline, move_deadline
from cases.addresses import case_url
from cases.choices import limit_of
from cases.forms.case import AddDeadlineForm, FinishDeadlineForm, MoveDeadlineForm
from cases.models import Case, Deadline
from cases.permissions import clerk_or_lawyer
from cases.views.form_page import form_page
from core.resume import form_data
from core.views import get_or_post


def _deadline(request: HttpRequest, case_pk: int, pk: int) -> Deadline:
    found = Deadline.objects.visible_to(request.user).select_related("case__office")
    deadline = get_object_or_404(found, pk=pk, case__pk=case_pk)
    if not clerk_or_lawyer(deadline.case, request.user):
        raise PermissionDenied
    return deadline


def _page(
    request: HttpRequest, deadline: Deadline, form: Any, action: Callable[..., Any], title: str, message: str
) -> HttpResponse:
    return form_page(
        request,
        form,
        lambda: action(deadline, actor=request.user, **form.cleaned_data),
        done_url=case_url(deadline.case_id, "deadlines"),
        message=message,
        context={
            "case": deadline.case,
            "title": title,
            "deadline": deadline,
            "limit": limit_of(deadline.kind),
        },
    )


@get_or_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A limit starts that no step starts, or a date somebody else set."""
    cases = Case.objects.visible_to(request.user).select_related("office")
    case = get_object_or_404(cases.prefetch_related("deadlines", "assignments__lawyer"), pk=pk)
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    form = AddDeadlineForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: add_deadline(case, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "deadlines"),
        message=_("The deadline is entered."),
        context={"case": case, "title": _("Enter a deadline")},
    )


@get_or_post
def finish(request: HttpRequest, pk: int, deadline_pk: int) -> HttpResponse:
    """A limit was met, or does not apply any more."""
    deadline = _deadline(request, pk, deadline_pk)
    form = FinishDeadlineForm(form_data(request), obj=deadline, initial={"met": "yes"})
    return _page(
        request, deadline, form, finish_deadline, _("Settle the deadline"), _("The deadline is settled.")
    )


@get_or_post
def move(request: HttpRequest, pk: int, deadline_pk: int) -> HttpResponse:
    """A limit gets another last day."""
    deadline = _deadline(request, pk, deadline_pk)
    form = MoveDeadlineForm(form_data(request), obj=deadline, initial={"due_on": deadline.due_on})
    return _page(request, deadline, form, move_deadline, _("Move the deadline"), _("The deadline is moved."))
