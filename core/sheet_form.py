"""The form of a table out of a spreadsheet."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.pasted_sheet import MAX_CHARACTERS, Sent, Sheet
from core.sheet_files import MAX_BYTES, Book, book_of


def table_field(most: int) -> forms.CharField:
    """The table as it is pasted, of at most so many characters; a file may hold as many."""
    return forms.CharField(
        label=_("Table"),
        max_length=most,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "pre"}),
    )


class TableForm(forms.Form):
    """A table, pasted or as a file."""

    text = table_field(MAX_CHARACTERS)
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("XLSX or CSV, at most 5 MB; of several sheets one is chosen."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv", "data-max-bytes": str(MAX_BYTES)}),
    )

    def clean_file(self) -> Book | None:
        upload = self.cleaned_data["file"]
        text: Any = self.fields["text"]
        return book_of(upload, text.max_length) if upload else None

    @property
    def pasted(self) -> str:
        """The table as text, after `is_valid`; empty where there is none, or it is refused."""
        book = self.cleaned_data.get("file")
        return book.text if book else self.cleaned_data.get("text") or ""

    def sent(self, remembered: Mapping[str, str], lay_out: Callable[[Sent], Sheet]) -> tuple[Sent, Book]:
        """What is said of the table, and the sheets of the file it is from, after `is_valid`.

        A file begins anew with the sheet that is likest to the table, as `lay_out` finds it; so does another sheet.
        """
        if book := self.cleaned_data.get("file"):
            book.turn_to_likeliest(lambda text: lay_out(Sent(text, remembered=remembered)).likeness)
            return Sent(book.text, remembered=remembered), book
        sent = Sent.of(self.data, self.pasted, remembered)
        book = Book.carried(self.data, sent.text)
        if book.turn_to(self.data.get("sheet")):
            sent = Sent(book.text, remembered=remembered)
        return sent, book

    def require_rows(self) -> None:
        """Ask for a table where there is none; while the rows are only looked at, for nothing else."""
        if not self.pasted.strip() and not {"text", "file"} & set(self.errors):
            self.add_error("text", forms.ValidationError(_("Paste the rows first."), code="required"))
        if self.data.get("do") != "add":
            self.errors.pop("reason", None)
