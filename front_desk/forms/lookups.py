"""Rows of a form in which the record says who is meant while they are typed."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.forms.parties import EmployerFields

MOST_OF_AN_ENTRY = 2000
"""Characters of what is pasted for a name that are read as an entry of the company register."""


class FindsWorker(forms.Form):
    """A row whose ID number finds the person. `known` is the worker the page shows, `masked` the number on record,
    `account_masked` the bank account."""

    known = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    masked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)
    account_masked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=18)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = [f"{self.prefix}-{name}" for name in ("id_number", "id_kind", "id_country")]
        sent = ",".join(["prefix", *document])
        attrs = finding("front_desk:find_worker", "change", sent)
        attrs["hx-vals"] = f'{{"prefix": "{self.prefix}"}}'
        # The fields of a row share one answer: of two that are asked for at once, the later is shown.
        attrs["hx-sync"] = "closest [data-row]:replace"
        attrs["hx-include"] = ",".join(f"[name={name}]" for name in document)
        for name in ("id_kind", "id_country"):
            self.fields[name].widget.attrs |= attrs
        if masked := self["masked"].value():
            attrs["placeholder"] = masked
        elif not self.is_bound and self.prefix == "workers-0":
            attrs["data-focus"] = ""
        self.fields["id_number"].widget.attrs |= attrs
        if "bank_account" in self.fields and (account := self["account_masked"].value()):
            self.fields["bank_account"].widget.attrs["placeholder"] = account

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.pop("masked", None)
        cleaned.pop("account_masked", None)
        return cleaned


class FindsEmployer(EmployerFields):
    """Name or code finds the employer on record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = f"{self.prefix}-name,{self.prefix}-credit_code"
        for name in ("name", "credit_code"):
            attrs = finding("front_desk:find_employer", "input changed delay:250ms", sent)
            self.fields[name].widget.attrs |= attrs
        self.fields["name"].widget.attrs["maxlength"] = MOST_OF_AN_ENTRY
        self.fields["name"].help_text = gettext_lazy(
            "Or paste the entry of the company register: it fills the fields."
        )


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
