"""What the parts of the case page about lawyers, mediation and the agreement need beside the case itself."""

from dataclasses import dataclass, field
from decimal import Decimal

from django import template

from cases.actions.agreement import AGREEABLE
from cases.actions.split import SPLITTABLE
from cases.models import Agreement, Case, Claimant, Instalment
from cases.workflow import IN_HAND
from core.money import ZERO

register = template.Library()


@dataclass
class AgreementRow:
    """One claimant under an agreement: yuan agreed, yuan received so far, the payments in order of day."""

    claimant: Claimant
    agreed: Decimal = ZERO
    received: Decimal = ZERO
    instalments: list[Instalment] = field(default_factory=list)


@register.simple_tag
def agreement_rows(agreement: Agreement, case: Case) -> list[AgreementRow]:
    """The claimants of the agreement in order; without queries on the case page."""
    rows = {claimant.pk: AgreementRow(claimant) for claimant in case.claimants.all()}
    received = {claim.pk: claim.received for claim in case.claims.all()}
    bound = set()
    for term in agreement.terms.all():
        row = rows[term.claim.claimant_id]
        row.agreed += term.amount
        row.received += received[term.claim_id]
        bound.add(row.claimant.pk)
    for instalment in agreement.instalments.all():
        rows[instalment.claimant_id].instalments.append(instalment)
    return [row for pk, row in rows.items() if pk in bound]


@register.filter
def takes_lawyers(case: Case) -> bool:
    """Is it at a stage where lawyers are asked?"""
    return case.state in IN_HAND


@register.filter
def may_agree(case: Case) -> bool:
    """Is it at a stage where an agreement is made?"""
    return case.state in AGREEABLE


@register.filter
def may_split(case: Case) -> bool:
    """Is it at a stage where some may go on in a case of their own?"""
    return case.is_group and case.state in SPLITTABLE
