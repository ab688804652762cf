"""The second wage while there is no written contract (劳动合同法 82(1)), or none without a fixed term though one was
due (82(2))."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Literal, get_args

from labour_law.calendar import Calendar
from labour_law.entitlements.checks import require_choice, require_days, require_order, require_wage
from labour_law.entitlements.limits import limitation_notes
from labour_law.entitlements.months import whole_month
from labour_law.entitlements.result import (
    ONE,
    PAID_DAYS,
    ZERO,
    Entitlement,
    Line,
    Note,
    Text,
    entitlement,
    line,
)
from labour_law.entitlements.service import LAW, day_after
from labour_law.entitlements.wage_history import EarlierWage, Stretch, require_earlier_wages, stretches
from labour_law.errors import InvalidPeriod, gettext_noop
from labour_law.periods import corresponding_day
from labour_law.rates import Tables

_DAY = timedelta(days=1)
_YEAR = 12

LimitationMethod = Literal["whole", "daily"]

PartMonth = Literal["paid_days", "days_of_month"]
"""What the working days of a part of a month are divided by: the 21.75 paid days of an average month, or the working days
that month has. 法释〔2025〕12号 6 says "by the working days of that month" and leaves the divisor open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleWages:
    """Facts for the second wage.

    ``monthly_wage``: yuan a month, as owed for full attendance in the months without a contract, and ``earlier_wages``
    where another held before; a month in which it changes is divided by the working days it has. ``hired``: first day
    of work, or the day after an earlier contract ran out. ``signed_on``: the day a written contract was signed, None
    for never. ``left``: last day of employment, counted. ``as_of``: the day of the claim; where the employment goes on,
    the second wage is counted up to it, and without it to the end of the year.

    ``open_ended_due``: the day on which a contract without a fixed term should have been made and was refused (劳动合同法
    14(2), 82(2)): the second wage then runs from that day on, without an end of its own, so that one of the other days
    is needed. ``part_month``: how a part of a month is divided, see `PartMonth`.

    ``limitation_method``: how the year to claim is counted, where courts differ. "whole" is one year from the end of
    the time without a contract (Jiangsu, from memory), "daily" a year for each day's second wage by itself (Beijing;
    Shanghai month by month since 2010, from memory). The default is "whole", so that nothing is given up early. Neither
    changes the sum: that the year has run out is for the employer to plead.
    """

    monthly_wage: Decimal
    hired: date
    signed_on: date | None = None
    left: date | None = None
    as_of: date | None = None
    limitation_method: LimitationMethod = "whole"
    open_ended_due: date | None = None
    part_month: PartMonth = "paid_days"
    earlier_wages: tuple[EarlierWage, ...] = ()

    def __post_init__(self) -> None:
        """Raises InvalidAmount, InvalidPeriod, InvalidChoice."""
        require_choice("limitation_method", self.limitation_method, get_args(LimitationMethod))
        require_choice("part_month", self.part_month, get_args(PartMonth))
        require_days(
            hired=self.hired,
            signed_on=self.signed_on,
            left=self.left,
            as_of=self.as_of,
            open_ended_due=self.open_ended_due,
        )
        require_wage("monthly_wage", self.monthly_wage)
        require_earlier_wages(self.earlier_wages)
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)
        require_order("open_ended_due", max(self.hired, LAW), self.open_ended_due)
        if self.open_ended_due and not (self.signed_on or self.left or self.as_of):
            raise InvalidPeriod("period_end_missing", field="as_of")


def double_wages(facts: DoubleWages, tables: Tables) -> Entitlement:
    """The second wage in yuan: from the day after the first full month to the day before signing, to the last day of
    employment, or to the day before a full year, whichever comes first; at most eleven months (劳动合同法 82(1),
    劳动合同法实施条例 6, 7). For a contract without a fixed term that was refused: from the day it should have been made to
    the day before signing, the last day of employment or the claim, without a cap (劳动合同法 82(2)).

    Months are counted from ``hired``, so that a full year without a contract always comes to eleven, or from
    ``open_ended_due``; what is left is paid by working days (法释〔2025〕12号 6), at most as one month. Who was hired before
    2008 is taken as hired on its first day (劳动合同法 97(2)). Raises CalendarYearUnknown for a part of a month in a year
    without a holiday table.

    >>> facts = DoubleWages(monthly_wage=Decimal(6000), hired=date(2025, 3, 1))
    >>> double_wages(facts, TABLES).total
    Decimal('66000.00')
    >>> facts = DoubleWages(monthly_wage=Decimal(6000), hired=date(2015, 3, 1), open_ended_due=date(2025, 1, 1),
    ...                     left=date(2026, 6, 30))
    >>> double_wages(facts, TABLES).total
    Decimal('108000.00')
    """
    time = _time_of(facts)
    if time.end < time.start:
        return entitlement(
            [], [_first_month(time.start) if facts.open_ended_due is None else _signed_in_time()]
        )
    lines = _lines(facts, time, time.start, tables.calendar)
    return entitlement(lines, _notes(facts, time, lines, tables.calendar))


@dataclass(frozen=True, slots=True)
class _Time:
    """The time without the contract, both days counted, and the day its months are counted from."""

    anchor: date
    start: date
    end: date
    full_year: bool
    article: str


def _time_of(facts: DoubleWages) -> _Time:
    ends = [day for day in (facts.left, facts.as_of) if day is not None]
    if facts.signed_on is not None:
        ends.append(facts.signed_on - _DAY)
    if facts.open_ended_due is not None:
        return _Time(
            facts.open_ended_due, facts.open_ended_due, min(ends), full_year=False, article="劳动合同法 82(2)"
        )
    hired = max(facts.hired, LAW)
    last = day_after(hired, _YEAR) - _DAY
    end = min(last, *ends) if ends else last
    return _Time(hired, day_after(hired, 1), end, full_year=end == last, article="劳动合同法 82(1)")


def _lines(facts: DoubleWages, time: _Time, start: date, calendar: Calendar) -> list[Line]:
    """The second wage from ``start`` to the end: full months, and the parts of months before and after them."""
    lines: list[Line] = []
    whole: list[Stretch] = []
    months = 0
    while (first := day_after(time.anchor, months)) <= time.end:
        months += 1
        last = day_after(time.anchor, months) - _DAY
        parts = stretches(max(first, start), min(last, time.end), facts.monthly_wage, facts.earlier_wages)
        if [(part.start, part.end) for part in parts] == [(first, last)]:
            whole += parts
            continue
        changes = start <= first and last <= time.end
        lines += [_part(facts, first, last, part, calendar, changes=changes) for part in parts]
    for wage, group in groupby(whole, key=lambda part: part.monthly_wage):
        same = list(group)
        label = Text(gettext_noop("Double wages, full months"))
        begin, end = same[0].start, same[-1].end
        lines.append(line(label, len(same), "month", wage, time.article, start=begin, end=end))
    return sorted(lines, key=lambda row: row.start or time.start)


def _part(
    facts: DoubleWages, first: date, last: date, part: Stretch, calendar: Calendar, *, changes: bool
) -> Line:
    """A part of the month ``first`` to ``last``, by working days and at most as the month; where it is a part only since
    the wage ``changes``, the parts make up the month."""
    days = Decimal(calendar.working_days(part.start, part.end))
    divisor = PAID_DAYS
    if changes or facts.part_month == "days_of_month":
        divisor = max(Decimal(calendar.working_days(first, last)), ONE)
    return line(
        Text(gettext_noop("Double wages, working days of part of a month")),
        min(days, divisor),
        "day",
        part.monthly_wage,
        "法释〔2025〕12号 6",
        divisor=divisor,
        start=part.start,
        end=part.end,
        confidence=calendar.confidence(part.start, part.end),
    )


def _notes(facts: DoubleWages, time: _Time, lines: list[Line], calendar: Calendar) -> list[Note]:
    parts = [row for row in lines if row.unit == "day"]
    notes = [
        whole_month(row.start, row.end, row.article)
        for row in parts
        if row.quantity == PAID_DAYS and row.start and row.end
    ]
    if parts:
        notes.append(_divided(facts.part_month))
    if facts.hired < LAW and facts.open_ended_due is None:
        notes.append(_before_law())
    if facts.signed_on is None and facts.left is None and facts.as_of is None:
        notes.append(_all_of_it(time.end))
    if facts.open_ended_due is None:
        notes += [_evidence(), _defences(), _extended()]
    else:
        notes += [_refused(), _defences()]
    if time.full_year:
        notes.append(_open_ended(time.end + _DAY))
    if facts.as_of is not None:
        notes += _limitation(facts, time, lines, facts.as_of, calendar)
    return notes


def _limitation(
    facts: DoubleWages, time: _Time, lines: list[Line], as_of: date, calendar: Calendar
) -> list[Note]:
    if facts.limitation_method == "whole":
        in_general = limitation_notes(time.end, as_of, calendar)
        return [*in_general, _way_from_memory()] if in_general else []
    first_open = corresponding_day(as_of, -_YEAR)
    if first_open <= time.start:
        return []
    still = _lines(facts, time, first_open, calendar)
    total, in_time = (sum((row.amount for row in rows), ZERO) for rows in (lines, still))
    if in_time == total:
        return []
    text = Text(
        gettext_noop(
            "Counted day by day, the year to claim has run out for what fell due before %(day)s: %(amount)s yuan. "
            "It stays in the sum until the employer pleads it."
        ),
        {"day": first_open, "amount": total - in_time},
    )
    notes = [Note("limitation_run_out", text, "劳动争议调解仲裁法 27(1)")]
    return [*notes, *(_in_time(row) for row in still), _way_from_memory()]


def _in_time(row: Line) -> Note:
    """One line of what can still be claimed, worked out like those of the sum."""
    if row.unit == "month":
        message = gettext_noop(
            "Still in time: %(start)s to %(end)s, %(months)s full months × %(wage)s = %(amount)s yuan."
        )
    else:
        message = gettext_noop(
            "Still in time: %(start)s to %(end)s, %(days)s working days × %(wage)s ÷ %(divisor)s = %(amount)s yuan."
        )
    params = {
        "start": row.start,
        "end": row.end,
        "wage": row.rate,
        "amount": row.amount,
        "months" if row.unit == "month" else "days": row.quantity,
    }
    if row.unit == "day":
        params["divisor"] = row.divisor
    return Note("limitation_open", Text(message, params), row.article, "info")


def _way_from_memory() -> Note:
    message = gettext_noop(
        "Where limitation is counted as a whole and where day by day is from memory: check the local practice."
    )
    return Note("limitation_method", Text(message), "劳动争议调解仲裁法 27")


def _divided(part_month: PartMonth) -> Note:
    if part_month == "paid_days":
        message = gettext_noop(
            "The part of a month is divided by 21.75, as a day's wage is. The rule says by the working days of that month "
            "and leaves the divisor open: some divide by those that month has."
        )
    else:
        message = gettext_noop(
            "The part of a month is divided by the working days that month has. The rule leaves the divisor open: "
            "others divide by 21.75, as a day's wage is."
        )
    return Note("part_month", Text(message), "法释〔2025〕12号 6", "info")


def _signed_in_time() -> Note:
    message = gettext_noop("No double wages: the contract was made by the day it was due.")
    return Note("signed_in_time", Text(message), "劳动合同法 82(2)", "info")


def _first_month(start: date) -> Note:
    text = Text(
        gettext_noop("No double wages for the first month: they would begin on %(day)s."),
        {"day": start},
    )
    return Note("first_month", text, "劳动合同法 82(1)", "info")


def _all_of_it(end: date) -> Note:
    message = gettext_noop(
        "Counted to %(end)s. If the claim is made or the employment ends before, enter that day: no more is owed yet."
    )
    return Note("counted_to_the_end", Text(message, {"end": end}), "劳动合同法实施条例 7")


def _before_law() -> Note:
    message = gettext_noop("Double wages are owed since 2008: the months are counted from 1 Jan 2008.")
    return Note("before_2008", Text(message), "劳动合同法 97(2)", "info")


def _evidence() -> Note:
    text = Text(
        gettext_noop(
            "Show that the worker worked there: pay slips, transfers, attendance, messages. "
            "That a contract was signed is for the employer to show."
        )
    )
    return Note("evidence", text, "劳动争议调解仲裁法 6", "info")


def _defences() -> Note:
    text = Text(
        gettext_noop(
            "Nothing is owed for the time a contract was missing through force majeure, or by the worker's own intent "
            "or gross negligence."
        )
    )
    return Note("defences", text, "法释〔2025〕12号 7", "info")


def _extended() -> Note:
    text = Text(
        gettext_noop(
            "Nothing is owed for a term the law extends by itself: illness, work injury, pregnancy and nursing, "
            "a service period agreed for training, the term of office of a union chair."
        )
    )
    return Note("extended_term", text, "法释〔2025〕12号 8", "info")


def _refused() -> Note:
    text = Text(
        gettext_noop(
            "Show that a contract without a fixed term was due and asked for: ten years of service, or two fixed terms "
            "in a row. Where it only counts as one because a year went by without a written contract, nothing is owed."
        )
    )
    return Note("open_ended_due", text, "劳动合同法 14(2); 法释〔2025〕12号 9", "info")


def _open_ended(day: date) -> Note:
    text = Text(
        gettext_noop("From %(day)s the contract counts as one without a fixed term, and double wages end."),
        {"day": day},
    )
    return Note("open_ended_contract", text, "劳动合同法 14(3); 法释〔2025〕12号 9", "info")
