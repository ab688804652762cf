"""A masked value shown in full: once, with a reason, on record, never cached."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from cases.actions.unmask import SECRETS, unmask
from cases.addresses import case_url
from cases.forms.claimants import ReasonForm
from cases.permissions import can_unmask
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import show_problem
from core.errors import Problem
from core.views import get_or_post


@never_cache
@get_or_post
def show(request: HttpRequest, pk: int, claimant_pk: int, field: str) -> HttpResponse:
    """GET asks for the reason, POST shows the value; a part of the page for htmx, else a page of its own."""
    case = fetch_for(request, pk, can_unmask)
    claimant = get_object_or_404(case.claimants.select_related("worker"), pk=claimant_pk)
    name = field.replace("-", "_")
    if name not in SECRETS:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None, case=case)
    value, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                value = unmask(claimant, name, actor=request.user, reason=form.cleaned_data["reason"])
                status = 200
            except Problem as problem:
                show_problem(form, problem)
    part = "_unmask" if request.htmx else "unmask"
    context = {
        "case": case,
        "claimant": claimant,
        "secret": claimant.worker._meta.get_field(name).verbose_name,
        "form": form,
        "value": value,
        "shown": status == 200 and request.method == "POST",
        "url": request.path,
        "back_url": case_url(case.pk, "parties"),
    }
    return render(request, f"cases/{part}.html", context, status=status)
