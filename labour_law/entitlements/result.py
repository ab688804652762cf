"""The answer of every calculation: a total, the lines it is the sum of, and what to be careful about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from labour_law.money import round_fen
from labour_law.rates import Rate, Series, Slice
from labour_law.tables import Confidence, least_sure

PAID_DAYS = Decimal("21.75")
"""Days of a month that are paid: a day's wage is the month's ÷ 21.75 (人社部发〔2025〕2号; since 2008)."""

PAID_HOURS = Decimal("174")
"""Hours of a month that are paid: 21.75 days of 8 hours."""

ONE = Decimal(1)
ZERO = Decimal("0.00")

LineUnit = Literal["day", "hour", "month", "year", "item"]


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence to translate, and what fills its ``%(name)s`` places.

    Mark ``message`` with ``gettext_noop`` where it is written. Parameters are str, int, Decimal, date or Days.

    >>> str(Text("%(n)s months", {"n": 3}))
    '3 months'
    """

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


class Days(NamedTuple):
    """A time told in a `Text`: from a day to another, both counted; a single day stands once.

    >>> str(Days(date(2026, 5, 1), date(2026, 5, 1)))
    '2026-05-01'
    """

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start}" if self.start == self.end else f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True)
class Line:
    """``quantity × rate ÷ divisor × factor = amount`` in yuan, rounded half up to the fen; made by `line`.

    ``rate`` is in yuan for one ``unit`` (of a month, where ``divisor`` brings it to a day or an hour). ``table_rates``
    are the rows of a table it is made of. ``source`` is theirs, else that of the article; ``confidence`` that of the
    least sure thing it is made of. A deduction is negative.
    """

    label: Text
    quantity: Decimal
    unit: LineUnit
    rate: Decimal
    divisor: Decimal
    factor: Decimal
    amount: Decimal
    article: str
    source: str = ""
    confidence: Confidence = "verified"
    start: date | None = None
    end: date | None = None
    table_rates: tuple[Rate, ...] = ()


def line(
    label: Text,
    quantity: Decimal | int,
    unit: LineUnit,
    rate: Decimal,
    article: str,
    *,
    divisor: Decimal = ONE,
    factor: Decimal = ONE,
    start: date | None = None,
    end: date | None = None,
    source: str = "",
    confidence: Confidence = "verified",
    table_rates: tuple[Rate, ...] = (),
) -> Line:
    """One line, its amount rounded half up to the fen.

    ``source``: where not given, those of ``table_rates``. ``confidence``: of the rule, the calendar and the facts; the
    line is no surer than the least sure of it and of the rates. Raises nothing.

    >>> line(Text("Part of a month"), 8, "day", Decimal(6500), "劳动合同法 30", divisor=PAID_DAYS).amount
    Decimal('2390.80')
    """
    source = source or "；".join(dict.fromkeys(rate.source for rate in table_rates if rate.source))
    quantity = Decimal(quantity)
    amount = round_fen(quantity * rate * factor / divisor)
    return Line(
        label,
        quantity,
        unit,
        rate,
        divisor,
        factor,
        amount,
        article,
        source,
        least_sure(confidence, *(rate.confidence for rate in table_rates)),
        start,
        end,
        table_rates,
    )


NoteKind = Literal["warning", "info"]


@dataclass(frozen=True, slots=True)
class Note:
    """What to be careful about. ``code`` is stable: limitation_run_out, rate_unknown, cap_applied, …

    A "warning" may change the sum or lose it; an "info" only explains.
    """

    code: str
    text: Text
    article: str = ""
    kind: NoteKind = "warning"


@dataclass(frozen=True, slots=True)
class Ask:
    """A rate no table has: ask for it, for these days, and calculate again with `Rates.plus`."""

    series: Series
    region: str
    start: date
    end: date
    grade: int = 0

    @property
    def days(self) -> Days:
        """The days it is asked for, to be told. Raises nothing.

        >>> str(Ask("heat_month", "shanghai", date(2005, 6, 1), date(2005, 9, 30)).days)
        '2005-06-01 to 2005-09-30'
        """
        return Days(self.start, self.end)


class Entitlement:
    """What is owed: ``total`` in yuan, the ``lines`` it is the sum of, ``notes``, and the rates still asked for.

    While ``asks`` is not empty the total is only that of the lines that could be worked out. Lines and notes are
    written out when they are first read, so that a sum alone costs little.
    """

    __slots__ = ("_told", "total")

    def __init__(self, total: Decimal, told: "Told | tuple[Any, ...]") -> None:
        """``told`` is the explanation, or a function with its arguments that gives it when it is asked for."""
        self.total = total
        self._told = told

    def _tell(self) -> "Told":
        told = self._told
        if isinstance(told, tuple):
            function, *arguments = told
            told = self._told = function(*arguments)
        return told

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in yuan, whose amounts add up to the total. Raises nothing.

        >>> Entitlement(ZERO, Told(())).lines
        ()
        """
        return self._tell().lines

    @property
    def notes(self) -> tuple[Note, ...]:
        """What to be careful about. Raises nothing.

        >>> [note.code for note in Entitlement(ZERO, Told((), (Note("evidence", Text("Ask for it.")),))).notes]
        ['evidence']
        """
        return self._tell().notes

    @property
    def asks(self) -> tuple[Ask, ...]:
        """The rates that no table has. Raises nothing.

        >>> ask = Ask("heat_month", "elsewhere", date(2025, 6, 1), date(2025, 9, 30))
        >>> Entitlement(ZERO, Told((), asks=(ask,))).asks == (ask,)
        True
        """
        return self._tell().asks

    @property
    def compared(self) -> tuple[Rate, ...]:
        """The rates that only decided, since a fact was compared with them: a minimum wage that is met, a cap that is
        not reached. Raises nothing.

        >>> met = TABLES.rates.find("minimum_wage_month", "shanghai", date(2026, 6, 1))
        >>> [rate.value for rate in Entitlement(ZERO, Told((), compared=(met,))).compared]
        [Decimal('2740')]
        """
        return self._tell().compared

    @property
    def is_complete(self) -> bool:
        """Whether no rate is missing. Raises nothing.

        >>> Entitlement(ZERO, Told(())).is_complete
        True
        """
        return not self.asks


@dataclass(frozen=True, slots=True)
class Told:
    """The explanation of a total. ``compared``: rates a fact was compared with; those of a line may be among them."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()
    asks: tuple[Ask, ...] = ()
    compared: tuple[Rate, ...] = ()


def entitlement(
    lines: Iterable[Line],
    notes: Iterable[Note] = (),
    asks: Iterable[Ask] = (),
    compared: Iterable[Rate] = (),
) -> Entitlement:
    """The entitlement these lines add up to, in yuan. Raises nothing.

    >>> entitlement([line(Text("Wages"), 3, "month", Decimal(6500), "劳动法 50")]).total
    Decimal('19500.00')
    """
    told = Told(tuple(lines), tuple(notes), tuple(asks), tuple(compared))
    return Entitlement(sum((row.amount for row in told.lines), ZERO), told)


def asks_of(slices: Iterable[Slice], series: Series, region: str, grade: int = 0) -> list[Ask]:
    """What to ask for the slices whose rate is unknown. Raises nothing.

    >>> asks_of([Slice(date(2005, 6, 1), date(2005, 9, 30), None)], "heat_month", "shanghai")[0].start
    datetime.date(2005, 6, 1)
    """
    return [Ask(series, region, part.start, part.end, grade) for part in slices if part.rate is None]
