"""A report's table as pages, papers and spreadsheets show it, whether it was signed or counted just now."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.days import written_day
from reports.charts import Bar, Series, rows
from reports.dashboard import behind_url, in_ten_thousands, shown
from reports.measures import MEASURES, UNITS, Unit
from reports.models import Rows
from reports.periods import titled
from reports.scope import Scope
from reports.tables import GROUPS, OWN

CHARTED = (("accepted", "concluded"), ("recovered",))
"""The figures of the rows that are drawn, where the table has them: those of a pair side by side."""


@dataclass(frozen=True)
class Head:
    """A column: its name, unit and how it is counted, as they were when the report was signed."""

    key: str
    name: str
    short: str
    told: str
    unit: Unit

    @property
    def unit_name(self) -> str:
        return str(UNITS[self.unit])


@dataclass(frozen=True)
class Value:
    """A figure in a cell; money in ten thousands above, to the fen below."""

    raw: Any
    text: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    """A row; `of` says of which days a comparison or a correction is."""

    name: str
    values: Sequence[Value]
    of: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart of the rows, and what it shows."""

    title: str
    drawn: SafeString


class Sheet:
    """A table of `reports.tables`, read for showing."""

    def __init__(self, table: dict[str, Any], scope: Scope | None = None) -> None:
        """With a scope its figures lead to the rows behind them."""
        self.table, self.scope = table, scope
        said = "zh" if (get_language() or "zh").startswith("zh") else "en"
        self.title = table["title"][said]
        self.span = (dt.date.fromisoformat(table["since"]), dt.date.fromisoformat(table["until"]))
        self.heads = [Head(one["key"], unit=Unit(one["unit"]), **one[said]) for one in table["columns"]]

    @property
    def name(self) -> str:
        """Monthly report, and so on."""
        return str(titled(self.span))

    @property
    def days(self) -> str:
        return self._days(*self.span)

    def _days(self, since: dt.date, until: dt.date) -> str:
        return f"{written_day(since)}–{written_day(until)}"

    def over(self) -> list[tuple[str, int]]:
        """The headings over several columns, each with how many; "" over a column that has none."""
        found: list[tuple[str, int]] = []
        at = 0
        keys = tuple(head.key for head in self.heads)
        while at < len(keys):
            group = next(
                ((str(title), some) for title, some in GROUPS if keys[at : at + len(some)] == some), None
            )
            found.append((group[0], len(group[1])) if group else ("", 1))
            at += found[-1][1]
        return found

    def lines(self) -> list[Line]:
        """The rows. The office itself stands first, apart from those below it."""
        return [
            Line(
                _("%(office)s itself") % {"office": row["name"]} if row["key"] == OWN else row["name"],
                self._values(row["values"], self._within(row["key"])),
            )
            for row in self.table["rows"]
        ]

    def total(self) -> Line:
        """All of them."""
        return Line(_("Total"), self._values(self.table["total"], {}))

    def comparisons(self) -> list[Line]:
        """The period before and that of last year."""
        found = []
        for key, name in (("before", _("Period before")), ("last_year", _("Same period last year"))):
            then = self.table[key]
            span = (dt.date.fromisoformat(then["since"]), dt.date.fromisoformat(then["until"]))
            found.append(
                Line(name, [self._value(h, v) for h, v in self._pairs(then["values"])], self._days(*span))
            )
        return found

    def corrections(self) -> list[Line]:
        """What became known since of periods that were signed before: so much more or less."""
        found = []
        for one in self.table["corrections"]:
            span = (dt.date.fromisoformat(one["since"]), dt.date.fromisoformat(one["until"]))
            values = [
                self._value(head, value, sign=True) if value is not None else Value(None, "")
                for head, value in self._pairs(one["values"])
            ]
            found.append(Line(_("Correction"), values, self._days(*span)))
        return found

    def _pairs(self, values: Sequence[Any]) -> list[tuple[Head, Any]]:
        return list(zip(self.heads, values, strict=True))

    def _values(self, values: Sequence[Any], within: dict[str, Any] | None) -> list[Value]:
        return [
            self._value(head, value, url=self._url(head, value, within))
            for head, value in self._pairs(values)
        ]

    def _url(self, head: Head, value: Any, within: dict[str, Any] | None) -> str:
        if (
            self.scope is None
            or within is None
            or head.key not in MEASURES
            or not value
            or not Decimal(value)
        ):
            return ""
        return behind_url(MEASURES[head.key], self.scope, **within)

    def _within(self, row: Any) -> dict[str, Any] | None:
        """What narrows the scope to a row; None where no address says it, as for cases without a firm."""
        if self.table["rows_by"] == Rows.OFFICES:
            return {"own": "on"} if row == OWN else {"office": row}
        return {self.table["rows_by"]: row} if row else None

    def _value(self, head: Head, value: Any, *, url: str = "", sign: bool = False) -> Value:
        number = None if value is None else Decimal(value)
        plus = "+" if sign and number is not None and number > 0 else ""
        if head.unit is Unit.YUAN and number is not None:
            return Value(value, f"{plus}{in_ten_thousands(number)}", plus + shown(number, head.unit), url)
        return Value(value, plus + shown(value if isinstance(value, int) else number, head.unit), "", url)

    def pictures(self) -> Iterator[Picture]:
        """The rows as bars."""
        names = [line.name for line in self.lines()]
        keys = [head.key for head in self.heads]
        for some in CHARTED:
            there = [key for key in some if key in keys]
            if not there or not names:
                continue
            columns = [keys.index(key) for key in there]
            heads = [self.heads[at] for at in columns]
            title = f"{' / '.join(head.name for head in heads)} ({heads[0].unit_name})"
            lines = self.lines()
            series = [
                Series(
                    self.heads[at].name,
                    [
                        Bar(
                            None if line.values[at].raw is None else float(line.values[at].raw),
                            line.values[at].url,
                            f"{line.name}: {line.values[at].note or line.values[at].text}",
                        )
                        for line in lines
                    ],
                )
                for at in columns
            ]
            told = "; ".join(f"{line.name} {line.values[columns[0]].text}" for line in lines)
            yield Picture(title, rows(f"report-{there[0]}", told, names, series))

    # --- as a spreadsheet ---

    def header(self) -> list[str]:
        """The titles of the columns, with their units."""
        return [_("Row"), _("Days"), *(f"{head.name} ({head.unit_name})" for head in self.heads)]

    def cells(self, narrative: str) -> Iterator[list[Any]]:
        """Rows, total, comparisons and corrections; then how each column is counted, and the text."""
        for line in (*self.lines(), self.total(), *self.comparisons(), *self.corrections()):
            yield [
                line.name,
                line.of or self.days,
                *(self._cell(v, h) for v, h in zip(line.values, self.heads, strict=True)),
            ]
        yield []
        for head in self.heads:
            yield [head.name, "", head.told]
        if narrative:
            yield []
            yield [_("Text of the report"), "", narrative]

    def _cell(self, value: Value, head: Head) -> Any:
        if value.raw is None:
            return None
        return Decimal(value.raw) if isinstance(value.raw, str) else value.raw
