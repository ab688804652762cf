"""The wage over the time of an employment: what held on a day, and the mean before its end."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from labour_law.entitlements.checks import require_days, require_wage
from labour_law.errors import InvalidPeriod
from labour_law.money import round_fen

_DAY = timedelta(days=1)
_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierWage:
    """A wage that held up to the day ``until``, counted, since the next earlier one; yuan a month."""

    until: date
    monthly_wage: Decimal

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        require_days(until=self.until)
        require_wage("monthly_wage", self.monthly_wage)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``start`` to ``end``, both counted, with one wage, yuan a month."""

    start: date
    end: date
    monthly_wage: Decimal


def require_earlier_wages(earlier: Sequence[EarlierWage]) -> None:
    """No two earlier wages end on the same day. Raises InvalidPeriod (field "earlier_wages").

    >>> require_earlier_wages([EarlierWage(until=date(2025, 6, 30), monthly_wage=Decimal(5000))])
    """
    seen: set[date] = set()
    for wage in earlier:
        if wage.until in seen:
            raise InvalidPeriod("period_day_twice", field="earlier_wages", day=wage.until)
        seen.add(wage.until)


def stretches(
    start: date, end: date, monthly_wage: Decimal, earlier: Sequence[EarlierWage] = ()
) -> list[Stretch]:
    """The days from ``start`` to ``end`` by the wage that held; ``monthly_wage`` after all ``earlier`` ones.

    Nothing where the end comes first. Raises nothing.

    >>> raised = EarlierWage(until=date(2025, 6, 30), monthly_wage=Decimal(5000))
    >>> [(part.end.isoformat(), part.monthly_wage)
    ...  for part in stretches(date(2025, 5, 1), date(2025, 8, 31), Decimal(6000), [raised])]
    [('2025-06-30', Decimal('5000')), ('2025-08-31', Decimal('6000'))]
    """
    found = []
    for wage in sorted(earlier, key=lambda wage: wage.until):
        if start > end:
            break
        if wage.until >= start:
            found.append(Stretch(start, min(wage.until, end), wage.monthly_wage))
            start = wage.until + _DAY
    if start <= end:
        found.append(Stretch(start, end, monthly_wage))
    return found


def mean_wage(
    hired: date,
    left: date,
    monthly_wage: Decimal,
    earlier: Sequence[EarlierWage] = (),
    *,
    months: int = _YEAR,
) -> Decimal:
    """The mean of the twelve (or so many ``months``) whole calendar months before the end of the employment, or of those
    there are, yuan (劳动合同法 47(3), 实施条例 27). The month of the last day counts where it was worked to its end; without a whole
    month the days there are count. Raises nothing.

    >>> raised = EarlierWage(until=date(2025, 12, 31), monthly_wage=Decimal(5000))
    >>> mean_wage(date(2020, 3, 15), date(2026, 6, 30), Decimal(6000), [raised])
    Decimal('5500.00')
    """
    whole: list[tuple[date, date]] = []
    last = left if left == _last_of(left) else left.replace(day=1) - _DAY
    while len(whole) < months and last.replace(day=1) >= hired:
        whole.append((last.replace(day=1), last))
        last = last.replace(day=1) - _DAY
    means = [_mean(first, last, monthly_wage, earlier) for first, last in whole or [(hired, left)]]
    return round_fen(sum(means, Decimal(0)) / len(means))


def _mean(start: date, end: date, monthly_wage: Decimal, earlier: Sequence[EarlierWage]) -> Decimal:
    parts = stretches(start, end, monthly_wage, earlier)
    return sum(((part.end - part.start).days + 1) * part.monthly_wage for part in parts) / Decimal(
        (end - start).days + 1
    )


def _last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
