"""The pages on which mediation meets an open guard of the case, and what it waits for."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.guard_links import Link, link_to, meets
from cases.views.next_action import Awaited, awaited_in
from cases.workflow import CaseState, has_agreement
from core import clock
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
    if any(r.outcome == RoundOutcome.AGREED for r in rounds):
        return [agree, link_to(_("Schedule a round"), "mediation:schedule_round", case.pk)]
    return [
        link_to(_("Schedule a round"), "mediation:schedule_round", case.pk),
        link_to(_("Record a round held"), "mediation:record_held", case.pk),
        agree,
    ]


@awaited_in(CaseState.MEDIATION)
def the_round(case: Case) -> Awaited | None:
    """The round that was set, from its mediator; on its day it is written down."""
    if any(a.in_force for a in case.agreements.all()):
        return None
    planned = [round_ for round_ in case.rounds.all() if round_.state == RoundState.SCHEDULED]
    if not planned:
        return None
    first = min(planned, key=lambda round_: round_.scheduled_at)
    if timezone.localtime(first.scheduled_at).date() > clock.today():
        title = _("Waits for round %(number)d, mediator %(name)s")
        return Awaited(title % {"number": first.number, "name": first.mediator.name}, first.scheduled_at)
    label = _("Record the round")
    return Awaited(label, first.scheduled_at, link=link_to(label, "mediation:round_step", first.pk, "hold"))
