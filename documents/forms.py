"""What is asked to issue, sign and upload."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Claimant
from core import clock
from core.fields import DateField
from core.step_view import StepForm
from core.uploads import UploadField
from documents.models import AttachmentKind
from documents.permissions import can_keep_files

AT_ONCE = 20
"""The most files taken in one form."""


class IssueForm(forms.Form):
    """Whom a paper is for. `after` is the claimant whose paper was made last, where a group's are made in turn.

    `with_blanks`: whoever issues it has seen what is left blank. With `by_hand`, room is left for characters no font has.
    """

    claimant = forms.ModelChoiceField(Claimant.objects.none(), required=False)
    after = forms.IntegerField(required=False)
    with_blanks = forms.BooleanField(required=False)
    by_hand = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, case: Case) -> None:
        super().__init__(data)
        self.fields["claimant"].queryset = case.claimants.all()  # type: ignore[attr-defined]
        self.everybody = case.active_claimants

    def chosen(self) -> list[Claimant]:
        """One claimant, or all who take part."""
        one = self.cleaned_data["claimant"]
        return [one] if one else self.everybody

    def is_first(self) -> bool:
        """Is this the order itself, and not the next of a group's papers?"""
        return not self.cleaned_data["after"]

    def waiting(self) -> list[Claimant]:
        """Those of them whose turn is still to come."""
        after = self.cleaned_data["after"] or 0
        return [claimant for claimant in self.chosen() if claimant.pk > after]


class SignForm(StepForm):
    """When a paper was signed, and the scan of it; a visit keeps no files, and who only reviews adds none."""

    signed_on = DateField(label=gettext_lazy("Signed on"), not_in_future=True)
    upload = UploadField(label=gettext_lazy("Signed copy"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = clock.today()
        if not self.obj.case or not can_keep_files(self.obj.case, self.user):  # type: ignore[attr-defined]
            del self.fields["upload"]


class _SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralUploadsField(UploadField):
    """One or several files; what is wrong with a file is said with its name."""

    widget = _SeveralInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = list(data or [None]) if isinstance(data, list | tuple) else [data]
        if len(uploads) > AT_ONCE:
            raise forms.ValidationError(
                _("Choose at most %(limit)d files at once; these are %(count)d.")
                % {"limit": AT_ONCE, "count": len(uploads)},
                code="too_many",
            )
        clean, wrong = [], []
        for upload in uploads:
            try:
                clean.append(super().clean(upload, initial))
            except forms.ValidationError as error:
                name = f"{upload.name}: " if len(uploads) > 1 else ""
                wrong += [forms.ValidationError(f"{name}{text}", error.code) for text in error.messages]
        if wrong:
            raise forms.ValidationError(wrong)
        return clean


class UploadForm(forms.Form):
    """Files for a case."""

    uploads = SeveralUploadsField(label=gettext_lazy("Files"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=AttachmentKind.choices, initial=AttachmentKind.EVIDENCE
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("What the file shows; without a title it goes by its file name."),
    )


class VoidForm(forms.Form):
    """Why a file is taken out of use."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
