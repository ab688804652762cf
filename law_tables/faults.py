"""Rows that were written past the pages and cannot count: which they are, and the tables without them.

A page or an action refuses such a row. One that a script or a database tool wrote must not take the whole program down:
it is left out with all that it contradicts, told to the administrators, and whoever needs it is told so in words.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from core.fields import FIRST_YEAR, LAST_YEAR
from labour_law.calendar import HolidayYear
from labour_law.codes import check_validity
from labour_law.errors import InvalidTable
from labour_law.rates import Rate, put_in_turn, regions_in_circles
from law_tables.days import contradictions
from law_tables.models import CodeList, CodeRow, Confidence, HolidayYearRow, RateRow, Row
from law_tables.series import UNITS


@dataclass(frozen=True)
class Fault:
    """A row that is out of order, and why."""

    row: Row
    error: InvalidTable | ValidationError

    @property
    def text(self) -> str:
        """What is wrong, in the language of the page."""
        if isinstance(self.error, ValidationError):
            return f"{self.row}: {' '.join(self.error.messages)}"
        names: dict[str, object] = {"name": self.row}
        if isinstance(self.row, RateRow):
            names |= {"series": self.row.get_series_display(), "region": self.row.region_name}
        return gettext(self.error.message) % {**self.error.params, **names}


@dataclass
class Sifted:
    """What counts of the rows of a table, and what is wrong with the others."""

    faults: list[Fault] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    out_of_order: set[tuple[str, str]] = field(default_factory=set)
    years: list[HolidayYear] = field(default_factory=list)

    def refuse(self, row: Row, error: InvalidTable | ValidationError | None = None) -> None:
        """Note what is wrong with a row, once."""
        if all(fault.row.pk != row.pk or type(fault.row) is not type(row) for fault in self.faults):
            self.faults.append(Fault(row, error or InvalidTable("table_unreadable", name=row.pk)))


def sift_rates(rows: Iterable[RateRow], found: Sifted) -> None:
    """The rates that count. Of a series in a region, with a row that cannot be read or two that contradict each other,
    none does: which of them would be right, nobody can tell."""
    turns: dict[object, list[tuple[RateRow, Rate]]] = {}
    for row in rows:
        if _is_readable(row):
            rate = row.rate
            turns.setdefault((rate.key, rate.confidence == "unconfirmed"), []).append((row, rate))
        else:
            found.refuse(row)
            found.out_of_order.add((row.series, row.region))
    for same in turns.values():
        before: list[Rate] = []
        last: RateRow | None = None
        for row, rate in sorted(same, key=lambda pair: pair[1].valid_from):
            try:
                put_in_turn(before, rate)
            except InvalidTable as error:
                found.out_of_order.add((row.series, row.region))
                for one in filter(None, (last, row)):
                    found.refuse(one, error)
            last = row
    found.rates = [
        rate
        for same in turns.values()
        for row, rate in same
        if (row.series, row.region) not in found.out_of_order
    ]


def _is_readable(row: RateRow) -> bool:
    return (
        row.unit in UNITS.get(row.series, ())
        and row.confidence in Confidence.values
        and isinstance(row.valid_from, dt.date)
        and bool(row.grade) == row.series.startswith("injury_")
    )


def sift_years(rows: Iterable[HolidayYearRow], found: Sifted) -> None:
    """The years whose days can be read and do not contradict each other."""
    for row in rows:
        if not (FIRST_YEAR <= row.year <= LAST_YEAR and row.confidence in Confidence.values):
            found.refuse(row)
            continue
        try:
            year = row.holiday_year
            days = {"off": year.off, "working": year.working, "triple": year.triple}
            if errors := contradictions(year.year, announced=year.announced, **days):
                raise ValidationError(errors)
        except ValidationError as error:
            found.refuse(row, error)
        else:
            found.years.append(year)


def sift_codes(rows: Iterable[CodeRow], found: Sifted) -> list[CodeRow]:
    """The entries that count. Regions that lie in themselves do not; two rows of a code at once are told."""
    rows = list(rows)
    regions = [row for row in rows if row.table == CodeList.REGION]
    circles = regions_in_circles([row.entry for row in regions])
    for row in regions:
        if row.code in circles:
            found.refuse(row, InvalidTable("table_circle", region=row.code))
    by_code: dict[tuple[str, str], list[CodeRow]] = {}
    for row in rows:
        by_code.setdefault((row.table, row.code), []).append(row)
    for same in by_code.values():
        try:
            check_validity(str(same[0].get_table_display()), [row.entry for row in same])
        except InvalidTable as error:
            for row in same:
                found.refuse(row, error)
    return [row for row in rows if row.table != CodeList.REGION or row.code not in circles]
