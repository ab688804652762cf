"""From what is on record to what a paper prints: one builder per paper, in the shapes of `forms_data`.

Builders read and never write. Everything is printed in Chinese, whatever the language of the page.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from cases.models import Case, Claim, Claimant, Employer, Visit, Worker
from cases.sums import sums_of
from core import clock
from documents import forms_data as shapes

EXEMPTIONS: dict[str, shapes.Exemption] = {
    "migrant_wages": "migrant_wage",
    "social_relief": "relief",
    "no_income": "no_income",
    "union_policy": "other",
}
EXEMPTION_NOTES = {"union_policy": "工会应援尽援，不审查经济困难状况", "declaration": "诚信承诺"}
BASES = {
    "acceptance": "《中华人民共和国法律援助法》第四十三条、《工会法律援助办法》",
    "refusal": "《中华人民共和国法律援助法》第四十三条",
}
WAYS: dict[str, shapes.ClosingWay] = {
    "mediated": "mediation",
    "settled": "negotiation",
    "award": "arbitration",
    "judgment": "litigation",
    "enforced": "enforcement",
    "other": "other",
}
NO_EMPLOYER: shapes.Employer = {
    "name": "",
    "credit_code": None,
    "address": None,
    "legal_representative": None,
    "legal_representative_title": None,
    "phone": None,
}
NO_OPINION: shapes.Opinion = {"text": None, "name": None, "date": None}


def iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def local(moment: dt.datetime) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M:%S")


def _worker(worker: Worker) -> shapes.Worker:
    return {
        "name": worker.name,
        "sex": worker.get_sex_display() or None,
        "birth_date": iso(worker.birth_date),
        "id_number": worker.id_number or None,
        "phone": worker.phone or None,
        "address": worker.address or None,
        "household": worker.household or None,
        "worker_type": worker.get_worker_type_display() or None,
        "relation_type": worker.get_relation_type_display() or None,
        "is_union_member": worker.is_union_member,
    }


def _employer(employer: Employer | None) -> shapes.Employer:
    if employer is None:
        return NO_EMPLOYER
    return {
        "name": employer.name,
        "credit_code": employer.credit_code,
        "address": employer.address or None,
        "legal_representative": employer.legal_representative or None,
        "legal_representative_title": employer.legal_representative_title or None,
        "phone": employer.phone or None,
    }


def _common(
    office: Any, workers: list[Worker], employer: Employer | None, number: str | None
) -> shapes.PaperData:
    return {
        "office": {"name": office.name, "address": office.address or None, "phone": office.phone or None},
        "number": number,
        "date": iso(clock.today()),
        "case_number": number,
        "workers": [_worker(worker) for worker in workers],
        "employer": _employer(employer),
    }


def _of_case(case: Case, claimants: list[Claimant] | None = None) -> shapes.PaperData:
    claimants = case.active_claimants if claimants is None else claimants
    ordered = sorted(claimants, key=lambda c: (not c.is_representative, c.pk))
    return _common(case.office, [c.worker for c in ordered], case.employer, case.number)


def _matter(case: Case) -> str:
    return str(case.get_cause_display()).removeprefix("— ")


def _period(claim: Claim) -> str | None:
    if not (claim.period_from and claim.period_to):
        return None
    start, end = claim.period_from, claim.period_to
    return f"{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日"


def _claims(case: Case, claimants: list[Claimant]) -> list[Claim]:
    wanted = {claimant.pk for claimant in claimants}
    return [claim for claim in case.claims.all() if claim.is_active and claim.claimant_id in wanted]


def visit_record(visit: Visit, claimant: Claimant | None, actor: Any) -> shapes.VisitRecordData:
    """来访登记表."""
    attendances = visit.attendances.select_related("worker")
    common = _common(visit.office, [a.worker for a in attendances], visit.employer, None)
    questions = list(visit.questions.all())
    at = dt.datetime.combine(visit.visited_on, visit.visited_at) if visit.visited_at else None
    return {
        **common,
        "visited_at": at.isoformat(timespec="minutes") if at else iso(visit.visited_on),
        "channel": str(visit.get_channel_display()),
        "people_count": visit.head_count,
        "questions": [
            {"kind": q.get_kind_display(), "question": q.question, "answer": q.answer or None}
            for q in questions
        ],
        "outcome": "；".join(dict.fromkeys(_outcome(q) for q in questions)),
        "received_by": visit.received_by.name,
        "duty_post": visit.on_duty or None,
        "remarks": visit.note or None,
    }


def _outcome(question: Any) -> str:
    text = question.get_outcome_display()
    return f"{text}（{question.referred_to}）" if question.referred_to else text


def aid_application(case: Case, claimant: Claimant | None, actor: Any) -> shapes.AidApplicationData:
    """法律援助申请表, for one claimant."""
    assert claimant is not None
    claims = _claims(case, [claimant])
    worker = claimant.worker
    flags = ["农民工"] if worker.is_migrant else []
    return {
        **_of_case(case, [claimant]),
        "applied_on": iso(case.submitted_on or case.opened_on),
        "worker_flags": flags,
        "agent": None,
        "matter": _matter(case),
        "aid_forms": [case.aid_form],
        "claims": [
            {
                "kind": c.get_kind_display(),
                "period": _period(c),
                "amount": yuan(c.claimed),
                "basis": c.basis or None,
            }
            for c in claims
        ],
        "amount_total": yuan(sum((c.claimed for c in claims), Decimal("0.00"))),
        "facts": case.facts or None,
        "exemption": EXEMPTIONS.get(case.means_ground),
        "exemption_note": EXEMPTION_NOTES.get(case.means_ground),
        "materials": [a.title for a in case.attachments.all() if not a.voided],
        "review": NO_OPINION,
        "approval": NO_OPINION,
    }


def acceptance_notice(case: Case, claimant: Claimant | None, actor: Any) -> shapes.AcceptanceNoticeData:
    """受理通知书, for one claimant."""
    assert claimant is not None
    return {
        **_of_case(case, [claimant]),
        "applied_on": iso(case.submitted_on),
        "matter": _matter(case),
        "aid_forms": [case.aid_form],
        "basis": BASES["acceptance"],
        "handler": case.handler.name,
        "handler_phone": case.handler.phone or case.office.phone or None,
    }


def refusal_notice(case: Case, claimant: Claimant | None, actor: Any) -> shapes.RefusalNoticeData:
    """不予法律援助决定书; 不予受理 where the papers were never completed."""
    last = case.history.filter(state="declined").order_by("-history_id").first()
    spoken = (last.history_change_reason or "").strip() if last else ""
    ground = str(case.get_end_ground_display())
    return {
        **_of_case(case),
        "decision": "not_accepted" if case.end_ground == "incomplete" else "refused",
        "applied_on": iso(case.submitted_on),
        "matter": _matter(case),
        "reason": f"{ground}。{spoken}" if spoken else f"{ground}。",
        "basis": BASES["refusal"],
        "objection_body": None,
        "other_ways": None,
    }


def appointment_notice(case: Case, claimant: Claimant | None, actor: Any) -> shapes.AppointmentNoticeData:
    """指派通知书, to the firm of the lead."""
    acting = [a for a in case.assignments.all() if a.state == "accepted"]
    lead = min(acting, key=lambda a: (not a.is_lead, a.pk))
    appointed = lead.answered_at or lead.offered_at
    return {
        **_of_case(case),
        "accepted_on": iso(case.accepted_on),
        "appointed_on": local(appointed)[:10],
        "matter": _matter(case),
        "stage": str(case.get_aid_form_display()),
        "aid_forms": [case.aid_form],
        "firm": {
            "name": lead.firm.name,
            "address": lead.firm.address or None,
            "phone": lead.firm.phone or None,
        },
        "lawyers": [
            {
                "name": a.lawyer.name,
                "licence_number": a.lawyer.licence or None,
                "phone": a.lawyer.phone or None,
                "is_lead": a.is_lead,
            }
            for a in acting
        ],
        "handler": case.handler.name,
        "handler_phone": case.handler.phone or case.office.phone or None,
        "attachments": ["法律援助申请表"],
    }


def mediation_agreement(case: Case, claimant: Claimant | None, actor: Any) -> shapes.MediationAgreementData:
    """调解协议书, for all claimants who settle."""
    agreement = case.agreements.get(replaced_by__isnull=True)
    terms = list(agreement.terms.select_related("claim"))
    by_claimant: dict[int, list[Any]] = {}
    for term in terms:
        by_claimant.setdefault(term.claim.claimant_id, []).append(term)
    settling = [c for c in case.active_claimants if c.pk in by_claimant]
    names = {c.pk: c.worker.name for c in settling}
    rounds = [r for r in case.rounds.all() if r.state == "held"]
    lead = next((a for a in case.assignments.all() if a.state == "accepted" and a.is_lead), None)
    requests = "；".join(
        f"{names[c.claimant_id]}：{c.get_kind_display()}{c.claimed:,.2f}元" for c in _claims(case, settling)
    )
    return {
        **_of_case(case, settling),
        "place": rounds[0].place if rounds else None,
        "mediators": sorted({r.mediator.name for r in rounds}),
        "worker_agent": {
            "name": lead.lawyer.name,
            "relation": f"{lead.firm.name}律师",
            "id_number": None,
            "phone": lead.lawyer.phone or None,
        }
        if lead
        else None,
        "employer_agent": None,
        "matter": _matter(case),
        "facts": agreement.facts or case.facts or None,
        "requests": requests,
        "terms": [
            {
                "worker": names[c.pk],
                "claims": [
                    {
                        "kind": t.claim.get_kind_display(),
                        "period": _period(t.claim),
                        "amount": yuan(t.amount),
                    }
                    for t in by_claimant[c.pk]
                ],
                "total": f"{sum((t.amount for t in by_claimant[c.pk]), Decimal('0.00')):.2f}",
            }
            for c in settling
        ],
        "total": f"{sum((t.amount for t in terms), Decimal('0.00')):.2f}",
        "payments": [
            {
                "worker": names[i.claimant_id],
                "due_date": iso(i.due_on),
                "amount": f"{i.amount:.2f}",
                "method": "银行转账",
            }
            for i in agreement.instalments.all()
        ],
        "accounts": [
            {
                "worker": c.worker.name,
                "account_name": c.worker.name,
                "bank": c.worker.bank_name or None,
                "account_number": c.worker.bank_account or None,
            }
            for c in settling
        ],
        "breach": agreement.breach_clause or None,
        "leaving_certificate": None,
        "social_insurance": None,
        "other_terms": [line for line in agreement.other_terms.splitlines() if line.strip()],
        "scope": "双方就本案争议事项全部了结，再无其他争议。" if agreement.settles_all else None,
        "effective_on": iso(agreement.signed_on),
        "copies": len(settling) + 2,
    }


def closing_report(case: Case, claimant: Claimant | None, actor: Any) -> shapes.ClosingReportData:
    """结案报告表. 挽回 is what was verified, nothing else."""
    acting = [a for a in case.assignments.all() if a.state in ("accepted", "completed")]
    lead = min(acting, key=lambda a: (not a.is_lead, a.pk), default=None)
    names = {c.pk: c.worker.name for c in case.active_claimants}
    totals = sums_of(case)
    requested = case.closing_requested_by
    return {
        **_of_case(case),
        "matter": _matter(case),
        "accepted_on": iso(case.accepted_on),
        "appointed_on": local(lead.answered_at)[:10] if lead and lead.answered_at else None,
        "closed_on": iso(case.ended_on),
        "firm": lead.firm.name if lead else None,
        "lawyers": [a.lawyer.name for a in acting],
        "mediators": sorted({r.mediator.name for r in case.rounds.all() if r.state == "held"}),
        "people_count": len(names),
        "ways": [WAYS[case.closing_method]],
        "result": str(case.get_closing_method_display()),
        "process": case.closing_summary,
        "claims": [
            {
                "worker": names[c.claimant_id],
                "kind": c.get_kind_display(),
                "claimed": yuan(c.claimed),
                "agreed": yuan(c.agreed),
                "received": yuan(c.received),
                "verified": yuan(c.verified),
            }
            for c in _claims(case, case.active_claimants)
        ],
        "totals": {
            "claimed": yuan(totals.claimed),
            "agreed": yuan(totals.agreed),
            "received": yuan(totals.received),
            "verified": yuan(totals.verified),
        },
        "hours": f"{case.hours_spent}" if case.hours_spent is not None else None,
        "subsidy": yuan(case.subsidy),
        "report": {
            "text": None,
            "name": requested.name if requested else case.handler.name,
            "date": None,
        },
        "review": NO_OPINION,
        "approval": NO_OPINION,
    }


def audit_record(case: Case, claimant: Claimant | None, actor: Any) -> shapes.AuditRecordData:
    """案件审计记录: every change of the case and of what belongs to it, oldest first."""
    from cases.timeline import timeline_of

    entries: list[shapes.AuditEntry] = []
    for entry in reversed(timeline_of(case)):
        base = {
            "at": local(entry.at),
            "actor": str(entry.actor) if entry.actor else None,
            "role": None,
            "reason": entry.reason or None,
        }
        subject = str(entry.what)
        for label, before, after in entry.changes or [(None, None, None)]:
            entries.append(
                {
                    **base,
                    "subject": subject,
                    "field": None if label is None else str(label),
                    "before": None if before in (None, "") else str(before),
                    "after": None if after in (None, "") else str(after),
                }  # type: ignore[typeddict-item]
            )
    return {
        **_of_case(case),
        "matter": _matter(case),
        "state": str(case.get_state_display()),
        "from_date": iso(case.opened_on),
        "to_date": iso(clock.today()),
        "printed_by": actor.name,
        "printed_at": local(clock.now()),
        "entries": entries,
    }


def in_chinese(builder: Any) -> Any:
    """The builder, run in Chinese."""

    def build(subject: Any, claimant: Claimant | None, actor: Any) -> dict[str, Any]:
        with override("zh-hans"):
            return dict(builder(subject, claimant, actor))

    return build
