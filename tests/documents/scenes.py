"""Real cases for the papers: taken through the actions, so that what is printed is on record."""

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Duty
from calculators.catalogue import CALCULATORS
from calculators.working import work_out
from cases.actions.deadlines import finish_deadline
from cases.actions.steps import take_step
from cases.models import Case, Claim, Visit
from core import clock
from core.audit import record
from law_tables.current import tables
from mediation.models import Agreement, AgreementTerm, Instalment
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    MediationRoundFactory,
    VisitFactory,
    VisitQuestionFactory,
    VisitWorkerFactory,
    WorkerFactory,
    clear_check,
    office,
    staff,
)
from workings.models import Working

DAY = dt.date(2026, 3, 2)
NAMES = ("周建国", "沈玉芳", "陆根宝", "徐秀英", "顾国平", "金彩娣", "吴志明", "陈阿妹")
COMMISSION = "上海市金山区劳动人事争议仲裁委员会"
CLAIMED = Decimal("21890.80")
AGREED = Decimal("18000.50")


def draft_case(people: int = 1, **kwargs: Any) -> Case:
    """A draft of 朱泾镇, which stands below 金山区, with a claim of 21,890.80 yuan for each claimant."""
    district = office("金山区总工会", code="金山", kind="district", is_window=False)
    window = office(
        "朱泾镇总工会",
        parent=district,
        code="朱泾",
        address="上海市金山区朱泾镇人民路121号",
        phone="021-57310000",
    )
    employer = EmployerFactory(
        name="上海朱泾金属制品有限公司",
        credit_code="91350100M000100Y43",
        legal_representative="沈国梁",
        legal_representative_title="执行董事",
        address="上海市金山区朱泾镇临源街750号",
        phone="021-57311234",
    )
    values = {
        "facts": "被申请人自2025年12月起拖欠工资。",
        "means_ground": "migrant_wages",
        "commission": COMMISSION,
        "handler": staff("clerk", window, name="顾明", phone="021-57310001"),
        **kwargs,
    }
    case = CaseFactory(office=window, employer=employer, opened_on=DAY, **values)
    for number, name in enumerate(NAMES[:people]):
        worker = WorkerFactory(
            name=name,
            is_migrant=True,
            address="上海市金山区朱泾镇东林街10弄1号",
            bank_name="中国农业银行朱泾支行",
            bank_account=f"62284800301234567{number:02d}",
        )
        ClaimFactory(
            claimant=ClaimantFactory(case=case, worker=worker),
            period_from=dt.date(2025, 12, 1),
            period_to=dt.date(2026, 2, 28),
            claimed=CLAIMED,
            basis="劳动合同法第三十条",
        )
    clear_check(case)
    return case


def accepted_case(people: int = 1, **kwargs: Any) -> Case:
    """Submitted by 顾明 on 2 March 2026, accepted by 沈国平 on 4 March."""
    with clock.at(DAY):
        case = draft_case(people, **kwargs)
        case = take_step(case, "submit", actor=case.handler)
    with clock.at(dt.date(2026, 3, 4)):
        return take_step(case, "accept", actor=staff("reviewer", case.office, name="沈国平"))


def declined_case(reason: str = "承揽合同不属于受理范围。") -> Case:
    with clock.at(DAY):
        case = draft_case()
        case = take_step(case, "submit", actor=case.handler)
        reviewer = staff("reviewer", case.office, name="沈国平")
        return take_step(case, "decline", actor=reviewer, reason=reason, ground="out_of_scope")


def appoint(case: Case, name: str = "方正平", *, is_lead: bool = True, **kwargs: Any) -> Any:
    """An accepted assignment of a lawyer."""
    lawyer = LawyerFactory(name=name, licence="13101200010000001", phone="13800000001", **kwargs)
    assignment = AssignmentFactory(
        case=case, lawyer=lawyer, state="accepted", is_lead=is_lead, answered_at=clock.now()
    )
    clear_check(case)
    return assignment


SEVERANCE = {
    "hired": "2008-03-15",
    "left": "2026-06-30",
    "cause": "expiry",
    "monthly_wage": "9200",
    "region": "shanghai",
}
"""18.5 months of 9,200.00 yuan: 170,200.00."""


def worked_out(claim: Claim, calculator: str = "severance", **facts: Any) -> Claim:
    """The claim with the sum a calculator gives for these facts, and the working behind it."""
    found = CALCULATORS[calculator]
    frozen = work_out(found, found.form(facts or SEVERANCE), tables()).frozen
    assert frozen is not None
    actor, total = claim.case.handler, Decimal(frozen["total"])
    working = Working(
        case=claim.case,
        claim=claim,
        calculator=calculator,
        frozen=frozen,
        total=total,
        worked_out_by=actor,
    )
    claim.working, claim.claimed = record(working, actor=actor), total
    claim.kind = found.claim_kinds[0]
    return record(claim, actor=actor)


def agree(case: Case, *, held: bool = True, **kwargs: Any) -> Agreement:
    """Everybody settles for 18,000.50 yuan, in two instalments, after one round held on 10 March 2026."""
    MediationRoundFactory(
        case=case,
        state="held" if held else "cancelled",
        outcome="agreed" if held else "",
        mediator=case.handler,
        scheduled_at=clock.now(),
        place="朱泾镇总工会调解室",
    )
    agreement = record(
        Agreement(
            case=case,
            breach_clause="逾期付款的，按日万分之五支付违约金。",
            other_terms="乙方于2026年3月20日前出具离职证明。\n社保缴至2026年2月。\n双方对协议内容保密。",
            **kwargs,
        ),
        actor=case.handler,
    )
    for claimant in case.claimants.all():
        claimant.outcome = "settled"
        record(claimant, actor=case.handler)
    for claim in Claim.objects.filter(case=case):
        claim.agreed = AGREED
        record(claim, actor=case.handler)
        record(AgreementTerm(case=case, agreement=agreement, claim=claim, amount=AGREED), actor=case.handler)
        for due_on, amount in ((dt.date(2026, 3, 31), "10000.00"), (dt.date(2026, 4, 30), "8000.50")):
            part = Instalment(case=case, agreement=agreement, claimant=claim.claimant, due_on=due_on)
            part.amount = Decimal(amount)
            record(part, actor=case.handler)
    return agreement


def settled_case(people: int = 1) -> Case:
    """Accepted, with a lawyer, mediated and settled by a signed agreement on 10 March 2026."""
    case = accepted_case(people)
    with clock.at(dt.date(2026, 3, 10)):
        appoint(case)
        case = take_step(case, "start_mediation", actor=case.handler)
        agree(case, signed_on=dt.date(2026, 3, 10))
        return take_step(case, "settle", actor=case.handler)


def reported_case(people: int = 1) -> Case:
    """Settled, paid, with a closing report written."""
    case = settled_case(people)
    for claim in Claim.objects.filter(case=case):
        claim.received = claim.verified = AGREED
        record(claim, actor=case.handler)
    case = Case.objects.get(pk=case.pk)
    case.closing_method = "mediated"
    case.closing_summary = "三次约谈后达成协议，款项全部到账。"
    case.hours_spent = Decimal("26.5")
    case.subsidy = Decimal("800.00")
    return record(case, actor=case.handler)


def closed_case() -> Case:
    """Reported; closing asked for by 顾明 on 6 May 2026, approved by 杨慎 on 8 May."""
    case = reported_case()
    with clock.at(dt.date(2026, 5, 6)):
        for deadline in case.deadlines.filter(state="open", critical=True):
            finish_deadline(deadline, actor=case.handler, reason="已付清", met=False)
        case = take_step(case, "request_closing", actor=case.handler)
    with clock.at(dt.date(2026, 5, 8)):
        return take_step(case, "approve_closing", actor=staff("supervisor", case.office, name="杨慎"))


def visit() -> Visit:
    """Two workers with two questions, received by 顾明 on duty as coordinator."""
    window = office("朱泾镇总工会", code="朱泾")
    clerk = staff("clerk", window, name="顾明")
    record(Duty(office=window, on=DAY, kind="coordinator", user=clerk), actor=clerk)
    found = VisitFactory(
        office=window,
        received_by=clerk,
        visited_on=DAY,
        visited_at=dt.time(9, 30),
        head_count=5,
        employer=EmployerFactory(name="上海朱泾金属制品有限公司"),
        note="另有三人未登记。",
    )
    for name in NAMES[:2]:
        VisitWorkerFactory(visit=found, worker=WorkerFactory(name=name))
    VisitQuestionFactory(visit=found, question="公司搬迁，能否要求经济补偿？", answer="可以要求。")
    VisitQuestionFactory(visit=found, question="工资三个月未发。", outcome="referred", referred_to="劳动监察")
    return found
