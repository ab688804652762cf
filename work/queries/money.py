"""Payments that are due, and cases that only wait for their end, as lines of "my work"."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.addresses import case_url
from cases.models import Case, Claim
from cases.workflow import PERFORMANCE
from core import clock
from core.templatetags.gongyuan import money
from mediation.models import AwaitedPayment
from mediation.payments import Due, open_dues, payments_of
from performance.addresses import SECTION
from recoveries.models import Receipt
from work.items import SHOWN, Item, Part, part
from work.queries.parties import case_item, first_due, first_of, step_item, with_handler

SOON = dt.timedelta(days=30)
"""So long before they fall due payments, and what is promised beside money, are reminded of: a month, in which a reminder
can still be sent and answered. Farther off they are no work yet."""

OPEN = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__gt=F("received"))


def payments_due(own: Q, by_row: Q, more_url: str) -> Part:
    """Each day on which money was or is to come in for these cases and has not, late ones first; `own` and `by_row` are
    said of `AwaitedPayment` as `first_due` takes them."""
    days = AwaitedPayment.objects.filter(due_on__lte=clock.today() + SOON)
    rows = first_due(days, [own], by_row, "due_on", "case")
    return part(rows, _lines(rows, _to_record), _("payments due"), more_url)


def payments_late(watched: Q, by_row: Q) -> Part:
    """Each day that has passed without all its money, for who looks after those that record it."""
    rows = first_due(AwaitedPayment.objects.late(), [watched], by_row, "due_on", "case")
    more_url = f"{reverse('cases:list')}?unpaid=on"
    return part(rows, _lines(rows, _to_see), _("overdue payments"), more_url)


def _lines(rows: list[AwaitedPayment], line: Callable[[Case, Due], Item]) -> list[Item]:
    """The lines of the first of these days, in a fixed number of queries."""
    cases = Case.objects.for_lines().prefetch_related(
        "claims", "agreements__instalments", "award_schedules__instalments"
    )
    shown = cases.in_bulk({row.case_id for row in rows[:SHOWN]})
    dues = {(pk, due.on): due for pk, case in shown.items() for due in open_dues(payments_of(case))}
    return [line(shown[row.case_id], dues[row.case_id, row.due_on]) for row in rows[:SHOWN]]


def _to_record(case: Case, due: Due) -> Item:
    pay = reverse("recoveries:record", args=[case.pk])
    url = case_url(case.pk, SECTION)
    return case_item(case, _what_is_due(due), _("Record a payment"), pay, due.on, url=url)


def _to_see(case: Case, due: Due) -> Item:
    url = case_url(case.pk, SECTION)
    return case_item(case, _what_is_due(due), _("See the payments"), url, due.on, about=with_handler(case))


def _what_is_due(due: Due) -> str:
    """What was due that day, and what of it came in."""
    sums = {"sum": money(due.amount), "paid": money(due.paid)}
    if due.paid:
        return _("Payment of %(sum)s yuan due, %(paid)s came in") % sums
    if due.days_late:
        return _("Payment of %(sum)s yuan due, nothing came in") % sums
    return _("Payment of %(sum)s yuan is to come in") % sums


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
