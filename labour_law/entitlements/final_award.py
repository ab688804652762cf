"""Which claims an arbitration award settles for good (劳动争议调解仲裁法 47)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from labour_law.entitlements.checks import require_amount, require_choice, require_days
from labour_law.entitlements.result import Ask, Note, Text
from labour_law.errors import gettext_noop
from labour_law.money import round_fen
from labour_law.rates import Rate, Tables

MONTHS = 12
"""Monthly minimum wages up to which an item is settled for good."""

AwardKind = Literal["wages", "injury_medical", "severance", "damages", "hours_leave_insurance", "other"]

_UP_TO_LIMIT = gettext_noop("%(amount)s yuan is not above twelve monthly minimum wages (%(limit)s yuan).")
_ABOVE_LIMIT = gettext_noop("%(amount)s yuan is above twelve monthly minimum wages (%(limit)s yuan).")
_STANDARDS = gettext_noop(
    "State standards on working hours, leave or social insurance: final whatever the sum."
)
_INJURY_GRANTS = gettext_noop(
    "That the grants after a work injury fall under these state standards is from memory: check the local practice."
)
_OTHER = gettext_noop("Not one of the disputes that end with the award.")
_BY_AWARD = gettext_noop(
    "What counts is the sum awarded for each item by itself, not the sum claimed and not all items together."
)
_TWO_AWARDS = gettext_noop("The commission makes two awards: one final, one open to both sides in court.")
_AFTER_FINAL = gettext_noop(
    "Final award: the worker may sue within 15 days; the employer can only ask the intermediate court within 30 days "
    "to set it aside."
)
_AFTER_ORDINARY = gettext_noop("Award that is not final: either side may sue within 15 days.")
_UNKNOWN = gettext_noop("The minimum wage of %(day)s is not known here: enter it to draw the line.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardItem:
    """One claim of the application.

    ``kind``: "wages" 劳动报酬, "injury_medical" 工伤医疗费, "severance" 经济补偿 (that of a ban on competition, too),
    "damages" 赔偿金 (double wages, too: 劳动人事争议仲裁办案规则 50), "hours_leave_insurance" disputes over state
    standards on working hours, rest and leave, social insurance (there belong the grants after a work injury, from
    memory), or "other".
    ``amount``: yuan, all its parts together; 0 for a claim that is not for money. ``name``: as the office calls it.
    """

    kind: AwardKind
    amount: Decimal
    name: str = ""

    def __post_init__(self) -> None:
        """Raises InvalidChoice, InvalidAmount."""
        require_choice("kind", self.kind, get_args(AwardKind))
        require_amount("amount", self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalAward:
    """Facts for the line between final and ordinary awards.

    ``region``: where the arbitration commission sits, whose minimum wage counts. ``on``: the day whose minimum wage
    counts, that of the award; before it, the day of the claim. ``items``: each claim by itself.
    """

    region: str
    on: date
    items: tuple[AwardItem, ...]

    def __post_init__(self) -> None:
        """Raises InvalidPeriod."""
        require_days(on=self.on)


@dataclass(frozen=True, slots=True)
class Ruling:
    """How one item is decided, why, and by which article."""

    item: AwardItem
    is_final: bool
    reason: Text
    article: str


@dataclass(frozen=True, slots=True)
class FinalAwardResult:
    """``limit``: twelve monthly minimum wages in yuan, None while the wage is unknown (see ``asks``; the rulings that
    need it are then missing). ``minimum``: the minimum wage it is made of. ``awards``: how many are made, 2 where final and ordinary items are mixed; 0 without
    items, or while a ruling is missing.
    """

    limit: Decimal | None
    rulings: tuple[Ruling, ...]
    awards: Literal[0, 1, 2]
    notes: tuple[Note, ...] = ()
    asks: tuple[Ask, ...] = ()
    minimum: Rate | None = None


def final_award(facts: FinalAward, tables: Tables) -> FinalAwardResult:
    """Which items the award settles for good: wages, medical costs of a work injury, severance and damages up to twelve
    monthly minimum wages each (劳动争议调解仲裁法 47(1)), state standards whatever the sum (47(2)).

    Exactly twelve times is final. Final and ordinary items are decided in separate awards (劳动人事争议仲裁办案规则 50).
    Raises UnknownRegion.

    >>> items = (AwardItem(kind="wages", amount=Decimal(32880)), AwardItem(kind="damages", amount=Decimal(40000)))
    >>> result = final_award(FinalAward(region="shanghai", on=date(2026, 6, 1), items=items), TABLES)
    >>> result.limit, [ruling.is_final for ruling in result.rulings], result.awards
    (Decimal('32880.00'), [True, False], 2)
    """
    wage = tables.rates.find("minimum_wage_month", facts.region, facts.on)
    limit = None if wage is None else round_fen(MONTHS * wage.value)
    rulings = tuple(ruling for item in facts.items if (ruling := _ruling(item, limit)) is not None)
    if len(rulings) < len(facts.items):
        unknown = Note("rate_unknown", Text(_UNKNOWN, {"day": facts.on}))
        ask = Ask("minimum_wage_month", facts.region, facts.on, facts.on)
        return FinalAwardResult(limit, rulings, 0, (unknown, *_injury_grants(facts)), (ask,))
    kinds = {ruling.is_final for ruling in rulings}
    awards: Literal[0, 1, 2] = 2 if len(kinds) == 2 else 1 if kinds else 0
    return FinalAwardResult(limit, rulings, awards, (*_injury_grants(facts), *_notes(kinds)), minimum=wage)


def _ruling(item: AwardItem, limit: Decimal | None) -> Ruling | None:
    """None where the limit decides and is not known."""
    if item.kind == "hours_leave_insurance":
        return Ruling(item, True, Text(_STANDARDS), "劳动争议调解仲裁法 47(2)")
    if item.kind == "other":
        return Ruling(item, False, Text(_OTHER), "劳动争议调解仲裁法 50")
    if limit is None:
        return None
    is_final = item.amount <= limit
    message = _UP_TO_LIMIT if is_final else _ABOVE_LIMIT
    reason = Text(message, {"amount": item.amount, "limit": limit})
    return Ruling(item, is_final, reason, "劳动争议调解仲裁法 47(1)")


def _injury_grants(facts: FinalAward) -> Iterator[Note]:
    if any(item.kind == "hours_leave_insurance" for item in facts.items):
        yield Note("injury_grants", Text(_INJURY_GRANTS), "劳动争议调解仲裁法 47(2)")


def _notes(kinds: set[bool]) -> Iterator[Note]:
    if kinds:
        yield Note("by_award", Text(_BY_AWARD), "法释〔2020〕26号 19", "info")
    if len(kinds) == 2:
        yield Note("two_awards", Text(_TWO_AWARDS), "劳动人事争议仲裁办案规则 50", "info")
    if True in kinds:
        yield Note("after_final", Text(_AFTER_FINAL), "劳动争议调解仲裁法 48, 49", "info")
    if False in kinds:
        yield Note("after_ordinary", Text(_AFTER_ORDINARY), "劳动争议调解仲裁法 50", "info")
