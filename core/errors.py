"""What can go wrong in an action, in words a clerk can act on."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _


class Problem(ValidationError):
    """An action refused. A form shows it at its fields or at its top; nothing was written.

    Being a `ValidationError`, it takes a message, or a dict of field name to message.
    """


def require(allowed: bool) -> None:
    """Raise `PermissionDenied` unless the actor may."""
    if not allowed:
        raise PermissionDenied


def show_problem(form: Any, problem: Problem) -> None:
    """Put the problem where it belongs: at its fields, and at the top what the form has no field for."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


SPENT, OLD_PAGE = "spent", "old_page"
AS_TYPED = (SPENT, OLD_PAGE)
"""Codes of problems that do not lie in what was typed: the page was sent before, or is too old."""


def to_correct(form: Any) -> bool:
    """Is there an error in the form that somebody has to put right? A page sent before has none (`AS_TYPED`)."""
    errors = [error for found in form.errors.as_data().values() for error in found]
    return any(error.code not in AS_TYPED for error in errors)


def attempt(form: Any, action: Callable[..., Any], *args: Any, **data: Any) -> bool:
    """Run an action for a valid form; a problem is shown in the form, and the answer is then False."""
    try:
        action(*args, **data)
    except Problem as problem:
        show_problem(form, problem)
        return False
    return True


class Changed(Problem):
    """Somebody else was faster: the row is no longer what the page showed."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(
            message
            or _(
                "This was changed by somebody else meanwhile. Nothing of yours was written; "
                "reload the page to see how it stands now."
            ),
            code="changed",
        )


class Blocked(Problem):
    """A step whose guards do not hold. `guards` are the open ones."""

    def __init__(self, guards: Sequence[Any]) -> None:
        self.guards = guards
        super().__init__([guard.reason for guard in guards], code="blocked")
