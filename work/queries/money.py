"""Payments that are due, and cases that only wait for their end, as lines of "my work"."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Claim
from cases.workflow import PERFORMANCE
from core import clock
from core.templatetags.gongyuan import money
from mediation.models import Instalment
from mediation.payments import open_dues, payments_of
from recoveries.models import Receipt
from work.items import COUNTED, SHOWN, More, Part, first, part
from work.queries.parties import case_item, case_url, step_url

SOON = dt.timedelta(days=30)
"""Payments farther off than this are no work yet."""

OPEN = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__gt=F("received"))


def payments_due(own: Any, more_url: str) -> Part:
    """Each day on which money was or is to come in for these cases and has not, late ones first."""
    soon = clock.today() + SOON
    due = Instalment.objects.filter(case=OuterRef("pk"), agreement__in_force=True, due_on__lte=soon)
    cases = own.filter(Exists(OPEN), Exists(due), state__in=PERFORMANCE).for_list()
    found = [
        (due.on, case.pk, due, case)
        for case in cases.prefetch_related("claims", "agreements__instalments").order_by("pk")
        for due in open_dues(payments_of(case))
        if due.on <= soon
    ]
    found.sort(key=lambda row: row[:2])
    items = [
        case_item(
            case,
            _("Payment of %(sum)s yuan is to come in") % {"sum": money(due.open)},
            _("Record a payment"),
            reverse("recoveries:record", args=[case.pk]),
            due.on,
            url=case_url(case.pk, "#agreement"),
        )
        for _on, _pk, due, case in found[:SHOWN]
    ]
    beyond = len(found) - SHOWN
    more = More(_("payments due"), min(beyond, COUNTED + 1), more_url) if beyond > 0 else None
    return Part(items, more)


def to_close(own: Any, more_url: str) -> Part:
    """Cases in which all the money agreed or awarded came in and was verified: the report, then the closing."""
    waiting = Receipt.objects.to_verify().order_by().filter(case=OuterRef("pk"))
    agreed = Claim.objects.filter(case=OuterRef("pk"), is_active=True, agreed__isnull=False)
    cases = own.filter(Exists(agreed), ~Exists(OPEN), ~Exists(waiting), state__in=PERFORMANCE)
    rows = first(cases.for_list().order_by("resolved_on", "pk"))
    items = []
    for case in rows[:SHOWN]:
        if case.closing_method:
            action, url = _("Request closing"), step_url(case.pk, "request_closing")
        else:
            action, url = _("Write the closing report"), reverse("cases:closing_report", args=[case.pk])
        items.append(case_item(case, _("All the money has come in"), action, url))
    return part(rows, items, _("cases to be closed"), more_url)
