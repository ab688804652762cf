"""One thing done for several objects, each in a transaction of its own: what one lacks stops no other."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core.audit import one_act
from core.errors import AS_TYPED, Problem

Subject = TypeVar("Subject")
Done = TypeVar("Done")

TICK = re.compile(r"[0-9]{1,18}\.[0-9]{1,9}")


class TicksField(forms.MultipleChoiceField):
    """What was ticked: ids, each with the version the page showed, as `12.3`."""

    def valid_value(self, value: str) -> bool:
        return TICK.fullmatch(value) is not None


def versions_ticked(ticks: list[str]) -> dict[int, int]:
    """Id → the version the page showed."""
    return {int(pk): int(version) for pk, version in (tick.split(".") for tick in ticks)}


@dataclass
class Outcome(Generic[Subject, Done]):
    """What came of it for each, and why not for the others."""

    done: list[Done] = field(default_factory=list)
    refused: list[tuple[Subject, str]] = field(default_factory=list)

    def attempt(
        self,
        subject: Subject,
        act: Callable[[Subject], Done],
        in_words: Callable[[Problem], str] = lambda problem: " ".join(problem.messages),
    ) -> None:
        """Do it for one. Raises `Problem` only where the page itself is refused."""
        try:
            with one_act():
                done = act(subject)
        except Problem as problem:
            if getattr(problem, "code", "") in AS_TYPED:
                raise
            self.refused.append((subject, in_words(problem)))
        except PermissionDenied:
            self.refused.append((subject, _("You may no longer take this step.")))
        else:
            self.done.append(done)
