"""What is wrong with several rows of a page, told all at once and each at its row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from core.errors import Changed, Problem


class RowProblems:
    """Gathers the problems of parts of a page under the names their fields have there.

        problems = RowProblems()
        for index, row in rows:
            with problems.at(f"workers-{index}"):
                take_worker(**row)
        problems.raise_if_any()

    A `Problem` at `name` becomes one at `workers-0-name`, one without a field one at `workers-0`.
    """

    def __init__(self) -> None:
        self.found: dict[str, list] = {}

    @contextmanager
    def at(self, prefix: str) -> Iterator[None]:
        try:
            yield
        except Changed:
            raise
        except Problem as problem:
            if hasattr(problem, "error_dict"):
                self.found |= {f"{prefix}-{name}": errors for name, errors in problem.error_dict.items()}
            else:
                self.found[prefix] = problem.error_list

    def raise_if_any(self) -> None:
        if self.found:
            raise Problem(self.found)


def told_at_rows(problem: Problem, rows: Mapping[str, Any]) -> Problem:
    """The reverse, for a page: what was gathered at `workers-0` goes to the `refusals` of the row of that name; the rest
    of the problem."""
    if not hasattr(problem, "error_dict"):
        return problem
    rest = {}
    for key, errors in problem.error_dict.items():
        row = rows.get("-".join(key.split("-")[:2]))
        if row is None:
            rest[key] = errors
        else:
            row.refusals += [message for error in errors for message in error.messages]
    return Problem(rest)
