"""A table out of a spreadsheet before it means anything: header, columns, footers, cells, and the way back to text."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from core.offers import Offer
from core.pasted_sheet import (
    Cell,
    Column,
    Sent,
    clean_cell,
    header_name,
    lay_out,
    said,
    sheet_rows,
    sheet_text,
    unit_of,
    whole_number,
)

KNOWN = {"姓名": "name", "身份证号": "id", "电话": "phone", "欠薪": "wages", "工资": "pay", "备注": ""}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def knows(heading):
    return KNOWN.get(header_name(heading))


def laid_out(text, default=(), **sent):
    return lay_out(Sent(text, **sent), knows, [key for key in KNOWN.values() if key], default=default)


def keys(sheet):
    return [column.key for column in sheet.columns]


@pytest.mark.parametrize(
    "above",
    [
        "",
        "某某公司拖欠工资名册\n",
        "某某公司拖欠工资名册\n\n单位：某某公司\t\t制表日期：2026年3月5日\n",
        "附件1\n某某公司\t\t\n单位：元\n填表人：张三\t2026-3-5\t\t\n",
    ],
)
def test_the_header_is_found_below_titles(above):
    sheet = laid_out(f"{above}姓名\t身份证号\t欠薪（元）\n周建国\t1\t2")
    assert keys(sheet) == ["name", "id", "wages"]
    assert [number for number, _cells in sheet.body] == [above.count("\n") + 2]
    assert sheet.problems == []


def test_a_header_of_two_lines_is_one():
    sheet = laid_out("姓名\t联系\t\t金额\n\t身份证号\t电话\t欠薪\n周建国\t1\t13800138000\t5")
    assert keys(sheet) == ["name", "id", "phone", "wages"]
    assert [number for number, _cells in sheet.body] == [3]


def test_a_header_that_comes_again_on_the_next_page_is_no_row():
    sheet = laid_out("姓名\t欠薪\n周建国\t1\n姓名\t欠薪\n沈玉芳\t2")
    assert [cells[0] for _number, cells in sheet.body] == ["周建国", "沈玉芳"]


@pytest.mark.parametrize(
    "footer",
    [
        "合计\t\t5000",
        "总计（元）\t\t5000",
        "合计2人\t\t",
        "共计：\t\t5000",
        "小 计\t\t5000",
        "\t合计\t5000",
        "大写：壹万元整\t\t",
        "制表人：李四\t\t审核：王五",
        "备注：以上情况属实\t\t",
        "共12人\t\t",
        "单位（盖章）\t\t日期：",
        "本页小计\t\t5000",
        "本页合计：\t\t5000",
        "3\t合计\t5000",
        "单位负责人：\t\t",
        "单位负责人：李四\t\t经办人：王五",
        "负责人\t李四\t",
        "联系人：\t\t",
        "联系人：李四\t13811110001\t",
        "注：\t\t",
        "注：以上为2026年1月至3月工资\t\t",
        "附注：本表按月填写\t\t",
        "职工签字：\t\t",
        "人数：\t\t",
        "人数：12\t\t",
        "人数\t12\t",
        "此表一式两份\t\t",
        "本表一式三份，双方各执一份\t\t",
        "以上情况属实\t\t",
        "人民币大写壹万元整\t\t5000",
        "日期\t2026年3月5日\t",
        "2026年3月5日\t\t",
        "工会主席签名\t\t",
        "欠薪合计\t\t5000",
        "合计欠薪（元）\t\t5000",
        "累计欠薪\t\t5000",
        "拖欠工资总计：\t\t5000",
        "合計\t\t5000",
        "總計\t\t5000",
        "小計（元）\t\t5000",
        "平均\t\t5000",
        "平均值\t\t5000",
        "人均\t\t5000",
        "年 月 日\t\t",
        "　　年　　月　　日\t\t",
        "\t\t2026年  月  日",
        "二〇二六年三月五日\t\t",
        "\t\t二零二六年三月",
        "第1页 共2页\t\t",
        "第 1 页\t\t共 2 页",
        "第一页/共三页\t\t",
        "- 1 -\t\t",
        "以下空白\t\t",
        "（以下空白）\t\t",
        "以下无正文\t\t",
    ],
)
def test_footers_are_no_rows_and_are_told(footer):
    sheet = laid_out(f"姓名\t身份证号\t欠薪\n周建国\t1\t5000\n{footer}")
    assert [cells[0] for _number, cells in sheet.body] == ["周建国"]
    assert [number for number, _words, _below in sheet.passed_over] == [3]


@pytest.mark.parametrize(
    "row",
    [
        "财务部\t张三\t13811110001\t5000",
        "财务\t张三\t\t5000",
        "财务部\t张三\t\t",
        "负责人\t张三\t13811110001\t",
        "审核员\t张三\t021-57312345\t5000",
        "审批部\t李四\t13811110001\t5000",
        "日期组\t李四\t\t5000",
        "会计\t共青\t\t800",
        "说明书组\t王五\t13811110001\t",
        "1\t单立人\t13811110001\t5000",
        "\t签名\t13811110001\t5000",
        "总务\t张三\t13811110001\t5000",
        "累德\t张三\t13811110001\t5000",
    ],
)
def test_a_worker_of_the_office_is_no_footer(row):
    sheet = laid_out(f"部门\t姓名\t电话\t欠薪\n{row}", chosen={0: "-"})
    assert [number for number, _cells in sheet.body] == [2]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("周建国\t1\t5000\t300\n沈玉芳\t2\t4000\t200\n\t\t9000\t500", 2),
        ("周建国\t1\t1.2万\t\n沈玉芳\t2\t4000\t200\n\t\t16000\t200", 2),
        ("周建国\t1\t5000\t300\n沈玉芳\t2\t4000\t200\n\t\t9000\t501", 3),
        ("周建国\t1\t5000\t300\n沈玉芳\t2\t4000\t200\n\t3\t9000\t500", 3),
        ("周建国\t1\t5000\t300\n施国平\t2\t5000\t300\n\t\t5000\t300", 3),
        ("周建国\t1\t5000\t300\n小 计\t\t5000\t300\n沈玉芳\t2\t4000\t200\n\t\t9000\t500", 2),
        ("\t\t5000\t300\n周建国\t1\t5000\t300", 2),
    ],
)
def test_figures_without_a_name_are_no_row_where_they_add_up_the_rows_above(rows, count):
    known = {"姓名": "name", "身份证号": "id", "欠薪": "wages", "加班费": "overtime"}
    sent = Sent("\t".join(known) + f"\n{rows}")
    sheet = lay_out(sent, known.get, known.values(), sums=("wages", "overtime"))
    assert len(sheet.body) == count


@pytest.mark.parametrize("name", ["平均", "安平均", "年月", "第一", "共青", "合计勇"])
def test_a_name_like_the_word_of_a_footer_with_a_document_is_a_row(name):
    sheet = laid_out(f"姓名\t身份证号\t欠薪\n{name}\t310116198506150014\t5000")
    assert len(sheet.body) == 1


@pytest.mark.parametrize("job", ["负责人", "审核员", "财务主管", "制表员", "合计员"])
def test_a_job_is_no_footer(job):
    sheet = laid_out(f"姓名\t岗位\t欠薪\n张三\t{job}\t5000", chosen={1: "-"})
    assert len(sheet.body) == 1


def test_a_job_before_the_telephone_is_no_footer():
    sheet = laid_out("岗位\t电话\t姓名\n负责人\t13811110001\t张三", chosen={0: "-"})
    assert len(sheet.body) == 1


def test_a_row_is_left_out_or_taken_as_somebodys_by_hand():
    text = "姓名\t欠薪\n周建国\t1\n空空\t\n合计\t1"
    assert [number for number, _cells in laid_out(text).body] == [2, 3]
    sheet = laid_out(text, taken={3: "-", 4: "keep"})
    assert [number for number, _cells in sheet.body] == [2, 4]
    assert (sheet.passed_over, sheet.kept) == ([(3, "空空", True)], [4])


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ("单位：万元", 10_000),
        ("（单位：万元）", 10_000),
        ("某某公司\t\t单位:万元", 10_000),
        ("金额单位：千元", 1000),
        ("单位：人民币万元", 10_000),
        ("币种：人民币　单位：万元", 10_000),
        ("计量单位为百元", 100),
        ("单位：\t万元", 10_000),
        ("金额单位：元", 1),
        ("单位：某某万元公司", 1),
        ("单位：上海元和公司", 1),
    ],
)
def test_the_unit_above_the_header_is_that_of_sums_whose_header_names_none(above, unit):
    text = f"{above}\n姓名\t电话\t欠薪\t工资（元）\n周建国\t13811110001\t1.2\t5000"
    sheet = lay_out(Sent(text), knows, ["name", "phone", "wages", "pay"], sums=("wages", "pay"))
    assert [column.unit for column in sheet.columns] == [1, 1, unit, 1]
    assert sheet.unit == unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("姓名\t金额（万元）\t\t电话\n\t欠薪\t工资\t", [1, 10_000, 10_000, 1]),
        ("姓名\t金额（单位：万元）\t\t电话\n\t欠薪\t工资（元）\t", [1, 10_000, 1, 1]),
        ("姓名\t应付（万元）\t应得（千元）\t电话\n\t欠薪\t工资\t", [1, 10_000, 1000, 1]),
        ("姓名\t欠薪及联系（万元）\t\t\n\t欠薪\t电话\t工资", [1, 10_000, 1, 10_000]),
        ("\t金额（万元）\t\t\n姓名\t欠薪\t工资\t电话", [1, 10_000, 10_000, 1]),
        ("拖欠工资明细表\n\t金额（万元）\t\t\n姓名\t欠薪\t工资\t电话", [1, 10_000, 10_000, 1]),
        ("\t\t金额（万元）\t\n姓名\t欠薪\t工资\t电话", [1, 1, 10_000, 1]),
        ("拖欠工资明细表（万元）\n姓名\t欠薪\t工资\t电话", [1, 10_000, 10_000, 1]),
        ("拖欠工资明细表（万元）\n制表日期：2026年3月5日\n姓名\t欠薪\t工资\t电话", [1, 10_000, 10_000, 1]),
        ("姓名\t欠薪\t工资\t电话\n\t（万元）\t元\t", [1, 10_000, 1, 1]),
        ("拖欠工资共计20万元\n姓名\t欠薪\t工资\t电话", [1, 1, 1, 1]),
        ("拖欠工资二十万元\n姓名\t欠薪\t工资\t电话", [1, 1, 1, 1]),
    ],
)
def test_a_unit_is_that_of_all_sums_below_the_cell_that_names_it(text, units):
    row = {"name": "周建国", "wages": "1.2", "pay": "5000", "phone": "13811110001"}
    sheet = lay_out(Sent(text), knows, list(row), sums=("wages", "pay"))
    below = "\t".join(row[column.key] for column in sheet.columns)
    sheet = lay_out(Sent(f"{text}\n{below}"), knows, list(row), sums=("wages", "pay"))
    assert sheet.problems == []
    assert [column.unit for column in sheet.columns] == units
    assert [cells[0] for _number, cells in sheet.body] == ["周建国"]


def test_a_header_of_two_lines_that_comes_again_is_no_row():
    header = "姓名\t金额（万元）\t\n\t欠薪\t工资"
    sheet = laid_out(f"{header}\n周建国\t1\t2\n{header}\n沈玉芳\t3\t4")
    assert [cells[0] for _number, cells in sheet.body] == ["周建国", "沈玉芳"]


def test_the_unit_may_stand_below_the_rows():
    sheet = lay_out(
        Sent("姓名\t欠薪\n周建国\t1.2\n注：金额单位为万元"), knows, ["name", "wages"], sums=("wages",)
    )
    assert [column.unit for column in sheet.columns] == [1, 10_000]


def test_a_row_with_an_id_number_is_never_a_footer():
    sheet = laid_out("姓名\t身份证号\n共和\t310116198506150014")
    assert len(sheet.body) == 1


def test_columns_nobody_knows_are_for_the_user_to_decide():
    text = "姓名\t欠薪\t籍贯\t备注\n周建国\t1\t安徽\tx"
    assert keys(laid_out(text)) == ["name", "wages", None, ""]
    assert laid_out(text).problems == ["Column “籍贯”: say what it is, or leave it out."]
    assert laid_out(text, chosen={2: "-"}).problems == []
    assert keys(laid_out(text, chosen={2: "phone", 3: ""})) == ["name", "wages", "phone", None]
    assert keys(laid_out(text, leave_out_others=True)) == ["name", "wages", "", ""]
    assert keys(laid_out(text, chosen={2: "phone"}, leave_out_others=True)) == ["name", "wages", "phone", ""]
    assert keys(laid_out(text, chosen={2: "nonsense"})) == ["name", "wages", None, ""]


def test_what_was_said_of_a_heading_is_remembered_and_may_be_taken_back():
    text = "姓名\t欠薪\t应发（元）\n周建国\t1\t2"
    sheet = laid_out(text, chosen={2: "pay", 1: "-"})
    assert sheet.choices_made() == {"应发": "pay", "欠薪": "-"}
    again = laid_out(text, remembered=sheet.choices_made())
    assert (keys(again), [column.is_remembered for column in again.columns]) == (
        ["name", "", "pay"],
        [False, True, True],
    )
    back = laid_out(text, remembered=sheet.choices_made(), chosen={1: "wages"})
    assert back.choices_made()["欠薪"] == "wages"


def test_without_a_header_columns_are_in_the_usual_order_and_the_rest_is_asked():
    sheet = laid_out("周建国\t310116198506150014\t5", default=("name", "id"))
    assert keys(sheet) == ["name", "id", None]
    assert sheet.problems == ["Column C: say what it is, or leave it out."]


def test_two_columns_are_not_the_same_thing():
    assert "twice" in laid_out("姓名\t欠薪\t欠薪\n周建国\t1\t2").problems[0]


def test_what_was_corrected_in_the_grid_is_in_its_place():
    data = QueryDict(
        "cell-4-1=8&cell-2-2=x%09y&column-1=-&row-2=-&row-2=keep&row-x=-&open=2&open=x&cell-99-1=9&cell-x=1"
    )
    sent = Sent.of(data, "姓名\t欠薪\n周建国\t1\n\n沈玉芳\t2")
    assert sheet_rows(sent.text) == [
        (1, ["姓名", "欠薪"]),
        (2, ["周建国", "1", "x y"]),
        (4, ["沈玉芳", "8"]),
    ]
    assert (sent.chosen, sent.taken, sent.opened) == ({1: "-"}, {2: "keep"}, {2})


def test_what_is_left_keeps_title_header_and_the_numbers_of_the_rows():
    sheet = laid_out("名册\n姓名\t欠薪\n周建国\t1\n沈玉芳\t2\n施国平\t3\n合计\t6")
    left = laid_out(sheet.rest([3, 5]))
    assert left.body == [(4, ["沈玉芳", "2"])]
    assert sheet.rest([3, 4, 5]) == ""


@pytest.mark.parametrize("cell", ['he said "yes"', '"', "a\nb", "1,5", "", "'0123"])
def test_a_table_written_as_text_reads_the_same(cell):
    lines = [(2, ["x", cell]), (5, ["y", "z"])]
    assert sheet_rows(sheet_text(lines)) == lines


def test_a_quotation_mark_that_nothing_ends_swallows_no_rows():
    assert [cells[0] for _number, cells in sheet_rows('"周建国\t1\n沈玉芳\t2')] == ['"周建国', "沈玉芳"]


@pytest.mark.parametrize("cell", ["-", "—", "/", "无", "¥ -   ", "'", "‘-"])
def test_a_dash_says_nothing(cell):
    assert said(cell) == ""


def cell(text, heading=""):
    return Cell(Column(0, heading, "x", unit=unit_of(heading) or 1), "X", "cell-1-0", text)


def test_a_column_may_count_in_ten_thousands():
    assert clean_cell(cell("1.25", "欠薪（万元）"), str) == "12500.00"
    assert clean_cell(cell("1.25", "欠薪（元）"), str) == "1.25"
    assert clean_cell(cell("1.25", "欠薪（千元）"), str) == "1250.00"


@pytest.mark.parametrize("text", ["1.2万", "12000元", "12,000.00元"])
def test_a_cell_that_names_a_unit_of_its_own_is_offered_in_that_of_its_column(text):
    with pytest.raises(Offer, match="10,000 yuan") as asked:
        clean_cell(cell(text, "欠薪（万元）"), str)
    assert asked.value.readings == ("1.2",)


def test_a_sum_too_large_for_the_unit_of_its_column_is_asked_about():
    with pytest.raises(Offer, match=r"80,000,000\.00 yuan") as asked:
        clean_cell(cell("8000", "欠薪（万元）"), str)
    assert asked.value.readings == ("0.8", "'8000")
    assert clean_cell(cell("0.8", "欠薪（万元）"), Decimal) == 8000
    assert clean_cell(cell("'8000", "欠薪（万元）"), Decimal) == 80_000_000
    assert clean_cell(cell("8000000", "欠薪（元）"), str) == "8000000"


def test_a_number_the_spreadsheet_has_cut_is_not_taken():
    with pytest.raises(ValidationError, match="Make the column text"):
        whole_number(cell("3.10228E+17"), str)


def test_a_number_that_may_be_rounded_is_asked_about_and_taken_with_the_mark_of_text():
    with pytest.raises(Offer) as asked:
        whole_number(cell("310228198001011000"), str)
    assert asked.value.readings == ("'310228198001011000",)
    assert whole_number(cell("'310228198001011000"), str) == "310228198001011000"
    assert whole_number(cell("‘310228198001011234"), str) == "310228198001011234"
    assert whole_number(cell("310228198001011234"), str) == "310228198001011234"


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "########"]
)
@pytest.mark.parametrize("read", [clean_cell, whole_number])
def test_the_error_of_a_formula_is_called_one(error, read):
    with pytest.raises(ValidationError, match="instead of a value"):
        read(cell(error), str)


@pytest.mark.parametrize("text", ["=SUM(C2:C9)", "=B2*2", "='Sheet 1'!B2"])
def test_a_formula_without_its_result_is_told_and_stays(text):
    asked = cell(text)
    for read in (clean_cell, whole_number):
        with pytest.raises(ValidationError, match="formula without its result"):
            read(asked, str)
    assert asked.text == text
