"""Projects of a year: what is done, what the year will bring, and that nobody counts twice and nothing is rewritten."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from reports.actions.projects import correct, enter, hand_down, save_project
from reports.measures import MEASURES, Unit
from reports.models import Project, ProjectEntry, ProjectUnit, RollUp
from reports.projects import COUNTABLE, Standing, forecast_of, months_of, run_rate, standings
from tests.factories import CaseFactory, ClaimantFactory, WorkerFactory, office, staff
from tests.reports.scene import TODAY, Desk, desk, told


@pytest.fixture
def here(db: None) -> Iterator[Desk]:
    with clock.at(TODAY):
        yield desk()


@pytest.fixture
def keeper(here: Desk) -> Any:
    return staff("administrator", here.district)


def a_project(at: Any, by: Any, **said: Any) -> Project:
    values = {
        "year": 2026, "number": 1, "name": "建设职工书屋", "unit": ProjectUnit.PIECES, "plan": Decimal(100),
        "roll_up": RollUp.SUM, **said,
    }  # fmt: skip
    return save_project(Project(office=at, **values), actor=by, reason="年度实事项目")


def counted(at: Any, by: Any, measure: str, unit: str, **said: Any) -> Project:
    return a_project(at, by, measure=measure, unit=unit, roll_up=RollUp.OWN, **said)


def put(project: Project, by: Any, month: int, amount: Any) -> ProjectEntry:
    return enter(project, actor=by, month=month, amount=Decimal(amount), reference="台账第3页")


def down(project: Project, to: Any, by: Any, plan: Any = 10, roll_up: str = RollUp.OWN) -> Project:
    return hand_down(project, actor=by, office=to, plan=Decimal(plan), roll_up=roll_up, reason="分解任务")


def accepted(at: Any, on: dt.date) -> Any:
    """A case accepted on a day, whatever became of it."""
    number = f"沪工援〔{on.year}〕{Case.objects.count():04}号"
    return CaseFactory(office=at, opened_on=on, accepted_on=on, number=number)


def standing(project: Project) -> Standing:
    (found,) = standings([Project.objects.select_related("office").get(pk=project.pk)])
    return found


# --- roll-up ---


def test_what_offices_below_enter_adds_up_through_every_level(here: Desk, keeper: Any) -> None:
    district = a_project(here.district, keeper)
    town = down(district, here.towns[0], keeper, roll_up=RollUp.SUM)
    street = office("某村工会", here.towns[0])
    village = down(town, street, keeper)
    for project, amount in ((district, 5), (town, 7), (village, 9)):
        put(project, keeper, 3, amount)
    put(village, keeper, 4, 30)
    assert [standing(one).done for one in (district, town, village)] == [51, 46, 39]
    assert standing(district).share == Decimal("51.0")


def test_an_own_figure_adds_nothing_from_below(here: Desk, keeper: Any) -> None:
    district = a_project(here.district, keeper, roll_up=RollUp.OWN)
    put(district, keeper, 1, 5)
    put(down(district, here.towns[0], keeper), keeper, 1, 7)
    assert standing(district).done == 5


def test_a_child_out_of_use_does_not_count_and_one_that_is_silent_is_told(here: Desk, keeper: Any) -> None:
    district = a_project(here.district, keeper)
    first, _second = (down(district, town, keeper) for town in here.towns)
    put(first, keeper, 1, 7)
    found = standing(district)
    assert (found.done, found.asked, found.silent) == (7, 3, 2)
    first.is_active = False
    save_project(first, actor=keeper, reason="撤销", version=first.version)
    assert (standing(district).done, standing(district).state) == (None, "none")


def test_nobody_counts_twice_over_the_offices_below(here: Desk, keeper: Any) -> None:
    district = counted(here.district, keeper, "persons", ProjectUnit.PERSONS)
    towns = [down(district, town, keeper) for town in here.towns]
    known = WorkerFactory()
    for town in (*here.towns, here.towns[0]):
        case = accepted(town, dt.date(2026, 3, 2))
        ClaimantFactory(case=case, worker=known)
    ClaimantFactory(case=case, worker=WorkerFactory())
    assert [standing(one).done for one in (district, *towns)] == [2, 2, 1]
    assert [month.total for month in months_of(district)] == [0, 0, *[2] * 9, None]
    march = months_of(district)[2]
    assert (march.amount, march.total) == (2, 2)


def test_somebody_of_two_months_counts_once_in_the_year(here: Desk, keeper: Any) -> None:
    project = counted(here.district, keeper, "persons", ProjectUnit.PERSONS)
    known = WorkerFactory()
    for month in (1, 2):
        case = accepted(here.towns[0], dt.date(2026, month, 5))
        ClaimantFactory(case=case, worker=known)
    assert [(month.amount, month.total) for month in months_of(project)[:3]] == [(1, 1), (1, 1), (0, 1)]
    assert standing(project).done == 1


@pytest.mark.parametrize("unit", [ProjectUnit.PERSONS, ProjectUnit.PERCENT])
def test_persons_and_shares_are_never_added_up(here: Desk, keeper: Any, unit: str) -> None:
    with pytest.raises(Problem) as refused:
        a_project(here.district, keeper, unit=unit)
    assert list(refused.value.error_dict) == ["roll_up"]
    unchecked = Project(
        office=here.district, year=2026, number=1, name="x", unit=unit, plan=Decimal(1), roll_up=RollUp.SUM
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        record(unchecked, actor=keeper)


def test_a_counted_project_is_its_figure(db: None) -> None:
    with clock.at(TODAY):
        here = told(desk())
        keeper = staff("administrator", here.district)
        money = counted(here.district, keeper, "recovered", ProjectUnit.TEN_THOUSAND, name="挽回")
        cases = counted(here.district, keeper, "accepted", ProjectUnit.MATTERS, name="受理")
        from reports.figures import figures
        from reports.projects import scope_of

        wanted = figures([MEASURES["recovered"], MEASURES["accepted"]], scope_of(money))
        assert standing(money).done == wanted["recovered"] / 10_000
        assert standing(cases).done == wanted["accepted"]
        assert sum(month.amount or 0 for month in months_of(cases)) == wanted["accepted"]
        assert months_of(money)[9].amount == Decimal("0.03")


def test_every_figure_a_project_may_be_counted_by_has_its_months(here: Desk, keeper: Any) -> None:
    for unit, measures in COUNTABLE.items():
        for key in measures:
            project = counted(here.district, keeper, key, unit, name=key)
            assert len(months_of(project)) == 12
            standing(project)
    assert "pending" not in COUNTABLE[ProjectUnit.MATTERS]
    assert all(MEASURES[key].unit is not Unit.DAYS for found in COUNTABLE.values() for key in found)


# --- forecast ---


@pytest.mark.parametrize(
    ("year", "until", "brings"),
    [
        (2026, "2026-01-01", 3650),
        (2024, "2024-01-01", 3660),
        (2024, "2024-02-29", 61),
        (2026, "2026-12-31", 10),
        (2024, "2024-12-31", 10),
    ],
)
def test_the_run_rate_on_the_first_the_leap_and_the_last_day(year: int, until: str, brings: int) -> None:
    assert run_rate(Decimal(10), year, dt.date.fromisoformat(until)) == brings


@pytest.mark.parametrize(
    ("today", "brings"), [("2026-01-01", 365), ("2026-07-02", 2), ("2026-12-31", 1), ("2027-03-01", 1)]
)
def test_a_counted_project_is_carried_on_from_today(db: None, today: str, brings: int) -> None:
    with clock.at(dt.date.fromisoformat(today)):
        here = desk()
        keeper = staff("administrator", here.district)
        project = counted(here.district, keeper, "accepted", ProjectUnit.MATTERS)
        accepted(here.towns[0], dt.date(2026, 1, 1))
        assert standing(project).forecast == brings


def test_an_entered_project_is_carried_on_from_the_end_of_its_last_month(here: Desk, keeper: Any) -> None:
    district = a_project(here.district, keeper)
    town = down(district, here.towns[0], keeper)
    put(town, keeper, 1, 31)  # 31 days: 365 in the year
    assert (standing(town).known_until, standing(town).forecast) == (dt.date(2026, 1, 31), 365)
    put(district, keeper, 11, 327)  # the month runs: until today, the 327th day
    found = standing(district)
    assert (found.forecast, found.known_until) == (730, dt.date(2026, 1, 31))
    assert found.state == "over"


def test_a_year_to_come_has_no_figure_yet(here: Desk, keeper: Any) -> None:
    project = counted(here.district, keeper, "accepted", ProjectUnit.MATTERS, year=2027)
    found = standing(project)
    assert (found.done, found.share, found.forecast, found.state) == (None, None, None, "none")


def test_a_share_stands_as_last_entered_and_is_not_carried_on(here: Desk, keeper: Any) -> None:
    project = a_project(here.district, keeper, unit=ProjectUnit.PERCENT, plan=Decimal(98), roll_up=RollUp.OWN)
    for month, amount in ((3, "60"), (9, "97.5"), (6, "80")):
        put(project, keeper, month, amount)
    found = standing(project)
    assert (found.done, found.forecast, found.state) == (Decimal("97.5"), None, "short")
    assert [month.total for month in months_of(project)][2::3] == [60, 80, Decimal("97.5"), None]
    put(project, keeper, 10, "98")
    assert standing(project).state == "met"


@pytest.mark.parametrize(("amount", "state"), [(50, "behind"), (90, "ahead"), (100, "met"), (101, "over")])
def test_how_far_a_project_is_is_one_word(here: Desk, keeper: Any, amount: int, state: str) -> None:
    project = a_project(here.district, keeper)
    put(project, keeper, 10, amount)
    assert standing(project).state == state


# --- entries ---


def test_a_correction_stands_in_the_place_of_the_entry_and_both_stay(here: Desk, keeper: Any) -> None:
    project = a_project(here.district, keeper)
    wrong = put(project, keeper, 3, 70)
    right = correct(wrong, actor=keeper, amount=Decimal(7), reference="更正单", reason="多录一个零")
    assert standing(project).done == 7
    assert months_of(project)[2].amount == 7
    assert [entry.amount for entry in project.entries.order_by("pk")] == [70, 7]
    assert right.history.get().history_change_reason == "多录一个零"
    with pytest.raises(Changed):
        correct(wrong, actor=keeper, amount=Decimal(8), reference="x", reason="x")
    assert project.entries.count() == 2


@pytest.mark.parametrize(
    "sql", ["UPDATE reports_projectentry SET amount = 1", "DELETE FROM reports_projectentry"]
)
def test_an_entry_is_never_rewritten(here: Desk, keeper: Any, sql: str) -> None:
    put(a_project(here.district, keeper), keeper, 3, 70)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert ProjectEntry.objects.get().amount == 70


def test_what_cannot_be_is_refused_at_its_field_and_writes_nothing(here: Desk, keeper: Any) -> None:
    shelf = a_project(here.district, keeper)
    share = a_project(
        here.district, keeper, name="参与率", unit=ProjectUnit.PERCENT, plan=Decimal(98), roll_up=RollUp.OWN
    )
    put(shelf, keeper, 1, 5)
    said = {"actor": keeper, "month": 2, "amount": Decimal(1), "reference": "x"}
    for project, other, field in (
        (share, {"amount": Decimal("100.01")}, "amount"),
        (shelf, {"amount": Decimal("1.5")}, "amount"),
        (shelf, {"month": 12}, "month"),
        (shelf, {"month": 1}, "month"),
        (shelf, {"reference": "  "}, "reference"),
    ):
        with pytest.raises(Problem) as refused:
            enter(project, **(said | other))
        assert list(refused.value.error_dict) == [field], other
    counts = counted(here.district, keeper, "accepted", ProjectUnit.MATTERS, name="受理")
    with pytest.raises(Problem):
        enter(counts, **said)
    assert ProjectEntry.objects.count() == 1


def test_who_enters_and_who_does_not(here: Desk, keeper: Any) -> None:
    project = a_project(here.towns[0], keeper)
    put(project, here.supervisor, 1, 1)
    put(project, staff("administrator", here.towns[0]), 2, 1)
    for role, at in (("clerk", here.towns[0]), ("auditor", here.district), ("supervisor", here.towns[1])):
        with pytest.raises(PermissionDenied):
            put(project, staff(role, at), 3, 1)
    assert project.entries.count() == 2


# --- setting up ---


def test_a_plan_that_cannot_be_is_refused_at_its_field(here: Desk, keeper: Any) -> None:
    for said, field in (
        ({"plan": Decimal(0)}, "plan"),
        ({"unit": ProjectUnit.PERCENT, "plan": Decimal(101), "roll_up": RollUp.OWN}, "plan"),
        ({"plan": Decimal("0.5")}, "plan"),
        ({"measure": "recovered", "roll_up": RollUp.OWN}, "measure"),
        ({"measure": "pending", "unit": ProjectUnit.MATTERS, "roll_up": RollUp.OWN}, "measure"),
        ({"measure": "accepted", "unit": ProjectUnit.MATTERS}, "roll_up"),
    ):
        with pytest.raises(Problem) as refused:
            a_project(here.district, keeper, **said)
        assert list(refused.value.error_dict) == [field], said
    assert not Project.objects.exists()


def test_a_project_is_handed_down_once_to_an_office_below(here: Desk, keeper: Any) -> None:
    project = a_project(here.district, keeper, number=4)
    child = down(project, here.towns[0], keeper, plan=12)
    assert (child.parent, child.name, child.number, child.plan) == (project, project.name, 4, 12)
    for to in (here.towns[0], here.district, office("钟楼区总工会")):
        with pytest.raises(Problem) as refused:
            down(project, to, keeper)
        assert list(refused.value.error_dict) == ["office"]
    with pytest.raises(PermissionDenied):
        down(project, here.towns[1], staff("administrator", here.towns[1]))
    assert project.children.count() == 1


def test_a_new_name_goes_down_and_the_unit_stays(here: Desk, keeper: Any) -> None:
    project = a_project(here.district, keeper)
    child = down(project, here.towns[0], keeper)
    project.name = "职工书屋"
    project = save_project(project, actor=keeper, reason="更名", version=project.version)
    child.refresh_from_db()
    assert (child.name, child.history.count()) == ("职工书屋", 2)
    project.unit = ProjectUnit.MATTERS
    with pytest.raises(Problem) as refused:
        save_project(project, actor=keeper, reason="x", version=project.version)
    assert list(refused.value.error_dict) == ["unit"]
    child.name = "别名"
    with pytest.raises(Problem):
        save_project(child, actor=keeper, reason="x", version=child.version)
    with pytest.raises(PermissionDenied):  # the plan was given by the district
        save_project(child, actor=staff("administrator", here.towns[0]), reason="x", version=child.version)


def test_two_who_change_a_project_at_once_do_not_overwrite_each_other(here: Desk, keeper: Any) -> None:
    project = a_project(here.district, keeper)
    seen = project.version
    project.plan = Decimal(90)
    save_project(project, actor=keeper, reason="调整", version=seen)
    project.plan = Decimal(80)
    with pytest.raises(Changed):
        save_project(project, actor=keeper, reason="调整", version=seen)


def test_more_projects_and_offices_ask_no_more(here: Desk, keeper: Any) -> None:
    def asked() -> int:
        projects = list(Project.objects.filter(office=here.district).select_related("office"))
        with CaptureQueriesContext(connection) as found:
            standings(projects)
        return len(found)

    down(a_project(here.district, keeper), here.towns[0], keeper)
    counted(here.district, keeper, "accepted", ProjectUnit.MATTERS, name="受理")
    few = asked()
    for number in range(12):
        project = a_project(here.district, keeper, name=f"项目{number}", number=number + 2)
        put(down(project, office(f"镇{number}", here.district), keeper), keeper, 1, 1)
        counted(
            here.district,
            keeper,
            "concluded" if number % 2 else "accepted",
            ProjectUnit.MATTERS,
            name=f"办结{number}",
        )
    assert asked() == few + 1  # the cases concluded


def test_a_forecast_is_rounded_to_what_the_unit_divides_into(here: Desk) -> None:
    until = dt.date(2026, 3, 4)
    said = {"office": here.district, "year": 2026, "plan": Decimal(1)}
    assert forecast_of(Project(unit=ProjectUnit.PIECES, **said), Decimal(10), until) == Decimal(58)
    assert forecast_of(Project(unit=ProjectUnit.TEN_THOUSAND, **said), Decimal(10), until) == Decimal("57.94")
    assert forecast_of(Project(unit=ProjectUnit.PERCENT, **said), Decimal(10), until) is None
