"""What waits for a lawyer or a firm's coordinator: offers, deadlines, rounds and hearings of the own cases."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from cases.models import Deadline, Proceeding
from core import clock
from mediation.models import MediationRound
from work.items import SHOWN, Item, Part, first, part
from work.queries.clerk import SOON, case_url, deadline_item, rounds
from work.queries.parties import cases_by_id, whose

NOT_THEIRS = ("aid_decision", "aid_appointment", "aid_supplement", "archive")
"""Limits the office keeps, not the lawyer."""


def lawyer_work(user: User, lawyer: Any) -> list[Part]:
    """Offers to answer (the firm's for a coordinator), and the calendar of the cases the lawyer acts in."""
    own = lawyer.assignments.accepted().values("case")
    cases_url = reverse("cases:list")
    if lawyer.is_coordinator:
        cases_url += f"?lawyer={lawyer.pk}"
    return [
        _offers(user),
        _deadlines(own, cases_url),
        rounds(MediationRound.objects.filter(case__in=own), cases_url),
        _hearings(own, cases_url),
    ]


def _offers(user: User) -> Part:
    waiting = Assignment.objects.visible_to(user).answerable()
    rows = first(waiting.select_related("lawyer").order_by("expires_at", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        until = timezone.localtime(row.expires_at, timezone.get_default_timezone())
        what = _("Answer the offer by %(time)s") % {"time": f"{until:%m-%d %H:%M}"}
        url = reverse("assignments:offer", args=[row.pk])
        names = whose(cases[row.case_id])
        if row.lawyer and row.lawyer.user_id != user.pk:
            names = _("%(parties)s (offered to %(name)s)") % {"parties": names, "name": row.lawyer}
        items.append(Item(what, url, _("Answer"), url, names, until.date()))
    return part(rows, items, _("offers"), reverse("assignments:offers"))


def _deadlines(own: Any, more_url: str) -> Part:
    running = Deadline.objects.running().filter(case__in=own, due_on__lte=clock.today() + SOON)
    rows = first(running.exclude(kind__in=NOT_THEIRS).order_by("due_on", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = [deadline_item(row, cases[row.case_id]) for row in rows[:SHOWN]]
    return part(rows, items, _("deadlines of your cases"), more_url)


def _hearings(own: Any, more_url: str) -> Part:
    coming = Proceeding.objects.filter(case__in=own, heard_at__gte=_midnight(), decided_on__isnull=True)
    rows = first(coming.order_by("heard_at", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        local = timezone.localtime(row.heard_at, timezone.get_default_timezone())
        what = _("Hearing %(time)s, %(body)s") % {"time": f"{local:%H:%M}", "body": row.body}
        url = case_url(row.case_id)
        items.append(Item(what, url, _("View"), url, whose(cases[row.case_id]), local.date()))
    return part(rows, items, _("hearings"), more_url)


def _midnight() -> Any:
    return timezone.localtime(clock.now(), timezone.get_default_timezone()).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
