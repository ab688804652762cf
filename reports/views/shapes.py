"""The shapes of reports an administrator puts together from the figures there are."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import require
from core.form_page import form_page
from core.resume import form_data
from core.views import get_or_post
from reports.actions.period import save_shape
from reports.forms.period import ShapeForm
from reports.models import ReportShape
from reports.permissions import can_shape
from reports.tables import STANDARD


def _shapes(request: HttpRequest) -> QuerySet[ReportShape]:
    require(can_shape(request.user))
    found = ReportShape.objects.managed_by(request.user)
    return found.select_related("office").order_by("office__path", "name")


@require_safe
def shapes(request: HttpRequest) -> HttpResponse:
    """The shapes of the offices the user administers."""
    return render(request, "reports/shapes.html", {"shapes": _shapes(request)})


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """A shape more; it begins with the union's usual columns."""
    require(can_shape(request.user))
    initial = {"columns": list(STANDARD), "is_active": True, "seen_version": 0}
    return _page(request, None, ShapeForm(form_data(request), user=request.user, initial=initial))


@get_or_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A shape is put together anew, or taken out of use."""
    shape = get_object_or_404(_shapes(request), pk=pk)
    initial = {
        "name": shape.name,
        "rows": shape.rows,
        "columns": shape.columns,
        "is_active": shape.is_active,
        "seen_version": shape.version,
        **shape.narrowing,
    }
    return _page(
        request, shape, ShapeForm(form_data(request), user=request.user, shape=shape, initial=initial)
    )


def _page(request: HttpRequest, shape: ReportShape | None, form: ShapeForm) -> HttpResponse:
    def act() -> None:
        said = form.cleaned_data
        save_shape(form.shape(shape), actor=request.user, reason=said["reason"], version=said["seen_version"])

    return form_page(
        request,
        form,
        act,
        template="reports/shape_form.html",
        done_url=reverse("reports:shapes"),
        message=_("The shape is kept."),
        context={"title": str(shape) if shape else _("New report shape"), "shape": shape},
    )
