"""What waits for a lawyer or a firm's coordinator: offers, deadlines, rounds and hearings of the own cases."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from assignments.templatetags.assignments import answer_by
from cases.models import Case, Deadline, Proceeding
from cases.workflow import CaseState
from core import clock
from mediation.models import MediationRound
from work.items import SHOWN, Item, Part, first, local_day, part
from work.queries.clerk import SOON, rounds
from work.queries.limits import limit_items, overdue_items
from work.queries.money import payments_due, payments_late, to_close
from work.queries.parties import case_item, cases_by_id, first_of, step_item, whose
from work.queries.undertakings import undertakings_due, undertakings_late

NOT_THEIRS = ("aid_decision", "aid_appointment", "aid_supplement", "archive")
"""Limits the office keeps, not the lawyer."""

NOT_BEGUN = (CaseState.ACCEPTED, CaseState.ASSIGNED)


def lawyer_work(user: User, lawyer: Any) -> list[Part]:
    """Offers to answer (the firm's for a coordinator), and what waits in the cases the lawyer acts in.

    A coordinator also sees what is late in the cases of colleagues.
    """
    own = lawyer.assignments.accepted().values("case")
    cases_url = reverse("cases:list") + (f"?lawyer={lawyer.pk}" if lawyer.is_coordinator else "")
    cases = Case.objects.filter(pk__in=own)
    return [
        _offers(user),
        _to_begin(user, cases, cases_url),
        _deadlines(user, own, cases_url),
        payments_due(Q(case__in=own), Q(case__in=own), cases_url),
        undertakings_due(Q(case__in=own), Q(case__in=own), cases_url),
        to_close(user, cases, cases_url),
        rounds(MediationRound.objects.filter(case__in=own), cases_url),
        _hearings(own, cases_url),
        *(_late_of_colleagues(user, own) if lawyer.is_coordinator else []),
    ]


def _offers(user: User) -> Part:
    waiting = Assignment.objects.visible_to(user).answerable()
    rows = first(waiting.select_related("lawyer", "firm").order_by("expires_at", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        url = reverse("assignments:offer", args=[row.pk])
        names = whose(cases[row.case_id])
        action = _("Answer the offer")
        items.append(
            Item(answer_by(row), url, action, url, names, local_day(row.expires_at), until=row.expires_at)
        )
    return part(rows, items, _("offers"), reverse("assignments:offers"))


def _to_begin(user: User, cases: Any, more_url: str) -> Part:
    """Cases that were taken and in which nothing was begun yet."""
    taken = cases.filter(state__in=NOT_BEGUN).order_by("accepted_on", "pk")
    rows, shown = first_of(taken, "assignments")
    what = _("Case taken, nothing begun yet")
    items = [step_item(case, what, "start_mediation", user) for case in shown]
    return part(rows, items, _("cases to begin"), more_url)


def _deadlines(user: User, own: Any, more_url: str) -> Part:
    running = Deadline.objects.in_force(clock.today()).filter(case__in=own, due_on__lte=clock.today() + SOON)
    rows = first(running.exclude(kind__in=NOT_THEIRS).order_by("due_on", "pk"))
    return part(rows, limit_items(rows[:SHOWN], user), _("deadlines of your cases"), more_url)


def _late_of_colleagues(user: User, own: Any) -> list[Part]:
    firm = Assignment.objects.visible_to(user).accepted().values("case")
    late = Deadline.objects.overdue(clock.today()).filter(case__in=firm).exclude(case__in=own)
    rows = first(late.exclude(kind__in=NOT_THEIRS).order_by("due_on", "pk"))
    items = overdue_items(rows[:SHOWN])
    limits = part(rows, items, _("overdue deadlines"), f"{reverse('cases:list')}?overdue=on")
    theirs = Q(case__in=firm) & ~Q(case__in=own)
    return [limits, payments_late(theirs, theirs), undertakings_late(theirs, theirs)]


def _hearings(own: Any, more_url: str) -> Part:
    coming = Proceeding.objects.filter(
        case__in=own, heard_at__gte=clock.start_of(clock.today()), decided_on__isnull=True
    )
    rows = first(coming.order_by("heard_at", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        what = _("Hearing before %(body)s") % {"body": row.body}
        url = reverse("cases:proceeding", args=[row.pk])
        items.append(case_item(cases[row.case_id], what, _("See the proceedings"), url, at=row.heard_at))
    return part(rows, items, _("hearings"), more_url)
