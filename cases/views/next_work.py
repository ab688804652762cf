"""What is done on a page of its own before a closed step of a case opens."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import workflow
from cases.models import Case
from cases.permissions import can_handle, clerk_or_lawyer
from cases.workflow import CaseState
from core.fsm import Step

Link = dict[str, Any]


def work_towards(case: Case, user: Any, step: Step) -> list[Link]:
    """Links to the work that is missing, the first thing to do first; none where the user may not do it."""
    if not clerk_or_lawyer(case, user):
        return []
    return [link for guard in step.open_guards for link in _towards(case, user, guard)]


def _towards(case: Case, user: Any, guard: Any) -> list[Link]:
    if guard is workflow.has_claims:
        return [_link(_("Add a claim"), "add_claim", case.pk)]
    if guard is workflow.has_consent and can_handle(case, user):
        return [_link(_("Record consent"), "consent", case.pk)]
    if guard is workflow.has_agreement and case.state == CaseState.MEDIATION:
        return _towards_an_agreement(case)
    if guard is workflow.has_closing_report:
        return [*_open_payment(case), _link(_("Write the closing report"), "closing_report", case.pk)]
    return []


def _towards_an_agreement(case: Case) -> list[Link]:
    """The signature of the agreement; before that the planned round; before that a round or the agreement."""
    agreement = next((a for a in case.agreements.all() if a.in_force), None)
    if agreement is not None and agreement.signed_on is None:
        return [_link(_("Enter the signature"), "sign_agreement", agreement.pk)]
    agree = _link(_("Record an agreement"), "agreement", case.pk)
    rounds = list(case.rounds.all())
    if planned := next((r for r in rounds if r.state == "scheduled"), None):
        return [_link(_("Record the round"), "round_step", planned.pk, "hold"), agree]
    ways = [_link(_("Schedule a round"), "schedule_round", case.pk), agree]
    agreed = any(r.outcome == "agreed" for r in rounds)
    return ways[::-1] if agreed else ways


def _open_payment(case: Case) -> list[Link]:
    """Recording a payment, while less has come in than was agreed or awarded."""
    claims = [claim for claim in case.claims.all() if claim.is_active]
    if not any(claim.received < (claim.agreed or 0) for claim in claims):
        return []
    return [{"label": _("Record a payment"), "url": reverse("recoveries:record", args=[case.pk])}]


def _link(label: str, name: str, *args: Any) -> Link:
    return {"label": label, "url": reverse(f"cases:{name}", args=args)}
