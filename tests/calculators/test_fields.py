"""What the fields of the calculators take, and what they say to the rest."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from calculators.fields import NumberField, RowsField, WholeField, YearField
from calculators.forms.allowances import AnnualLeaveForm, HeatAllowanceForm
from calculators.forms.wages import OvertimeForm
from labour_law.entitlements.annual_leave import LeaveYear
from labour_law.entitlements.heat_allowance import HotDays
from labour_law.entitlements.overtime import WorkedDay
from law_tables.choices import places
from law_tables.forms import RegionField

pytestmark = pytest.mark.django_db

DAYS: RowsField = OvertimeForm.base_fields["days"]
YEARS: RowsField = AnnualLeaveForm.base_fields["years"]


def refusal(field, typed):
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            field.clean(typed)
        return caught.value.messages


@pytest.mark.parametrize(
    "typed",
    [
        "2025-10-01 8",
        "2025-10-01\t8",
        "2025年10月1日 8小时",
        "２０２５－１０－０１　８",
        "20251001, 8h",
        "2025/10/1：8.0",
        "\n  2025-10-01   8  \n\n",
    ],
)
def test_a_day_and_its_hours_are_taken_as_people_write_them(typed):
    assert DAYS.clean(typed) == (WorkedDay(day=dt.date(2025, 10, 1), hours=Decimal(8)),)


def test_years_come_one_a_line():
    assert YEARS.clean("2024 0\n2025年 2.5天\r\n2026\t3") == (
        LeaveYear(year=2024, taken=Decimal(0)),
        LeaveYear(year=2025, taken=Decimal("2.5")),
        LeaveYear(year=2026, taken=Decimal(3)),
    )


@pytest.mark.parametrize(
    ("typed", "messages"),
    [
        ("2025-10-01 8\n2025-10-02 25", ["Row 2: A day has 24 hours, not 25."]),
        ("2025-10-01", ["Row 1: two entries are expected, like 2025-10-01 8"]),
        ("2025-10-01 8 9", ["Row 1: two entries are expected, like 2025-10-01 8"]),
        ("2025-02-30 8", ["Row 1: This date does not exist: 2025-02-30."]),
        ("2025-10-01 viel", ["Row 1: Enter a number like 8 or 7.5."]),
        ("2025-10-01 -1", ["Row 1: The number cannot be below zero."]),
        (
            "x 8\n\n2025-10-01 y",
            ["Row 1: Enter a date like 2026-01-05.", "Row 2: Enter a number like 8 or 7.5."],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_row(typed, messages):
    assert refusal(DAYS, typed) == messages


def test_a_year_lies_on_the_calendar():
    assert refusal(YEARS, "99999 2") == ["Row 1: The year must lie between 1900 and 2100."]
    assert refusal(YearField(), "2025.5") == ["Enter a whole number."]


def test_there_is_an_end_to_the_rows():
    assert refusal(YEARS, "2025 1\n" * 401) == ["There are more than 400 rows."]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("8", "8"), ("７.５", "7.5"), (" 1 0 ", "10"), ("3个月", "3"), ("0", "0"), (".5", "0.5")],
)
def test_a_number_is_taken_as_people_write_it(typed, number):
    assert NumberField().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["x", "NaN", "Infinity", "1e3x", "--1", "1,5,0"])
def test_what_is_no_number_is_refused(typed):
    assert refusal(NumberField(), typed) == ["Enter a number like 8 or 7.5."]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-1", "The number cannot be below zero."),
        ("1e9", "The number is above 100,000."),
        ("0.001", "A number has at most 2 decimal places here."),
    ],
)
def test_a_number_beyond_its_bounds_is_refused(typed, message):
    assert refusal(NumberField(), typed) == [message]


def test_a_whole_number_is_an_int():
    assert WholeField().clean("10") == 10
    assert refusal(WholeField(), "x") == ["Enter a whole number."]


def test_only_places_are_offered_not_classes_of_places():
    with translation.override("zh-hans"):
        offered = {code: str(name) for code, name in places()}
    assert offered["shanghai"] == "上海市"
    assert offered["changzhou"] == "常州市区"
    assert offered["zhejiang"] == "浙江省"
    assert [code for code in offered if "_1" in code or code == "national"] == []
    assert refusal(RegionField(), "jiangsu_1") == ["There is no place jiangsu_1 in the tables."]


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("shanghai", "shanghai"),
        ("上海市", "shanghai"),
        ("上海", "shanghai"),
        ("310116", "310116"),
        ("金山区", "310116"),
        ("常州市区", "changzhou"),
        ("常州", "changzhou"),
        ("溧阳", "liyang"),
        ("金坛区", "jintan"),
        ("浙江省义乌市", "330782"),
        (" 义乌 ", "330782"),
        ("浙江", "zhejiang"),
        ("深圳市", "shenzhen"),
        ("深圳市南山区", "440305"),
        ("江苏省一类地区", None),
        ("亚特兰蒂斯", None),
        ("鼓楼区", None),
        ("福州市鼓楼区", "350102"),
    ],
)
def test_a_place_is_taken_as_people_write_it(typed, region):
    with translation.override("zh-hans"):
        if region is None:
            with pytest.raises(ValidationError):
                RegionField().clean(typed)
        else:
            assert RegionField().clean(typed) == region


def test_of_several_places_of_one_name_each_is_named():
    assert refusal(RegionField(), "江苏鼓楼区") == [
        "There are several places of this name: 江苏省南京市鼓楼区, 江苏省徐州市鼓楼区. Write which one."
    ]


def test_the_last_column_may_be_missing():
    days: RowsField = HeatAllowanceForm.base_fields["hot_days"]
    assert days.clean("2024 12\n2024 9 40") == (
        HotDays(year=2024, days=12),
        HotDays(year=2024, days=9, degrees=40),
    )
    assert refusal(days, "2024") == ["Row 1: two entries are expected, like 2009 35"]
