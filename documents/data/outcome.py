"""The papers of the outcome: agreement, closing report, and the record of everything."""

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from accounts.models import User
from cases.models import Case, Claim, Claimant, Worker
from cases.sums import add_up
from cases.timeline import timeline_of
from core import clock
from core.clock import iso
from core.money import ZERO
from core.timeline import Act, Change, Entry, acts
from documents import forms_data as shapes
from documents.data.common import (
    NO_OPINION,
    Move,
    agreement_of,
    held_rounds,
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
from mediation.forms.agreement import AS_THE_LAW_SAYS
from mediation.models import Agreement, AgreementTerm
from seals.proof import prove, unsealed_about
from seals.sealed_table import canonical

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

SETTLES_ALL = "双方就本案争议事项全部了结，再无其他争议。"
SETTLES_PART = "本协议书只了结上列款项，其余争议不受影响。"

LEAVING = ("离职", "解除劳动", "终止劳动", "退工")
INSURANCE = ("社会保险", "社保", "档案", "公积金")


def mediation_agreement(case: Case, claimant: Claimant | None, actor: User) -> shapes.MediationAgreementData:
    """调解协议书, for all claimants who settle."""
    agreement = agreement_of(case)
    assert agreement is not None
    terms = _terms_by_claimant(agreement)
    settling = [c for c in case.claimants.all() if c.pk in terms]
    names = {c.pk: c.worker.name for c in settling}
    claims = upheld(case, settling)
    rounds = held_rounds(case)
    held_on = list(dict.fromkeys(local(r.scheduled_at)[:10] for r in rounds))
    lead = next((a for a in acting_lawyers(case) if a.is_lead), None)
    promised = [row for row in case.undertakings.all() if not row.struck_out and row.claimant_id in terms]  # type: ignore[attr-defined]
    leaving, insurance, others = _other_terms(agreement, _promised(promised, names))
    common = of_case(case, settling)
    return {
        **common,
        "date": iso(agreement.signed_on) or (held_on[-1] if held_on else common["date"]),
        "mediated_on": held_on,
        "place": "、".join(dict.fromkeys(r.place for r in rounds)) or None,
        "mediators": mediators(rounds),
        "worker_agent": lawyer_agent(lead) if lead else None,
        "employer_agent": None,
        "matter": case.cause_name,
        "facts": agreement.facts or case.facts or None,
        "requests": _requests(names, claims),
        "terms": [_term(c.worker.name, terms[c.pk]) for c in settling],
        "total": yuan(_sum(agreement.terms.all())),
        "payments": _payments(names, agreement),
        "accounts": [_account(claimant.worker) for claimant in settling],
        "breach": "\n".join(filter(None, (agreement.breach_clause, *clauses(agreement)))) or None,
        "leaving_certificate": leaving,
        "social_insurance": insurance,
        "other_terms": others,
        "scope": SETTLES_ALL if agreement.settles_all else SETTLES_PART,
        "effective_on": iso(agreement.signed_on),
        "copies": len(settling) + 2,
        "workings": workings(names, claims),
    }


def _terms_by_claimant(agreement: Agreement) -> dict[int, list[AgreementTerm]]:
    found: dict[int, list[AgreementTerm]] = {}
    for term in agreement.terms.all():
        found.setdefault(term.claim.claimant_id, []).append(term)
    return found


def _sum(terms: Iterable[AgreementTerm]) -> Decimal:
    return sum((term.amount for term in terms), ZERO)


def _term(name: str, terms: list[AgreementTerm]) -> shapes.WorkerTerms:
    """What one claimant gets, claim by claim."""
    claims: list[shapes.AgreedClaim] = [
        {"kind": t.claim.get_kind_display(), "period": period_of(t.claim), "amount": yuan(t.amount)}
        for t in terms
    ]
    return {"worker": name, "claims": claims, "total": yuan(_sum(terms))}


def _payments(names: dict[int, str], agreement: Agreement) -> list[shapes.Instalment]:
    """What each claimant gets on a day, whatever claim it is for."""
    sums: dict[tuple[dt.date, int], Decimal] = {}
    for part in agreement.instalments.all():
        key = (part.due_on, part.claimant_id)
        sums[key] = sums.get(key, ZERO) + part.amount
    return [
        {"worker": names[claimant], "due_date": iso(due_on), "amount": yuan(amount), "method": "银行转账"}
        for (due_on, claimant), amount in sums.items()
    ]


def clauses(agreement: Agreement) -> list[str]:
    """What the parties agreed on for late payment, as the paper says it."""
    found = []
    if agreement.whole_rest_due:
        found.append("乙方任何一期未按时足额付款的，甲方有权要求乙方一次性付清全部余款。")
    if agreement.penalty_rate:
        rate = f"{agreement.penalty_rate:f}".rstrip("0").rstrip(".")
        found.append(f"乙方逾期付款的，自逾期之日起按未付款项每日百分之{rate}支付违约金。")
    if agreement.penalty_sum:
        found.append(f"乙方逾期付款的，另行支付违约金{agreement.penalty_sum:,.2f}元。")
    return found


def _account(worker: Worker) -> shapes.Account:
    """Where the money of a worker goes."""
    return {
        "worker": worker.name,
        "account_name": worker.name,
        "bank": worker.bank_name or None,
        "account_number": worker.bank_account or None,
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


PROMISED = {
    "leaving_certificate": "向{names}出具解除或者终止劳动合同的证明{text}",
    "social_insurance": "为{names}补缴社会保险费{text}",
    "transfer": "为{names}办理档案和社会保险关系转移手续{text}",
    "reinstatement": "安排{names}回原单位工作{text}",
    "other": "为{names}履行下列事项：{text}",
}
"""What the employer is to do beside paying, by its kind."""


def _promised(rows: Iterable[Any], names: dict[int, str]) -> list[str]:
    """A line for all who are promised the same by the same day."""
    alike: dict[tuple[str, str, dt.date], list[str]] = {}
    for row in rows:
        alike.setdefault((row.kind, row.text, row.due_on), []).append(names[row.claimant_id])
    return [
        f"乙方于{due_on.year}年{due_on.month}月{due_on.day}日前"
        + PROMISED[kind].format(
            names="甲方" if len(people) == len(names) else "、".join(people),
            text=text if kind == "other" or not text else f"（{text}）",
        )
        + "。"
        for (kind, text, due_on), people in alike.items()
    ]


def _other_terms(agreement: Agreement, promised: list[str]) -> tuple[str | None, str | None, list[str]]:
    """The other terms, line by line: on the leaving certificate, on social insurance, and the rest. What is promised with
    a day takes the place of the words that nothing was."""
    leaving, insurance, rest = [], [], []
    said = [line.strip() for line in agreement.other_terms.splitlines()]
    if promised:
        said = [*(line for line in said if line != AS_THE_LAW_SAYS), *promised]
    for line in filter(None, said):
        if any(word in line for word in INSURANCE):
            insurance.append(line)
        elif any(word in line for word in LEAVING):
            leaving.append(line)
        else:
            rest.append(line)
    return "\n".join(leaving) or None, "\n".join(insurance) or None, rest


def closing_report(case: Case, claimant: Claimant | None, actor: User) -> shapes.ClosingReportData:
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
            _recovered(names[claim.claimant_id], claim)
            for claim in case.claims.all()
            if claim.is_active or claim.received
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
        "approval": approval,
    }


def _recovered(name: str, claim: Claim) -> shapes.ClosingClaim:
    """The four sums of a claim; of a dropped one what came in."""
    return {
        "worker": name,
        "kind": claim.get_kind_display(),
        "claimed": yuan(claim.claimed) if claim.is_active else None,
        "agreed": yuan(claim.agreed) if claim.is_active else None,
        "received": yuan(claim.received),
        "verified": yuan(claim.verified),
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


def termination_notice(case: Case, claimant: Claimant | None, actor: User) -> shapes.TerminationNoticeData:
    """终止法律援助决定书 (法律援助法 48). The office above hears objections."""
    return {
        **of_case(case),
        "accepted_on": iso(case.accepted_on),
        "matter": case.cause_name,
        "reason": reason_for(case, "terminated"),
        "basis": TERMINATED_UNDER,
        "objection_body": objection_body(case),
    }


def audit_record(case: Case, claimant: Claimant | None, actor: User) -> shapes.AuditRecordData:
    """案件审计记录: every change of the case and of what belongs to it, oldest first."""
    entries = [
        row
        for act in reversed(acts(timeline_of(case)))
        for entry in act.entries
        for row in _rows(entry, told=_told(act), reason="；".join(act.reasons))
    ]
    proof = prove(case)
    return {
        **of_case(case),
        "matter": case.cause_name,
        "state": str(case.get_state_display()),
        "from_date": iso(case.opened_on),
        "to_date": iso(clock.today()),
        "printed_by": actor.name,
        "printed_at": local(clock.now()),
        "entries": entries,
        "seals": [_seal(seal) for seal in proof["seals"]],
        "unsealed": unsealed_about(case),
        "proof": canonical(proof) if proof["seals"] else "",
    }


def _seal(seal: dict[str, Any]) -> shapes.SealLine:
    return {
        "number": seal["number"],
        "day": json.loads(seal["header"])["day"],
        "rows": sum(len(part["rows"]) for part in seal["parts"]),
        "root": seal["root"],
    }


def _told(act: Act) -> str:
    """The act in a sentence, and what the program did with it by itself in sentences of its own."""
    by_itself = [entry.sentence for entry in act.entries if entry.actor != act.actor]
    return "；".join(dict.fromkeys([*act.sentences, *by_itself]))


def _rows(entry: Entry, *, told: str, reason: str) -> list[shapes.AuditEntry]:
    """A new object is one row with all its values; of a changed one each field is a row of its own. What is told and
    why is the same for every row of an act, since by it they stand together."""
    row = partial(_row, entry, told=told, reason=reason)
    if entry.kind != "created":
        return [row(*_subject(entry, change), change) for change in entry.changes] or [row(entry.what)]
    values: dict[str, list[str]] = {}
    for change in entry.changes:
        subject, label = _subject(entry, change)
        values.setdefault(subject, []).append(f"{label}：{change.after.rstrip('。')}")
    return [row(subject, after="；".join(found)) for subject, found in values.items()] or [row(entry.what)]


def _subject(entry: Entry, change: Change) -> tuple[str, str]:
    """What was changed, and which field: of an entry about several objects, the one the label begins with."""
    if len(entry.names) > 1:
        for name in entry.names:
            if change.label.startswith(f"{name} · "):
                return f"{entry.label} {name}", change.label.removeprefix(f"{name} · ")
    return entry.what, change.label


def _row(
    entry: Entry,
    subject: str,
    label: str = "",
    change: Change | None = None,
    *,
    told: str,
    reason: str,
    after: str = "",
) -> shapes.AuditEntry:
    return {
        "at": local(entry.at),
        "told": told,
        "actor": str(entry.actor) if entry.actor else None,
        "role": None,
        "subject": subject,
        "field": label or None,
        "before": (change.before if change else "") or None,
        "after": (change.after if change else after) or None,
        "reason": reason or None,
    }
