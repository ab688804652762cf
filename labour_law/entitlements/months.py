"""Calendar months and parts of them, paid by the month."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from labour_law.calendar import Calendar
from labour_law.entitlements.result import ONE, PAID_DAYS, Line, Note, Text, line
from labour_law.entitlements.service import day_after
from labour_law.errors import InvalidPeriod, gettext_noop
from labour_law.rates import Rate
from labour_law.tables import Confidence, least_sure

_DAY = timedelta(days=1)
_SOURCE = "人社部发〔2025〕2号"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``start`` to ``end``, both counted: ``months`` whole calendar months, or a part of one (0)."""

    start: date
    end: date
    months: int


def spans(start: date, end: date) -> list[Span]:
    """``start`` to ``end``, both counted, as a part of a month, whole months, and a part of a month.

    Whatever is not there is left out. Raises InvalidPeriod where the end comes first.

    >>> [(span.start.isoformat(), span.months) for span in spans(date(2026, 5, 1), date(2026, 8, 12))]
    [('2026-05-01', 3), ('2026-08-01', 0)]
    """
    if end < start:
        raise InvalidPeriod("period_order", field="end", start=start, end=end)
    found: list[Span] = []
    for first, last in _by_month(start, end):
        whole = first.day == 1 and last.day == _last_day(last)
        if whole and found and found[-1].months:
            found[-1] = Span(found[-1].start, last, found[-1].months + 1)
        else:
            found.append(Span(first, last, int(whole)))
    return found


def spans_from(start: date, end: date) -> list[Span]:
    """``start`` to ``end``, both counted, as full months counted from ``start``, and the days that are left.

    Raises InvalidPeriod where the end comes first.

    >>> [(span.end.isoformat(), span.months) for span in spans_from(date(2026, 3, 10), date(2026, 5, 20))]
    [('2026-05-09', 2), ('2026-05-20', 0)]
    """
    if end < start:
        raise InvalidPeriod("period_order", field="end", start=start, end=end)
    months = 0
    while day_after(start, months + 1) <= end + _DAY:
        months += 1
    rest = day_after(start, months)
    found = [Span(start, rest - _DAY, months)] if months else []
    return [*found, Span(rest, end, 0)] if rest <= end else found


def paid_days(start: date, end: date, calendar: Calendar) -> tuple[int, int]:
    """The working days from ``start`` to ``end``, and the statutory holidays, which are paid too (劳动法 51).

    The 21.75 days of a month count both (人社部发〔2025〕2号): only so do the parts of a year add up to it. Raises
    CalendarYearUnknown.

    >>> paid_days(date(2026, 10, 1), date(2026, 10, 15), CALENDAR)
    (7, 3)
    """
    days = [start + i * _DAY for i in range((end - start).days + 1)]
    return calendar.working_days(start, end), sum(calendar.pays_triple(day) for day in days)


def month_lines(
    labels: tuple[Text, Text],
    start: date,
    end: date,
    rate: Decimal,
    article: str,
    calendar: Calendar,
    *,
    part_days: Decimal | None = None,
    within: tuple[date, date] | None = None,
    table_rates: tuple[Rate, ...] = (),
    factor: Decimal = ONE,
    from_start: bool = False,
    confidence: Confidence = "verified",
) -> list[Line]:
    """``rate`` yuan a month × ``factor`` for ``start`` to ``end``, both counted; ``labels`` are for whole months and for a
    part. ``confidence`` is that of the rule. Whole months are those of the calendar, or counted ``from_start``.

    A part of a month is its paid days ÷ 21.75, at most a month, and no surer than the calendar; ``part_days`` stand in
    for the days counted. A part of a month that lies wholly ``within`` these days, since the rate changes in it, is
    divided by the paid days that month has, so that its parts make one month. Raises
    CalendarYearUnknown for a part to be counted in a year without a holiday table, InvalidPeriod.

    >>> labels = (Text("Wages"), Text("Wages, part of a month"))
    >>> lines = month_lines(labels, date(2026, 5, 1), date(2026, 8, 12), Decimal(6500), "劳动合同法 30(1)", CALENDAR)
    >>> [str(line.amount) for line in lines]
    ['19500.00', '2390.80']
    """
    lines = []
    for span in spans_from(start, end) if from_start else spans(start, end):
        sure = confidence
        divisor = ONE if span.months else PAID_DAYS
        if span.months:
            quantity = Decimal(span.months)
        elif part_days is None:
            month = _month_of(span.start)
            if within and within[0] <= month[0] and month[1] <= within[1]:
                divisor = Decimal(sum(paid_days(*month, calendar)))
            quantity = min(Decimal(sum(paid_days(span.start, span.end, calendar))), divisor)
            sure = least_sure(confidence, calendar.confidence(span.start, span.end))
        else:
            quantity = min(part_days, PAID_DAYS)
        lines.append(
            line(
                labels[0] if span.months else labels[1],
                quantity,
                "month" if span.months else "day",
                rate,
                article,
                divisor=divisor,
                factor=factor,
                start=span.start,
                end=span.end,
                source="" if span.months or table_rates else _SOURCE,
                confidence=sure,
                table_rates=table_rates,
            )
        )
    return lines


def part_notes(start: date, end: date, calendar: Calendar, *, part_days: Decimal | None = None) -> list[Note]:
    """How the parts of months in ``start`` to ``end`` were counted, where it is more than working days.

    ``part_days`` as for `month_lines`. Raises CalendarYearUnknown, InvalidPeriod.

    >>> [str(note.text) for note in part_notes(date(2026, 10, 1), date(2026, 10, 15), CALENDAR)]
    ['2026-10-01 to 2026-10-15: 7 working days and 3 public holidays, which are paid too.']
    """
    notes = []
    for span in spans(start, end):
        if span.months:
            continue
        working, holidays = (0, 0) if part_days is not None else paid_days(span.start, span.end, calendar)
        params = {"start": span.start, "end": span.end, "working": working, "holidays": holidays}
        if holidays:
            message = gettext_noop(
                "%(start)s to %(end)s: %(working)s working days and %(holidays)s public holidays, "
                "which are paid too."
            )
            notes.append(Note("holidays_paid", Text(message, params), "劳动法 51", "info"))
        if (part_days or working + holidays) > PAID_DAYS:
            notes.append(whole_month(span.start, span.end, _SOURCE))
    return notes


def whole_month(start: date, end: date, article: str) -> Note:
    """An info that the days of a part of a month were counted as a whole one, being more. Raises nothing.

    >>> str(whole_month(date(2026, 7, 1), date(2026, 7, 30), "人社部发〔2025〕2号").text)
    '2026-07-01 to 2026-07-30: counted as a whole month, not as more than one.'
    """
    message = gettext_noop("%(start)s to %(end)s: counted as a whole month, not as more than one.")
    return Note("cap_applied", Text(message, {"start": start, "end": end}), article, "info")


def _by_month(start: date, end: date) -> Iterator[tuple[date, date]]:
    while start <= end:
        last = start.replace(day=_last_day(start))
        yield start, min(last, end)
        start = last + _DAY


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=_last_day(day))


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]
