"""READ FIRST. The life of a case: its states, the steps between them, who may take each and what it needs.

A step's body sets fields only. What follows from a step (the number, deadlines, sums, assignments) is done by
`cases.actions.steps.take_step` in the same transaction.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import GET_STATE, ConcurrentTransitionMixin, FSMField

from accounts.models import User
from cases.permissions import (
    can_approve_closing,
    can_confirm_appointment,
    can_decide,
    can_handle,
    can_handle_or_decide,
    can_supervise,
    clerk_or_lawyer,
)
from core import clock
from core.fsm import guard, step


class CaseState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Under review")
    DECLINED = "declined", _("Declined")
    ACCEPTED = "accepted", _("Accepted")
    ASSIGNED = "assigned", _("Assigned")
    MEDIATION = "mediation", _("In mediation")
    SETTLED = "settled", _("Settled")
    ARBITRATION = "arbitration", _("In arbitration")
    AWARDED = "awarded", _("Awarded")
    LITIGATION = "litigation", _("In court")
    ENFORCEMENT = "enforcement", _("In enforcement")
    CLOSING = "closing", _("Closing review")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TERMINATED = "terminated", _("Terminated")
    TRANSFERRED = "transferred", _("Transferred")


S = CaseState

ACTIVE = (
    S.REVIEW,
    S.ACCEPTED,
    S.ASSIGNED,
    S.MEDIATION,
    S.SETTLED,
    S.ARBITRATION,
    S.AWARDED,
    S.LITIGATION,
    S.ENFORCEMENT,
)
"""Under way: from here a case may be withdrawn, terminated or transferred."""

ENDED = (S.DECLINED, S.CLOSED, S.ARCHIVED, S.WITHDRAWN, S.TERMINATED, S.TRANSFERRED)

WITH_LIMITS = (S.DRAFT, S.REVIEW, *ACTIVE, S.CLOSING, S.CLOSED)
"""Here limits may run; with any other end they ended."""

PERFORMANCE = (S.SETTLED, S.AWARDED, S.ENFORCEMENT)
"""Money is due: receipts are expected."""

IN_HAND = (S.ACCEPTED, S.ASSIGNED, S.MEDIATION, *PERFORMANCE, S.ARBITRATION, S.LITIGATION)
"""Accepted and not yet ended: lawyers are assigned, money may come in."""

OPEN = (S.REVIEW, *IN_HAND, S.CLOSING)
"""What an office has in hand, from the application to the approved closing."""


CONFIRMING = (
    "judicial_confirmation",
    "judicial_confirmation_decision",
    "arbitration_review",
    "arbitration_review_acceptance",
    "arbitration_review_decision",
    "payment_order_acceptance",
    "payment_order_issue",
    "payment_order_objection",
)
"""Limits on the way from an agreement to a paper that can be enforced."""

BEFORE_AWARD = (
    "arbitration_acceptance",
    "arbitration_copy",
    "arbitration_defence",
    "arbitration_panel_notice",
    "hearing_notice",
    "hearing_postponement",
    "arbitration_award",
    "suit_after_refusal",
)
"""Limits while the commission has the case."""

AFTER_AWARD = (
    "suit_after_award",
    "set_aside",
    "set_aside_after_suit",
    "set_aside_after_refusal",
    "suit_after_set_aside",
    "suit_after_unenforceable",
    "appeal",
    "appeal_ruling",
    "enforcement",
    "enforcement_after_preservation",
)
"""Limits that an award or a judgment starts."""

BEFORE_JUDGMENT = ("trial_ordinary", "trial_summary", "trial_small", "second_instance")
"""Limits while a court has the case."""


class TerminationGround(models.TextChoices):
    """法律援助法 48."""

    DECEPTION = "deception", _("Aid was obtained by deception")
    FALSE_EVIDENCE = "false_evidence", _("Key facts concealed or evidence falsified")
    UNLAWFUL_USE = "unlawful_use", _("Aid used for an unlawful purpose")
    MEANS_CHANGED = "means_changed", _("Means no longer qualify")
    CASE_ENDED = "case_ended", _("The proceedings ended or were withdrawn")
    OWN_LAWYER = "own_lawyer", _("The worker retained a lawyer")
    OWN_REQUEST = "own_request", _("The worker asked for it on good grounds")
    OTHER = "other", pgettext_lazy("ground", "Other")


class DeclineGround(models.TextChoices):
    OUT_OF_SCOPE = "out_of_scope", _("Outside the scope of union legal aid")
    NOT_MEMBER_AREA = "venue", _("Neither place of work nor employer is in this area")
    NO_FACTS = "no_facts", _("No factual or legal basis")
    ALREADY_HANDLED = "already_handled", _("Already decided or aided elsewhere")
    INCOMPLETE = "incomplete", _("Papers not completed in time")
    OTHER = "other", pgettext_lazy("ground", "Other")


class EndMethod(models.TextChoices):
    """How the case was resolved, as the closing report states it."""

    MEDIATED = "mediated", _("Mediated settlement")
    SETTLED = "settled", _("Settlement between the parties")
    AWARD = "award", _("Arbitration award")
    JUDGMENT = "judgment", _("Court judgment")
    ENFORCED = "enforced", _("Enforcement")
    OTHER = "other", pgettext_lazy("method", "Other")


def _without_agreement(case: Any) -> bool:
    """No agreement was recorded yet, and nobody's claims ended in another way."""
    return not case.agreements.all() and all(c.outcome == "open" for c in case.claimants.all() if c.is_active)


def _without_consent(case: Any) -> bool:
    return not any(claimant.consent_on for claimant in case.claimants.all() if claimant.is_active)


@guard(_("A claimant is named"), _("No claimant is named."), at="#parties")
def has_claimant(case: Any) -> bool:
    """Somebody takes part as a claimant."""
    return any(claimant.is_active for claimant in case.claimants.all())


@guard(_("The employer is named"), _("No employer is named."), at="#parties")
def has_employer(case: Any) -> bool:
    """The employer is on record; others on that side may be added later."""
    return case.employer_id is not None


@guard(_("Every claimant has a claim"), _("A claimant has no claim."), at="#claims")
def has_claims(case: Any) -> bool:
    """Every claimant who takes part has an upheld claim."""
    with_claim = {claim.claimant_id for claim in case.claims.all() if claim.is_active}
    active = [claimant.pk for claimant in case.claimants.all() if claimant.is_active]
    return bool(active) and set(active) <= with_claim


@guard(
    _("Conflict check is up to date"),
    _("The conflict check is missing, out of date, or has an unexplained hit."),
    at="#conflicts",
    nothing_entered=lambda case: not case.conflict_checks.all(),
    not_yet=_("The conflict check is not done yet."),
)
def has_conflict_check(case: Any) -> bool:
    """The newest check found nothing unexplained and looked at the parties as they are."""
    check = next(iter(case.conflict_checks.all()), None)
    return check is not None and check.is_clear and check.parties_key == case.parties_key()


@guard(
    _("No conflict is known"),
    _("The conflict check found a certain conflict that nobody explained."),
    at="#conflicts",
)
def has_no_known_conflict(case: Any) -> bool:
    """The newest check, current or not, found nothing certain unexplained.

    Aid that cannot wait (法律援助法 44) goes on before papers and check are complete, but not past what is known.
    """
    check = next(iter(case.conflict_checks.all()), None)
    return check is None or check.is_clear or not any(hit["severity"] == "hit" for hit in check.hits)


def is_check_current(case: Any) -> bool:
    """No party changed since the newest check, where there is one; an ended case is checked no more."""
    check = next(iter(case.conflict_checks.all()), None)
    return case.is_ended or check is None or check.parties_key == case.parties_key()


@guard(
    _("Every claimant has signed consent"),
    _("A claimant has not signed consent."),
    at="#parties",
    nothing_entered=_without_consent,
    not_yet=_("Consent is not entered yet."),
)
def has_consent(case: Any) -> bool:
    """Every claimant who takes part has signed."""
    return all(claimant.consent_on for claimant in case.claimants.all() if claimant.is_active)


@guard(_("A lawyer has accepted"), _("No lawyer has accepted the case."), at="#people")
def has_lawyer(case: Any) -> bool:
    """A lawyer accepted the case and acts in it now."""
    return any(assignment.is_accepted for assignment in case.assignments.all())


@guard(_("A mediation round was held"), _("No mediation round has been held."), at="#mediation")
def has_held_round(case: Any) -> bool:
    """Here, or before this case was split off."""
    rounds = [*case.rounds.all(), *(case.parent.rounds.all() if case.parent_id else ())]
    return any(round_.state == "held" for round_ in rounds)


@guard(
    _("A signed agreement is on record"),
    _("No signed agreement over the claims as they stand is on record."),
    at="#mediation",
    nothing_entered=_without_agreement,
    not_yet=_("The agreement is not entered yet."),
)
def has_agreement(case: Any) -> bool:
    """In force, signed, and with the very sums that stand at the claims of those who settle."""
    agreement = next((a for a in case.agreements.all() if a.replaced_by_id is None), None)
    if agreement is None or agreement.signed_on is None:
        return False
    settling = {c.pk for c in case.claimants.all() if c.is_active and c.outcome == "settled"}
    agreed = {c.pk: c.agreed for c in case.claims.all() if c.is_active and c.claimant_id in settling}
    return agreed == {term.claim_id: term.amount for term in agreement.terms.all()}


@guard(
    _("Every claimant settles"),
    _("A claimant does not settle; split off those who go on into a linked case first."),
    at="#parties",
    nothing_entered=_without_agreement,
    not_yet=_("Who settles is not entered yet."),
)
def has_only_settling_claimants(case: Any) -> bool:
    """Every claimant who takes part settles."""
    return all(claimant.outcome == "settled" for claimant in case.claimants.all() if claimant.is_active)


@guard(
    _("Each settling claimant has agreed sums"),
    _("A settling claimant has a claim without an agreed sum."),
    at="#claims",
    nothing_entered=_without_agreement,
    not_yet=_("The agreed sums are not entered yet."),
)
def has_agreed_sums(case: Any) -> bool:
    """Every upheld claim of those who settle has an agreed sum."""
    settling = {c.pk for c in case.claimants.all() if c.is_active and c.outcome == "settled"}
    claims = [c for c in case.claims.all() if c.is_active and c.claimant_id in settling]
    return bool(settling) and bool(claims) and all(claim.agreed is not None for claim in claims)


@guard(
    _("The payment dates add up to the agreed sums"),
    _("The payment schedule is missing or does not add up."),
    at="#mediation",
    nothing_entered=_without_agreement,
    not_yet=_("The payment dates are not entered yet."),
)
def has_payment_schedule(case: Any) -> bool:
    """The instalments of the agreement in force add up to its terms."""
    agreement = next((a for a in case.agreements.all() if a.replaced_by_id is None), None)
    return agreement is not None and agreement.schedule_adds_up()


@guard(
    _("Awarded sums are on record"),
    _("A claim has no awarded sum yet; enter 0.00 where nothing was awarded."),
    at="#claims",
    supplied_by_form=True,
)
def has_awarded_sums(case: Any) -> bool:
    """Every upheld claim has an awarded sum; 0.00 is one too."""
    claims = [claim for claim in case.claims.all() if claim.is_active]
    return bool(claims) and all(claim.agreed is not None for claim in claims)


@guard(
    _("All receipts are verified"),
    _("A receipt waits for the supervisor, or was sent back to be mended."),
    at="#money",
    nothing_entered=lambda case: not case.receipts.all(),
    not_yet=_("No payment is entered yet."),
)
def has_no_unverified_receipt(case: Any) -> bool:
    """No receipt or counter-entry waits for the supervisor, and none that was sent back to be mended."""
    receipts = case.receipts.all()
    mended = {receipt.mends_id for receipt in receipts}
    return not any(
        receipt.state == "recorded"
        or (receipt.state == "returned" and receipt.reverses_id is None and receipt.pk not in mended)
        for receipt in receipts
    )


@guard(
    _("All that was promised beside money is done"),
    _("Something promised beside money is neither ticked off nor struck out."),
    at="#performance",
)
def has_no_open_undertaking(case: Any) -> bool:
    """A certificate, social insurance, work again: done with proof, or struck out with a reason."""
    return not any(undertaking.is_open for undertaking in case.undertakings.all())


@guard(_("No critical deadline is open"), _("A critical deadline is still open."), at="#deadlines")
def has_no_critical_deadline(case: Any) -> bool:
    """No limit whose end costs a right is running."""
    return not any(d.critical and d.is_running for d in case.deadlines.all())


@guard(_("The closing report is written"), _("The closing report is not written."), at="#closing")
def has_closing_report(case: Any) -> bool:
    """The report says how the case was resolved and what was done."""
    return bool(case.closing_method and case.closing_summary.strip())


@guard(
    _("The closing report is issued as a paper"), _("The closing report has not been issued."), at="#papers"
)
def has_closing_paper(case: Any) -> bool:
    """The report was issued as a paper that is not void."""
    return case.papers.filter(kind="closing_report", state__in=("issued", "signed")).exists()


IMPARTIAL = frozenset(
    {
        "accept",
        "accept_urgently",
        "decline",
        "return_for_completion",
        "reconsider",
        "approve_closing",
        "return_closing",
        "reopen",
        "withdraw",
        "terminate",
        "transfer",
    }
)
"""Steps that decide: whoever is a party does not take them."""


class CaseWorkflow(ConcurrentTransitionMixin, models.Model):
    """The steps of a case. A new step is one method here and its row in the tests."""

    state = FSMField(
        _("State"),
        max_length=16,
        choices=CaseState.choices,
        default=CaseState.DRAFT,
        protected=True,
        db_index=False,
    )

    STATE_TONES = {
        S.DRAFT: "off",
        S.REVIEW: "warn",
        S.DECLINED: "off",
        S.SETTLED: "ok",
        S.ARBITRATION: "warn",
        S.AWARDED: "ok",
        S.LITIGATION: "warn",
        S.ENFORCEMENT: "warn",
        S.CLOSING: "warn",
        S.CLOSED: "off",
        S.ARCHIVED: "off",
        S.WITHDRAWN: "off",
        S.TERMINATED: "off",
        S.TRANSFERRED: "off",
    }
    """How the pill of a state looks; in the plain tone where it is not named."""

    class Meta:
        abstract = True

    # --- intake and review ---

    @step(
        "state",
        S.DRAFT,
        S.REVIEW,
        label=_("Submit for review"),
        told=_("%(who)s submitted the case for review"),
        permission=can_handle,
        guards=[has_claimant, has_employer, has_claims, has_conflict_check, has_consent],
        opens=["aid_decision"],
        settles=["aid_supplement"],
        tone="primary",
        rank=10,
    )
    def submit(self) -> None:
        self.submitted_on = clock.today()

    @step(
        "state",
        S.DRAFT,
        S.WITHDRAWN,
        label=_("Discard"),
        told=_("%(who)s discarded the draft"),
        permission=can_handle,
        settles=["*"],
        tone="danger",
        rank=90,
    )
    def discard(self) -> None:
        self.ended_on = clock.today()

    @step(
        "state",
        S.REVIEW,
        S.ACCEPTED,
        label=_("Accept"),
        told=_("%(who)s accepted the case"),
        permission=can_decide,
        guards=[has_claimant, has_employer, has_conflict_check],
        settles=["aid_decision"],
        opens=["aid_appointment"],
        tone="primary",
        rank=10,
    )
    def accept(self, number: str) -> None:
        self.accepted_on = clock.today()
        self.number = number

    @step(
        "state",
        S.REVIEW,
        S.ACCEPTED,
        label=_("Accept urgently"),
        told=_("%(who)s accepted the case"),
        permission=can_decide,
        guards=[has_claimant, has_employer, has_no_known_conflict],
        settles=["aid_decision"],
        opens=["aid_appointment"],
        rank=30,
    )
    def accept_urgently(self, number: str, urgent_ground: str) -> None:
        """先行援助 (法律援助法 44): less than 7 days to a deadline, or preservation; papers follow."""
        self.accepted_on = clock.today()
        self.number = number
        self.urgent_ground = urgent_ground

    @step(
        "state",
        S.REVIEW,
        S.DECLINED,
        label=_("Decline"),
        told=_("%(who)s declined aid"),
        permission=can_decide,
        settles=["aid_decision", "limitation", "labour_inspection", "injury_report_worker"],
        tone="danger",
        rank=60,
    )
    def decline(self, ground: str) -> None:
        self.ended_on = clock.today()
        self.end_ground = ground

    @step(
        "state",
        S.REVIEW,
        S.DRAFT,
        label=_("Return for completion"),
        told=_("%(who)s returned the application for completion"),
        permission=can_decide,
        settles=["aid_decision"],
        rank=40,
    )
    def return_for_completion(self) -> None:
        self.submitted_on = None

    @step(
        "state",
        S.DECLINED,
        S.REVIEW,
        label=_("Reconsider"),
        told=_("%(who)s took up the declined application again"),
        permission=can_decide,
        opens=["aid_decision"],
        rank=20,
    )
    def reconsider(self) -> None:
        self.ended_on = None
        self.end_ground = ""

    # --- the work ---

    @step(
        "state",
        S.ACCEPTED,
        S.ASSIGNED,
        label=_("Confirm the appointment"),
        told=_("%(who)s confirmed the appointment of the lawyer"),
        permission=can_confirm_appointment,
        guards=[has_lawyer],
        settles=["aid_appointment"],
        tone="primary",
        rank=10,
    )
    def assign(self) -> None:
        """Taken by the workflow itself when the first lawyer accepts."""

    @step(
        "state",
        (S.ACCEPTED, S.ASSIGNED),
        S.MEDIATION,
        label=_("Start mediation"),
        told=_("%(who)s started mediation"),
        permission=clerk_or_lawyer,
        settles=["aid_appointment"],
        opens=["mediation"],
        tone="primary",
        rank=15,
    )
    def start_mediation(self) -> None:
        self.mediation_started_on = clock.today()

    @step(
        "state",
        S.MEDIATION,
        S.SETTLED,
        label=_("Settle"),
        told=_("%(who)s recorded that the parties settled"),
        permission=clerk_or_lawyer,
        guards=[has_agreement, has_only_settling_claimants, has_agreed_sums, has_payment_schedule],
        settles=["mediation", "limitation", "labour_inspection", "suit_after_award"],
        opens=["judicial_confirmation", "arbitration_review", "enforcement"],
        tone="primary",
        rank=10,
    )
    @step(
        "state",
        (S.ARBITRATION, S.LITIGATION),
        S.SETTLED,
        label=_("Settle"),
        told=_("%(who)s recorded that the parties settled"),
        permission=clerk_or_lawyer,
        guards=[has_agreement, has_only_settling_claimants, has_agreed_sums, has_payment_schedule],
        settles=[
            "mediation",
            "limitation",
            "labour_inspection",
            *BEFORE_AWARD,
            *AFTER_AWARD,
            *BEFORE_JUDGMENT,
        ],
        opens=["enforcement"],
        tone="primary",
        rank=10,
    )
    def settle(self) -> None:
        """Before the commission or the court it ends in a 仲裁调解书 or 法院调解书, which can be enforced as it is
        (劳动争议调解仲裁法 42, 51); what was mediated elsewhere is confirmed or reviewed first."""
        self.resolved_on = clock.today()

    @step(
        "state",
        S.MEDIATION,
        S.ASSIGNED,
        label=_("Mediation failed"),
        told=_("%(who)s recorded that mediation failed"),
        permission=clerk_or_lawyer,
        guards=[has_held_round],
        settles=["mediation"],
        rank=40,
    )
    def fail_mediation(self) -> None:
        pass

    @step(
        "state",
        (S.ASSIGNED, S.MEDIATION, S.SETTLED),
        S.ARBITRATION,
        label=_("File for arbitration"),
        told=_("%(who)s filed for arbitration"),
        permission=clerk_or_lawyer,
        settles=["mediation", "limitation", "labour_inspection", "enforcement", *CONFIRMING],
        opens=["arbitration_acceptance"],
        rank=30,
    )
    def file_arbitration(self) -> None:
        pass

    @step(
        "state",
        S.ARBITRATION,
        S.AWARDED,
        label=_("Record the award"),
        told=_("%(who)s recorded the award"),
        permission=clerk_or_lawyer,
        guards=[has_awarded_sums],
        settles=BEFORE_AWARD,
        opens=["suit_after_award", "set_aside", "enforcement"],
        tone="primary",
        rank=10,
    )
    def award(self) -> None:
        self.resolved_on = clock.today()

    @step(
        "state",
        (S.ARBITRATION, S.AWARDED),
        S.LITIGATION,
        label=_("File suit"),
        told=_("%(who)s filed suit"),
        permission=clerk_or_lawyer,
        settles=[*BEFORE_AWARD, *AFTER_AWARD, "retrial"],
        rank=40,
    )
    def file_suit(self) -> None:
        pass

    @step(
        "state",
        S.LITIGATION,
        S.AWARDED,
        label=_("Record the judgment"),
        told=_("%(who)s recorded the judgment"),
        permission=clerk_or_lawyer,
        guards=[has_awarded_sums],
        settles=BEFORE_JUDGMENT,
        opens=["appeal", "enforcement", "retrial"],
        tone="primary",
        rank=10,
    )
    def judge(self) -> None:
        self.resolved_on = clock.today()

    @step(
        "state",
        (S.SETTLED, S.AWARDED),
        S.ENFORCEMENT,
        label=_("Apply for enforcement"),
        told=_("%(who)s applied for enforcement"),
        permission=clerk_or_lawyer,
        settles=[*CONFIRMING, *AFTER_AWARD],
        rank=40,
    )
    def enforce(self) -> None:
        pass

    # --- the end ---

    @step(
        "state",
        PERFORMANCE,
        S.CLOSING,
        label=_("Request closing"),
        told=_("%(who)s requested closing"),
        permission=clerk_or_lawyer,
        guards=[
            has_no_unverified_receipt,
            has_no_open_undertaking,
            has_no_critical_deadline,
            has_closing_report,
        ],
        tone="primary",
        rank=20,
    )
    def request_closing(self, requested_by: User) -> None:
        self.closing_from = self.state
        self.closing_requested_by = requested_by

    @step(
        "state",
        S.CLOSING,
        S.CLOSED,
        label=_("Approve closing"),
        told=_("%(who)s approved closing"),
        permission=can_approve_closing,
        guards=[
            has_no_unverified_receipt,
            has_no_open_undertaking,
            has_no_critical_deadline,
            has_closing_report,
        ],
        opens=["archive"],
        settles=["*"],
        tone="primary",
        rank=10,
    )
    def approve_closing(self) -> None:
        self.ended_on = clock.today()

    @step(
        "state",
        S.CLOSING,
        GET_STATE(lambda case, **kwargs: case.closing_from, states=PERFORMANCE),
        label=_("Return to the handler"),
        told=_("%(who)s returned the closing to the handler"),
        permission=can_supervise,
        rank=40,
    )
    def return_closing(self) -> None:
        self.closing_requested_by = None

    @step(
        "state",
        S.CLOSED,
        S.ARCHIVED,
        label=_("Archive"),
        told=_("%(who)s archived the case"),
        permission=can_handle,
        guards=[has_closing_paper],
        settles=["archive"],
        tone="primary",
        rank=10,
    )
    def archive(self) -> None:
        self.archived_on = clock.today()

    @step(
        "state",
        S.CLOSED,
        GET_STATE(lambda case, **kwargs: case.closing_from, states=PERFORMANCE),
        label=_("Reopen"),
        told=_("%(who)s reopened the case"),
        permission=can_supervise,
        settles=["archive"],
        tone="danger",
        rank=80,
    )
    def reopen(self) -> None:
        self.ended_on = None
        self.closing_requested_by = None

    @step(
        "state",
        ACTIVE,
        S.WITHDRAWN,
        label=_("Withdraw"),
        told=_("%(who)s ended the case as withdrawn"),
        permission=can_handle_or_decide,
        settles=["*"],
        tone="danger",
        rank=85,
    )
    def withdraw(self, ground: str = "own_request") -> None:
        self.ended_on = clock.today()
        self.end_ground = ground

    @step(
        "state",
        ACTIVE,
        S.TERMINATED,
        label=_("Terminate aid"),
        told=_("%(who)s terminated the aid"),
        permission=can_decide,
        settles=["*"],
        tone="danger",
        rank=86,
    )
    def terminate(self, ground: str) -> None:
        self.ended_on = clock.today()
        self.end_ground = ground

    @step(
        "state",
        ACTIVE,
        S.TRANSFERRED,
        label=_("Transfer"),
        told=_("%(who)s transferred the case to %(transferred_to)s"),
        permission=can_decide,
        settles=["*"],
        tone="danger",
        rank=87,
    )
    def transfer(self, ground: str, transferred_to: str) -> None:
        self.ended_on = clock.today()
        self.end_ground = ground
        self.transferred_to = transferred_to
