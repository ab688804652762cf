"""The agreement: terms per claim, dates of payment, its signature. A changed one replaces the former."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.steps import set_agreed_sums
from cases.models import Case, Claim, ClaimantOutcome
from cases.permissions import clerk_or_lawyer
from cases.workflow import CaseState
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.money import ZERO
from mediation.actions.awards import take_out_of_force, write_instalments
from mediation.instalments import Part, over_claims
from mediation.models import Agreement, AgreementTerm

AGREEABLE = (CaseState.MEDIATION, CaseState.ARBITRATION, CaseState.LITIGATION)
"""Where the parties may come to an agreement."""

Terms = dict[int, Decimal]


@transaction.atomic
def record_agreement(
    case: Case,
    *,
    terms: Terms,
    instalments: Iterable[tuple[Any, ...]],
    actor: User,
    signed_on: dt.date | None = None,
    facts: str = "",
    breach_clause: str = "",
    penalty_sum: Decimal | None = None,
    penalty_rate: Decimal | None = None,
    whole_rest_due: bool = False,
    other_terms: str = "",
    settles_all: bool = True,
    reason: str = "",
    seen_version: int | None = None,
) -> Agreement:
    """Put an agreement on record and write its sums to the claims.

    `terms` is claim id → yuan, with every claim of each claimant who settles (0.00 where one is given up);
    claimants not in it stay open. `instalments` are claimant id, day, yuan and, if it is said, the claim (`Part`), adding
    up per claimant to the fen; those for no claim in particular are shared out over the claims. `penalty_sum` is yuan,
    `penalty_rate` % a day of what is late; with `whole_rest_due` the first late one makes all later ones due. Without `signed_on` it waits for `sign_agreement`. A sum above the claimed one needs a reason.
    """
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case, version=seen_version)
    if case.state not in AGREEABLE:
        raise Problem(_("An agreement is made in mediation, in arbitration or in court."))
    schedule = [Part(*part) for part in instalments]
    claims = {claim.pk: claim for claim in case.claims.select_related("claimant__worker") if _counts(claim)}
    _check_terms(claims, terms, reason)
    _check_schedule(claims, terms, schedule)
    _check_day(case, signed_on, [part.due_on for part in schedule])
    sums = {pk: (claims[pk].claimant_id, amount) for pk, amount in terms.items()}

    former = Agreement.objects.select_for_update().filter(case=case, in_force=True).first()
    agreement = Agreement(
        case=case,
        signed_on=signed_on,
        facts=facts.strip(),
        breach_clause=breach_clause.strip(),
        penalty_sum=penalty_sum,
        penalty_rate=penalty_rate,
        whole_rest_due=whole_rest_due,
        other_terms=other_terms.strip(),
        settles_all=settles_all,
    )
    take_out_of_force(case, actor=actor, reason=reason)
    _put_in_force(agreement, former, actor, reason)
    for pk, amount in terms.items():
        term = AgreementTerm(case=case, agreement=agreement, claim=claims[pk], amount=amount)
        record(term, actor=actor, reason=reason)
    write_instalments(over_claims(schedule, sums), actor=actor, reason=reason, case=case, agreement=agreement)
    _reopen_others(claims, terms, former, actor, reason)
    set_agreed_sums(case, terms, actor=actor, reason=reason, outcome=ClaimantOutcome.SETTLED)
    return agreement


@transaction.atomic
def sign_agreement(
    agreement: Agreement,
    *,
    signed_on: dt.date,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
) -> Agreement:
    """Write down the day an agreement on record was signed by both sides."""
    if not clerk_or_lawyer(agreement.case, actor):
        raise PermissionDenied
    case = lock(agreement.case)
    fresh = lock(agreement, version=seen_version)
    if not fresh.in_force or fresh.signed_on or case.state not in AGREEABLE:
        raise Changed
    _check_day(case, signed_on, [part.due_on for part in fresh.instalments.all()])
    fresh.signed_on = signed_on
    return record(fresh, actor=actor, reason=reason)


def _counts(claim: Claim) -> bool:
    return claim.is_active and claim.claimant.is_active


def _check_terms(claims: dict[int, Claim], terms: Terms, reason: str) -> None:
    if not terms:
        raise Problem(_("Choose who settles."))
    if not set(terms) <= set(claims):
        raise Changed(_("The claims were changed meanwhile; reload the page to see how they stand now."))
    settling = {claims[pk].claimant_id for pk in terms}
    missing = [claim for claim in claims.values() if claim.claimant_id in settling and claim.pk not in terms]
    if missing:
        raise Problem(
            {f"claim_{claim.pk}": _("Enter the sum agreed; 0.00 where it is given up.") for claim in missing}
        )
    above = [claims[pk] for pk, amount in terms.items() if amount > claims[pk].claimed]
    if above and not reason.strip():
        names = "、".join(str(claim) for claim in above)
        raise Problem({"reason": _("More is agreed than claimed (%(claims)s): say why.") % {"claims": names}})


def _check_schedule(claims: dict[int, Claim], terms: Terms, schedule: list[Part]) -> None:
    """The instalments of each claimant add up to what was agreed for that claimant, and none are for more than their
    claim."""
    _check_parts(claims, terms, schedule)
    agreed: dict[int, Decimal] = {}
    for pk, amount in terms.items():
        claimant = claims[pk].claimant_id
        agreed[claimant] = agreed.get(claimant, ZERO) + amount
    scheduled = dict.fromkeys(agreed, ZERO)
    for part in schedule:
        if part.claimant not in scheduled:
            raise Problem(_("A payment is set for a claimant who does not settle."))
        scheduled[part.claimant] += part.amount
    names = {claim.claimant_id: str(claim.claimant) for claim in claims.values()}
    wrong = [
        _("%(name)s: the payments add up to %(scheduled)s, agreed are %(agreed)s.")
        % {"name": names[pk], "scheduled": f"{scheduled[pk]:,.2f}", "agreed": f"{agreed[pk]:,.2f}"}
        for pk in agreed
        if scheduled[pk] != agreed[pk]
    ]
    if wrong:
        raise Problem(wrong)


def _check_parts(claims: dict[int, Claim], terms: Terms, schedule: list[Part]) -> None:
    planned = dict.fromkeys(terms, ZERO)
    for part in schedule:
        if part.amount <= ZERO:
            raise Problem(_("Every payment is above zero."))
        if part.claim is None:
            continue
        if part.claim not in planned or claims[part.claim].claimant_id != part.claimant:
            raise Problem(_("A payment is set for a claim that is not agreed on."))
        planned[part.claim] += part.amount
    over = [pk for pk, amount in planned.items() if amount > terms[pk]]
    if over:
        raise Problem(
            [
                _("%(claim)s: the payments come to %(planned)s, agreed are %(agreed)s.")
                % {
                    "claim": claims[pk],
                    "planned": f"{planned[pk]:,.2f}",
                    "agreed": f"{terms[pk]:,.2f}",
                }
                for pk in over
            ]
        )


def _check_day(case: Case, signed_on: dt.date | None, due: list[dt.date]) -> None:
    if signed_on is None:
        return
    if signed_on > clock.today():
        raise Problem({"signed_on": _("This day has not come yet.")})
    if signed_on < case.opened_on:
        raise Problem({"signed_on": _("The case was not open yet on this day.")})
    if due and min(due) < signed_on:
        raise Problem({"signed_on": _("A payment is due before the agreement was signed.")})


def _put_in_force(agreement: Agreement, former: Agreement | None, actor: User, reason: str) -> None:
    """Save the new agreement in place of the former: only one of a case is in force at any moment."""
    if former:
        former.in_force = False
        record(former, actor=actor, reason=reason)
    record(agreement, actor=actor, reason=reason)
    if former:
        former.replaced_by = agreement
        record(former, actor=actor, reason=reason)


def _reopen_others(
    claims: dict[int, Claim], terms: Terms, former: Agreement | None, actor: User, reason: str
) -> None:
    """Who settled under the former agreement but not under the new one is open again, without agreed sums."""
    if former is None:
        return
    settling = {claims[pk].claimant_id for pk in terms}
    before = {term.claim_id for term in former.terms.all()}
    for claim in claims.values():
        if claim.pk not in before or claim.claimant_id in settling:
            continue
        if claim.received:
            raise Problem(
                _("%(claim)s: money has come in under the former agreement.") % {"claim": str(claim)}
            )
        claim.agreed = None
        record(claim, actor=actor, reason=reason)
    left = {
        c.claimant_id: c.claimant for c in claims.values() if c.pk in before and c.claimant_id not in settling
    }
    for claimant in left.values():
        if claimant.outcome == ClaimantOutcome.SETTLED:
            claimant.outcome = ClaimantOutcome.OPEN
            record(claimant, actor=actor, reason=reason)
