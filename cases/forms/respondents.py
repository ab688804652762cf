"""Forms for the employer's side of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.claimants import ChangeForm
from cases.forms.parties import EMPLOYER_NAMES, EmployerFields, EmployerForm
from cases.models import EmployerLinkKind


class CaseEmployerForm(ChangeForm, EmployerForm):
    """The employer of a case, for `save_employer` (the one shown) or `set_employer` (another one)."""

    name_is_needed = True

    def change(self) -> dict[str, Any]:
        """For `set_employer` and `add_co_respondent`."""
        names = (*EMPLOYER_NAMES, "known", "reason")
        return {name: self.cleaned_data[name] for name in names}

    def correction(self) -> dict[str, Any]:
        """For `save_employer`."""
        keys = ("reason", "seen_version")
        return {**self.employer_data(), **{key: self.cleaned_data[key] for key in keys}}


class CoRespondentForm(CaseEmployerForm):
    """A further party on the employer's side, for `add_co_respondent`."""

    capacity = forms.CharField(
        label=_("As"), max_length=40, required=False, help_text=_("For example: platform, agency.")
    )
    link = forms.ChoiceField(
        label=_("The employer is its"),
        required=False,
        choices=[("", _("not linked")), *EmployerLinkKind.choices],
        help_text=_("Put on record for all cases of the employer; the conflict check looks at it."),
    )

    def change(self) -> dict[str, Any]:
        return {**super().change(), **{name: self.cleaned_data[name] for name in ("capacity", "link")}}


class EmployerLinkForm(ChangeForm, EmployerFields):
    """On whom the employer of a case hangs, for `link_employer`."""

    kind = forms.ChoiceField(label=_("Kind of link"), choices=[("", "–"), *EmployerLinkKind.choices])
    field_order = ("kind", "name", "known_by", "credit_code", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Related to")
        self.fields["name"].help_text = _("By name or credit code; who is not on record yet is registered.")
