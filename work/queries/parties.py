"""A line about a case: whose it is, for all lines of the page at once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from cases.addresses import case_url
from cases.models import Case
from cases.queries.narrowing import Condition, narrowed
from core import clock
from core.fsm import label_of, may_take
from work.items import SHOWN, Item, Together, first, goes_together


def cases_by_id(ids: Iterable[int]) -> dict[int, Any]:
    """The cases with what names them, in a fixed number of queries."""
    return Case.objects.for_lines().in_bulk(list(ids))


def first_of(cases: Any, *with_: str) -> tuple[list[int], list[Any]]:
    """The keys of as many cases as are counted, and those that are shown, with what names them and these relations."""
    ids = first(cases.values_list("pk", flat=True))
    shown = Case.objects.for_lines().prefetch_related(*with_).in_bulk(ids[:SHOWN])
    return ids, [shown[pk] for pk in ids[:SHOWN]]


def first_due(rows: QuerySet, watched: Sequence[Q], by_row: Q, *order: str) -> list[Any]:
    """As many of the rows as are counted, the first in this order, of those one of `watched` finds by an index.

    `by_row` says the same of a row at hand: for whom many wait, they are read in the order itself.
    """
    theirs = Condition(by_row, [rows.filter(one).values_list("pk", flat=True) for one in watched])
    return first(narrowed(rows, [theirs])[0].order_by(*order))


def whose(case: Any) -> str:
    """周建国等8人 · 上海某某公司; the number where nobody is named yet."""
    employer = str(case.employer) if case.employer else ""
    return " · ".join(part for part in (case.claimant_names, employer) if part) or str(case)


def with_handler(case: Any) -> str:
    """Whose it is and who handles it, for who looks after several handlers."""
    return _("%(parties)s (handler: %(name)s)") % {"parties": whose(case), "name": case.handler}


def latest_offers(ids: Iterable[int]) -> dict[int, Any]:
    """Case id → its latest offer or assignment."""
    offers = Assignment.objects.filter(case__in=list(ids)).select_related("lawyer", "firm").order_by("pk")
    return {offer.case_id: offer for offer in offers}


def case_item(
    case: Any,
    what: str,
    action: str,
    action_url: str,
    due_on: dt.date | None = None,
    *,
    url: str = "",
    about: str = "",
    at: dt.datetime | None = None,
    together: Together | None = None,
    together_url: str = "",
) -> Item:
    """A line about a case: whose it is, its number, and the one act; `about` says more than whose, `at` when it is."""
    return Item(
        what,
        url or case_url(case.pk),
        action,
        action_url,
        about or whose(case),
        clock.local_day(at) if at else due_on,
        case.number or "",
        at=at,
        together=together,
        together_url=together_url,
    )


def step_item(case: Any, what: str, step: str, user: User, due_on: dt.date | None = None) -> Item:
    """A line whose act is a step of the case; `case` comes with its assignments."""
    may_tick = goes_together(step) and may_take(case, step, user)
    together = Together(step, case.pk, case.version) if may_tick else None
    return case_item(
        case, what, str(label_of(Case, step)), step_url(case.pk, step), due_on, together=together
    )


def step_url(pk: int, step: str) -> str:
    """The page of a step of the case."""
    return reverse("cases:step", args=[pk, step.replace("_", "-")])
