"""劳动仲裁申请书 (劳动争议调解仲裁法 28)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from accounts.models import User
from cases.commissions import commission_of
from cases.models import Case, Claim, Claimant, ClaimKind, Employer
from core import clock
from documents import forms_data as shapes
from documents.data.common import (
    employer,
    in_order,
    lawyer_agent,
    of_case,
    period_of,
    upheld,
    worker,
    yuan,
)
from documents.data.intake import accepted_lawyers
from documents.data.workings import workings
from documents.models import AttachmentKind

REPRESENTED = 10
"""From so many workers on, representatives take part for all (劳动争议调解仲裁法 7)."""

DURING = {
    ClaimKind.WAGES: "工资",
    ClaimKind.OVERTIME: "加班工资",
    ClaimKind.DOUBLE_WAGE: "未订立书面劳动合同的二倍工资差额",
    ClaimKind.PROBATION: "违法约定试用期的赔偿金",
    ClaimKind.ANNUAL_LEAVE: "未休年休假工资报酬",
    ClaimKind.HEAT_ALLOWANCE: "高温津贴",
    ClaimKind.SOCIAL_INSURANCE: "未缴纳社会保险费造成的待遇损失",
    ClaimKind.OTHER: "其他款项",
}
"""What is owed for a period."""

ON_LEAVING = {
    ClaimKind.SEVERANCE: "解除或者终止劳动合同的经济补偿",
    ClaimKind.DAMAGES: "违法解除或者终止劳动合同的赔偿金",
}
"""What is owed once, by the years of work."""

ONCE = {
    ClaimKind.NOTICE_PAY: "未提前三十日通知解除劳动合同的代通知金",
    ClaimKind.MEDICAL_SUBSIDY: "医疗补助费",
    ClaimKind.WORK_INJURY: "工伤保险待遇",
}


def arbitration_application(
    case: Case, claimant: Claimant | None, actor: User
) -> shapes.ArbitrationApplicationData:
    """劳动仲裁申请书, for all who take part in the case, with the annex 计算书 where sums were worked out."""
    applicants = in_order(case.active_claimants)
    names = {c.pk: c.worker.name for c in applicants}
    claims = [claim for c in applicants for claim in upheld(case, [c])]
    respondents = _respondents(case)
    return {
        **of_case(case),
        "workers": [_applicant(c) for c in applicants],
        "representatives": [c.worker.name for c in applicants if c.is_representative]
        if len(applicants) >= REPRESENTED
        else [],
        "agents": [lawyer_agent(a) for a in accepted_lawyers(case)],
        "respondents": [employer(found) for found in respondents],
        "requests": _requests(claims, len(applicants)),
        "claims": [_claims_of(c, claims) for c in applicants],
        "total": _sum(claims),
        "facts": case.facts or None,
        "basis": "、".join(dict.fromkeys(c.basis.strip() for c in claims if c.basis.strip())) or None,
        "evidence": _evidence(case),
        "commission": commission_of(case) or None,
        "copies": len(respondents),
        "workings": workings(names, claims),
    }


def _applicant(claimant: Claimant) -> shapes.Applicant:
    """Who applies, with what the law asks for besides: age and occupation."""
    person = claimant.worker
    return {
        **worker(person),
        "age": _age(person.birth_date, clock.today()) if person.birth_date else None,
        "occupation": claimant.job or person.get_worker_type_display() or None,
    }


def _age(born: dt.date, today: dt.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _respondents(case: Case) -> list[Employer]:
    others = [r.employer for r in case.co_respondents.all() if r.is_active]
    return [case.employer, *others] if case.employer else others


def _requests(claims: list[Claim], people: int) -> list[shapes.Request]:
    """What is asked for: of one applicant each claim, of several each kind of claim as a whole."""
    if people == 1:
        return [_request("申请人", [claim], "") for claim in claims]
    by_kind: dict[str, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim)
    return [
        _request(f"{len({c.claimant_id for c in found})}名申请人", found, "共计")
        for found in by_kind.values()
    ]


def _request(to: str, claims: list[Claim], before_sum: str) -> shapes.Request:
    """支付申请人2025年12月1日至2026年2月28日期间的工资; the period only where it is the same for all."""
    periods = {period_of(claim) for claim in claims}
    period = periods.pop() if len(periods) == 1 else None
    kind = ClaimKind(claims[0].kind)
    during = after = ""
    if kind in DURING and period:
        during = f"{period}期间的" if claims[0].period_from and claims[0].period_to else f"{period}的"
    elif kind in ON_LEAVING and period:
        after = f"（工作年限：{period}）"
    verb = "赔偿" if kind == ClaimKind.SOCIAL_INSURANCE else "支付"
    what = (DURING | ON_LEAVING | ONCE)[kind]
    return {"request": f"{verb}{to}{during}{what}{after}{before_sum}", "amount": _sum(claims)}


def _claims_of(claimant: Claimant, claims: Iterable[Claim]) -> shapes.WorkerTerms:
    own = [claim for claim in claims if claim.claimant_id == claimant.pk]
    return {
        "worker": claimant.worker.name,
        "claims": [
            {"kind": c.get_kind_display(), "period": period_of(c), "amount": yuan(c.claimed)} for c in own
        ],
        "total": _sum(own),
    }


def _sum(claims: Iterable[Claim]) -> str:
    return f"{sum((claim.claimed for claim in claims), Decimal('0.00')):.2f}"


def _evidence(case: Case) -> list[shapes.Evidence]:
    """The evidence on file in the order it came in. Where it is from and what it proves is written in by hand."""
    files = [
        a for a in reversed(case.attachments.all()) if not a.voided and a.kind == AttachmentKind.EVIDENCE
    ]
    return [
        {"name": a.title, "form": a.form if a.is_untitled else None, "source": None, "purpose": None}
        for a in files
    ]
