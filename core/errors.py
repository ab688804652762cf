"""What can go wrong in an action, in words a clerk can act on."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Problem(ValidationError):
    """An action refused. A form shows it at its fields or at its top; nothing was written.

    Being a `ValidationError`, it takes a message, or a dict of field name to message.
    """


def show_problem(form: Any, problem: Problem) -> None:
    """Put the problem where it belongs: at its fields, and at the top what the form has no field for."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem)
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


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
