"""A table out of a spreadsheet before it means anything: header, columns, footers, cells, and the way back to text."""

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
    ],
)
def test_footers_are_no_rows_and_are_told(footer):
    sheet = laid_out(f"姓名\t身份证号\t欠薪\n周建国\t1\t5000\n{footer}")
    assert [cells[0] for _number, cells in sheet.body] == ["周建国"]
    assert [number for number, _words in sheet.passed_over] == [3]


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
    data = QueryDict("cell-4-1=8&cell-2-2=x%09y&column-1=-&open=2&open=x&cell-99-1=9&cell-x=1")
    sent = Sent.of(data, "姓名\t欠薪\n周建国\t1\n\n沈玉芳\t2")
    assert sheet_rows(sent.text) == [
        (1, ["姓名", "欠薪"]),
        (2, ["周建国", "1", "x y"]),
        (4, ["沈玉芳", "8"]),
    ]
    assert (sent.chosen, sent.opened) == ({1: "-"}, {2})


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
    return Cell(Column(0, heading, "x"), "X", "cell-1-0", text)


def test_a_column_may_count_in_ten_thousands():
    assert clean_cell(cell("1.25", "欠薪（万元）"), str) == "12500.00"
    assert clean_cell(cell("1.25", "欠薪（元）"), str) == "1.25"
    with pytest.raises(ValidationError, match="10,000 yuan"):
        clean_cell(cell("1.2万", "欠薪（万元）"), str)


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
