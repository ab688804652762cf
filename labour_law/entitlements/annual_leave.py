"""Pay for annual leave that was not given (职工带薪年休假条例 5(3))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.calendar import Calendar
from labour_law.entitlements.checks import (
    LAST_YEAR,
    require_count,
    require_days,
    require_order,
    require_wage,
    require_whole,
)
from labour_law.entitlements.limits import limitation_notes
from labour_law.entitlements.result import (
    PAID_DAYS,
    Entitlement,
    Line,
    Note,
    NoteKind,
    Text,
    entitlement,
    line,
)
from labour_law.entitlements.service import LAW, day_after, full_years
from labour_law.errors import InvalidCount, gettext_noop
from labour_law.rates import Tables

_DAYS = ((20, 15), (10, 10), (1, 5))
"""Days of leave a year, from so many full years of work on (职工带薪年休假条例 3)."""

_THREE = Decimal(3)

_LEAVE = gettext_noop("Annual leave of %(year)s: %(entitled)s days, %(taken)s taken")
_NOT_EMPLOYED = gettext_noop("In %(year)s the worker was not employed there: check the year.")
_NOT_IN_FORCE = gettext_noop("The right to annual leave pay began in 2008: nothing is owed for %(year)s.")
_NOT_OVER = gettext_noop(
    "%(year)s is not over and the employment goes on: its leave can still be given, nothing is owed for it yet."
)
_YEARS_OVER = gettext_noop(
    "Each year is taken as over. Enter the day of the claim, so that a year that is not over is left out."
)
_FIRST_YEAR = gettext_noop("In %(year)s the first full year of work was not over: no annual leave yet.")
_EVIDENCE = gettext_noop(
    "Show the years of work: social-insurance record, earlier contracts. "
    "What leave was given is for the employer to show."
)
_OWN_REQUEST = gettext_noop(
    "Nothing more is owed for days the worker gave up in writing for reasons of their own."
)
_EXCLUSIONS = gettext_noop(
    "No annual leave in a year with long sick leave, with 20 or more days of paid private leave, or with school "
    "holidays that are longer."
)
_LIMITS = {
    "limitation_run_out": gettext_noop(
        "Leave of %(year)s: the year to apply for arbitration ended on %(last_day)s, unless it was interrupted or "
        "paused. It stays in the sum until the employer pleads it."
    ),
    "limitation_soon": gettext_noop(
        "Leave of %(year)s: apply for arbitration by %(last_day)s, %(days)s days left."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveYear:
    """A calendar year in question; ``taken``: days of annual leave given in it, halves allowed."""

    year: int
    taken: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Raises InvalidCount."""
        require_whole("year", self.year, LAST_YEAR)
        require_count("taken", self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualLeave:
    """Facts for leave not given.

    ``first_worked``: first day of the working life, with whatever employer: it decides how many days there are.
    ``hired``: first day with this employer. ``left``: last day, counted; None while employed. ``monthly_wage``: mean
    of the 12 months before, yuan, without overtime pay (企业职工带薪年休假实施办法 11). ``as_of``: the day of the claim.

    ``paid_share``: how much of the ordinary wage was paid for the days not given, 0 to 1. The law promises 300 % with
    the ordinary wage in it; who worked through his leave on full pay has had 100 %, so the default 1 leaves 200 %.
    """

    first_worked: date
    hired: date
    monthly_wage: Decimal
    years: tuple[LeaveYear, ...]
    left: date | None = None
    paid_share: Decimal = Decimal(1)
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount."""
        require_days(first_worked=self.first_worked, hired=self.hired, left=self.left, as_of=self.as_of)
        require_order("hired", self.first_worked, self.hired)
        require_wage("monthly_wage", self.monthly_wage)
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)
        require_count("paid_share", self.paid_share, 1)
        require_each_year_once("years", self.years)


def require_each_year_once(field: str, years: Iterable[LeaveYear]) -> None:
    """No year stands there twice. Raises InvalidCount.

    >>> require_each_year_once("years", [LeaveYear(year=2025), LeaveYear(year=2026)])
    """
    seen: set[int] = set()
    for row in years:
        if row.year in seen:
            raise InvalidCount("count_year_twice", field=field, year=row.year)
        seen.add(row.year)


def annual_leave(facts: AnnualLeave, tables: Tables) -> Entitlement:
    """Pay for the leave not given, yuan: days × monthly wage ÷ 21.75 × 300 %, less the share already paid
    (职工带薪年休假条例 5(3); 企业职工带薪年休假实施办法 10, 11).

    5 days a year from one full year of work on, 10 from ten, 15 from twenty (条例 3), by what is full at the end of the
    year or of the employment. Of the year of hiring and of leaving: full days of days employed ÷ 365 × entitlement
    (办法 5, 12); so, too, of the year in which the first year of work becomes full, from then on (from memory).
    A year that is not over gives nothing yet while the employment goes on, one before 2008 nothing at all. Raises
    nothing.

    >>> facts = AnnualLeave(first_worked=date(2014, 7, 1), hired=date(2018, 3, 1), left=date(2026, 6, 30),
    ...                     monthly_wage=Decimal(8700), years=(LeaveYear(year=2026, taken=Decimal(2)),))
    >>> annual_leave(facts, TABLES).total
    Decimal('1600.00')
    """
    lines: list[Line] = []
    notes: list[Note] = []
    for row in sorted(facts.years, key=lambda row: row.year):
        first, last = _employed(facts, row.year)
        if row.year < LAW.year:
            notes.append(_note("not_in_force", _NOT_IN_FORCE, "职工带薪年休假条例 10", year=row.year))
        elif last < first:
            notes.append(_note("not_employed", _NOT_EMPLOYED, "", year=row.year))
        elif _goes_on(facts, row.year):
            notes.append(_note("year_not_over", _NOT_OVER, "职工带薪年休假条例 5(2)", year=row.year))
        else:
            found = _line(facts, row, first, last)
            lines.append(found)
            if day_after(facts.first_worked, 12) > last:
                notes.append(_note("first_year", _FIRST_YEAR, "职工带薪年休假条例 2", year=row.year))
            if found.amount:
                notes += _limitation(row.year, last, facts.as_of, tables.calendar)
    if any(found.amount for found in lines):
        if facts.left is None and facts.as_of is None:
            notes.append(_note("years_over", _YEARS_OVER, "职工带薪年休假条例 5(2)"))
        notes += [
            _note("evidence", _EVIDENCE, "劳动争议调解仲裁法 6", "info"),
            _note("own_request", _OWN_REQUEST, "企业职工带薪年休假实施办法 10(2)", "info"),
            _note("exclusions", _EXCLUSIONS, "职工带薪年休假条例 4", "info"),
        ]
    return entitlement(lines, notes)


def _employed(facts: AnnualLeave, year: int) -> tuple[date, date]:
    """First and last day of the employment in ``year``; the last comes first where there is none."""
    if year < facts.hired.year:
        return facts.hired, date.min
    last = date(year, 12, 31)
    return max(facts.hired, date(year, 1, 1)), min(facts.left, last) if facts.left else last


def _goes_on(facts: AnnualLeave, year: int) -> bool:
    """Whether the employer can still give the leave of ``year``: it is not over, nor is the employment."""
    return facts.left is None and facts.as_of is not None and facts.as_of <= date(year, 12, 31)


def _line(facts: AnnualLeave, row: LeaveYear, first: date, last: date) -> Line:
    years = full_years(facts.first_worked, last)
    full = next((days for least, days in _DAYS if years >= least), 0)
    start = max(first, day_after(facts.first_worked, 12))
    entitled = max((last - start).days + 1, 0) * full // 365
    if last < date(row.year, 12, 31):
        article = "企业职工带薪年休假实施办法 12"
    elif start > date(row.year, 1, 1):
        article = "企业职工带薪年休假实施办法 5"
    else:
        article = "企业职工带薪年休假实施办法 10(1)"
    return line(
        Text(_LEAVE, {"year": row.year, "entitled": entitled, "taken": row.taken}),
        max(entitled - row.taken, Decimal(0)),
        "day",
        facts.monthly_wage,
        article,
        divisor=PAID_DAYS,
        factor=_THREE - facts.paid_share,
        start=first,
        end=last,
        confidence="memory" if article.endswith(" 5") else "verified",
    )


def _limitation(year: int, last: date, as_of: date | None, calendar: Calendar) -> list[Note]:
    """Those of `limitation_notes`, with the year they speak of; counted from the end of the year or employment."""
    return [
        Note(
            note.code,
            Text(_LIMITS.get(note.code, note.text.message), {**note.text.params, "year": year}),
            note.article,
            note.kind,
        )
        for note in limitation_notes(last, as_of, calendar)
    ]


def _note(code: str, message: str, article: str, kind: NoteKind = "warning", **params: object) -> Note:
    return Note(code, Text(message, params), article, kind)
