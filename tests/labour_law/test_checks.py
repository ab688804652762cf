"""Whatever stands in a fact: the right sum, or one typed error that names the fact. Never a bare traceback."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from labour_law.entitlements.annual_leave import AnnualLeave, LeaveYear, annual_leave
from labour_law.entitlements.double_wages import DoubleWages, double_wages
from labour_law.entitlements.final_award import AwardItem, FinalAward
from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays, heat_allowance
from labour_law.entitlements.minimum_wage import MinimumWage, minimum_wage
from labour_law.entitlements.overtime import Overtime, WorkedDay, overtime
from labour_law.entitlements.severance import Damages, NoticePay, Severance, damages, notice_pay, severance
from labour_law.entitlements.social_insurance import SocialInsurance, social_insurance
from labour_law.entitlements.wages import UnpaidWages, unpaid_wages
from labour_law.entitlements.work_injury import WorkInjury, work_injury
from labour_law.errors import InvalidChoice, InvalidGrade, InvalidPeriod, LabourLawError
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
D = Decimal

JUNE_30 = date(2026, 6, 30)
AS_OF = date(2026, 7, 1)
SERVICE = {"hired": date(2010, 1, 1), "left": JUNE_30, "monthly_wage": D(9200), "region": "shanghai"}
MAY_TO_JUNE = {"region": "shanghai", "start": date(2026, 5, 2), "end": JUNE_30, "left": JUNE_30}

KINDS: dict[str, tuple[type, Callable[..., Any] | None, dict[str, Any]]] = {
    "severance": (Severance, severance, {**SERVICE, "cause": "redundancy", "overtime": D(0), "as_of": AS_OF}),
    "damages": (Damages, damages, {**SERVICE, "overtime": D(0), "as_of": AS_OF}),
    "notice": (
        NoticePay,
        notice_pay,
        {"prior_month_wage": D(9600), "left": JUNE_30, "cause": "no_fault_changed", "as_of": AS_OF},
    ),
    "wages": (
        UnpaidWages,
        unpaid_wages,
        {**MAY_TO_JUNE, "monthly_wage": D(6500), "paid": D(0), "part_days": D(8), "as_of": AS_OF},
    ),
    "minimum by the month": (
        MinimumWage,
        minimum_wage,
        {**MAY_TO_JUNE, "monthly_wage": D(2500), "excluded": D(0), "as_of": AS_OF},
    ),
    "minimum by the hour": (MinimumWage, minimum_wage, {**MAY_TO_JUNE, "hourly_wage": D(20), "hours": D(9)}),
    "overtime": (
        Overtime,
        overtime,
        {
            "monthly_wage": D(5220),
            "region": "shanghai",
            "weekday_hours": D(2),
            "rest_day_hours": D(8),
            "holiday_hours": D(8),
            "days_in_lieu_hours": D(0),
            "base_share": D(1),
            "paid": D(0),
            "left": JUNE_30,
            "as_of": AS_OF,
        },
    ),
    "a day worked": (WorkedDay, None, {"day": JUNE_30, "hours": D(2)}),
    "double wages": (
        DoubleWages,
        double_wages,
        {
            "monthly_wage": D(6000),
            "hired": date(2025, 3, 1),
            "signed_on": date(2025, 9, 15),
            "left": JUNE_30,
            "as_of": AS_OF,
        },
    ),
    "annual leave": (
        AnnualLeave,
        annual_leave,
        {
            "first_worked": date(2014, 7, 1),
            "hired": date(2018, 3, 1),
            "monthly_wage": D(8700),
            "years": (LeaveYear(year=2025),),
            "left": JUNE_30,
            "paid_share": D(1),
            "as_of": AS_OF,
        },
    ),
    "a year of leave": (LeaveYear, None, {"year": 2025, "taken": D(2)}),
    "heat": (
        HeatAllowance,
        heat_allowance,
        {
            "region": "shanghai",
            "start": date(2018, 1, 1),
            "end": date(2020, 12, 31),
            "paid": D(0),
            "left": JUNE_30,
            "as_of": AS_OF,
        },
    ),
    "hot days": (HotDays, None, {"year": 2008, "days": 20}),
    "injury": (
        WorkInjury,
        work_injury,
        {
            "grade": 8,
            "monthly_wage": D(9000),
            "region": "shanghai",
            "injured_on": date(2025, 5, 6),
            "left": JUNE_30,
            "leave_months": D(3),
            "leave_paid": D(0),
            "as_of": AS_OF,
        },
    ),
    "insurance": (
        SocialInsurance,
        social_insurance,
        {
            "can_be_made_up": False,
            "loss": D(100),
            "arrears": D(100),
            "arrears_since": date(2025, 1, 1),
            "as_of": AS_OF,
        },
    ),
    "an item of the award": (AwardItem, None, {"kind": "wages", "amount": D(3)}),
    "the award": (FinalAward, None, {"region": "shanghai", "on": JUNE_30, "items": ()}),
}

NO_NUMBERS = [
    D("NaN"),
    D("sNaN"),
    D("Infinity"),
    D("-Infinity"),
    D("1E+40"),
    10**40,
    True,
    "6500",
    "abc",
    1.5,
]
ODD_NUMBERS = [D("-0"), D("1E-99999"), 1, 2000]
FAR_DAYS = [date.min, date(1899, 12, 31), date(2101, 1, 1), date.max]


def sum_of(kind: str, /, **change: Any) -> Any:
    facts_type, calculate, facts = KINDS[kind]
    made = facts_type(**facts | change)
    if calculate is None:
        return made
    answer = calculate(made, TABLES)
    assert answer.total == sum((line.amount for line in answer.lines), D(0)) >= 0
    assert all(str(note.text) for note in answer.notes)
    return answer.total


def refused(kind: str, /, **change: Any) -> str:
    """The field an error names, "" where there is none."""
    try:
        sum_of(kind, **change)
    except LabourLawError as error:
        return error.field
    return ""


def facts_that_are(wanted: Callable[[Any], bool]) -> list[tuple[str, str]]:
    return [(kind, name) for kind, (_, _, facts) in KINDS.items() for name in facts if wanted(facts[name])]


NUMBERS = facts_that_are(lambda value: isinstance(value, D | int) and not isinstance(value, bool))
DAYS = facts_that_are(lambda value: isinstance(value, date))


@pytest.mark.parametrize(("kind", "name"), NUMBERS)
@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_number_or_out_of_all_reason_is_refused_by_its_field(
    kind: str, name: str, value: object
) -> None:
    with pytest.raises(LabourLawError) as caught:
        sum_of(kind, **{name: value})
    assert caught.value.field == name
    assert str(caught.value)


@pytest.mark.parametrize(("kind", "name"), NUMBERS)
@pytest.mark.parametrize("value", ODD_NUMBERS, ids=repr)
def test_an_odd_number_gives_a_sum_or_is_refused(kind: str, name: str, value: object) -> None:
    assert refused(kind, **{name: value}) in ("", name)


def test_an_int_is_as_good_as_a_decimal() -> None:
    for kind, name in NUMBERS:
        value = KINDS[kind][2][name]
        assert sum_of(kind, **{name: int(value)}) == sum_of(kind)


@pytest.mark.parametrize(("kind", "name"), DAYS)
@pytest.mark.parametrize("day", FAR_DAYS, ids=str)
def test_a_day_before_1900_or_after_2100_is_refused(kind: str, name: str, day: date) -> None:
    with pytest.raises(InvalidPeriod) as caught:
        sum_of(kind, **{name: day})
    assert (caught.value.code, caught.value.field) == ("period_out_of_range", name)


@pytest.mark.parametrize(("kind", "name"), DAYS)
@pytest.mark.parametrize("value", ["2026-06-30", datetime(2026, 6, 30, tzinfo=UTC), 20260630], ids=repr)
def test_what_is_no_date_is_refused(kind: str, name: str, value: object) -> None:
    with pytest.raises(InvalidPeriod) as caught:
        sum_of(kind, **{name: value})
    assert (caught.value.code, caught.value.field) == ("period_not_a_day", name)


@pytest.mark.parametrize(
    ("kind", "name"), [("an item of the award", "kind"), ("double wages", "limitation_method")]
)
def test_a_choice_there_is_not(kind: str, name: str) -> None:
    with pytest.raises(InvalidChoice) as caught:
        sum_of(kind, **{name: "whatever"})
    assert (caught.value.code, caught.value.field) == ("choice_unknown", name)


def test_half_a_grade() -> None:
    with pytest.raises(InvalidGrade):
        sum_of("injury", grade=D("7.5"))


def test_service_from_1900_to_2100_is_counted() -> None:
    """201 years of 9,200 twice; 9,200 is below three times the newest average."""
    assert sum_of("damages", hired=date(1900, 1, 1), left=date(2100, 12, 31)) == D("3698400.00")
