"""One thing done for several cases: a step taken, or the closing report issued."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.steps import take_step
from cases.models import Case
from core.audit import one_act
from core.errors import AS_TYPED, Problem
from documents.actions import issue_paper
from documents.models import Paper, PaperKind
from documents.unprintable import Unprintable

Done = TypeVar("Done")


@dataclass
class Outcome(Generic[Done]):
    """What came of it for each case, and why not for the others."""

    done: list[Done] = field(default_factory=list)
    refused: list[tuple[Case, str]] = field(default_factory=list)


def take_together(
    cases: Iterable[Case], name: str, *, actor: User, reason: str, seen_versions: Mapping[int, int]
) -> Outcome[Case]:
    """`take_step` on each of the cases, each in a transaction of its own: what one lacks stops no other."""

    def take(case: Case) -> Case:
        return take_step(case, name, actor=actor, reason=reason, seen_version=seen_versions[case.pk])

    outcome: Outcome[Case] = Outcome()
    for case in cases:
        _attempt(outcome, case, take)
    return outcome


def issue_reports(
    cases: Iterable[Case], *, actor: User, within: Callable[[], AbstractContextManager]
) -> Outcome[Paper]:
    """Issue the closing report of each of the cases; what one lacks stops no other.

    `within` makes the transaction of the first that is issued (`core.once.once`). Raises `Problem` where that refuses
    the page itself.
    """
    outcome: Outcome[Paper] = Outcome()

    def issue(case: Case) -> Paper:
        return issue_paper(
            PaperKind.CLOSING_REPORT,
            actor=actor,
            case=case,
            within=transaction.atomic if outcome.done else within,
        )

    for case in cases:
        _attempt(outcome, case, issue)
    return outcome


def _attempt(outcome: Outcome[Done], case: Case, act: Callable[[Case], Done]) -> None:
    try:
        with one_act():
            done = act(case)
    except Problem as problem:
        if getattr(problem, "code", "") in AS_TYPED:
            raise
        why = " ".join(problem.messages)
        if isinstance(problem, Unprintable):
            why = _("No font of the server has %(what)s") % {"what": why}
        outcome.refused.append((case, why))
    except PermissionDenied:
        outcome.refused.append((case, _("You may no longer take this step.")))
    else:
        outcome.done.append(done)
