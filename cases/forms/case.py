"""The facts of a case, its closing report, its notes and its deadlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.choices import limits_by_event
from cases.commissions import commission_of, known_commissions
from cases.models import Case, LimitationEventKind
from cases.models.case import AidForm, MeansGround
from cases.workflow import EndMethod
from core import clock
from core.fields import DateField, MoneyFormField
from core.widgets import SuggestingInput
from law_tables.forms import CodeField

CHOOSE = [("", _("Choose…"))]


class VersionedForm(forms.Form):
    """A form that remembers which version of the row its page showed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        self.obj = obj
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = obj.version


def _reason(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs
    )


class CaseForm(VersionedForm):
    """The facts of a case; only `fields` of them are shown."""

    cause = CodeField(table="cause", label=_("Cause of action"), blank=_("Follows from the claims"))
    channel = CodeField(table="channel", label=_("Channel"))
    aid_form = forms.ChoiceField(label=_("Form of aid"), choices=AidForm.choices)
    means_ground = forms.ChoiceField(
        label=_("Means"), choices=[*CHOOSE, *MeansGround.choices], required=False
    )
    commission = forms.CharField(
        label=_("Arbitration commission"), required=False, max_length=120, widget=SuggestingInput
    )
    known_on = DateField(
        label=_("Infringement known since"),
        required=False,
        not_in_future=True,
        help_text=_("The one-year limitation counts from here."),
    )
    interrupted_on = DateField(
        label=_("Limitation interrupted on"),
        required=False,
        not_in_future=True,
        help_text=_("The last claim, complaint or admission of the debt; the year starts anew."),
    )
    applied_on = DateField(
        label=_("Application received on"),
        required=False,
        not_in_future=True,
        help_text=_("The seven days to decide count from here; without it from the day the case was opened."),
    )
    handler = forms.ModelChoiceField(
        label=_("Handler"), queryset=User.objects.none(), empty_label=_("Choose…")
    )
    facts = forms.CharField(
        label=_("Facts and reasons"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    reason = _reason(required=False)

    def __init__(self, *args: Any, obj: Case, fields: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        for name in set(self.fields) - {*fields, "reason", "seen_version"}:
            del self.fields[name]
        for name in fields:
            self.fields[name].initial = getattr(obj, name)
        if obj.cause_follows and "cause" in fields:
            self.fields["cause"].initial = ""
            self.fields["cause"].help_text = _("Now: %(cause)s") % {"cause": obj.cause_name}
        if "commission" in fields:
            self.fields["commission"].widget.texts = known_commissions(obj.office)
            self.fields["commission"].help_text = _told_commission(obj)
        if "handler" in self.fields:
            clerks = User.objects.clerks_of([obj.office], clock.today())
            self.fields["handler"].queryset = clerks | User.objects.filter(pk=obj.handler_id)  # type: ignore[attr-defined]
        self.fields["reason"].required = obj.state != "draft"


def _told_commission(case: Case) -> Any:
    """To whom the application for arbitration goes without a name entered here."""
    name = commission_of(case)
    if not name:
        return _("The application for arbitration is addressed to it, and cannot be issued without it.")
    if name == case.commission:
        return _("The application for arbitration is addressed to it.")
    return _("Now: %(commission)s") % {"commission": name}


class ClosingReportForm(VersionedForm):
    method = forms.ChoiceField(label=_("Resolved by"), choices=[*CHOOSE, *EndMethod.choices])
    hours = forms.DecimalField(
        label=_("Hours spent"), required=False, min_value=0, max_digits=6, decimal_places=1
    )
    subsidy = MoneyFormField(label=_("Subsidy"), required=False)
    summary = forms.CharField(
        label=_("Closing report"),
        help_text=_("What was done, what came of it, and what the worker received."),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class CorrectNoteForm(VersionedForm):
    text = forms.CharField(label=_("Note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    reason = _reason()


class FinishDeadlineForm(VersionedForm):
    met = forms.TypedChoiceField(
        label=_("How it ended"),
        choices=[("yes", _("Met")), ("no", _("No longer applies"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = _reason()


class LimitationEventForm(forms.Form):
    """What interrupts or pauses the year to claim."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[*CHOOSE, *LimitationEventKind.choices])
    on = DateField(label=_("On"), not_in_future=True, help_text=_("For a pause, its first day."))
    until = DateField(
        label=_("Until"), required=False, help_text=_("For a pause that is over, its last day.")
    )
    proof = forms.CharField(
        label=_("Shown by"),
        max_length=200,
        help_text=_("A message, a receipt, the paper of an authority."),
    )


class DropForm(VersionedForm):
    reason = _reason()


class AddDeadlineForm(forms.Form):
    """A limit with the day it starts from, or a date of one's own."""

    kind = forms.ChoiceField(label=_("Limit"))
    label = forms.CharField(
        label=_("What is due"), max_length=120, required=False, help_text=_("For another date only.")
    )
    day = DateField(
        label=_("Day"), help_text=_("The day the limit starts from; for another date its last day.")
    )
    source = forms.CharField(
        label=_("Where the day is from"),
        max_length=200,
        help_text=_("The paper and its number, or who told it."),
    )
    watcher = forms.ModelChoiceField(
        label=_("Watched by"),
        queryset=User.objects.none(),
        empty_label=_("Nobody else"),
        required=False,
        help_text=_("Sees it among their work, beside the handler."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = {deadline.kind for deadline in case.deadlines.all() if deadline.is_running}
        self.fields["kind"].choices = [*CHOOSE, *limits_by_event(running)]  # type: ignore[attr-defined]
        lawyers = [a.lawyer.user_id for a in case.assignments.all() if a.is_acting and a.lawyer]
        acting = User.objects.filter(pk__in=[pk for pk in lawyers if pk])
        clerks = User.objects.clerks_of([case.office], clock.today())
        self.fields["watcher"].queryset = clerks | acting  # type: ignore[attr-defined]


class MoveDeadlineForm(VersionedForm):
    due_on = DateField(label=_("New last day"))
    reason = _reason()
