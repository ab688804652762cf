"""The pages on which a filter of a list gets its name, another one, or is removed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Problem, show_problem
from core.models import SavedFilter
from core.once import once
from core.resume import form_data
from core.saved_filters import LONGEST, asked, kept_list, remove_filter, rename_filter, save_filter
from core.views import get_or_post

if TYPE_CHECKING:
    from accounts.models import User


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the filter"),
        max_length=40,
        widget=forms.TextInput(attrs={"data-focus": True, "autocomplete": "off"}),
    )


@get_or_post
def save(request: HttpRequest, of: str) -> HttpResponse:
    """Keep the filters of a list that are on: they are the query string of this page as of the list."""
    of_list, query = kept_list(of), asked(request.GET)
    if not of_list or len(query) > LONGEST:
        raise Http404
    if not query:
        messages.info(request, _("No filter is on that could be kept."))
        return redirect(of_list.address)
    back_url = f"{of_list.address}?{query}"
    form = NameForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, back_url):
                save_filter(actor=_owner(request), of=of, query=query, name=form.cleaned_data["name"])
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The filter is kept."))
            return redirect(back_url)
    return _page(request, form, {"title": _("Keep this filter"), "list": of_list.title, "back_url": back_url})


@get_or_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a kept filter, or remove it."""
    kept = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    of_list = kept_list(kept.of)
    if not of_list:
        raise Http404
    address, back_url = of_list.address, f"{of_list.address}?{kept.query}"
    data = form_data(request)
    if request.method == "POST" and "remove" in request.POST:
        with once(request, address):
            remove_filter(kept, actor=_owner(request))
        messages.success(request, _("The filter is no longer kept."))
        return redirect(address)
    form = NameForm(data, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, back_url):
                rename_filter(kept, actor=_owner(request), name=form.cleaned_data["name"])
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The filter has another name."))
            return redirect(back_url)
    context = {"title": _("Rename or remove the filter"), "list": of_list.title, "back_url": back_url}
    return _page(request, form, {**context, "kept": kept})


def _owner(request: HttpRequest) -> "User":
    """Who is signed in; these pages are never public."""
    return request.user  # type: ignore[return-value]


def _page(request: HttpRequest, form: NameForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "work/saved_filter.html", {"form": form, **context}, status=status)
