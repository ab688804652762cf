"""The few figures on top of "my work"; each leads to the list it was counted from."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import office_ids
from assignments.models import Assignment
from cases.models import Case, Deadline, Visit
from cases.queries.scope import case_scope
from cases.workflow import IN_HAND, WITH_LIMITS, CaseState
from core import clock
from core.money import total
from core.templatetags.gongyuan import money
from lawyers.permissions import lawyer_of
from recoveries.models import Receipt, VerifiedTotal

OPEN_STATES = (CaseState.REVIEW, *IN_HAND, CaseState.CLOSING)


COUNTED = 1_000
"""So many overdue deadlines are counted."""


@dataclass(frozen=True)
class Tile:
    label: str
    figure: str
    url: str
    unit: str = ""
    tone: str = ""
    later: str = ""
    """Where the figure comes from after the page, where it takes longer than that; `figure` is then empty."""


def tiles_for(user: User) -> list[Tile]:
    """The figures of this user's roles, at most four."""
    roles = user.roles
    if lawyer_of(user):
        return _for_lawyer(user)
    if roles & {"supervisor", "auditor"}:
        return _for_oversight(user)
    if roles & {"clerk", "reviewer"}:
        return _for_window(user)
    return []


def _cases_url(**params: Any) -> str:
    return f"{reverse('cases:list')}?{urlencode(params, doseq=True)}"


def _for_window(user: User) -> list[Tile]:
    today = clock.today()
    mine = Case.objects.filter(handler=user, state__in=OPEN_STATES)
    late = Deadline.objects.overdue(today).filter(case__handler=user, case__state__in=WITH_LIMITS)
    return [
        _visits_today(user),
        Tile(_("My cases in hand"), str(mine.count()), _cases_url(handler="me", state=OPEN_STATES)),
        _late(late, handler="me"),
        Tile(
            _("Under review"),
            str(Case.objects.visible_to(user).filter(state="review").count()),
            _cases_url(state="review"),
        ),
    ]


def _visits_today(user: User) -> Tile:
    today = clock.today()
    visits = Visit.objects.filter(office__in=office_ids(user), visited_on=today)
    url = f"{reverse('front_desk:visits')}?{urlencode({'since': str(today), 'until': str(today)})}"
    return Tile(_("Visits today"), str(visits.count()), url)


def _late(late: QuerySet, **params: Any) -> Tile:
    """How many cases these deadlines are of; where they are too many to be counted, at least so many."""
    cases = list(late.order_by("due_on").values_list("case", flat=True)[: COUNTED + 1])
    figure = f"{len(set(cases))}{'+' if len(cases) > COUNTED else ''}"
    tone = "late" if cases else ""
    return Tile(_("Cases overdue"), figure, _cases_url(overdue="on", **params), tone=tone)


def _for_oversight(user: User) -> list[Tile]:
    today = clock.today()
    late = Deadline.objects.overdue(today).filter(case_scope(user, "case__", by_row=True))
    waiting = Receipt.objects.to_verify().filter(case_scope(user, "case__", by_row=True))
    to_verify = waiting.waiting_sums()["incoming"]
    return [
        Tile(_("To verify"), money(to_verify), reverse("recoveries:queue"), _("yuan")),
        Tile(
            _("Verified on cases opened this year"),
            "",
            _cases_url(opened_from=today.replace(month=1, day=1), opened_to=today),
            _("yuan"),
            later=reverse("work:verified_this_year"),
        ),
        Tile(
            _("Cases in hand"),
            str(Case.objects.visible_to(user).filter(state__in=OPEN_STATES).count()),
            _cases_url(state=OPEN_STATES),
        ),
        _late(late),
    ]


def verified_this_year(user: User) -> Decimal:
    """The money verified on the cases opened this year that this user may see."""
    of_year = VerifiedTotal.objects.visible_to(user).filter(year=clock.today().year)
    return of_year.aggregate(sum=total("amount"))["sum"]


def _for_lawyer(user: User) -> list[Tile]:
    cases = Case.objects.visible_to(user)
    counts = cases.aggregate(
        hand=Count("pk", filter=Q(state__in=OPEN_STATES)),
        ended=Count("pk", filter=Q(state__in=(CaseState.CLOSED, CaseState.ARCHIVED))),
    )
    offers = Assignment.objects.visible_to(user).answerable()
    late = Deadline.objects.overdue(clock.today()).filter(
        case_scope(user, "case__"), case__state__in=OPEN_STATES
    )
    return [
        Tile(_("Offers to answer"), str(offers.count()), reverse("assignments:offers")),
        Tile(_("Cases in hand"), str(counts["hand"]), _cases_url(state=OPEN_STATES)),
        _late(late, state=OPEN_STATES),
        Tile(_("Cases closed"), str(counts["ended"]), _cases_url(state=("closed", "archived"))),
    ]
