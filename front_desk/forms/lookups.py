"""Rows of a form in which the record says who is meant while they are typed."""

from typing import Any

from django import forms
from django.urls import reverse

from cases.forms.parties import EmployerFields


class FindsWorker(forms.Form):
    """A row whose ID number finds the person. `known` is the worker the page shows, `masked` the number on record."""

    known = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    masked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = [f"{self.prefix}-{name}" for name in ("id_number", "id_kind", "id_country")]
        sent = ",".join(["prefix", *document])
        attrs = finding("front_desk:find_worker", "change", sent)
        attrs["hx-vals"] = f'{{"prefix": "{self.prefix}"}}'
        attrs["hx-include"] = ",".join(f"[name={name}]" for name in document)
        for name in ("id_kind", "id_country"):
            self.fields[name].widget.attrs |= attrs
        if masked := self["masked"].value():
            attrs["placeholder"] = masked
        elif not self.is_bound and self.prefix == "workers-0":
            attrs["data-focus"] = ""
        self.fields["id_number"].widget.attrs |= attrs

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.pop("masked", None)
        return cleaned


class FindsEmployer(EmployerFields):
    """Name or code finds the employer on record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = f"{self.prefix}-name,{self.prefix}-credit_code"
        for name in ("name", "credit_code"):
            attrs = finding("front_desk:find_employer", "input changed delay:250ms", sent)
            self.fields[name].widget.attrs |= attrs


def finding(url: str, trigger: str, sent: str) -> dict[str, str]:
    """Attributes of an input that asks the record who is meant and shows the answer in the next `.found`."""
    return {
        "hx-post": reverse(url),
        "hx-trigger": trigger,
        "hx-params": sent,
        "hx-target": "next .found",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }
