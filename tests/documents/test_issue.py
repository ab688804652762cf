"""Issuing: what is on record comes out as a PDF, numbered by edition and never changed again."""

import datetime as dt
import hashlib
import html
import re
import sys
import threading
from decimal import Decimal

import pytest
import weasyprint
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from cases.actions.parties import save_worker
from cases.actions.steps import take_step
from cases.models import Case, Claimant, Proceeding
from cases.timeline import timeline_of
from cases.workflow import DeclineGround, TerminationGround
from core import clock
from core.audit import lock, record
from core.errors import Problem
from core.timeline import acts
from documents.actions import issue_paper, take_paper_step
from documents.catalogue import CATALOGUE
from documents.data.common import without_repeating
from documents.data.intake import aid_application, power_of_attorney
from documents.data.outcome import audit_record
from documents.models import Paper
from documents.render import html_for, template_version
from documents.storage import read_checked
from documents.subjects import with_all_it_prints
from documents.templatetags.paper_groups import acts as printed_acts
from law_tables.current import held
from tests.documents.scenes import (
    NAMES,
    accepted_case,
    agree,
    appoint,
    closed_case,
    declined_case,
    draft_case,
    reported_case,
    settled_case,
    visit,
    worked_out,
)
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    LawyerFactory,
    MediationRoundFactory,
    office,
    ready_case,
    staff,
)

NUMBER = "沪工援〔2026〕朱泾0001号"
ISSUE_DAY = dt.date(2026, 3, 20)


def issue(kind: str, case: Case, **kwargs) -> Paper:
    with clock.at(ISSUE_DAY):
        return issue_paper(kind, actor=kwargs.pop("actor", case.handler), case=case, **kwargs)


def first_claimant(case: Case) -> Claimant:
    return case.claimants.order_by("pk").first()


def text(paper: Paper) -> str:
    """What the paper says, without spaces."""
    body = read_checked(paper).decode().partition("<body")[2]
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", f"<body{body}")).split())


def missing_from(paper: Paper, *wanted: str) -> list[str]:
    printed = text(paper)
    return [part for part in wanted if part not in printed]


# --- each paper, from what is on record ---


@pytest.mark.django_db
def test_visit_record_prints_people_questions_and_answers():
    found = visit()
    with clock.at(ISSUE_DAY):
        paper = issue_paper("visit_record", actor=found.received_by, visit=found)

    assert (paper.subject, paper.edition, paper.state) == (f"visit {found.pk}", 1, "issued")
    assert (
        missing_from(
            paper,
            "来访登记表",
            "朱泾镇总工会",
            "2026年3月2日09:30",
            "周建国等2人",
            "沈玉芳",
            "公司搬迁，能否要求经济补偿？",
            "可以要求。",
            "（劳动监察）",
            "另有三人未登记。",
            "顾明",
        )
        == []
    )
    assert (paper.data["people_count"], paper.data["case_number"]) == (5, None)


@pytest.mark.django_db
def test_visit_record_names_the_post_on_the_roster_and_the_case_that_came_of_it():
    found = visit()
    case = draft_case_of(found)
    with clock.at(ISSUE_DAY), translation.override("en"):
        paper = issue_paper("visit_record", actor=found.received_by, visit=found)

    with translation.override("zh-hans"):
        assert paper.data["duty_post"] == found.office.duties.get().get_kind_display()
    assert paper.data["case_number"] == case.number


def draft_case_of(found) -> Case:
    with clock.at(dt.date(2026, 3, 2)):
        case = Case(office=found.office, visit=found, handler=found.received_by, number=NUMBER)
        return record(case, actor=found.received_by)


@pytest.mark.django_db
def test_visit_record_without_a_time_prints_the_day_alone():
    found = visit()
    found.visited_at = None
    record(found, actor=found.received_by)
    paper = issue_paper("visit_record", actor=found.received_by, visit=found)

    assert paper.data["visited_at"] == "2026-03-02"
    assert "00:00" not in text(paper)


@pytest.mark.django_db
def test_aid_application_prints_claims_sums_and_both_opinions():
    case = accepted_case()
    AttachmentFactory(case=case, kind="evidence", title="劳动合同复印件")
    AttachmentFactory(case=case, kind="evidence", title="作废的工资条", voided=True)
    AttachmentFactory(case=case, kind="proof", title="银行回单")
    paper = issue("aid_application", case, claimant=first_claimant(case))

    assert (
        missing_from(
            paper,
            "法律援助申请表",
            "沪工援申〔2026〕朱泾1号",
            NUMBER,
            "周建国",
            "农民工",
            "追索劳动报酬纠纷",
            "2025年12月1日至2026年2月28日",
            "21,890.80",
            "人民币贰万壹仟捌佰玖拾元捌角",
            "劳动合同法第三十条",
            "被申请人自2025年12月起拖欠工资。",
            "1.劳动合同复印件",
            "同意给予法律援助。",
        )
        == []
    )
    assert "作废的工资条" not in text(paper)
    review, approval = paper.data["review"], paper.data["approval"]
    assert (review["name"], review["date"]) == ("顾明", "2026-03-02")
    assert (approval["name"], approval["date"]) == ("沈国平", "2026-03-04")


@pytest.mark.django_db
def test_aid_application_of_a_draft_leaves_both_opinions_blank():
    with clock.at(dt.date(2026, 3, 2)):
        case = draft_case()
    paper = issue("aid_application", case, claimant=first_claimant(case))

    blank = {"text": None, "name": None, "date": None}
    assert (paper.data["review"], paper.data["approval"]) == (blank, blank)
    assert (paper.data["case_number"], paper.data["number"]) == (None, "沪工援申〔2026〕朱泾1号")


@pytest.mark.django_db
def test_aid_application_sent_back_has_no_opinion_of_the_first_round():
    with clock.at(dt.date(2026, 3, 2)):
        case = draft_case()
        case = take_step(case, "submit", actor=case.handler)
        reviewer = staff("reviewer", case.office, name="沈国平")
        due_on = dt.date(2026, 3, 9)
        case = take_step(case, "return_for_completion", actor=reviewer, reason="缺身份证", due_on=due_on)
    paper = issue("aid_application", case, claimant=first_claimant(case))

    assert (paper.data["review"]["name"], paper.data["approval"]["name"]) == (None, None)


@pytest.mark.django_db
def test_acceptance_notice_goes_to_one_claimant():
    case = accepted_case(people=2)
    second = case.claimants.order_by("pk").last()
    paper = issue("acceptance_notice", case, claimant=second)

    assert (
        missing_from(
            paper,
            "受理通知书",
            NUMBER,
            "沈玉芳：",
            "上海朱泾金属制品有限公司追索劳动报酬纠纷一案",
            "2026年3月2日",
            "2026年3月20日",
            "联系人：顾明，电话：021-57310001；地址：上海市金山区朱泾镇人民路121号。",
        )
        == []
    )
    assert "周建国" not in text(paper)


@pytest.mark.django_db
def test_refusal_notice_says_why_and_who_hears_the_objection():
    paper = issue("refusal_notice", declined_case("承揽合同不属于受理范围。"))

    assert (
        missing_from(
            paper,
            "不予法律援助决定书",
            "周建国：",
            "承揽合同不属于受理范围，依据《工会法律援助办法》和《中华人民共和国法律援助法》第四十三条、第六十八条的规定",
            "向金山区总工会提出",
        )
        == []
    )


@pytest.mark.django_db
def test_supplement_notice_lists_what_is_missing_and_until_when():
    with clock.at(dt.date(2026, 3, 2)):
        case = draft_case()
        case = take_step(case, "submit", actor=case.handler)
        reviewer = staff("reviewer", case.office)
        missing = "1. 身份证复印件；\n\n2、工资流水。"
        due_on = dt.date(2026, 3, 9)
        case = take_step(case, "return_for_completion", actor=reviewer, reason=missing, due_on=due_on)
    paper = issue("supplement_notice", case)

    assert paper.data["missing"] == ["身份证复印件", "工资流水"]
    wanted = ("补正通知书", "2026年3月2日", "2026年3月9日前", "或者作出说明：1.身份证复印件；2.工资流水。")
    assert missing_from(paper, *wanted) == []


@pytest.mark.django_db
def test_termination_notice_says_why_and_who_hears_the_objection():
    case = accepted_case()
    case = take_step(
        case, "terminate", actor=staff("reviewer", case.office), reason="另行委托。", ground="own_lawyer"
    )
    paper = issue("termination_notice", case)

    assert paper.data["reason"] == f"{case.get_end_ground_display()}：另行委托"
    assert missing_from(paper, "终止法律援助决定书", NUMBER, "第四十八条", "向金山区总工会提出") == []


@pytest.mark.parametrize(
    ("ground", "spoken", "said"),
    [
        ("受援人自行委托律师", "受援人自行委托律师。", ["受援人自行委托律师"]),
        ("受援人自行委托律师", "自行委托律师", ["受援人自行委托律师"]),
        ("受援人自行委托律师", "受援人已自行委托了律师代理", ["受援人已自行委托了律师代理"]),
        ("受援人自行委托律师", "2026年3月6日来电告知", ["受援人自行委托律师", "2026年3月6日来电告知"]),
        ("受援人自行委托律师", "", ["受援人自行委托律师"]),
        ("", "承揽合同", ["承揽合同"]),
        ("", "", []),
    ],
)
def test_ground_and_reason_are_not_said_twice(ground, spoken, said):
    assert without_repeating(ground, spoken) == said


@pytest.mark.django_db
def test_ground_typed_again_as_reason_is_printed_once():
    case = accepted_case()
    reviewer = staff("reviewer", case.office)
    ground = str(TerminationGround.OWN_LAWYER.label)
    case = take_step(case, "terminate", actor=reviewer, reason=f"{ground}。", ground="own_lawyer")
    assert text(issue("termination_notice", case)).count(ground) == 1


@pytest.mark.django_db
def test_opinion_of_a_refusal_says_its_ground_once():
    ground = str(DeclineGround.OUT_OF_SCOPE.label)
    case = declined_case(ground)
    data = aid_application(case, first_claimant(case), case.handler)
    assert (data["approval"]["text"], data["approval"]["name"]) == (f"不予法律援助。{ground}。", "沈国平")


@pytest.mark.django_db
def test_a_file_that_has_only_its_name_is_printed_with_what_it_is():
    case = accepted_case()
    named = {"kind": "evidence", "title": "IMG_2031.jpg", "file_name": "IMG_2031.jpg"}
    AttachmentFactory(case=case, content_type="image/jpeg", **named)
    AttachmentFactory(case=case, kind="evidence", title="工资条", file_name="a.pdf")
    application = issue("aid_application", case, claimant=first_claimant(case))
    assert application.data["materials"] == ["证据材料：IMG_2031.jpg，图片（JPEG）", "工资条"]
    paper = issue("arbitration_application", case)
    assert [row["form"] for row in paper.data["evidence"]] == ["图片（JPEG）", None]
    assert missing_from(paper, "IMG_2031.jpg，图片（JPEG）") == []


@pytest.mark.django_db
def test_each_worker_gives_power_to_the_lawyers_who_accepted():
    case = accepted_case(people=2)
    with clock.at(dt.date(2026, 3, 6)):
        lead = appoint(case)
        AssignmentFactory(case=case, lawyer=LawyerFactory(name="诸葛雨"), state="expired")
    _first, second = case.claimants.order_by("pk")
    paper = issue("power_of_attorney", case, claimant=second)

    assert [person["name"] for person in paper.data["workers"]] == ["沈玉芳"]
    assert paper.data["agents"] == [
        {
            "name": "方正平",
            "firm": lead.firm.name,
            "licence_number": "13101200010000001",
            "phone": "13800000001",
        }
    ]
    assert paper.data["aid_forms"] == [case.aid_form]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("granted", "state", "before", "given"),
    [
        ("mediation", "assigned", [], "参与协商、调解"),
        ("arbitration", "mediation", [], "代理劳动仲裁"),
        ("drafting", "mediation", [], "参与协商、调解"),
        ("mediation", "arbitration", [], "代理劳动仲裁"),
        ("mediation", "litigation", ["arbitration"], "代理诉讼"),
        ("mediation", "awarded", ["arbitration", "first_instance"], "代理诉讼"),
        ("mediation", "enforcement", [], "代理申请执行"),
        ("mediation", "closing", ["arbitration"], "代理劳动仲裁"),
    ],
)
def test_power_is_given_for_the_stage_the_case_has_reached(granted, state, before, given):
    case = accepted_case()
    appoint(case)
    case.__dict__["state"] = state
    case.aid_form = granted
    record(case, actor=None)
    for kind in before:
        filed = Proceeding(case=case, kind=kind, body="金山区仲裁委", filed_on=dt.date(2026, 3, 9))
        record(filed, actor=None)

    data = power_of_attorney(with_all_it_prints(case, None), first_claimant(case), case.handler)

    assert f"代理事项为：{given}。" in html_for("power_of_attorney", data)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["offered", "expired", "completed"])
def test_no_power_is_given_before_a_lawyer_accepts_or_after_the_release(state):
    case = accepted_case()
    AssignmentFactory(case=case, state=state)
    with pytest.raises(Problem):
        issue("power_of_attorney", case, claimant=first_claimant(case))


@pytest.mark.django_db
def test_with_more_than_two_lawyers_the_office_is_told_how_many_a_court_takes():
    case = accepted_case()
    for n, name in enumerate(("方正平", "诸葛雨", "沈律")):
        appoint(case, name, is_lead=n == 0)
        told = CATALOGUE["power_of_attorney"].heed(with_all_it_prints(case, None))
        assert len(told) == (1 if n == 2 else 0)


@pytest.mark.django_db
def test_appointment_notice_goes_to_the_firm_with_its_lawyers():
    case = accepted_case()
    with clock.at(dt.date(2026, 3, 6)):
        lead = appoint(case)
        second = LawyerFactory(name="诸葛雨", firm=lead.firm)
        AssignmentFactory(case=case, lawyer=second, state="accepted", answered_at=clock.now())
    AttachmentFactory(case=case, kind="evidence", title="工资条")
    issue("acceptance_notice", case, claimant=first_claimant(case))
    paper = issue("appointment_notice", case)

    assert (
        missing_from(
            paper,
            "指派通知书",
            f"{lead.firm.name}：",
            "受援人周建国",
            "主办人员方正平，执业证号13101200010000001",
            "协办人员诸葛雨",
            "2026年3月6日",
            "附件：1.受理通知书",
            "2.证据材料",
        )
        == []
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rounds", "signed_on", "said"),
    [
        (
            [("03-06T14:00", "甲室"), ("03-09T09:00", "甲室")],
            10,
            "于2026年3月6日、2026年3月9日在甲室主持调解",
        ),
        ([("03-06T09:00", "甲室"), ("03-06T14:00", "乙室")], 10, "于2026年3月6日在甲室、乙室主持调解"),
        ([("03-09T23:30", "甲室")], None, "于2026年3月9日在甲室主持调解"),
    ],
)
def test_mediation_agreement_says_on_which_days_it_was_mediated_and_when_it_was_signed(
    rounds, signed_on, said
):
    case = accepted_case()
    with clock.at(dt.date(2026, 3, 10)):
        agree(case, held=False, signed_on=dt.date(2026, 3, signed_on) if signed_on else None)
    for number, (moment, place) in enumerate(rounds, start=2):
        at = timezone.make_aware(dt.datetime.fromisoformat(f"2026-{moment}"), timezone.get_default_timezone())
        held = {"state": "held", "outcome": "agreed", "scheduled_at": at, "place": place, "number": number}
        MediationRoundFactory(case=case, **held)
    printed = text(issue("mediation_agreement", case))
    assert said in printed
    assert ("本协议书于2026年3月10日签订" in printed) == bool(signed_on)


@pytest.mark.django_db
def test_mediation_agreement_prints_sums_in_figures_and_capitals():
    paper = issue("mediation_agreement", settled_case())

    assert (
        missing_from(
            paper,
            "调解协议书",
            NUMBER,
            "甲方（职工）：周建国",
            "甲方委托代理人：方正平",
            "乙方（用人单位）：上海朱泾金属制品有限公司",
            "由顾明担任调解员，于2026年3月10日在朱泾镇总工会调解室主持调解",
            "合计18,000.50元（大写：人民币壹万捌仟元伍角）",
            "2026年3月31日前10,000.00",
            "2026年4月30日前8,000.50",
            "6228480030123456700",
            "乙方于2026年3月20日前出具离职证明。",
            "社保缴至2026年2月。",
            "双方对协议内容保密。",
            "逾期付款的，按日万分之五支付违约金。",
            "本协议书于2026年3月10日签订，自签订之日起生效。",
            "本协议书一式3份",
        )
        == []
    )
    assert paper.data["leaving_certificate"] == "乙方于2026年3月20日前出具离职证明。"
    assert paper.data["social_insurance"] == "社保缴至2026年2月。"
    assert paper.data["other_terms"] == ["双方对协议内容保密。"]


@pytest.mark.django_db
def test_one_term_on_leaving_and_insurance_leaves_no_blank_to_fill():
    case = accepted_case()
    agreement = agree(case)
    agreement.other_terms = "单位于十五日内出具解除劳动合同证明，并办妥社会保险转移手续。"
    record(agreement, actor=case.handler)
    paper = issue("mediation_agreement", case)

    section = html_for("mediation_agreement", paper.data).split("离职证明和社会保险")[1].split("违约责任")[0]
    assert ("并办妥社会保险转移手续" in section, 'class="blank"' in section) == (True, False)


@pytest.mark.django_db
def test_mediation_agreement_of_a_group_lists_everybody_in_its_annexes():
    paper = issue("mediation_agreement", settled_case(people=8))

    assert missing_from(paper, "周建国等8人", *NAMES) == []
    assert missing_from(paper, "144,004.00", "人民币壹拾肆万肆仟零肆元整", "175,126.40元") == []
    assert paper.data["total"] == "144004.00"
    assert len(paper.data["payments"]) == 16


@pytest.mark.django_db
def test_closing_report_counts_as_recovered_what_was_verified():
    paper = issue("closing_report", reported_case(people=2))

    assert (
        missing_from(
            paper,
            "结案报告表",
            NUMBER,
            "周建国、沈玉芳",
            "三次约谈后达成协议，款项全部到账。",
            "43,781.60元",
            "36,001.00元",
            "人民币叁万陆仟零壹元整",
            "26.5小时",
            "800.00元",
            "方正平",
        )
        == []
    )
    assert (paper.data["report"]["name"], paper.data["approval"]["name"]) == (None, None)


@pytest.mark.django_db
def test_closing_report_after_approval_names_who_asked_and_who_approved():
    paper = issue("closing_report", closed_case())

    report, approval = paper.data["report"], paper.data["approval"]
    assert (report["name"], report["date"]) == ("顾明", "2026-05-06")
    assert (approval["name"], approval["date"]) == ("杨慎", "2026-05-08")


@pytest.mark.django_db
def test_closing_report_shows_money_of_a_dropped_claim_so_that_its_lines_add_up():
    case = reported_case(people=2)
    dropped = case.claims.order_by("pk").last()
    dropped.is_active = False
    record(dropped, actor=case.handler)
    paper = issue("closing_report", case)

    received = sum(Decimal(line["received"]) for line in paper.data["claims"])
    claimed = sum(Decimal(line["claimed"] or 0) for line in paper.data["claims"])
    assert (f"{received}", f"{claimed}") == (
        paper.data["totals"]["received"],
        paper.data["totals"]["claimed"],
    )


@pytest.mark.django_db
def test_audit_record_tells_every_change_oldest_first():
    case = accepted_case()
    auditor = staff("auditor", case.office, name="杨慎")
    paper = issue("audit_record", case, actor=auditor)

    assert missing_from(paper, "案件审计记录", NUMBER, "周建国", "顾明", "沈国平", "打印人：杨慎") == []
    assert missing_from(paper, "本案记录尚未封存。") == []
    moments = [entry["at"] for entry in paper.data["entries"]]
    assert moments == sorted(moments)
    assert case.claimants.get().worker.id_number not in text(paper)


@pytest.mark.django_db
def test_audit_record_tells_each_act_once_whatever_followed_from_it():
    case = accepted_case()
    data = audit_record(with_all_it_prints(case, None), None, staff("auditor", case.office))
    told = [act["told"] for act in printed_acts(data["entries"])]
    assert len(told) == len(acts(timeline_of(case)))
    (accepted,) = [each for each in told if "受理案件" in each or "受理了案件" in each]
    things = next(act["things"] for act in printed_acts(data["entries"]) if act["told"] == accepted)
    assert len(things) > 1


@pytest.mark.django_db
def test_papers_are_in_chinese_whatever_the_language_of_the_page():
    case = accepted_case()
    chinese = issue("aid_application", case, claimant=first_claimant(case))
    with translation.override("en"):
        again = issue("aid_application", case, claimant=first_claimant(case))

    assert again.data == chinese.data | {"number": again.number}


# --- editions ---


@pytest.mark.django_db
def test_issued_again_is_the_next_version_and_the_first_stays():
    case = accepted_case()
    first = issue("acceptance_notice", case, claimant=first_claimant(case))
    before = read_checked(first)
    case.handler.name = "金晓岚"
    case.handler.save()
    second = issue("acceptance_notice", case, claimant=first_claimant(case))

    first = Paper.objects.get(pk=first.pk)
    assert (first.edition, second.edition) == (1, 2)
    assert (read_checked(first), first.data["handler"]) == (before, "顾明")
    assert missing_from(second, "联系人：金晓岚") == []


@pytest.mark.django_db
def test_versions_count_for_each_claimant_apart():
    case = accepted_case(people=2)
    editions = [
        issue("acceptance_notice", case, claimant=claimant).edition
        for claimant in [*case.claimants.all(), first_claimant(case)]
    ]
    assert editions == [1, 1, 2]


@pytest.mark.django_db
def test_paper_keeps_hash_size_template_version_and_data():
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))
    content = read_checked(paper)

    assert (paper.sha256, paper.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert paper.template_version == template_version("acceptance_notice")
    assert paper.data["workers"][0]["id_number"] == first_claimant(case).worker.id_number
    assert [(h.state, h.history_user) for h in paper.history.order_by("history_id")] == [
        ("draft", case.handler),
        ("issued", case.handler),
    ]


@pytest.mark.django_db
def test_data_stands_encrypted_in_the_database():
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM documents_paper WHERE id = %s", [paper.pk])
        stored = cursor.fetchone()[0]
    assert "周建国" not in stored
    assert first_claimant(case).worker.id_number not in stored


# --- what is issued cannot be changed ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE documents_paper SET sha256 = 'x' WHERE id = %s",
        "UPDATE documents_paper SET file = 'other.pdf' WHERE id = %s",
        "UPDATE documents_paper SET edition = 9 WHERE id = %s",
        "UPDATE documents_paper SET template_version = 'x' WHERE id = %s",
        "UPDATE documents_paper SET issued_at = NULL WHERE id = %s",
        "UPDATE documents_paper SET data = 'x' WHERE id = %s",
        "UPDATE documents_paper SET state = 'draft' WHERE id = %s",
        "DELETE FROM documents_paper WHERE id = %s",
    ],
)
def test_issued_paper_refuses_changes_in_sql(sql):
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))

    with (
        pytest.raises(DatabaseError, match="sealed row"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [paper.pk])
    assert Paper.objects.get(pk=paper.pk).sha256 == paper.sha256


@pytest.mark.django_db
def test_issued_paper_refuses_changes_through_the_record():
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))
    paper = lock(paper)
    paper.sha256 = "0" * 64

    with pytest.raises(DatabaseError, match="sealed row"), transaction.atomic():
        record(paper, actor=case.handler)


# --- refused ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    [
        "supplement_notice",
        "termination_notice",
        "refusal_notice",
        "appointment_notice",
        "mediation_agreement",
        "closing_report",
    ],
)
def test_paper_that_does_not_fit_the_state_is_refused(kind):
    case = accepted_case()
    with pytest.raises(Problem):
        issue(kind, case)
    assert Paper.objects.count() == 0


@pytest.mark.django_db
def test_agreement_whose_schedule_does_not_add_up_is_refused():
    case = accepted_case()
    with clock.at(dt.date(2026, 3, 10)):
        agreement = agree(case)
    part = agreement.instalments.first()
    part.amount -= Decimal("0.01")
    record(part, actor=case.handler)

    with pytest.raises(Problem):
        issue("mediation_agreement", case)


@pytest.mark.django_db
def test_claimant_of_another_case_is_refused():
    case, other = accepted_case(), ready_case(office("枫泾镇总工会"))
    with pytest.raises(Problem):
        issue("acceptance_notice", case, claimant=first_claimant(other))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        ("clerk", "acceptance_notice", True),
        ("reviewer", "acceptance_notice", True),
        ("supervisor", "acceptance_notice", False),
        ("auditor", "acceptance_notice", False),
        ("administrator", "acceptance_notice", False),
        ("supervisor", "audit_record", True),
        ("auditor", "audit_record", True),
        ("administrator", "audit_record", False),
    ],
)
def test_who_may_issue(role, kind, may):
    case = accepted_case()
    claimant = first_claimant(case) if kind == "acceptance_notice" else None
    user = staff(role, case.office)
    if may:
        assert issue(kind, case, actor=user, claimant=claimant).issued_by == user
    else:
        with pytest.raises(PermissionDenied):
            issue(kind, case, actor=user, claimant=claimant)


@pytest.mark.django_db
def test_only_the_lawyer_of_the_case_issues_its_papers():
    case = accepted_case()
    lead, stranger = appoint(case), LawyerFactory()

    assert issue("appointment_notice", case, actor=lead.lawyer.user).edition == 1
    with pytest.raises(PermissionDenied):
        issue("appointment_notice", case, actor=stranger.user)


# --- how it is done ---


@pytest.mark.pdf
@pytest.mark.django_db
def test_paper_is_rendered_outside_the_transaction_that_records_it(monkeypatch):
    case = accepted_case()
    outside = list(connection.savepoint_ids)
    while_rendering = []
    write_pdf = weasyprint.HTML.write_pdf

    def watched(self, *args, **kwargs):
        while_rendering.append(list(connection.savepoint_ids))
        return write_pdf(self, *args, **kwargs)

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", watched)
    issue("acceptance_notice", case, claimant=first_claimant(case))

    assert while_rendering == [outside]


@pytest.mark.django_db
def test_without_the_renderer_the_message_says_what_is_missing(monkeypatch):
    case = accepted_case()
    monkeypatch.delitem(sys.modules, "documents.render", raising=False)
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(Problem, match="Pango"):
        issue("acceptance_notice", case, claimant=first_claimant(case))
    assert Paper.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["mediation_agreement", "arbitration_application", "closing_report", "audit_record"]
)
def test_issuing_costs_the_same_queries_for_one_claimant_and_for_eight(kind):
    counts = []
    for people in (1, 8):
        with transaction.atomic():
            case = reported_case(people)
            for claim in case.claims.select_related("case__handler"):
                worked_out(claim)
            actor = staff("auditor" if kind == "audit_record" else "clerk", case.office)
            with CaptureQueriesContext(connection) as queries, held():
                issue(kind, case, actor=actor)
            counts.append(len(queries))
            transaction.set_rollback(True)

    assert counts[0] == counts[1]


@pytest.mark.pg
@pytest.mark.django_db(transaction=True)
def test_two_who_issue_the_same_paper_at_once_get_two_versions():
    case = accepted_case()
    claimant = first_claimant(case)
    barrier = threading.Barrier(2)
    editions = []

    def one():
        try:
            barrier.wait(10)
            editions.append(
                issue_paper("acceptance_notice", actor=case.handler, case=case, claimant=claimant).edition
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(editions) == [1, 2]


# --- the steps of a paper ---


@pytest.mark.django_db
def test_signed_paper_keeps_its_bytes_and_the_day():
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))
    with clock.at(dt.date(2026, 3, 25)):
        signed = take_paper_step(paper, "sign", actor=case.handler, signed_on=dt.date(2026, 3, 23))

    assert (signed.state, signed.signed_on, signed.sha256) == ("signed", dt.date(2026, 3, 23), paper.sha256)
    assert read_checked(signed) == read_checked(paper)


@pytest.mark.django_db
@pytest.mark.parametrize("day", [dt.date(2026, 3, 19), dt.date(2026, 3, 26), None])
def test_day_of_signing_lies_between_issue_and_today(day):
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))
    with clock.at(dt.date(2026, 3, 25)), pytest.raises(Problem) as refused:
        take_paper_step(paper, "sign", actor=case.handler, signed_on=day)
    assert list(refused.value.message_dict) == ["signed_on"]


@pytest.mark.django_db
def test_void_paper_stays_on_record_with_the_reason():
    case = accepted_case()
    paper = issue("acceptance_notice", case, claimant=first_claimant(case))
    with clock.at(dt.date(2026, 3, 21)):
        void = take_paper_step(paper, "void", actor=case.handler, reason="姓名有误")

    assert (void.state, void.voided_on) == ("void", dt.date(2026, 3, 21))
    assert void.history.order_by("history_id").last().history_change_reason == "姓名有误"
    assert read_checked(void) == read_checked(paper)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "country", "number", "printed"),
    [
        ("passport", "", "E12345678", "护照号码E12345678"),
        ("passport", "VNM", "C1234567", "越南护照号码C1234567"),
        ("permanent_residence", "", "910156198808080014", "外国人永久居留身份证号码910156198808080014"),
    ],
)
def test_papers_name_the_document_that_is_no_resident_card(kind, country, number, printed):
    case = accepted_case()
    worker = first_claimant(case).worker
    document = {"id_kind": kind, "id_country": country, "id_number": number}
    save_worker(worker, actor=case.handler, office=case.office, **document)
    claimant = first_claimant(case)
    for paper in (issue("aid_application", case, claimant=claimant), issue("arbitration_application", case)):
        assert missing_from(paper, printed) == []
