"""What a worker with a grade of disability gets after a work injury (工伤保险条例 33-37)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import get_args

from labour_law.calendar import Calendar
from labour_law.entitlements.checks import (
    require_amount,
    require_choice,
    require_count,
    require_days,
    require_order,
    require_wage,
)
from labour_law.entitlements.limits import ask_average, average_unpublished, limitation_notes, paid_in_full
from labour_law.entitlements.result import (
    ZERO,
    Ask,
    Entitlement,
    Line,
    Note,
    NoteKind,
    Text,
    Told,
    entitlement,
    line,
)
from labour_law.errors import InvalidGrade, gettext_noop
from labour_law.money import round_fen
from labour_law.periods import corresponding_day, due
from labour_law.rates import Rate, Rates, Series, Tables, WageBounds
from labour_law.retirement import DECISION, RetiresAs, retirement_day

USUAL_LEAVE_MONTHS = 12
LONGEST_LEAVE_MONTHS = 24

YEARS_BEFORE_RETIREMENT = 5
"""From so many years before it local rules reduce the benefits of leaving (from memory)."""

PLATFORM_SCHEME = date(2026, 7, 1)
"""职业伤害保障 holds in all provinces from here (one source)."""

FLOOR_SHARE = Decimal("0.6")
CEILING_SHARE = Decimal(3)
"""Between these shares of the average wage lies the own wage that benefits are reckoned by (工伤保险条例 64)."""

ALLOWANCE_SHARES = MappingProxyType({1: 90, 2: 85, 3: 80, 4: 75, 5: 70, 6: 60})
"""Monthly allowance by grade, % of the own wage (工伤保险条例 35, 36)."""

_DISABILITY = gettext_noop("One-off disability grant, grade %(grade)s")
_LEAVE = gettext_noop("Wages during paid leave for treatment")
_LEAVE_PAID = gettext_noop("Paid already for that leave")
_MEDICAL = gettext_noop("One-off medical subsidy on leaving, grade %(grade)s")
_EMPLOYMENT = gettext_noop("One-off employment subsidy on leaving, grade %(grade)s")
_BELOW = gettext_noop(
    "The wage is below 60 %% of the average wage (%(average)s yuan): %(base)s yuan counts for the disability grant."
)
_ABOVE = gettext_noop(
    "The wage is above 300 %% of the average wage (%(average)s yuan): %(base)s yuan counts for the disability grant."
)
_AVERAGE_UNKNOWN = gettext_noop(
    "The average wage of %(year)s is not known here: enter it, what is reckoned by it is not in the sum."
)
_BENEFIT_UNKNOWN = gettext_noop(
    "The local rate of a benefit for grade %(grade)s is not known here: enter it, the benefit is not in the sum."
)
_ACTUAL_WAGE = gettext_noop(
    "During paid leave the wage goes on as before: where it is above the insured wage entered here, claim the rest too."
)
_LONG_LEAVE = gettext_noop(
    "Paid leave for treatment of more than 12 months needs the consent of the city's assessment committee."
)
_KEPT = gettext_noop(
    "With grades 1 to 4 the employment is kept and the worker leaves the post: nothing is owed for leaving."
)
_NOT_LEFT = gettext_noop(
    "The medical and the employment subsidy are owed when the employment ends: enter the day to work them out."
)
_BY_REQUEST = gettext_noop(
    "With grades 5 and 6 the two subsidies on leaving are owed when the worker asks to leave."
)
_NEAR_RETIREMENT = gettext_noop(
    "Close to retirement local rules reduce the two subsidies on leaving: that is not in this sum."
)
_RETIRES_SOON = gettext_noop(
    "The age of retirement is reached on %(day)s, less than five years after leaving: local rules reduce the two "
    "subsidies on leaving, from memory by a fifth for each year that is missing. That is not in this sum: ask."
)
_RETIRED = gettext_noop(
    "The age of retirement was reached on %(day)s: the two subsidies on leaving are then not owed by many local rules."
)
_PLATFORM = gettext_noop(
    "Who rides or drives for a platform without being employed is covered by the occupational injury scheme, in all "
    "provinces since 1 Jul 2026 (one source, check): claim there."
)
_MONTHLY_FUND = gettext_noop("Besides, the fund pays %(share)s %% of the own wage each month.")
_MONTHLY_EMPLOYER = gettext_noop(
    "Besides, the employer pays %(share)s %% of the own wage each month while it has no suitable work to give."
)
_RECOGNITION = gettext_noop(
    "Recognition as a work injury: the employer has until %(employer)s to apply, worker or union until %(worker)s."
)
_PAYERS = gettext_noop(
    "The fund pays the disability grant and the medical subsidy, the employer the wages during leave and the "
    "employment subsidy. For a worker who was not insured the employer pays everything."
)
_OTHERS = gettext_noop(
    "Treatment, meals in hospital, travel, care and aids come on top by their receipts: they are not in this sum."
)

_NOT_ASSESSED = gettext_noop(
    "Without a grade of disability only the wages during leave are worked out: grant and subsidies follow the assessment."
)
_PAID_BY_FUND = gettext_noop("%(sum)s yuan are paid by the fund on application: they are not in this sum.")

_LEAVING: tuple[tuple[Series, str], ...] = (
    ("injury_medical", _MEDICAL),
    ("injury_employment", _EMPLOYMENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkInjury:
    """Facts for the benefits of a work injury.

    ``grade``: of disability, 1 the gravest to 10; None where it has not been assessed, or there is none: then only the
    leave for treatment is paid. ``insured``: whether work-injury insurance was paid in; what the fund then pays is told
    and no part of the sum. ``monthly_wage``: mean insured wage of the 12 months before the
    injury, yuan (工伤保险条例 64). ``injured_on``: day of the accident, or of the diagnosis of an occupational disease.
    ``left``: last day of employment; the benefits of leaving (grades 5 to 10) are only worked out with it.
    ``leave_months``: months of paid leave for treatment, parts allowed, at most 24. ``leave_paid``: yuan already paid
    for them. ``leave_wage``: what was paid a month before the injury, which goes on during that leave (33(1)); the
    insured wage where None. ``as_of``: the day of the claim. ``born`` and ``retires_as`` tell when the age of retirement is
    reached, near to which local rules reduce the benefits of leaving.
    """

    monthly_wage: Decimal
    region: str
    injured_on: date
    grade: int | None = None
    left: date | None = None
    leave_months: Decimal = Decimal(0)
    leave_paid: Decimal = ZERO
    leave_wage: Decimal | None = None
    insured: bool = False
    as_of: date | None = None
    born: date | None = None
    retires_as: RetiresAs | None = None

    def __post_init__(self) -> None:
        """Raises InvalidGrade, InvalidAmount, InvalidPeriod, InvalidCount."""
        if self.grade is not None and (type(self.grade) is not int or not 1 <= self.grade <= 10):
            raise InvalidGrade("grade_range", field="grade", grade=self.grade)
        require_days(injured_on=self.injured_on, left=self.left, as_of=self.as_of, born=self.born)
        require_order("injured_on", self.born or self.injured_on, self.injured_on)
        if self.retires_as is not None:
            require_choice("retires_as", self.retires_as, get_args(RetiresAs))
        require_wage("monthly_wage", self.monthly_wage)
        require_order("left", self.injured_on, self.left)
        require_count("leave_months", self.leave_months, LONGEST_LEAVE_MONTHS)
        require_amount("leave_paid", self.leave_paid)
        if self.leave_wage is not None:
            require_wage("leave_wage", self.leave_wage)
        require_order("as_of", self.injured_on, self.as_of)


def work_injury(facts: WorkInjury, tables: Tables) -> Entitlement:
    """One-off benefits and the wages during leave, yuan (工伤保险条例 33, 35-37, 64).

    Disability grant: months by grade × own wage, which lies between 60 % and 300 % of the average wage of the year
    before the injury. Leave for treatment: months × wage, without those bounds, less what was paid. On leaving with
    grades 5 to 10: the medical and the employment subsidy of the region, in yuan or in months of the average wage of the
    year before leaving. Raises UnknownRegion.

    >>> facts = WorkInjury(grade=10, monthly_wage=Decimal(9000), region="shanghai", injured_on=date(2025, 5, 6))
    >>> work_injury(facts, TABLES).total
    Decimal('63000.00')
    """
    if facts.grade is None:
        parts = [_paid_leave(facts), _not_assessed(), _besides(facts, tables.calendar)]
    else:
        parts = [
            _by_fund(facts, _disability_grant(facts, facts.grade, tables.rates)),
            _paid_leave(facts),
            _on_leaving(facts, facts.grade, tables),
            _besides(facts, tables.calendar),
        ]
    notes = [note for part in parts for note in part.notes]
    return entitlement(
        [row for part in parts for row in part.lines],
        [note for place, note in enumerate(notes) if note not in notes[:place]],
        dict.fromkeys(ask for part in parts for ask in part.asks),
        [rate for part in parts for rate in part.compared],
    )


def _not_assessed() -> Told:
    return Told((), (_note("not_assessed", _NOT_ASSESSED, "工伤保险条例 21", "info"),))


def _by_fund(facts: WorkInjury, told: Told) -> Told:
    """What the fund pays, for a worker who was insured: told, not in the sum (社会保险法 38)."""
    if not facts.insured or not told.lines:
        return told
    sums = [
        Note("paid_by_fund", Text(_PAID_BY_FUND, {"sum": row.amount}), "社会保险法 38", "info")
        for row in told.lines
    ]
    return Told((), (*told.notes, *sums), told.asks, told.compared)


def _disability_grant(facts: WorkInjury, grade: int, rates: Rates) -> Told:
    months = rates.find("injury_disability", facts.region, facts.injured_on, grade)
    bounds = rates.wage_bounds[facts.region][facts.injured_on]
    notes, asks = _missing_average(facts.region, facts.injured_on, bounds)
    found = bounds.average
    if months is None:
        asks.append(_ask("injury_disability", facts, grade, facts.injured_on))
        notes.append(_note("rate_unknown", _BENEFIT_UNKNOWN, grade=grade))
    if months is None or found is None:
        return Told((), tuple(notes), tuple(asks))
    average = found.value
    base = min(max(facts.monthly_wage, FLOOR_SHARE * average), CEILING_SHARE * average)
    rates_used: tuple[Rate, ...] = (months,)
    if base != facts.monthly_wage:
        rates_used = (months, found)
        message = _BELOW if base > facts.monthly_wage else _ABOVE
        params = {"average": average, "base": round_fen(base)}
        notes.append(Note("cap_applied", Text(message, params), "工伤保险条例 64(2)"))
    label = Text(_DISABILITY, {"grade": grade})
    article = f"工伤保险条例 {35 if grade <= 4 else 36 if grade <= 6 else 37}(1)"
    row = line(label, months.value, "month", base, article, table_rates=rates_used)
    return Told((row,), tuple(notes), (), (found,))


def _paid_leave(facts: WorkInjury) -> Told:
    if not facts.leave_months:
        return Told(())
    article = "工伤保险条例 33(1)"
    wage = facts.monthly_wage if facts.leave_wage is None else facts.leave_wage
    owed = line(Text(_LEAVE), facts.leave_months, "month", wage, article)
    lines = [owed]
    if facts.leave_paid:
        lines.append(line(Text(_LEAVE_PAID), 1, "item", -min(facts.leave_paid, owed.amount), article))
    notes = [_note("actual_wage", _ACTUAL_WAGE, article)] if facts.leave_wage is None else []
    if facts.leave_paid > owed.amount:
        notes.append(paid_in_full(facts.leave_paid, owed.amount, article))
    if facts.leave_months > USUAL_LEAVE_MONTHS:
        notes.append(_note("long_leave", _LONG_LEAVE, "工伤保险条例 33(2)"))
    return Told(tuple(lines), tuple(notes))


def _on_leaving(facts: WorkInjury, grade: int, tables: Tables) -> Told:
    """The medical and the employment subsidy of grades 5 to 10."""
    article = f"工伤保险条例 {36 if grade <= 6 else 37}(2)"
    if grade <= 4:
        gone = facts.left is not None
        return Told((), (_note("employment_kept", _KEPT, "工伤保险条例 35(1)"),) if gone else ())
    if facts.left is None:
        return Told((), (_note("not_left", _NOT_LEFT, article, "info"),))
    bounds = tables.rates.wage_bounds[facts.region][facts.left]
    average = bounds.average
    lines: list[Line] = []
    notes: list[Note] = []
    asks: list[Ask] = []
    for series, message in _LEAVING:
        row = tables.rates.find(series, facts.region, facts.left, grade)
        label = Text(message, {"grade": grade})
        owed: list[Line] = []
        if row is None:
            asks.append(_ask(series, facts, grade, facts.left))
            notes.append(_note("rate_unknown", _BENEFIT_UNKNOWN, grade=grade))
        elif row.unit == "yuan":
            owed.append(line(label, 1, "item", row.value, article, table_rates=(row,)))
        else:
            said, asked = _missing_average(facts.region, facts.left, bounds)
            notes += said
            asks += asked
            if average is not None:
                used = (row, average)
                owed.append(line(label, row.value, "month", average.value, article, table_rates=used))
        by = _by_fund(facts, Told(tuple(owed))) if series == "injury_medical" else Told(tuple(owed))
        lines += by.lines
        notes += by.notes
    if grade <= 6:
        notes.append(_note("own_request", _BY_REQUEST, article, "info"))
    notes += _near_retirement(facts, article)
    notes += limitation_notes(facts.left, facts.as_of, tables.calendar)
    return Told(tuple(lines), tuple(notes), tuple(asks))


def _near_retirement(facts: WorkInjury, article: str) -> list[Note]:
    """What the age of retirement does to the benefits of leaving; nothing where it is more than five years off."""
    if facts.born is None or facts.retires_as is None or facts.left is None:
        return [_note("near_retirement", _NEAR_RETIREMENT, article, "info")]
    day = retirement_day(facts.born, facts.retires_as)
    if facts.left >= day:
        return [Note("retirement_reached", Text(_RETIRED, {"day": day}), DECISION)]
    if facts.left > corresponding_day(day, -12 * YEARS_BEFORE_RETIREMENT):
        return [Note("near_retirement", Text(_RETIRES_SOON, {"day": day}), DECISION)]
    return []


def _besides(facts: WorkInjury, calendar: Calendar) -> Told:
    """What is no part of the sum: the monthly allowance, recognition, who pays, what comes by receipt."""
    notes = []
    if facts.grade is not None and facts.grade in ALLOWANCE_SHARES:
        by_fund = facts.grade <= 4
        message = _MONTHLY_FUND if by_fund else _MONTHLY_EMPLOYER
        article = f"工伤保险条例 {35 if by_fund else 36}(1)"
        share = ALLOWANCE_SHARES[facts.grade]
        notes.append(_note("monthly_allowance", message, article, "info", share=share))
    days = {
        "employer": due("injury_report_employer", facts.injured_on, calendar).last_day,
        "worker": due("injury_report_worker", facts.injured_on, calendar).last_day,
    }
    notes += [
        _note("recognition", _RECOGNITION, "工伤保险条例 17", "info", **days),
        _note("who_pays", _PAYERS, "社会保险法 38, 39; 工伤保险条例 62(2)", "info"),
        _note("other_benefits", _OTHERS, "工伤保险条例 30-32, 34", "info"),
    ]
    if facts.injured_on >= PLATFORM_SCHEME:
        notes.append(_note("platform_scheme", _PLATFORM, "人社部发〔2021〕56号", "info"))
    return Told((), tuple(notes))


def _missing_average(region: str, day: date, bounds: WageBounds) -> tuple[list[Note], list[Ask]]:
    """What to say and ask where the average wage of the year before ``day`` is not in the tables."""
    if bounds.average is None:
        return [_note("rate_unknown", _AVERAGE_UNKNOWN, year=day.year - 1)], [ask_average(region, day)]
    return average_unpublished(day, bounds), []


def _ask(series: Series, facts: WorkInjury, grade: int, day: date) -> Ask:
    return Ask(series, facts.region, day, day, grade)


def _note(code: str, message: str, article: str = "", kind: NoteKind = "warning", **params: object) -> Note:
    return Note(code, Text(message, params), article, kind)
