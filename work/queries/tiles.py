"""The few figures on top of "my work"; each leads to the list it was counted from."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import office_ids
from assignments.models import Assignment
from cases.models import Case, Deadline, InHandTotal, Visit
from cases.queries.scope import sees_every_office
from cases.workflow import OPEN, WITH_LIMITS, CaseState
from core import clock
from core.lookups import among
from core.money import total
from core.prepared import Prepared, summed
from core.templatetags.gongyuan import money
from lawyers.permissions import lawyer_of
from recoveries.models import VerifiedTotal, WaitingTotal

COUNTED = 1_000
"""So far overdue deadlines, and the cases a firm has closed, are counted; beyond it the figure says "1000+"."""


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
    if lawyer := lawyer_of(user):
        return _for_lawyer(lawyer)
    if roles & {"supervisor", "auditor"}:
        return _for_oversight(user)
    if roles & {"clerk", "reviewer"}:
        return _for_window(user)
    return []


def _cases_url(**params: Any) -> str:
    return f"{reverse('cases:list')}?{urlencode(params, doseq=True)}"


def _count(rows: QuerySet) -> QuerySet:
    return summed(rows, count=Count("pk"))


def _cases_of(rows: QuerySet) -> QuerySet:
    """The cases of these deadlines, the earliest first."""
    return rows.order_by("due_on").values_list("case", flat=True)[: COUNTED + 1]


VISITS = Prepared(lambda offices, on: _count(Visit.objects.filter(office__in=offices, visited_on=on)))
MINE = Prepared(lambda user: _count(Case.objects.filter(handler=user, state__in=OPEN)))
MY_LATE = Prepared(
    lambda user, today: _cases_of(
        Deadline.objects.overdue(today).filter(case__handler=user, case__state__in=WITH_LIMITS)
    )
)
REVIEWED = Prepared(lambda offices: _count(Case.objects.filter(office__in=offices, state="review")))


def _for_window(user: User) -> list[Tile]:
    today, offices = clock.today(), office_ids(user)
    visits = f"{reverse('front_desk:visits')}?{urlencode({'since': str(today), 'until': str(today)})}"
    return [
        Tile(_("Visits today"), _one(VISITS(offices=offices, on=today)), visits),
        Tile(_("My cases in hand"), _one(MINE(user=user.pk)), _cases_url(handler="me", state=OPEN)),
        _late(MY_LATE(user=user.pk, today=today), handler="me"),
        Tile(_("Under review"), _one(REVIEWED(offices=offices)), _cases_url(state="review")),
    ]


def _one(rows: list[tuple[int]]) -> str:
    return str(rows[0][0] if rows else 0)


def _late(cases: list[int], **params: Any) -> Tile:
    """How many cases these deadlines are of; where they are too many to be counted, at least so many."""
    figure = _figure(len(set(cases)), is_more=len(cases) > COUNTED)
    tone = "late" if cases else ""
    return Tile(_("Cases overdue"), figure, _cases_url(overdue="on", **params), tone=tone)


def _figure(count: int, *, is_more: bool) -> str:
    return f"{count}{'+' if is_more else ''}"


WAITING = Prepared(
    lambda offices: summed(WaitingTotal.objects.filter(office__in=offices), sum=total("amount"))
)
IN_HAND = Prepared(lambda offices: summed(InHandTotal.objects.filter(office__in=offices), sum=Sum("number")))
LATE_ANYWHERE = Prepared(lambda today: _cases_of(Deadline.objects.overdue(today)))
LATE_AT = Prepared(
    lambda today, offices: _cases_of(
        Deadline.objects.overdue(today).filter(among("case__office_id", offices))
    )
)


def _for_oversight(user: User) -> list[Tile]:
    today, offices = clock.today(), office_ids(user)
    sees_all = len(offices) > 1 and sees_every_office(user)
    late = LATE_ANYWHERE(today=today) if sees_all else LATE_AT(today=today, offices=offices)
    ((to_verify,),), ((in_hand,),) = WAITING(offices=offices), IN_HAND(offices=offices)
    return [
        Tile(_("To verify"), money(to_verify), reverse("recoveries:queue"), _("yuan")),
        Tile(
            _("Verified on cases opened this year"),
            "",
            _cases_url(opened_from=today.replace(month=1, day=1), opened_to=today),
            _("yuan"),
            later=reverse("work:verified_this_year"),
        ),
        Tile(_("Cases in hand"), str(in_hand or 0), _cases_url(state=OPEN)),
        _late(late),
    ]


def verified_this_year(user: User) -> Decimal:
    """The money verified on the cases opened this year that this user may see."""
    of_year = VerifiedTotal.objects.visible_to(user).filter(year=clock.today().year)
    return of_year.aggregate(sum=total("amount"))["sum"]


@dataclass(frozen=True)
class _OfLawyer:
    """What is counted over the cases a lawyer sees: the own ones, or those of the firm."""

    in_hand: Prepared
    closed: Prepared
    offers: Prepared

    @classmethod
    def over(cls, mine: Callable[[Any], Q]) -> "_OfLawyer":
        def seen(who: Any, *states: str) -> QuerySet:
            acting = Assignment.objects.acting().filter(mine(who)).values("case")
            cases = Case.objects.filter(pk__in=acting, state__in=states)
            return cases.order_by().values_list("pk", flat=True)

        return cls(
            in_hand=Prepared(lambda who: seen(who, *OPEN)),
            closed=Prepared(lambda who: seen(who, CaseState.CLOSED, CaseState.ARCHIVED)[: COUNTED + 1]),
            offers=Prepared(lambda who, now: _count(Assignment.objects.answerable(now).filter(mine(who)))),
        )


OWN = _OfLawyer.over(lambda who: Q(lawyer=who))
OF_FIRM = _OfLawyer.over(lambda who: Q(firm=who))
LATE_IN = Prepared(lambda ids, today: _cases_of(Deadline.objects.overdue(today).filter(case__in=ids)))


def _for_lawyer(lawyer: Any) -> list[Tile]:
    counts, who = (OF_FIRM, lawyer.firm_id) if lawyer.is_coordinator else (OWN, lawyer.pk)
    in_hand, closed = counts.in_hand(who=who), len(counts.closed(who=who))
    return [
        Tile(
            _("Offers to answer"),
            _one(counts.offers(who=who, now=clock.now())),
            reverse("assignments:offers"),
        ),
        Tile(_("Cases in hand"), str(len(in_hand)), _cases_url(state=OPEN)),
        _late(LATE_IN(ids=in_hand, today=clock.today()), state=OPEN),
        Tile(
            _("Cases closed"),
            _figure(min(closed, COUNTED), is_more=closed > COUNTED),
            _cases_url(state=("closed", "archived")),
        ),
    ]
