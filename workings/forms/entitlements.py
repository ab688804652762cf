"""What a claimant may claim, with what of it is chosen to become a claim of the case."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from calculators.entitlements import Entry, answer
from calculators.forms import EmploymentForm
from calculators.kept import kept_at
from cases.causes import SERVICE_RELATIONS
from cases.forms.claimants import ChangeForm
from cases.models import Claim, Claimant
from core.errors import Problem, show_problem
from core.row_problems import told_at_rows
from labour_law.rates import Tables
from workings.actions import Entitlement, versions_of
from workings.forms.claim import differences, filled_in, show_hints
from workings.queries import case_facts, employment_facts, upheld_of

CALLED_ON_RECORD = {"hired": "employed_from", "left": "employed_to", "monthly_wage": "monthly_wage"}
"""The facts of the employment that are on record with the claimant."""

EXCLUSIVE = {"severance", "damages"}
"""N and 2N (劳动合同法实施条例 25)."""

GOES_ON = "continued_wages"
"""Wages until work goes on: for who asks for that in place of N and 2N (劳动合同法 48)."""


@dataclass
class Row:
    """One entitlement. `claim`: the claim of the case whose sum it would become; `is_taken`: whether it is chosen;
    `excludes`: a claim of the case that it takes the place of by law."""

    entry: Entry
    claim: Claim | None
    is_ambiguous: bool
    is_taken: bool
    excludes: Claim | None = None
    refusals: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The line as it stands on the page: its key and its sum."""
        return f"{self.entry.key}={self.entry.total}"

    @property
    def can_be_taken(self) -> bool:
        """Whether there is a sum, and it is clear which claim it would be."""
        return self.entry.can_be_claimed and not self.is_ambiguous


class EntitlementsPage:
    """The employment of a claimant, what follows from it, and what of it is chosen."""

    def __init__(self, claimant: Claimant, *, region: str, tables: Tables, data: Any = None) -> None:
        self.claimant, self.data = claimant, data
        self.upheld = upheld_of(claimant)
        self.change = ChangeForm(data, case=claimant.case)
        self.form = EmploymentForm(data, initial=employment_facts(claimant, region))
        self.worked = self.form if self.form.is_bound else filled_in(self.form)
        self.answer = answer(self.worked, tables, kept_at(claimant.case.office))
        show_hints(self.form, differences(self.worked, case_facts(claimant)))
        sent = data.getlist("shown") if data is not None else []
        self.shown = dict(text.rpartition("=")[::2] for text in sent)
        self.rows = list(self._rows())

    @property
    def seen(self) -> str:
        """The claims as this page shows them, or as the one that was sent did."""
        return self.data.get("seen", "") if self.data is not None else versions_of(self.upheld)

    @property
    def taken(self) -> list[Row]:
        return [row for row in self.rows if row.is_taken and row.can_be_taken]

    def chosen(self) -> list[tuple[str, Entitlement]]:
        """What is to be claimed, by the key of its row."""
        return [
            (
                row.entry.key,
                Entitlement(row.entry.kind, row.entry.frozen, row.claim, row.entry.known_on),
            )
            for row in self.taken
        ]

    def told(self) -> dict[str, Any]:
        """Facts of the employment under the names of the record."""
        given = self.worked.cleaned_data
        return {name: given.get(fact) for fact, name in CALLED_ON_RECORD.items()}

    @property
    def is_no_employment(self) -> bool:
        """Whether the record says that the work was no employment, to which labour law does not apply."""
        return self.claimant.worker.relation_type in SERVICE_RELATIONS

    def is_valid(self) -> bool:
        """Whether what is chosen is what the page showed, to the fen."""
        return self.change.is_valid() and self.form.is_valid() and not self._has_changed()

    def _has_changed(self) -> bool:
        """Whether a line that was chosen has another sum now, or none, and tell so; N and 2N are not chosen together."""
        taken = {row.entry.key: row for row in self.taken}
        asked = set(self.data.getlist("take"))
        if asked - taken.keys() or any(
            self.shown.get(key) != str(row.entry.total) for key, row in taken.items()
        ):
            told = gettext("Lines have changed since they were shown. Look at them, and press again.")
        elif (kinds := {row.entry.kind for row in taken.values()}) >= EXCLUSIVE:
            told = gettext("Severance and damages exclude each other: choose one.")
        elif kinds & EXCLUSIVE and GOES_ON in {row.entry.found.code for row in taken.values()}:
            told = gettext(
                "Wages until work goes on are for who does not claim severance or damages: choose one."
            )
        else:
            return False
        self.change.add_error(None, told)
        return True

    def add_problem(self, problem: Problem) -> None:
        """Show what the action refused: at its row, at its fact, else at the top."""
        rest = told_at_rows(problem, {row.entry.key: row for row in self.rows})
        for fact, name in CALLED_ON_RECORD.items():
            if errors := getattr(rest, "error_dict", {}).pop(name, None):
                self.form.add_error(fact, errors)
        show_problem(self.change, rest)

    def _rows(self) -> Iterator[Row]:
        entries = self.answer.entries
        of_kind = Counter(claim.kind for claim in self.upheld)
        for entry in entries:
            same = [other for other in entries if other.kind == entry.kind]
            claim = self._claim_of(entry, same)
            is_ambiguous = bool(entry.kind) and of_kind[entry.kind] > 1
            excludes = next((claim for claim in self.upheld if _exclude(entry, claim)), None)
            yield Row(entry, claim, is_ambiguous, self._is_taken(entry, claim or excludes), excludes)

    def _claim_of(self, entry: Entry, same: list[Entry]) -> Claim | None:
        """The one claim of the kind, for the entitlement it was worked out from, else for the first of that kind."""
        claims = [claim for claim in self.upheld if claim.kind == entry.kind]
        if len(claims) != 1:
            return None
        code = claims[0].working.calculator if claims[0].working else ""
        first = next((other for other in same if other.found.code == code), same[0])
        return claims[0] if first is entry else None

    def _is_taken(self, entry: Entry, claim: Claim | None) -> bool:
        """As it was sent; what comes up anew while somebody types is chosen where it is owed and not claimed yet."""
        if self.data is not None and (entry.key in self.shown or self.data.get("do") == "save"):
            return entry.key in self.data.getlist("take")
        return entry.counts and claim is None


def _exclude(entry: Entry, claim: Claim) -> bool:
    """Whether an entitlement takes the place of a claim by law."""
    if entry.found.code == GOES_ON:
        return claim.kind in EXCLUSIVE
    goes_on = claim.working is not None and claim.working.calculator == GOES_ON
    return entry.kind in EXCLUSIVE and (goes_on or claim.kind in EXCLUSIVE - {entry.kind})
