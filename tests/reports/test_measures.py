"""Each figure against a month that was counted by hand; what stands behind it is as much."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from core import clock
from core.audit import record
from core.money import ZERO
from recoveries.models import Receipt
from reports.figures import behind, figures
from reports.forms.period import ScopeForm
from reports.measures import MEASURES, Counted, Persons, Taken, Unit
from reports.models import ReportShape
from reports.periods import span_before, year_before
from reports.scope import Narrowing
from reports.tables import OWN, STANDARD, Rows, table_of
from tests.factories import office, staff
from tests.recoveries.reversing import reverse
from tests.reports.scene import MONTH, TODAY, Desk, day, desk, scope_of, told


@pytest.fixture
def here(db: None) -> Iterator[Desk]:
    with clock.at(TODAY):
        yield told(desk())


BY_HAND = {
    "questions": 3,
    "heads": 5,
    "visitors": 2,
    "advice": 2,
    "drafting": 2,
    "drafting_asked": 1,
    "drafting_cases": 1,
    "mediation": 1,
    "arbitration": 1,
    "litigation": 0,
    "carried_over": 2,
    "accepted": 3,
    "concluded": 1,
    "pending": 4,
    "in_hand": 4,
    "overdue": 1,
    "payment_late": 1,
    "groups_5": 1,
    "groups_10": 0,
    "persons": 7,
    "claimants": 7,
    "before_mediated": 2,
    "before_settled": 1,
    "before_running": 1,
    "before_rate": Decimal("100.0"),
    "there_mediated": 1,
    "there_settled": 0,
    "there_running": 0,
    "there_rate": Decimal("0.0"),
    "awards": 1,
    "judgments": 0,
    "judged": 1,
    "won": 1,
    "won_rate": Decimal("100.0"),
    "claimed": Decimal("7000.00"),
    "agreed": Decimal("2400.00"),
    "received": Decimal("300.00"),
    "verified": Decimal("300.00"),
    "recovered": Decimal("300.00"),
    "median_days": 10,
    "p90_days": 20,
    "subsidy": Decimal("800.00"),
    "hours": Decimal("4.5"),
    "old_accepted": 1,
    "old_concluded": 1,
    "old_recovered": Decimal("25.00"),
    "recovered_in_all": Decimal("325.00"),
}


def test_the_scene_says_something_of_every_figure() -> None:
    assert set(BY_HAND) == set(MEASURES)


def test_each_figure_is_what_was_counted_by_hand(here: Desk) -> None:
    assert figures(list(MEASURES.values()), scope_of(here)) == BY_HAND


def of_rows(part: Counted, rows: Any) -> Any:
    """The figure once more, from the rows behind it one by one."""
    listed = list(rows.select_related(*part.source.shown))
    if isinstance(part, Persons):
        return len({row.worker.id_hash or row.worker_id for row in listed})
    if isinstance(part, Taken):
        days = sorted((row.resolved_on - row.accepted_on).days for row in listed)
        return days[-(-int(part.share * 10) * len(days) // 10) - 1] if days else None
    if part.sum_of:
        values = [getattr(row, part.sum_of) for row in listed]
        return sum(values, ZERO if part.unit is Unit.YUAN else 0)
    return len(listed)


NARROWINGS: list[dict[str, Any]] = [
    {},
    {"worker_type": "courier"},
    {"cause": "205.5"},
    {"channel": "letter"},
    {"parties": "group"},
    {"parties": "single"},
    {"own": "on"},
]


def test_the_rows_behind_every_figure_make_the_figure(here: Desk) -> None:
    for narrowing in NARROWINGS:
        scope = scope_of(here, **narrowing)
        assert scope.own or scope.narrowing.set_ones == set(narrowing)
        for measure in MEASURES.values():
            for part in measure.parts:
                value = figures([part], scope)[part.key]
                again = of_rows(part, behind(part, scope))
                assert (again or 0) == (value or 0), (part.key, narrowing)


def test_firm_and_alliance_narrow_to_the_cases_they_lead_in(here: Desk) -> None:
    wanted = [MEASURES[key] for key in ("accepted", "persons", "recovered", "questions")]
    for narrowing in ({"firm": here.firm.pk}, {"alliance": here.alliance.pk}):
        assert figures(wanted, scope_of(here, **narrowing)) == {
            "accepted": 1,
            "persons": 5,
            "recovered": Decimal("150.00"),
            "questions": None,  # a visit knows no firm
        }


def test_state_and_age_narrow_the_cases_in_hand_alone(here: Desk) -> None:
    scope = scope_of(here, state="mediation", age="90")
    assert figures([MEASURES["in_hand"], MEASURES["accepted"]], scope) == {"in_hand": 1, "accepted": None}
    assert figures([MEASURES["in_hand"]], scope_of(here, state="mediation", age="30")) == {"in_hand": 0}


def test_money_taken_back_counts_in_the_month_it_is_taken_back(here: Desk) -> None:
    receipt = Receipt.objects.get(amount=Decimal("50.00"))
    with clock.at(day("11-10")):
        reverse(receipt)
    recovered = [MEASURES["recovered"]]
    assert figures(recovered, scope_of(here)) == {"recovered": Decimal("300.00")}
    assert figures(recovered, scope_of(here, day("11-01"), day("11-30"))) == {"recovered": Decimal("-50.00")}


def test_carried_over_and_accepted_less_concluded_are_pending(here: Desk) -> None:
    keys = ("carried_over", "accepted", "concluded", "pending")
    for since, until in (MONTH, (day("08-01"), day("08-31")), (day("01-01"), day("12-31"))):
        found = figures([MEASURES[key] for key in keys], scope_of(here, since, until))
        assert found["carried_over"] + found["accepted"] - found["concluded"] == found["pending"]


def test_offices_side_by_side_add_up_to_the_one_above(here: Desk) -> None:
    table = table_of(scope_of(here))
    assert [row["key"] for row in table["rows"]] == [OWN, *(town.pk for town in here.towns)]
    for at, column in enumerate(table["columns"]):
        values = [row["values"][at] for row in table["rows"]]
        if column["adds_up"]:
            assert sum(map(Decimal, values)) == Decimal(table["total"][at]), column["key"]
    assert table["total"][STANDARD.index("persons")] == 7


def test_each_office_alone_says_what_its_row_says(here: Desk) -> None:
    table = table_of(scope_of(here))
    for row in table["rows"]:
        alone = {"own": "on"} if row["key"] == OWN else {"office": row["key"]}
        assert table_of(scope_of(here, **alone))["total"] == row["values"]


def shaped(here: Desk, **kwargs: Any) -> ReportShape:
    return record(ReportShape(office=here.district, name="x", **kwargs), actor=None)


def test_a_person_helped_by_two_offices_is_one_for_both(here: Desk) -> None:
    """The visitor of both towns."""
    shape = shaped(here, columns=["visitors"], rows=Rows.OFFICES)
    table = table_of(scope_of(here), shape)
    assert ([row["values"][0] for row in table["rows"]], table["total"]) == ([0, 2, 1], [2])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (Rows.WORKER_TYPES, {"courier": [None, 7]}),
        (Rows.CAUSES, {"205.5": [2, 6], "": [1, 1]}),
        (Rows.CHANNELS, {"window": [2, 6], "letter": [1, 1]}),
        (Rows.FIRMS, {"firm": [1, 5], "": [2, 2]}),
    ],
)
def test_rows_of_other_kinds(here: Desk, rows: str, expected: dict[Any, Any]) -> None:
    shape = shaped(here, columns=["accepted", "claimants"], rows=rows)
    table = table_of(scope_of(here), shape)
    found = {"firm" if row["key"] == here.firm.pk else row["key"]: row["values"] for row in table["rows"]}
    assert found == expected
    assert table["total"] == [3, 7]


def test_a_shape_brings_its_filters(here: Desk) -> None:
    shape = shaped(here, columns=["accepted"], rows=Rows.OFFICES, narrowing={"parties": "group"})
    assert table_of(scope_of(here), shape)["total"] == [1]


def test_figures_of_other_offices_stay_out(here: Desk) -> None:
    elsewhere = staff("supervisor", office("钟楼区总工会"))
    from django.http import QueryDict

    form = ScopeForm(
        QueryDict(f"office={here.district.pk}&since=2026-10-01&until=2026-10-31"), user=elsewhere
    )
    assert set(form.scope.offices) == {elsewhere.memberships.get().office_id}
    assert "office" in form.errors


@pytest.mark.parametrize(
    ("span", "before", "last_year"),
    [
        (MONTH, ("2026-09-01", "2026-09-30"), ("2025-10-01", "2025-10-31")),
        ((day("01-01"), day("06-30")), ("2025-07-01", "2025-12-31"), ("2025-01-01", "2025-06-30")),
        ((day("03-05"), day("03-14")), ("2026-02-23", "2026-03-04"), ("2025-03-05", "2025-03-14")),
        (
            (dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
            ("2024-01-01", "2024-01-31"),
            ("2023-02-01", "2023-02-28"),
        ),
    ],
)
def test_the_period_before_and_that_of_last_year(
    span: tuple[dt.date, dt.date], before: tuple[str, str], last_year: tuple[str, str]
) -> None:
    assert tuple(map(str, span_before(span))) == before
    assert tuple(map(str, year_before(span))) == last_year


def test_a_scope_is_what_its_address_says(here: Desk) -> None:
    scope = scope_of(here, office=here.towns[0].pk, worker_type="courier", parties="group")
    again = scope_of(here, **dict(scope.params()))
    assert again == scope
    assert scope.narrowing == Narrowing(worker_type="courier", parties="group")
