"""Why another office is asked for its record of a worker."""

from django import forms
from django.utils.translation import gettext_lazy


class AskForm(forms.Form):
    """For `ask_for_record`."""

    reason = forms.CharField(
        label=gettext_lazy("What it is needed for"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The other office reads this and decides."),
    )
