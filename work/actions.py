"""One step taken on several cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.steps import take_step
from cases.models import Case
from core.audit import one_act
from core.errors import Problem


@dataclass
class Outcome:
    """On which cases the step was taken, and why not on the others."""

    taken: list[Case] = field(default_factory=list)
    refused: list[tuple[Case, str]] = field(default_factory=list)


def take_together(
    cases: Iterable[Case], name: str, *, actor: User, reason: str, seen_versions: Mapping[int, int]
) -> Outcome:
    """`take_step` on each of the cases, each in a transaction of its own: what one lacks stops no other."""
    outcome = Outcome()
    for case in cases:
        try:
            with one_act():
                taken = take_step(case, name, actor=actor, reason=reason, seen_version=seen_versions[case.pk])
        except Problem as problem:
            outcome.refused.append((case, " ".join(problem.messages)))
        except PermissionDenied:
            outcome.refused.append((case, _("You may no longer take this step.")))
        else:
            outcome.taken.append(taken)
    return outcome
