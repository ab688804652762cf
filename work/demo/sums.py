"""Sums of the demo worked out as on the page: what the case knows, and what the clerk enters beside it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Office
from calculators.catalogue import CALCULATORS
from calculators.working import work_out
from cases.models import Case, Claim
from core import clock
from law_tables import current
from work.demo.intake import moment
from workings.actions import Worked, work_out_claim, work_out_group
from workings.forms.claim import filled_in
from workings.queries import known_facts

AT = dt.time(11, 52)
"""Between the opening of a case and its submission."""


def frozen(claim: Claim, code: str, **facts: Any) -> dict[str, Any] | None:
    """The working of a claim by this calculator."""
    calculator = CALCULATORS[code]
    region = Office.objects.region_of(claim.case.office)
    form = calculator.form(initial=known_facts(calculator, claim.claimant, region, claim) | facts)
    return work_out(calculator, filled_in(form), current.tables()).frozen


def worked_out(case: Case, day: dt.date, code: str, **facts: Any) -> None:
    """Work out the claims of the case the calculator is for, on the day it was opened: of a group all at once."""
    kind = CALCULATORS[code].claim_kinds[0]
    claims = list(case.claims.filter(kind=kind).select_related("claimant__worker", "case__office"))
    with clock.at(moment(day, AT)):
        if len(claims) == 1:
            work_out_claim(claims[0], actor=case.handler, frozen=frozen(claims[0], code, **facts))
        else:
            rows = [(claim.pk, Worked(claim.claimant, frozen(claim, code, **facts))) for claim in claims]
            work_out_group(case, actor=case.handler, kind=kind, rows=rows)


def employed(ended: dt.date, days: int, wage: Decimal) -> dict[str, Any]:
    """An employment of so many days, in yuan a month."""
    return {
        "employed_from": ended - dt.timedelta(days=days),
        "employed_to": ended,
        "monthly_wage": wage,
        "job": "操作工",
    }


def owed_for(ended: dt.date) -> tuple[dt.date, dt.date]:
    """Three whole months and the beginning of a fourth, until about that day."""
    end = ended.replace(day=12)
    start = (end.replace(day=1) - dt.timedelta(days=75)).replace(day=1)
    return start, end
