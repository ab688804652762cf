"""The list of cases as a table to take away: a line for each, then the total of all.

Read as tuples, so many cases at a time, and what belongs to them by their keys; names and labels are looked up once. A
model for each row would cost several times as much.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from cases.forms.listing import CaseFilterForm
from cases.models import Case, Claimant, Employer
from cases.models.case import in_short
from cases.permissions import can_export
from cases.queries.case_rows import Figures, figures_of, next_due_of, summed
from cases.queries.listing import ORDER, cases_listed
from cases.queries.scope import scope_key
from cases.workflow import CaseState
from core.crypto import decrypt
from core.export_jobs import LISTS, ExportedList
from core.paging import in_pieces
from labour_law.identifiers import mask_id
from labour_law.phones import mask_phone
from law_tables.choices import name_of

CASES = "cases:export"
"""The name of the address at which they are taken away."""
CHUNK = 1_000

Person = tuple[str, str, str]
"""Name, ID number as it is encrypted, telephone."""


def header() -> list[str]:
    """The titles of the columns."""
    return [
        _("Case number"), _("State"), _("Opened on"), _("Office"), _("Handler"), _("Claimants"), _("People"),
        _("ID number"), _("Phone"), _("Employer"), _("Unified credit code"), _("Cause of action"),
        _("Next deadline"), _("Claimed"), _("Agreed or awarded"), _("Received"), _("Verified"), _("Ended on"),
    ]  # fmt: skip


def lines(cases: QuerySet) -> Iterator[Sequence[Any]]:
    """A line per case, the newest first, then the total of all."""
    total, people = Figures(), 0
    state_label = cache(lambda state: str(CaseState(state).label))
    cause_name = cache(partial(name_of, "cause"))
    offices: dict[int, str] = {}
    handlers: dict[int, str] = {}
    columns = ("pk", "number", "state", "opened_on", "office", "handler", "employer", "cause", "ended_on")
    rows = cases.values_list(*columns)
    for chunk in in_pieces(rows, order=ORDER, size=CHUNK, key=lambda row: (row[3], row[0])):
        ids, _n, _s, _o, in_chunk, by_handler, by_employer, *_rest = zip(*chunk, strict=True)
        _learn(offices, Office, in_chunk)
        _learn(handlers, User, by_handler)
        claimants, employers = _claimants(ids), _employers(by_employer)
        sums, due = figures_of(ids), next_due_of(ids)
        for pk, number, state, opened_on, office, handler, employer, cause, ended_on in chunk:
            named = claimants[pk]
            people += len(named)
            figures = sums.get(pk) or Figures()
            yield (
                number or str(Case(pk=pk)), state_label(state), opened_on, offices[office], handlers[handler],
                *_as_told(named), *employers.get(employer, ("", "")), cause_name(cause), due.get(pk),
                figures.claimed, figures.agreed, figures.received, figures.verified, ended_on,
            )  # fmt: skip
        total += summed(sums.values())
    yield [
        _("Total"), *[None] * 5, people, *[None] * 6, total.claimed, total.agreed, total.received, total.verified,
        None,
    ]  # fmt: skip


def _learn(names: dict[int, str], model: type[Model], keys: Iterable[int]) -> None:
    """Look up the names that are not known yet."""
    if unknown := set(keys) - names.keys():
        names.update(model._default_manager.filter(pk__in=unknown).values_list("pk", "name"))


def _claimants(cases: Sequence[int]) -> dict[int, list[Person]]:
    """Who takes part in each of these cases, the representative first."""
    token = Cast("worker__id_number", TextField())
    found = Claimant.objects.filter(case__in=cases).exclude(outcome__in=Claimant.LEFT)
    people = defaultdict(list)
    for case, *person in found.order_by("-is_representative", "pk").values_list(
        "case", "worker__name", token, "worker__phone"
    ):
        people[case].append(tuple(person))
    return people


def _as_told(people: list[Person]) -> tuple[str, int, str, str]:
    """Names in short and how many they are; of one alone the ID number and the telephone, masked."""
    if not people:
        return "", 0, "", ""
    name, token, phone = people[0]
    if len(people) > 1:
        return in_short(name, len(people)), len(people), "", ""
    return name, 1, mask_id(decrypt(token) if token else ""), mask_phone(phone)


def _employers(keys: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    """Name and credit code by key."""
    return {
        pk: (str(Employer(name=name, known_by=known_by)) if known_by else name, code or "")
        for pk, name, known_by, code in Employer.objects.filter(pk__in=set(keys)).values_list(
            "pk", "name", "known_by", "credit_code"
        )
    }


LISTS[CASES] = ExportedList(
    subject=gettext_lazy("Cases (%(format)s)"),
    file_name=gettext_lazy("cases"),
    may=can_export,
    scope=scope_key,
    form=lambda params, user: CaseFilterForm(params, user=user),
    found=lambda form, user: cases_listed(user, form.wanted),
    header=header,
    lines=lines,
    count=lambda cases: cases.count() + 1,
)
