"""Sums worked out before: an override is left alone, and what the case says now stands beside what was entered."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from calculators.models import KeptRate
from core import clock
from core.audit import record
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, WorkerFactory
from workings.actions import override_claim

pytestmark = pytest.mark.django_db
HIRED, LEFT = dt.date(2008, 3, 15), dt.date(2026, 6, 30)
REASON = "证据不足"


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


@pytest.fixture
def case(client):
    """Two who lost their work on one day."""
    case = CaseFactory()
    for name, wage in (("周建国", "9200.00"), ("吴秀英", "6000.00")):
        ClaimantFactory(
            case=case,
            worker=WorkerFactory(name=name),
            employed_from=HIRED,
            employed_to=LEFT,
            monthly_wage=Decimal(wage),
        )
    client.force_login(case.handler)
    return case


def text(response):
    return response.content.decode()


def group_url(case, code="severance"):
    return reverse("workings:work_out_group", args=[case.pk, code])


def url_of(claim, code="severance"):
    return reverse("workings:work_out", args=[claim.case_id, claim.pk, code])


def as_shown(page):
    """What the page sends with nothing typed."""
    group = page.context["group"]
    shown = {field.html_name: field.value() for field in group.common}
    for row in group.rows:
        shown |= {field.html_name: field.value() for field in [*row.head, *row.fields]}
    return {name: value for name, value in shown.items() if value not in (None, "", False)}


def work_out_both(client, case, **common):
    """Both claim severance; yields the page that is then open."""
    facts = {"common-region": "shanghai", "common-cause": "redundancy"} | common
    data = as_shown(client.get(group_url(case))) | facts | {"do": "save"}
    assert client.post(group_url(case), data).status_code == 302
    return client.get(group_url(case))


def override_first(case):
    claim = case.claims.order_by("claimant").first()
    return override_claim(claim, actor=case.handler, claimed=Decimal("30000.00"), reason=REASON)


# --- an override ---


def test_a_group_run_leaves_an_override_alone(client, case):
    work_out_both(client, case)
    override_first(case)
    page = client.get(group_url(case))
    first, second = page.context["group"].rows
    assert (first.is_taken, second.is_taken) == (False, True)
    assert all(shown in text(page) for shown in ("30,000.00", REASON))
    assert client.post(group_url(case), as_shown(page) | {"do": "save"}).status_code == 302
    assert list(case.claims.order_by("claimant").values_list("claimed", "override_reason")) == [
        (Decimal("30000.00"), REASON),
        (Decimal("111000.00"), ""),
    ]


def test_an_override_ends_where_its_row_is_ticked(client, case):
    work_out_both(client, case)
    override_first(case)
    page = client.get(group_url(case))
    ticked = {page.context["group"].rows[0].head["take"].html_name: "on"}
    assert client.post(group_url(case), as_shown(page) | ticked | {"do": "save"}).status_code == 302
    claim = case.claims.order_by("claimant").first()
    assert (claim.claimed, claim.override_reason) == (Decimal("170200.00"), "")


def test_a_pasted_table_does_not_tick_the_row_of_an_override(client, case):
    work_out_both(client, case)
    override_first(case)
    data = as_shown(client.get(group_url(case)))
    page = client.post(
        group_url(case), data | {"text": "姓名\t平均工资\n周建国\t9300\n吴秀英\t6100", "do": "fill"}
    )
    first, second = page.context["group"].rows
    assert (first.is_taken, first.form["monthly_wage"].value(), second.is_taken) == (False, "9300.00", True)


def test_the_page_of_one_claim_says_that_saving_ends_the_override(client, case):
    work_out_both(client, case)
    claim = override_first(case)
    page = text(client.get(url_of(claim)))
    assert all(
        shown in page for shown in ("30,000.00", REASON, gettext("Saving the sum worked out ends this."))
    )


# --- what all share ---


def test_a_group_begins_with_what_its_workings_share(client, case):
    page = work_out_both(client, case, **{"common-overtime_in_base": "on"})
    common = page.context["group"].common
    shared = {name: common[name].value() for name in ("region", "cause", "overtime_in_base", "as_of")}
    assert shared == {
        "region": "shanghai",
        "cause": "redundancy",
        "overtime_in_base": "on",
        "as_of": dt.date(2026, 11, 23),
    }
    assert page.context["group"].total == Decimal("281200.00")


def test_a_group_begins_without_what_its_workings_do_not_share(client, case):
    work_out_both(client, case)
    claim = case.claims.first()
    facts = {
        "hired": "2008-03-15",
        "left": "2026-06-30",
        "monthly_wage": "9200",
        "region": "shanghai",
        "cause": "expiry",
    }
    assert client.post(url_of(claim), facts | {"do": "save"}).status_code == 302
    group = client.get(group_url(case)).context["group"]
    assert (group.common["region"].value(), group.common["cause"].value()) == ("shanghai", None)
    assert [row.total for row in group.rows] == [None, None]


def test_a_rate_entered_for_all_comes_back(client, case):
    elsewhere = {"common-region": "elsewhere", "common-cause": "redundancy", "do": "save"}
    data = as_shown(client.get(group_url(case))) | elsewhere
    asked = client.post(group_url(case), data).context["group"].common.asked
    typed = {f"common-{name}": "8000" for name in asked}
    assert client.post(group_url(case), data | typed).status_code == 302
    common = client.get(group_url(case)).context["group"].common
    assert {name: common[name].value() for name in common.asked} == dict.fromkeys(asked, "8000.00")
    group = client.get(group_url(case)).context["group"]
    assert all(row.outcome.is_complete for row in group.rows)


def test_a_rate_entered_with_its_source_is_kept_for_the_office_and_offered_to_the_next(client, case):
    elsewhere = {"common-region": "elsewhere", "common-cause": "redundancy", "do": "save"}
    data = as_shown(client.get(group_url(case))) | elsewhere
    asked = client.post(group_url(case), data).context["group"].common.asked
    typed = {f"common-{name}": "8000" for name in asked} | {
        f"common-{name}_source": "统计局" for name in asked
    }
    assert client.post(group_url(case), data | typed).status_code == 302
    kept = KeptRate.objects.all()
    assert {(row.office, row.value, row.source) for row in kept} == {(case.office, Decimal(8000), "统计局")}
    assert len(kept) == len(asked)  # once, not for each claimant
    common = client.post(group_url(case), data).context["group"].common
    assert [len(common.fields[f"{name}_offer"].choices) for name in asked] == [2] * len(asked)


# --- figures from memory ---


def test_a_row_marks_figures_not_checked_against_their_source(client, case):
    days = {"start": "2018-01-01", "end": "2020-12-31"}
    first, second = case.claimants.all()
    data = {"common-region": "shanghai", "common-as_of": "2026-11-23"}
    data |= {f"rows-{first.pk}-{name}": value for name, value in ({"take": "on"} | days).items()}
    page = client.post(group_url(case, "heat_allowance"), data | {"do": "check"})
    first, second = page.context["group"].rows
    lines = [line for line in first.outcome.frozen["lines"] if line["confidence"] == "memory"]
    assert lines
    assert (first.unchecked, second.unchecked) == (lines, [])


# --- what the case says now ---


def hint(field):
    return str(field.help_text)


def correct_wage(case, wage):
    claimant = case.claimants.first()
    claimant.monthly_wage = Decimal(wage)
    record(claimant, actor=case.handler, reason="更正")


def test_what_was_entered_stays_and_the_case_as_corrected_since_is_said_beside_it(client, case):
    work_out_both(client, case)
    correct_wage(case, "9999.00")
    form = client.get(url_of(case.claims.order_by("claimant").first())).context["form"]
    assert form["monthly_wage"].value() == "9200.00"
    assert "9,999.00" in hint(form["monthly_wage"])
    assert "2026" not in hint(form["left"])


def test_each_row_of_a_group_says_where_the_case_differs(client, case):
    work_out_both(client, case)
    correct_wage(case, "9999.00")
    first, second = client.get(group_url(case)).context["group"].rows
    shown = [{field.name: hint(field) for field in row.fields}["monthly_wage"] for row in (first, second)]
    assert ("9,999.00" in shown[0], shown[1]) == (True, "")


def test_what_is_typed_otherwise_than_the_case_says_is_told_too(client, case):
    claimant = case.claimants.first()
    url = reverse("workings:work_out_new", args=[case.pk, claimant.pk, "severance"])
    form = client.post(url, {"hired": "2009-03-15", "left": "2026-06-30", "do": "check"}).context["form"]
    assert "2008" in hint(form["hired"])
    assert "2026" not in hint(form["left"])


def test_a_period_the_working_brought_is_not_held_against_what_was_entered(client, case):
    claim = ClaimFactory(claimant=case.claimants.first(), kind="wages")
    facts = {"monthly_wage": "9200", "region": "shanghai", "start": "2026-05-01", "end": "2026-06-30"}
    facts["left"] = "2026-06-30"
    assert client.post(url_of(claim, "unpaid_wages"), facts | {"do": "save"}).status_code == 302
    form = client.get(url_of(claim, "unpaid_wages")).context["form"]
    assert "2026" not in hint(form["start"]) + hint(form["end"])
    claim.refresh_from_db()
    claim.period_from = dt.date(2026, 4, 1)
    record(claim, actor=case.handler, reason="更正")
    form = client.get(url_of(claim, "unpaid_wages")).context["form"]
    assert (form["start"].value(), "2026" in hint(form["start"])) == ("2026-05-01", True)


@pytest.mark.parametrize(
    ("code", "name", "is_unsure"),
    [
        ("notice_pay", "prior_month_wage", True),
        ("work_injury", "monthly_wage", True),
        ("severance", "monthly_wage", True),
        ("unpaid_wages", "monthly_wage", False),
        ("double_wages", "monthly_wage", False),
    ],
)
def test_the_agreed_wage_is_marked_where_another_wage_is_asked_for(client, case, code, name, is_unsure):
    url = reverse("workings:work_out_new", args=[case.pk, case.claimants.first().pk, code])
    form = client.get(url).context["form"]
    assert form[name].value() == Decimal("9200.00")
    told = gettext("This is the agreed wage of the case: please check.")
    assert (told in hint(form[name])) is is_unsure
    group = client.get(group_url(case, code)).context["group"]
    assert [told in column.hint for column in group.columns if column.name == name] == [is_unsure]


def test_the_first_day_of_working_life_is_asked_for(client, case):
    url = reverse("workings:work_out_new", args=[case.pk, case.claimants.first().pk, "annual_leave"])
    form = client.get(url).context["form"]
    assert (form["first_worked"].value(), form["hired"].value()) == (None, HIRED)
