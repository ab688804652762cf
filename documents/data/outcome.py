"""The papers of the outcome: agreement, closing report, and the record of everything."""

from decimal import Decimal
from typing import Any

from cases.models import Case, Claim, Claimant
from cases.sums import add_up
from cases.timeline import timeline_of
from core import clock
from core.timeline import Change, Entry, acts
from documents import forms_data as shapes
from documents.data.common import (
    NO_OPINION,
    Move,
    agreement_of,
    held_rounds,
    iso,
    lawyer_agent,
    local,
    local_day,
    mediators,
    moves,
    objection_body,
    of_case,
    period_of,
    reason_for,
    upheld,
    yuan,
)
from documents.data.intake import acting_lawyers
from documents.data.workings import workings
from mediation.models import Agreement

WAYS: dict[str, shapes.ClosingWay] = {
    "mediated": "mediation",
    "settled": "negotiation",
    "award": "arbitration",
    "judgment": "litigation",
    "enforced": "enforcement",
    "other": "other",
}
TERMINATED_UNDER = "《工会法律援助办法》和《中华人民共和国法律援助法》第四十八条、第六十八条"
LISTED = 3
"""Up to so many claimants stand in the text of an agreement; more are listed in its annexes."""

LEAVING = ("离职", "解除劳动", "终止劳动", "退工")
INSURANCE = ("社会保险", "社保", "档案", "公积金")


def mediation_agreement(case: Case, claimant: Claimant | None, actor: Any) -> shapes.MediationAgreementData:
    """调解协议书, for all claimants who settle."""
    agreement = agreement_of(case)
    assert agreement is not None
    by_claimant: dict[int, list[Any]] = {}
    for term in agreement.terms.all():
        by_claimant.setdefault(term.claim.claimant_id, []).append(term)
    settling = [c for c in case.claimants.all() if c.pk in by_claimant]
    names = {c.pk: c.worker.name for c in settling}
    rounds = held_rounds(case)
    lead = next((a for a in acting_lawyers(case) if a.is_lead), None)
    leaving, insurance, others = _other_terms(agreement)
    held_on = local_day(rounds[-1].scheduled_at) if rounds else None
    common = of_case(case, settling)
    claims = upheld(case, settling)
    return {
        **common,
        "date": iso(agreement.signed_on) or held_on or common["date"],
        "place": rounds[-1].place if rounds else None,
        "mediators": mediators(rounds),
        "worker_agent": lawyer_agent(lead) if lead else None,
        "employer_agent": None,
        "matter": case.cause_name,
        "facts": agreement.facts or case.facts or None,
        "requests": _requests(names, claims),
        "terms": [
            {
                "worker": names[c.pk],
                "claims": [
                    {
                        "kind": t.claim.get_kind_display(),
                        "period": period_of(t.claim),
                        "amount": yuan(t.amount),
                    }
                    for t in by_claimant[c.pk]
                ],
                "total": f"{sum((t.amount for t in by_claimant[c.pk]), Decimal('0.00')):.2f}",
            }
            for c in settling
        ],
        "total": f"{sum((t.amount for t in agreement.terms.all()), Decimal('0.00')):.2f}",
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
        "leaving_certificate": leaving,
        "social_insurance": insurance,
        "other_terms": others,
        "scope": "双方就本案争议事项全部了结，再无其他争议。"
        if agreement.settles_all
        else "本协议书只了结上列款项，其余争议不受影响。",
        "effective_on": iso(agreement.signed_on),
        "copies": len(settling) + 2,
        "workings": workings(names, claims),
    }


def _requests(names: dict[int, str], claims: list[Claim]) -> str:
    """What was claimed: a line for each claimant; of a larger group a line for each kind of claim."""
    by_line: dict[str, list[Claim]] = {}
    for claim in claims:
        line = names[claim.claimant_id] if len(names) <= LISTED else claim.get_kind_display()
        by_line.setdefault(line, []).append(claim)
    if len(names) > LISTED:
        sums = {kind: sum((c.claimed for c in found), Decimal(0)) for kind, found in by_line.items()}
        parts = "、".join(f"{kind}{amount:,.2f}元" for kind, amount in sums.items())
        return f"甲方{len(names)}人共请求支付{parts}。"
    return "\n".join(
        f"{name}请求支付" + "、".join(f"{c.get_kind_display()}{c.claimed:,.2f}元" for c in found) + "。"
        for name, found in by_line.items()
    )


def _other_terms(agreement: Agreement) -> tuple[str | None, str | None, list[str]]:
    """The other terms, line by line: on the leaving certificate, on social insurance, and the rest."""
    leaving, insurance, rest = [], [], []
    for line in filter(None, (line.strip() for line in agreement.other_terms.splitlines())):
        if any(word in line for word in INSURANCE):
            insurance.append(line)
        elif any(word in line for word in LEAVING):
            leaving.append(line)
        else:
            rest.append(line)
    return "\n".join(leaving) or None, "\n".join(insurance) or None, rest


def closing_report(case: Case, claimant: Claimant | None, actor: Any) -> shapes.ClosingReportData:
    """结案报告表. 挽回 is what was verified, nothing else; its lines add up to its totals."""
    acting = acting_lawyers(case)
    lead = acting[0] if acting else None
    totals = add_up(list(case.claims.all()))
    names = {c.pk: c.worker.name for c in case.claimants.all()}
    report, approval = _closing_opinions(case)
    return {
        **of_case(case),
        "matter": case.cause_name,
        "accepted_on": iso(case.accepted_on),
        "appointed_on": local_day(lead.answered_at) if lead else None,
        "closed_on": iso(case.ended_on),
        "firm": "、".join(dict.fromkeys(a.firm.name for a in acting)) or None,
        "lawyers": [a.lawyer.name for a in acting],
        "mediators": mediators(held_rounds(case)),
        "people_count": len(case.active_claimants),
        "ways": [WAYS[case.closing_method]],
        "result": _result(case, totals),
        "process": case.closing_summary,
        "claims": [
            {
                "worker": names[c.claimant_id],
                "kind": c.get_kind_display(),
                "claimed": yuan(c.claimed) if c.is_active else None,
                "agreed": yuan(c.agreed) if c.is_active else None,
                "received": yuan(c.received),
                "verified": yuan(c.verified),
            }
            for c in case.claims.all()
            if c.is_active or c.received
        ],
        "totals": {
            "claimed": yuan(totals.claimed),
            "agreed": yuan(totals.agreed),
            "received": yuan(totals.received),
            "verified": yuan(totals.verified),
        },
        "hours": f"{case.hours_spent}" if case.hours_spent is not None else None,
        "subsidy": yuan(case.subsidy),
        "report": report,
        "review": NO_OPINION,
        "approval": approval,
    }


def _result(case: Case, totals: Any) -> str:
    """调解结案，协议或者裁决242,800.00元，已到账242,800.00元，核定挽回经济损失242,800.00元。"""
    agreed = f"协议或者裁决{totals.agreed:,.2f}元，" if totals.agreed is not None else ""
    money = f"已到账{totals.received:,.2f}元，核定挽回经济损失{totals.verified:,.2f}元。"
    return f"{case.get_closing_method_display()}，{agreed}{money}"


def _closing_opinions(case: Case) -> tuple[shapes.Opinion, shapes.Opinion]:
    """承办人 who asked for the closing, 负责人 who approved it; blank again once it was sent back."""
    requested: Move | None = None
    approved: Move | None = None
    for move in moves(case):
        if move.target == "closing":
            requested, approved = move, None
        elif move.source == "closing":
            requested, approved = (requested, move) if move.target == "closed" else (None, None)
        elif move.source == "closed" and move.target != "archived":
            requested = approved = None
    return (
        requested.opinion("案件已办结，申请结案。") if requested else NO_OPINION,
        approved.opinion("同意结案。") if approved else NO_OPINION,
    )


def termination_notice(case: Case, claimant: Claimant | None, actor: Any) -> shapes.TerminationNoticeData:
    """终止法律援助决定书 (法律援助法 48). The office above hears objections."""
    return {
        **of_case(case),
        "accepted_on": iso(case.accepted_on),
        "matter": case.cause_name,
        "reason": reason_for(case, "terminated"),
        "basis": TERMINATED_UNDER,
        "objection_body": objection_body(case),
    }


def audit_record(case: Case, claimant: Claimant | None, actor: Any) -> shapes.AuditRecordData:
    """案件审计记录: every change of the case and of what belongs to it, oldest first."""
    entries = [
        row for act in reversed(acts(timeline_of(case))) for entry in act.entries for row in _rows(entry)
    ]
    return {
        **of_case(case),
        "matter": case.cause_name,
        "state": str(case.get_state_display()),
        "from_date": iso(case.opened_on),
        "to_date": iso(clock.today()),
        "printed_by": actor.name,
        "printed_at": local(clock.now()),
        "entries": entries,
    }


def _rows(entry: Entry) -> list[shapes.AuditEntry]:
    """A new object is one row with all its values; of a changed one each field is a row of its own."""
    if entry.kind != "created":
        rows = [_row(entry, *_subject(entry, change), change) for change in entry.changes]
        return rows or [_row(entry, entry.what)]
    values: dict[str, list[str]] = {}
    for change in entry.changes:
        subject, label = _subject(entry, change)
        values.setdefault(subject, []).append(f"{label}：{change.after.rstrip('。')}")
    rows = [_row(entry, subject, after="；".join(found)) for subject, found in values.items()]
    return rows or [_row(entry, entry.what)]


def _subject(entry: Entry, change: Change) -> tuple[str, str]:
    """What was changed, and which field: of an entry about several objects, the one the label begins with."""
    if len(entry.names) > 1:
        for name in entry.names:
            if change.label.startswith(f"{name} · "):
                return f"{entry.label} {name}", change.label.removeprefix(f"{name} · ")
    return entry.what, change.label


def _row(
    entry: Entry, subject: str, label: str = "", change: Change | None = None, *, after: str = ""
) -> shapes.AuditEntry:
    return {
        "at": local(entry.at),
        "actor": str(entry.actor) if entry.actor else None,
        "role": None,
        "subject": subject,
        "field": label or None,
        "before": (change.before if change else "") or None,
        "after": (change.after if change else after) or None,
        "reason": entry.reason or None,
    }
