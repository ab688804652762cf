"""The form of a bank statement: whose account it is of, and the table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recoveries.forms.tables import OfficeTableForm


class StatementForm(OfficeTableForm):
    """A statement of one account of an office."""

    account_end = forms.RegexField(
        r"^[0-9]{4}$",
        label=_("Account credited, last 4 digits"),
        required=False,
        help_text=_("Found in the file where a line above the table names the account."),
        error_messages={"invalid": _("Enter the last 4 digits of the account.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SkipForm(forms.Form):
    """Why a row of a statement is of no case."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("Membership fees, a refund, money of another office."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
