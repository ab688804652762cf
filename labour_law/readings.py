"""What somebody may have meant by what stands in a field or a cell: readings that are certain, and such that are not."""

import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """The values a text may mean, the likeliest first; one that `is_certain` may be taken without asking."""

    values: tuple[Value, ...] = ()
    is_certain: bool = False


def visible(text: str) -> str:
    """The text without invisible characters (Unicode category Cf). Raises nothing.

    >>> visible("\\u202d310101\\u202c")
    '310101'
    """
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def compact(text: str) -> str:
    """The text in ordinary width, without invisible characters and spaces. Raises nothing.

    >>> compact(" １３８ 0013\\u200b8000")
    '13800138000'
    """
    return "".join(visible(unicodedata.normalize("NFKC", text)).split())
