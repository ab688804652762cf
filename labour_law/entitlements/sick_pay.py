"""Pay for days of illness or injury off work, within the medical treatment period (劳部发〔1995〕309号 59)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby

from labour_law.entitlements.checks import require_amount, require_days, require_order, require_wage
from labour_law.entitlements.limits import less_paid, limitation_notes
from labour_law.entitlements.minimum_wage import without_insurance
from labour_law.entitlements.months import month_lines, part_notes
from labour_law.entitlements.result import Ask, Entitlement, Line, Note, Text, asks_of
from labour_law.entitlements.service import day_after, full_years
from labour_law.entitlements.wage_history import EarlierWage, require_earlier_wages, stretches
from labour_law.errors import gettext_noop
from labour_law.rates import Rate, Series, Tables
from labour_law.tables import Confidence, load

_ARTICLE = "劳部发〔1995〕309号 59"
_DAY = timedelta(days=1)
_HALF_YEAR = 6
_SERIES: tuple[Series, Series] = ("minimum_wage_month", "sick_floor")

_SHARE = (
    gettext_noop("Sick pay, %(share)s%% of the wage"),
    gettext_noop("Sick pay, %(share)s%% of the wage, part of a month"),
)
_FLOOR = (
    gettext_noop("Sick pay, the least: %(share)s%% of the minimum wage"),
    gettext_noop("Sick pay, the least: %(share)s%% of the minimum wage, part of a month"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SickPay:
    """An absence for illness from ``start`` to ``end``, both counted.

    ``hired``: first day with this employer. ``monthly_wage``: agreed for normal work, yuan, and ``earlier_wages`` where
    another held before. ``region``: code of the place of work. ``paid``: what was paid for these days, yuan.
    ``left``: last day of employment, None while employed. ``as_of``: the day of the claim, None where limitation is not
    asked for.
    """

    region: str
    hired: date
    start: date
    end: date
    monthly_wage: Decimal
    earlier_wages: tuple[EarlierWage, ...] = ()
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        require_days(hired=self.hired, start=self.start, end=self.end, left=self.left, as_of=self.as_of)
        require_order("start", self.hired, self.start)
        require_order("end", self.start, self.end)
        require_order("left", self.end, self.left)
        require_wage("monthly_wage", self.monthly_wage)
        require_amount("paid", self.paid)
        require_earlier_wages(self.earlier_wages)


@dataclass(frozen=True, slots=True, kw_only=True)
class SickRule:
    """The rule of a region. ``within_six_months``, ``beyond``: from so many full years of service on, that share of the
    wage in per cent."""

    region: str
    source: str
    confidence: Confidence
    note: str
    within_six_months: tuple[tuple[int, int], ...]
    beyond: tuple[tuple[int, int], ...]

    def share(self, years: int, *, is_long: bool) -> Decimal:
        """The share in per cent after so many full years of service, ``is_long`` beyond six months. Raises nothing.

        >>> sick_rules()["shanghai"].share(3, is_long=False)
        Decimal('70')
        """
        steps = self.beyond if is_long else self.within_six_months
        return Decimal(max(share for least, share in steps if years >= least))


@cache
def sick_rules() -> dict[str, SickRule]:
    """The rules that are known, by region. Raises nothing.

    >>> sorted(sick_rules())
    ['shanghai']
    """
    rules = [SickRule(**row) for row in load("sick_pay")["rule"]]
    return {rule.region: rule for rule in rules}


def sick_pay(facts: SickPay, tables: Tables) -> Entitlement:
    """Sick pay in yuan, less what was paid: by the rule of the region where one is known, and nowhere less than the share
    of the minimum wage that holds there, 80 per cent by national rule (劳部发〔1995〕309号 59).

    Parts of a month by their paid days ÷ 21.75. A minimum wage or a share that no table has is asked for. Raises
    UnknownRegion; CalendarYearUnknown for a part of a month in a year without a holiday table.

    >>> facts = SickPay(region="shanghai", hired=date(2023, 3, 1), start=date(2026, 4, 1), end=date(2026, 5, 31),
    ...                 monthly_wage=Decimal(8000))
    >>> sick_pay(facts, TABLES).total
    Decimal('11200.00')
    """
    rule = _rule_of(facts, tables)
    lines: list[Line] = []
    for (base, share), group in groupby(_days_of_a_kind(facts, rule, tables), key=lambda piece: piece[2:]):
        same = list(group)
        lines += _lines(facts, rule, same[0][0], same[-1][1], base, share, tables)
    slices = {series: tables.rates.slices(series, facts.region, facts.start, facts.end) for series in _SERIES}
    asks = [ask for series, parts in slices.items() for ask in asks_of(parts, series, facts.region)]
    compared = [part.rate for parts in slices.values() for part in parts if part.rate]
    return less_paid(lines, facts.paid, _ARTICLE, _notes(facts, rule, lines, asks, tables), asks, compared)


def _rule_of(facts: SickPay, tables: Tables) -> SickRule | None:
    around = tables.rates.lineage(facts.region, facts.start)
    return next((sick_rules()[code] for code in around if code in sick_rules()), None)


Base = Rate | Decimal
"""What a share is taken of: a minimum wage, or the worker's own wage."""
Piece = tuple[date, date, Base | None, Decimal | Rate | None]


def _days_of_a_kind(facts: SickPay, rule: SickRule | None, tables: Tables) -> Iterator[Piece]:
    """First and last day, and what is owed of what: None twice where nothing is known to be."""
    long_from = day_after(facts.start, _HALF_YEAR)
    cuts = {facts.start, long_from}
    cuts |= {day_after(facts.hired, 12 * years) for years in range(full_years(facts.hired, facts.end) + 1)}
    cuts |= {wage.until + _DAY for wage in facts.earlier_wages}
    for series in _SERIES:
        cuts |= {part.start for part in tables.rates.slices(series, facts.region, facts.start, facts.end)}
    days = sorted(day for day in cuts if facts.start <= day <= facts.end)
    for first, following in zip(days, [*days[1:], facts.end + _DAY], strict=True):
        minimum, floor = (tables.rates.find(series, facts.region, first) for series in _SERIES)
        [wage] = stretches(first, first, facts.monthly_wage, facts.earlier_wages)
        share = (
            rule.share(full_years(facts.hired, first - _DAY), is_long=first >= long_from) if rule else None
        )
        by_rule = wage.monthly_wage * share if share is not None else Decimal(0)
        if minimum and floor and minimum.value * floor.value > by_rule:
            yield first, following - _DAY, minimum, floor
        elif share is not None:
            yield first, following - _DAY, wage.monthly_wage, share
        else:
            yield first, following - _DAY, None, None


def _lines(
    facts: SickPay,
    rule: SickRule | None,
    start: date,
    end: date,
    base: Base | None,
    share: Decimal | Rate | None,
    tables: Tables,
) -> list[Line]:
    if base is None or share is None:
        return []
    is_floor = isinstance(share, Rate)
    assert is_floor or rule is not None
    percent = share.value if isinstance(share, Rate) else share
    shown = f"{percent.normalize():f}"
    months, part = (Text(message, {"share": shown}) for message in (_FLOOR if is_floor else _SHARE))
    return month_lines(
        (months, part),
        start,
        end,
        base.value if isinstance(base, Rate) else base,
        _ARTICLE if is_floor or rule is None else rule.source,
        tables.calendar,
        within=(facts.start, facts.end),
        table_rates=tuple(rate for rate in (base, share) if isinstance(rate, Rate)),
        factor=percent / 100,
        confidence="verified" if is_floor or rule is None else rule.confidence,
    )


def _notes(
    facts: SickPay, rule: SickRule | None, lines: list[Line], asks: list[Ask], tables: Tables
) -> list[Note]:
    notes = [_not_known(ask) for ask in asks]
    if rule is None:
        notes.append(_contract())
    elif above := _above_average(facts, lines, tables):
        notes.append(above)
    least = [rate for row in lines for rate in row.table_rates if rate.series == "minimum_wage_month"]
    notes += without_insurance(least, Decimal(0))
    if rule is not None:
        notes += [_base(), _least_of_the_house()]
    notes.append(_treatment_period())
    notes += part_notes(facts.start, facts.end, tables.calendar)
    notes += limitation_notes(
        facts.end, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
    )
    return notes


def _above_average(facts: SickPay, lines: list[Line], tables: Tables) -> Note | None:
    average = tables.rates.wage_bounds[facts.region][facts.start].average
    most = max((row.rate * row.factor for row in lines), default=Decimal(0))
    if average is None or most <= average.value:
        return None
    message = gettext_noop(
        "The sick pay is above the average wage of the year before (%(average)s yuan a month): the employer may pay that."
    )
    return Note("above_average", Text(message, {"average": average.value}), "沪劳保发〔1995〕83号")


def _not_known(ask: Ask) -> Note:
    message = gettext_noop(
        "%(series)s, %(days)s: not known here. Enter it, the least sick pay is not in the sum."
    )
    return Note("rate_unknown", Text(message, {"series": ask.series, "days": ask.days}), _ARTICLE)


def _contract() -> Note:
    message = gettext_noop(
        "This is the least by national rule. Where the contract, the house rules or the province give more, that is owed: "
        "look it up."
    )
    return Note("contract_may_give_more", Text(message), _ARTICLE)


def _base() -> Note:
    message = gettext_noop(
        "The base is the wage agreed for normal work; where none was agreed, 70 %% of what was usually paid (Shanghai, from "
        "memory), and not less than the minimum wage."
    )
    return Note("base", Text(message), "上海市企业工资支付办法 9", "info")


def _least_of_the_house() -> Note:
    message = gettext_noop(
        "In Shanghai sick pay below 40 %% of the average monthly wage of the enterprise is made up to that, but not beyond the "
        "worker's own wage: ask for the average, it is not in the sum."
    )
    return Note(
        "enterprise_average", Text(message), "上海市劳动保障局关于病假工资计算的公告（2004年11月）", "info"
    )


def _treatment_period() -> Note:
    message = gettext_noop(
        "For the medical treatment period, 3 to 24 months by years of work; with a certificate for each absence."
    )
    return Note("treatment_period", Text(message), "劳部发〔1994〕479号 3", "info")
