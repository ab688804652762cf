"""The filters of a list that are on, each to be taken off by itself."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from core.days import written_day


@dataclass(frozen=True)
class Pill:
    """A filter that is on: what it says, and the query string without it."""

    label: str
    value: str
    url: str


class HasPills(forms.Form):
    """A form over a list, filled from the address."""

    def pills(self) -> list[Pill]:
        """The filters that are on, in the order of the form; each of several chosen values is one of its own."""
        return list(self._pills())

    def in_words(self) -> str:
        """All filters that are on, as an export puts them on record."""
        return "; ".join(
            f"{pill.label}: {pill.value}" if pill.value else pill.label for pill in self._pills()
        )

    def _pills(self) -> Iterator[Pill]:
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
        for cursor in ("after", "before"):
            params.pop(cursor, None)
        return f"?{params.urlencode()}"


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
