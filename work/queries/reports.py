"""Closed cases whose closing report is still to be issued, and the reports issued today."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from cases.models import Case, Deadline
from cases.workflow import CaseState
from core import clock
from documents.actions import blanks_before_issuing
from documents.catalogue import CATALOGUE
from documents.data.common import read_moves
from documents.models import Paper, PaperKind
from documents.needs import Blank
from documents.workflow import PaperState

AT_ONCE = 20
"""So many are shown, and issued by one press, as each takes a moment to be laid out."""

IS_ISSUED = Q(kind=PaperKind.CLOSING_REPORT, state__in=(PaperState.ISSUED, PaperState.SIGNED))


@dataclass(frozen=True)
class Report:
    """The closing report of a case: what keeps it from being issued, and what it would leave blank."""

    case: Case
    missing: list
    blanks: list[Blank]
    due_on: dt.date | None

    @property
    def may_be_issued(self) -> bool:
        return not self.missing and not any(blank.forbids for blank in self.blanks)

    @property
    def is_complete(self) -> bool:
        return not self.missing and all(blank.optional for blank in self.blanks)


def waiting_for_report(user: User) -> Any:
    """The closed cases this clerk handles, or watches the limit of, without their report; the longest closed first."""
    watched = Deadline.objects.running().filter(case=OuterRef("pk"), kind="archive", watcher=user)
    return (
        Case.objects.visible_to(user)
        .filter(Q(handler=user) | Exists(watched), state=CaseState.CLOSED)
        .exclude(Exists(Paper.objects.filter(IS_ISSUED, case=OuterRef("pk"))))
        .order_by("ended_on", "pk")
    )


def reports(user: User) -> tuple[list[Report], bool]:
    """The first `AT_ONCE` of them with all that is to be said, in a fixed number of queries; are there more?"""
    cases = list(
        waiting_for_report(user).for_page().prefetch_related("parent__rounds__mediator")[: AT_ONCE + 1]
    )
    shown = cases[:AT_ONCE]
    read_moves(shown)
    return [_report(case, user) for case in shown], len(cases) > AT_ONCE


def _report(case: Case, user: User) -> Report:
    missing = CATALOGUE[PaperKind.CLOSING_REPORT].missing(case)
    blanks = [] if missing else blanks_before_issuing(PaperKind.CLOSING_REPORT, case, [None], user)
    due = next((d.due_on for d in case.deadlines.all() if d.kind == "archive" and d.is_running), None)
    return Report(case, missing, blanks, due)


def issued_today(user: User) -> list[Paper]:
    """The closing reports this user issued today and which are in force, oldest first."""
    today = Q(issued_by=user, issued_at__gte=clock.start_of(clock.today()))
    mine = Paper.objects.visible_to(user).filter(IS_ISSUED, today)
    return list(
        mine.select_related("case__employer").prefetch_related("case__claimants__worker").order_by("pk")
    )
