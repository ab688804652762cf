"""The filters of a list: those that are on, each to be taken off by itself, and the form, shown once it is opened."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.days import written_day
from core.paging import AFTER, BEFORE, NUMBER

PANEL = "panel"
"""In the address: the form is to be shown."""
COUNTS = "counts"
"""In the address: the figures above the list are to be counted."""


@dataclass(frozen=True)
class Pill:
    """A filter that is on: what it says, and the query string without it."""

    label: str
    value: str
    url: str


class HasPills(forms.Form):
    """A form over a list, filled from the address; the page includes `components/filters.html`."""

    buttons = ""
    """A template with more buttons of the form."""

    @property
    def is_open(self) -> bool:
        """Is the form shown with the page? Where something in it is wrong, or without a script when asked for."""
        return bool(self.errors) or PANEL in self.data

    def pills(self) -> list[Pill]:
        """The filters that are on, in the order of the form; each of several chosen values is one of its own."""
        return list(self._pills())

    def in_words(self) -> str:
        """All filters that are on, as an export puts them on record."""
        return "; ".join(
            f"{pill.label}: {pill.value}" if pill.value else pill.label for pill in self._pills()
        )

    def _pills(self) -> Iterator[Pill]:
        self.is_valid()  # cleans it, where nobody has asked yet
        for name, value in self.cleaned_data.items():
            if value in (None, "", [], False):
                continue
            field = self.fields[name]
            for one in value if isinstance(value, list) else [value]:
                yield Pill(str(field.label), _shown(field, one), self._without(name, one))

    def _without(self, name: str, value: Any) -> str:
        params: Any = self.data.copy()  # type: ignore[attr-defined]
        kept = [v for v in params.getlist(name) if isinstance(self.cleaned_data[name], list) and v != value]
        params.setlist(name, kept)
        for place in (AFTER, BEFORE, NUMBER):
            params.pop(place, None)
        return f"?{params.urlencode()}"


def panel(request: HttpRequest, form: HasPills, **context: Any) -> HttpResponse | None:
    """The form alone, when a page that is open asks for it; `context` is what its `buttons` need."""
    if PANEL not in request.GET or not request.headers.get("HX-Request"):
        return None
    return render(request, "components/filter_form.html", {"form": form, **context})


def _shown(field: forms.Field, value: Any) -> str:
    """What a filter's value says; nothing for one that is only on."""
    if value is True:
        return ""
    if isinstance(value, dt.date):
        return written_day(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        labels = {str(code): str(label).strip("\u3000— ") for code, label in list(field.choices)}  # type: ignore[arg-type]
        return labels.get(str(value), str(value))
    return str(value)
