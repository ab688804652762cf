"""The four sums of claims added up: the only place that does it for a page, a paper or a report."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cases.models import Claim, Claimant
from cases.workflow import CaseState as S
from core.money import ZERO

AWAITS_AGREED = frozenset(
    (
        S.MEDIATION,
        S.SETTLED,
        S.ARBITRATION,
        S.AWARDED,
        S.LITIGATION,
        S.ENFORCEMENT,
        S.CLOSING,
        S.CLOSED,
        S.ARCHIVED,
    )
)
"""From mediation on a missing agreed sum is a gap; before, it does not exist yet."""

UNFOLDED = 5
"""Claimants shown at once in a large group."""


@dataclass(frozen=True)
class Sums:
    """Yuan. `agreed` is None until something was agreed or awarded; `missing` counts the claims upheld still without it.

    A dropped claim counts in neither claimed nor agreed; money that came in counts always.
    """

    claimed: Decimal
    agreed: Decimal | None
    received: Decimal
    verified: Decimal
    missing: int


def add_up(claims: Iterable[Any]) -> Sums:
    """The sums of these claims."""
    claims = list(claims)
    upheld = [claim for claim in claims if claim.is_active]
    agreed = [claim.agreed for claim in upheld if claim.agreed is not None]
    return Sums(
        claimed=sum((claim.claimed for claim in upheld), ZERO),
        agreed=sum(agreed, ZERO) if agreed else None,
        received=sum((claim.received for claim in claims), ZERO),
        verified=sum((claim.verified for claim in claims), ZERO),
        missing=len(upheld) - len(agreed),
    )


def sums_of(case: Any) -> Sums:
    """The sums of a case."""
    return add_up(case.claims.all())


@dataclass(frozen=True)
class ClaimantRow:
    """A claimant with the claims in order, upheld ones first, and their sums."""

    claimant: Claimant
    claims: list[Claim] = field(default_factory=list)

    @property
    def sums(self) -> Sums:
        return add_up(self.claims)


@dataclass(frozen=True)
class ClaimTable:
    """The claims of a case by claimant, and their sums. `shows_gaps`: a missing agreed sum is a gap by now."""

    rows: list[ClaimantRow]
    total: Sums
    shows_gaps: bool
    people: list[Claimant]

    @property
    def parts(self) -> list[list[ClaimantRow]]:
        """The rows to show at once, and those to fold away in a large group."""
        return _fold(self.rows)

    @property
    def people_parts(self) -> list[list[Claimant]]:
        """All claimants, folded alike."""
        return _fold(self.people)

    @property
    def upheld(self) -> int:
        """The number of claims not dropped."""
        return sum(claim.is_active for row in self.rows for claim in row.claims)


def _fold(rows: list[Any]) -> list[list[Any]]:
    return [rows] if len(rows) <= UNFOLDED + 1 else [rows[:UNFOLDED], rows[UNFOLDED:]]


def claim_table(case: Any) -> ClaimTable:
    """The claims of a case by claimant, representative first. No query where claims and claimants are prefetched.

    A claimant without a claim who takes part still has a row; one who left has a row only with claims.
    """
    claims = sorted(case.claims.all(), key=lambda claim: (not claim.is_active, claim.pk))
    by_claimant: dict[int, list[Claim]] = {}
    for claim in claims:
        by_claimant.setdefault(claim.claimant_id, []).append(claim)
    order = sorted(case.claimants.all(), key=lambda c: (not c.is_active, not c.is_representative, c.pk))
    rows = [
        ClaimantRow(claimant, by_claimant.get(claimant.pk, []))
        for claimant in order
        if claimant.is_active or claimant.pk in by_claimant
    ]
    return ClaimTable(rows, add_up(claims), case.state in AWAITS_AGREED, order)
