"""One claimant of a group over which the same is worked out: the fields, what they come to, what is to be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext

from calculators.forms import CalculatorForm
from calculators.forms.base import Problem, problems_of
from calculators.working import Outcome
from cases.models import Claim, Claimant
from workings.queries import COMMON

Data = Mapping[str, Any]


class RowHead(forms.Form):
    """Whether a claimant is part of it, and the version of the claim the page showed; 0 where there was none."""

    take = forms.BooleanField(required=False, initial=True)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@dataclass
class GroupRow:
    """One claimant: the fields to fill in, and what they come to.

    `differing`: by fact, what the case says where something else was entered; `unsure`: where the wage is the agreed
    one, and another is asked for.
    """

    claimant: Claimant
    upheld: list[Claim]
    head: RowHead
    form: CalculatorForm
    worked: CalculatorForm
    outcome: Outcome
    told_above: frozenset[str]
    differing: Data
    unsure: Data
    refusals: list[str] = field(default_factory=list)

    @property
    def overridden(self) -> Claim | None:
        """The claim, where another sum is claimed than the one worked out: left alone unless somebody ticks it."""
        return next((claim for claim in self.upheld if claim.override_reason), None)

    @property
    def is_ambiguous(self) -> bool:
        """Whether several claims are meant, so that they have to be worked out one by one."""
        return len(self.upheld) > 1

    @property
    def is_taken(self) -> bool:
        take = self.head.cleaned_data["take"] if self.head.is_bound else self.head.initial["take"]
        return take and not self.is_ambiguous

    @property
    def fields(self) -> list[forms.BoundField]:
        """The facts of this person; in place of its help each has what the case says otherwise, if it does."""
        found = [self.form[name] for name in type(self.form).base_fields if name not in COMMON]
        for fact in found:
            fact.help_text = self.differing.get(fact.name, "")
        return found

    @property
    def problems(self) -> list[Problem]:
        """What is missing or wrong in this row; what all share is told where it stands."""
        return [
            problem
            for name, errors in self.worked.errors.as_data().items()
            for problem in problems_of(self.worked, name, errors)
            if not self.worked.is_asked(name)
            and (name not in COMMON or (problem.code != "required" and name not in self.told_above))
        ]

    @property
    def missing(self) -> list[str]:
        """The labels of what must be entered and is not."""
        return [problem.label for problem in self.problems if problem.code == "required"]

    @property
    def offers(self) -> list[Problem]:
        """What was entered and not taken, with what may be meant instead."""
        return [problem for problem in self.problems if problem.readings]

    @property
    def told(self) -> list[str]:
        """Why the sum cannot be claimed as it is, in words."""
        wrong = [problem for problem in self.problems if problem.code != "required"]
        told = [f"{p.label}{gettext(': ')}{p.message}" if p.label else p.message for p in wrong]
        if self.outcome.result and not self.outcome.is_complete:
            told.append(gettext("A rate is missing"))
        return [*told, *self.refusals]

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """The notes of the working that may change the sum."""
        notes = self.outcome.frozen["notes"] if self.outcome.frozen else []
        return [note for note in notes if note["kind"] == "warning"]

    @property
    def unchecked(self) -> list[dict[str, Any]]:
        """The lines that rest on a figure nobody checked against its source."""
        lines = self.outcome.frozen["lines"] if self.outcome.frozen else []
        return [line for line in lines if line["confidence"] == "memory"]

    @property
    def total(self) -> Decimal | None:
        """Yuan; None while it is not worked out."""
        return Decimal(self.outcome.frozen["total"]) if self.outcome.frozen else None
