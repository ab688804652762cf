"""What the end of an employment gives, and what an illness or the age of retirement adds to it or takes from it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from labour_law.entitlements.causes import CAUSES, NOTICE_CAUSES
from labour_law.entitlements.continued_wages import ContinuedWages
from labour_law.entitlements.employment import Employment
from labour_law.entitlements.medical_subsidy import MedicalSubsidy, basis_of
from labour_law.entitlements.minimum_wage import MinimumWage, minimum_wage
from labour_law.entitlements.of_employment.entitled import Entitled, Rule, Standing, Why, to_claim, year_from
from labour_law.entitlements.overtime import Overtime, overtime
from labour_law.entitlements.result import Text
from labour_law.entitlements.service import full_years
from labour_law.entitlements.severance import Damages, NoticePay, Severance
from labour_law.entitlements.sick_pay import SickPay, sick_pay
from labour_law.entitlements.standstill import Standstill, standstill
from labour_law.entitlements.wage_history import mean_wage
from labour_law.entitlements.wages import UnpaidWages, unpaid_wages
from labour_law.errors import gettext_noop
from labour_law.periods import corresponding_day
from labour_law.rates import Tables

_DAY = timedelta(days=1)

PROTECTED_FROM = frozenset({*NOTICE_CAUSES, "redundancy"})
"""Ends that are forbidden while a worker is protected (劳动合同法 42); a term that ends then goes on (45)."""

LONG_SERVICE_YEARS, YEARS_TO_RETIREMENT = 15, 5
"""Who has worked so long there, and has less than so many years to retirement, is protected (劳动合同法 42(5))."""

_GO_ON = gettext_noop(
    "Instead the worker may ask to go on working, with wages meanwhile: that has to be chosen before applying."
)
_AT_FAULT = gettext_noop(
    "If the employer cannot prove the fault, or did not keep to the procedure: then the dismissal was unlawful."
)
_PROTECTED = gettext_noop(
    "Who is pregnant, nursing, in treatment, hurt at work with a grade, or near retirement may not be dismissed this way: "
    "then it was unlawful, in place of severance and pay in lieu of notice."
)
_OPEN_ENDED = gettext_noop(
    "A contract without a fixed term was due: to let the term end was unlawful, in place of severance. Courts differ on "
    "the second fixed term (Shanghai, from memory)."
)
_NOTICE = gettext_noop("If no notice was given 30 days before: that it was is for the employer to show.")
_OVER_FAULT = gettext_noop(
    "If the worker leaves over this and gives it as the reason in writing: wages not paid in full, no social insurance."
)
_WENT_OVER_FAULT = gettext_noop(
    "Only if the worker gave this as the reason when leaving: wages not paid in full, no social insurance."
)
_CONTINUED = gettext_noop(
    "Only if the worker asks to go on working instead of damages, and the contract can still be performed."
)
_SUBSIDY_TERM = gettext_noop(
    "If the illness was assessed at grades 5 to 10. Courts apply the rule of 1996 unevenly: ask how yours decides."
)
_SUBSIDY_DISMISSED = gettext_noop(
    "The national rule was repealed on 24 Nov 2017; some regions still grant it, others do not."
)
_SUBSIDY_SHANGHAI = gettext_noop(
    "Shanghai has a rule of its own that still stands (from memory): six months' wages at least, where the worker could "
    "do neither the old work nor other work."
)
_TOO_YOUNG = gettext_noop(
    "The age of retirement is reached on %(day)s only: to retire a worker before, without the worker's wish, is an "
    "unlawful end."
)
_AGE_REACHED = gettext_noop(
    "The age of retirement was reached on %(day)s, and the contract ends with it. Where no pension is drawn, courts "
    "differ: some grant severance for the end, others none. Ask, too, who answers for a pension that was lost."
)
_PENSION = gettext_noop(
    "A pension is drawn since the age of retirement, %(day)s, was reached: the labour contract ended with it, and no "
    "severance is owed for work after. For an end before the pension began it is."
)


def _end(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """What the end of the employment gives: N, a month in lieu of notice, or 2N or wages until work goes on; and what an
    illness or the age of retirement adds to it or takes from it."""
    if facts.left is None:
        return
    limit = year_from(facts, facts.left, tables.calendar)
    age = _age_at_end(facts)
    if facts.ended in CAUSES:
        claim = _severance(facts, tables, facts.left, facts.ended)
        yield to_claim("severance", limit, claim, standing="possible" if age else "owed", **age)
    elif facts.ended == "retired" and age and not facts.pension:
        claim = _severance(facts, tables, facts.left, "expiry")
        yield to_claim("severance", limit, claim, standing="possible", **age)
    if facts.ended in NOTICE_CAUSES and not facts.notice_given:
        pay = NoticePay(
            prior_month_wage=_of_month_before(facts, facts.left),
            left=facts.left,
            cause=facts.ended,  # type: ignore[arg-type]
            as_of=facts.as_of,
        )
        if facts.notice_given is None:
            yield to_claim("notice_pay", limit, pay, standing="possible", why=_NOTICE)
        else:
            yield to_claim("notice_pay", limit, pay)
    yield from _damages(facts, tables, facts.left)
    yield from _medical_subsidy(facts, tables, facts.left)


def _damages(facts: Employment, tables: Tables, left: date) -> Iterator[Entitled]:
    """2N, or wages until work goes on, for an end that was or may have been unlawful."""
    age = _age_at_end(facts)
    if facts.ended == "unlawful":
        standing: Standing = "possible" if age else "owed"
        why: Why | None = age or {"why": Text(_GO_ON), "article": "劳动合同法 48"}
    else:
        standing, why = "possible", _why_unlawful(facts)
    if why is None:
        return
    limit = year_from(facts, left, tables.calendar)
    yield to_claim("damages", limit, _twice(facts, tables, left), standing=standing, **why)
    yield from _continued(facts, tables, left)


def _continued(facts: Employment, tables: Tables, left: date) -> Iterator[Entitled]:
    """Wages since an end that was or may have been unlawful, for who asks to go on working."""
    if facts.as_of <= left:
        return
    owed = ContinuedWages(left=left, until=facts.as_of, monthly_wage=facts.monthly_wage, as_of=facts.as_of)
    limit = year_from(facts, left, tables.calendar)
    yield to_claim(
        "continued_wages",
        limit,
        owed,
        standing="possible",
        why=_CONTINUED,
        article="劳动合同法 48; 法释〔2025〕12号 18",
    )


def _medical_subsidy(facts: Employment, tables: Tables, left: date) -> Iterator[Entitled]:
    """Where the contract ended over an illness after the treatment period."""
    if facts.ended != "no_fault_illness" and not (facts.ended == "expiry" and facts.treatment_over):
        return
    owed = MedicalSubsidy(
        left=left,
        cause=facts.ended,  # type: ignore[arg-type]
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        as_of=facts.as_of,
    )
    basis = basis_of(owed, tables)
    if facts.ended == "expiry":
        why = _SUBSIDY_TERM
    else:
        why = _SUBSIDY_SHANGHAI if basis.article.startswith("上海") else _SUBSIDY_DISMISSED
    limit = year_from(facts, left, tables.calendar)
    yield to_claim("medical_subsidy", limit, owed, standing="possible", why=why, article=basis.article)


def _age_at_end(facts: Employment) -> Why:
    """What the age of retirement, where it was reached by the end, does to what the end gives; nothing where it was
    not."""
    day = facts.retires_on
    if day is None or facts.left is None or facts.left < day:
        return {}
    if facts.pension:
        return {"why": Text(_PENSION, {"day": day}), "article": "劳动合同法 44(2)"}
    return {"why": Text(_AGE_REACHED, {"day": day}), "article": "劳动合同法实施条例 21"}


def _of_month_before(facts: Employment, left: date) -> Decimal:
    """The wage of the month before that of the end (劳动合同法实施条例 20), or of the days there are."""
    end = left.replace(day=1) - _DAY
    if end < facts.hired:
        end = left
    return mean_wage(facts.hired, end, facts.monthly_wage, facts.earlier_wages, months=1)


def _why_unlawful(facts: Employment) -> Why | None:
    """On what it depends that the end was unlawful, and the article; None where nothing speaks for it."""
    if facts.ended == "at_fault":
        return {"why": Text(_AT_FAULT), "article": "法释〔2020〕26号 44"}
    gravely_hurt = facts.grade is not None and facts.grade <= 6
    is_protected = facts.protected or _is_near_retirement(facts)
    if facts.ended in PROTECTED_FROM and (is_protected or facts.grade is not None):
        return {"why": Text(_PROTECTED), "article": "劳动合同法 42"}
    if facts.ended == "expiry" and (is_protected or gravely_hurt):
        return {"why": Text(_PROTECTED), "article": "劳动合同法 45"}
    if facts.ended == "expiry" and facts.contract == "refused":
        return {"why": Text(_OPEN_ENDED), "article": "劳动合同法 14(2)"}
    day = facts.retires_on
    if facts.ended == "retired" and day is not None and facts.left is not None and facts.left < day:
        return {"why": Text(_TOO_YOUNG, {"day": day}), "article": "劳动合同法实施条例 21; 劳动合同法 87"}
    return None


def _is_near_retirement(facts: Employment) -> bool:
    """Fifteen years there, and less than five to retirement (劳动合同法 42(5))."""
    day, left = facts.retires_on, facts.left
    if day is None or left is None or left >= day:
        return False
    soon = corresponding_day(day, -12 * YEARS_TO_RETIREMENT)
    return left > soon and full_years(facts.hired, left) >= LONG_SERVICE_YEARS


def over_fault(facts: Employment, found: Iterable[Entitled], tables: Tables) -> Iterator[Entitled]:
    """N for a resignation over the employer's fault (劳动合同法 38), where there is a fault and it was not the end. Raises
    UnknownRegion.

    >>> facts = Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500), insured=False,
    ...                    as_of=date(2026, 8, 3))
    >>> [found.code for found in over_fault(facts, [], TABLES)]
    ['severance']
    """
    if facts.ended not in ("", "own_wish"):
        return
    if facts.insured is not False and not any(_is_short_of_wages(one, tables) for one in found):
        return
    left = facts.left or facts.as_of
    why = _WENT_OVER_FAULT if facts.left else _OVER_FAULT
    claim = _severance(facts, tables, left, "forced_resignation")
    limit = year_from(facts, left, tables.calendar) if facts.left else None
    yield to_claim("severance", limit, claim, standing="possible", why=why, article="劳动合同法 38")


def _is_short_of_wages(one: Entitled, tables: Tables) -> bool:
    if isinstance(one.facts, UnpaidWages):
        return unpaid_wages(one.facts, tables).total > 0
    if isinstance(one.facts, MinimumWage):
        return minimum_wage(one.facts, tables).total > 0
    if isinstance(one.facts, SickPay):
        return sick_pay(one.facts, tables).total > 0
    if isinstance(one.facts, Standstill):
        return standstill(one.facts, tables).total > 0
    return isinstance(one.facts, Overtime) and overtime(one.facts, tables).total > 0


def _severance(facts: Employment, tables: Tables, left: date, cause: str) -> Severance:
    return Severance(
        hired=facts.hired,
        left=left,
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        cause=cause,  # type: ignore[arg-type]
        overtime=facts.mean_overtime,
        overtime_in_base=_counts_overtime(facts, tables, left),
        as_of=facts.as_of,
        paid=facts.severance_paid,
        born=facts.born,
        retires_as=facts.retires_as,
    )


def _twice(facts: Employment, tables: Tables, left: date) -> Damages:
    return Damages(
        hired=facts.hired,
        left=left,
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        overtime=facts.mean_overtime,
        overtime_in_base=_counts_overtime(facts, tables, left),
        as_of=facts.as_of,
        paid=facts.severance_paid,
    )


def _counts_overtime(facts: Employment, tables: Tables, day: date) -> bool:
    """Beijing counts overtime pay in the mean, Shanghai does not (`Severance.overtime_in_base`)."""
    return bool(facts.mean_overtime) and "beijing" in tables.rates.lineage(facts.region, day)


RULES: tuple[Rule, ...] = (_end,)
