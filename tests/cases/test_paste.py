"""Tables pasted from a spreadsheet: what is read, what is refused and where, all or nothing."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from cases.actions.claimants import paste_claimants
from cases.actions.claims import paste_claims
from cases.models import Claim, Claimant, Worker
from cases.paste import known_column, read_claimants, read_claims
from cases.views import form_page
from core import clock
from core.crypto import keyed_hash
from core.errors import Problem
from core.pasted_sheet import MAX_ROWS, Sent
from tests.factories import (
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    WorkerFactory,
    id_number,
    met,
    office,
    staff,
)

pytestmark = pytest.mark.django_db

HEADER = "序号\t姓名\t身份证号\t电话\t入职日期\t离职日期\t月工资\t欠薪\t经济补偿金\t高温津贴(元)"


@pytest.fixture(autouse=True)
def today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


@pytest.fixture
def case():
    return CaseFactory()


def number(sequence):
    return id_number(dt.date(1985, 6, 15), sequence)


def sheet(*rows, header=HEADER):
    return "\n".join([header, *("\t".join(row) for row in rows)])


def row(n, name="周建国", sequence=1, phone="13800000001", start="2001-3-1", **changes):
    cells = {
        "n": str(n),
        "name": name,
        "id": number(sequence),
        "phone": phone,
        "start": start,
        "end": "",
        "wage": "6,500.00",
        "wages": "7120",
        "severance": "25,200.00",
        "heat": "-",
    } | changes
    return list(cells.values())


def test_a_table_out_of_a_spreadsheet(case):
    table = read_claimants(sheet(row(1), row(2, "沈玉芳", 2)), case, case.handler)
    assert table.problems == []
    first = table.rows[0]
    assert first.number == 2
    assert first.values["name"] == "周建国"
    assert first.values["employed_from"] == dt.date(2001, 3, 1)
    assert first.values["monthly_wage"] == Decimal("6500.00")
    assert first.claims == {"wages": Decimal("7120.00"), "severance": Decimal("25200.00")}
    assert table.claimed == Decimal("64640.00")


@pytest.mark.parametrize(
    "header", ["Name,ID number,Phone,Unpaid wages", "姓名,身份证号,电话,欠薪", "姓名，身份证号，电话，欠薪"]
)
def test_commas_and_both_languages(case, header):
    comma = "，" if "，" in header else ","
    text = f"{header}\n{comma.join(['周建国', number(1), '13800000001', '7120.50'])}"
    table = read_claimants(text, case, case.handler)
    assert table.problems == []
    assert table.rows[0].claims == {"wages": Decimal("7120.50")}


def test_without_a_header_the_usual_order_holds(case):
    table = read_claimants(f"周建国\t{number(1)}\t13800000001\t2001-03-01", case, case.handler)
    assert table.problems == []
    assert (table.rows[0].number, table.rows[0].values["phone"]) == (1, "13800000001")


def test_blank_lines_and_the_line_of_totals_are_passed_over(case):
    text = sheet(row(1), [""] * 10, row(2, "沈玉芳", 2), ["", "合计", "", "", "", "", "", "14240"])
    table = read_claimants(text, case, case.handler)
    assert table.problems == []
    assert [r.number for r in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"name": ""}, "name"),
        ({"id": "310116198506150012"}, "id_number"),
        ({"id": "", "phone": ""}, "phone"),
        ({"id": "3.10116E+17"}, "id_number"),
        ({"phone": "1234"}, "phone"),
        ({"start": "2001-02-30"}, "employed_from"),
        ({"start": "2027-01-01"}, "employed_from"),
        ({"end": "2001-02-28"}, "employed_to"),
        ({"wage": "0"}, "monthly_wage"),
        ({"wages": "-1"}, "wages"),
        ({"wages": "1.005"}, "wages"),
        ({"heat": "很多"}, "heat_allowance"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(case, changes, column):
    table = read_claimants(
        sheet(row(1), row(2, **{"name": "沈玉芳", "sequence": 2} | changes)), case, case.handler
    )
    assert table.rows[0].problems == []
    assert table.rows[1].wrong == {column}
    assert len(table.problems) == 1
    assert "3" in table.problems[0]


def test_every_wrong_cell_is_named_at_once(case):
    table = read_claimants(sheet(row(1, phone="1", wages="x"), row(2, "", 2)), case, case.handler)
    assert [r.wrong for r in table.rows] == [{"phone", "wages"}, {"name"}]


def test_sums_are_read_in_the_unit_above_the_table_and_the_page_says_so(client, case):
    text = "单位：万元\n姓名\t电话\t欠薪\n周建国\t13800000001\t1.2"
    assert read_claimants(text, case, case.handler).rows[0].claims == {"wages": Decimal("12000.00")}
    client.force_login(case.handler)
    page = client.post(f"/cases/{case.pk}/claimants/paste/", {"text": text, "do": "check"}).content.decode()
    assert "12,000.00" in page
    assert "10,000" in page


def test_sums_below_a_merged_heading_are_read_in_its_unit_from_a_file_too(client, case):
    book = Workbook()
    page = book.active
    for cells in (
        ["拖欠工资明细表"],
        ["姓名", "电话", "金额（万元）"],
        ["", "", "拖欠工资", "加班费"],
        ["周建国", "13800000001", 1.2, 0.35],
    ):
        page.append(cells)
    for span in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
        page.merge_cells(span)
    content = io.BytesIO()
    book.save(content)
    client.force_login(case.handler)
    file = SimpleUploadedFile("名册.xlsx", content.getvalue())
    answer = client.post(f"/cases/{case.pk}/claimants/paste/", {"file": file, "do": "check"})
    (row,) = answer.context["table"].rows
    assert row.problems == []
    assert row.claims == {"wages": Decimal("12000"), "overtime": Decimal("3500")}
    assert answer.content.decode().count("单位：10,000 元") == 2


def test_a_row_nobody_needs_is_left_out_by_hand_and_stays_out(client, case):
    client.force_login(case.handler)
    page = f"/cases/{case.pk}/claimants/paste/"
    text = "姓名\t电话\t欠薪\n周建国\t13800000001\t1.2\n空空\t\t"
    assert client.post(page, {"text": text, "do": "check"}).status_code == 422
    checked = client.post(page, {"text": text, "do": "check", "row-3": "-"})
    assert checked.status_code == 200
    assert '<input type="hidden" name="row-3" value="-">' in checked.content.decode()
    assert client.get(page).context["table"].sheet.left_out == [(3, ["空空", "", ""])]


def test_a_column_nobody_knows_is_not_passed_over_in_silence(case):
    table = read_claimants(f"姓名\t身份证号\t工龄\n周建国\t{number(1)}\t3", case, case.handler)
    assert len(table.problems) == 1
    assert "工龄" in table.problems[0]


def test_a_column_twice_is_refused(case):
    assert (
        len(
            read_claimants(
                f"姓名\t身份证号\t欠薪\t拖欠工资\n周建国\t{number(1)}\t3\t4", case, case.handler
            ).problems
        )
        == 1
    )


def test_more_cells_than_columns_are_refused(case):
    assert (
        len(read_claimants(f"姓名\t身份证号\n周建国\t{number(1)}\t13800000001", case, case.handler).problems)
        == 1
    )


@pytest.mark.parametrize("text", ["", " \n\t\n", HEADER])
def test_nothing_to_read_is_said(case, text):
    assert len(read_claimants(text, case, case.handler).problems) == 1


def test_at_most_two_hundred_rows(case):
    line = f"周建国\t{number(1)}"
    assert len(read_claimants("\n".join([line] * MAX_ROWS), case, case.handler).rows) == 200
    too_many = read_claimants("\n".join([line] * (MAX_ROWS + 1)), case, case.handler)
    assert (too_many.rows, len(too_many.problems)) == ([], 1)


def test_an_id_number_that_stands_again_is_refused_and_the_first_row_named(case):
    table = read_claimants(
        sheet(row(1), row(2, "沈玉芳", 2), row(3, "周建", phone="13800000009"), row(4)), case, case.handler
    )
    assert [r.wrong for r in table.rows] == [set(), set(), {"id_number"}, {"id_number"}]
    assert table.problems == [
        "第4行（周建） 身份证号码：与第2行重复。",
        "第5行（周建国） 身份证号码：与第2行重复。",
    ]


@pytest.mark.parametrize(
    ("second", "third"),
    [
        ("周建国\t\t13800000002", "周建国\t\t13800000001"),
        ("周建\t\t13800000001", "周建国\t\t13800000001"),
    ],
    ids=["another telephone between", "another name between"],
)
def test_without_id_numbers_the_same_name_and_telephone_are_a_row_that_stands_again(case, second, third):
    for name in ("周建国", "周建"):
        ClaimantFactory(case=case, worker=WorkerFactory(name=name))
    lines = ["姓名\t身份证号\t电话\t欠薪"]
    lines += [f"{line}\t" for line in ("周建国\t\t13800000001", second, third)]
    problems = read_claims("\n".join(lines), case).problems
    assert [problem for problem in problems if "重复" in problem] == ["第4行（周建国） 姓名：与第2行重复。"]


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (f"周建国\t{number(1)}\t13800000001", "周建国\t\t13800000001", True),
        ("周建国\t\t13800000001", f"周建国\t{number(1)}\t13800000001", True),
        (f"周建国\t{number(1)}\t13900000009/13800000001", "周建国\t\t13800000001", True),
        (f"買買提\t{number(1)}\t13800000001", "买买提\t\t13800000001", True),
        (f"周建国\t{number(1)}\t13800000001", "周建国\t\t13800000002", False),
        (f"周建国\t{number(1)}\t13800000001", "沈玉芳\t\t13800000001", False),
        (f"周建国\t{number(1)}\t", "周建国\t\t13800000001", False),
    ],
)
def test_a_row_with_and_one_without_an_id_number_are_one_worker_by_name_and_telephone(
    case, first, second, is_same
):
    table = read_claimants(f"姓名\t身份证号\t电话\n{first}\n{second}", case, case.handler)
    assert [r.wrong for r in table.rows] == [set(), {"name"} if is_same else set()]


def test_a_row_whose_id_number_is_wrong_is_compared_too(case):
    lines = "周建国\t310116198506150012\t13800000001\n周建国\t\t13800000001"
    table = read_claimants(f"姓名\t身份证号\t电话\n{lines}", case, case.handler)
    assert [r.wrong for r in table.rows] == [{"id_number"}, {"name"}]


def test_one_name_and_telephone_under_two_id_numbers_are_two_workers(case):
    assert read_claimants(sheet(row(1), row(2, sequence=2)), case, case.handler).problems == []


NO_NUMBER = [
    "周建国\t\t13800000001",
    "周建国\t无\t13800000001",
    "周建国\t待补\t138 0000 0001",
    "周建国\t/\t13800000001/13800000002",
]


@pytest.mark.parametrize("line", NO_NUMBER)
def test_name_and_telephone_do_where_somebody_has_no_number(case, line):
    (claimant,) = paste_claimants(case, actor=case.handler, sent=f"姓名\t身份证号\t电话\n{line}").made
    worker = claimant.worker
    assert (worker.name, worker.id_number, worker.id_hash, worker.phone) == (
        "周建国",
        "",
        None,
        "13800000001",
    )


def test_a_table_without_a_column_of_numbers_is_read(case):
    paste_claimants(case, actor=case.handler, sent="姓名\t手机\t欠薪\n周建国\t13800000001\t5000")
    assert case.claims.get().claimed == Decimal("5000.00")


@pytest.mark.parametrize(
    ("kind", "cell", "stored"), [("无证件", "", "none"), ("护照", "", ""), ("", "没有证件", "")]
)
def test_a_kind_without_a_number_is_taken(case, kind, cell, stored):
    text = f"姓名\t证件类型\t证件号码\t电话\n周建国\t{kind}\t{cell}\t13800000001"
    (claimant,) = paste_claimants(case, actor=case.handler, sent=text).made
    assert (claimant.worker.id_kind, claimant.worker.id_number) == (stored, "")


def test_no_document_and_a_number_contradict_each_other(case):
    text = f"姓名\t证件类型\t证件号码\t电话\n周建国\t无证件\t{number(1)}\t13800000001"
    assert read_claimants(text, case, case.handler).rows[0].wrong == {"id_number"}


@pytest.mark.parametrize(
    ("on_record", "row_of"),
    [
        ({"phone": "13800000001"}, "周建国\t\t13800000001"),
        ({"phone": "13900000009"}, "周建国\t\t13800000001"),
        ({"phone": "13800000001", "id_number": number(1)}, "周建国\t\t13800000001"),
        ({"phone2": "13800000001"}, "周建国\t\t13800000001"),
        ({"phone": "13800000001", "id_number": ""}, f"周建国\t{number(2)}\t13800000001"),
        ({"name": "買買提", "phone": "13800000001"}, "买买提\t\t13800000001"),
    ],
    ids=["name and phone", "name", "with a number", "second phone", "the number is new", "other spelling"],
)
def test_who_may_be_meant_is_offered_and_not_taken(case, on_record, row_of):
    known = met(case.office, **({"name": "周建国"} | on_record))
    table = read_claimants(f"姓名\t身份证号\t电话\n{row_of}", case, case.handler)
    assert (table.rows[0].worker, table.rows[0].wrong) == (None, {"name"})
    assert [value for value, _words in table.rows[0].choices] == [str(known.pk), "new"]


@pytest.mark.parametrize(
    ("on_record", "row_of"),
    [
        ({"phone": "13900000009", "id_number": ""}, f"周建国\t{number(2)}\t13800000001"),
        ({"phone": "13800000001", "id_number": number(1)}, f"周建国\t{number(2)}\t13800000001"),
        ({"name": "周建", "phone": "13800000001"}, "周建国\t\t13800000001"),
    ],
    ids=["a number and another phone", "two numbers", "another name"],
)
def test_who_cannot_be_meant_is_not_offered(case, on_record, row_of):
    met(case.office, **({"name": "周建国"} | on_record))
    table = read_claimants(f"姓名\t身份证号\t电话\n{row_of}", case, case.handler)
    assert (table.rows[0].worker, table.problems) == (None, [])


def test_a_namesake_elsewhere_is_not_told(case):
    met(office(), name="周建国", phone="13800000001")
    table = read_claimants("姓名\t电话\n周建国\t13800000001", case, case.handler)
    assert (table.rows[0].alike, table.problems) == ([], [])


def test_the_number_of_who_is_offered_is_masked(case):
    met(case.office, name="周建国", id_number=number(1), phone="13800000001")
    table = read_claimants("姓名\t电话\n周建国\t13800000001", case, case.handler)
    words = table.rows[0].choices[0][1]
    assert (number(1) in words, "13800000001" in words, words[:3]) == (False, False, "周建国")


def test_two_rows_cannot_mean_one_person(case):
    known = met(case.office, name="周建国", phone="13800000001")
    text = "姓名\t电话\n周建国\t13800000001\n周建国\t13800000002"
    sent = Sent(text, meant={2: str(known.pk), 3: str(known.pk)})
    table = read_claimants(sent, case, case.handler)
    assert [r.wrong for r in table.rows] == [set(), {"name"}]


@pytest.mark.parametrize("meant", ["0", "x", "-1", "99999999999999999999"])
def test_only_who_was_offered_can_be_chosen(case, meant):
    met(case.office, name="周建国", phone="13800000001")
    table = read_claimants(Sent("姓名\t电话\n周建国\t13800000001", meant={2: meant}), case, case.handler)
    assert table.rows[0].wrong == {"name"}


def test_a_table_without_numbers_sent_again_adds_nobody_twice(case):
    text = "姓名\t电话\n周建国\t13800000001"
    paste_claimants(case, actor=case.handler, sent=text)
    with pytest.raises(Problem):
        paste_claimants(case, actor=case.handler, sent=text)
    assert Claimant.objects.count() == 1


def test_who_is_on_record_is_found(case):
    worker = met(case.office, name="周建国", id_number=number(1))
    assert read_claimants(sheet(row(1)), case, case.handler).rows[0].worker == worker


def test_another_name_under_the_id_number_is_refused(case):
    met(case.office, name="张三", id_number=number(1))
    assert read_claimants(sheet(row(1)), case, case.handler).rows[0].wrong == {"name"}


@pytest.mark.parametrize("outcome", ["open", "split"])
def test_who_is_a_claimant_already_is_refused(case, outcome):
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国", id_number=number(1)), outcome=outcome)
    assert read_claimants(sheet(row(1)), case, case.handler).rows[0].wrong == {"id_number"}


def test_reading_costs_the_same_for_one_row_and_for_two_hundred(case):
    def queries(count):
        rows = [row(n, f"职工{n}", n) for n in range(1, count + 1)]
        with CaptureQueriesContext(connection) as captured:
            assert read_claimants(sheet(*rows), case, case.handler).problems == []
        return len(captured)

    queries(1)  # what the clerk sees is asked once
    assert queries(1) == queries(200)


def test_right_rows_are_all_added(case):
    known = met(case.office, name="周建国", id_number=number(1), phone="")
    added = paste_claimants(case, actor=case.handler, sent=sheet(row(1), row(2, "沈玉芳", 2)), reason="名册")
    assert [claimant.worker.name for claimant in added.made] == ["周建国", "沈玉芳"]
    assert (added.made[0].worker_id, added.rest) == (known.pk, "")
    assert Worker.objects.get(pk=known.pk).phone == "13800000001"
    assert Claim.objects.filter(case=case).count() == 4
    assert case.conflict_checks.count() == 1
    entry = Claim.objects.first().history.get()
    assert (entry.history_user, entry.history_change_reason) == (case.handler, "名册")


def test_a_wrong_row_does_not_hold_the_others_back_and_stays_with_its_number(case):
    text = sheet(row(1), row(2, "沈玉芳", 2, phone="1"), row(3, "施国平", 3))
    added = paste_claimants(case, actor=case.handler, sent=text)
    assert [claimant.worker.name for claimant in added.made] == ["周建国", "施国平"]
    left = read_claimants(added.rest, case, case.handler)
    assert [(r.number, r.who, r.wrong) for r in left.rows] == [(3, "沈玉芳", {"phone"})]


def test_where_no_row_is_right_nothing_is_added(case):
    with pytest.raises(Problem) as refused:
        paste_claimants(case, actor=case.handler, sent=sheet(row(1, phone="1")))
    assert list(refused.value.message_dict) == ["text"]
    assert (Worker.objects.count(), Claimant.objects.count(), Claim.objects.count()) == (0, 0, 0)


def test_of_many_rows_some_are_added_at_a_time(case):
    rows = [row(n, f"职工{n}", n) for n in range(1, 8)]
    first = paste_claimants(case, actor=case.handler, sent=sheet(*rows), most=3)
    second = paste_claimants(case, actor=case.handler, sent=first.rest, most=3)
    third = paste_claimants(case, actor=case.handler, sent=second.rest, most=3)
    assert [len(added.made) for added in (first, second, third)] == [3, 3, 1]
    assert third.rest == ""
    assert Claimant.objects.count() == 7


def test_two_telephones_and_the_bank_go_where_they_belong(case):
    header = "员工姓名\t公民身份证号码\t电话号码\t银行卡号\t开户行\t拖欠金额"
    line = f"周建国\t{number(1)}\t13800000001/021-57312345转8\t6222 0210 0111 6245 702\t工商银行\t5000元"
    (claimant,) = paste_claimants(case, actor=case.handler, sent=f"{header}\n{line}").made
    worker = claimant.worker
    assert (worker.phone, worker.phone2) == ("13800000001", "021-57312345-8")
    assert (worker.bank_account, worker.bank_name) == ("6222021001116245702", "工商银行")
    assert claimant.claims.get().claimed == Decimal("5000.00")


@pytest.mark.parametrize(
    ("kind", "document", "stored"),
    [
        ("越南护照", "E12345678", "passport"),
        ("回乡证", "H12345678", "home_return"),
        ("台胞证", "12345678", "taiwan_pass"),
        ("居民身份证", number(1), "resident"),
        ("", number(1), "resident"),
    ],
)
def test_a_column_says_which_document_a_number_is_of(case, kind, document, stored):
    table = f"姓名\t证件类型\t证件号码\n周建国\t{kind}\t{document}"
    (claimant,) = paste_claimants(case, actor=case.handler, sent=table).made
    assert (claimant.worker.id_kind, claimant.worker.id_number) == (stored, document)
    claims = read_claims(f"姓名\t证件类型\t证件号码\t欠薪\n周建国\t{kind}\t{document}\t5", case)
    assert claims.rows[0].claimant == claimant


PERMANENT = "910156198808080014"


@pytest.mark.parametrize(
    ("heading", "cell", "kind", "country", "stored"),
    [
        ("证件号码", "越南护照E12345678", "passport", "VNM", "E12345678"),
        ("证件号码", "护照（韩国）：M12345678", "passport", "KOR", "M12345678"),
        ("证件号码", "越南护照No.E12345678", "passport", "VNM", "E12345678"),
        ("证件号码", "E12345678（越南护照）", "passport", "VNM", "E12345678"),
        ("身份证号", "台胞证12345678", "taiwan_pass", "", "12345678"),
        ("身份证号", "台胞证号：1234 5678", "taiwan_pass", "", "12345678"),
        ("身份证号", "12345678 台胞证", "taiwan_pass", "", "12345678"),
        ("身份证号", "回乡证H12345678", "home_return", "", "H12345678"),
        ("身份证号", "M12345678(01)（回乡证）", "home_return", "", "M1234567801"),
        ("证件号", f"外国人永久居留身份证{PERMANENT}", "permanent_residence", "", PERMANENT),
        ("证件号", f"身份证{number(1)}", "resident", "", number(1)),
        ("台胞证号", "12345678", "taiwan_pass", "", "12345678"),
        ("台湾居民来往大陆通行证号码", "1234567801", "taiwan_pass", "", "1234567801"),
        ("越南护照号码", "C1234567", "passport", "VNM", "C1234567"),
        ("护照号", "韩国护照M12345678", "passport", "KOR", "M12345678"),
        ("回乡证", "H12345678", "home_return", "", "H12345678"),
        ("护照号", number(1), "resident", "", number(1)),
    ],
)
def test_cell_or_heading_say_which_document_a_number_is_of(case, heading, cell, kind, country, stored):
    (claimant,) = paste_claimants(case, actor=case.handler, sent=f"姓名\t{heading}\n阮文安\t{cell}").made
    worker = claimant.worker
    assert (worker.id_kind, worker.id_country, worker.id_number) == (kind, country, stored)


@pytest.mark.parametrize(
    ("heading", "cell", "readings"),
    [
        ("证件号码", "E12345678", ["护照"]),
        ("身份证号", "12345678", ["台胞证", "护照"]),
        ("护照号", "E12345678", []),
        ("证件号码", "护照 E12345678", []),
        ("证件号码", "Passport No: E12345678", []),
    ],
)
def test_where_no_column_has_the_kind_a_cell_needs_the_grid_gets_one(client, case, heading, cell, readings):
    client.force_login(case.handler)
    url = reverse("cases:paste_claimants", args=[case.pk])
    data = {"text": f"姓名\t{heading}\n周建国\t{number(1)}\n阮文安\t{cell}\n", "do": "check"}
    shown = client.post(url, data).context
    row = shown["table"].rows[1]
    kind = next(cell for cell in row.cells if cell.column.key == "id_kind")
    assert (kind.name, kind.readings, bool(kind.problems)) == ("cell-3-2", readings, True)
    data |= {"text": shown["sent"].text, kind.name: "越南护照"}
    table = client.post(url, data).context["table"]
    assert (table.problems, table.rows[1].values["id_country"]) == ([], "VNM")


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("护照号", "id_number"),
        ("台胞证号码", "id_number"),
        ("入厂时间", "employed_from"),
        ("入司日期", "employed_from"),
        ("合同开始日期", "employed_from"),
        ("员工入场日期", "employed_from"),
        ("离场时间", "employed_to"),
        ("离司日期", "employed_to"),
        ("解除日期", "employed_to"),
        ("欠发金额", "wages"),
        ("未发金额（元）", "wages"),
        ("剩余工资", "wages"),
        ("实欠工资", "wages"),
        ("诉求金额", "wages"),
        ("请求金额", "wages"),
        ("尚欠金额", "wages"),
        ("未休年假工资", "annual_leave"),
        ("未签合同双倍工资", "double_wage"),
        ("未签订劳动合同二倍工资", "double_wage"),
        ("高温补贴", "heat_allowance"),
        ("防暑降温费", "heat_allowance"),
        ("电话1", "phone"),
        ("手机号码1", "phone"),
        ("备用电话", "phone2"),
        ("电话2", "phone2"),
        ("住址", "address"),
        ("家庭住址", "address"),
        ("现居住地", "address"),
        ("户籍", "household"),
        ("户籍所在地", "household"),
        ("年假天数", None),
        ("诉求", None),
        ("合同到期日期", None),
    ],
)
def test_headings_people_use(heading, key):
    assert known_column(heading) == key


def test_addresses_are_kept_and_those_on_record_are_not_written_over(case):
    met(case.office, name="沈玉芳", id_number=number(2), address="松江区1号")
    text = (
        f"姓名\t身份证号\t家庭住址\t户籍地址\n周建国\t{number(1)}\t青浦区2号\t安徽省六安市\n"
        f"沈玉芳\t{number(2)}\t青浦区3号\t江苏省南通市"
    )
    paste_claimants(case, actor=case.handler, sent=text)
    assert [*Worker.objects.order_by("pk").values_list("name", "address", "household")] == [
        ("沈玉芳", "松江区1号", "江苏省南通市"),
        ("周建国", "青浦区2号", "安徽省六安市"),
    ]


@pytest.mark.parametrize(
    ("phone", "second", "kept", "wrong"),
    [
        ("13800000001", "13800000002", ("13800000001", "13800000002"), set()),
        ("", "13800000002", ("13800000002", ""), set()),
        ("13800000001", "13800000001", ("13800000001", ""), set()),
        ("13800000001/13800000002", "13800000003", None, {"phone2"}),
        ("", "1", None, {"phone2"}),
    ],
)
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_second_telephone_has_its_column(case, phone, second, kept, wrong, is_turned):
    columns = [("电话1", phone), ("备用电话", second)]
    headings, cells = zip(*(reversed(columns) if is_turned else columns), strict=True)
    text = "\t".join(("姓名", *headings)) + "\n" + "\t".join(("周建国", *cells))
    (row,) = read_claimants(text, case, case.handler).rows
    assert row.wrong == wrong
    assert kept is None or tuple(row.values.get(key, "") for key in ("phone", "phone2")) == kept


def test_without_a_header_too_the_grid_gets_a_column_for_the_kind(case):
    sent = Sent("阮文安\tE12345678")
    (row,) = read_claimants(sent, case, case.handler).rows
    assert row.wrong == {"id_number", "id_kind"}
    corrected = Sent("阮文安\tE12345678\t越南护照", chosen=dict(sent.chosen))
    assert sent.chosen == {2: "id_kind"}
    assert read_claimants(corrected, case, case.handler).problems == []


@pytest.mark.parametrize("cell", ["台胞证12345678", "韩国护照M12345678"])
def test_a_cell_that_names_another_document_than_its_column_is_refused(case, cell):
    text = f"姓名\t证件类型\t证件号码\n阮文安\t越南护照\t{cell}"
    (row,) = read_claimants(text, case, case.handler).rows
    assert row.wrong == {"id_number"}
    assert "与证件类型或国家不一致" in row.problems[0]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("证件类型\t证件号码", "越南护照\tC1234567"),
        ("证件类型\t证件号码", "护照（越南）\tC1234567"),
        ("证件号码\t国籍\t证件类型", "C1234567\t越南籍\t护照"),
        ("国籍\t证件种类\t证件号", "VNM\t护照\tc 1234567"),
    ],
)
def test_who_issued_a_passport_is_read_beside_it(case, header, cells):
    (claimant,) = paste_claimants(case, actor=case.handler, sent=f"姓名\t{header}\n阮文安\t{cells}").made
    assert (claimant.worker.id_country, claimant.worker.id_number) == ("VNM", "C1234567")


@pytest.mark.parametrize(
    ("header", "cells", "column"),
    [
        ("证件类型\t证件号码", "护照\tC1234567", "id_kind"),
        ("证件类型\t证件号码\t国籍", "护照\tC1234567\t", "id_country"),
        ("证件类型\t证件号码\t国籍", "护照\tC1234567\t大西洲", "id_country"),
        ("证件类型\t证件号码", "大西洲护照\tC1234567", "id_kind"),
    ],
)
def test_a_passport_without_its_country_is_named(case, header, cells, column):
    table = read_claimants(f"姓名\t{header}\n阮文安\t{cells}", case, case.handler)
    assert column in table.rows[0].wrong


def test_a_passport_of_two_countries_is_refused_at_its_cell(case):
    text = "姓名\t证件类型\t证件号码\t国籍\n阮文安\t越南护照\tC1234567\t韩国"
    row = read_claimants(text, case, case.handler).rows[0]
    assert row.wrong == {"id_country"}
    assert [problem.split("：")[-1] for problem in row.problems] == ["与证件类型所写的国家不一致。"]


def test_one_country_said_twice_is_taken(case):
    text = "姓名\t证件类型\t证件号码\t国籍\n阮文安\t越南护照\tC1234567\t越南"
    assert read_claimants(text, case, case.handler).problems == []


@pytest.mark.parametrize(
    ("kind", "document", "country", "told"),
    [
        ("越南护照", "", "越南", {"id_kind", "id_country"}),
        ("护照", "待补", "", {"id_kind"}),
        ("", "", "越南", {"id_country"}),
        ("无证件", "", "", set()),
        ("越南护照", "C1234567", "越南", set()),
        ("居民身份证", number(1), "中国", set()),
    ],
)
def test_a_kind_or_country_that_is_not_kept_without_a_number_is_told(case, kind, document, country, told):
    text = f"姓名\t证件类型\t证件号码\t国籍\t电话\n阮文安\t{kind}\t{document}\t{country}\t13800000001"
    row = read_claimants(text, case, case.handler).rows[0]
    assert row.problems == []
    shown = {cell.column.key for cell in row.cells if cell.shown.startswith("无（")}
    assert shown == told


def test_whose_card_is_no_passport_has_no_country_to_read(case):
    text = f"姓名\t身份证号\t国籍\n周建国\t{number(1)}\t汉族"
    assert read_claimants(text, case, case.handler).problems == []


def test_two_states_passports_of_one_number_are_two_rows_and_two_claimants(case):
    text = "姓名\t证件类型\t证件号码\n阮文安\t越南护照\tC1234567\n索克\t柬埔寨护照\tC1234567"
    added = paste_claimants(case, actor=case.handler, sent=text).made
    assert len({claimant.worker_id for claimant in added}) == 2
    claims = "姓名\t证件类型\t证件号码\t欠薪\n索克\t柬埔寨护照\tC1234567\t5"
    assert read_claims(claims, case).rows[0].claimant == added[1]


def test_a_passport_whose_country_is_not_on_record_is_offered_and_completed_when_chosen(case):
    key = keyed_hash("passport C1234567")
    known = met(case.office, name="阮文安", id_number="C1234567", id_kind="passport", id_hash=key)
    text = "姓名\t证件类型\t证件号码\n阮安\t越南护照\tC1234567"
    row = read_claimants(text, case, case.handler).rows[0]
    assert (row.worker, row.alike, row.wrong) == (None, [known], {"name"})
    (claimant,) = paste_claimants(case, actor=case.handler, sent=Sent(text, meant={2: str(known.pk)})).made
    assert (claimant.worker, claimant.worker.id_country, claimant.worker.name) == (known, "VNM", "阮文安")


def test_a_document_nobody_knows_is_named(case):
    table = f"姓名\t证件类型\t证件号码\n周建国\t月票\t{number(1)}"
    assert read_claimants(table, case, case.handler).rows[0].wrong == {"id_kind"}


def test_what_is_on_record_is_not_written_over(case):
    known = met(case.office, name="周建国", id_number=number(1), phone="13800000009")
    header = "姓名\t身份证号\t电话\t银行卡号"
    paste_claimants(
        case, actor=case.handler, sent=f"{header}\n周建国\t{number(1)}\t13800000001\t62220210011162"
    )
    known.refresh_from_db()
    assert (known.phone, known.bank_account) == ("13800000009", "62220210011162")


@pytest.mark.parametrize(
    ("on_record", "row_of", "after"),
    [
        ({"phone": "13900000009"}, "周建国\t\t13800000001", ("13900000009", "13800000001")),
        ({"phone": ""}, "周建国\t\t13800000001", ("13800000001", "")),
        ({"phone": "", "phone2": "13900000009"}, "周建国\t\t13800000001", ("13800000001", "13900000009")),
        ({"phone": "13800000001"}, "周建国\t\t13800000001", ("13800000001", "")),
        ({"phone": "13800000002"}, "周建国\t\t13800000001/13800000002", ("13800000002", "13800000001")),
        (
            {"phone": "13900000009", "id_number": number(1)},
            f"周建国\t{number(1)}\t13800000001",
            ("13900000009", "13800000001"),
        ),
    ],
)
def test_another_telephone_of_who_is_on_record_is_kept_beside_the_first(case, on_record, row_of, after):
    known = met(case.office, **({"name": "周建国"} | on_record))
    sent = Sent(f"姓名\t身份证号\t电话\n{row_of}", meant={2: str(known.pk)})
    paste_claimants(case, actor=case.handler, sent=sent)
    known.refresh_from_db()
    assert (known.phone, known.phone2) == after


@pytest.mark.parametrize(
    ("phone2", "cell"),
    [("13900000008", "13800000001"), ("", "13800000001/13800000002")],
    ids=["both are taken", "one is free for two"],
)
def test_a_telephone_there_is_no_room_for_is_told(case, phone2, cell):
    known = met(case.office, name="周建国", phone="13900000009", phone2=phone2)
    sent = Sent(f"姓名\t电话\n周建国\t{cell}", meant={2: str(known.pk)})
    row = read_claimants(sent, case, case.handler).rows[0]
    assert (row.wrong, "139****0009" in row.problems[0]) == ({"phone"}, True)


# --- claims alone ---


def test_claims_are_added_to_claimants_by_name(case):
    zhou = ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"))
    paste_claims(case, actor=case.handler, sent="姓名\t欠薪\t高温费\n周建国\t7120\t600.50")
    assert {(c.claimant_id, c.kind, c.claimed) for c in case.claims.all()} == {
        (zhou.pk, "wages", Decimal("7120.00")),
        (zhou.pk, "heat_allowance", Decimal("600.50")),
    }


def test_who_takes_no_part_is_refused(case):
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"), outcome="withdrawn")
    assert read_claims("姓名\t欠薪\n周建国\t7120", case).rows[0].wrong == {"name"}


def test_of_two_with_one_name_the_id_number_tells(case):
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"))
    second = ClaimantFactory(case=case, worker=WorkerFactory(name="周建国", id_number=number(7)))
    assert read_claims("姓名\t欠薪\n周建国\t7120", case).rows[0].wrong == {"name"}
    text = f"姓名\t身份证号\t欠薪\n周建国\t{number(7)}\t7120"
    assert read_claims(text, case).rows[0].claimant == second


def test_pasting_twice_adds_nothing_twice(case):
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"))
    text = "姓名\t欠薪\n周建国\t7120"
    paste_claims(case, actor=case.handler, sent=text)
    with pytest.raises(Problem):
        paste_claims(case, actor=case.handler, sent=text)
    assert case.claims.count() == 1


def test_a_row_without_a_sum_is_refused(case):
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"))
    assert read_claims("姓名\t欠薪\n周建国\t", case).rows[0].wrong == {"name"}


# --- the pages ---


def test_the_page_shows_what_it_read_and_adds_on_the_second_press(client, case):
    client.force_login(case.handler)
    url = reverse("cases:paste_claimants", args=[case.pk])
    text = sheet(row(1), row(2, "沈玉芳", 2))
    response = client.post(url, {"text": text, "do": "check"})
    assert response.status_code == 200
    assert len(response.context["table"].rows) == 2
    assert Claimant.objects.count() == 0
    assert client.post(url, {"text": text, "do": "add"}).status_code == 302
    assert Claimant.objects.count() == 2
    assert client.get(url).context["table"] is None


@pytest.mark.parametrize("do", ["check", "add"])
def test_what_was_pasted_stays_when_it_is_wrong(client, case, do):
    client.force_login(case.handler)
    url = reverse("cases:paste_claimants", args=[case.pk])
    response = client.post(url, {"text": sheet(row(1, phone="1")), "do": do})
    assert response.status_code == 422
    assert response.context["table"].problems[0] in response.content.decode()
    assert "25,200.00" in response.content.decode()
    assert Claimant.objects.count() == 0


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "x" * 100_001, '"', "\t\t\t", "姓名", "=1+1\t2"])
def test_nonsense_is_answered_never_an_error(client, case, text):
    client.force_login(case.handler)
    url = reverse("cases:paste_claimants", args=[case.pk])
    assert client.post(url, {"text": text, "do": "add"}).status_code == 422


def test_from_review_on_a_reason_is_asked(client):
    case = CaseFactory(state="review")
    client.force_login(case.handler)
    url = reverse("cases:paste_claimants", args=[case.pk])
    response = client.post(url, {"text": sheet(row(1)), "do": "add"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert client.post(url, {"text": sheet(row(1)), "do": "add", "reason": "补充名册"}).status_code == 302


@pytest.fixture
def page(client, case):
    client.force_login(case.handler)
    return reverse("cases:paste_claimants", args=[case.pk])


def test_a_check_asks_for_no_reason_yet(client):
    case = CaseFactory(state="review")
    client.force_login(case.handler)
    response = client.post(
        reverse("cases:paste_claimants", args=[case.pk]), {"text": sheet(row(1)), "do": "check"}
    )
    assert (response.status_code, len(response.context["table"].right)) == (200, 1)


def test_a_wrong_cell_is_corrected_in_the_grid(client, page):
    text = sheet(row(1), row(2, "沈玉芳", 2, phone="1"))
    shown = client.post(page, {"text": text, "do": "check"})
    assert 'name="cell-3-3"' in shown.content.decode()
    assert 'name="cell-2-3"' not in shown.content.decode()
    corrected = {"text": shown.context["sent"].text, "cell-3-3": "13800000002", "do": "add"}
    assert client.post(page, corrected).status_code == 302
    assert set(Worker.objects.values_list("phone", flat=True)) == {"13800000001", "13800000002"}


@pytest.mark.parametrize("is_same", [True, False])
def test_who_is_meant_is_chosen_in_the_grid_and_kept_while_others_are_corrected(client, page, case, is_same):
    known = met(case.office, name="周建国", phone="13800000001", id_number="")
    text = f"姓名\t身份证号\t电话\n周建国\t{number(1)}\t13800000001\n沈玉芳\t\t1"
    shown = client.post(page, {"text": text, "do": "check"})
    assert f'<option value="{known.pk}"' in shown.content.decode()
    meant = str(known.pk) if is_same else "new"
    checked = client.post(page, {"text": text, "do": "check", "who-2": meant})
    assert f'<input type="hidden" name="who-2" value="{meant}">' in checked.content.decode()
    assert [row.who for row in client.get(page).context["table"].right] == ["周建国"]
    client.post(page, {"text": text, "do": "add", "who-2": meant})
    claimant = Claimant.objects.get()
    assert ((claimant.worker == known), claimant.worker.id_number) == (is_same, number(1))


def test_a_passport_is_put_down_at_somebody_on_record_without_a_document(case):
    known = met(case.office, name="李", phone="13800000001", id_number="", id_kind="none")
    text = "姓名\t证件类型\t证件号码\t电话\n李\t台胞证\t12345678\t13800000001"
    paste_claimants(case, actor=case.handler, sent=Sent(text, meant={2: str(known.pk)}))
    known.refresh_from_db()
    assert (known.id_kind, known.id_number) == ("taiwan_pass", "12345678")


def test_a_right_row_is_opened_to_be_edited(client, page):
    shown = client.post(page, {"text": sheet(row(1)), "open": "2"})
    assert 'name="cell-2-3"' in shown.content.decode()


def test_after_the_right_rows_are_added_the_others_are_on_the_page_whenever_one_comes_back(client, page):
    sent = client.post(page, {"text": sheet(row(1), row(2, "沈玉芳", 2, phone="1")), "do": "add"})
    assert (sent.status_code, sent["Location"], Claimant.objects.count()) == (302, page, 1)
    for _visit in range(2):
        shown = client.get(page)
        assert [row.who for row in shown.context["table"].rows] == ["沈玉芳"]
    assert client.get(page + "?anew=1").status_code == 302
    assert client.get(page).context["table"] is None


def test_many_rows_are_added_in_parts_with_their_progress(client, page, monkeypatch):
    monkeypatch.setattr(form_page, "ROWS_AT_ONCE", 4)
    rows = [row(n, f"职工{n}", n, wages="1", severance="", heat="") for n in range(1, 11)]
    answer = client.post(page, {"text": sheet(*rows), "do": "add"})
    seen = []
    while answer["Location"] == page:
        shown = client.get(page)
        assert shown.context["is_going_on"]
        seen.append((shown.context["added"], shown.context["total"]))
        form = shown.context["form"]
        sent = {"text": shown.context["sent"].text, "do": "add"}
        answer = client.post(page, sent | {name: form[name].value() for name in ("added", "total")})
    assert seen == [(4, 10), (8, 10)]
    assert Claimant.objects.count() == 10
    told = [str(message) for message in client.get(answer["Location"]).context["messages"]]
    assert [message for message in told if "10" in message] == told


def test_what_a_column_is_said_to_be_is_remembered_for_the_next_table(client, page, case):
    text = f"姓名\t身份证号\t应发工资\t籍贯\n周建国\t{number(1)}\t3000\t安徽"
    asked = client.post(page, {"text": text, "do": "check"})
    assert [column.heading for column in asked.context["table"].sheet.undecided] == ["应发工资", "籍贯"]
    assert (
        client.post(page, {"text": text, "column-2": "wages", "column-3": "-", "do": "add"}).status_code
        == 302
    )
    again = text.replace("周建国", "沈玉芳").replace(number(1), number(2))
    shown = client.post(page, {"text": again, "do": "check"})
    assert (shown.status_code, shown.context["table"].claimed) == (200, Decimal("3000.00"))
    assert [c.is_remembered for c in shown.context["table"].sheet.columns] == [False, False, True, True]


def test_all_that_is_to_be_decided_is_left_out_at_once(client, page):
    text = f"姓名\t身份证号\t籍贯\t政治面貌\n周建国\t{number(1)}\t安徽\t群众"
    shown = client.post(page, {"text": text, "column-2": "", "column-3": "", "do": "leave-out"})
    assert (shown.status_code, len(shown.context["table"].right)) == (200, 1)


def test_a_workbook_is_read_like_what_is_pasted(client, page):
    book = Workbook()
    sheet = book.active
    sheet.append(["欠薪名册"])
    sheet.append([])
    sheet.append(["姓名", "身份证号", "入职日期", "欠薪"])
    sheet.append(["周建国", number(1), dt.date(2024, 3, 5), 5000.5])
    content = io.BytesIO()
    book.save(content)
    shown = client.post(page, {"file": SimpleUploadedFile("名册.xlsx", content.getvalue()), "do": "check"})
    (read,) = shown.context["table"].rows
    assert (shown.status_code, read.number, read.values["employed_from"]) == (200, 4, dt.date(2024, 3, 5))
    assert read.claims == {"wages": Decimal("5000.50")}
    assert client.post(page, {"text": shown.context["sent"].text, "do": "add"}).status_code == 302


def test_what_a_cell_of_a_workbook_does_not_show_is_offered_and_a_formula_without_result_told(client, page):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份证号", "入职日期", "欠薪"])
    sheet.append(["周建国", number(1), dt.date(2024, 3, 1), "=5000*3"])
    sheet["C2"].number_format = 'yyyy"年"m"月"'
    content = io.BytesIO()
    book.save(content)
    shown = client.post(page, {"file": SimpleUploadedFile("名册.xlsx", content.getvalue()), "do": "check"})
    cells = {cell.column.key: cell for cell in shown.context["table"].rows[0].cells}
    assert (cells["employed_from"].text, cells["wages"].text) == ("2024年3月", "=5000*3")
    assert cells["employed_from"].readings == ["2024-03-01", "2024-03-31"]
    assert "没有结果的公式" in cells["wages"].problems[0]


def several_sheets():
    """A note, attendance that looks like a table, the roster, and a second one with a mistake in it."""
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["本表由车间填报"])
    book.create_sheet("考勤").append(["姓名", "考勤天数"])
    for title, name, phone, n in (("一车间", "周建国", "13800000001", 1), ("二车间", "沈玉芳", "1", 2)):
        roster = book.create_sheet(title)
        roster.append(["姓名", "身份证号", "电话"])
        roster.append([name, number(n), phone])
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("名册.xlsx", content.getvalue())


def carried(shown):
    book = shown.context["book"]
    return {"text": shown.context["sent"].text, "do": "check"} | dict(book.carried_fields())


def test_of_several_sheets_the_first_that_looks_like_the_table_is_read_and_another_may_be(client, page):
    shown = client.post(page, {"file": several_sheets(), "do": "check"})
    assert shown.context["book"].names == ["说明", "考勤", "一车间", "二车间"]
    assert [row.who for row in shown.context["table"].rows] == ["周建国"]
    second = client.post(page, carried(shown) | {"sheet": "3"})
    assert [row.who for row in second.context["table"].rows] == ["沈玉芳"]
    assert 'value="3" aria-pressed="true"' in second.content.decode()


def test_what_was_corrected_in_a_sheet_is_there_when_one_turns_back_to_it(client, page):
    shown = client.post(page, {"file": several_sheets(), "do": "check"})
    second = client.post(page, carried(shown) | {"sheet": "3"})
    first = client.post(page, carried(second) | {"cell-2-2": "13800000002", "sheet": "2"})
    assert [row.who for row in first.context["table"].rows] == ["周建国"]
    again = client.post(page, carried(first) | {"sheet": "3"})
    assert [row.values["phone"] for row in again.context["table"].right] == ["13800000002"]


def test_the_other_sheets_are_there_when_somebody_comes_back_to_the_page(client, page):
    shown = client.post(page, {"file": several_sheets(), "do": "check"})
    client.post(page, carried(shown) | {"sheet": "3"})
    back = client.get(page)
    assert (back.context["book"].at, [row.who for row in back.context["table"].rows]) == (3, ["沈玉芳"])
    first = client.post(page, carried(back) | {"sheet": "2"})
    assert [row.who for row in first.context["table"].rows] == ["周建国"]


def test_a_file_that_is_no_table_is_refused_at_its_field(client, page):
    shown = client.post(page, {"file": SimpleUploadedFile("a.xlsx", b"PK nonsense"), "do": "check"})
    assert (shown.status_code, list(shown.context["form"].errors)) == (422, ["file"])


def test_claims_are_pasted_on_their_page(client, case):
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"))
    client.force_login(case.handler)
    url = reverse("cases:paste_claims", args=[case.pk])
    assert client.post(url, {"text": "姓名\t欠薪\n周建国\t7120", "do": "add"}).status_code == 302
    assert case.claims.get().claimed == Decimal("7120.00")


def test_a_supervisor_pastes_nothing(client, case):
    ClaimFactory(claimant__case=case)
    client.force_login(staff("supervisor", case.office))
    for name in ("paste_claimants", "paste_claims"):
        assert client.post(reverse(f"cases:{name}", args=[case.pk]), {"text": "x"}).status_code == 403
