"""For what a sum on a bank statement was probably paid: by the payer, the sum and the day, with the reasons in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import office_ids
from cases.models import Case, NameKey, NameKeyKind
from cases.workflow import IN_HAND
from core.company_names import core_of
from core.days import written_day
from core.money import ZERO
from core.names import plain_name
from mediation.models import Agreement, AwaitedPayment
from mediation.payments import open_dues, payments_of
from recoveries.models import StatementLine
from recoveries.split import still_open

MOST = 5
"""So many cases are proposed for a sum."""
MOST_LOOKED_AT = 200
NEAR = Decimal("0.01")
"""A sum is near another within a hundredth of it: banks keep their charges."""
DAYS_NEAR = 10
DAYS_LOOKED_AT = 45
NAME_SAME, NAME_CORE, NAME_WORKER = 4, 3, 2
SUM_EXACT, SUM_NEAR, DAY_NEAR = 4, 1, 1


@dataclass
class Match:
    """A case a sum was probably paid for, how good the match is, and why."""

    case: Case
    score: int = 0
    why: list[str] = field(default_factory=list)

    def add(self, points: int, reason: str) -> None:
        self.score += points
        self.why.append(reason)


@dataclass
class _Awaiting:
    """What is open of a case."""

    case: Case
    sums: list[tuple[Decimal, str, dt.date | None]]
    workers: list[str]


def matches(lines: Sequence[StatementLine], user: User) -> dict[int, list[Match]]:
    """The best matches for each line among the cases the user sees, by its id. The number of queries does not rise with
    the lines."""
    if not lines:
        return {}
    known = [_awaiting(case) for case in _cases(lines, user)]
    found = {}
    for line in lines:
        rated = [match for one in known if (match := _match(line, one))]
        found[line.pk] = sorted(rated, key=lambda match: (-match.score, -match.case.pk))[:MOST]
    return found


def _cases(lines: Sequence[StatementLine], user: User) -> Iterable[Case]:
    """Cases in hand whose employer is called like a payer, or for which money is awaited about these days."""
    cores = {core_of(line.payer) for line in lines}
    employers = set(
        NameKey.objects.filter(kind=NameKeyKind.CORE, key__in=cores, employer__isnull=False).values_list(
            "employer", flat=True
        )[:MOST_LOOKED_AT]
    )
    days = [line.came_on for line in lines]
    around = dt.timedelta(DAYS_LOOKED_AT)
    awaited = AwaitedPayment.objects.filter(
        office__in=office_ids(user), due_on__range=(min(days) - around, max(days) + around)
    ).order_by("due_on", "case")
    wanted = set(awaited.values_list("case", flat=True)[:MOST_LOOKED_AT])
    seen = Case.objects.visible_to(user, by_row=True).filter(state__in=IN_HAND)
    wanted |= set(
        seen.filter(employer__in=employers).order_by("-pk").values_list("pk", flat=True)[:MOST_LOOKED_AT]
    )
    in_force = Agreement.objects.filter(in_force=True).prefetch_related("instalments")
    return (
        seen.filter(pk__in=wanted)
        .select_related("employer", "office")
        .prefetch_related(Prefetch("agreements", in_force), "claims__claimant__worker")
    )


def _awaiting(case: Case) -> _Awaiting:
    sums: list[tuple[Decimal, str, dt.date | None]] = []
    payments = payments_of(case)
    for due in open_dues(payments):
        told = _("exactly what is open of what is due on %(day)s") % {"day": written_day(due.on)}
        sums.append((due.open, told, due.on))
    for payment in payments:
        if payment.open:
            told = _("exactly an instalment of %(day)s") % {"day": written_day(payment.due_on)}
            sums.append((payment.open, told, payment.due_on))
    active: list[Any] = [claim for claim in case.claims.all() if claim.is_active]
    in_all = sum((still_open(claim) for claim in active), ZERO)
    sums.append((in_all, _("exactly all that is open of the case"), None))
    sums += [(still_open(claim), _("exactly what is open of one claim"), None) for claim in active]
    workers = sorted({claim.claimant.worker.name for claim in active})
    return _Awaiting(case, [found for found in sums if found[0] > ZERO], workers)


def _match(line: StatementLine, known: _Awaiting) -> Match | None:
    """How a sum fits to a case; None where neither payer nor sum says so."""
    match = Match(known.case)
    employer = known.case.employer
    if employer and plain_name(line.payer) == plain_name(employer.name):
        match.add(NAME_SAME, _("the payer is the employer"))
    elif employer and core_of(line.payer) == core_of(employer.name):
        match.add(NAME_CORE, _("the payer is called like the employer, but for place and legal form"))
    named = [name for name in known.workers if len(name) > 1 and name in f"{line.payer} {line.purpose}"]
    if named:
        match.add(NAME_WORKER, _("the row names %(workers)s") % {"workers": "、".join(named[:3])})
    is_named = match.score > 0
    exact = [found for found in known.sums if found[0] == line.amount]
    near = [found for found in known.sums if abs(found[0] - line.amount) <= found[0] * NEAR]
    best = min(exact or near, key=lambda found: _days_off(line, found[2]), default=None)
    if exact and best:
        match.add(SUM_EXACT, best[1])
    elif best and is_named:
        match.add(SUM_NEAR, _("the sum is near %(sum)s yuan, which are open") % {"sum": f"{best[0]:,.2f}"})
    if best and _days_off(line, best[2]) <= DAYS_NEAR and (exact or is_named):
        match.add(DAY_NEAR, _("it came about the day it is due"))
    return match if match.score else None


def _days_off(line: StatementLine, due_on: dt.date | None) -> int:
    return abs((line.came_on - due_on).days) if due_on else DAYS_LOOKED_AT
