"""The high-temperature allowance in the hot months of a year (防暑降温措施管理办法 17), by the rule of the region.

A rule is data: rows by the month, the day or the hour, for all or apart for outdoors and indoors, from a temperature on,
in yuan or as a share of the average wage, each with its season (`labour_law.rates.Rate`).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from labour_law.entitlements.checks import (
    LAST_YEAR,
    require_amount,
    require_choice,
    require_days,
    require_hours,
    require_order,
    require_whole,
)
from labour_law.entitlements.limits import ask_average, less_paid, limitation_notes, rate_unknown_notes
from labour_law.entitlements.months import month_lines, part_notes
from labour_law.entitlements.result import PAID_DAYS, Ask, Entitlement, Line, Note, Text, Told, line
from labour_law.errors import InvalidChoice, InvalidCount, InvalidPeriod, gettext_noop
from labour_law.rates import Place, Rate, Series, Tables
from labour_law.tables import least_sure

_ARTICLE, _IN_FORCE = "防暑降温措施管理办法 17", date(2012, 6, 29)

_DAY = timedelta(days=1)

USUAL_SEASON = (6, 9)
"""June to September, where neither the rule nor the caller says another."""

HOTTEST = 60
"""No day is hotter than this, °C."""

PLACES: tuple[Place, ...] = ("", "outdoors", "indoors")

_WAYS: tuple[tuple[Series, str], ...] = (
    ("heat_month", ""),
    ("heat_day", "hot_days"),
    ("heat_hour", "hot_hours"),
)
"""How a rule may count, and the fact it counts: months come first, unless days or hours of the year were given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HotDays:
    """``days`` worked in the heat in ``year``, where the allowance is by the day; ``degrees``: the temperature of those
    days, °C, where the rule goes by it."""

    year: int
    days: int
    degrees: int | None = None

    def __post_init__(self) -> None:
        """Raises InvalidCount."""
        require_whole("year", self.year, LAST_YEAR)
        require_whole("days", self.days, 366)
        if self.degrees is not None:
            require_whole("degrees", self.degrees, HOTTEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class HotHours:
    """``hours`` worked in the heat in ``year``, where the allowance is by the hour."""

    year: int
    hours: Decimal

    def __post_init__(self) -> None:
        """Raises InvalidCount, InvalidHours."""
        require_whole("year", self.year, LAST_YEAR)
        require_hours("hours", self.hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatAllowance:
    """Work in the heat from ``start`` to ``end``, both counted; only the hot season is paid.

    Heat is 35 °C or more outdoors, or a room not cooled below 33 °C.

    ``region``: code of the place of work. ``place``: outdoors (or by a source of heat) or indoors, needed where the rule
    has two rates. ``hot_days``, ``hot_hours``: for years paid by the day or by the hour. ``paid``: allowance received,
    yuan. ``left``: last day of employment, None while employed. ``as_of``: day on which the claim is made, None where
    limitation is not asked for. ``first_month``, ``last_month``: another hot season than that of the rule, 1 to 12, both
    counted.
    """

    region: str
    start: date
    end: date
    place: Place = ""
    hot_days: tuple[HotDays, ...] = ()
    hot_hours: tuple[HotHours, ...] = ()
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None
    first_month: int | None = None
    last_month: int | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount, InvalidChoice."""
        require_days(start=self.start, end=self.end, left=self.left, as_of=self.as_of)
        require_order("end", self.start, self.end)
        require_amount("paid", self.paid)
        require_order("left", self.end, self.left)
        require_choice("place", self.place, PLACES)
        _require_month("first_month", self.first_month)
        _require_month("last_month", self.last_month)
        first, last = self.season((0, 0))
        if last < first:
            raise InvalidPeriod("period_months_order", field="last_month", start=first, end=last)
        _require_years("hot_days", [(hot.year, hot.degrees) for hot in self.hot_days], self)
        _require_years("hot_hours", [(hot.year, None) for hot in self.hot_hours], self)

    def season(self, of_rule: tuple[int, int]) -> tuple[int, int]:
        """First and last month that count: those given, else those ``of_rule``, else the usual ones. Raises nothing.

        >>> HeatAllowance(region="x", start=date(2026, 1, 1), end=date(2026, 9, 1), last_month=10).season((7, 9))
        (7, 10)
        """
        first, last = of_rule if all(of_rule) else USUAL_SEASON
        return self.first_month or first, self.last_month or last


def heat_allowance(facts: HeatAllowance, tables: Tables) -> Entitlement:
    """The allowance in yuan for each hot season, by year and rate, less what was paid.

    Parts of a month by paid days ÷ 21.75 (from memory). Where the rule goes by the day or the hour, a year without its
    ``hot_days`` or ``hot_hours`` is left out with a warning; where it gives a range, the least is owed. A rule no table
    has is asked for, once for all years it is missing for. Raises UnknownRegion; CalendarYearUnknown for a part of a
    month in a year without a holiday table; InvalidPeriod where a rate by the day or hour changes within a summer;
    InvalidChoice where the rule has two rates and the place is not given; InvalidCount where more days are given than
    there were. Source: 防暑降温措施管理办法 17 and the notice of the region.

    >>> facts = HeatAllowance(region="shanghai", start=date(2018, 1, 1), end=date(2020, 12, 31))
    >>> [str(line.amount) for line in heat_allowance(facts, TABLES).lines]
    ['800.00', '1200.00', '1200.00']
    """
    slices = tables.rates.heat_slices(facts.region, facts.start, facts.end)
    stretches = [_Stretch(part.start, part.end, _of_place(part.rows, facts)) for part in slices]
    told = [_of_year(year, stretches, facts, tables) for year in range(facts.start.year, facts.end.year + 1)]
    unknown = [ask for part in stretches if not part.rows for ask in _ask(part, facts, tables)]
    notes = [note for part in told for note in part.notes]
    asks = dict.fromkeys([*unknown, *(ask for part in told for ask in part.asks)])
    notes += rate_unknown_notes(asks)
    notes += limitation_notes(
        facts.end, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
    )
    notes.append(_evidence())
    lines = [row for part in told for row in part.lines]
    return less_paid(lines, facts.paid, _ARTICLE, _once(notes), asks)


def _once(notes: Sequence[Note]) -> list[Note]:
    """What holds for every year is said once."""
    return [note for place, note in enumerate(notes) if note not in notes[:place]]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days, both counted, with the rows of one rule."""

    start: date
    end: date
    rows: tuple[Rate, ...]

    def within(self, start: date, end: date) -> "_Stretch | None":
        """What of it lies in other days; None where nothing does."""
        first, last = max(self.start, start), min(self.end, end)
        return _Stretch(first, last, self.rows) if first <= last else None


def _of_place(rows: Sequence[Rate], facts: HeatAllowance) -> tuple[Rate, ...]:
    if any(row.place for row in rows) and not facts.place:
        raise InvalidChoice("choice_place", field="place")
    return tuple(row for row in rows if row.place in ("", facts.place))


def _ask(part: _Stretch, facts: HeatAllowance, tables: Tables) -> Iterator[Ask]:
    """One question for all hot seasons of a stretch: by the season of what is offered, else the usual one."""
    offered = [row for offer in tables.rates.offers("heat_month", facts.region, part.start) for row in offer]
    months = [month for row in offered for month in (row.first_month, row.last_month) if month]
    season = facts.season((min(months), max(months)) if months else (0, 0))
    years = range(part.start.year, part.end.year + 1)
    found = [hot for year in years if (hot := part.within(*_season(year, season)))]
    if found:
        yield Ask("heat_month", facts.region, found[0].start, found[-1].end)


def _of_year(year: int, stretches: Iterable[_Stretch], facts: HeatAllowance, tables: Tables) -> Told:
    """What is owed for one year: each day of it by the first way of counting that the rule has for it."""
    given = {
        "heat_day": any(hot.year == year for hot in facts.hot_days),
        "heat_hour": any(hot.year == year for hot in facts.hot_hours),
    }
    ways = sorted(_WAYS, key=lambda way: not given.get(way[0], False))
    left = [part for one in stretches if (part := one.within(date(year, 1, 1), date(year, 12, 31)))]
    lines: list[Line] = []
    notes: list[Note] = []
    asks: list[Ask] = []
    for series, counted in ways:
        parts, left = _taken(series, left, year, facts)
        if not parts:
            continue
        told = _counted(year, parts, facts, counted, tables) if counted else _by_the_month(parts, tables)
        lines += told.lines
        notes += [*told.notes, *_about(parts, facts)]
        asks += told.asks
    return Told(tuple(lines), tuple(notes), tuple(asks))


def _taken(
    series: Series, stretches: Iterable[_Stretch], year: int, facts: HeatAllowance
) -> tuple[list[_Stretch], list[_Stretch]]:
    """What these rows pay of the stretches, and what is left of them for other ways of counting."""
    taken, left = [], []
    for part in stretches:
        rows = tuple(row for row in part.rows if row.series == series)
        season = facts.season((rows[0].first_month, rows[0].last_month)) if rows else None
        hot = part.within(*_season(year, season)) if season else None
        if hot is None:
            left.append(part)
            continue
        taken.append(replace(hot, rows=rows))
        before = part.within(part.start, hot.start - _DAY)
        after = part.within(hot.end + _DAY, part.end)
        left += [rest for rest in (before, after) if rest]
    return taken, left


def _by_the_month(parts: Iterable[_Stretch], tables: Tables) -> Told:
    lines: list[Line] = []
    notes: list[Note] = []
    for part in parts:
        (rate,) = part.rows
        params = {"year": str(part.start.year)}
        labels = (
            Text(gettext_noop("Heat allowance %(year)s"), params),
            Text(gettext_noop("Heat allowance %(year)s, part of a month"), params),
        )
        found = month_lines(
            labels,
            part.start,
            part.end,
            rate.value,
            _article(part, rate),
            tables.calendar,
            table_rates=(rate,),
        )
        lines += [_from_memory(row) if row.unit == "day" else row for row in found]
        notes += part_notes(part.start, part.end, tables.calendar)
    return Told(tuple(lines), tuple(notes))


def _from_memory(row: Line) -> Line:
    return replace(row, confidence=least_sure(row.confidence, "memory"))


def _counted(
    year: int, parts: Sequence[_Stretch], facts: HeatAllowance, counted: str, tables: Tables
) -> Told:
    """What is owed by the days or the hours that were given for the year."""
    rows = parts[0].rows
    for part in parts[1:]:
        if [row.value for row in part.rows] != [row.value for row in rows]:
            raise InvalidPeriod("period_rate_changes", field="end", day=part.start)
    if counted == "hot_hours":
        return _by_the_hour(year, parts, facts)
    days = [hot for hot in facts.hot_days if hot.year == year]
    limit = sum((part.end - part.start).days + 1 for part in parts)
    if sum(hot.days for hot in days) > limit:
        raise InvalidCount("count_too_large", field="hot_days", limit=limit)
    if not days:
        message = gettext_noop(
            "In %(year)s the allowance went by the day: enter the hot days worked, the year is not in the sum."
        )
        return _missing("hot_days_missing", message, year, rows[0])
    told = [_days_line(hot, parts, facts.region, tables) for hot in days]
    return Told(
        tuple(row for part in told for row in part.lines),
        tuple(note for part in told for note in part.notes),
        tuple(ask for part in told for ask in part.asks),
    )


def _days_line(hot: HotDays, parts: Sequence[_Stretch], region: str, tables: Tables) -> Told:
    steps = sorted(parts[0].rows, key=lambda row: row.from_degrees)
    reached = [row for row in steps if hot.degrees is None or row.from_degrees <= hot.degrees]
    if not reached:
        message = gettext_noop("%(degrees)s °C in %(year)s: the allowance begins at %(from)s °C.")
        params = {"degrees": hot.degrees, "year": str(hot.year), "from": steps[0].from_degrees}
        return Told((), (Note("not_hot_enough", Text(message, params), steps[0].source, "info"),))
    rate = reached[0] if hot.degrees is None else reached[-1]
    notes = []
    if hot.degrees is None and len(steps) > 1:
        message = gettext_noop(
            "In %(year)s the allowance goes by the temperature: without it the lowest step is reckoned. "
            "Enter it after the days."
        )
        notes.append(Note("degrees_missing", Text(message, {"year": str(hot.year)}), rate.source))
    label = Text(gettext_noop("Heat allowance %(year)s, by the day"), {"year": str(hot.year)})
    if hot.degrees is not None and rate.from_degrees:
        params = {"year": str(hot.year), "from": rate.from_degrees}
        label = Text(gettext_noop("Heat allowance %(year)s, by the day from %(from)s °C"), params)
    start, end = parts[0].start, parts[-1].end
    article = _article(parts[-1], rate)
    if rate.unit != "percent_day":
        row = line(label, hot.days, "day", rate.value, article, start=start, end=end, table_rates=(rate,))
        return Told((row,), tuple(notes))
    average = tables.rates.find("average_wage", region, date(hot.year - 1, 12, 31))
    if average is None:
        return Told((), tuple(notes), (ask_average(region, date(hot.year, 1, 1)),))
    share = rate.value / 100
    used = (rate, average)
    row = line(
        label,
        hot.days,
        "day",
        average.value,
        article,
        divisor=PAID_DAYS,
        factor=share,
        start=start,
        end=end,
        table_rates=used,
    )
    return Told((row,), tuple(notes))


def _by_the_hour(year: int, parts: Sequence[_Stretch], facts: HeatAllowance) -> Told:
    (rate,) = parts[0].rows
    hours = [hot for hot in facts.hot_hours if hot.year == year]
    if not hours:
        message = gettext_noop(
            "In %(year)s the allowance went by the hour: enter the hours worked in the heat, "
            "the year is not in the sum."
        )
        return _missing("hot_hours_missing", message, year, rate)
    label = Text(gettext_noop("Heat allowance %(year)s, by the hour"), {"year": str(year)})
    start, end = parts[0].start, parts[-1].end
    article = _article(parts[-1], rate)
    return Told(
        tuple(
            line(label, hot.hours, "hour", rate.value, article, start=start, end=end, table_rates=(rate,))
            for hot in hours
        )
    )


def _missing(code: str, message: str, year: int, rate: Rate) -> Told:
    return Told((), (Note(code, Text(message, {"year": str(year)}), rate.source),))


def _about(parts: Iterable[_Stretch], facts: HeatAllowance) -> Iterator[Note]:
    """What is to be known of the rule: that it gives a range, or no season."""
    for rate in dict.fromkeys(row for part in parts for row in part.rows):
        if rate.value_to is not None:
            message = gettext_noop(
                "The rule gives %(value)s to %(most)s yuan: the least is in the sum, more may be owed by contract."
            )
            params = {"value": rate.value, "most": rate.value_to}
            yield Note("range", Text(message, params), rate.source)
        if not rate.first_month and not (facts.first_month and facts.last_month):
            message = gettext_noop(
                "The rule names no months: June to September is reckoned, enter others where it was hot longer."
            )
            yield Note("season_open", Text(message), rate.source)


def _article(part: _Stretch, rate: Rate) -> str:
    return _ARTICLE if part.end >= _IN_FORCE else rate.source


def _season(year: int, season: tuple[int, int]) -> tuple[date, date]:
    first, last = season
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _require_month(field: str, month: int | None) -> None:
    if month is None:
        return
    require_whole(field, month, LAST_YEAR)
    if not 1 <= month <= 12:
        raise InvalidCount("count_not_a_month", field=field, month=month)


def _require_years(field: str, entries: Iterable[tuple[int, int | None]], facts: HeatAllowance) -> None:
    """Each year once (with each temperature), and only years of the period."""
    seen: set[tuple[int, int | None]] = set()
    for entry in entries:
        if entry in seen:
            raise InvalidCount("count_year_twice", field=field, year=entry[0])
        seen.add(entry)
        if not facts.start.year <= entry[0] <= facts.end.year:
            raise InvalidCount("count_too_large", field=field, limit=0)


def _evidence() -> Note:
    message = gettext_noop(
        "Owed for work outdoors at 35 °C or more, or in rooms not cooled below 33 °C: show where the work was done."
    )
    return Note("evidence", Text(message), _ARTICLE, "info")
