"""Which claims an arbitration award settles for good (劳动争议调解仲裁法 47)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from labour_law.entitlements.checks import require_amount
from labour_law.entitlements.result import Ask, Note, Text

AwardKind = Literal["wages", "injury_medical", "severance", "damages", "hours_leave_insurance", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardItem:
    """One claim of the application.

    ``kind``: "wages" 劳动报酬, "injury_medical" 工伤医疗费, "severance" 经济补偿, "damages" 赔偿金,
    "hours_leave_insurance" state standards on working hours, rest and leave, social insurance, or "other".
    ``amount``: yuan, all its parts together; 0 for a claim that is not for money. ``name``: as the office calls it.
    """

    kind: AwardKind
    amount: Decimal
    name: str = ""

    def __post_init__(self) -> None:
        """Raises InvalidAmount."""
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
    need it are then missing). ``awards``: how many are made, 2 where final and ordinary items are mixed.
    """

    limit: Decimal | None
    rulings: tuple[Ruling, ...]
    awards: Literal[0, 1, 2]
    notes: tuple[Note, ...] = ()
    asks: tuple[Ask, ...] = ()
