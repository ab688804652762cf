"""Payments that are due, and cases that only wait for their end, as lines of "my work"."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.addresses import case_url
from cases.models import Case, Claim
from cases.workflow import PERFORMANCE
from core import clock
from core.templatetags.gongyuan import money
from mediation.models import Instalment
from mediation.payments import Due, open_dues, payments_of
from recoveries.models import Receipt
from work.items import COUNTED, SHOWN, Item, More, Part, first, part
from work.queries.parties import case_item, first_of, step_item, with_handler

SOON = dt.timedelta(days=30)
"""Payments farther off than this are no work yet."""

OPEN = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__gt=F("received"))


def payments_due(own: Any, more_url: str) -> Part:
    """Each day on which money was or is to come in for these cases and has not, late ones first."""
    soon = clock.today() + SOON
    due = Instalment.objects.in_force().filter(case=OuterRef("pk"), due_on__lte=soon)
    found = _dues(own.filter(Exists(OPEN), Exists(due), state__in=PERFORMANCE), soon)
    items = [
        case_item(
            case,
            _what_is_due(due),
            _("Record a payment"),
            reverse("recoveries:record", args=[case.pk]),
            due.on,
            url=case_url(case.pk, "agreement"),
        )
        for due, case in found[:SHOWN]
    ]
    return _cut(items, found, _("payments due"), more_url)


def payments_late(watched: Q) -> Part:
    """Each day that has passed without all its money, for who looks after those that record it; `watched` is said of
    instalments."""
    late = Instalment.objects.late().filter(watched).order_by()
    oldest = first(late.values("case").annotate(day=Min("due_on")).order_by("day", "case"))
    cases = Case.objects.filter(pk__in=[row["case"] for row in oldest])
    found = _dues(cases, clock.today() - dt.timedelta(days=1))
    items = [
        case_item(
            case,
            _what_is_due(due),
            _("See the payments"),
            case_url(case.pk, "agreement"),
            due.on,
            about=with_handler(case),
        )
        for due, case in found[:SHOWN]
    ]
    return _cut(items, found, _("overdue payments"), f"{reverse('cases:list')}?unpaid=on")


def _dues(cases: Any, last: dt.date) -> list[tuple[Due, Case]]:
    """What is open of these cases up to a day, the earliest first, with its case."""
    rows = cases.for_lines().prefetch_related("claims", "agreements__instalments").order_by("pk")
    found = [(due, case) for case in rows for due in open_dues(payments_of(case)) if due.on <= last]
    return sorted(found, key=lambda row: (row[0].on, row[1].pk))


def _what_is_due(due: Due) -> str:
    """What was due that day, and what of it came in."""
    sums = {"sum": money(due.amount), "paid": money(due.paid)}
    if due.paid:
        return _("Payment of %(sum)s yuan due, %(paid)s came in") % sums
    if due.days_late:
        return _("Payment of %(sum)s yuan due, nothing came in") % sums
    return _("Payment of %(sum)s yuan is to come in") % sums


def _cut(items: list[Item], found: list[Any], what: str, more_url: str) -> Part:
    beyond = len(found) - SHOWN
    return Part(items, More(what, min(beyond, COUNTED + 1), more_url) if beyond > 0 else None)


def to_close(user: User, own: Any, more_url: str) -> Part:
    """Cases in which all the money agreed or awarded came in and was verified: the report, then the closing."""
    waiting = Receipt.objects.to_verify().order_by().filter(case=OuterRef("pk"))
    agreed = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__isnull=False)
    cases = own.filter(Exists(agreed), ~Exists(OPEN), ~Exists(waiting), state__in=PERFORMANCE)
    rows, shown = first_of(cases.order_by("resolved_on", "pk"), "assignments")
    items = []
    for case in shown:
        what = _("All the money has come in")
        if case.closing_method:
            items.append(step_item(case, what, "request_closing", user))
        else:
            url = reverse("cases:closing_report", args=[case.pk])
            items.append(case_item(case, what, _("Write the closing report"), url))
    return part(rows, items, _("cases to be closed"), more_url)
