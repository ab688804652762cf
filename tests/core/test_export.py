"""Lists as CSV and XLSX: harmless in a spreadsheet, numbers still numbers."""

import datetime as dt
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.export import _may_be_formula, export, safe_cell, write_xlsx

ROWS = [
    ["周建国", Decimal("1234.50"), dt.date(2026, 3, 2), 8, None],
    ["=HYPERLINK(1)", Decimal("-5.00"), None, 0, 'a,"b"\nc'],
]
HEADER = ["姓名", "金额", "日期", "人数", "备注"]


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u3000=1",
        "\u00a0＝1",
    ],
)
def test_a_text_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "周建国", "a=b", "310101********1234", "1,234.00", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("value", [5, -5, Decimal("-5.00"), dt.date(2026, 3, 2)])
def test_numbers_and_dates_stay(value: Any) -> None:
    assert safe_cell(value) is value


def test_control_characters_are_dropped() -> None:
    assert safe_cell("a\x00b\x0bc") == "abc"


def test_csv_opens_in_a_spreadsheet() -> None:
    response = export(ROWS, header=HEADER, name="案件", fmt="csv")
    assert content(response).decode() == (
        '\ufeff姓名,金额,日期,人数,备注\r\n周建国,1234.50,2026-03-02,8,\r\n\'=HYPERLINK(1),-5.00,,0,"a,""b""\nc"\r\n'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%A1%88%E4%BB%B6.csv"


def test_csv_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.export.LINES", 2)
    taken = []

    def rows() -> Any:
        for number in range(3):
            taken.append(number)
            yield [number]

    stream = iter(export(rows(), header=["n"], name="n", fmt="csv").streaming_content)  # type: ignore[attr-defined]
    assert (next(stream), taken) == (b"\xef\xbb\xbfn\r\n", [])
    assert (next(stream), taken) == (b"0\r\n1\r\n", [0, 1])
    assert (next(stream), taken) == (b"2\r\n", [0, 1, 2])
    assert next(stream, None) is None


def test_no_letter_or_digit_is_read_as_a_formula() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        if character.isalnum() and character.isprintable():
            assert not _may_be_formula(character), hex(ord(character))


def test_xlsx_keeps_types() -> None:
    sheet = load_workbook(BytesIO(content(export(ROWS, header=HEADER, name="n", fmt="xlsx")))).active
    values = [[cell.value for cell in row] for row in sheet.rows]
    assert values == [
        HEADER,
        ["周建国", 1234.5, dt.datetime(2026, 3, 2), 8, None],  # noqa: DTZ001 - spreadsheets know no zones
        ["'=HYPERLINK(1)", -5, None, 0, 'a,"b"\nc'],
    ]
    assert [cell.data_type for cell in sheet[3]][:2] == ["s", "n"]
    assert sheet["B2"].number_format == "#,##0.00"


def test_nothing_stays_behind_of_an_xlsx_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken() -> Any:
        yield ["x"]
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_xlsx(broken(), ["n"], BytesIO())
    assert list(tmp_path.iterdir()) == []
