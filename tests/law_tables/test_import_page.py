"""Rates out of a spreadsheet on a page: looked at, put right in the grid, added; nothing is lost."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from law_tables.models import RateRow
from tests.factories import office, staff

pytestmark = pytest.mark.django_db

URL = "/tables/rates/import/"
HEADER = "项目\t地区\t自\t数值\t计量单位\t依据\t核对情况"
RIGHT = "月最低工资标准\t河南省一类地区\t2026-02-01\t2,400\t元/月\t豫政〔2026〕1号\t已核对原文"
WRONG = "月最低工资标准\t河南省二类地区\t2026-02-30\t许多\t元/月\t豫政〔2026〕1号\t已核对原文"
TABLE = "\n".join((HEADER, RIGHT, WRONG))
COLUMNS = {"自": 2, "数值": 3}


@pytest.fixture
def keeper(client):
    user = staff("administrator", office("河南省总工会", region="henan"))
    client.force_login(user)
    return user


def added():
    return RateRow.objects.filter(source="豫政〔2026〕1号")


def test_a_table_is_looked_at_first_and_nothing_is_written(client, keeper):
    answer = client.post(URL, {"text": TABLE, "do": "check"})
    table = answer.context["table"]
    assert (answer.status_code, added().count()) == (422, 0)
    assert ([row.number for row in table.right], [row.number for row in table.wrong]) == ([2], [3])
    wrong = {cell.column.heading: bool(cell.problems) for cell in table.wrong[0].cells}
    assert {heading for heading, is_wrong in wrong.items() if is_wrong} == set(COLUMNS)


def test_a_cell_is_put_right_in_the_grid_and_all_is_added(client, keeper):
    mended = {f"cell-3-{COLUMNS['自']}": "2026年2月1日", f"cell-3-{COLUMNS['数值']}": "2200"}
    looked = client.post(URL, {"text": TABLE, "do": "check", **mended})
    assert looked.status_code == 200
    sent = looked.context["sent"].text
    answer = client.post(URL, {"text": sent, "do": "add", "reason": "新标准"})
    assert answer["Location"] == reverse("law_tables:rates")
    assert sorted((row.region, row.value, row.valid_from) for row in added()) == [
        ("henan_1", 2400, dt.date(2026, 2, 1)),
        ("henan_2", 2200, dt.date(2026, 2, 1)),
    ]
    written = added()[0].history.get()
    assert (written.history_user, written.history_change_reason) == (keeper, "新标准")


def test_right_rows_need_not_wait_for_wrong_ones_and_those_stay(client, keeper):
    client.post(URL, {"text": TABLE, "do": "add", "reason": "新标准"})
    assert [row.region for row in added()] == ["henan_1"]
    page = client.get(URL)
    assert [row.number for row in page.context["table"].wrong] == [3]
    assert "许多" in page.content.decode()
    assert client.get(URL, {"anew": "1"}).status_code == 302
    assert client.get(URL).context["table"] is None


def test_without_a_reason_nothing_is_added_and_nothing_lost(client, keeper):
    answer = client.post(URL, {"text": TABLE, "do": "add", "reason": ""})
    assert (answer.status_code, added().count()) == (422, 0)
    assert "reason" in answer.context["form"].errors
    assert "许多" in answer.content.decode()


def test_what_the_table_has_is_left_out(client, keeper):
    client.post(URL, {"text": f"{HEADER}\n{RIGHT}", "do": "add", "reason": "新标准"})
    table = client.post(URL, {"text": f"{HEADER}\n{RIGHT}", "do": "check"}).context["table"]
    assert (table.known, table.rates) == (1, [])


def test_rates_another_union_keeps_are_refused_at_their_row(client, keeper):
    office("上海市总工会", region="shanghai")
    theirs = RIGHT.replace("河南省一类地区", "上海市").replace("2026-02-01", "2027-07-01")
    answer = client.post(URL, {"text": f"{HEADER}\n{theirs}", "do": "add", "reason": "新标准"})
    (row,) = answer.context["table"].wrong
    assert [cell.column.key for cell in row.cells if cell.problems] == ["region"]
    assert added().count() == 0


@pytest.mark.parametrize(
    ("content", "status"),
    [(TABLE.replace("\t", ",").encode("gb18030"), 422), (b"PK\x03\x04broken", 422), (b"", 422)],
)
def test_a_file_is_read_or_refused(client, keeper, content, status):
    answer = client.post(URL, {"file": SimpleUploadedFile("rates.csv", content), "do": "check"})
    assert answer.status_code == status


def test_a_column_nobody_knows_is_asked_about_and_can_be_left_out(client, keeper):
    text = f"{HEADER}\t经手\n{RIGHT}\t王五"
    asked = client.post(URL, {"text": text, "do": "check"})
    assert [column.heading for column in asked.context["table"].sheet.undecided] == ["经手"]
    left_out = client.post(URL, {"text": text, "do": "leave-out"})
    assert [row.number for row in left_out.context["table"].right] == [2]


def test_the_empty_form_has_the_columns_that_are_read(client, keeper):
    content = b"".join(client.get(reverse("law_tables:rates_form")).streaming_content)
    header = [cell.value for cell in next(load_workbook(io.BytesIO(content)).active.iter_rows())]
    line = RIGHT.split("\t")
    told = dict(zip(HEADER.split("\t"), line, strict=True))
    text = "\t".join(header) + "\n" + "\t".join(told.get(name, "") for name in header)
    assert client.post(URL, {"text": text, "do": "check"}).context["table"].problems == []


def test_only_who_keeps_rates_comes_in(client):
    town = office("朱泾镇总工会", office("上海市总工会", is_window=False))
    client.force_login(staff("administrator", town))
    assert client.get(URL).status_code == 403
