"""The intake page: a whole case on one page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import Office, User
from calculators.entitlements import Answer, Entry
from cases.forms.claimants import FactFields
from cases.forms.parties import EmployerForm, WorkerFields, choice, employer_row, words
from cases.forms.parties import worker_row as row_of
from cases.forms.row_sets import FormPage, PeopleSet, RowSet, row_set
from cases.models import ClaimKind, Visit
from cases.models.case import AidForm, MeansGround
from core.fields import DateField, MoneyFormField
from front_desk.forms.lookups import FindsEmployer, FindsWorker
from front_desk.models import IntakeDraft
from law_tables.forms import CodeField
from workings.forms.entitlements import CALLED_ON_RECORD

MAX_WORKERS, MAX_CLAIMS = 50, 30
SUM = re.compile(r"sum-(\d+)")


class IntakeWorkerForm(FindsWorker, WorkerFields, FactFields):
    """A claimant: who it is, and the employment."""

    consent_on = None  # type: ignore[assignment]
    is_representative = None  # type: ignore[assignment]
    field_order = (
        "known", "masked", "id_number", "id_kind", "id_country", "name", "phone", "birth_date", "sex", "worker_type", "relation_type",
    )  # fmt: skip


class IntakeEmployerForm(FindsEmployer, EmployerForm):
    seen_version = None  # type: ignore[assignment]


class ClaimRowForm(forms.Form):
    """A kind of claim with one sum for each person: `people` are the numbers of their rows and their names."""

    kind = choice(gettext_lazy("Claim"), ClaimKind.choices)
    period_from = DateField(label=gettext_lazy("From"), required=False)
    period_to = DateField(label=gettext_lazy("Until"), required=False, end=True)
    basis = words(gettext_lazy("Basis"), 2000)

    def __init__(self, *args: Any, people: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in people:
            label = name or gettext_lazy("Claimed")
            self.fields[f"sum-{number}"] = MoneyFormField(label=label, required=False, positive=True)

    @property
    def sums(self) -> list[forms.BoundField]:
        """The fields for sums, for the template."""
        return [self[name] for name in self.fields if name.startswith("sum-")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", ValidationError(_("The period cannot end before it starts.")))
        if not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", ValidationError(_("Choose what is claimed."), code="required"))
        sums = {int(match[1]): cleaned.pop(name) for name in list(cleaned) if (match := SUM.fullmatch(name))}
        cleaned["sums"] = {number: amount for number, amount in sums.items() if amount}
        return cleaned


class IntakeForm(forms.Form):
    """The case itself."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Window"), queryset=Office.objects.none(), empty_label=None
    )
    channel = CodeField(table="channel", label=gettext_lazy("Channel"), initial="window")
    facts = forms.CharField(
        label=gettext_lazy("Facts and reasons"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    known_on = DateField(
        label=gettext_lazy("Infringement known since"),
        required=False,
        not_in_future=True,
        help_text=gettext_lazy("The one-year limitation counts from here."),
    )
    interrupted_on = DateField(
        label=gettext_lazy("Limitation interrupted on"),
        required=False,
        not_in_future=True,
        help_text=gettext_lazy("The last claim, complaint or admission of the debt; the year starts anew."),
    )
    cause = CodeField(
        table="cause", label=gettext_lazy("Cause of action"), blank=gettext_lazy("Follows from the claims")
    )
    aid_form = forms.ChoiceField(
        label=gettext_lazy("Form of aid"), choices=AidForm.choices, initial=AidForm.MEDIATION
    )
    means_ground = choice(
        gettext_lazy("Means"), MeansGround.choices, blank=gettext_lazy("Follows from the claims")
    )
    consent_on = DateField(
        label=gettext_lazy("Consent signed on"),
        required=False,
        not_in_future=True,
        help_text=gettext_lazy("By all workers above. Whoever signs later is entered on the case page."),
    )
    visit = forms.ModelChoiceField(Visit.objects.none(), required=False, widget=forms.HiddenInput)
    draft = forms.ModelChoiceField(IntakeDraft.objects.none(), required=False, widget=forms.HiddenInput)
    not_duplicate = forms.CharField(
        label=gettext_lazy("This is another case"), required=False, max_length=500, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, windows: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices: Any = self.fields["office"]
        offices.queryset = windows
        offices.initial = windows.first()
        if len(windows) == 1:
            offices.widget = forms.HiddenInput()
        self.fields["visit"].queryset = Visit.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["draft"].queryset = IntakeDraft.objects.filter(owner=user)  # type: ignore[attr-defined]

    def clean_not_duplicate(self) -> list[int]:
        return [int(text) for text in re.findall(r"\d{1,18}", self.cleaned_data["not_duplicate"])]


Workers = row_set(IntakeWorkerForm, PeopleSet, limit=MAX_WORKERS, minimum=1, extra=0)
NoWorkers = row_set(IntakeWorkerForm, PeopleSet, limit=MAX_WORKERS, minimum=0, extra=0)
Claims = row_set(ClaimRowForm, RowSet, limit=MAX_CLAIMS, extra=1)


class IntakePage(FormPage):
    """A whole case on one page: `main`, `workers`, `employer`, `claims`.

    It begins with what a `visit` says, or with what was `told` of an employment. Sent with the button “paste”
    (`will_paste`), the workers may all stay blank: they come from a table.
    """

    def __init__(
        self,
        data: Any,
        *,
        user: User,
        windows: QuerySet[Office],
        visit: Visit | None = None,
        told: Answer | None = None,
    ) -> None:
        initial: dict[str, Any] = {}
        if data is None:
            initial = _of(visit, windows) if visit else _of_employment(told) if told else {}
        self.will_paste = bool(data) and data.get("do") == "paste"
        chosen = NoWorkers if self.will_paste else Workers
        workers = chosen(data, prefix="workers", initial=initial.get("workers"))
        people = [(number, form["name"].value() or "") for number, form in _present(workers)]
        super().__init__(
            {
                "main": IntakeForm(data, user=user, windows=windows, initial=initial.get("main")),
                "workers": workers,
                "employer": IntakeEmployerForm(data, prefix="employer", initial=initial.get("employer")),
                "claims": Claims(
                    data, prefix="claims", form_kwargs={"people": people}, initial=initial.get("claims")
                ),
            }
        )
        self.sum_template = ClaimRowForm(prefix="claims-__claim__", people=[("__person__", "")]).sums[0]

    def data(self) -> dict[str, Any]:
        """The keyword arguments for `open_case`."""
        main = dict(self.main.cleaned_data)
        main["confirmed"] = main.pop("not_duplicate")
        return {
            **main,
            "workers": self.workers.rows(),
            "employer": self.employer.cleaned_data,
            "claims": self.claims.rows(),
            "people_follow": self.will_paste,
        }


def _present(workers: Any) -> list[tuple[int, forms.Form]]:
    """The rows of workers that are not removed."""
    return [(n, form) for n, form in enumerate(workers.forms) if not form["DELETE"].value()]


def _of(visit: Visit, windows: QuerySet[Office]) -> dict[str, Any]:
    """Everything the visit says, so that nothing is typed twice."""
    main = {
        "visit": visit,
        "channel": visit.channel,
        "facts": "\n".join(question.question for question in visit.active_questions),
    }
    if visit.office in windows:
        main["office"] = visit.office
    return {
        "main": main,
        "workers": [row_of(attendance.worker) for attendance in visit.active_attendances],
        "employer": employer_row(visit.employer),
    }


def _of_employment(told: Answer) -> dict[str, Any]:
    """The employment, and what is owed by it as claims of the one worker; what is only possible is left out."""
    claims = []
    for entry in _claimed(told)[:MAX_CLAIMS]:
        start, end = entry.days
        claims.append({"kind": entry.kind, "period_from": start, "period_to": end, "sum-0": entry.total})
    return {
        "workers": [{name: told.facts.get(fact) for fact, name in CALLED_ON_RECORD.items()}],
        "claims": claims,
    }


def _claimed(told: Answer) -> list[Entry]:
    return [entry for entry in told.entries if entry.counts and entry.can_be_claimed]


def left_out(told: Answer) -> list[str]:
    """Sentences that name what is owed by what was told and is no claim on the page, and why."""
    unknown = [
        entry
        for entry in told.entries
        if entry.found.standing == "owed" and entry.outcome and not entry.outcome.is_complete
    ]
    too_many = _claimed(told)[MAX_CLAIMS:]
    found = []
    if unknown:
        words = _("Left out, since a rate or a fact is missing: %(claims)s.")
        found.append(words % {"claims": _named(unknown)})
    if too_many:
        words = _("Left out, since the page takes %(most)d claims: %(claims)s.")
        found.append(words % {"most": MAX_CLAIMS, "claims": _named(too_many)})
    return found


def _named(entries: list[Entry]) -> str:
    return pgettext("list", ", ").join(f"{entry.label} {entry.period}".strip() for entry in entries)
