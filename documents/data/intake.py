"""The papers of the window: from the visit to the appointment of a lawyer."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from accounts.models import Duty, User
from assignments.models import Assignment
from cases.choices import SUPPLEMENT
from cases.models import Case, Claimant, ProceedingKind, Visit
from cases.workflow import CaseState, DeclineGround
from core.clock import iso
from documents import forms_data as shapes
from documents.data.common import (
    NO_OPINION,
    Move,
    applied_on,
    common,
    ground_of,
    handler_phone,
    local_day,
    moves,
    objection_body,
    of_case,
    period_of,
    reason_for,
    upheld,
    without_repeating,
    yuan,
)
from documents.models import Attachment, AttachmentKind

AID_FORMS: dict[str, shapes.AidForm] = {
    "mediation": "mediation",
    "arbitration": "arbitration",
    "litigation": "litigation",
    "drafting": "drafting",
}
STAGES: tuple[shapes.AidForm, ...] = ("drafting", "mediation", "arbitration", "litigation", "enforcement")
"""In the order in which a case comes to them."""
STAGE_OF: dict[str, shapes.AidForm] = {
    CaseState.MEDIATION: "mediation",
    CaseState.SETTLED: "mediation",
    CaseState.ARBITRATION: "arbitration",
    CaseState.AWARDED: "arbitration",
    CaseState.LITIGATION: "litigation",
    CaseState.ENFORCEMENT: "enforcement",
}
STAGE_BEFORE: dict[str, shapes.AidForm] = {
    ProceedingKind.ARBITRATION: "arbitration",
    ProceedingKind.FIRST_INSTANCE: "litigation",
    ProceedingKind.SECOND_INSTANCE: "litigation",
    ProceedingKind.ENFORCEMENT: "enforcement",
}
EXEMPTIONS: dict[str, shapes.Exemption] = {
    "migrant_wages": "migrant_wage",
    "social_relief": "relief",
    "no_income": "no_income",
    "union_policy": "other",
}
EXEMPTION_NOTES = {
    "union_policy": "工会应援尽援，不审查经济困难状况。",
    "declaration": "申请人以诚信承诺说明经济困难状况。",
}
ITEM_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}\s*[.、．)）](?!\d)|[（(]\d{1,2}[)）]|[一二三四五六七八九十]+、|[-•·●])\s*"
)
"""How the lines of a reason are numbered by hand: the paper numbers them itself."""

GRANTED_UNDER = "《工会法律援助办法》和《中华人民共和国法律援助法》第六十八条"
REFUSED_UNDER = "《工会法律援助办法》和《中华人民共和国法律援助法》第四十三条、第六十八条"


def visit_record(visit: Visit, claimant: Claimant | None, actor: User) -> shapes.VisitRecordData:
    """来访登记表."""
    workers = [
        a.worker for a in visit.attendances.filter(is_active=True).select_related("worker").order_by("pk")
    ]
    questions = visit.active_questions
    number = visit.cases.exclude(number=None).values_list("number", flat=True).first()
    at = dt.datetime.combine(visit.visited_on, visit.visited_at) if visit.visited_at else None
    return {
        **common(visit.office, workers, visit.employer, number=None, case_number=number),
        "visited_at": at.isoformat(timespec="minutes") if at else iso(visit.visited_on),
        "channel": str(visit.get_channel_display()),
        "people_count": visit.head_count,
        "questions": [
            {"kind": q.get_kind_display(), "question": q.question, "answer": q.answer or None}
            for q in questions
        ],
        "outcome": "；".join(dict.fromkeys(_outcome(q) for q in questions)),
        "received_by": visit.received_by.name,
        "duty_post": _post(visit) or visit.on_duty or None,
        "remarks": visit.note or None,
    }


def _outcome(question: Any) -> str:
    text = question.get_outcome_display()
    return f"{text}（{question.referred_to}）" if question.referred_to else text


def _post(visit: Visit) -> str:
    """The post on the roster that day of whoever received the visit."""
    duty = Duty.objects.filter(office=visit.office, on=visit.visited_on, user=visit.received_by).first()
    return duty.get_kind_display() if duty else ""


def aid_application(case: Case, claimant: Claimant | None, actor: User) -> shapes.AidApplicationData:
    """法律援助申请表, for one claimant. The opinions are those of who submitted and of who decided."""
    assert claimant is not None
    claims = upheld(case, [claimant])
    review, approval = _opinions(case)
    return {
        **of_case(case, [claimant]),
        "applied_on": applied_on(case),
        "worker_flags": ["农民工"] if claimant.worker.is_migrant else [],
        "agent": None,
        "matter": case.cause_name,
        "aid_forms": [AID_FORMS[case.aid_form]],
        "claims": [
            {
                "kind": c.get_kind_display(),
                "period": period_of(c),
                "amount": yuan(c.claimed),
                "basis": c.basis or None,
            }
            for c in claims
        ],
        "amount_total": yuan(sum((c.claimed for c in claims), Decimal("0.00"))),
        "facts": case.facts or None,
        "exemption": EXEMPTIONS.get(case.means_ground),
        "exemption_note": EXEMPTION_NOTES.get(case.means_ground),
        "materials": _materials(case),
        "review": review,
        "approval": approval,
    }


def _materials(case: Case) -> list[str]:
    """What the applicant handed in: neither proofs of payment nor the office's own signed papers."""
    later = (AttachmentKind.PROOF, AttachmentKind.SIGNED)
    files = [a for a in reversed(case.attachments.all()) if not a.voided and a.kind not in later]
    return [_described(a) if a.is_untitled else a.title for a in files]


def _described(file: Attachment) -> str:
    """证据材料：IMG_2031.jpg，图片（JPEG）: the name of a file alone says little."""
    return f"{file.get_kind_display()}：" + "，".join(filter(None, (file.title, file.form)))


def _opinions(case: Case) -> tuple[shapes.Opinion, shapes.Opinion]:
    """审查 by who submitted the papers, 审批 by who decided; blank again once they were sent back."""
    submitted: Move | None = None
    decided: Move | None = None
    for move in moves(case):
        if move.target == "draft":
            submitted = decided = None
        elif move.target == "review":
            submitted, decided = (move if move.source == "draft" else submitted), None
        elif move.source == "review" and move.target in ("accepted", "declined"):
            decided = move
    review = submitted.opinion("申请材料齐全，提请审批。") if submitted else NO_OPINION
    return review, _decision(case, decided) if decided else NO_OPINION


def _decision(case: Case, move: Move) -> shapes.Opinion:
    if move.target == "declined":
        said = ["不予法律援助", *without_repeating(ground_of(case), move.reason.rstrip("。；;. "))]
        return {"text": "".join(f"{part}。" for part in said), "name": move.name, "date": move.on}
    granted = f"同意先行援助：{case.urgent_ground}。" if case.urgent_ground else "同意给予法律援助。"
    return move.opinion(granted)


def acceptance_notice(case: Case, claimant: Claimant | None, actor: User) -> shapes.AcceptanceNoticeData:
    """受理通知书, for one claimant."""
    assert claimant is not None
    return {
        **of_case(case, [claimant]),
        "applied_on": applied_on(case),
        "matter": case.cause_name,
        "aid_forms": [AID_FORMS[case.aid_form]],
        "basis": GRANTED_UNDER,
        "handler": case.handler.name,
        "handler_phone": handler_phone(case),
    }


def refusal_notice(case: Case, claimant: Claimant | None, actor: User) -> shapes.RefusalNoticeData:
    """不予法律援助决定书; 不予受理 where the papers were never completed. The office above hears objections."""
    return {
        **of_case(case),
        "decision": "not_accepted" if case.end_ground == DeclineGround.INCOMPLETE else "refused",
        "applied_on": applied_on(case),
        "matter": case.cause_name,
        "reason": reason_for(case, "declined"),
        "basis": REFUSED_UNDER,
        "objection_body": objection_body(case),
        "other_ways": None,
    }


def supplement_notice(case: Case, claimant: Claimant | None, actor: User) -> shapes.SupplementNoticeData:
    """补正通知书: each line of the reviewer's reason is a paper that is missing."""
    past = moves(case)
    returned = next(move for move in reversed(past) if (move.source, move.target) == ("review", "draft"))
    applied = next(move for move in reversed(past[: past.index(returned)]) if move.target == "review")
    due_on = next(
        (d.due_on for d in case.deadlines.all() if d.kind == SUPPLEMENT and d.state == "open"), None
    )
    return {
        **of_case(case),
        "applied_on": applied.on,
        "matter": case.cause_name,
        "missing": [
            item
            for line in returned.reason.splitlines()
            if (item := ITEM_NUMBER.sub("", line).strip(" 。；;."))
        ],
        "due_date": iso(due_on),
        "handler": case.handler.name,
        "handler_phone": handler_phone(case),
    }


def appointment_notice(case: Case, claimant: Claimant | None, actor: User) -> shapes.AppointmentNoticeData:
    """指派通知书, to the firms whose lawyers act; the contact is that of the lead."""
    acting = acting_lawyers(case)
    firms = list(dict.fromkeys(a.firm.name for a in acting))
    lead = acting[0]
    return {
        **of_case(case),
        "accepted_on": iso(case.accepted_on),
        "appointed_on": local_day(lead.answered_at or lead.offered_at),
        "matter": case.cause_name,
        "stage": str(case.get_aid_form_display()),
        "aid_forms": [AID_FORMS[case.aid_form]],
        "firm": {
            "name": "、".join(firms),
            "address": lead.firm.address or None,
            "phone": lead.firm.phone or None,
        },
        "lawyers": [
            {
                "name": a.lawyer.name if len(firms) == 1 else f"{a.lawyer.name}（{a.firm.name}）",
                "licence_number": a.lawyer.licence or None,
                "phone": a.lawyer.phone or None,
                "is_lead": a is lead,
            }
            for a in acting
        ],
        "handler": case.handler.name,
        "handler_phone": handler_phone(case),
        "attachments": _enclosures(case),
    }


def power_of_attorney(case: Case, claimant: Claimant | None, actor: User) -> shapes.PowerOfAttorneyData:
    """授权委托书, of one claimant to the lawyers who have accepted."""
    assert claimant is not None
    return {
        **of_case(case, [claimant]),
        "matter": case.cause_name,
        "aid_forms": [stage_reached(case)],
        "agents": [
            {
                "name": a.lawyer.name,
                "firm": a.firm.name,
                "licence_number": a.lawyer.licence or None,
                "phone": a.lawyer.phone or None,
            }
            for a in accepted_lawyers(case)
        ],
    }


def stage_reached(case: Case) -> shapes.AidForm:
    """What the lawyers act in: the aid that was granted, or what the case has come to since."""
    reached = [AID_FORMS[case.aid_form], *(STAGE_BEFORE[p.kind] for p in case.proceedings.all())]
    if case.state in STAGE_OF:
        reached.append(STAGE_OF[case.state])
    return max(reached, key=STAGES.index)


def accepted_lawyers(case: Case) -> list[Assignment]:
    """The assignments of the lawyers who act now; the lead first."""
    return [a for a in acting_lawyers(case) if a.is_accepted]


def acting_lawyers(case: Case) -> list[Assignment]:
    """The assignments of the lawyers who act, or acted to the end; the lead first."""
    acting = [a for a in case.assignments.all() if a.is_acting]
    return sorted(acting, key=lambda a: (not a.is_lead, a.pk))


def _enclosures(case: Case) -> list[str]:
    """The papers issued to the workers and the evidence go with the appointment."""
    issued = {p.kind for p in case.papers.all() if p.state in ("issued", "signed")}
    names = {"aid_application": "法律援助申请表", "acceptance_notice": "受理通知书"}
    enclosed = [name for kind, name in names.items() if kind in issued]
    evidence = any(a.kind == "evidence" and not a.voided for a in case.attachments.all())
    return [*enclosed, "证据材料"] if evidence else enclosed
