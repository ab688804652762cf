"""Dated rates by region: minimum wages, high-temperature allowance, average wages, injury benefits.

A rate holds from its ``valid_from`` until the next of its series in the region begins, or until its own
``valid_to``. A region without a rate takes that of the region it lies in; a region is one of the list, or a number of a
place (`labour_law.places`), which lies in the places around it, and in the class of minimum wages a row of the list says.
What no row says is unknown: it is asked for, never guessed. A rate that one source alone says ("unconfirmed") is never
used, and a class that one source or memory alone says (`codes.OFFERED`) is not either: it is offered where it would be
asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args

from labour_law.calendar import Calendar, packaged_calendar
from labour_law.codes import NUMBERS, OFFERED, Code, codes, is_class
from labour_law.errors import InvalidTable, UnknownRegion
from labour_law.places import above, is_place
from labour_law.tables import Confidence, least_sure, load

_DAY = timedelta(days=1)

Series = Literal[
    "minimum_wage_month",
    "minimum_wage_hour",
    "heat_month",
    "heat_day",
    "heat_hour",
    "average_wage",
    "injury_disability",
    "injury_medical",
    "injury_employment",
    "sick_floor",
    "standstill_cycle",
    "standstill_after",
]
SERIES: tuple[Series, ...] = get_args(Series)

HEAT: tuple[Series, ...] = ("heat_month", "heat_day", "heat_hour")
"""The series that make up the rule of a region for the high-temperature allowance."""

Unit = Literal[
    "yuan_month", "yuan_hour", "yuan_day", "percent_day", "yuan", "months", "percent_wage", "percent_minimum"
]

Place = Literal["", "outdoors", "indoors"]
"""Where a rate for work in the heat holds: everywhere, outdoors and by sources of heat, or at all other hot places."""

WHOLE_COUNTRY = "national"


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of a table. ``grade`` is the grade of disability of an injury benefit, else 0.

    ``unit`` "months" counts monthly wages: those of the worker (injury_disability) or the average wage of the year
    before (injury_medical, injury_employment). "percent_day" is a share of the average wage of a day of the year before,
    "percent_wage" one of the worker's own wage, "percent_minimum" one of the monthly minimum wage.

    Of a high-temperature allowance: ``place`` where it holds, ``from_degrees`` the temperature from which on (°C, 0
    where there are no steps), ``value_to`` the upper end of a range (``value`` is what is owed at least),
    ``first_month`` to ``last_month`` the hot season, 0 where the rule does not fix it.

    Of a monthly minimum wage: ``excludes_insurance`` where the worker's own social insurance and housing fund do not
    count towards it, so that the wage has to reach it without them.
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
    place: Place = ""
    from_degrees: int = 0
    value_to: Decimal | None = None
    first_month: int = 0
    last_month: int = 0
    excludes_insurance: bool = False

    @property
    def key(self) -> "Key":
        """What one row alone may say on a day. Raises nothing.

        >>> TABLES.rates.find("heat_month", "shanghai", date(2026, 7, 1)).key
        ('heat_month', 'shanghai', 0, '', 0)
        """
        return (self.series, self.region, self.grade, self.place, self.from_degrees)

    def holds_on(self, day: date) -> bool:
        """Whether the row itself covers ``day``; a later row may stand in its place. Raises nothing.

        >>> TABLES.rates.latest("average_wage", "shanghai", date(2030, 1, 1)).holds_on(date(2030, 1, 1))
        False
        """
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


Key = tuple[str, str, int, str, int]

Way = tuple[Code | None, tuple[str, ...]]
"""The row that says the class of a place, and the regions around it from the inside out."""

Offer = tuple[Rate, ...]
"""Rows that go together, to be confirmed together."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a period, both days counted, with the rate that holds in it, or None where none is known."""

    start: date
    end: date
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class HeatSlice:
    """A part of a period, both days counted, with the rows of the rule for work in the heat; none where unknown."""

    start: date
    end: date
    rows: tuple[Rate, ...]


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

    def __init__(
        self,
        rows: Iterable[Rate],
        regions: Iterable[Code],
        out_of_order: Iterable[tuple[str, str]] = (),
    ) -> None:
        """``out_of_order``: series and region whose rows contradict each other and are left out: who asks for a rate
        there is told so.

        Raises InvalidTable where two rows hold on the same day, one ends before it begins, or a region lies in itself.
        """
        self._out_of_order = {(_kind_of(series), region): series for series, region in out_of_order}
        self.regions = tuple(regions)
        self._regions: dict[str, list[Code]] = {}
        for region in sorted(self.regions, key=lambda region: region.valid_from):
            self._regions.setdefault(region.code, []).append(region)
        if circle := regions_in_circles(self.regions):
            raise InvalidTable("table_circle", region=min(circle))
        self._classes: dict[str, dict[str, None]] = {}
        for region in self.regions:
            if is_class(region.code):
                self._classes.setdefault(region.parent, {})[region.code] = None
        self._days: dict[str, list[date]] = {}
        self._ways: dict[tuple[str, int], Way] = {}
        self._file(rows)

    def _file(self, rows: Iterable[Rate]) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: (*row.key, row.valid_from)))
        self._index: dict[Key, list[Rate]] = {}
        self._unconfirmed: dict[Key, list[Rate]] = {}
        for row in self.rows:
            index = self._unconfirmed if row.confidence == "unconfirmed" else self._index
            put_in_turn(index.setdefault(row.key, []), row)
        self._heat_keys = _heat_keys(self._index)
        self._unconfirmed_heat_keys = _heat_keys(self._unconfirmed)
        self.wage_bounds = _Regions(self)

    def find(self, series: Series, region: str, day: date, grade: int = 0) -> Rate | None:
        """The rate that holds on ``day`` in ``region`` or the nearest region around it, no surer than the class of the
        place that leads to it; None where unknown or unconfirmed. Raises UnknownRegion, InvalidTable where the rows there
        are out of order.

        >>> found = TABLES.rates.find("minimum_wage_month", "changzhou", date(2026, 5, 1))
        >>> found.value, found.confidence
        (Decimal('2660'), 'two_sources')
        """
        classed, around = self._way(region, day)
        for code in around:
            self._require_order(series, code)
            if rate := _on(self._index, (series, code, grade, "", 0), day):
                sure = classed.confidence if classed and code == classed.parent else "verified"
                sure = least_sure(rate.confidence, sure)
                return rate if sure == rate.confidence else replace(rate, confidence=sure)
        return None

    def heat(self, region: str, day: date) -> tuple[Rate, ...]:
        """The rows of the rule for work in the heat that holds on ``day`` in ``region`` or the nearest region around
        it; none where unknown or unconfirmed. Raises UnknownRegion, InvalidTable as `find`.

        >>> [(row.place, row.value) for row in TABLES.rates.heat("3301", date(2026, 7, 1))]
        [('indoors', Decimal('200')), ('outdoors', Decimal('300'))]
        """
        for code in self.lineage(region, day):
            self._require_order("heat_month", code)
            if rows := _all_on(self._index, self._heat_keys.get(code, ()), day):
                return rows
        return ()

    def offers(self, series: Series, region: str, day: date, grade: int = 0) -> tuple[Offer, ...]:
        """What may be confirmed on ``day`` where nothing is sure: the unconfirmed rate of the region or the nearest
        around it, else, where its class is open, that of each class the region is divided into, first that which is
        likely its own. Raises UnknownRegion.

        A rule for work in the heat is one offer, whatever rows it has.

        >>> [rate.value for (rate,) in TABLES.rates.offers("minimum_wage_month", "330281", date(2026, 3, 1))]
        [Decimal('2660'), Decimal('2430'), Decimal('2180')]
        >>> [rate.value for (rate,) in TABLES.rates.offers("minimum_wage_month", "330782", date(2026, 3, 1))]
        [Decimal('2430'), Decimal('2660'), Decimal('2180')]
        """
        classed, around = self._way(region, day)
        for code in around:
            if series in HEAT:
                if rule := _all_on(self._unconfirmed, self._unconfirmed_heat_keys.get(code, ()), day):
                    return (rule,)
                continue
            if rate := _on(self._unconfirmed, (series, code, grade, "", 0), day):
                return ((rate,),)
            if classed is None or classed.confidence in OFFERED:
                likely = classed.parent if classed else ""
                classes = sorted(self._classes.get(code, ()), key=lambda one: one != likely)
                by_class = (self._of_class(series, one, grade, day) for one in classes)
                if found := tuple((rate,) for rate in by_class if rate):
                    return found
        return ()

    def class_of(self, region: str, day: date) -> Code | None:
        """The row of the list that says which class of minimum wages the place has on ``day``, of the place itself or the
        nearest around it; None where none says it. One in ``codes.OFFERED`` only says what is likely. Raises
        UnknownRegion.

        >>> row = TABLES.rates.class_of("330782", date(2026, 3, 1))
        >>> row.parent, row.confidence
        ('zhejiang_2', 'unconfirmed')
        """
        return self._way(region, day)[0]

    def _of_class(self, series: Series, code: str, grade: int, day: date) -> Rate | None:
        key = (series, code, grade, "", 0)
        return _on(self._index, key, day) or _on(self._unconfirmed, key, day)

    def heat_slices(self, region: str, start: date, end: date) -> list[HeatSlice]:
        """``start`` to ``end``, both counted, cut where the rule for work in the heat changes, or what is offered for
        it. Raises UnknownRegion.

        >>> [len(part.rows) for part in TABLES.rates.heat_slices("beijing", date(2017, 6, 1), date(2018, 8, 31))]
        [0, 2]
        """
        found: list[HeatSlice] = []
        marks: list[object] = []
        for first, last in self._stretches(HEAT, region, 0, start, end):
            rows = self.heat(region, first)
            mark = (rows, () if rows else self.offers("heat_month", region, first))
            if marks and marks[-1] == mark:
                first = found.pop().start
            else:
                marks.append(mark)
            found.append(HeatSlice(first, last, rows))
        return found

    def slices(self, series: Series, region: str, start: date, end: date, grade: int = 0) -> list[Slice]:
        """``start`` to ``end``, both counted, cut where the rate changes, or what is offered for one. Raises
        UnknownRegion.

        >>> [(s.end, s.rate.value) for s in TABLES.rates.slices("heat_month", "shanghai", date(2018, 6, 1), date(2019, 9, 30))]
        [(datetime.date(2019, 5, 31), Decimal('200')), (datetime.date(2019, 9, 30), Decimal('300'))]
        """
        found: list[Slice] = []
        marks: list[object] = []
        for first, last in self._stretches((series,), region, grade, start, end):
            rate = self.find(series, region, first, grade)
            mark = (rate, () if rate else self.offers(series, region, first, grade))
            if marks and marks[-1] == mark:
                first = found.pop().start
            else:
                marks.append(mark)
            found.append(Slice(first, last, rate))
        return found

    def _stretches(
        self, series: tuple[Series, ...], region: str, grade: int, start: date, end: date
    ) -> Iterator[tuple[date, date]]:
        """``start`` to ``end`` cut on every day on which a rate of these series, or where the region lies, may change."""
        self._way(region, start)
        cuts = {start, *self._days[region]}
        for row in self.rows:
            if row.series in series and row.grade == grade:
                cuts.add(row.valid_from)
                if row.valid_to:
                    cuts.add(row.valid_to + _DAY)
        days = sorted(day for day in cuts if start <= day <= end)
        for first, following in zip(days, [*days[1:], end + _DAY], strict=True):
            yield first, following - _DAY

    def _class_days(self, region: str) -> set[date]:
        """The days on which a row begins of the region or of one it may ever lie in."""
        reached: set[str] = set()
        fresh = {region}
        while fresh:
            reached |= fresh
            parents = {row.parent for code in fresh for row in self._regions.get(code, ())}
            numbers = {NUMBERS.get(code, "") or above(code) for code in fresh if code.isdigit()}
            fresh = (parents | numbers) - reached - {""}
        return {row.valid_from for code in reached for row in self._regions.get(code, ())}

    def latest(self, series: Series, region: str, day: date, grade: int = 0) -> Rate | None:
        """The newest rate that began on or before ``day``, whether or not it still holds. Raises UnknownRegion,
        InvalidTable as `find`.

        >>> TABLES.rates.latest("average_wage", "shanghai", date(2030, 1, 1)).valid_from.year
        2025
        """
        for code in self.lineage(region, day):
            self._require_order(series, code)
            rows = self._index.get((series, code, grade, "", 0), [])
            place = bisect_right(rows, day, key=_valid_from)
            if place:
                return rows[place - 1]
        return None

    def _require_order(self, series: Series, region: str) -> None:
        if (_kind_of(series), region) in self._out_of_order:
            raise InvalidTable("table_out_of_order", series=series, region=region)

    def lineage(self, region: str, day: date) -> Iterator[str]:
        """``region`` and the regions around it on ``day``, from the inside out; its class, where that is sure, comes
        before the province. Raises UnknownRegion.

        >>> list(TABLES.rates.lineage("changzhou", date(2026, 1, 1)))
        ['changzhou', 'jiangsu_1', 'jiangsu', 'national']
        """
        return iter(self._way(region, day)[1])

    def _way(self, region: str, day: date) -> Way:
        """The class of a region and the regions around it, found once for all days between two on which they may change."""
        if region not in self._days:
            if region not in self._regions and not is_place(region):
                raise UnknownRegion("region_unknown", field="region", region=region)
            self._days[region] = sorted(self._class_days(region))
        key = region, bisect_right(self._days[region], day)
        if key not in self._ways:
            classed = self._class_row(region, day)
            self._ways[key] = classed, tuple(self._codes_around(region, day, classed))
        return self._ways[key]

    def _class_row(self, region: str, day: date) -> Code | None:
        code = region
        while code:
            if (row := self._row(code, day)) and is_class(row.parent):
                return row
            code = self._around(code, day)
        return None

    def _codes_around(self, region: str, day: date, classed: Code | None) -> Iterator[str]:
        own = classed.parent if classed and classed.confidence not in OFFERED else ""
        province = self._around(own, day) if own else ""
        code = region
        while code:
            if own and code == province:
                yield own
            yield code
            code = self._around(code, day)

    def _around(self, code: str, day: date) -> str:
        """The region or place next around one, its class left out; "" for the outermost. A row of the list says it, else
        the number."""
        if row := self._row(code, day):
            if not is_class(row.parent):
                return row.parent
            if not code.isdigit():
                return self._around(row.parent, day)
        known_as = NUMBERS.get(code, "")
        if known_as in self._regions:
            return known_as
        return above(code) or (WHOLE_COUNTRY if WHOLE_COUNTRY in self._regions else "")

    def _row(self, code: str, day: date) -> Code | None:
        """The row of the list that holds for a region or place on ``day``: of a region the first where none has begun."""
        rows = self._regions.get(code, [])
        place = bisect_right(rows, day, key=_valid_from)
        return rows[max(place - 1, 0)] if rows and (place or not code.isdigit()) else None

    def plus(self, entered: Iterable[Rate]) -> "Rates":
        """These rates, and those somebody entered where the tables have none. Raises InvalidTable on an overlap.

        >>> TABLES.rates.plus([]).rows == TABLES.rates.rows
        True
        """
        entered = tuple(entered)
        if not entered:
            return self
        found = copy(self)
        found._file((*self.rows, *entered))
        return found


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

    >>> [row.value for row in packaged_rates() if row.series == "minimum_wage_hour" and row.region == "zhejiang_3"]
    [Decimal('21')]
    """
    provinces = load("provinces")
    rows = [rate for table in provinces["minimum_wage"] for rate in _minimum_wages(table)]
    for group in [*load("rates")["group"], *provinces["group"]]:
        shared = {name: value for name, value in group.items() if name != "rows"}
        rows += [_read(shared | row) for row in group["rows"]]
    return rows


def _minimum_wages(table: Mapping[str, Any]) -> Iterator[Rate]:
    """The rates of a province by class: of the province itself where it has only one."""
    own = ("month", "hour", "excludes_insurance")
    shared = {name: value for name, value in table.items() if name not in own}
    for series, unit in (("month", "yuan_month"), ("hour", "yuan_hour")):
        values = table[series]
        for number, value in enumerate(values, start=1):
            region = f"{table['region']}_{number}" if len(values) > 1 else table["region"]
            row = {"series": f"minimum_wage_{series}", "region": region, "unit": unit, "value": value}
            if series == "month":
                row["excludes_insurance"] = table.get("excludes_insurance", False)
            yield _read(shared | row)


def _read(row: Mapping[str, Any]) -> Rate:
    numbers = {name: Decimal(str(row[name])) for name in ("value", "value_to") if name in row}
    return Rate(**{**row, **numbers})


def _valid_from(row: Rate | Code) -> date:
    return row.valid_from


def _on(index: Mapping[Key, list[Rate]], key: Key, day: date) -> Rate | None:
    rows = index.get(key, [])
    place = bisect_right(rows, day, key=_valid_from)
    return rows[place - 1] if place and rows[place - 1].holds_on(day) else None


def _all_on(index: Mapping[Key, list[Rate]], keys: Iterable[Key], day: date) -> tuple[Rate, ...]:
    return tuple(rate for key in keys if (rate := _on(index, key, day)))


def _heat_keys(index: Mapping[Key, list[Rate]]) -> dict[str, list[Key]]:
    """Region → what its rule for work in the heat is made of."""
    found: dict[str, list[Key]] = {}
    for key in index:
        if key[0] in HEAT:
            found.setdefault(key[1], []).append(key)
    return found


def _kind_of(series: str) -> str:
    """The series, or one for all that make up a rule for work in the heat."""
    return HEAT[0] if series in HEAT else series


def regions_in_circles(regions: Iterable[Code]) -> set[str]:
    """The codes of regions that lie in themselves by way of the regions around them. Raises nothing.

    >>> regions_in_circles(TABLES.rates.regions)
    set()
    """
    above: dict[str, set[str]] = {}
    for region in regions:
        above.setdefault(region.code, set()).add(region.parent)
    found = set()
    for code, around in above.items():
        reached, fresh = set(around), around
        while fresh:
            fresh = {parent for one in fresh for parent in above.get(one, ())} - reached
            reached |= fresh
        if code in reached:
            found.add(code)
    return found


def put_in_turn(rows: list[Rate], row: Rate) -> None:
    """Add a row to those of the same key that began before. Raises InvalidTable where it would hold beside the last one, or
    ends before it begins.

    >>> first = TABLES.rates.find("minimum_wage_month", "shanghai", date(2026, 6, 1))
    >>> put_in_turn([first], first)
    Traceback (most recent call last):
    labour_law.errors.InvalidTable: minimum_wage_month, shanghai: two rows hold on 2025-07-01.
    """
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
