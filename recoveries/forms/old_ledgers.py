"""The form of an old ledger: whose it was, where it is from, and the table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from accounts.permissions import office_ids
from core.sheet_form import TableForm, table_field
from recoveries.forms.statements import read_origin
from recoveries.old_ledger_table import MOST_CHARACTERS


class OldLedgerForm(TableForm):
    """An old ledger of an office, as a file or pasted. Which file it was goes along, signed."""

    text = table_field(MOST_CHARACTERS)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    source = forms.CharField(
        label=_("Where it is from"),
        max_length=300,
        required=False,
        help_text=_("Who kept it, of which years, and what its sums rest on."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    origin = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["office"]
        offices.queryset = Office.objects.filter(pk__in=office_ids(user, ("clerk",)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.require_rows()
        return cleaned

    read_origin = read_origin
