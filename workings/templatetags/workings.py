"""Which calculations the claims of a case are offered."""

from django import template

from calculators.catalogue import CALCULATORS, Calculator, for_claim
from cases.models import Case

register = template.Library()


@register.filter
def calculators(kind: str) -> list[Calculator]:
    """What works out the sum of a claim of this kind."""
    return for_claim(kind)


@register.filter
def group_calculators(case: Case) -> list[Calculator]:
    """What may be worked out for all claimants of a group at once: first what they claim already."""
    if not case.is_group:
        return []
    claimed = {claim.kind for claim in case.claims.all() if claim.is_active}
    found = [found for found in CALCULATORS.values() if found.claim_kinds]
    return sorted(found, key=lambda calculator: claimed.isdisjoint(calculator.claim_kinds))
