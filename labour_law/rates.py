"""Dated rates by region: minimum wages, high-temperature allowance, average wages, injury benefits.

A rate holds from its ``valid_from`` until the next of its series in the region begins, or until its own
``valid_to``. A region without a rate takes that of the region it lies in. What no row says is unknown: it is
asked for, never guessed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal, get_args

from labour_law.calendar import Calendar, packaged_calendar
from labour_law.codes import Code, codes
from labour_law.errors import InvalidTable, UnknownRegion
from labour_law.tables import Confidence, load

_DAY = timedelta(days=1)

Series = Literal[
    "minimum_wage_month",
    "minimum_wage_hour",
    "heat_month",
    "heat_day",
    "average_wage",
    "injury_disability",
    "injury_medical",
    "injury_employment",
]
SERIES: tuple[Series, ...] = get_args(Series)

Unit = Literal["yuan_month", "yuan_hour", "yuan_day", "yuan", "months"]


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of a table. ``grade`` is the grade of disability of an injury benefit, else 0.

    ``unit`` "months" counts monthly wages: those of the worker (injury_disability) or the average wage of the year
    before (injury_medical, injury_employment).
    """

    series: Series
    region: str
    valid_from: date
    value: Decimal
    unit: Unit
    source: str
    confidence: Confidence
    grade: int = 0
    valid_to: date | None = None
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the row itself covers ``day``; a later row may stand in its place. Raises nothing.

        >>> TABLES.rates.latest("average_wage", "shanghai", date(2030, 1, 1)).holds_on(date(2030, 1, 1))
        False
        """
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a period, both days counted, with the rate that holds in it, or None where none is known."""

    start: date
    end: date
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class WageBounds:
    """What bounds a wage that a benefit is reckoned by: the minimum wage (month) of that day and the average wage
    (month) of the year before; ``is_late`` where that year is not published yet and an older one stands in."""

    minimum: Rate | None
    average: Rate | None
    is_late: bool = False
    floor: Decimal = field(init=False)
    ceiling: Decimal = field(init=False)

    def __post_init__(self) -> None:
        """``floor``: the minimum wage. ``ceiling``: three times the average wage. Infinite where the table is silent,
        so that a wage can be compared with them without asking first."""
        floor = self.minimum.value if self.minimum else Decimal("-Infinity")
        ceiling = 3 * self.average.value if self.average else Decimal("Infinity")
        object.__setattr__(self, "floor", floor)
        object.__setattr__(self, "ceiling", ceiling)

    @property
    def known(self) -> tuple[Rate, ...]:
        """The rates that are known, of the two. Raises nothing.

        >>> [rate.value for rate in TABLES.rates.wage_bounds["shanghai"][date(2026, 6, 30)].known]
        [Decimal('2740'), Decimal('12577')]
        """
        return tuple(rate for rate in (self.minimum, self.average) if rate is not None)


class Rates:
    """All rates, found by series, region and day.

    ``wage_bounds[region][day]`` are the bounds of a wage there and then (劳动合同法 47(2)); UnknownRegion where there is
    no such place.
    """

    def __init__(self, rows: Iterable[Rate], regions: Iterable[Code]) -> None:
        """Raises InvalidTable where two rows hold on the same day, one ends before it begins, or a region lies in
        itself."""
        self.rows = tuple(sorted(rows, key=lambda row: (row.series, row.region, row.grade, row.valid_from)))
        self.regions = tuple(regions)
        self._regions: dict[str, list[Code]] = {}
        for region in sorted(self.regions, key=lambda region: region.valid_from):
            self._regions.setdefault(region.code, []).append(region)
        _refuse_circles(self._regions)
        self._index: dict[tuple[str, str, int], list[Rate]] = {}
        for row in self.rows:
            _append(self._index.setdefault((row.series, row.region, row.grade), []), row)
        self.wage_bounds = _Regions(self)

    def find(self, series: Series, region: str, day: date, grade: int = 0) -> Rate | None:
        """The rate that holds on ``day`` in ``region`` or the nearest region around it; None where unknown.

        Raises UnknownRegion.

        >>> TABLES.rates.find("minimum_wage_month", "changzhou", date(2024, 5, 1)).value
        Decimal('2490')
        """
        for code in self.lineage(region, day):
            rows = self._index.get((series, code, grade), [])
            place = bisect_right(rows, day, key=_valid_from)
            if place and rows[place - 1].holds_on(day):
                return rows[place - 1]
        return None

    def slices(self, series: Series, region: str, start: date, end: date, grade: int = 0) -> list[Slice]:
        """``start`` to ``end``, both counted, cut where the rate changes. Raises UnknownRegion.

        >>> [(s.end, s.rate.value) for s in TABLES.rates.slices("heat_month", "shanghai", date(2018, 6, 1), date(2019, 9, 30))]
        [(datetime.date(2019, 5, 31), Decimal('200')), (datetime.date(2019, 9, 30), Decimal('300'))]
        """
        cuts = {start}
        for row in self.rows:
            if row.series == series and row.grade == grade:
                cuts.add(row.valid_from)
                if row.valid_to:
                    cuts.add(row.valid_to + _DAY)
        cuts.update(row.valid_from for row in self.regions)
        days = sorted(day for day in cuts if start <= day <= end)
        found: list[Slice] = []
        for first, following in zip(days, [*days[1:], end + _DAY], strict=True):
            rate = self.find(series, region, first, grade)
            if found and found[-1].rate == rate:
                first = found.pop().start
            found.append(Slice(first, following - _DAY, rate))
        return found

    def latest(self, series: Series, region: str, day: date, grade: int = 0) -> Rate | None:
        """The newest rate that began on or before ``day``, whether or not it still holds. Raises UnknownRegion.

        >>> TABLES.rates.latest("average_wage", "shanghai", date(2030, 1, 1)).valid_from.year
        2025
        """
        for code in self.lineage(region, day):
            rows = self._index.get((series, code, grade), [])
            place = bisect_right(rows, day, key=_valid_from)
            if place:
                return rows[place - 1]
        return None

    def lineage(self, region: str, day: date) -> Iterator[str]:
        """``region`` and the regions around it on ``day``, from the inside out. Raises UnknownRegion.

        >>> list(TABLES.rates.lineage("changzhou", date(2026, 1, 1)))
        ['changzhou', 'jiangsu_1', 'jiangsu', 'national']
        """
        code = region
        while True:
            rows = self._regions.get(code)
            if not rows:
                raise UnknownRegion("region_unknown", field="region", region=region)
            yield code
            code = rows[max(bisect_right(rows, day, key=_valid_from) - 1, 0)].parent
            if not code:
                return

    def plus(self, entered: Iterable[Rate]) -> "Rates":
        """These rates, and those somebody entered where the tables have none. Raises InvalidTable on an overlap.

        >>> TABLES.rates.plus([]).rows == TABLES.rates.rows
        True
        """
        entered = tuple(entered)
        return Rates((*self.rows, *entered), self.regions) if entered else self


class _WageBounds(dict[date, WageBounds]):
    """The bounds in one region by day, found once each: many calculations ask for the same."""

    def __init__(self, rates: Rates, region: str) -> None:
        self._rates = rates
        self._region = region
        self._alike: dict[WageBounds, WageBounds] = {}

    def __missing__(self, day: date) -> WageBounds:
        year = date(day.year - 1, 12, 31)
        minimum = self._rates.find("minimum_wage_month", self._region, day)
        average = self._rates.find("average_wage", self._region, year)
        latest = average or self._rates.latest("average_wage", self._region, year)
        bounds = WageBounds(minimum, latest, is_late=latest is not average)
        bounds = self[day] = self._alike.setdefault(bounds, bounds)
        return bounds


class _Regions(dict[str, _WageBounds]):
    """The bounds of all regions asked for so far."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates

    def __missing__(self, region: str) -> _WageBounds:
        bounds = self[region] = _WageBounds(self._rates, region)
        return bounds


@dataclass(frozen=True, slots=True)
class Tables:
    """What an entitlement is worked out with."""

    rates: Rates
    calendar: Calendar


@cache
def packaged_tables() -> Tables:
    """The tables that come with the program; the application has its own, from its database. Raises nothing.

    >>> packaged_tables().rates.find("heat_month", "shanghai", date(2026, 7, 1)).value
    Decimal('300')
    """
    return Tables(Rates(packaged_rates(), codes("region")), packaged_calendar())


def packaged_rates() -> list[Rate]:
    """The rows of ``data/rates.toml``: what a group of rows has in common stands above it. Raises nothing.

    >>> "jiangsu_3" in {row.region for row in packaged_rates() if row.series == "minimum_wage_month"}
    True
    """
    rows = []
    for group in load("rates")["group"]:
        shared = {name: value for name, value in group.items() if name != "rows"}
        rows += [_read(shared | row) for row in group["rows"]]
    return rows


def _read(row: Mapping[str, object]) -> Rate:
    return Rate(**{**row, "value": Decimal(str(row["value"]))})  # type: ignore[arg-type]


def _valid_from(row: Rate | Code) -> date:
    return row.valid_from


def _refuse_circles(regions: Mapping[str, list[Code]]) -> None:
    above = {code: {row.parent for row in rows} for code, rows in regions.items()}
    for code, around in above.items():
        reached, fresh = set(around), around
        while fresh:
            fresh = {parent for one in fresh for parent in above.get(one, ())} - reached
            reached |= fresh
        if code in reached:
            raise InvalidTable("table_circle", region=code)


def _append(rows: list[Rate], row: Rate) -> None:
    names = {"series": row.series, "region": row.region}
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise InvalidTable("table_order", **names, start=row.valid_from, end=row.valid_to)
    if rows:
        last = rows[-1]
        if last.valid_from == row.valid_from or (
            last.valid_to is not None and last.valid_to >= row.valid_from
        ):
            raise InvalidTable("table_overlap", **names, day=row.valid_from)
        if last.valid_to is None and row.confidence == "entered":
            raise InvalidTable("table_overlap", **names, day=row.valid_from)
    rows.append(row)
