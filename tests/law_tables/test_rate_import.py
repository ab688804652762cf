"""Rates out of an XLSX file: a dry run names every problem; nothing is written unless all fits and somebody may."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils.translation import override
from openpyxl import Workbook

from core.errors import Problem
from law_tables import current
from law_tables.actions import add_rates
from law_tables.models import RateRow
from law_tables.rate_import import read_rates
from tests.factories import UserFactory, office, staff

pytestmark = pytest.mark.django_db

HEADER = ["series", "region", "valid_from", "valid_to", "value", "unit", "source", "confidence"]
HENAN = [
    "minimum_wage_month",
    "henan_1",
    dt.date(2026, 2, 1),
    None,
    2400,
    "yuan_month",
    "豫政〔2026〕1号",
    "verified",
]


def sheet(*rows, header=HEADER):
    book = Workbook()
    for row in (header, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(*rows, header=HEADER):
    with override("en"):
        return read_rates(sheet(*rows, header=header))


def test_of_several_sheets_the_one_with_such_a_header_is_read():
    book = Workbook()
    book.active.append(["来源", "各省公报"])
    book.create_sheet().append(HEADER)
    book.worksheets[1].append(HENAN)
    content = io.BytesIO()
    book.save(content)
    with override("en"):
        found = read_rates(content.getvalue())
    assert (len(found.rows), found.problems) == (1, [])


@pytest.fixture
def file(tmp_path):
    def saved(*rows):
        path = tmp_path / "rates.xlsx"
        path.write_bytes(sheet(*rows))
        return str(path)

    return saved


def changed(**changes):
    return [changes.get(name, cell) for name, cell in zip(HEADER, HENAN, strict=True)]


def test_a_row_becomes_a_rate():
    found = read(HENAN)
    (row,) = found.rates
    assert (found.problems, found.known) == ([], 0)
    assert (row.region, row.valid_from, row.value, row.confidence) == (
        "henan_1",
        dt.date(2026, 2, 1),
        Decimal(2400),
        "verified",
    )


def test_columns_and_entries_may_be_named_as_on_the_pages():
    with override("zh-hans"):
        header = ["项目", "地区", "自", "至", "数值", "计量单位", "依据", "核对情况"]
        row = [
            "月最低工资标准",
            "河南省一类地区",
            "2026年2月1日",
            "",
            "2,400",
            "元/月",
            "豫政〔2026〕1号",
            "已核对原文",
        ]
        found = read_rates(sheet(row, header=[*header]))
    assert found.problems == []
    assert found.rates[0].rate == read(HENAN).rates[0].rate


@pytest.mark.parametrize(
    ("series", "offered"),
    [
        ("月最低工资", ["Minimum wage, monthly"]),
        ("最低工资", ["Minimum wage, monthly", "Minimum wage, hourly"]),
        ("minimum wage, month", ["Minimum wage, monthly"]),
    ],
)
def test_a_part_of_a_name_is_offered(series, offered):
    (row,) = read(changed(series=series)).rows
    (cell,) = [cell for cell in row.cells if cell.column.key == "series"]
    assert cell.readings == offered


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("henan_1", "henan_1"),
        ("Henan, class 1", "henan_1"),
        ("330782", "330782"),
        ("义乌", "330782"),
        ("江苏鼓楼区", None),
        ("浙江省金华市义乌市", "330782"),
    ],
)
def test_a_region_is_told_by_code_name_or_number(region, code):
    found = read(changed(region=region))
    assert [row.region for row in found.rates] == ([code] if code else [])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"series": "salary"}, "Row 2, Series: “salary” is none of:"),
        ({"region": "亚特兰蒂斯"}, "Row 2, Region: There is no place 亚特兰蒂斯 in the tables."),
        ({"valid_from": "2026-02-30"}, "Row 2, From: "),
        ({"valid_from": None}, "Row 2, From: "),
        ({"valid_to": dt.date(2026, 1, 1)}, "Row 2, Until: The row ends before it begins."),
        ({"value": "viel"}, "Row 2, Value: Enter a number like 8 or 7.5."),
        ({"value": 0}, "Row 2, Value: "),
        ({"value": 1.005}, "Row 2, Value: "),
        ({"unit": "yuan_hour"}, "Row 2, Unit: This series is counted in: yuan a month."),
        ({"source": ""}, "Row 2, Source: "),
        ({"confidence": "entered"}, "Row 2, Confidence: “entered” is none of:"),
        ({"region": "shanghai", "valid_from": dt.date(2025, 7, 1)}, "Row 2, From: There is a row"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(changes, problem):
    found = read(changed(**changes))
    assert found.rates == []
    assert found.problems[0].startswith(problem)


def test_rows_that_contradict_each_other():
    ended = changed(valid_to=dt.date(2026, 12, 31))
    later = changed(valid_from=dt.date(2026, 6, 1))
    found = read(ended, later)
    assert len(found.rates) == 1
    assert found.problems[0].startswith(
        "Row 3, From: Minimum wage, monthly, Henan, class 1: two rows hold on"
    )


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ([*HEADER[:-1], "wie sicher"], "Column “wie sicher”: say what it is, or leave it out."),
        ([*HEADER[:-1], "unit"], "Row 1: the column “unit” stands there twice."),
        (HEADER[:-1], "There is no column “Confidence”: say which one it is."),
    ],
)
def test_a_header_that_does_not_fit(header, problem):
    assert problem in read(HENAN[: len(header)], header=header).problems


@pytest.mark.parametrize("content", [b"", b"no sheet", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
def test_a_file_that_is_none(content):
    found = read_rates(content)
    assert (found.rates, bool(found.problems)) == ([], True)


def test_a_header_alone():
    assert read().problems == ["There is a header but no row below it."]


def test_a_csv_file_is_read_as_well():
    line = ",".join("" if cell is None else str(cell) for cell in HENAN)
    found = read_rates(f"{','.join(HEADER)}\n{line}\n".encode())
    assert [row.rate for row in found.rates] == [row.rate for row in read(HENAN).rates]


@pytest.mark.parametrize(
    ("said", "is_excluded"), [(None, True), ("是", True), ("yes", True), ("否", False), ("", False)]
)
def test_whether_a_minimum_wage_is_without_the_workers_own_insurance_is_a_column(said, is_excluded):
    """Without the column it is as the one before."""
    row = [
        "minimum_wage_month",
        "北京",
        "2026-09-01",
        "",
        "2700",
        "yuan_month",
        "京人社劳发〔2026〕1号",
        "verified",
    ]
    header = HEADER if said is None else [*HEADER, "不含个人社保公积金"]
    found = read(row if said is None else [*row, said], header=header)
    assert found.problems == []
    assert [rate.excludes_insurance for rate in found.rates] == [is_excluded]


def test_whether_it_is_without_is_yes_or_no():
    row = [
        "minimum_wage_month",
        "北京",
        "2026-09-01",
        "",
        "2700",
        "yuan_month",
        "京人社劳发〔2026〕1号",
        "verified",
        "也许",
    ]
    [problem] = read(row, header=[*HEADER, "excludes_insurance"]).problems
    assert problem == "Row 2, Without the worker's own insurance: Enter yes or no."


def test_only_the_monthly_minimum_wage_can_be_without_it():
    row = [
        "average_wage",
        "北京",
        "2026-01-01",
        "2026-12-31",
        "12000",
        "yuan_month",
        "统计",
        "verified",
        "是",
    ]
    [problem] = read(row, header=[*HEADER, "excludes_insurance"]).problems
    assert "Only the monthly minimum wage has this." in problem


def test_what_the_table_has_already_is_left_out():
    row = RateRow.objects.get(series="minimum_wage_month", region="beijing")
    known = [
        row.series,
        row.region,
        row.valid_from,
        None,
        float(row.value),
        row.unit,
        row.source,
        row.confidence,
    ]
    found = read([*known, row.note], header=[*HEADER, "note"])
    assert (found.rates, found.known, found.problems) == ([], 1, [])


def test_a_dry_run_writes_nothing(file, capsys):
    before = RateRow.objects.count()
    call_command("import_rates", file(HENAN))
    assert RateRow.objects.count() == before
    assert "1 to add, 0 already there." in capsys.readouterr().out


def test_the_command_writes_all_with_actor_and_reason(file):
    keeper = UserFactory(is_superuser=True)
    call_command("import_rates", file(HENAN), write=True, actor=keeper.username, reason="新标准")
    row = RateRow.objects.get(region="henan_1", valid_from=dt.date(2026, 2, 1))
    written = row.history.get()
    assert (written.history_user, written.history_change_reason) == (keeper, "新标准")
    assert current.tables().rates.find("minimum_wage_month", "henan_1", dt.date(2026, 3, 1)).value == 2400


@pytest.mark.parametrize(
    "options",
    [{"actor": "nobody", "reason": "新标准"}, {"reason": "新标准"}, {"actor": "keeper", "reason": " "}],
)
def test_the_command_asks_who_and_why(file, options):
    UserFactory(is_superuser=True, username="keeper")
    before = RateRow.objects.count()
    with pytest.raises(CommandError):
        call_command("import_rates", file(HENAN), write=True, **options)
    assert RateRow.objects.count() == before


def test_with_one_problem_nothing_is_written(file):
    keeper = UserFactory(is_superuser=True)
    before = RateRow.objects.count()
    with pytest.raises(CommandError):
        call_command(
            "import_rates", file(HENAN, changed(value=0)), write=True, actor=keeper.username, reason="x"
        )
    assert RateRow.objects.count() == before


def test_a_file_that_is_not_there():
    with pytest.raises(CommandError):
        call_command("import_rates", "/nowhere/rates.xlsx")


def test_only_who_keeps_the_rates_of_a_region_adds_them():
    office("上海市总工会", region="shanghai")
    keeper = staff("administrator", office("河南省总工会", region="henan"))
    (ours,) = read(HENAN).rates
    add_rates([ours], actor=keeper, reason="新标准")
    (theirs,) = read(changed(region="shanghai", valid_from=dt.date(2027, 7, 1))).rates
    with pytest.raises(PermissionDenied):
        add_rates([theirs], actor=keeper, reason="新标准")
    with pytest.raises(Problem):
        add_rates([ours], actor=keeper, reason="")


def test_two_who_add_the_same_rate_at_once_add_one():
    """What the page showed as right may hold beside another by the time it is added."""
    keeper = UserFactory(is_superuser=True)
    rates = [read(HENAN).rates[0] for _page in range(2)]
    add_rates(rates[:1], actor=keeper, reason="新标准")
    before = RateRow.objects.count()
    with pytest.raises(Problem):
        add_rates(rates[1:], actor=keeper, reason="新标准")
    assert RateRow.objects.count() == before
