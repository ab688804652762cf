"""One row behind a figure, as a line of its list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.addresses import case_url
from cases.models import Case, Claim, Claimant, Proceeding, Visit, VisitQuestion, VisitWorker
from core.templatetags.gongyuan import money
from recoveries.models import OldCase, ReceiptLine
from reports.measures import Counted, Taken, Unit


@dataclass(frozen=True)
class Line:
    """What the row is, where its page is, what it is about, its office and day, and how much of the figure it is."""

    label: str
    url: str
    about: str
    office: str
    day: dt.date | dt.datetime | None
    amount: str


def line_of(measure: Counted, row: Any) -> Line:
    """The line of a row of the measure's source."""
    label, url, about = _told(row)
    case = row if isinstance(row, Case) else getattr(row, "case", None)
    visit = row if isinstance(row, Visit) else getattr(row, "visit", None)
    office = (case or visit or row.ledger).office
    return Line(label, url, about, str(office), _day(measure, row), _amount(measure, row))


def _told(row: Any) -> tuple[str, str, str]:
    match row:
        case Case():
            return str(row), case_url(row.pk), str(row.employer or "")
        case Visit():
            return str(row), reverse("front_desk:visit", args=[row.pk]), str(row.employer or "")
        case VisitQuestion():
            return str(row.visit), reverse("front_desk:visit", args=[row.visit_id]), row.question[:60]
        case VisitWorker():
            return str(row.visit), reverse("front_desk:visit", args=[row.visit_id]), str(row.worker)
        case Claimant():
            return str(row.case), case_url(row.case_id, "parties"), str(row.worker)
        case Claim():
            about = f"{row.claimant.worker} · {row.get_kind_display()}"
            return str(row.case), case_url(row.case_id, "claims"), about
        case ReceiptLine():
            about = f"{row.claim.claimant.worker} · {row.receipt.payer}"
            return str(row.case), reverse("recoveries:detail", args=[row.receipt_id]), about
        case Proceeding():
            about = f"{row.get_kind_display()} · {row.body}"
            return str(row.case), reverse("cases:proceeding", args=[row.pk]), about
        case OldCase():
            return str(row), reverse("recoveries:old_ledger", args=[row.ledger_id]), row.employer
    raise TypeError(type(row))


def _day(measure: Counted, row: Any) -> Any:
    name = measure.source.day or measure.source.order[0].removeprefix("-")
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _amount(measure: Counted, row: Any) -> str:
    if isinstance(measure, Taken):
        return str((row.resolved_on - row.accepted_on).days)
    if not measure.sum_of:
        return ""
    value = getattr(row, measure.sum_of)
    return money(value) if measure.unit is Unit.YUAN else f"{value:,}"
