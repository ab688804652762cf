"""The form of a table out of a spreadsheet."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.pasted_sheet import MAX_CHARACTERS, Sent
from core.sheet_files import MAX_BYTES, text_of


class TableForm(forms.Form):
    """A table, pasted or as a file."""

    text = forms.CharField(
        label=_("Table"),
        max_length=MAX_CHARACTERS,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "pre"}),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("XLSX or CSV, at most 5 MB; the first sheet that is not empty is read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "data-max-bytes": str(MAX_BYTES)}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        return text_of(upload) if upload else ""

    @property
    def pasted(self) -> str:
        """The table as text, after `is_valid`; empty where there is none, or it is refused."""
        return self.cleaned_data.get("file") or self.cleaned_data.get("text") or ""

    def sent(self, remembered: Mapping[str, str]) -> Sent:
        """What is said of the table, after `is_valid`: a file begins anew."""
        return Sent.of({} if self.cleaned_data.get("file") else self.data, self.pasted, remembered)

    def require_rows(self) -> None:
        """Ask for a table where there is none; while the rows are only looked at, for nothing else."""
        if not self.pasted.strip() and not {"text", "file"} & set(self.errors):
            self.add_error("text", forms.ValidationError(_("Paste the rows first."), code="required"))
        if self.data.get("do") != "add":
            self.errors.pop("reason", None)
