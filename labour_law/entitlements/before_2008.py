"""Severance for service up to the end of 2007, by the rules of then (劳动合同法 97(3))."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from labour_law.entitlements.causes import NEW_CAUSES, OLD_CAUSES
from labour_law.entitlements.result import Line, Note, Text, line
from labour_law.entitlements.service import day_after, full_years
from labour_law.errors import gettext_noop
from labour_law.rates import WageBounds

_DAY = timedelta(days=1)

_OLD_LIMIT_SHANGHAI = frozenset({"agreed_by_employer", "forced_resignation", "no_fault_incompetent"})
_OLD_LIMIT = frozenset({"agreed_by_employer", "no_fault_incompetent"})
"""Where those rules gave twelve months at most."""

_OLD_RULE_SHANGHAI = "上海市劳动合同条例 42、45"
_OLD_RULES = MappingProxyType(
    {
        "agreed_by_employer": "违反和解除劳动合同的经济补偿办法 5",
        "no_fault_illness": "违反和解除劳动合同的经济补偿办法 6",
        "no_fault_incompetent": "违反和解除劳动合同的经济补偿办法 7",
        "no_fault_changed": "违反和解除劳动合同的经济补偿办法 8",
        "redundancy": "违反和解除劳动合同的经济补偿办法 9",
        "forced_resignation": "法释〔2001〕14号 15",
    }
)
"""What gave severance then outside of Shanghai, from memory."""

NEW_SINCE_2008 = "（2023）京03民终20285号"
"""The judgment by which severance for the end of the employer counts from 2008-01-01: it was new in 劳动合同法 46(6), and
the causes of 劳部发〔1994〕481号 are others."""


@dataclass(frozen=True, slots=True)
class OldService:
    """Service from ``hired`` to ``last``, both counted, a day in 2007 or earlier.

    ``wage``: monthly, yuan, mean of the 12 months before the end of the employment. ``cause``: how it ended, as in
    `labour_law.entitlements.causes.CAUSES`.
    """

    hired: date
    last: date
    wage: Decimal
    region: str
    cause: str

    @property
    def in_shanghai(self) -> bool:
        """Whether the rules of Shanghai hold (上海市劳动合同条例 42, 45). Raises nothing.

        >>> OldService(date(2006, 3, 15), date(2007, 12, 31), Decimal(7000), "changzhou", "redundancy").in_shanghai
        False
        """
        return self.region == "shanghai"

    @property
    def gives_nothing(self) -> bool:
        """Whether the rules of then gave no severance for such an end (劳动合同法 97(3)). Raises nothing.

        >>> OldService(date(2006, 3, 15), date(2007, 12, 31), Decimal(7000), "changzhou", "closed").gives_nothing
        True
        """
        return self.cause not in OLD_CAUSES or (self.cause in NEW_CAUSES and not self.in_shanghai)


def old_line(service: OldService, bounds: WageBounds) -> list[Line]:
    """What the rules before 2008 gave, yuan: one line, or none where they gave nothing.

    Shanghai (上海市劳动合同条例 42, 45): a month for each full year and for six months or more, nothing for less.
    Elsewhere, from memory: a month for each year begun, and nothing where the employer was closed or went bankrupt
    (（2023）京03民终20285号). At most twelve where the rules of then said so. The wage is not
    capped, but at least the minimum wage. Raises nothing.

    >>> service = OldService(date(2006, 3, 15), date(2007, 12, 31), Decimal(9200), "shanghai", "redundancy")
    >>> old_line(service, TABLES.rates.wage_bounds["shanghai"][date(2026, 6, 30)])[0].amount
    Decimal('18400.00')
    """
    if service.gives_nothing:
        return []
    years = full_years(service.hired, service.last)
    if service.in_shanghai:
        quantity = years + (day_after(service.hired, 12 * years + 6) <= service.last + _DAY)
        article, limited = _OLD_RULE_SHANGHAI, _OLD_LIMIT_SHANGHAI
    else:
        quantity = years + (day_after(service.hired, 12 * years) <= service.last)
        article, limited = _OLD_RULES[service.cause], _OLD_LIMIT
    if service.cause in limited:
        quantity = min(quantity, 12)
    if not quantity:
        return []
    row = line(
        Text(gettext_noop("Severance for service before 2008")),
        quantity,
        "month",
        max(service.wage, bounds.floor),
        article,
        start=service.hired,
        end=service.last,
        table_rates=(bounds.minimum,) if bounds.minimum and service.wage < bounds.floor else (),
    )
    return [row if _is_sure(service, bounds) else replace(row, confidence="memory")]


def old_notes(service: OldService, bounds: WageBounds) -> list[Note]:
    """What is to be said of the years before 2008: a warning where their rules are from memory, or where the end of the
    employer gives nothing for them. Raises nothing.

    >>> service = OldService(date(2006, 3, 15), date(2007, 12, 31), Decimal(7000), "changzhou", "redundancy")
    >>> [note.code for note in old_notes(service, TABLES.rates.wage_bounds["changzhou"][date(2026, 6, 30)])]
    ['before_2008']
    """
    if service.cause in NEW_CAUSES and service.gives_nothing:
        return [_new_since_2008(service)]
    if service.cause in OLD_CAUSES and _is_sure(service, bounds):
        return []
    message = gettext_noop("Service before 2008 follows the rules of then, here from memory: check them.")
    return [Note("before_2008", Text(message), "劳动合同法 97(3)")]


def _new_since_2008(service: OldService) -> Note:
    if service.cause == "closed":
        message = gettext_noop(
            "Severance because the employer closed counts from 1 Jan 2008: the law before gave none "
            "(judgment %(judgment)s of a court in Beijing; ask how yours decides)."
        )
    else:
        message = gettext_noop(
            "Severance because the employer went bankrupt is counted from 1 Jan 2008, as for one that closed "
            "(judgment %(judgment)s of a court in Beijing): that bankruptcy is treated alike is not confirmed, ask."
        )
    return Note("new_since_2008", Text(message, {"judgment": NEW_SINCE_2008}), "劳动合同法 97(3)")


def _is_sure(service: OldService, bounds: WageBounds) -> bool:
    """The rules of Shanghai are verified, but not what they made of a very high or low wage."""
    return service.in_shanghai and bounds.floor <= service.wage <= bounds.ceiling
