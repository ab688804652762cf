"""A spreadsheet file becomes the text that is pasted of it, or says what helps."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation
from openpyxl import Workbook

from core.pasted_sheet import sheet_rows
from core.sheet_files import MOST_ROWS, Book, book_of


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(content, name="a.csv"):
    return sheet_rows(book_of(SimpleUploadedFile(name, content)).text)


def workbook(*rows, hidden=None):
    book = Workbook()
    if hidden:
        book.active.append(hidden)
        book.active.sheet_state = "hidden"
        book.create_sheet()
    sheet = book.worksheets[-1]
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_cells_of_a_workbook_are_read_as_they_are_meant():
    row = [
        "周建国",
        "310116198506150014",
        dt.date(2024, 3, 5),
        5000,
        5000.5,
        0.1 + 0.2,
        None,
        True,
        "a\nb",
    ]
    assert read(workbook(["名册"], [], row)) == [
        (1, ["名册", ""]),
        (3, ["周建国", "'310116198506150014", "2024-03-05", "5000", "5000.5", "0.3", "", "Yes", "a b"]),
    ]


def test_a_number_too_long_for_a_number_is_shown_as_cut():
    ((_number, cells),) = read(workbook(["x", 310116198506150014]))
    assert cells == ["x", "3.10116198506150E+17"]


DAY = dt.date(2024, 3, 1)


def formatted(value, number_format):
    book = Workbook()
    book.active["A1"], book.active["B1"] = "x", value
    book.active["B1"].number_format = number_format
    content = io.BytesIO()
    book.save(content)
    ((_number, cells),) = read(content.getvalue())
    return cells[1]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ('yyyy"年"m"月"', "2024年3月"),
        ("yyyy-mm", "2024年3月"),
        ("mmm-yy", "2024年3月"),
        ('[$-804]yyyy"年"m"月";@', "2024年3月"),
        ("e/m", "2024年3月"),
        ('yyyy"年"', "2024年"),
        ('m"月"d"日"', "3月1日"),
        ("d-mmm", "3月1日"),
        ("yyyy-mm-dd", "2024-03-01"),
        ('yyyy"年"m"月"d"日"', "2024-03-01"),
        ("yy/m/d h:mm", "2024-03-01"),
        ("m/d/yy", "2024-03-01"),
        ('"day" yyyy-mm', "2024年3月"),
        ("yyyy-mm ddd", "2024年3月"),
        ("yyyy-mm-dd h:mm AM/PM", "2024-03-01"),
    ],
)
def test_of_a_day_no_more_is_said_than_its_cell_shows(number_format, shown):
    assert formatted(DAY, number_format) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(57, "2024年3月"), (27, "2024年3月"), (31, "2024-03-01"), (58, "3月1日"), (0, "45352")],
)
def test_formats_of_days_a_chinese_workbook_has_by_number_alone(number, shown):
    content = repacked(
        workbook(["x", DAY]), "xl/styles.xml", rb'(?<=<xf )numFmtId="(?!0")\d+"', b'numFmtId="%d"' % number
    )
    ((_row, cells),) = read(content)
    assert cells == ["x", shown]


def repacked(content, part, pattern, replacement):
    """The workbook with this part of it changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, re.sub(pattern, replacement, data) if name == part else data)
    return out.getvalue()


def with_formula(cell):
    content = workbook(["周建国", "=B9*2"])
    return read(repacked(content, "xl/worksheets/sheet1.xml", rb'<c r="B1".*?</c>', cell))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (b'<c r="B1"><f>B9*2</f><v></v></c>', "=B9*2"),
        (b'<c r="B1"><f>B9*2</f></c>', "=B9*2"),
        (b'<c r="B1"><f t="array" ref="B1:B2">B9*2</f></c>', "=B9*2"),
        (b'<c r="B1"><f>B9*2</f><v>14</v></c>', "14"),
        (b'<c r="B1" t="e"><f>B9*2</f><v>#REF!</v></c>', "#REF!"),
        (b'<c r="B1" t="str"><f>IF(B9,1,"")</f><v></v></c>', ""),
    ],
)
def test_a_formula_without_a_result_is_not_lost(cell, said):
    assert with_formula(cell) == [(1, ["周建国", said])]


def test_a_hidden_sheet_is_passed_over():
    assert read(workbook(["shown", "1"], hidden=["hidden"])) == [(1, ["shown", "1"])]


def sheets(**texts):
    book = Workbook()
    book.remove(book.active)
    for name, text in texts.items():
        sheet = book.create_sheet(name)
        for start in range(0, len(text), 10_000):
            sheet.append([text[start : start + 10_000]])
    content = io.BytesIO()
    book.save(content)
    return book_of(SimpleUploadedFile("a.xlsx", content.getvalue()))


def test_the_sheets_that_are_not_empty_are_named_and_the_likeliest_is_read():
    book = sheets(说明="先看", 空="", 名册="姓名", 花名册="姓名")
    book.turn_to_likeliest(lambda text: "姓名" in text)
    assert (book.names, book.names[book.at]) == (["说明", "名册", "花名册"], "名册")


def test_a_sheet_with_more_rows_than_are_read_is_too_large_and_not_cut_short():
    book, file = Workbook(), io.BytesIO()
    book.active.title = "长"
    for number in range(MOST_ROWS + 1):
        book.active.append([number])
    book.create_sheet("短").append(["姓名"])
    book.save(file)
    read = book_of(SimpleUploadedFile("x.xlsx", file.getvalue()))
    assert (read.names, read.too_large) == (["短"], ["长"])


def test_what_is_too_large_to_be_carried_along_stays_out_and_is_named():
    book = sheets(考勤="x" * 90_000, 名册="姓名" + "x" * 20_000, 打卡="x" * 120_000)
    assert (book.names, book.too_large) == (["名册"], ["考勤", "打卡"])
    assert len(sheets(**{f"{n}月": "x" for n in range(25)}).names) == 20


@pytest.mark.parametrize(
    "sent",
    [{}, {"sheet-at": "1"}, {"sheet-at": "x"}, {"sheet-at": "٣"}, {"sheet-at": "0", "sheet-name": "a"}],
    ids=str,
)
def test_what_is_sent_of_no_book_is_none(sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    assert Book.carried(data, "x").has_others is False


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_file_is_read_however_it_is_written(encoding, separator):
    text = separator.join(["姓名", "欠薪"]) + "\r\n" + separator.join(["周建国", "5000"])
    assert read(text.encode(encoding)) == [(1, ["姓名", "欠薪"]), (2, ["周建国", "5000"])]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 broken", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old kind"),
        (b"%PDF-1.7\x00\xff\xfe\x00", "no table"),
        (workbook(), "nothing in this workbook"),
        (b"x," * 60_000, "too much"),
        (b"x" * (5 * 1024 * 1024 + 1), "too large"),
    ],
    ids=["broken", "xls", "pdf", "empty", "too much", "too large"],
)
def test_what_cannot_be_read_says_what_helps(content, message):
    with pytest.raises(ValidationError, match=message):
        read(content)
