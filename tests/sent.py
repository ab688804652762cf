"""Every form that makes something: who sends it, where to, what is typed, and how many there are afterwards.

`FORMS` names them all; tests send each of them twice, one after the other and at once. `tests/test_house.py` looks after
the rest of the forms.
"""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from accounts.models import Duty, DutyKind, Membership, Office, Role, User
from assignments.models import Assignment
from calculators.models import KeptRate
from cases.models import (
    Case,
    Claim,
    Claimant,
    CoRespondent,
    Deadline,
    EmployerLink,
    LimitationEvent,
    Note,
    Proceeding,
    Visit,
)
from core import clock
from core.audit import record
from core.models import Export, SavedFilter
from core.once import FIELD, new_token
from documents.models import Attachment, Paper
from front_desk.models import RecordRequest
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from lawyers.models import Firm
from mediation.actions.awards import set_award_days
from mediation.instalments import Part
from mediation.models import Agreement, AwardSchedule, MediationRound
from performance.models import InterestOnDelay, Undertaking
from recoveries.models import InKind, OldLedger, Receipt, Statement
from reports.models import PeriodReport, Project, ProjectEntry, ReportShape
from tests import factories as make
from workings.actions import versions_of

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
SEVERANCE = {
    "hired": "2008-03-15",
    "left": "2026-06-30",
    "monthly_wage": "9200",
    "region": "shanghai",
    "cause": "no_fault_changed",
    "as_of": "2026-11-23",
}


@dataclass
class Form:
    """`url` and `data` of the n-th thing made with it; `made` are all there are."""

    user: User
    made: QuerySet
    url: Callable[[int], str]
    data: Callable[[int], dict[str, Any]]

    def client(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    def page_token(self, number: int = 0) -> str:
        return new_token(self.user, self.url(number).partition("?")[0])

    def send(self, client: Client, number: int = 0, token: str = "", **changes: Any) -> Any:
        """Post it with this token, else with one of its own, as a page opened anew would hold."""
        data = self.data(number) | changes | {FIELD: token or self.page_token(number)}
        return client.post(self.url(number), data)


def at(name: str, *args: Any) -> Callable[[int], str]:
    return lambda number: reverse(name, args=args)


def rows(prefix: str, *given: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def worker(number: int) -> dict[str, Any]:
    return {"name": f"沈玉芳{number}", "id_number": make.id_number(dt.date(1990, 1, 2), sequence=number)}


def intake(case: Case) -> Form:
    def data(number: int) -> dict[str, Any]:
        return {
            "office": case.office.pk,
            "channel": "window",
            "aid_form": "mediation",
            "employer-name": "上海朱泾物流有限公司",
            **rows("workers", worker(number)),
            **rows("claims", {"kind": "wages", "sum-0": "9600"}),
        }

    return Form(
        case.handler, Case.objects.filter(office=case.office, state="draft"), at("front_desk:intake"), data
    )


def visit(case: Case) -> Form:
    def data(number: int) -> dict[str, Any]:
        return {
            "office": case.office.pk,
            "channel": "window",
            "visited_on": clock.today().isoformat(),
            **rows("workers", worker(number)),
            **rows("questions", {"kind": "advice", "question": "工资三个月未发", "outcome": "answered"}),
        }

    return Form(case.handler, Visit.objects.filter(office=case.office), at("front_desk:new_visit"), data)


def note(case: Case) -> Form:
    url = at("cases:add_note", case.pk)
    return Form(
        case.handler, Note.objects.filter(case=case), url, lambda number: {"text": f"已联系单位 {number}"}
    )


def deadline(case: Case) -> Form:
    return Form(
        case.handler,
        Deadline.objects.filter(case=case),
        at("cases:add_deadline", case.pk),
        lambda number: {
            "kind": "own",
            "label": f"举证期限 {number}",
            "day": clock.today() + dt.timedelta(days=9),
            "source": "法院通知",
        },
    )


def limitation_event(case: Case) -> Form:
    return Form(
        case.handler,
        LimitationEvent.objects.filter(case=case),
        at("cases:add_limitation_event", case.pk),
        lambda number: {"kind": "claim", "on": clock.today(), "proof": f"短信催讨 {number}"},
    )


def claim(case: Case) -> Form:
    claimant = case.claimants.first()
    url = at("cases:add_claim", case.pk)
    return Form(
        case.handler,
        Claim.objects.filter(case=case),
        url,
        lambda number: {
            "claimant": claimant.pk,
            "kind": "overtime",
            "claimed": f"{number + 1}.00",
            "reason": "补",
        },
    )


def pasted_claims(case: Case) -> Form:
    kinds = ["overtime", "severance", "damages", "double_wages"]
    claimants = list(case.claimants.all())
    titles = {"overtime": "加班费", "severance": "经济补偿", "damages": "赔偿金", "double_wages": "双倍工资"}

    def data(number: int) -> dict[str, Any]:
        person = claimants[-1 - number // len(kinds)]
        kind = titles[kinds[number % len(kinds)]]
        return {
            "text": f"姓名\t身份证号\t{kind}\n{person.worker.name}\t{person.worker.id_number}\t100",
            "do": "add",
            "reason": "补",
        }

    return Form(case.handler, Claim.objects.filter(case=case), at("cases:paste_claims", case.pk), data)


def claimant(case: Case) -> Form:
    url = at("cases:add_claimant", case.pk)
    return Form(
        case.handler,
        Claimant.objects.filter(case=case),
        url,
        lambda number: {**worker(number + 100), "monthly_wage": "6500", "reason": "补"},
    )


def pasted_claimants(case: Case) -> Form:
    def data(number: int) -> dict[str, Any]:
        person = worker(number + 200)
        text = f"姓名\t身份证号\n{person['name']}\t{person['id_number']}"
        return {"text": text, "do": "add", "reason": "补"}

    return Form(case.handler, Claimant.objects.filter(case=case), at("cases:paste_claimants", case.pk), data)


def co_respondent(case: Case) -> Form:
    url = at("cases:add_co_respondent", case.pk)
    return Form(
        case.handler,
        CoRespondent.objects.filter(case=case),
        url,
        lambda number: {"name": f"上海第{number}外卖平台有限公司", "capacity": "平台", "reason": "补"},
    )


def employer_link(case: Case) -> Form:
    url = at("cases:link_employer", case.pk)
    return Form(
        case.handler,
        EmployerLink.objects.filter(employer=case.employer),
        url,
        lambda number: {"kind": "platform", "name": f"上海第{number}总包有限公司", "reason": "补"},
    )


def mediation_round(case: Case) -> Form:
    return Form(
        case.handler,
        MediationRound.objects.filter(case=case),
        at("mediation:schedule_round", case.pk),
        lambda number: {
            "scheduled_at": f"{clock.today() + dt.timedelta(days=number + 1)}T14:00",
            "place": "调解室",
            "mediator": case.handler.pk,
        },
    )


def held_round(case: Case) -> Form:
    return Form(
        case.handler,
        MediationRound.objects.filter(case=case),
        at("mediation:record_held", case.pk),
        lambda number: {
            "scheduled_at": f"{clock.today()}T{number % 24:02d}:00",
            "place": "调解室",
            "mediator": case.handler.pk,
            "outcome": "adjourned",
            "attendees": "双方",
            "minutes": "各自陈述。",
        },
    )


def agreement(case: Case) -> Form:
    today = clock.today().isoformat()

    def data(number: int) -> dict[str, Any]:
        fresh = Case.objects.get(pk=case.pk)
        typed = {f"claim_{claim.pk}": str(claim.claimed) for claim in fresh.claims.filter(is_active=True)}
        typed |= {f"settles_{claimant.pk}": "on" for claimant in fresh.claimants.all()}
        typed |= {"plan": "single", "first_due_on": today, "settles_all": "on"}
        return typed | {"pay-TOTAL_FORMS": "0", "pay-INITIAL_FORMS": "0", "reason": "重新约定"}

    return Form(case.handler, Agreement.objects.filter(case=case), at("mediation:agreement", case.pk), data)


def offer(case: Case) -> Form:
    firms = [make.firm_serving(case.office) for _ in range(ROUNDS)]
    for firm in firms:
        make.LawyerFactory(firm=firm, is_coordinator=True)
    return Form(
        case.handler,
        Assignment.objects.filter(case=case),
        lambda number: reverse("assignments:offer_case", args=[case.pk]) + f"?firm={firms[number].pk}",
        lambda number: {"hours": "24", "message": f"请尽快 {number}"},
    )


def working(case: Case) -> Form:
    claimants = list(case.claimants.order_by("pk"))
    return Form(
        case.handler,
        Claim.objects.filter(case=case),
        lambda number: reverse("workings:work_out_new", args=[case.pk, claimants[number].pk, "damages"]),
        lambda number: SEVERANCE | {"do": "save", "reason": "核算"},
    )


def entitlements(case: Case) -> Form:
    claimants = list(case.claimants.order_by("pk"))
    facts = {name: text for name, text in SEVERANCE.items() if name != "cause"} | {"ended": "unlawful"}
    chosen = {"shown": "damages-1=340400.00", "take": "damages-1", "do": "save", "reason": "核算"}
    seen = [versions_of(claimant.claims.filter(is_active=True)) for claimant in claimants]
    return Form(
        case.handler,
        Claim.objects.filter(case=case),
        lambda number: reverse("workings:entitlements", args=[case.pk, claimants[number].pk]),
        lambda number: facts | chosen | {"seen": seen[number]},
    )


def in_kind(case: Case) -> Form:
    done = make.CaseFactory(
        state="settled", office=case.office, handler=case.handler, number=f"{case.number}之三"
    )
    return Form(
        case.handler,
        InKind.objects.filter(case=done),
        at("recoveries:add_in_kind", done.pk),
        lambda number: {"kind": "insurance", "done_on": clock.today().isoformat(), "value": "800"},
    )


def statement(case: Case) -> Form:
    return Form(
        case.handler,
        Statement.objects.filter(office=case.office),
        at("recoveries:add_statement"),
        lambda number: {
            "office": str(case.office_id),
            "account_end": "8888",
            "text": f"交易日期,对方户名,收入金额,流水号\n2026-01-05,某某公司,{number + 1}00.00,R{number}",
            "do": "add",
        },
    )


def undertaking(case: Case) -> Form:
    claimant = case.claimants.first()
    return Form(
        case.handler,
        Undertaking.objects.filter(case=case),
        at("performance:add_undertaking", case.pk),
        lambda number: {
            "kind": "other",
            "text": f"归还工具 {number}",
            "due_on": clock.today().isoformat(),
            "claimants": claimant.pk,
        },
    )


def awarded(case: Case) -> Case:
    """Another case, with an award that was to be performed some days ago."""
    made = make.CaseFactory(
        state="awarded", office=case.office, handler=case.handler, number=f"{case.number}之三"
    )
    make.ClaimFactory(claimant=make.ClaimantFactory(case=made), claimed="9999.00", agreed="9999.00")
    day = clock.today() - dt.timedelta(days=60)
    decided = Proceeding(
        case=made,
        kind="arbitration",
        body="仲裁委",
        filed_on=day,
        decided_on=day,
        served_on=day,
        is_final=True,
        perform_by=day,
    )
    record(decided, actor=case.handler)
    parts = [Part(claim.claimant_id, day, claim.agreed, claim.pk) for claim in made.claims.all()]
    set_award_days(made, parts=parts, actor=case.handler)
    return Case.objects.get(pk=made.pk)


def award_days(case: Case) -> Form:
    made = awarded(case)
    claim = made.claims.get()

    def data(number: int) -> dict[str, Any]:
        row = {"claim": claim.pk, "due_on": clock.today().isoformat(), "amount": "9999.00"}
        return {**rows("pay", row), "reason": f"执行和解 {number}"}

    return Form(
        case.handler,
        AwardSchedule.objects.filter(case=made),
        at("performance:award_days", made.pk),
        data,
    )


def interest(case: Case) -> Form:
    made = awarded(case)
    claim = made.claims.get()
    return Form(
        case.handler,
        InterestOnDelay.objects.filter(case=made),
        at("performance:interest", made.pk),
        lambda number: {
            "until": clock.today().isoformat(),
            "late": f"{claim.claimant_id}-{claim.pk}",
            "by_hand": f"{number + 1}.00",
            "reason": "执行裁定书",
        },
    )


def old_ledger(case: Case) -> Form:
    return Form(
        case.handler,
        OldLedger.objects.filter(office=case.office),
        at("recoveries:add_old_ledger"),
        lambda number: {
            "office": str(case.office_id),
            "source": "窗口台账",
            "text": f"案号,受理日期,结案日期,到账金额\n旧{number}号,2023-03-05,2023-06-01,100.00",
            "do": "add",
        },
    )


def receipt(case: Case) -> Form:
    paid = make.CaseFactory(
        state="settled", office=case.office, handler=case.handler, number=f"{case.number}之二"
    )
    owed = make.ClaimFactory(claimant=make.ClaimantFactory(case=paid), claimed="9999.00", agreed="9999.00")
    return Form(
        case.handler,
        Receipt.objects.filter(case=paid),
        at("recoveries:record", paid.pk),
        lambda number: {
            "received_on": clock.today().isoformat(),
            "amount": "10.00",
            f"part_{owed.pk}": "10.00",
            "method": "cash",
            "payer": "公司",
            "no_double": f"第{number}笔",
            "proof": SimpleUploadedFile("回单.pdf", PDF),
        },
    )


def mended_receipt(case: Case) -> Form:
    """In place of one that was sent back, another one each time."""
    paid = make.CaseFactory(
        state="settled", office=case.office, handler=case.handler, number=f"{case.number}之三"
    )
    owed = make.ClaimFactory(claimant=make.ClaimantFactory(case=paid), claimed="9999.00", agreed="9999.00")
    supervisor = make.staff("supervisor", case.office)
    sent_back = [
        make.ReceiptFactory(case=paid, state="returned", verified_by=supervisor, fault="sum", amount=10)
        for _ in range(ROUNDS + 2)
    ]
    return Form(
        case.handler,
        Receipt.objects.filter(mends__in=[receipt.pk for receipt in sent_back]),
        lambda number: reverse("recoveries:mend", args=[sent_back[number].pk]),
        lambda number: {
            "received_on": clock.today().isoformat(),
            "amount": "9.00",
            f"part_{owed.pk}": "9.00",
            "method": "cash",
            "payer": "公司",
        },
    )


def upload(case: Case) -> Form:
    return Form(
        case.handler,
        Attachment.objects.filter(case=case),
        at("documents:upload", case.pk),
        lambda number: {
            "uploads": SimpleUploadedFile("劳动合同.pdf", PDF),
            "kind": "evidence",
            "title": "合同",
        },
    )


def paper(case: Case) -> Form:
    came = make.VisitFactory(office=case.office, received_by=case.handler)
    make.VisitQuestionFactory(visit=came)
    url = at("documents:issue_visit", came.pk)
    return Form(case.handler, Paper.objects.filter(visit=came), url, lambda number: {"with_blanks": "on"})


def closing_reports(case: Case) -> Form:
    values = {"state": "closed", "closing_method": "mediated", "closing_summary": "已付清。"}
    closed = [make.CaseFactory(office=case.office, handler=case.handler, **values) for _ in range(ROUNDS + 2)]
    url = at("work:closing_reports")
    papers = Paper.objects.filter(case__in=closed)
    return Form(case.handler, papers, url, lambda number: {"case": [closed[number].pk]})


def split(case: Case) -> Form:
    claimants = list(case.claimants.order_by("pk"))
    return Form(
        case.handler,
        Case.objects.filter(office=case.office),
        at("cases:split", case.pk),
        lambda number: {"claimant_ids": [claimants[number].pk], "reason": "各自协商"},
    )


def person(case: Case) -> Form:
    return Form(
        make.staff("administrator", case.office),
        User.objects.all(),
        at("accounts:invite"),
        lambda number: {
            "name": "新人",
            "username": f"newcomer{number}",
            "office": case.office.pk,
            "role": Role.CLERK,
            "language": "zh-hans",
        },
    )


def role(case: Case) -> Form:
    people = [make.staff("clerk", case.office) for _ in range(ROUNDS)]
    return Form(
        make.staff("administrator", case.office),
        Membership.objects.filter(role=Role.REVIEWER, office=case.office),
        lambda number: reverse("accounts:grant", args=[people[number].pk]),
        lambda number: {
            "office": case.office.pk,
            "role": Role.REVIEWER,
            "valid_from": clock.today().isoformat(),
            "reason": "增岗",
        },
    )


def duty(case: Case) -> Form:
    on = clock.today()
    return Form(
        case.handler,
        Duty.objects.filter(office=case.office),
        lambda number: reverse("accounts:roster_day", args=[case.office.pk, on + dt.timedelta(days=number)]),
        lambda number: {DutyKind.values[0]: case.handler.pk, "reason": "排班"},
    )


def firm(case: Case) -> Form:
    data = rows("service", {"office": case.office.pk})
    return Form(
        make.staff("administrator", case.office),
        Firm.objects.all(),
        at("admin:lawyers_firm_add"),
        lambda number: {"name": f"上海第{number}律师事务所", "is_active": "on", "reason": "新增", **data},
    )


def record_request(case: Case) -> Form:
    elsewhere = make.office("外地总工会")
    kept_apart = []
    for sequence in range(ROUNDS + 2):
        number = make.id_number(dt.date(1985, 3, 4), sequence=sequence)
        make.met(elsewhere, id_number=number)
        kept_apart.append(make.met(case.office, id_number=number, kept_by=case.office))
    return Form(
        case.handler,
        RecordRequest.objects.filter(office=case.office),
        lambda number: reverse("front_desk:ask_for_record", args=[kept_apart[number].pk]),
        lambda number: {"reason": "核对身份"},
    )


def kept_filter(case: Case) -> Form:
    return Form(
        case.handler,
        SavedFilter.objects.filter(owner=case.handler),
        lambda number: reverse("work:save_filter", args=["cases:list"]) + "?state=draft",
        lambda number: {"name": f"登记 {number}"},
    )


def export(case: Case) -> Form:
    return Form(
        case.handler,
        Export.objects.filter(owner=case.handler),
        lambda number: reverse("work:ask_export", args=["cases:export"]) + f"?q={number}",
        lambda number: {},
    )


ROUNDS = int(os.environ.get("RACE_ROUNDS", "1"))
"""How often each form is sent by two at once; see CONTRIBUTING.md."""


def set_up_by() -> User:
    return make.UserFactory(is_superuser=True)


def office(case: Case) -> Form:
    return Form(
        set_up_by(),
        Office.objects.all(),
        at("accounts:office_add"),
        lambda number: {
            "name": f"第{number}镇总工会",
            "kind": "town",
            "code": f"镇{chr(ord('甲') + number)}",
            "number_prefix": "沪工援",
            "reason": "新设",
        },
    )


def rate(case: Case) -> Form:
    return Form(
        set_up_by(),
        RateRow.objects.filter(source="沪人社规"),
        at("law_tables:rate_add"),
        lambda number: {
            "series": "minimum_wage_month",
            "region": "shanghai",
            "value": "2850",
            "unit": "yuan_month",
            "valid_from": f"{2030 + number}-07-01",
            "source": "沪人社规",
            "confidence": "verified",
            "reason": "新标准",
        },
    )


def imported_rates(case: Case) -> Form:
    header = "series\tregion\tvalid_from\tvalue\tunit\tsource\tconfidence"

    def data(number: int) -> dict[str, Any]:
        line = f"minimum_wage_month\tshanghai\t{2050 + number}-07-01\t2850\tyuan_month\t沪人社发\tverified"
        return {"text": f"{header}\n{line}", "do": "add", "reason": "新标准"}

    return Form(set_up_by(), RateRow.objects.filter(source="沪人社发"), at("law_tables:rates_import"), data)


def holidays(case: Case) -> Form:
    return Form(
        set_up_by(),
        HolidayYearRow.objects.filter(year__gte=2030),
        at("law_tables:holidays_add"),
        lambda number: {
            "year": 2030 + number,
            "announced": "on",
            "off": f"{2030 + number}-01-01",
            "triple": f"{2030 + number}-01-01",
            "source": "国办发明电",
            "confidence": "verified",
            "reason": "通知已发布",
        },
    )


def code(case: Case) -> Form:
    return Form(
        set_up_by(),
        CodeRow.objects.filter(table="channel", source="统计口径"),
        at("law_tables:code_add", "channel"),
        lambda number: {
            "code": f"new_{number}",
            "zh": "小程序",
            "en": "Mini app",
            "position": "3",
            "valid_from": "2026-01-01",
            "source": "统计口径",
            "confidence": "verified",
            "reason": "新渠道",
        },
    )


def replaced_rate(case: Case) -> Form:
    year = dt.date(2025, 1, 1)
    kept = [
        record(
            KeptRate(
                office=case.office,
                series="average_wage",
                region="shanghai",
                valid_from=year,
                valid_to=year,
                value=9000 + number,
                unit="yuan_month",
                source="统计局",
            ),
            actor=case.handler,
        )
        for number in range(ROUNDS + 2)
    ]
    return Form(
        case.handler,
        KeptRate.objects.filter(source="统计局公报"),
        lambda number: reverse("calculators:kept_replace", args=[kept[number].pk]),
        lambda number: {"value": str(9100 + number), "source": "统计局公报", "reason": "看错"},
    )


def looked_up_rate(case: Case) -> Form:
    rate = "rate_average_wage_changzhou_0_2025-01-01"
    facts = SEVERANCE | {"region": "changzhou", "monthly_wage": "20000"}
    return Form(
        case.handler,
        KeptRate.objects.filter(source="统计年鉴"),
        at("calculators:page", "severance"),
        lambda number: facts | {rate: str(9000 + number), f"{rate}_source": "统计年鉴"},
    )


def report_text(case: Case) -> Form:
    """The text of the report of another month each time, kept before it is signed."""

    def month(number: int) -> str:
        return f"{reverse('reports:sign')}?office={case.office_id}&since={2000 + number}-01-01&until={2000 + number}-01-31"

    return Form(
        make.staff("supervisor", case.office),
        PeriodReport.objects.filter(office=case.office),
        month,
        lambda number: {"narrative": f"第{number}期", "seen_version": "0", "seen": "x"},
    )


def report_shape(case: Case) -> Form:
    return Form(
        make.staff("administrator", case.office),
        ReportShape.objects.filter(office=case.office),
        at("reports:new_shape"),
        lambda number: {
            "office": str(case.office_id),
            "name": f"表{number}",
            "rows": "offices",
            "columns": ["accepted", "recovered"],
            "is_active": "on",
            "reason": "x",
            "seen_version": "0",
        },
    )


def project(case: Case) -> Form:
    return Form(
        make.staff("administrator", case.office),
        Project.objects.filter(office=case.office),
        at("reports:new_project"),
        lambda number: {
            "office": str(case.office_id),
            "year": "2026",
            "number": "1",
            "name": f"项目{number}",
            "unit": "pieces",
            "measure": "",
            "plan": "10",
            "roll_up": "sum",
            "is_active": "on",
            "reason": "x",
            "seen_version": "0",
        },
    )


def _projects(case: Case) -> list[Project]:
    """One for each time it is sent, of a year that is over."""
    return [
        record(
            Project(
                office=case.office, year=2020, number=1, name=f"书屋{n}", unit="pieces", plan=Decimal(10)
            ),
            actor=None,
        )
        for n in range(ROUNDS + 2)
    ]


def handed_down(case: Case) -> Form:
    made, below = _projects(case), make.office("下级工会", case.office)
    return Form(
        make.staff("administrator", case.office),
        Project.objects.filter(parent__in=made),
        lambda number: reverse("reports:hand_down_project", args=[made[number].pk]),
        lambda number: {"office": str(below.pk), "plan": "5", "roll_up": "own", "reason": "x"},
    )


def project_entry(case: Case) -> Form:
    made = _projects(case)
    return Form(
        make.staff("supervisor", case.office),
        ProjectEntry.objects.filter(project__in=made),
        lambda number: reverse("reports:enter_project", args=[made[number].pk]),
        lambda number: {"month": "3", "amount": "3", "reference": "台账"},
    )


def corrected_entry(case: Case) -> Form:
    by = make.staff("supervisor", case.office)
    wrong = [
        record(ProjectEntry(project=one, month=3, amount=Decimal(1), reference="x", entered_by=by), actor=by)
        for one in _projects(case)
    ]
    return Form(
        by,
        ProjectEntry.objects.filter(corrects__in=wrong),
        lambda number: reverse("reports:correct_entry", args=[wrong[number].pk]),
        lambda number: {"amount": "3", "reference": "台账", "reason": "x"},
    )


FORMS = [
    intake, visit, note, deadline, limitation_event, claim, pasted_claims, claimant, pasted_claimants, co_respondent, employer_link,
    mediation_round, held_round, agreement, undertaking, award_days, interest, offer, working, entitlements, receipt, mended_receipt, in_kind, statement, old_ledger, upload, paper, closing_reports, split, person, role, duty, firm,
    record_request, kept_filter, export, office, rate, imported_rates, holidays, code, replaced_rate, looked_up_rate, report_text,
    report_shape, project, handed_down, project_entry, corrected_entry,
]  # fmt: skip


ONE_FOR_EACH = (split, working, entitlements, pasted_claims, closing_reports, mended_receipt)
"""Forms that need another claimant, or another case, each time."""


def scene(people: int = 4) -> Case:
    """A group case in mediation, with a claim for each worker."""
    at_window = make.office()
    case = make.CaseFactory(
        office=at_window,
        state="mediation",
        mediation_started_on=clock.today(),
        number=f"沪工援〔2026〕{at_window.code}9001号",
        accepted_on=clock.today(),
    )
    for _ in range(people):
        make.ClaimFactory(claimant=make.ClaimantFactory(case=case))
    return Case.objects.get(pk=case.pk)
