"""What the parts of the case page about mediation and the agreement need beside the case itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django import template

from cases.models import Case, Claimant
from cases.sums import UNFOLDED
from core.money import ZERO
from mediation.actions.agreements import AGREEABLE
from mediation.models import Agreement, MediationRound
from mediation.payments import Due, dues, of_claimants, payments_of
from mediation.workflow import RoundState

register = template.Library()


@dataclass
class AgreementRow:
    """One claimant under an agreement: yuan agreed, yuan received so far, the payments by day with what is open."""

    claimant: Claimant | None = None
    agreed: Decimal = ZERO
    received: Decimal = ZERO
    payments: list[Due] = field(default_factory=list)

    @property
    def is_paid(self) -> bool:
        return self.received == self.agreed > ZERO


@dataclass(frozen=True)
class AgreementTable:
    """The rows to show at once, those to fold away in a large group, and all of them added up."""

    shown: list[AgreementRow]
    folded: list[AgreementRow]
    total: AgreementRow


@register.simple_tag
def agreement_table(agreement: Agreement, case: Case) -> AgreementTable:
    """The claimants of the agreement in order; without queries on the case page."""
    rows = {claimant.pk: AgreementRow(claimant) for claimant in case.claimants.all()}
    received = {claim.pk: claim.received for claim in case.claims.all()}
    total = AgreementRow()
    bound = set()
    for term in agreement.terms.all():
        bound.add(term.claim.claimant_id)
        for row in (rows[term.claim.claimant_id], total):
            row.agreed += term.amount
            row.received += received[term.claim_id]
    for claimant, payments in of_claimants(payments_of(case)).items():
        rows[claimant].payments = dues(payments)
    found = [row for pk, row in rows.items() if pk in bound]
    at_once = len(found) if len(found) <= UNFOLDED + 1 else UNFOLDED
    return AgreementTable(found[:at_once], found[at_once:], total)


@register.filter
def held(rounds: Iterable[MediationRound]) -> list[MediationRound]:
    """Those of the rounds that were held, and so have minutes."""
    return [round_ for round_ in rounds if round_.state == RoundState.HELD]


@register.filter
def may_agree(case: Case) -> bool:
    """Is it at a stage where an agreement is made?"""
    return case.state in AGREEABLE
