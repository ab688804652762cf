"""The form that works out the same over all claimants of a group, each with the own facts."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext

from calculators.catalogue import Calculator
from calculators.fields import RowsField
from calculators.forms.base import AskingForm
from calculators.kept import kept_at
from calculators.working import work_out
from cases.forms.claimants import SheetForm
from cases.models import Case, Claim, Claimant
from core.errors import Problem, show_problem
from core.money import ZERO
from core.pasted_sheet import Sent, Sheet
from core.row_problems import told_at_rows
from core.sheet_files import Book
from labour_law.rates import Tables
from workings.forms.claim import differences, filled_in, unsure_wages
from workings.forms.group_row import GroupRow, RowHead
from workings.paste import Pasted, read_facts
from workings.queries import COMMON, case_facts, known_facts, shared_facts

Data = Mapping[str, Any]


class CommonForm(AskingForm):
    """The facts of a calculator that all claimants share, and the rates asked for any of them."""

    def __init__(self, calculator: Calculator, data: Any, initial: Data) -> None:
        super().__init__(data, prefix="common", initial=dict(initial))
        self.wide = calculator.form.wide
        for name, fact in calculator.form.base_fields.items():
            if name in COMMON:
                self.fields[name] = copy.deepcopy(fact)


@dataclass(frozen=True)
class Column:
    """A fact that is each person's own. `hint`: what is to be checked in it."""

    name: str
    label: Any
    hint: str


class GroupForm:
    """The form of a calculator over all claimants of a case: what is common once, and a row for each with the rest."""

    def __init__(
        self,
        calculator: Calculator,
        case: Case,
        claimants: Iterable[Claimant],
        *,
        region: str,
        tables: Tables,
        data: Any = None,
        files: Any = None,
        remembered: Data | None = None,
    ) -> None:
        self.calculator, self.case, self.data = calculator, case, data
        self.remembered = remembered or {}
        self.region, self.tables, self.kept = region, tables, kept_at(case.office)
        self.claimants = list(claimants)
        self.kind = calculator.claim_kinds[0]
        self.change = SheetForm(data, files, case=case)
        upheld = {claimant.pk: self._upheld(claimant) for claimant in self.claimants}
        self.shared = {"region": region} | shared_facts(
            claim.working
            for claims in upheld.values()
            for claim in claims
            if claim.working and claim.working.calculator == calculator.code
        )
        self.common = CommonForm(calculator, data, initial=self.shared)
        if self.common.is_bound:
            self.common.is_valid()
        self.rows = [self._row(claimant, upheld[claimant.pk]) for claimant in self.claimants]
        for row in self.rows:
            self.common.ask_as(row.worked)

    @property
    def facts(self) -> dict[str, forms.Field]:
        """The facts that are each person's own."""
        return {n: field for n, field in self.calculator.form.base_fields.items() if n not in COMMON}

    def _upheld(self, claimant: Claimant) -> list[Claim]:
        return [c for c in claimant.claims.all() if c.kind == self.kind and c.is_active]

    def _row(self, claimant: Claimant, upheld: list[Claim]) -> GroupRow:
        claim = upheld[0] if len(upheld) == 1 else None
        prefix = f"rows-{claimant.pk}"
        is_to_do = len(upheld) < 2 and not (claim and claim.override_reason)
        seen = {"seen_version": claim.version if claim else 0, "take": is_to_do}
        head = RowHead(self.data, prefix=prefix, initial=seen)
        if self.data is None:
            known = known_facts(self.calculator, claimant, self.region, claim)
            own = {name: value for name, value in known.items() if name in self.facts}
            form = self.calculator.form(prefix=prefix, initial=own | self.shared)
            worked = filled_in(form)
        else:
            head.is_valid()
            form = worked = self.calculator.form(self._data_of(prefix), prefix=prefix)
        outcome = work_out(self.calculator, worked, self.tables, self.kept)
        says = case_facts(claimant, claim)
        return GroupRow(
            claimant,
            upheld,
            head,
            form,
            worked,
            outcome,
            frozenset(self.common.errors),
            differences(worked, says),
            unsure_wages(self.calculator, worked, says),
        )

    @cached_property
    def _sent(self) -> dict[str, dict[str, Any]]:
        """What was sent, by `common` and by row, under the names of the facts."""
        sent: dict[str, dict[str, Any]] = {}
        for key, value in self.data.items():
            *prefix, name = key.split("-", 1) if key.startswith("common-") else key.split("-", 2)
            sent.setdefault("-".join(prefix), {})[name] = value
        return sent

    def _data_of(self, prefix: str) -> dict[str, Any]:
        """What was sent for one claimant, with what is common put beside it."""
        facts = self._sent.get(prefix, {}) | self._sent.get("common", {})
        return {f"{prefix}-{name}": value for name, value in facts.items()}

    @property
    def columns(self) -> list[Column]:
        """The facts that are each person's own, for the head of the table."""
        unsure = {name: hint for row in self.rows for name, hint in row.unsure.items()}
        return [Column(name, field.label, unsure.get(name, "")) for name, field in self.facts.items()]

    @property
    def column_names(self) -> str:
        """The labels of the columns, listed."""
        return pgettext("list", ", ").join(str(column.label) for column in self.columns)

    @property
    def has_lists(self) -> bool:
        """Whether a cell may hold several entries: years, or days."""
        return any(isinstance(field, RowsField) for field in self.facts.values())

    @property
    def taken(self) -> list[GroupRow]:
        return [row for row in self.rows if row.is_taken]

    @property
    def total(self) -> Decimal:
        """Yuan, of those taken that are worked out."""
        return sum((row.total for row in self.taken if row.total is not None), ZERO)

    @cached_property
    def _sent_table(self) -> tuple[Sent, Book]:
        self.change.is_valid()
        return self.change.sent(
            self.remembered, lambda sent: read_facts(sent, self.facts, self.claimants).sheet
        )

    @property
    def sent(self) -> Sent:
        """The pasted table, with what is said of its columns."""
        return self._sent_table[0]

    @property
    def book(self) -> Book:
        """The sheets of the file the table is from."""
        return self._sent_table[1]

    @cached_property
    def pasted(self) -> Pasted:
        """What the pasted table says."""
        sent = self.sent
        problems = [text for name in ("text", "file") for text in self.change.errors.get(name, [])]
        if problems:
            return Pasted(Sheet(problems=problems))
        return read_facts(sent, self.facts, self.claimants)

    def with_pasted(self) -> "GroupForm":
        """The same with the values of the right rows of the table in the rows of their claimants, which are then ticked
        but for those of an override; of the table is left what is to be corrected."""
        data = self.data.copy()
        data["text"] = self.pasted.sheet.rest(row.number for row in self.pasted.right)
        overridden = {row.claimant for row in self.rows if row.overridden}
        for row in self.pasted.right:
            prefix = f"rows-{row.claimant.pk}-"
            if row.claimant not in overridden:
                data[f"{prefix}take"] = "on"
            for name, text in row.values.items():
                data[prefix + name] = text
        return GroupForm(
            self.calculator,
            self.case,
            self.claimants,
            region=self.region,
            tables=self.tables,
            data=data,
            remembered=self.remembered,
        )

    def is_valid(self) -> bool:
        """Whether every sum that is to be claimed is worked out, no rate missing."""
        valid = [self.change.is_valid(), self.common.is_valid(), not self._has_others()]
        return all(valid) and all(row.outcome.is_complete for row in self.taken)

    def _has_others(self) -> bool:
        """Whether a row was sent of somebody who takes no part in the case, and tell so."""
        shown = {row.head.prefix for row in self.rows}
        if others := any("take" in facts for key, facts in self._sent.items() if key not in shown):
            told = gettext(
                "Somebody has left the case meanwhile. Check the rows that remain, and save again."
            )
            self.change.add_error(None, told)
        return others

    def add_problem(self, problem: Problem) -> None:
        """Show what the action refused: at its row, else at the top."""
        rows = {f"rows-{row.claimant.pk}": row for row in self.rows}
        show_problem(self.change, told_at_rows(problem, rows))
