"""One thing done for several cases: a step taken, or the closing report issued."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.steps import take_step
from cases.models import Case
from core.errors import Problem
from core.together import Outcome
from documents.actions import issue_paper
from documents.models import Paper, PaperKind
from documents.unprintable import Unprintable


def take_together(
    cases: Iterable[Case], name: str, *, actor: User, reason: str, seen_versions: Mapping[int, int]
) -> Outcome[Case, Case]:
    """`take_step` on each of the cases, each in a transaction of its own: what one lacks stops no other."""

    def take(case: Case) -> Case:
        return take_step(case, name, actor=actor, reason=reason, seen_version=seen_versions[case.pk])

    outcome: Outcome[Case, Case] = Outcome()
    for case in cases:
        outcome.attempt(case, take)
    return outcome


def issue_reports(
    cases: Iterable[Case], *, actor: User, within: Callable[[], AbstractContextManager]
) -> Outcome[Case, Paper]:
    """Issue the closing report of each of the cases; what one lacks stops no other.

    `within` makes the transaction of the first that is issued (`core.once.once`). Raises `Problem` where that refuses
    the page itself.
    """
    outcome: Outcome[Case, Paper] = Outcome()

    def issue(case: Case) -> Paper:
        return issue_paper(
            PaperKind.CLOSING_REPORT,
            actor=actor,
            case=case,
            within=transaction.atomic if outcome.done else within,
        )

    for case in cases:
        outcome.attempt(case, issue, _in_words)
    return outcome


def _in_words(problem: Problem) -> str:
    why = " ".join(problem.messages)
    if isinstance(problem, Unprintable):
        return _("No font of the server has %(what)s") % {"what": why}
    return why
