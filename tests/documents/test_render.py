"""Papers: what is printed, how it is laid out, and what the renderer refuses."""

import hashlib
import io
import logging
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents import forms_data
from documents.checks import check_fonts
from documents.fonts import has_chinese_font
from documents.render import RenderError, StaticFetcher, html_for, pdf, render, static_file, template_version
from documents.templatetags.paper import BLANK, capitals, date_zh, moment_zh, money, names, yes_no
from tests.documents.samples import (
    AUDIT_RECORD,
    GROUP,
    GROUP_SAMPLES,
    NAMES,
    REFUSAL_NOTICE,
    SAMPLES,
    VISIT_RECORD,
    agreement,
    application,
    heat_working,
    severance_working,
    worker,
)

pytestmark = pytest.mark.pdf

ROOT = Path(__file__).parents[2]

TITLES = {
    "visit_record": "来访登记表",
    "aid_application": "法律援助申请表",
    "acceptance_notice": "受理通知书",
    "refusal_notice": "不予法律援助决定书",
    "supplement_notice": "补正通知书",
    "termination_notice": "终止法律援助决定书",
    "appointment_notice": "指派通知书",
    "power_of_attorney": "授权委托书",
    "mediation_agreement": "调解协议书",
    "arbitration_application": "劳动仲裁申请书",
    "closing_report": "结案报告表",
    "audit_record": "案件审计记录",
    "payment_order_application": "支付令申请书",
    "confirmation_application": "司法确认申请书",
    "review_application": "仲裁审查申请书",
    "enforcement_application": "强制执行申请书",
}


@cache
def sample(name: str) -> bytes:
    return render(name, SAMPLES[name])


def pages(paper: bytes) -> list[str]:
    """The text of each page, without the line breaks and spaces the layout put in."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages]


def text(paper: bytes) -> str:
    return "".join(pages(paper))


@pytest.fixture
def blank_page():
    """Bare paragraphs in the layout of a paper, to measure lines and pages."""
    css = static_file("css/paper.css").read_text(encoding="utf-8")
    return lambda body: pdf(f'<html lang="zh-CN"><style>{css}</style><body>{body}</body></html>')


# --- every paper ---


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_is_tagged_archivable_and_in_chinese(name):
    reader = PdfReader(io.BytesIO(sample(name)))

    assert reader.metadata.title == f"{TITLES[name]} 沪工援〔2026〕金山0001号"
    assert reader.metadata.author == "朱泾镇总工会职工法律援助窗口"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    xmp = reader.xmp_metadata.stream.get_data().decode()
    assert ('pdfaid:part="3"' in xmp, 'pdfaid:conformance="A"' in xmp) == (True, True)


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_embeds_every_font_as_a_subset(name):
    reader = PdfReader(io.BytesIO(sample(name)))

    fonts = [
        font["/DescendantFonts"][0] for page in reader.pages for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert [font["/BaseFont"] for font in fonts if "/FontFile3" not in font["/FontDescriptor"]] == []
    assert {"Noto" in font["/BaseFont"] for font in fonts} == {True}


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_with_nothing_known_prints_blanks(name):
    empty = dict.fromkeys(SAMPLES[name]) | {"office": {"name": "金山区总工会"}, "decision": "refused"}

    printed = text(render(name, empty))

    assert TITLES[name] in printed
    assert "None" not in printed


def test_unknown_values_in_a_sentence_are_lines_to_write_on():
    html = html_for("mediation_agreement", {"office": {"name": "金山区总工会"}})

    assert f"乙方（用人单位）：{BLANK}，统一社会信用代码{BLANK}，住所{BLANK}，电话{BLANK}。" in html


@pytest.mark.long
def test_paper_is_the_same_to_the_byte_in_another_process():
    script = (
        "import django, hashlib; django.setup();"
        "from documents.render import render; from tests.documents.samples import VISIT_RECORD;"
        "print(hashlib.sha256(render('visit_record', VISIT_RECORD)).hexdigest())"
    )

    other = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert other.stdout.strip() == hashlib.sha256(sample("visit_record")).hexdigest()


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.long
def test_paper_made_again_is_the_same_to_the_byte_and_without_warnings(name, caplog):
    caplog.set_level(logging.WARNING)

    assert (render(name, SAMPLES[name]) == sample(name), caplog.messages) == (True, [])


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_has_exactly_the_documented_fields(name):
    shape = getattr(forms_data, "".join(part.title() for part in name.split("_")) + "Data")

    assert set(SAMPLES[name]) == set(shape.__annotations__)


# --- what is printed ---


def test_agreement_names_parties_sums_and_instalments():
    printed = text(sample("mediation_agreement"))

    for part in (
        "甲方（职工）：陆建华，男，1970年3月1日出生",
        "乙方（用人单位）：上海朱泾金属制品有限公司，统一社会信用代码91350100M000100Y43",
        "合计30,000.00元（大写：人民币叁万元整）",
        "2026年1月20日前",
        "三十日内，共同向有管辖权的人民法院申请司法确认",
        "十五日内，共同向有管辖权的劳动人事争议仲裁委员会提出仲裁审查申请",
        "申请支付令",
    ):
        assert part in printed


def test_agreement_of_eight_lists_everyone_in_annexes():
    printed = text(render("mediation_agreement", agreement(GROUP)))

    assert "甲方（职工）：陆建华等8人，身份信息及签名见附件1。" in printed
    assert "合计242,800.00元（大写：人民币贰拾肆万贰仟捌佰元整）" in printed
    annex = printed.split("甲方名单及签名")[1]
    assert [annex.count(person["name"]) for person in GROUP] == [6] * 8


def test_long_list_of_claimants_loses_no_one_and_repeats_the_header():
    data = agreement([worker(f"职工{place:03d}", place % 9) for place in range(30)])

    found = pages(render("mediation_agreement", data))

    assert sum(page.count("职工029") for page in found) == 6
    listed = [page for page in found if "职工" in page and "1390000" in page]
    assert len(listed) == 3
    assert {page.count("序号姓名性别身份证号码联系电话住址签名、指印") for page in listed} == {1}


def test_parts_of_an_application_are_numbered():
    printed = text(sample("arbitration_application"))
    parts = ["一、仲裁请求", "二、事实和理由", "三、证据和证据来源，证人姓名和住所"]
    assert [part for part in parts if part not in printed] == []


def test_workings_that_are_alike_are_printed_once_for_all_they_hold_for():
    found = pages(render("arbitration_application", application(GROUP)))
    annex = text(render("arbitration_application", application(GROUP))).split("请求金额计算书")[1]

    assert len(found) == 6
    assert annex.count("、".join(NAMES) + "（8人，每人）") == 2
    assert (annex.count("18.5个月×9,200.00170,200.00"), annex.count("年高温津贴")) == (1, 3)


def test_workings_that_differ_stand_by_themselves_under_the_facts_of_all():
    hired = {name: f"20{place:02d}年3月15日" for place, name in enumerate(NAMES)}
    workings = [severance_working(name) for name in NAMES]
    for working in workings:
        given = working["inputs"][0] | {"value": hired[working["worker"]]}
        working["inputs"] = [given, *working["inputs"][1:]]
    found = pages(render("arbitration_application", application(GROUP) | {"workings": workings}))
    annex = next(number for number, page in enumerate(found) if "请求金额计算书" in page)
    printed = "".join(found[annex:])

    assert [name for name, day in hired.items() if f"{name}：入职日期{day}" not in printed] == []
    assert (printed.count("月平均工资"), printed.count("18.5个月×9,200.00170,200.00")) == (1, 8)
    assert {page.count("项目起止数量×标准=金额（元）依据") for page in found[annex:]} == {1}


def test_basis_is_named_again_where_it_differs():
    lines = heat_working()["lines"]
    lines[2] = lines[2] | {"basis": "另一依据"}
    data = application([worker()]) | {"workings": [heat_working() | {"lines": lines}]}
    annex = text(render("arbitration_application", data)).split("请求金额计算书")[1]
    assert (annex.count("《防暑降温措施管理办法》"), annex.count("同上"), annex.count("另一依据")) == (
        1,
        1,
        1,
    )


def test_instalments_of_a_group_stand_beside_the_accounts():
    data = agreement(GROUP)
    data["payments"] = [
        {"worker": name, "due_date": day, "amount": f"{amount}.00", "method": "银行转账"}
        for name in NAMES
        for day, amount in (("2026-01-20", 10000), ("2026-02-10", 20000))
    ]
    printed = text(render("mediation_agreement", data))
    annex = printed.split("付款计划和收款账户")[1]

    assert "2026年1月20日前（元）2026年2月10日前（元）" in annex
    assert annex.count("10,000.0020,000.00") == 8
    assert [annex.count(account["account_number"]) for account in data["accounts"]] == [1] * 8


def test_many_instalments_of_a_group_are_listed_one_below_the_other():
    data = agreement(GROUP)
    data["payments"] = [
        {"worker": NAMES[0], "due_date": f"2026-0{month}-20", "amount": "100.00", "method": "银行转账"}
        for month in range(1, 5)
    ]
    assert "2026年4月20日前100.00银行转账" in text(render("mediation_agreement", data))


@pytest.mark.parametrize("lawyers", [1, 2, 3])
def test_appointment_stands_on_one_page_with_its_seal(lawyers):
    one = SAMPLES["appointment_notice"]["lawyers"][0]
    data = SAMPLES["appointment_notice"] | {"lawyers": [one] * lawyers}
    found = pages(render("appointment_notice", data))
    assert (len(found), "（盖章）" in found[0]) == (1, True)


@pytest.mark.parametrize("lawyers", [4, 12])
def test_more_lawyers_than_fit_are_listed_in_an_annex(lawyers):
    one = SAMPLES["appointment_notice"]["lawyers"][0]
    several = [one] + [one | {"name": f"律师{n}", "is_lead": False} for n in range(1, lawyers)]
    letter, annex = pages(render("appointment_notice", SAMPLES["appointment_notice"] | {"lawyers": several}))
    assert ("（盖章）" in letter, "律师1" in letter, "附件：1.承办人员名单2.法律援助申请表" in letter) == (
        True,
        False,
        True,
    )
    assert [annex.count(person["name"]) >= 1 for person in several] == [True] * lawyers


@pytest.mark.parametrize("lawyers", [1, 2, 3])
def test_power_of_attorney_stands_on_one_page_with_its_signature(lawyers):
    one = SAMPLES["power_of_attorney"]["agents"][0]
    data = SAMPLES["power_of_attorney"] | {"agents": [one] * lawyers}
    found = pages(render("power_of_attorney", data))
    assert (len(found), "委托人（签名、指印）" in found[0]) == (1, True)


def test_power_of_attorney_names_what_needs_a_special_power_and_ticks_nothing():
    printed = text(sample("power_of_attorney"))
    for power in ("承认、放弃、变更请求", "进行和解、调解", "提起反诉或者上诉", "签收法律文书", "领取款项"):
        assert f"代为{power}" in printed
    assert printed.count("√") == 1


@pytest.mark.parametrize(
    ("missing", "printed"),
    [
        (["居民身份证复印件"], "或者作出说明：居民身份证复印件。补充材料"),
        (["身份证", "工资流水"], "或者作出说明：1.身份证；2.工资流水。补充材料"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence_or_a_list(missing, printed):
    assert printed in text(render("supplement_notice", SAMPLES["supplement_notice"] | {"missing": missing}))


def test_long_working_breaks_over_pages_and_keeps_its_sum_with_its_last_line():
    working = heat_working()
    data = application([worker()]) | {"workings": [working | {"lines": working["lines"] * 20}]}

    annex = [page for page in pages(render("arbitration_application", data)) if "项目起止" in page]
    assert (len(annex) > 2, sum(page.count("年高温津贴") for page in annex)) == (True, 60)
    assert "年高温津贴" in annex[-1]
    assert "计算金额3,200.00请求金额（2018年6月已发200元）3,000.00" in annex[-1]


def test_signature_of_an_application_is_never_alone_on_a_page():
    for lines in range(2, 23, 4):
        data = application([worker()]) | {"facts": "\n".join(["被申请人拖欠工资。"] * lines)}
        found = pages(render("arbitration_application", data))
        assert "证人姓名" in next(page for page in found if "申请人（签名、指印）" in page)


def test_application_ticks_the_chosen_boxes_only():
    printed = text(sample("aid_application"))

    assert "√申请支付劳动报酬或者请求工伤事故人身损害赔偿的进城务工人员" in printed
    assert "√参与协商、调解√代理劳动仲裁代理诉讼" in printed
    assert "√社会救助" not in printed


def test_refusal_tells_how_to_object():
    printed = text(sample("refusal_notice"))

    assert "《中华人民共和国法律援助法》第四十九条的规定，向金山区总工会提出" in printed
    assert "自收到异议之日起五日内进行审查" in printed


def test_refusal_to_accept_is_called_so():
    printed = text(render("refusal_notice", REFUSAL_NOTICE | {"decision": "not_accepted"}))

    assert "不予受理通知书" in printed
    assert "本机构决定不予受理" in printed


@pytest.mark.parametrize(("workers", "address"), [(1, "你于2026年1月5日"), (8, "你们于2026年1月5日")])
def test_acceptance_speaks_to_one_or_to_many(workers, address):
    printed = text(render("acceptance_notice", SAMPLES["acceptance_notice"] | {"workers": GROUP[:workers]}))

    assert address in printed


def test_closing_report_prints_the_four_sums():
    printed = text(sample("closing_report"))

    assert "请求金额409,604.00元协议裁决金额242,800.00元" in printed
    assert "到账金额242,800.00元挽回经济损失242,800.00元" in printed
    assert "人民币贰拾肆万贰仟捌佰元整" in printed


def test_audit_record_keeps_every_entry_and_says_of_each_act_once_who_did_it():
    act: dict[str, str | None] = {
        "at": "2026-03-01T10:00:00",
        "told": "顾明更改案件的案由、备注",
        "actor": "顾明",
        "role": None,
        "reason": "改正",
    }
    changes = [
        {"subject": "案件", "field": "案由", "before": "其他", "after": "追索劳动报酬纠纷"},
        {"subject": "案件", "field": "备注", "before": "待定", "after": None},
        {"subject": "申请人 李四", "field": None, "before": None, "after": "月工资：6,500.00"},
        {"subject": "申请人 李四", "field": None, "before": None, "after": "月工资：7,000.00"},
    ]
    data = AUDIT_RECORD | {
        "entries": [*AUDIT_RECORD["entries"] * 3, *({**act, **change} for change in changes)]
    }

    found = pages(render("audit_record", data))
    printed = "".join(found)

    assert ("共76条" in found[0], len(found)) == (True, 6)
    assert printed.count("方正平申请结案（公益律师）") == 24
    assert printed.count("顾明更改案件的案由、备注原因：改正") == 1
    assert (
        "案件案由：其他→追索劳动报酬纠纷；备注：待定→（空）申请人李四月工资：6,500.00申请人李四月工资：7,000.00"
        in printed
    )


def test_audit_record_prints_the_seals_and_carries_the_proof():
    paper = render("audit_record", AUDIT_RECORD)

    assert "封存根值" in text(paper)
    assert AUDIT_RECORD["seals"][2]["root"] in text(paper)
    assert "另有3条数据行尚未封存" in text(paper)
    assert PdfReader(io.BytesIO(paper)).attachments["proof.json"] == [AUDIT_RECORD["proof"].encode()]
    assert render("audit_record", AUDIT_RECORD) == paper


def test_markup_typed_by_a_user_is_printed_as_typed():
    question = {
        "kind": "咨询",
        "question": "<b>欠薪</b> & <img src=http://example.com/x.png>",
        "answer": "{{ 1 }}",
    }

    printed = text(render("visit_record", VISIT_RECORD | {"questions": [question]}))

    assert "<b>欠薪</b>&<imgsrc=http://example.com/x.png>" in printed
    assert "{{1}}" in printed


def test_control_characters_are_dropped():
    printed = text(render("visit_record", VISIT_RECORD | {"outcome": "立\x00案\x0b了\ud800"}))

    assert "立案了" in printed


def test_long_word_wraps_inside_its_cell():
    data = VISIT_RECORD | {"employer": VISIT_RECORD["employer"] | {"name": "W" * 300}}

    reader = PdfReader(io.BytesIO(render("visit_record", data)))

    edge = float(reader.pages[0].mediabox.width) - 26 * 72 / 25.4
    rightmost = []
    reader.pages[0].extract_text(
        visitor_text=lambda piece, cm, tm, font, size: rightmost.append((tm[4] + cm[4], piece))
    )
    assert max(x for x, piece in rightmost if "W" in piece) < edge
    assert sum(piece.count("W") for _, piece in rightmost) == 300


def test_text_longer_than_a_page_is_not_cut():
    question = {"kind": "咨询", "question": "被申请人拖欠工资。" * 500, "answer": None}

    printed = text(render("visit_record", VISIT_RECORD | {"questions": [question]}))

    assert printed.count("拖欠工资") == 500


# --- layout after GB/T 9704 ---


def test_page_is_a4_and_holds_22_lines_of_28_characters(blank_page):
    full = blank_page(f'<p class="flush">{"工" * 28 * 22}</p>')
    over = blank_page(f'<p class="flush">{"工" * (28 * 22 + 1)}</p>')

    reader = PdfReader(io.BytesIO(full))
    assert [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert reader.pages[0].extract_text().splitlines()[:22] == ["工" * 28] * 22
    assert [len(PdfReader(io.BytesIO(paper)).pages) for paper in (full, over)] == [1, 2]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(blank_page):
    reader = PdfReader(io.BytesIO(blank_page("<p>工</p>" * 50)))

    places = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda piece, cm, tm, font, size: (
                places.append((piece.strip(), tm[4] + cm[4] > 297)) if "—" in piece else None
            )
        )
    assert places == [("— 1 —", True), ("— 2 —", False), ("— 3 —", True)]


def test_letter_has_no_number_on_its_first_page():
    found = pages(render("acceptance_notice", GROUP_SAMPLES["acceptance_notice"]))

    assert ["—1—" in found[0], "—2—" in found[1]] == [False, True]


def test_seal_is_never_alone_on_a_page():
    found = pages(render("acceptance_notice", GROUP_SAMPLES["acceptance_notice"]))

    assert "联系人：顾明" in next(page for page in found if "（盖章）" in page)


# --- values ---


@pytest.mark.parametrize(
    ("value", "printed"),
    [("2026-01-05", "2026年1月5日"), ("2026-11-23T09:30", "2026年11月23日"), (None, BLANK), ("", BLANK)],
)
def test_date_has_no_leading_zeros(value, printed):
    assert date_zh(value) == printed


def test_moment_keeps_seconds_where_given():
    assert [moment_zh("2026-01-05T09:05"), moment_zh("2026-01-05T09:05:07")] == [
        "2026年1月5日 09:05",
        "2026年1月5日 09:05:07",
    ]


@pytest.mark.parametrize(
    ("value", "printed"), [("1094900", "1,094,900.00"), ("0.5", "0.50"), ("0", "0.00"), (None, BLANK)]
)
def test_money_has_thousands_and_fen(value, printed):
    assert money(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"), ("0.00", "人民币零元整"), (None, BLANK)],
)
def test_sum_in_capitals(value, printed):
    assert capitals(value) == printed


def test_names_are_listed_up_to_a_limit():
    assert [names(GROUP[:2]), names(GROUP), names(["顾明"]), names([])] == [
        "陆建华、王秀英",
        "陆建华等8人",
        "顾明",
        BLANK,
    ]


def test_yes_no_or_unknown():
    assert [yes_no(True), yes_no(False), yes_no(BLANK)] == ["是", "否", BLANK]


# --- what the renderer refuses ---


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/x.css",
        "http://127.0.0.1/x.png",
        "file:///etc/passwd",
        "data:text/css,a{}",
        "//example.com/x.css",
        "static:../config/settings.py",
        "static:/etc/passwd",
        "static:css/../../config/settings.py",
        "static:css/%2e%2e/%2e%2e/config/settings.py",
        "static:css/none.css",
        "css/paper.css",
    ],
)
def test_fetcher_refuses_everything_but_static_files(url):
    with pytest.raises((PermissionError, FileNotFoundError)):
        StaticFetcher().fetch(url)


def test_fetcher_serves_a_static_file():
    assert StaticFetcher().fetch("static:css/paper.css").read() == static_file("css/paper.css").read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.com/x.png">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<style>@import url("https://example.com/x.css");</style>',
        '<style>@font-face {font-family: x; src: url("https://example.com/x.woff2")}</style><p style="font-family: x">x',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_paper_that_asks_for_something_else_is_not_made(body):
    with pytest.raises(RenderError):
        pdf(f"<html><body>{body}</body></html>")


# --- version and system ---


def test_version_covers_the_template_its_base_and_its_parts(settings, tmp_path):
    before = template_version("visit_record"), template_version("audit_record")
    original = settings.TEMPLATES[0]["DIRS"][0] / "documents" / "_worker_rows.html"
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "_worker_rows.html").write_text(
        original.read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    changed = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]

    settings.TEMPLATES = changed

    after = template_version("visit_record"), template_version("audit_record")
    assert [len(before[0]), before[0] == after[0], before[1] == after[1]] == [12, False, True]


def test_html_needs_no_other_file():
    html = html_for("visit_record", VISIT_RECORD)

    assert [mark for mark in ("href=", "src=", "url(", "@import") if mark in html] == []


def test_system_check_is_content_here():
    assert check_fonts(None) == []
    assert has_chinese_font() is True
