"""The form of an old ledger: whose it was, where it is from, and the table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.sheet_form import table_field
from recoveries.forms.tables import OfficeTableForm
from recoveries.old_ledger_table import MOST_CHARACTERS


class OldLedgerForm(OfficeTableForm):
    """An old ledger of an office."""

    text = table_field(MOST_CHARACTERS)
    source = forms.CharField(
        label=_("Where it is from"),
        max_length=300,
        required=False,
        help_text=_("Who kept it, of which years, and what its sums rest on."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
