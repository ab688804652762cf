"""What the forms of tables taken in for an office have in common: whose it is, and which file it was."""

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


class OfficeTableForm(TableForm):
    """A table of an office, as a file or pasted. Which file it was goes along, signed."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    origin = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["office"]
        offices.queryset = Office.objects.filter(pk__in=office_ids(user, ("clerk",)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.require_rows()
        return cleaned

    def read_origin(self) -> Origin:
        """Which file this is, or was when it was chosen; what was pasted goes by its text."""
        if (upload := self.files.get("file")) is not None:
            upload.seek(0)
            return Origin(upload.name or "", hashlib.sha256(upload.read()).hexdigest())
        try:
            return Origin(*signing.loads(self.data.get("origin", ""), salt=SALT))
        except (signing.BadSignature, TypeError):
            return Origin(str(_("Pasted table")), hashlib.sha256(self.pasted.encode()).hexdigest())


def carried(origin: Origin) -> str:
    """The origin as the form sends it again."""
    return signing.dumps([origin.name, origin.sha256], salt=SALT)
