"""The filters over the list of cases, all of them in the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from accounts.permissions import office_ids
from cases.choices import causes, worker_types
from cases.queries.listing import CaseFilter
from cases.workflow import ENDED, IN_HAND, CaseState
from core import clock
from core.fields import DateField
from core.pills import HasPills, Pill
from lawyers.models import Firm, Lawyer
from lawyers.permissions import lawyer_of

ME = "me"
ANY = [("", _("All"))]


@dataclass(frozen=True)
class Tab:
    """A part of the list: what it is called and its query string."""

    label: str
    url: str
    is_current: bool


TABS = (
    (_("In hand"), (*IN_HAND, CaseState.CLOSING)),
    (_("To be decided"), (CaseState.REVIEW,)),
    (_("Ended"), ENDED),
    (_("All"), ()),
)


class CaseFilterForm(HasPills, forms.Form):
    """What a user may narrow the list by. A value that makes no sense is said at its field and left out."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False, widget=forms.HiddenInput)
    state = forms.MultipleChoiceField(
        label=_("State"), choices=CaseState.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    office = forms.TypedChoiceField(label=_("Office"), coerce=int, required=False, empty_value=None)
    handler = forms.ChoiceField(label=_("Handler"), required=False)
    firm = forms.ModelChoiceField(
        label=_("Firm"), queryset=Firm.objects.none(), required=False, empty_label=_("All")
    )
    lawyer = forms.ModelChoiceField(
        label=_("Lawyer"), queryset=Lawyer.objects.none(), required=False, widget=forms.HiddenInput
    )
    cause = forms.ChoiceField(label=_("Cause of action"), choices=lambda: ANY + causes(), required=False)
    worker_type = forms.ChoiceField(
        label=_("Kind of worker"), choices=lambda: ANY + worker_types(), required=False
    )
    opened_from = DateField(label=_("Opened from"), required=False)
    opened_to = DateField(label=_("Opened until"), required=False)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    unpaid = forms.BooleanField(label=_("Payment overdue"), required=False)
    group = forms.BooleanField(label=_("Group cases only"), required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        self.lawyer_user = lawyer_of(user)
        if self.lawyer_user:
            self._for_lawyer()
        else:
            self._for_staff()

    def _for_lawyer(self) -> None:
        for name in ("office", "handler", "firm"):
            del self.fields[name]
        if self.lawyer_user.is_coordinator:
            lawyers = self.fields["lawyer"]
            lawyers.queryset = Lawyer.objects.visible_to(self.user)  # type: ignore[attr-defined]
            lawyers.widget = forms.Select(choices=lawyers.choices)  # type: ignore[attr-defined]
        else:
            del self.fields["lawyer"]

    def _for_staff(self) -> None:
        if len(office_ids(self.user)) > 1:
            self.fields["office"].choices = self._offices  # type: ignore[attr-defined]
        else:
            del self.fields["office"]
        self.fields["handler"].choices = self._handlers  # type: ignore[attr-defined]
        if self.data:  # else nothing is chosen, and the form is not shown
            self.fields["firm"].queryset = Firm.objects.visible_to(self.user)  # type: ignore[attr-defined]
            self.fields["lawyer"].queryset = Lawyer.objects.visible_to(self.user)  # type: ignore[attr-defined]

    @cached_property
    def offices(self) -> list[Office]:
        """Those the user sees, in the order of the tree."""
        return list(Office.objects.filter(pk__in=office_ids(self.user)))

    def _offices(self) -> list[tuple[Any, Any]]:
        top = min((office.depth for office in self.offices), default=1)
        indented = [(office.pk, "\u3000" * (office.depth - top) + office.name) for office in self.offices]
        return [*ANY, *indented]

    def _handlers(self) -> list[tuple[str, Any]]:
        people = User.objects.clerks_of(self.offices).exclude(pk=self.user.pk)
        return [*ANY, (ME, _("Me")), *((str(pk), name) for pk, name in people.values_list("pk", "name"))]

    @property
    def wanted(self) -> CaseFilter:
        """The filters that make sense."""
        self.is_valid()
        value = self.cleaned_data.get
        handler = value("handler")
        return CaseFilter(
            q=value("q") or "",
            states=value("state") or [],
            offices=self._subtree(value("office")),
            handler=(self.user.pk if handler == ME else int(handler)) if handler else None,
            firm=value("firm"),
            lawyer=value("lawyer"),
            cause=value("cause") or "",
            worker_type=value("worker_type") or "",
            opened_from=value("opened_from"),
            opened_to=value("opened_to"),
            overdue_on=clock.today() if value("overdue") else None,
            unpaid=bool(value("unpaid")),
            group=bool(value("group")),
        )

    def _subtree(self, pk: int | None) -> list[int]:
        if pk is None:
            return []
        top = next((office for office in self.offices if office.pk == pk), None)
        return [office.pk for office in self.offices if office.path.startswith(top.path)] if top else []

    def tabs(self) -> Iterator[Tab]:
        """The parts of the list by where the cases stand; the other filters stay."""
        chosen = set(self.cleaned_data.get("state") or [])
        for label, states in TABS:
            params = self.data.copy()
            params.setlist("state", list(states))
            for cursor in ("after", "before"):
                params.pop(cursor, None)
            yield Tab(str(label), f"?{params.urlencode()}", chosen == set(states))

    def pills(self) -> list[Pill]:
        """As everywhere, without the states where a tab says them."""
        found = super().pills()
        if any(tab.is_current for tab in self.tabs()):
            label = str(self.fields["state"].label)
            return [pill for pill in found if pill.label != label]
        return found
