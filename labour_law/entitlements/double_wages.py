"""The second wage while there is no written contract (劳动合同法 82(1))."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args

from labour_law.calendar import Calendar
from labour_law.entitlements.checks import require_choice, require_days, require_order, require_wage
from labour_law.entitlements.limits import limitation_notes
from labour_law.entitlements.months import whole_month
from labour_law.entitlements.result import PAID_DAYS, ZERO, Entitlement, Line, Note, Text, entitlement, line
from labour_law.entitlements.service import LAW, day_after
from labour_law.errors import gettext_noop
from labour_law.periods import corresponding_day
from labour_law.rates import Tables

_DAY = timedelta(days=1)
_YEAR = 12

LimitationMethod = Literal["whole", "daily"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleWages:
    """Facts for the second wage.

    ``monthly_wage``: yuan a month, as owed for full attendance in the months without a contract. ``hired``: first day
    of work, or the day after an earlier contract ran out. ``signed_on``: the day a written contract was signed, None
    for never. ``left``: last day of employment, counted. ``as_of``: the day of the claim; where the employment goes on,
    the second wage is counted up to it, and without it to the end of the year.

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

    def __post_init__(self) -> None:
        """Raises InvalidAmount, InvalidPeriod, InvalidChoice."""
        require_choice("limitation_method", self.limitation_method, get_args(LimitationMethod))
        require_days(hired=self.hired, signed_on=self.signed_on, left=self.left, as_of=self.as_of)
        require_wage("monthly_wage", self.monthly_wage)
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)


def double_wages(facts: DoubleWages, tables: Tables) -> Entitlement:
    """The second wage in yuan: from the day after the first full month to the day before signing, to the last day of
    employment, or to the day before a full year, whichever comes first; at most eleven months (劳动合同法 82(1),
    劳动合同法实施条例 6, 7).

    Months are counted from ``hired``, so that a full year without a contract always comes to eleven; what is left
    is paid by working days ÷ 21.75 (法释〔2025〕12号 6), at most as one month. Who was hired before 2008 is taken as
    hired on its first day (劳动合同法 97(2)). Raises CalendarYearUnknown for a part of a month in a year without a
    holiday table.

    >>> facts = DoubleWages(monthly_wage=Decimal(6000), hired=date(2025, 3, 1))
    >>> double_wages(facts, TABLES).total
    Decimal('66000.00')
    """
    hired = max(facts.hired, LAW)
    start, last = day_after(hired, 1), day_after(hired, _YEAR) - _DAY
    ends = [last, *(day for day in (facts.left, facts.as_of) if day is not None)]
    if facts.signed_on is not None:
        ends.append(facts.signed_on - _DAY)
    end = min(ends)
    if end < start:
        return entitlement([], [_first_month(start)])
    lines = _lines(facts, end, tables.calendar)
    notes = [
        whole_month(row.start, row.end, row.article)
        for row in lines
        if row.unit == "day" and row.quantity == PAID_DAYS and row.start and row.end
    ]
    if facts.hired < LAW:
        notes.append(_before_law())
    if facts.signed_on is None and facts.left is None and facts.as_of is None:
        notes.append(_all_of_it(end))
    notes += [_evidence(), _defences()]
    if end == last:
        notes.append(_open_ended(last + _DAY))
    if facts.as_of is not None:
        notes += _limitation(facts, end, facts.as_of, tables.calendar)
    return entitlement(lines, notes)


def _lines(facts: DoubleWages, end: date, calendar: Calendar) -> list[Line]:
    """The second wage up to ``end``, counted: full months, then the working days of the rest."""
    hired, months = max(facts.hired, LAW), 0
    while day_after(hired, months + 2) - _DAY <= end:
        months += 1
    start, rest = day_after(hired, 1), day_after(hired, months + 1)
    lines = []
    if months:
        label = Text(gettext_noop("Double wages, full months"))
        lines.append(
            line(label, months, "month", facts.monthly_wage, "劳动合同法 82(1)", start=start, end=rest - _DAY)
        )
    if rest <= end:
        days = min(Decimal(calendar.working_days(rest, end)), PAID_DAYS)
        label = Text(gettext_noop("Double wages, working days of part of a month"))
        lines.append(
            line(
                label,
                days,
                "day",
                facts.monthly_wage,
                "法释〔2025〕12号 6",
                divisor=PAID_DAYS,
                start=rest,
                end=end,
                confidence=calendar.confidence(rest, end),
            )
        )
    return lines


def _limitation(facts: DoubleWages, end: date, as_of: date, calendar: Calendar) -> list[Note]:
    if facts.limitation_method == "whole":
        notes = limitation_notes(end, as_of, calendar)
        return [*notes, _way_from_memory()] if notes else []
    first_open = corresponding_day(as_of, -_YEAR)
    barred = _lines(facts, min(first_open - _DAY, end), calendar)
    amount = sum((row.amount for row in barred), ZERO)
    if not amount:
        return []
    text = Text(
        gettext_noop(
            "Counted day by day, the year to claim has run out for what fell due before %(day)s: %(amount)s yuan. "
            "It stays in the sum until the employer pleads it."
        ),
        {"day": first_open, "amount": amount},
    )
    return [Note("limitation_run_out", text, "劳动争议调解仲裁法 27(1)"), _way_from_memory()]


def _way_from_memory() -> Note:
    message = gettext_noop(
        "Where limitation is counted as a whole and where day by day is from memory: check the local practice."
    )
    return Note("limitation_method", Text(message), "劳动争议调解仲裁法 27")


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
    message = gettext_noop("Double wages are owed since 2008: the months are counted from January 1, 2008.")
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


def _open_ended(day: date) -> Note:
    text = Text(
        gettext_noop("From %(day)s the contract counts as one without a fixed term, and double wages end."),
        {"day": day},
    )
    return Note("open_ended_contract", text, "劳动合同法 14(3)", "info")
