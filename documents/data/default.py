"""The papers for when an agreement or an award is not performed: 支付令, 司法确认, 仲裁审查, 强制执行."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.models import User
from cases.commissions import commission_of
from cases.models import Case, Claimant
from core.clock import iso
from core.money import ZERO
from documents import forms_data as shapes
from documents.data.common import (
    agreement_of,
    held_rounds,
    in_order,
    lawyer_agent,
    mediators,
    of_case,
    period_of,
    yuan,
)
from documents.data.intake import accepted_lawyers
from documents.models import AttachmentKind
from mediation.default_path import CONFIRMATION, REVIEW, due_now, open_sum, ordered, title_of, way_of
from mediation.models import Agreement
from mediation.payments import Payment, payments_of

EVIDENCE = (AttachmentKind.EVIDENCE, AttachmentKind.SIGNED)
"""Files that go along: the signed agreement is one of them."""


def payment_order_application(
    case: Case, claimant: Claimant | None, actor: User
) -> shapes.PaymentOrderApplicationData:
    """支付令申请书 (劳动争议调解仲裁法 16, 民事诉讼法 225), for those who were not paid in time."""
    found = ordered(case, payments_of(case))
    agreement = _agreement(case)
    return {
        **of_case(case, _creditors(case, found)),
        "agents": _agents(case),
        "court": None,
        "agreement_on": iso(agreement.signed_on),
        "mediators": mediators(held_rounds(case)),
        "overdue": _items(case, found),
        "called_in": any(payment.is_called for payment in found),
        "total": yuan(open_sum(found)),
        "evidence": [
            a.title for a in reversed(case.attachments.all()) if not a.voided and a.kind in EVIDENCE
        ],
    }


def confirmation_application(
    case: Case, claimant: Claimant | None, actor: User
) -> shapes.ConfirmationApplicationData:
    """司法确认申请书 (民事诉讼法 205), by both sides."""
    return _joint(case, CONFIRMATION, None)


def review_application(case: Case, claimant: Claimant | None, actor: User) -> shapes.ReviewApplicationData:
    """仲裁审查申请书 (劳动人事争议仲裁办案规则 74), by both sides."""
    return _joint(case, REVIEW, commission_of(case) or None)


def enforcement_application(
    case: Case, claimant: Claimant | None, actor: User
) -> shapes.EnforcementApplicationData:
    """强制执行申请书, for those who were not paid in time, with what is on record as interest on delay."""
    found = due_now(payments_of(case))
    creditors = _creditors(case, found)
    title = title_of(case)
    assert title is not None
    theirs = {c.pk: c.worker.name for c in creditors}
    interest = [
        row
        for row in case.interest_on_delay.all()
        if not row.struck_out and row.claimant_id in theirs  # type: ignore[attr-defined]
    ]
    return {
        **of_case(case, creditors),
        "agents": _agents(case),
        "court": None,
        "title": title.name,
        "title_body": title.body,
        "title_number": title.docket or None,
        "title_on": iso(title.day),
        "effective_on": iso(title.effective_on),
        "overdue": _items(case, found),
        "total": yuan(open_sum(found)),
        "interest": [
            {"worker": theirs[row.claimant_id], "until": iso(row.until), "amount": yuan(row.amount)}
            for row in interest
        ],
        "interest_total": yuan(sum((row.amount for row in interest), ZERO)) if interest else None,
    }


def _joint(case: Case, way: str, body: str | None) -> Any:
    agreement = _agreement(case)
    terms: dict[int, list[shapes.AgreedClaim]] = {}
    totals: dict[int, Decimal] = {}
    for term in agreement.terms.all():
        key = term.claim.claimant_id
        agreed: shapes.AgreedClaim = {
            "kind": term.claim.get_kind_display(),
            "period": period_of(term.claim),
            "amount": yuan(term.amount),
        }
        terms.setdefault(key, []).append(agreed)
        totals[key] = totals.get(key, ZERO) + term.amount
    settling = in_order([c for c in case.claimants.all() if c.pk in terms])
    return {
        **of_case(case, settling),
        "agents": _agents(case),
        "addressed_to": body,
        "agreement_on": iso(agreement.signed_on),
        "mediators": mediators(held_rounds(case)),
        "last_day": iso(way_of(case, way).last_day),
        "terms": [
            {"worker": c.worker.name, "claims": terms[c.pk], "total": yuan(totals[c.pk])} for c in settling
        ],
        "total": yuan(sum(totals.values(), ZERO)),
    }


def _agreement(case: Case) -> Agreement:
    agreement = agreement_of(case)
    assert agreement is not None
    return agreement


def _agents(case: Case) -> list[shapes.Agent]:
    return [lawyer_agent(assignment) for assignment in accepted_lawyers(case)]


def _creditors(case: Case, found: Iterable[Payment]) -> list[Claimant]:
    owed = {payment.instalment.claimant_id for payment in found}
    return in_order([claimant for claimant in case.claimants.all() if claimant.pk in owed])


def _items(case: Case, found: Iterable[Payment]) -> list[shapes.OverdueItem]:
    """Each payment that has not come in, with what is open of it."""
    names = {claimant.pk: claimant.worker.name for claimant in case.claimants.all()}
    kinds = {claim.pk: claim.get_kind_display() for claim in case.claims.all()}
    return [
        {
            "worker": names[payment.instalment.claimant_id],
            "kind": kinds.get(payment.instalment.claim_id or 0),
            "due_date": iso(payment.due_on),
            "amount": yuan(payment.open),
        }
        for payment in sorted(found, key=lambda p: (p.instalment.claimant_id, p.due_on, p.instalment.pk))
    ]
