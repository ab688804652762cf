"""Why two records are of one person, or of two after all."""

from django import forms
from django.utils.translation import gettext_lazy


class JoinForm(forms.Form):
    """For `join_workers` and `undo_join`."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
