"""What waits for a lawyer or a firm's coordinator: offers, deadlines, rounds and hearings of the own cases."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from assignments.templatetags.assignments import answer_by
from cases.models import Case, Deadline, Proceeding
from cases.workflow import CaseState
from core import clock
from core.addresses import address
from core.prepared import Prepared
from mediation.models import MediationRound
from work.items import SHOWN, Item, Part, part
from work.queries.clerk import SOON, rounds, scheduled
from work.queries.limits import AS_LINE, limit_items, overdue_items
from work.queries.money import awaited, closable, payments_due, payments_late, sent_back, to_close
from work.queries.parties import case_item, cases_by_id, first, first_of, lines_by_id, step_item
from work.queries.undertakings import undertaken, undertakings_due, undertakings_late

NOT_THEIRS = ("aid_decision", "aid_appointment", "aid_supplement", "archive")
"""Limits the office keeps, not the lawyer."""

NOT_BEGUN = (CaseState.ACCEPTED, CaseState.ASSIGNED)


def _own(lawyer: Any, **_: Any) -> QuerySet:
    """The cases the lawyer acts in."""
    return Assignment.objects.accepted().filter(lawyer=lawyer).values("case")


def _of_colleagues(lawyer: Any, firm: Any, **_: Any) -> Q:
    """Rows of the cases in which colleagues act."""
    return Q(case__in=Assignment.objects.accepted().filter(firm=firm).values("case")) & ~Q(
        case__in=_own(lawyer)
    )


def _answerable(mine: Callable[[Any], Q]) -> Prepared:
    return Prepared(
        lambda who, now: first(
            Assignment.objects.answerable(now)
            .filter(mine(who))
            .select_related("lawyer", "firm")
            .order_by("expires_at", "pk")
        )
    )


OFFERS = _answerable(lambda who: Q(lawyer=who))
OFFERS_OF_FIRM = _answerable(lambda who: Q(firm=who))
TAKEN = Prepared(
    lambda lawyer: first(
        Case.objects.filter(pk__in=_own(lawyer), state__in=NOT_BEGUN)
        .order_by("accepted_on", "pk")
        .values_list("pk", flat=True)
    )
)
DEADLINES = Prepared(
    lambda lawyer, today, until: first(
        Deadline.objects.in_force(today)
        .filter(case__in=_own(lawyer), due_on__lte=until)
        .exclude(kind__in=NOT_THEIRS)
        .order_by("due_on", "pk")
        .values_list(*AS_LINE, named=True)
    )
)
PAYMENTS = awaited(lambda **of: Q(case__in=_own(**of)), lambda **of: Q(case__in=_own(**of)))
UNDERTAKINGS = undertaken(lambda **of: Q(case__in=_own(**of)), lambda **of: Q(case__in=_own(**of)))
CLOSABLE = closable(lambda lawyer: Case.objects.filter(pk__in=_own(lawyer)))
ROUNDS = scheduled(lambda lawyer: MediationRound.objects.filter(case__in=_own(lawyer)))
HEARINGS = Prepared(
    lambda lawyer, since: first(
        Proceeding.objects.filter(case__in=_own(lawyer), heard_at__gte=since, decided_on__isnull=True)
        .order_by("heard_at", "pk")
        .values_list("pk", "case_id", "body", "heard_at", named=True)
    )
)
LATE_OF_COLLEAGUES = Prepared(
    lambda lawyer, firm, today: first(
        Deadline.objects.overdue(today)
        .filter(_of_colleagues(lawyer, firm))
        .exclude(kind__in=NOT_THEIRS)
        .order_by("due_on", "pk")
        .values_list(*AS_LINE, named=True)
    )
)
PAYMENTS_OF_COLLEAGUES = awaited(_of_colleagues, _of_colleagues)
UNDERTAKINGS_OF_COLLEAGUES = undertaken(_of_colleagues, _of_colleagues)


def lawyer_work(user: User, lawyer: Any) -> list[Part]:
    """Offers to answer (the firm's for a coordinator), and what waits in the cases the lawyer acts in.

    A coordinator also sees what is late in the cases of colleagues.
    """
    cases_url = reverse("cases:list") + (f"?lawyer={lawyer.pk}" if lawyer.is_coordinator else "")
    own = lawyer.pk
    return [
        _offers(lawyer),
        _to_begin(user, own, cases_url),
        _deadlines(user, own, cases_url),
        payments_due(PAYMENTS(lawyer=own, until=clock.today() + SOON), cases_url),
        undertakings_due(UNDERTAKINGS(lawyer=own, until=clock.today() + SOON), cases_url),
        sent_back(user),
        to_close(CLOSABLE(lawyer=own), user, cases_url),
        rounds(ROUNDS(lawyer=own), cases_url),
        _hearings(own, cases_url),
        *(_late_of_colleagues(lawyer) if lawyer.is_coordinator else []),
    ]


def _offers(lawyer: Any) -> Part:
    if lawyer.is_coordinator:
        rows = OFFERS_OF_FIRM(who=lawyer.firm_id, now=clock.now())
    else:
        rows = OFFERS(who=lawyer.pk, now=clock.now())
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        url = address("assignments:offer", row.pk)
        names = lines[row.case_id].whose
        action = _("Answer the offer")
        items.append(
            Item(
                answer_by(row), url, action, url, names, clock.local_day(row.expires_at), until=row.expires_at
            )
        )
    return part(rows, items, _("offers"), reverse("assignments:offers"))


def _to_begin(user: User, own: int, more_url: str) -> Part:
    """Cases that were taken and in which nothing was begun yet."""
    rows = TAKEN(lawyer=own)
    what = _("Case taken, nothing begun yet")
    cases = cases_by_id(rows[:SHOWN])
    items = [step_item(line, cases[line.pk], what, "start_mediation", user) for line in first_of(rows)]
    return part(rows, items, _("cases to begin"), more_url)


def _deadlines(user: User, own: int, more_url: str) -> Part:
    rows = DEADLINES(lawyer=own, today=clock.today(), until=clock.today() + SOON)
    return part(rows, limit_items(rows[:SHOWN], user), _("deadlines of your cases"), more_url)


def _late_of_colleagues(lawyer: Any) -> list[Part]:
    today = clock.today()
    here = {"lawyer": lawyer.pk, "firm": lawyer.firm_id}
    rows = LATE_OF_COLLEAGUES(**here, today=today)
    items = overdue_items(rows[:SHOWN])
    limits = part(rows, items, _("overdue deadlines"), f"{reverse('cases:list')}?overdue=on")
    here["until"] = today - dt.timedelta(days=1)
    return [
        limits,
        payments_late(PAYMENTS_OF_COLLEAGUES(**here)),
        undertakings_late(UNDERTAKINGS_OF_COLLEAGUES(**here)),
    ]


def _hearings(own: int, more_url: str) -> Part:
    rows = HEARINGS(lawyer=own, since=clock.start_of(clock.today()))
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        what = _("Hearing before %(body)s") % {"body": row.body}
        url = address("cases:proceeding", row.pk)
        items.append(case_item(lines[row.case_id], what, _("See the proceedings"), url, at=row.heard_at))
    return part(rows, items, _("hearings"), more_url)
