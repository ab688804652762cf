"""The page of a visit: who came, with which questions, and what came of each."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from cases.choices import channels
from cases.forms.parties import PersonFields, choice, employer_row, words, worker_row
from cases.forms.row_sets import FormPage, PeopleSet, RowSet, row_set
from cases.models import QuestionKind, QuestionOutcome, Visit
from cases.queries.visits import VisitWanted
from core import clock
from core.fields import ClockField, DateField, EmployerPhoneField
from core.pills import HasPills
from front_desk.forms.lookups import FindsEmployer, FindsWorker
from law_tables.forms import CodeField

MAX_PEOPLE, MAX_QUESTIONS = 50, 20


class VisitWorkerForm(FindsWorker, PersonFields):
    """Somebody named at a visit."""

    field_order = ("known", "masked", "id_number", "id_kind", "id_country", "name", "phone", "worker_type")


class VisitEmployerForm(FindsEmployer):
    """The employer named at a visit; what an entry of the company register says besides goes along unseen."""

    address = words("", 200, widget=forms.HiddenInput)
    legal_representative = words("", 60, widget=forms.HiddenInput)
    legal_representative_title = words("", 40, widget=forms.HiddenInput)
    phone = EmployerPhoneField(required=False, widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    id = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=QuestionKind.choices, initial=QuestionKind.ADVICE
    )
    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[("", gettext_lazy("As the answer says")), *QuestionOutcome.choices],
        required=False,
        help_text=gettext_lazy(
            "Left so: answered on the spot where an answer is written, else to be followed up."
        ),
    )
    referred_to = words(gettext_lazy("Referred to"), 80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("outcome") != QuestionOutcome.CASE:
            # It is set by opening the case, so that a visit never says “case opened” without one.
            outcome: Any = self.fields["outcome"]
            outcome.choices = [row for row in outcome.choices if row[0] != QuestionOutcome.CASE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("outcome") and "outcome" not in self.errors:
            answered = cleaned.get("answer")
            cleaned["outcome"] = QuestionOutcome.ANSWERED if answered else QuestionOutcome.FOLLOW_UP
        if cleaned.get("outcome") == QuestionOutcome.REFERRED and not cleaned.get("referred_to"):
            self.add_error("referred_to", ValidationError(_("Say where the visitor was referred to.")))
        return cleaned


class VisitForm(forms.Form):
    """The visit itself."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Window"), queryset=Office.objects.none(), empty_label=None
    )
    channel = CodeField(table="channel", label=gettext_lazy("Channel"), initial="window")
    visited_on = DateField(label=gettext_lazy("Date"), not_in_future=True)
    visited_at = ClockField(label=gettext_lazy("Time"), required=False)
    head_count = forms.IntegerField(
        label=gettext_lazy("Number of people"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=gettext_lazy("Everybody who came, named or not. Empty: as many as are named."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, windows: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["office"]
        offices.queryset = windows
        offices.initial = windows.first()
        if len(windows) == 1:
            offices.widget = forms.HiddenInput()
        self.fields["visited_on"].initial = clock.today
        self.fields["visited_at"].initial = _time


def _time() -> dt.time:
    """The time of the day now, to the minute."""
    return (
        timezone.localtime(clock.now(), timezone.get_default_timezone())
        .time()
        .replace(second=0, microsecond=0)
    )


class CorrectionForm(VisitForm):
    """A visit on record: its window stays, and a reason is asked."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["office"]


VisitWorkers = row_set(VisitWorkerForm, PeopleSet, limit=MAX_PEOPLE)
Questions = row_set(QuestionForm, RowSet, limit=MAX_QUESTIONS, minimum=1, extra=0)
MoreWorkers = row_set(VisitWorkerForm, PeopleSet, limit=MAX_PEOPLE, extra=0)
MoreQuestions = row_set(QuestionForm, RowSet, limit=MAX_QUESTIONS, minimum=0, extra=0)


class VisitPage(FormPage):
    """A visit on one page: `main`, `workers`, `employer`, `questions`."""

    def __init__(self, data: Any, *, windows: QuerySet[Office], visit: Visit | None = None) -> None:
        initial = _of(visit) if visit else {}
        main = CorrectionForm if visit else VisitForm
        workers, questions = (MoreWorkers, MoreQuestions) if visit else (VisitWorkers, Questions)
        super().__init__(
            {
                "main": main(data, windows=windows, initial=initial.get("main")),
                "workers": workers(data, prefix="workers", initial=initial.get("workers")),
                "employer": VisitEmployerForm(data, prefix="employer", initial=initial.get("employer")),
                "questions": questions(data, prefix="questions", initial=initial.get("questions")),
            }
        )

    def data(self) -> dict[str, Any]:
        """The keyword arguments for `record_visit` or `correct_visit`."""
        return {
            **self.main.cleaned_data,
            "workers": self.workers.rows(),
            "employer": self.employer.cleaned_data,
            "questions": self.questions.rows(),
        }


def _of(visit: Visit) -> dict[str, Any]:
    names = ("channel", "visited_on", "visited_at", "head_count", "note")
    return {
        "main": {name: getattr(visit, name) for name in names} | {"seen_version": visit.version},
        "workers": [worker_row(attendance.worker) for attendance in visit.active_attendances],
        "employer": {
            name: value
            for name, value in employer_row(visit.employer).items()
            if name in ("known", *FindsEmployer.base_fields)
        },
        "questions": [
            {name: getattr(question, name) for name in QuestionForm.base_fields}
            for question in visit.active_questions
        ],
    }


class VisitFilter(HasPills, forms.Form):
    """What a list of visits is narrowed by."""

    buttons = "front_desk/_periods.html"

    q = words(gettext_lazy("Worker or employer"), 100)
    since = DateField(label=gettext_lazy("From"), required=False)
    until = DateField(label=gettext_lazy("Until"), required=False)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Window"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    channel = choice(gettext_lazy("Channel"), channels, blank=gettext_lazy("All"))
    kind = choice(gettext_lazy("Kind"), QuestionKind.choices, blank=gettext_lazy("All"))
    received_by = forms.ModelChoiceField(
        label=gettext_lazy("Received by"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], clerks: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["received_by"].queryset = clerks  # type: ignore[attr-defined]

    @property
    def wanted(self) -> VisitWanted:
        """What was asked rightly; what was asked wrongly is shown as an error and left out."""
        self.is_valid()
        return VisitWanted(**{name: value for name, value in self.cleaned_data.items() if value})
