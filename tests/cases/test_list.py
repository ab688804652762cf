"""The list of cases: who sees what, filters in the address, pages, the same queries for one row and for thirty."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Office, User
from cases.models import Case, Deadline
from cases.queries import narrowing
from core import clock
from core.audit import record
from core.paging import SIZE
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    UserFactory,
    WorkerFactory,
    firm_serving,
    office,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["by key", "by row"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test holds whichever way the list is read (see `cases.queries.listing`)."""
    if request.param == "by row":
        monkeypatch.setattr(narrowing, "FEW", 0)
        monkeypatch.setattr(narrowing, "FEW_TESTED", 0)


@pytest.fixture
def district() -> Office:
    return office("金山区总工会", kind="district", is_window=False)


@pytest.fixture
def window(district: Office) -> Office:
    return office(parent=district)


@pytest.fixture
def clerk(window: Office) -> User:
    return staff("clerk", window, name="沈玉芳")


def get(user: User, query: str = "") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/cases/{query}")


def shown(user: User, query: str = "") -> list[Case]:
    response = get(user, query)
    assert response.status_code == 200
    return [row.case for row in response.context["rows"]]


def case(at: Office, **kwargs: Any) -> Case:
    made = CaseFactory(office=at, **kwargs)
    ClaimFactory(claimant=ClaimantFactory(case=made))
    return made


# --- who sees what ---


def test_anonymous_is_sent_to_sign_in() -> None:
    response = Client().get("/cases/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/cases/")


def test_only_get() -> None:
    client = Client()
    client.force_login(UserFactory())
    assert client.post("/cases/").status_code == 405


def test_staff_see_their_office_and_below(district: Office, window: Office) -> None:
    other_window, elsewhere = office("枫泾镇总工会", parent=district), office("钟楼区总工会")
    here, there, _ = case(window), case(other_window), case(elsewhere)
    assert shown(staff("clerk", window)) == [here]
    assert shown(staff("supervisor", district)) == [there, here]
    assert shown(staff("auditor", elsewhere)) != [here]


def test_who_sees_every_office_sees_every_case(district: Office, window: Office) -> None:
    assert shown(staff("auditor", district)) == []
    cases = [case(window), case(district)]
    assert shown(staff("auditor", district)) == cases[::-1]


def test_a_role_that_takes_no_cases_sees_none(window: Office) -> None:
    case(window)
    assert shown(staff("administrator", window)) == []
    assert shown(UserFactory()) == []


def test_a_lawyer_sees_the_own_cases_and_a_coordinator_those_of_the_firm(window: Office) -> None:
    firm = firm_serving(window)
    own, colleague = LawyerFactory(firm=firm), LawyerFactory(firm=firm)
    coordinator = LawyerFactory(firm=firm, is_coordinator=True)
    mine, theirs, offered, others = case(window), case(window), case(window), case(window)
    AssignmentFactory(case=mine, lawyer=own, state="accepted")
    AssignmentFactory(case=theirs, lawyer=colleague, state="completed")
    AssignmentFactory(case=offered, lawyer=own)
    AssignmentFactory(case=others, lawyer=LawyerFactory(), state="accepted")
    assert shown(own.user) == [mine]
    assert shown(coordinator.user) == [theirs, mine]
    assert shown(coordinator.user, f"?lawyer={own.pk}") == [mine]
    assert shown(own.user, "?state=mediation") == []


# --- what a line says ---


def test_a_line_shows_sums_and_the_next_deadline(window: Office, clerk: User) -> None:
    with clock.at(dt.date(2026, 3, 2)):
        made = CaseFactory(office=window, state="mediation", number="沪工援〔2026〕朱泾0001号")
        first = ClaimantFactory(case=made, worker=WorkerFactory(name="周建国"))
        ClaimFactory(
            claimant=first, claimed=Decimal("100.05"), agreed=Decimal("90.00"), received=Decimal("90.00")
        )
        ClaimFactory(claimant=ClaimantFactory(case=made), claimed=Decimal("1000.00"))
        ClaimFactory(claimant=first, claimed=Decimal("7.00"), is_active=False)
        for kind, day in (("mediation", 17), ("limitation", 30)):
            record(
                Deadline(case=made, kind=kind, starts_on=clock.today(), due_on=dt.date(2026, 3, day)),
                actor=None,
            )
        response = get(clerk)
    (row,) = response.context["rows"]
    assert (row.figures.claimed, row.figures.received, row.next_due) == (
        Decimal("1100.05"), Decimal("90.00"), dt.date(2026, 3, 17),
    )  # fmt: skip
    assert response.context["total"].claimed == Decimal("1100.05")
    page = response.content.decode()
    assert [text for text in ("沪工援〔2026〕朱泾0001号", "周建国", "1,100.05") if text not in page] == []


# --- filters ---


def test_filters(window: Office, district: Office, clerk: User) -> None:
    supervisor = staff("supervisor", district)
    firm = firm_serving(window)
    lawyer = LawyerFactory(firm=firm)
    with clock.at(dt.date(2026, 3, 2)):
        plain = case(window, cause="205.4", opened_on=dt.date(2026, 1, 10))
        group = case(window, state="mediation", handler=clerk, opened_on=dt.date(2026, 2, 1))
        ClaimFactory(claimant=ClaimantFactory(case=group, worker=WorkerFactory(worker_type="truck_driver")))
        late = case(district, state="review", opened_on=dt.date(2026, 2, 20))
        record(
            Deadline(case=late, kind="aid_decision", starts_on=late.opened_on, due_on=dt.date(2026, 3, 1)),
            actor=None,
        )
        record(
            Deadline(
                case=plain,
                kind="hearing_postponement",
                starts_on=plain.opened_on,
                due_on=dt.date(2026, 3, 1),
            ),
            actor=None,
        )
        AssignmentFactory(case=plain, lawyer=lawyer, state="accepted")
        expected = {
            "": [late, group, plain],
            "?state=draft": [plain],
            "?state=mediation&state=review": [late, group],
            f"?office={window.pk}": [group, plain],
            f"?office={district.pk}": [late, group, plain],
            f"?handler={clerk.pk}": [group],
            f"?firm={firm.pk}": [plain],
            f"?lawyer={lawyer.pk}": [plain],
            "?cause=205.4": [plain],
            "?worker_type=truck_driver": [group],
            "?opened_from=2026-02-01": [late, group],
            "?opened_to=2026-02-01": [group, plain],
            "?opened_from=2026-01-11&opened_to=2026-02-19": [group],
            "?overdue=on": [late],
            "?group=on": [group],
            "?state=draft&cause=205.4&opened_to=2026-01-10": [plain],
            "?state=draft&overdue=on": [],
        }  # fmt: skip
        found = {query: shown(supervisor, query) for query in expected}
        mine = shown(clerk, "?handler=me")
    assert found == expected
    assert mine == [group]


def test_a_split_off_claimant_makes_no_group(window: Office, clerk: User) -> None:
    made = case(window)
    ClaimantFactory(case=made, outcome="split")
    assert shown(clerk, "?group=on") == []


def test_a_filter_cannot_reach_beyond_what_is_visible(window: Office, clerk: User) -> None:
    elsewhere = office("钟楼区总工会")
    outside = case(elsewhere, state="mediation")
    firm = firm_serving(elsewhere)
    AssignmentFactory(case=outside, lawyer=LawyerFactory(firm=firm), state="accepted")
    here = case(window)
    assert shown(clerk, f"?office={elsewhere.pk}") == [here]
    assert shown(clerk, "?state=mediation") == []
    assert shown(clerk, f"?firm={firm.pk}") == [here]


@pytest.mark.parametrize(
    "query",
    ["?state=nonsense", "?office=x", "?handler=999999", "?handler=x", "?firm=x", "?cause=0", "?opened_from=2026-02-31",
     "?opened_to=x", "?after=rubbish", "?before=~", "?lawyer=99999999999999999999", "?q=%00", "?q=" + "9" * 200],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_left_out(window: Office, clerk: User, query: str) -> None:
    made = case(window)
    assert shown(clerk, query) in ([made], [])


def test_each_filter_has_a_pill_that_takes_it_away(window: Office, clerk: User) -> None:
    case(window, state="mediation")
    response = get(clerk, "?state=mediation&state=review&overdue=on&q=%E5%91%A8&after=2026-01-01~1")
    assert [pill.url for pill in response.context["pills"]] == [
        "?state=mediation&state=review&overdue=on",
        "?state=review&overdue=on&q=%E5%91%A8",
        "?state=mediation&overdue=on&q=%E5%91%A8",
        "?state=mediation&state=review&q=%E5%91%A8",
    ]


# --- pages ---


def test_pages_keep_the_filters(window: Office, clerk: User) -> None:
    day = dt.date(2026, 3, 2)
    made = [case(window, state="mediation", opened_on=day - dt.timedelta(n // 3)) for n in range(SIZE + 2)]
    first = get(clerk, "?state=mediation")
    following = first.context["page"].next_url
    second = get(clerk, following)
    rows = [row.case.pk for row in [*first.context["rows"], *second.context["rows"]]]
    in_order = sorted(made, key=lambda c: (c.opened_on, c.pk), reverse=True)
    assert rows == [c.pk for c in in_order]
    assert following.startswith("?state=mediation&after=")
    assert (second.context["page"].next_url, first.context["page"].prev_url) == ("", "")


@pytest.mark.parametrize("query", ["", "?state=mediation&overdue=on", "?q=%E8%81%8C", "?handler=me&group=on"])
def test_thirty_rows_cost_the_queries_of_one(window: Office, clerk: User, query: str) -> None:
    client = Client()
    client.force_login(clerk)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/cases/{query}").status_code == 200
        return len(captured)

    def add() -> None:
        made = case(window, state="mediation", handler=clerk)
        ClaimantFactory(case=made)
        record(
            Deadline(case=made, kind="mediation", starts_on=clock.today(), due_on=dt.date(2020, 1, 1)),
            actor=None,
        )

    add()
    queries()
    one = queries()
    for _ in range(29):
        add()
    assert queries() == one


# --- tabs ---


def test_tabs_say_where_the_cases_stand_and_keep_the_other_filters(window: Office, clerk: User) -> None:
    for number, state in enumerate(("mediation", "review", "closed", "draft")):
        case(window, state=state, handler=clerk, number=f"号{number}")
    page = get(clerk, "?handler=me")
    assert [(tab.label, tab.is_current) for tab in page.context["tabs"]] == [
        ("在办", False),
        ("待审", False),
        ("结案", False),
        ("全部", True),
    ]
    states = [[row.case.state for row in get(clerk, tab.url).context["rows"]] for tab in page.context["tabs"]]
    assert states == [["mediation"], ["review"], ["closed"], ["draft", "closed", "review", "mediation"]]
    assert all("handler=me" in tab.url for tab in page.context["tabs"])


def test_the_states_of_a_tab_are_no_chips_but_a_single_one_is(window: Office, clerk: User) -> None:
    tabs = get(clerk, "").context["tabs"]
    assert [pill.label for pill in get(clerk, f"{tabs[0].url}&group=on").context["pills"]] == ["仅看集体案件"]
    assert [pill.value for pill in get(clerk, "?state=mediation").context["pills"]] == ["调解中"]
