"""What follows from the contract: none in writing, a probation too long or ill paid."""

from collections.abc import Iterator
from datetime import timedelta

from labour_law.entitlements.double_wages import DoubleWages
from labour_law.entitlements.employment import Employment
from labour_law.entitlements.of_employment.entitled import Entitled, Rule, to_claim, year_from
from labour_law.entitlements.probation import Probation
from labour_law.entitlements.result import Text
from labour_law.entitlements.service import LAW, day_after
from labour_law.errors import gettext_noop
from labour_law.periods import corresponding_day
from labour_law.rates import Tables

_DAY = timedelta(days=1)
_YEAR = 12

_BY_MONTH = gettext_noop(
    "Where the year is counted month by month (Shanghai and Beijing, from memory), what fell due before %(day)s is out "
    "already: apply at once."
)


def _second_wage(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.contract in ("", "signed"):
        return
    hired, signed_on, due_on = facts.hired, None, None
    if facts.contract == "late":
        signed_on = facts.contract_on
    elif facts.contract == "ran_out":
        assert facts.contract_on is not None
        hired = facts.contract_on + _DAY
    elif facts.contract == "refused":
        due_on = facts.contract_on
    start = due_on or day_after(max(hired, LAW), 1)
    if start > facts.last_day:
        return
    owed = DoubleWages(
        monthly_wage=facts.monthly_wage,
        earlier_wages=facts.earlier_wages,
        hired=hired,
        signed_on=signed_on,
        open_ended_due=due_on,
        left=facts.left,
        as_of=facts.as_of,
    )
    ends = [facts.last_day, *([signed_on - _DAY] if signed_on else [])]
    if due_on is None:
        ends.append(day_after(max(hired, LAW), _YEAR) - _DAY)
    open_from = corresponding_day(facts.as_of, -_YEAR)
    limit = year_from(facts, min(ends), tables.calendar)
    is_partly_out = start < open_from <= min(ends)
    yield to_claim(
        "double_wages", limit, owed, why=Text(_BY_MONTH, {"day": open_from}) if is_partly_out else ""
    )


def _probation(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.probation_to is None:
        return
    served = Probation(
        term=facts.probation_term,  # type: ignore[arg-type]
        start=facts.probation_from or facts.hired,
        end=facts.probation_to,
        monthly_wage=facts.wage_on(facts.probation_to + _DAY),
        as_of=facts.as_of,
    )
    yield to_claim("probation", year_from(facts, served.end, tables.calendar), served)


RULES: tuple[Rule, ...] = (_second_wage, _probation)
