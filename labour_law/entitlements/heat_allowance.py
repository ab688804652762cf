"""The high-temperature allowance in the hot months of a year (防暑降温措施管理办法 17)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import (
    LAST_YEAR,
    require_amount,
    require_count,
    require_days,
    require_order,
    require_whole,
)
from labour_law.entitlements.limits import less_paid, limitation_notes, rate_unknown_notes, single_rate
from labour_law.entitlements.months import month_lines, part_notes
from labour_law.entitlements.result import Ask, Entitlement, Line, Note, Text, Told, line
from labour_law.errors import InvalidCount, InvalidPeriod, gettext_noop
from labour_law.rates import Rate, Slice, Tables

_ARTICLE, _IN_FORCE = "防暑降温措施管理办法 17", date(2012, 6, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class HotDays:
    """``days`` worked in the heat in ``year``, where the allowance is by the day (Shanghai until May 2011)."""

    year: int
    days: int

    def __post_init__(self) -> None:
        """Raises InvalidCount."""
        require_whole("year", self.year, LAST_YEAR)
        require_whole("days", self.days, 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatAllowance:
    """Work in the heat from ``start`` to ``end``, both counted; only the hot season is paid.

    Heat is 35 °C or more outdoors, or a room not cooled below 33 °C.

    ``region``: code of the place of work. ``hot_days``: for years paid by the day. ``paid``: allowance received, yuan.
    ``left``: last day of employment, None while employed. ``as_of``: day on which the claim is made, None where
    limitation is not asked for.

    ``first_month``, ``last_month``: the hot season, 1 to 12, both counted. By default June to September, as in Shanghai
    (沪人社规〔2019〕19号) and Jiangsu (苏人社发〔2018〕113号); elsewhere it may be longer or shorter.
    """

    region: str
    start: date
    end: date
    hot_days: tuple[HotDays, ...] = ()
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None
    first_month: int = 6
    last_month: int = 9

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount."""
        require_days(start=self.start, end=self.end, left=self.left, as_of=self.as_of)
        require_order("end", self.start, self.end)
        require_amount("paid", self.paid)
        require_order("left", self.end, self.left)
        _require_month("first_month", self.first_month)
        _require_month("last_month", self.last_month)
        if self.last_month < self.first_month:
            months = {"start": self.first_month, "end": self.last_month}
            raise InvalidPeriod("period_months_order", field="last_month", **months)
        years: set[int] = set()
        for hot in self.hot_days:
            if hot.year in years:
                raise InvalidCount("count_year_twice", field="hot_days", year=hot.year)
            years.add(hot.year)
            season = [last - first for first, last in _seasons(self) if first.year == hot.year]
            require_count("hot_days", hot.days, season[0].days + 1 if season else 0)


def heat_allowance(facts: HeatAllowance, tables: Tables) -> Entitlement:
    """The allowance in yuan for each hot season, by year and rate, less what was paid.

    Parts of a month by paid days ÷ 21.75 (from memory). Shanghai until May 2011 by the day: a year without its
    ``hot_days`` is left out with a warning. A rate no table has is asked for. Raises UnknownRegion;
    CalendarYearUnknown for a part of a month in a year without a holiday table; InvalidPeriod where a rate by the day
    changes within a summer. Source: 防暑降温措施管理办法 17 and the notice of the region.

    >>> facts = HeatAllowance(region="shanghai", start=date(2018, 1, 1), end=date(2020, 12, 31))
    >>> [str(line.amount) for line in heat_allowance(facts, TABLES).lines]
    ['800.00', '1200.00', '1200.00']
    """
    lines: list[Line] = []
    notes: list[Note] = []
    asks: list[Ask] = []
    days = {hot.year: hot.days for hot in facts.hot_days}
    for first, last in _seasons(facts):
        for part in tables.rates.slices("heat_month", facts.region, first, last):
            if part.rate is None:
                told = _by_the_day(facts.region, part, days.get(first.year), tables)
            else:
                told = _by_the_month(part, part.rate, tables)
            lines += told.lines
            notes += told.notes
            asks += told.asks
    notes += rate_unknown_notes(asks)
    notes += limitation_notes(
        facts.end, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
    )
    notes.append(_evidence())
    return less_paid(lines, facts.paid, _ARTICLE, notes, asks)


def _require_month(field: str, month: int) -> None:
    require_whole(field, month, LAST_YEAR)
    if not 1 <= month <= 12:
        raise InvalidCount("count_not_a_month", field=field, month=month)


def _seasons(facts: HeatAllowance) -> Iterator[tuple[date, date]]:
    """The days of the hot season of each year in the period."""
    for year in range(facts.start.year, facts.end.year + 1):
        days = monthrange(year, facts.last_month)[1]
        first = max(facts.start, date(year, facts.first_month, 1))
        last = min(facts.end, date(year, facts.last_month, days))
        if first <= last:
            yield first, last


def _by_the_month(part: Slice, rate: Rate, tables: Tables) -> Told:
    params = {"year": str(part.start.year)}
    labels = (
        Text(gettext_noop("Heat allowance %(year)s"), params),
        Text(gettext_noop("Heat allowance %(year)s, part of a month"), params),
    )
    article = _ARTICLE if part.end >= _IN_FORCE else rate.source
    lines = month_lines(
        labels, part.start, part.end, rate.value, article, tables.calendar, table_rates=(rate,)
    )
    return Told(
        tuple(replace(row, confidence="memory") if row.unit == "day" else row for row in lines),
        tuple(part_notes(part.start, part.end, tables.calendar)),
    )


def _by_the_day(region: str, part: Slice, days: int | None, tables: Tables) -> Told:
    rate = single_rate(tables.rates.slices("heat_day", region, part.start, part.end))
    if rate is None:
        return Told((), (), (Ask("heat_month", region, part.start, part.end),))
    params = {"year": str(part.start.year)}
    if days is None:
        message = gettext_noop(
            "In %(year)s the allowance went by the day: enter the hot days worked, the year is not in the sum."
        )
        return Told((), (Note("hot_days_missing", Text(message, params), rate.source),))
    label = Text(gettext_noop("Heat allowance %(year)s, by the day"), params)
    row = line(
        label, days, "day", rate.value, rate.source, start=part.start, end=part.end, table_rates=(rate,)
    )
    return Told((row,))


def _evidence() -> Note:
    message = gettext_noop(
        "Owed for work outdoors at 35 °C or more, or in rooms not cooled below 33 °C: show where the work was done."
    )
    return Note("evidence", Text(message), _ARTICLE, "info")
