"""Bank statements as the banks give them out: what came in is found, what cannot be read is told at its row."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.pasted_sheet import Sent
from core.sheet_files import book_of
from recoveries.statement_table import account_end_of, laid_out, read_statement, signature, signatures

ICBC = """﻿中国工商银行 账户交易明细
账号：1001 2345 0900 0008 888,户名：某工会委员会
交易日期,摘要,交易流水号,收入金额,支出金额,余额,对方户名,对方账号
"2026-03-05\t","工资款","A0001\t","12,000.00","","99,000.00","上海壬戌三有限公司","6222\t"
2026-03-06,手续费,A0002,,10.00,98990.00,中国工商银行,
合计,,,"12,000.00",10.00,,,
"""
CCB = """交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,对方账号,摘要,备注,账户明细编号-交易流水号
20260305 12:30:00,,500.5,1000,人民币元,壬戌三（上海）有限公司,6217,转账,,B-1
20260306 08:00:01,20,0.00,980,人民币元,某某供电,6217,电费,,B-2
"""
ABC = """交易日期,交易时间,收支标志,交易金额,账户余额,对方户名,附言,日志号
2026/3/5,12:30:00,收入,800.00,1,上海壬戌三有限公司,张三工资,C-1
2026/3/5,12:31:00,支出,5.00,1,上海壬戌三有限公司,退款,C-2
"""
BOC = """交易日期[ Transaction Date ],交易金额[ Trade Amount ],付款人名称[ Payer's Name ],摘要[ Reference ],交易流水号[ Transaction reference number ]
20260305,"1,234.56",上海壬戌三有限公司,货款,D-1
20260306,-20.00,某工会,付款,D-2
"""


def as_text(content):
    return book_of(SimpleUploadedFile("流水.csv", content.encode())).text


def read(text, **kwargs):
    return read_statement(Sent(text, **kwargs))


def sums(table):
    return [
        (
            row.values["came_on"].isoformat(),
            row.values["payer"],
            row.values["income"],
            row.values["reference"],
        )
        for row in table.right
    ]


@pytest.mark.parametrize(
    ("text", "encoding", "payer", "amount", "reference"),
    [
        (ICBC, "utf-8", "上海壬戌三有限公司", "12000.00", "A0001"),
        (ICBC.lstrip("\ufeff"), "gb18030", "上海壬戌三有限公司", "12000.00", "A0001"),
        (CCB, "gb18030", "壬戌三(上海)有限公司", "500.50", "B-1"),
        (BOC, "utf-8", "上海壬戌三有限公司", "1234.56", "D-1"),
    ],
)
def test_what_came_in_is_found_in_the_layout_of_each_bank(text, encoding, payer, amount, reference):
    table = read(book_of(SimpleUploadedFile("流水.csv", text.encode(encoding))).text)
    assert table.problems == []
    assert [(day, sum_, ref) for day, _payer, sum_, ref in sums(table)] == [
        ("2026-03-05", Decimal(amount), reference)
    ]
    assert sums(table)[0][1].replace("（", "(").replace("）", ")") == payer
    assert table.outgoing == 1


def test_a_mark_beside_the_sum_says_whether_it_came_in():
    table = read(ABC, chosen={1: "-"})
    assert [(amount, row.values["purpose"]) for row in table.right for amount in [row.values["income"]]] == [
        (Decimal("800.00"), "张三工资")
    ]


def test_two_columns_of_one_kind_are_told_and_one_is_left_out_by_hand():
    assert any("交易时间" in problem for problem in read(ABC).problems)


def test_the_end_of_the_account_is_found_above_the_table():
    found = [account_end_of(laid_out(Sent(as_text(text)))) for text in (ICBC, CCB)]
    assert found == ["8888", ""]


def test_a_column_nobody_knows_is_assigned_by_hand_and_remembered():
    text = "交易日期,对方户名,进了多少\n2026-03-05,某公司,100"
    assert read(text).sheet.problems
    table = read(text, chosen={2: "income"})
    assert (len(table.right), table.sheet.choices_made()) == (1, {"进了多少": "income"})
    again = read(text, remembered=table.sheet.choices_made())
    assert (len(again.right), again.sheet.columns[2].is_remembered) == (1, True)


def test_a_layout_is_known_by_its_headings_wherever_the_header_stands():
    header = ICBC.splitlines()[2].split(",")
    assert signature(header) in signatures(as_text(ICBC))
    assert signature(header) not in signatures(CCB)


HEAD = "交易日期,对方户名,收入金额,流水号\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2026-03-05,某公司,一些钱,R1", "收入金额"),
        ("2999-03-05,某公司,1,R1", "交易日期"),
        ("2026-02-30,某公司,1,R1", "交易日期"),
        ("2026-03-05,,1,R1", "对方户名"),
        ("2026-03-05,某公司,-1,R1", "收入金额"),
        ("2026-03-05,某公司", "收入金额"),
        (",某公司,1,R1", "交易日期"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_row_and_column(row, column):
    table = read(HEAD + "2026-03-04,某公司,5,R0\n" + row)
    (wrong,) = table.wrong
    at = {cell.column.heading for cell in wrong.cells if cell.problems}
    assert (wrong.number, at) == (3, {column})


def test_the_same_reference_twice_in_one_file_is_told():
    table = read(HEAD + "2026-03-04,某公司,5,R0\n2026-03-04,某公司,6,R0")
    assert [row.number for row in table.wrong] == [3]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04cut off half-way", b"\x00\x01\x02", b"\xd0\xcf\x11\xe0old", b"%PDF-1.4 \xff\xfe\x00"],
)
def test_a_file_that_is_no_table_or_cut_off_is_refused_in_words(content):
    with pytest.raises(ValidationError):
        book_of(SimpleUploadedFile("流水.xlsx", content))


def test_a_table_without_rows_or_columns_of_a_statement_is_told():
    assert read("").problems
    assert read(HEAD).problems
    assert read("姓名,工资\n张三,100").problems


def test_today_is_the_last_day_that_may_have_come():
    assert read(HEAD + f"{clock.today()},某公司,5,R0").problems == []
