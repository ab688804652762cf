"""The medical subsidy where a contract ends over an illness after the medical treatment period (医疗补助费)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from labour_law.entitlements.checks import require_choice, require_count, require_days, require_wage
from labour_law.entitlements.limits import limitation_notes
from labour_law.entitlements.result import Entitlement, Note, Text, entitlement, line
from labour_law.errors import gettext_noop
from labour_law.rates import Tables
from labour_law.tables import Confidence

REPEALED = date(2017, 11, 24)
"""劳部发〔1994〕481号, whose article 6 gave it for a dismissal, was repealed on this day."""

LEAST_MONTHS = Decimal(6)
MOST_MONTHS = 24

IllnessEnd = Literal["no_fault_illness", "expiry"]
"""Dismissed after the treatment period (劳动合同法 40(1)), or the term ended then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicalSubsidy:
    """Facts for the medical subsidy.

    ``left``: last day of employment. ``cause``: see `IllnessEnd`. ``monthly_wage``: mean of the 12 months before, yuan.
    ``region``: code of the place of work. ``months``: monthly wages claimed, six at least; more for a grave illness.
    ``as_of``: the day of the claim, None where limitation is not asked for.
    """

    left: date
    cause: IllnessEnd
    monthly_wage: Decimal
    region: str
    months: Decimal = LEAST_MONTHS
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount, InvalidChoice."""
        require_choice("cause", self.cause, get_args(IllnessEnd))
        require_days(left=self.left, as_of=self.as_of)
        require_wage("monthly_wage", self.monthly_wage)
        require_count("months", self.months, MOST_MONTHS)


@dataclass(frozen=True, slots=True)
class Basis:
    """What gives the subsidy, how sure that is, and whether it is settled."""

    article: str
    confidence: Confidence
    settled: bool = False


def basis_of(facts: MedicalSubsidy, tables: Tables) -> Basis:
    """By what the subsidy is claimed: by 劳部发〔1994〕481号 6 until its repeal; then, where a term ended, by 劳部发〔1996〕354号
    22; in Shanghai by 上海市劳动合同条例 44; else by 劳部发〔1995〕309号 35, which names it without a sum. Raises UnknownRegion.

    >>> facts = MedicalSubsidy(left=date(2026, 6, 30), cause="expiry", monthly_wage=Decimal(8000), region="shanghai")
    >>> basis_of(facts, TABLES).article
    '劳部发〔1996〕354号 22; 劳办发〔1997〕18号 2'
    """
    in_shanghai = "shanghai" in tables.rates.lineage(facts.region, facts.left)
    if facts.cause == "expiry":
        return Basis("劳部发〔1996〕354号 22; 劳办发〔1997〕18号 2", "two_sources")
    if facts.left < REPEALED:
        return Basis("劳部发〔1994〕481号 6", "two_sources", settled=True)
    if in_shanghai:
        return Basis("上海市劳动合同条例 44", "two_sources")
    return Basis("劳部发〔1995〕309号 35", "two_sources")


def medical_subsidy(facts: MedicalSubsidy, tables: Tables) -> Entitlement:
    """The medical subsidy in yuan: ``months`` of the mean monthly wage, owed by the employer beside severance.

    Six months' wages is the least the rules name. Whether it is still owed for a dismissal since 2017-11-24 courts
    decide differently (`basis_of`); a note says so. Raises UnknownRegion.

    >>> facts = MedicalSubsidy(left=date(2026, 6, 30), cause="no_fault_illness", monthly_wage=Decimal(8000),
    ...                        region="shanghai")
    >>> medical_subsidy(facts, TABLES).total
    Decimal('48000.00')
    """
    basis = basis_of(facts, tables)
    row = line(
        Text(gettext_noop("Medical subsidy, owed by the employer")),
        facts.months,
        "month",
        facts.monthly_wage,
        basis.article,
        end=facts.left,
        confidence=basis.confidence,
    )
    notes = [] if basis.settled else [_unsettled(facts.cause)]
    if facts.months < LEAST_MONTHS:
        notes.append(_less())
    notes += [_assessed(), _graver(), *limitation_notes(facts.left, facts.as_of, tables.calendar)]
    return entitlement([row], notes)


def _unsettled(cause: IllnessEnd) -> Note:
    if cause == "expiry":
        message = gettext_noop(
            "For a term that ends the rule of 1996 still stands, but courts apply it unevenly since that of 1994 was repealed "
            "on 24 Nov 2017: ask how yours decides."
        )
    else:
        message = gettext_noop(
            "The rule of 1994, which set six months, was repealed on 24 Nov 2017, and the Labour Contract Law is "
            "silent. By published commentary Shanghai, Zhongshan, Dongguan and Yantai still grant the subsidy, Beijing "
            "and Ningbo do not: ask how your court decides."
        )
    return Note("medical_subsidy_unsettled", Text(message), "劳部发〔1994〕481号 6")


def _less() -> Note:
    message = gettext_noop("The rules name six months' wages as the least.")
    return Note("below_least", Text(message), "劳部发〔1996〕354号 22")


def _assessed() -> Note:
    message = gettext_noop(
        "The ability to work has to be assessed: for grades 5 to 10 the subsidy is paid, for grades 1 to 4 the worker "
        "retires on grounds of illness instead."
    )
    return Note("assessment", Text(message), "劳办发〔1997〕18号 2", "info")


def _graver() -> Note:
    message = gettext_noop(
        "More is due for a grave or incurable illness: the rule of 1996 says “suitably more”, the repealed one said half "
        "as much again (nine months) or twice as much (twelve)."
    )
    return Note("grave_illness", Text(message), "劳部发〔1996〕354号 22", "info")
