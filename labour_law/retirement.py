"""The statutory age of retirement since 2025 (全国人大常委会关于实施渐进式延迟法定退休年龄的决定 1)."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from labour_law.periods import corresponding_day

RetiresAs = Literal["man", "woman_55", "woman_50"]
"""By the age of before: men at 60, women in posts of management or technology at 55, other women at 50."""

DECISION = "关于实施渐进式延迟法定退休年龄的决定 1"


@dataclass(frozen=True, slots=True)
class _Scale:
    """``age`` in years before; who is born from ``first`` on retires later: by a month for each ``step`` months of births,
    up to ``most`` months."""

    age: int
    first: date
    step: int
    most: int


SCALES = MappingProxyType(
    {
        "man": _Scale(60, date(1965, 1, 1), 4, 36),
        "woman_55": _Scale(55, date(1970, 1, 1), 4, 36),
        "woman_50": _Scale(50, date(1975, 1, 1), 2, 60),
    }
)


def retirement_day(born: date, retires_as: RetiresAs) -> date:
    """The day the statutory age of retirement is reached, without early or flexible retirement.

    Since 2025 a month later for every four months of births (two, where it was 50), until 63, 58 and 55 years. Raises
    KeyError for another group.

    >>> retirement_day(date(1965, 1, 20), "man"), retirement_day(date(1984, 12, 3), "woman_50")
    (datetime.date(2025, 2, 20), datetime.date(2039, 12, 3))
    """
    scale = SCALES[retires_as]
    later = 0
    if born >= scale.first:
        months = (born.year - scale.first.year) * 12 + born.month - scale.first.month
        later = min(months // scale.step + 1, scale.most)
    return corresponding_day(born, 12 * scale.age + later)
