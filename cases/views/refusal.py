"""How a form shows what an action refused."""

from typing import Any

from django import forms

from core.errors import Changed, Problem, show_problem


def refuse(form: forms.Form, problem: Problem, obj: Any) -> None:
    """Show the problem at its fields. After `Changed`, what was typed answers the row as it stands now."""
    answer_again(form, problem, obj)
    show_problem(form, problem)


def answer_again(form: forms.Form, problem: Problem, obj: Any) -> None:
    """After `Changed`, what was typed answers the row as it stands now."""
    if isinstance(problem, Changed) and "seen_version" in form.fields:
        form.data = form.data.copy()  # type: ignore[union-attr]
        form.data["seen_version"] = str(type(obj)._base_manager.get(pk=obj.pk).version)  # type: ignore[index]
