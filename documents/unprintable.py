"""Characters of a paper that no font of this server has: they would print as crossed boxes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Problem
from core.names import fold
from documents.field_names import FIELD_NAMES
from documents.fonts import is_printable

NEARBY = 12
"""So many characters are shown on each side of the one that cannot be printed."""


@dataclass(frozen=True)
class Found:
    """One character: which, in which field, and between what."""

    char: str
    field: str
    text: str

    def __str__(self) -> str:
        return _("“%(char)s” (U+%(code)s) in %(field)s: %(text)s") % {
            "char": self.char,
            "code": f"{ord(self.char):04X}",
            "field": self.field,
            "text": self.text,
        }


class Unprintable(Problem):
    """A paper was not made, since it would not say what is on record. `found` says why."""

    def __init__(self, found: list[Found]) -> None:
        super().__init__([str(one) for one in found], code="unprintable")
        self.found = found


def unprintable(data: Mapping[str, Any]) -> list[Found]:
    """What cannot be printed of the data of a paper, each character once in each field."""
    found: dict[tuple[str, str], Found] = {}
    for field, text in _texts(data):
        folded = fold(text)
        for place, char in enumerate(folded):
            if not is_printable(char):
                nearby = folded[max(0, place - NEARBY) : place + NEARBY + 1]
                found.setdefault((char, field), Found(char, field, nearby))
    return list(found.values())


def _texts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield " · ".join(path), value
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _texts(entry, (*path, str(FIELD_NAMES.get(name, name))))
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _texts(entry, path)
