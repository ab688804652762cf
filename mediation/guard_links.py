"""The pages on which mediation meets an open guard of the case."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.guard_links import Link, link_to, meets
from cases.workflow import CaseState, has_agreement
from mediation.workflow import RoundOutcome, RoundState


@meets(has_agreement)
def towards_an_agreement(case: Case) -> list[Link]:
    """The signature of the agreement; before that the planned round; before that a round or the agreement."""
    if case.state != CaseState.MEDIATION:
        return []
    agreement = next((a for a in case.agreements.all() if a.in_force), None)
    if agreement is not None and agreement.signed_on is None:
        return [link_to(_("Enter the signature"), "mediation:sign_agreement", agreement.pk)]
    agree = link_to(_("Record an agreement"), "mediation:agreement", case.pk)
    rounds = list(case.rounds.all())
    if planned := next((r for r in rounds if r.state == RoundState.SCHEDULED), None):
        return [link_to(_("Record the round"), "mediation:round_step", planned.pk, "hold"), agree]
    ways = [link_to(_("Schedule a round"), "mediation:schedule_round", case.pk), agree]
    agreed = any(r.outcome == RoundOutcome.AGREED for r in rounds)
    return ways[::-1] if agreed else ways
