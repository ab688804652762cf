"""Wages not paid (劳动合同法 30), with the shortfall to the minimum wage (劳动合同法 85)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import (
    require_amount,
    require_count,
    require_days,
    require_order,
    require_wage,
)
from labour_law.entitlements.limits import less_paid, limitation_notes
from labour_law.entitlements.minimum_wage import shortfall
from labour_law.entitlements.months import month_lines, part_notes, spans
from labour_law.entitlements.result import Ask, Entitlement, Line, Note, Text
from labour_law.entitlements.wage_history import EarlierWage, require_earlier_wages, stretches
from labour_law.errors import InvalidCount, gettext_noop
from labour_law.rates import Rate, Tables

_ARTICLE = "劳动合同法 30(1)"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidWages:
    """Wages owed for ``start`` to ``end``, both counted.

    ``monthly_wage``: agreed wage of a month before deductions, yuan. ``region``: code of the place of work, for the
    minimum wage. ``paid``: what was paid for these days, yuan. ``part_days``: days to pay of the one month that is not
    whole, counted from the calendar where None. ``earlier_wages``: where another wage held before; a part of a month
    can then be given as days only where it is the one part there is. ``own_insurance``: what of the wage the worker pays a
    month for social insurance and the housing fund, as in `MinimumWage`. ``left``: last day of employment, None while
    employed. ``as_of``: day on which the claim is made, None where limitation is not asked for.
    """

    monthly_wage: Decimal
    start: date
    end: date
    region: str
    paid: Decimal = Decimal(0)
    part_days: Decimal | None = None
    earlier_wages: tuple[EarlierWage, ...] = ()
    own_insurance: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount."""
        require_days(start=self.start, end=self.end, left=self.left, as_of=self.as_of)
        require_wage("monthly_wage", self.monthly_wage)
        require_amount("paid", self.paid)
        require_amount("own_insurance", self.own_insurance)
        require_order("end", self.start, self.end)
        require_order("left", self.end, self.left)
        require_earlier_wages(self.earlier_wages)
        if self.part_days is not None:
            times = stretches(self.start, self.end, self.monthly_wage, self.earlier_wages)
            parts = [span for time in times for span in spans(time.start, time.end) if not span.months]
            if len(parts) != 1:
                raise InvalidCount("count_not_one_part", field="part_days")
            require_count("part_days", self.part_days, (parts[0].end - parts[0].start).days + 1)


def unpaid_wages(facts: UnpaidWages, tables: Tables) -> Entitlement:
    """Wages owed in yuan: whole calendar months, parts of a month, what the wage is short of the minimum wage, less
    what was paid (劳动合同法 30(1), 85(2)).

    A part of a month is its working days and statutory holidays ÷ 21.75 (劳动法 51, 人社部发〔2025〕2号), at most a
    month. Raises UnknownRegion; CalendarYearUnknown for a part of a month in a year without a holiday table, unless
    ``part_days`` are given. A minimum wage no table has is asked for.

    >>> facts = UnpaidWages(
    ...     monthly_wage=Decimal(6500), start=date(2026, 5, 1), end=date(2026, 8, 12), region="shanghai")
    >>> unpaid_wages(facts, TABLES).total
    Decimal('21890.80')
    """
    labels = Text(gettext_noop("Wages owed")), Text(gettext_noop("Wages owed, part of a month"))
    lines: list[Line] = []
    notes: list[Note] = []
    asks: list[Ask] = []
    compared: list[Rate] = []
    is_short = False
    within = (facts.start, facts.end) if facts.earlier_wages else None
    for part in stretches(facts.start, facts.end, facts.monthly_wage, facts.earlier_wages):
        lines += month_lines(
            labels,
            part.start,
            part.end,
            part.monthly_wage,
            _ARTICLE,
            tables.calendar,
            part_days=facts.part_days,
            within=within,
        )
        short = shortfall(
            facts.region,
            part.start,
            part.end,
            part.monthly_wage,
            tables,
            facts.part_days,
            within,
            facts.own_insurance,
        )
        lines += short.lines
        is_short = is_short or bool(short.lines)
        said = (*part_notes(part.start, part.end, tables.calendar, part_days=facts.part_days), *short.notes)
        notes += [note for note in said if note not in notes]
        asks += short.asks
        compared += short.compared
    if is_short:
        notes.append(_below_minimum())
    notes += limitation_notes(
        facts.end, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
    )
    notes += [_evidence(), _inspection()]
    return less_paid(lines, facts.paid, _ARTICLE, notes, asks, compared)


def _below_minimum() -> Note:
    message = gettext_noop("The agreed wage is below the minimum wage: the shortfall is added.")
    return Note("below_minimum_wage", Text(message), "劳动合同法 85(2)", "info")


def _evidence() -> Note:
    message = gettext_noop(
        "The employer keeps pay records for at least 2 years, those of migrant workers for 3: ask for them."
    )
    return Note("evidence", Text(message), "工资支付暂行规定 6; 保障农民工工资支付条例 15", "info")


def _inspection() -> Note:
    message = gettext_noop(
        "If the labour inspection orders payment and the employer still does not pay, 50 to 100 %% is added."
    )
    return Note("inspection", Text(message), "劳动合同法 85", "info")
