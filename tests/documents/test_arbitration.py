"""劳动仲裁申请书 and its annex 计算书: from what is on record to the PDF."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Claim, CoRespondent, Proceeding
from core import clock
from core.audit import record
from core.errors import Problem
from documents.actions import issue_paper
from documents.models import Paper
from documents.overview import Line, papers_of_case, shown_data
from documents.render import render
from documents.storage import read_checked
from law_tables.current import held
from tests.documents.scenes import (
    NAMES,
    accepted_case,
    appoint,
    closed_case,
    declined_case,
    draft_case,
    settled_case,
    worked_out,
)
from tests.documents.test_issue import missing_from, text
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    WorkerFactory,
    office,
    staff,
)

KIND = "arbitration_application"
DAY = dt.date(2026, 7, 10)
CAPPED = {
    "hired": "2010-01-01",
    "left": "2026-06-30",
    "cause": "expiry",
    "monthly_wage": "40000",
    "region": "shanghai",
    "as_of": "2028-01-01",
}
"""More than three times 12,577.00 yuan, and claimed after the year to apply has run out."""

HEAT = {"region": "shanghai", "start": "2012-01-01", "end": "2012-12-31"}
"""4 months of 200.00 yuan, a rate nobody has checked yet."""


def issue(case: Case, kind: str = KIND) -> Paper:
    with clock.at(DAY):
        return issue_paper(kind, actor=case.handler, case=case)


def one_claim(case: Case) -> Claim:
    return case.claims.select_related("case__handler", "claimant").get()


def line_of(case: Case, kind: str = KIND) -> Line | None:
    """What the page of the case offers of a kind."""
    found = Case.objects.for_page().get(pk=case.pk)
    return next((line for line in papers_of_case(found, case.handler) if f"/{kind}" in line.url), None)


# --- the application ---


@pytest.mark.django_db
def test_application_names_the_parties_and_asks_for_each_claim():
    case = accepted_case()
    claimant = case.claimants.get()
    claimant.job = "冲压工"
    record(claimant, actor=case.handler)
    appoint(case)
    AttachmentFactory(case=case, kind="evidence", title="劳动合同复印件")
    AttachmentFactory(case=case, kind="evidence", title="作废的工资条", voided=True)
    AttachmentFactory(case=case, kind="proof", title="银行回单")
    paper = issue(case)

    assert (
        missing_from(
            paper,
            "劳动仲裁申请书",
            "申请人：周建国，男，1985年6月15日出生，41周岁，职业冲压工，工作单位上海朱泾金属制品有限公司",
            f"身份证号码{claimant.worker.id_number}，住上海市金山区朱泾镇东林街10弄1号",
            "委托代理人：方正平，",
            "被申请人：上海朱泾金属制品有限公司，统一社会信用代码91350100M000100Y43",
            "法定代表人（主要负责人）：沈国梁，职务执行董事。",
            "仲裁请求",
            "1.裁决被申请人支付申请人2025年12月1日至2026年2月28日期间的工资21,890.80元。",
            "以上请求合计21,890.80元（大写：人民币贰万壹仟捌佰玖拾元捌角）。",
            "事实和理由",
            "被申请人自2025年12月起拖欠工资。",
            "综上，依照劳动合同法第三十条和《中华人民共和国劳动争议调解仲裁法》的规定",
            "证据和证据来源，证人姓名和住所",
            "1劳动合同复印件",
            "证人姓名住所联系电话证明事项",
            "此致",
            "上海市金山区劳动人事争议仲裁委员会",
            "申请人（签名、指印）：",
            "本申请书副本1份",
        )
        == []
    )
    assert [name for name in ("作废的工资条", "银行回单", "计算书", "附件") if name in text(paper)] == []
    assert (paper.subject, paper.data["workings"]) == (f"case {case.pk}", [])


@pytest.mark.django_db
def test_application_goes_to_the_commission_on_record():
    case = accepted_case()
    for body, day in (("常州市劳动人事争议仲裁委员会", 2), ("金山区劳动人事争议仲裁委员会", 3)):
        record(
            Proceeding(case=case, kind="arbitration", body=body, filed_on=dt.date(2026, 6, day)), actor=None
        )
    court = Proceeding(case=case, kind="first_instance", body="金山区人民法院", filed_on=dt.date(2026, 6, 4))
    record(court, actor=None)
    paper = issue(case)

    assert paper.data["commission"] == "金山区劳动人事争议仲裁委员会"
    assert missing_from(paper, "此致金山区劳动人事争议仲裁委员会") == []


@pytest.mark.django_db
def test_each_respondent_is_named_and_gets_a_copy():
    case = accepted_case()
    platform = EmployerFactory(name="上海某平台有限公司", legal_representative="钱一鸣")
    record(CoRespondent(case=case, employer=platform), actor=case.handler)
    left = EmployerFactory(name="已撤回的单位")
    record(CoRespondent(case=case, employer=left, is_active=False), actor=case.handler)
    paper = issue(case)

    assert (
        missing_from(
            paper,
            "被申请人一：上海朱泾金属制品有限公司",
            "被申请人二：上海某平台有限公司",
            "钱一鸣",
            "各被申请人的责任承担：",
            "本申请书副本2份",
        )
        == []
    )
    assert "已撤回的单位" not in text(paper)


@pytest.mark.django_db
def test_only_a_lawyer_who_acts_is_named_as_agent():
    case = accepted_case()
    appoint(case)
    AssignmentFactory(case=case, lawyer=LawyerFactory(name="诸葛雨"), state="offered")

    assert [agent["name"] for agent in issue(case).data["agents"]] == ["方正平"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("wages", "支付申请人2025年12月1日至2026年2月28日期间的工资"),
        ("double_wage", "支付申请人2025年12月1日至2026年2月28日期间的未订立书面劳动合同的二倍工资差额"),
        ("severance", "支付申请人解除或者终止劳动合同的经济补偿（工作年限：2025年12月1日至2026年2月28日）"),
        ("notice_pay", "支付申请人未提前三十日通知解除劳动合同的代通知金"),
        ("social_insurance", "赔偿申请人2025年12月1日至2026年2月28日期间的未缴纳社会保险费造成的待遇损失"),
    ],
)
def test_each_kind_of_claim_is_asked_for_in_its_own_words(kind, asked):
    case = accepted_case()
    claim = one_claim(case)
    claim.kind = kind
    record(claim, actor=case.handler)

    assert issue(case).data["requests"] == [{"request": asked, "amount": "21890.80"}]


@pytest.mark.django_db
def test_period_with_one_end_and_without_any():
    case = accepted_case()
    claim = one_claim(case)
    claim.period_to = None
    record(claim, actor=case.handler)
    ClaimFactory(claimant=claim.claimant, kind="overtime", claimed=Decimal("100.00"))

    assert [wanted["request"] for wanted in issue(case).data["requests"]] == [
        "支付申请人2025年12月1日起的工资",
        "支付申请人加班工资",
    ]


@pytest.mark.django_db
def test_application_of_two_sums_up_each_kind_and_lists_who_asks_for_what():
    case = accepted_case(people=2)
    paper = issue(case)

    assert (
        missing_from(
            paper,
            "申请人：周建国，",
            "申请人：沈玉芳，",
            "支付2名申请人2025年12月1日至2026年2月28日期间的工资共计43,781.60元。",
            "1周建国欠薪2025年12月1日至2026年2月28日21,890.80",
            "2沈玉芳欠薪",
            "合计人民币肆万叁仟柒佰捌拾壹元陆角43,781.60",
        )
        == []
    )
    assert "附件" not in text(paper)


@pytest.mark.django_db
def test_application_of_eight_lists_everybody_in_its_annexes():
    case = accepted_case(people=8)
    last = case.claimants.order_by("pk").last()
    last.is_representative = True
    record(last, actor=case.handler)
    for claim in case.claims.select_related("case__handler"):
        worked_out(claim)
    paper = issue(case)
    printed = text(paper)

    assert (
        missing_from(
            paper,
            "申请人：陈阿妹等8人，基本情况及签名见附件1。",
            "共计1,361,600.00元",
            "人民币壹佰叁拾陆万壹仟陆佰元整",
            "各人请求见附件2，金额的计算见附件3。",
            "附件1申请人名单及签名",
            "附件2请求明细",
            "附件3请求金额计算书",
            "1.经济补偿（N）",
            f"陈阿妹、{'、'.join(NAMES[:7])}（8人，每人）",
        )
        == []
    )
    assert (printed.count("18.5个月×9,200.00170,200.00"), paper.data["representatives"]) == (1, [])


@pytest.mark.django_db
def test_from_ten_workers_on_representatives_are_named():
    case = accepted_case()
    claim = one_claim(case)
    for number in range(9):
        claimant = type(claim.claimant)(
            case=case, worker=WorkerFactory(), is_representative=number == 8, consent_on=DAY
        )
        ClaimFactory(claimant=record(claimant, actor=case.handler))
    named = case.claimants.get(is_representative=True).worker.name
    paper = issue(case)

    assert missing_from(paper, f"申请人：{named}等10人", f"申请人推举的代表人：{named}。") == []


# --- the annex ---


@pytest.mark.django_db
def test_annex_shows_facts_formula_article_and_sum():
    case = accepted_case()
    worked_out(one_claim(case))
    paper = issue(case)

    assert (
        missing_from(
            paper,
            "支付申请人解除或者终止劳动合同的经济补偿",
            "金额的计算见附件。",
            "附件请求金额计算书",
            "1.周建国：经济补偿（N）",
            "9,200.00元",
            "2008年3月15日至2026年6月30日",
            "18.5个月×9,200.00170,200.00《劳动合同法》第47条",
            "合计170,200.00",
        )
        == []
    )
    assert (paper.data["workings"][0]["claimed"], paper.data["workings"][0]["reason"]) == (None, None)


@pytest.mark.django_db
def test_annex_comes_from_what_was_frozen_and_is_never_reckoned_anew():
    case = accepted_case()
    claim = worked_out(one_claim(case))
    frozen = claim.working.frozen
    frozen["lines"][0]["label"]["zh"] = "当日冻结的经济补偿"
    claim.working = record(
        type(claim.working)(
            case=case,
            claim=claim,
            calculator="severance",
            frozen=frozen,
            total=claim.claimed,
            worked_out_by=case.handler,
        ),
        actor=case.handler,
    )
    record(claim, actor=case.handler)

    assert missing_from(issue(case), "当日冻结的经济补偿") == []


@pytest.mark.django_db
def test_annex_tells_the_cap_but_neither_limitation_nor_what_it_was_counted_by():
    case = accepted_case()
    claim = worked_out(one_claim(case), **CAPPED)
    paper = issue(case)

    codes = [note["code"] for note in claim.working.frozen["notes"]]
    assert {"cap_applied", "limitation_run_out"} <= set(codes)
    assert missing_from(paper, "注：", "12个月×37,731.00452,772.00", "《劳动合同法》第47条第2款") == []
    assert [word for word in ("时效", "仲裁的期限", "2028年1月1日") if word in text(paper)] == []
    assert len(paper.data["workings"][0]["notes"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raised", "code", "told"), [("yes", "below_minimum_wage", 1), ("no", "base_below_minimum", 0)]
)
def test_annex_tells_a_base_raised_to_the_minimum_wage_but_no_advice_to_raise_it(raised, code, told):
    case = accepted_case()
    facts = {"monthly_wage": "2000", "weekday_hours": "20", "region": "shanghai", "raise_to_minimum": raised}
    claim = worked_out(one_claim(case), "overtime", **facts)

    assert code in [note["code"] for note in claim.working.frozen["notes"]]
    assert len(issue(case).data["workings"][0]["notes"]) == told


@pytest.mark.django_db
def test_another_sum_than_worked_out_stands_with_both_and_the_reason():
    case = accepted_case()
    claim = worked_out(one_claim(case))
    claim.claimed, claim.override_reason = Decimal("160000.00"), "申请人自愿放弃零头"
    record(claim, actor=case.handler)
    paper = issue(case)

    assert (
        missing_from(
            paper,
            "计算金额170,200.00",
            "请求金额（申请人自愿放弃零头）160,000.00",
            "以上请求合计160,000.00元",
        )
        == []
    )
    assert "合计170,200.00" not in text(paper)


@pytest.mark.django_db
def test_claim_without_a_working_is_not_in_the_annex():
    case = accepted_case()
    claim = worked_out(one_claim(case))
    ClaimFactory(claimant=claim.claimant, kind="overtime", claimed=Decimal("2580.00"))
    paper = issue(case)

    assert [working["kind"] for working in paper.data["workings"]] == ["经济补偿（N）"]
    assert missing_from(paper, "2.裁决被申请人支付申请人加班工资2,580.00元。") == []


@pytest.mark.django_db
def test_figure_from_memory_is_marked_for_the_office_and_not_for_the_other_side():
    case = accepted_case()
    worked_out(one_claim(case), "heat_allowance", **HEAT)
    line = line_of(case)
    paper = issue(case)

    confidence = [found["confidence"] for found in paper.data["workings"][0]["lines"]]
    assert (confidence.count("memory"), len(line.heed), len(line.missing)) == (1, 1, 0)
    assert "1" in line.heed[0]
    assert "未核对原文" not in text(paper)
    assert "未核对原文，须核实" in [value for _, value in shown_data(paper.data)]


@pytest.mark.django_db
def test_settlement_carries_the_same_annex():
    case = settled_case()
    worked_out(one_claim(case))
    paper = issue(case, "mediation_agreement")

    assert (
        missing_from(
            paper,
            "各项请求金额的计算见附件。",
            "附件请求金额计算书",
            "给付金额以本协议书“三、给付内容”为准。",
            "18.5个月×9,200.00170,200.00《劳动合同法》第47条",
        )
        == []
    )
    assert paper.data["workings"] == issue(case).data["workings"]


@pytest.mark.django_db
def test_settlement_without_a_working_has_no_annex():
    paper = issue(settled_case(), "mediation_agreement")

    assert (paper.data["workings"], "附件" in text(paper)) == ([], False)


@pytest.mark.django_db
def test_settlement_issued_before_stays_as_it_is_and_is_made_again_from_its_data():
    paper = issue(settled_case(), "mediation_agreement")
    data = {name: value for name, value in paper.data.items() if name != "workings"}

    assert render("mediation_agreement", data) == read_checked(paper)


@pytest.mark.django_db
def test_same_data_gives_the_same_bytes():
    case = accepted_case()
    worked_out(one_claim(case))
    first = issue(case)

    assert (issue(case).sha256, render(KIND, first.data)) == (first.sha256, read_checked(first))


@pytest.mark.django_db
def test_looking_for_figures_from_memory_costs_one_query_whatever_the_number_of_claims():
    case = accepted_case(people=8)

    def cost() -> int:
        found = Case.objects.for_page().get(pk=case.pk)
        case.handler.current_memberships  # noqa: B018
        with CaptureQueriesContext(connection) as queries, held():
            papers_of_case(found, case.handler)
        return len(queries)

    cost()
    bare, counts = cost(), []
    for claim in case.claims.select_related("case__handler"):
        worked_out(claim)
        counts.append(cost())
    assert set(counts) == {bare + 1}


# --- who may ---


@pytest.mark.django_db
def test_lawyer_of_the_case_issues_it_and_nobody_elses():
    case = accepted_case()
    lead = appoint(case)

    assert issue_paper(KIND, actor=lead.lawyer.user, case=case).issued_by == lead.lawyer.user
    with pytest.raises(PermissionDenied):
        issue_paper(KIND, actor=LawyerFactory().user, case=case)


@pytest.mark.django_db
def test_page_issues_it_and_shows_it_among_the_papers(client):
    case = accepted_case()
    client.force_login(case.handler)
    response = client.post(reverse("documents:issue", args=[case.pk, KIND]), {"with_blanks": "on"})
    paper = Paper.objects.get()

    assert (response.status_code, paper.kind, paper.edition) == (302, KIND, 1)
    papers = client.get(reverse("cases:section", args=[case.pk, "papers"]), headers={"HX-Request": "true"})
    assert reverse("documents:paper", args=[paper.pk]) in papers.content.decode()
    assert paper.download_name.endswith("_沪工援〔2026〕朱泾0001号_第1版.pdf")


@pytest.mark.django_db
def test_page_refuses_who_only_reads_and_hides_the_case_from_outsiders(client):
    case = accepted_case()
    url = reverse("documents:issue", args=[case.pk, KIND])
    statuses = []
    for user in (
        staff("auditor", case.office),
        staff("supervisor", case.office),
        staff("clerk", office("枫泾镇总工会")),
        LawyerFactory().user,
    ):
        client.force_login(user)
        statuses.append(client.post(url).status_code)
    assert (statuses, Paper.objects.count()) == ([403, 403, 404, 404], 0)


@pytest.mark.django_db
def test_about_page_names_every_field_and_masks_personal_numbers(client):
    case = accepted_case()
    worked_out(one_claim(case), "heat_allowance", **HEAT)
    paper = issue(case)
    client.force_login(case.handler)
    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()
    worker = case.claimants.get().worker

    assert "未核对原文，须核实" in page
    assert [number for number in (worker.id_number, worker.phone) if number in page] == []


# --- when it is offered ---


@pytest.mark.django_db
@pytest.mark.parametrize("scene", [accepted_case, settled_case])
def test_offered_from_acceptance_until_the_end(scene):
    assert line_of(scene()).missing == []


@pytest.mark.django_db
@pytest.mark.parametrize("scene", [draft_case, declined_case, closed_case])
def test_not_offered_before_acceptance_nor_after_the_end(scene):
    case = scene()

    assert line_of(case) is None
    with pytest.raises(Problem):
        issue(case)


@pytest.mark.django_db
@pytest.mark.parametrize("lacking", ["employer", "claim", "facts"])
def test_lacks_respondent_claims_or_facts(lacking):
    case = accepted_case()
    if lacking == "claim":
        claim = one_claim(case)
        claim.is_active = False
        record(claim, actor=case.handler)
    else:
        setattr(case, lacking, None if lacking == "employer" else " ")
        record(case, actor=case.handler)

    assert len(line_of(case).missing) == 1
    with pytest.raises(Problem):
        issue(case)
    assert Paper.objects.count() == 0
