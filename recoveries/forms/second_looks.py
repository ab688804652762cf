"""What a second look asks, and how many an office takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recoveries.forms.review import CHOOSE
from recoveries.models import LookResult
from recoveries.workflow import Fault


class LookForm(forms.Form):
    """In order, or a fault by its code and in words."""

    result = forms.ChoiceField(label=_("Result"), choices=LookResult.choices, widget=forms.RadioSelect)
    fault = forms.ChoiceField(label=_("What is wrong"), choices=[*CHOOSE, *Fault.choices], required=False)
    words = forms.CharField(
        label=_("In words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("result") == LookResult.IN_ORDER:
            cleaned["fault"] = ""
        return cleaned


class ShareForm(forms.Form):
    """How many of a hundred verified entries are looked at again."""

    percent = forms.IntegerField(label=_("Share in percent"), min_value=0, max_value=100)
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("Kept on record."))
