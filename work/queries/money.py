"""Payments that are due, and cases that only wait for their end, as lines of "my work"."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.addresses import case_url
from cases.models import Case, Claim
from cases.workflow import PERFORMANCE
from core.addresses import address
from core.prepared import Prepared, given
from core.templatetags.gongyuan import money
from mediation.models import Agreement, AwaitedPayment, AwardSchedule, Instalment
from mediation.payments import Due, open_dues, payments_of
from performance.addresses import SECTION
from recoveries.models import Receipt
from work.items import SHOWN, Item, Part, part
from work.queries.parties import (
    CaseLine,
    First,
    case_item,
    cases_by_id,
    first,
    first_of,
    lines_by_id,
    step_item,
)

OPEN = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__gt=F("received"))

CLAIMS = Prepared(
    lambda ids: Claim.objects.filter(case__in=ids).only("case", "claimant", "received", "is_active")
)
AGREEMENTS = Prepared(
    lambda ids: Agreement.objects.filter(case__in=ids).only("case", "in_force", "whole_rest_due")
)
AWARDS = Prepared(lambda ids: AwardSchedule.objects.filter(case__in=ids).only("case", "in_force"))
INSTALMENTS = Prepared(
    lambda agreements, awards: Instalment.objects.filter(
        Q(agreement__in=agreements) | Q(award__in=awards)
    ).only("agreement", "award", "claimant", "claim", "amount", "due_on")
)


def awaited(own: Callable[..., Q], by_row: Callable[..., Q]) -> First:
    """Each day up to `until` on which money was or is to come in for these cases and has not; both are said of
    `AwaitedPayment`, as `First` takes them."""
    return First(
        lambda until, **_: AwaitedPayment.objects.filter(due_on__lte=until).values_list(
            "case_id", "due_on", named=True
        ),
        [own],
        by_row,
        "due_on",
        "case",
    )


def payments_due(rows: list[Any], more_url: str) -> Part:
    """Those days, late ones first."""
    return part(rows, _lines(rows, _to_record), _("payments due"), more_url)


def payments_late(rows: list[Any]) -> Part:
    """Those that have passed without all their money, for who looks after those that record it."""
    more_url = f"{reverse('cases:list')}?unpaid=on"
    return part(rows, _lines(rows, _to_see), _("overdue payments"), more_url)


def _lines(rows: list[Any], item: Callable[[CaseLine, Due], Item]) -> list[Item]:
    """The lines of the first of these days, in a fixed number of queries."""
    if not rows:
        return []
    ids = list({row.case_id for row in rows[:SHOWN]})
    lines, cases = lines_by_id(ids), [Case(pk=pk) for pk in ids]
    given(cases, "claims", CLAIMS(ids=ids), "case")
    agreements, awards = AGREEMENTS(ids=ids), AWARDS(ids=ids)
    given(cases, "agreements", agreements, "case")
    given(cases, "award_schedules", awards, "case")
    instalments = INSTALMENTS(agreements=[one.pk for one in agreements], awards=[one.pk for one in awards])
    given(agreements, "instalments", [one for one in instalments if one.agreement_id], "agreement")
    given(awards, "instalments", [one for one in instalments if one.award_id], "award")
    dues = {(case.pk, due.on): due for case in cases for due in open_dues(payments_of(case))}
    return [item(lines[row.case_id], dues[row.case_id, row.due_on]) for row in rows[:SHOWN]]


def _to_record(line: CaseLine, due: Due) -> Item:
    pay, url = address("recoveries:record", line.pk), case_url(line.pk, SECTION)
    return case_item(line, _what_is_due(due), _("Record a payment"), pay, due.on, url=url)


def _to_see(line: CaseLine, due: Due) -> Item:
    url = case_url(line.pk, SECTION)
    return case_item(line, _what_is_due(due), _("See the payments"), url, due.on, about=line.with_handler)


def _what_is_due(due: Due) -> str:
    """What was due that day, and what of it came in."""
    sums = {"sum": money(due.amount), "paid": money(due.paid)}
    if due.paid:
        return _("Payment of %(sum)s yuan due, %(paid)s came in") % sums
    if due.days_late:
        return _("Payment of %(sum)s yuan due, nothing came in") % sums
    return _("Payment of %(sum)s yuan is to come in") % sums


SENT_BACK = Prepared(lambda user: first(Receipt.objects.sent_back_to(user)))


def sent_back(user: User) -> Part:
    """What a supervisor sent back to this user: payments to record anew, and reversals that were asked for."""
    rows = SENT_BACK(user=user.pk)
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        url = address("recoveries:detail", row.pk)
        words = (
            _("Reversal of %(sum)s yuan sent back: %(fault)s")
            if row.reverses_id
            else _("Payment of %(sum)s yuan sent back: %(fault)s")
        )
        what = words % {"sum": money(abs(row.amount)), "fault": row.get_fault_display()}
        action, act = _("See what is wrong"), url
        if row.is_to_mend:
            action, act = _("Record it anew"), reverse("recoveries:mend", args=[row.pk])
        items.append(case_item(lines[row.case_id], what, action, act, url=url))
    return part(rows, items, _("entries sent back"), reverse("cases:list"))


def closable(own: Callable[..., QuerySet]) -> Prepared:
    """The keys of those of the cases in which all the money agreed or awarded came in and was verified."""
    waiting = Receipt.objects.to_verify().order_by().filter(case=OuterRef("pk"))
    agreed = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__isnull=False)
    is_paid = (Exists(agreed), ~Exists(OPEN), ~Exists(waiting))
    return Prepared(
        lambda **of: first(
            own(**of)
            .filter(*is_paid, state__in=PERFORMANCE)
            .order_by("resolved_on", "pk")
            .values_list("pk", flat=True)
        )
    )


def to_close(rows: list[int], user: User, more_url: str) -> Part:
    """Cases that only wait for their end: the report, then the closing."""
    items = []
    cases = cases_by_id(rows[:SHOWN])
    for line in first_of(rows):
        what, case = _("All the money has come in"), cases[line.pk]
        if case.closing_method:
            items.append(step_item(line, case, what, "request_closing", user))
        else:
            url = address("cases:closing_report", line.pk)
            items.append(case_item(line, what, _("Write the closing report"), url))
    return part(rows, items, _("cases to be closed"), more_url)
