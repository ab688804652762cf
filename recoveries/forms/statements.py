"""The form of a bank statement: whose account it is of, and the table."""

import hashlib
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from accounts.permissions import office_ids
from core.sheet_form import TableForm
from recoveries.actions.statements import Origin

SALT = "statement-origin"


def read_origin(form: TableForm) -> Origin:
    """Which file this is, or was when it was chosen; what was pasted goes by its text."""
    if (upload := form.files.get("file")) is not None:
        upload.seek(0)
        return Origin(upload.name or "", hashlib.sha256(upload.read()).hexdigest())
    try:
        return Origin(*signing.loads(form.data.get("origin", ""), salt=SALT))
    except (signing.BadSignature, TypeError):
        return Origin(str(_("Pasted table")), hashlib.sha256(form.pasted.encode()).hexdigest())


class StatementForm(TableForm):
    """A statement of one account of an office, as a file or pasted. Which file it was goes along, signed."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    account_end = forms.RegexField(
        r"^[0-9]{4}$",
        label=_("Account credited, last 4 digits"),
        required=False,
        help_text=_("Found in the file where a line above the table names the account."),
        error_messages={"invalid": _("Enter the last 4 digits of the account.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
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


def carried(origin: Origin) -> str:
    """The origin as the form sends it again."""
    return signing.dumps([origin.name, origin.sha256], salt=SALT)


class SkipForm(forms.Form):
    """Why a row of a statement is of no case."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("Membership fees, a refund, money of another office."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
