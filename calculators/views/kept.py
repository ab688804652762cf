"""The rates offices looked up: which there are, and how one is put right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calculators.actions import replace_kept, strike_kept
from calculators.forms.kept import KeptForm, ReplaceForm
from calculators.models import KeptRate
from calculators.permissions import can_correct_kept, can_see_kept
from core.errors import require
from core.form_page import form_page
from core.resume import form_data
from core.views import get_or_post
from law_tables.rate_words import title_of

SHOWN = 200


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The kept rates of the own office, of those above and below; with `all`, those struck out too."""
    require(can_see_kept(request.user))
    rows = KeptRate.objects.visible_to(request.user).select_related("office")
    shown = list((rows if request.GET.get("all") else rows.in_force())[:SHOWN])
    written = KeptRate.history.filter(id__in=[row.pk for row in shown], history_type="+")
    by = {entry.id: entry for entry in written.select_related("history_user")}
    for row in shown:
        row.by = by.get(row.pk)  # type: ignore[attr-defined]
        row.may_correct = not row.struck_out_at and can_correct_kept(request.user, row)  # type: ignore[attr-defined]
    struck = rows.exclude(struck_out_at=None).exists()
    return render(request, "calculators/kept.html", {"rows": shown, "has_struck": struck})


def _kept(request: HttpRequest, pk: int) -> KeptRate:
    require(can_see_kept(request.user))
    row = get_object_or_404(KeptRate.objects.visible_to(request.user).select_related("office"), pk=pk)
    require(can_correct_kept(request.user, row))
    return row


def _page(
    request: HttpRequest, row: KeptRate, form: KeptForm, action: object, **context: object
) -> HttpResponse:
    return form_page(
        request,
        form,
        lambda: action(row, actor=request.user, **form.change()),  # type: ignore[operator]
        template="law_tables/form.html",
        done_url=reverse("calculators:kept"),
        message=_("Saved."),
        context={"note": f"{title_of(row)} · {row.region_name} · {row.office}", **context},
    )


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept rate that is wrong is offered no more."""
    row = _kept(request, pk)
    form = KeptForm(form_data(request), row=row)
    title = _("Strike out")
    return _page(request, row, form, strike_kept, title=title, button=title, danger=True)


@get_or_post
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Another value or source takes the place of a kept rate."""
    row = _kept(request, pk)
    form = ReplaceForm(form_data(request), row=row)
    title = _("Replace the rate")
    return _page(request, row, form, replace_kept, title=title, button=title)
