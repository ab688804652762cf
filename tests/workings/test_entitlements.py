"""What a claimant may claim, and how lines of it become claims of the case."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.claims import edit_claim
from cases.models import Claim
from core import clock
from core.audit import record
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, frozen_working, worked_out
from workings.actions import versions_of
from workings.models import Working

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true"}
HIRED, LEFT = dt.date(2023, 3, 1), dt.date(2026, 6, 30)
FACTS = {
    "region": "shanghai",
    "as_of": "2026-11-23",
    "hired": "2023-03-01",
    "left": "2026-06-30",
    "ended": "unlawful",
    "monthly_wage": "6,000",
    "contract": "never",
    "unpaid_from": "2026-05-01",
}
"""At 6,000: two months not paid, eleven months without a contract, 2N of 3.5 months."""
SUMS = {"unpaid_wages-1": "12000.00", "double_wages-1": "66000.00", "damages-1": "42000.00"}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


@pytest.fixture
def claimant():
    return ClaimantFactory(employed_from=HIRED, employed_to=LEFT, monthly_wage=Decimal("6000.00"))


@pytest.fixture
def signed_in(client, claimant):
    client.force_login(claimant.case.handler)
    return client


def address(claimant):
    return reverse("workings:entitlements", args=[claimant.case_id, claimant.pk])


def sent(claimant, *taken, **changed):
    shown = {
        "shown": [f"{key}={total}" for key, total in SUMS.items()],
        "take": list(taken),
        "seen": versions_of(claimant.claims.all()),
    }
    return FACTS | shown | {"do": "save"} | changed


def claimed(claimant):
    return {claim.kind: claim.claimed for claim in claimant.claims.filter(is_active=True)}


def rows(page):
    return {row.entry.key: row for row in page.context["rows"]}


# --- the page ---


def test_what_the_case_knows_is_filled_in(signed_in, claimant):
    ClaimFactory(
        claimant=claimant,
        kind="wages",
        period_from=dt.date(2026, 5, 1),
        period_to=dt.date(2026, 6, 30),
    )
    form = signed_in.get(address(claimant)).context["form"]
    assert {
        name: form[name].value() for name in ("hired", "left", "monthly_wage", "unpaid_from", "unpaid_to")
    } == {
        "hired": HIRED,
        "left": LEFT,
        "monthly_wage": Decimal("6000.00"),
        "unpaid_from": dt.date(2026, 5, 1),
        "unpaid_to": dt.date(2026, 6, 30),
    }


@pytest.mark.parametrize(("relation", "is_told"), [("over_age", True), ("employment", False)])
def test_past_retirement_age_on_record_nothing_of_an_employment_is_chosen(
    signed_in, claimant, relation, is_told
):
    claimant.worker.relation_type = relation
    record(claimant.worker, actor=claimant.case.handler, reason="x")
    form = signed_in.get(address(claimant)).context["form"]
    assert form["over_age"].value() is (True if is_told else None)

    page = signed_in.post(address(claimant), FACTS | ({"over_age": "on"} if is_told else {}))

    chosen = [key for key, row in rows(page).items() if row.is_taken]
    assert chosen == (["unpaid_wages-1"] if is_told else list(SUMS))
    assert ("超龄用工适用2026年7月1日起施行的规定" in page.content.decode()) is is_told


def test_what_it_still_takes_is_asked_calmly(signed_in, claimant):
    """The record says that the employment ended, not how."""
    case_office = claimant.case.office
    case_office.region = "shanghai"
    record(case_office, actor=claimant.case.handler, reason="x")
    page = signed_in.get(address(claimant))
    assert page.status_code == 200
    assert "error-summary" not in page.content.decode()
    assert [problem.label for problem in page.context["worked"].wrong()] == ["解除或终止原因"]


def test_what_is_owed_is_chosen_and_what_is_possible_or_claimed_already_is_not(signed_in, claimant):
    ClaimFactory(claimant=claimant, kind="wages", claimed=Decimal("9000.00"))
    page = signed_in.post(address(claimant), FACTS | {"ended": "own_wish"})
    assert {key: row.is_taken for key, row in rows(page).items()} == {
        "unpaid_wages-1": False,
        "double_wages-1": True,
        "severance-1": False,
    }
    assert "现请求 9,000.00 元" in page.content.decode()


def test_choices_stay_while_facts_are_typed(signed_in, claimant):
    live = signed_in.post(address(claimant), sent(claimant, "damages-1", do="check"), headers=LIVE)
    assert live.status_code == 200
    assert "<html" not in live.content.decode()
    assert [key for key, row in rows(live).items() if row.is_taken] == ["damages-1"]


def test_the_claims_card_leads_to_it(signed_in, claimant):
    case = claimant.case
    page = signed_in.get(reverse("cases:detail", args=[case.pk]))
    assert f'href="{address(claimant)}"' in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_what_is_claimed(signed_in, claimant):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(address(claimant))
        return len(asked)

    queries()
    before = queries()
    for kind in ("wages", "damages", "overtime"):
        ClaimFactory(claimant=claimant, kind=kind)
    assert queries() == before


# --- claiming ---


def test_the_lines_chosen_become_claims_with_their_workings(signed_in, claimant):
    answer = signed_in.post(address(claimant), sent(claimant, "unpaid_wages-1", "damages-1"))
    assert answer.url == reverse("cases:detail", args=[claimant.case_id]) + "#claims"
    assert claimed(claimant) == {"wages": Decimal("12000.00"), "damages": Decimal("42000.00")}
    wages = claimant.claims.get(kind="wages")
    assert (wages.period_from, wages.period_to) == (dt.date(2026, 5, 1), dt.date(2026, 6, 30))
    assert wages.working.frozen["calculator"] == "unpaid_wages"
    assert wages.basis == "《劳动合同法》第30条第1款"
    assert wages.history.first().history_user == claimant.case.handler


def test_the_day_of_knowing_goes_with_what_does_not_run_from_the_end(signed_in, claimant):
    signed_in.post(address(claimant), sent(claimant, *SUMS))
    assert {claim.kind: claim.known_on for claim in claimant.claims.all()} == {
        "wages": None,
        "double_wage": dt.date(2024, 2, 29),
        "damages": LEFT,
    }


def test_the_sum_takes_the_place_of_one_typed_before(signed_in, claimant):
    claim = ClaimFactory(claimant=claimant, kind="wages", claimed=Decimal("9000.00"))
    signed_in.post(address(claimant), sent(claimant, "unpaid_wages-1"))
    claim.refresh_from_db()
    assert (claimant.claims.count(), claim.claimed) == (1, Decimal("12000.00"))
    assert [row.claimed for row in claim.history.all()] == [Decimal("12000.00"), Decimal("9000.00")]


def test_of_two_sums_of_a_kind_the_one_it_was_worked_out_from_takes_its_place(signed_in, claimant):
    """A shortfall to the minimum wage is claimed as wages, too."""
    claim = ClaimFactory(claimant=claimant, kind="wages", claimed=Decimal("1.00"))
    worked_out(claim, frozen_working("90.00", calculator="minimum_wage"))
    low = {"monthly_wage": "2,000", "earlier_wages": ""}
    page = signed_in.post(address(claimant), sent(claimant, **low, do="check"))
    assert rows(page)["minimum_wage-1"].claim == claim
    assert rows(page)["unpaid_wages-1"].claim is None


def test_of_several_claims_of_a_kind_none_is_meant(signed_in, claimant):
    for month in (4, 5):
        ClaimFactory(claimant=claimant, kind="wages", period_from=dt.date(2026, month, 1))
    page = signed_in.post(address(claimant), sent(claimant, "unpaid_wages-1"))
    assert page.status_code == 422
    row = rows(page)["unpaid_wages-1"]
    assert (row.can_be_taken, row.is_ambiguous) == (False, True)
    assert Working.objects.count() == 0


def test_what_the_record_lacks_of_the_employment_is_filled_in_and_nothing_written_over(client):
    claimant = ClaimantFactory(employed_from=dt.date(2023, 2, 1), employed_to=None, monthly_wage=None)
    client.force_login(claimant.case.handler)
    client.post(address(claimant), sent(claimant, "damages-1"))
    claimant.refresh_from_db()
    assert (claimant.employed_from, claimant.employed_to, claimant.monthly_wage) == (
        dt.date(2023, 2, 1),
        LEFT,
        Decimal("6000.00"),
    )


def test_the_cause_of_the_case_follows(signed_in, claimant):
    case = claimant.case
    case.cause_follows = True
    record(case, actor=case.handler, reason="x")
    signed_in.post(address(claimant), sent(claimant, "damages-1"))
    case.refresh_from_db()
    assert case.cause == "205.6"


# --- what cannot be ---


def test_the_cause_follows_also_where_facts_of_the_employment_are_filled_in(client):
    bare = ClaimantFactory(employed_from=HIRED, employed_to=None, monthly_wage=None)
    case = bare.case
    case.cause_follows = True
    record(case, actor=case.handler, reason="x")
    client.force_login(case.handler)
    assert client.post(address(bare), sent(bare, "damages-1")).status_code == 302
    bare.refresh_from_db()
    case.refresh_from_db()
    assert (bare.employed_to, case.cause) == (LEFT, "205.6")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"shown": []}, id="never shown"),
        pytest.param({"monthly_wage": "6,100"}, id="another sum now"),
        pytest.param({"region": "elsewhere"}, id="no sum now"),
        pytest.param({"ended": "own_wish"}, id="not owed now"),
        pytest.param({"take": ["damages-1", "damages-7"]}, id="no such line"),
    ],
)
def test_only_lines_that_were_shown_with_their_sum_are_claimed(signed_in, claimant, changed):
    page = signed_in.post(address(claimant), sent(claimant, "damages-1") | changed)
    assert page.status_code == 422
    assert "项目已有变化" in page.content.decode()
    assert claimant.claims.count() == 0


def test_what_comes_up_unseen_is_not_claimed_with_what_was_chosen(signed_in, claimant):
    signed_in.post(address(claimant), sent(claimant, "damages-1", days_a_week="6"))
    assert claimed(claimant) == {"damages": Decimal("42000.00")}


def test_severance_and_damages_exclude_each_other(signed_in, claimant):
    ClaimFactory(claimant=claimant, kind="severance", claimed=Decimal("21000.00"))
    page = signed_in.post(address(claimant), FACTS)
    row = rows(page)["damages-1"]
    assert (row.excludes.kind, row.is_taken) == ("severance", False)
    assert "二者只能择一" in page.content.decode()


def test_where_the_record_says_otherwise_it_is_told_beside_the_field(signed_in, claimant):
    text = signed_in.post(address(claimant), FACTS | {"hired": "2010-01-01"}).content.decode()
    assert "案件登记为2023年3月1日" in text


def test_nothing_chosen_is_told_and_writes_nothing(signed_in, claimant):
    page = signed_in.post(address(claimant), sent(claimant))
    assert page.status_code == 422
    assert "请至少勾选一项。" in page.content.decode()
    assert claimant.claims.count() == 0


def test_a_page_that_shows_other_claims_than_there_are_writes_nothing_and_loses_nothing(signed_in, claimant):
    claim = ClaimFactory(claimant=claimant, kind="wages", claimed=Decimal("9000.00"))
    data = sent(claimant, "unpaid_wages-1", "damages-1")
    edit_claim(claim, actor=claimant.case.handler, claimed=Decimal("9500.00"))
    page = signed_in.post(address(claimant), data)
    assert page.status_code == 422
    assert "其间已有他人修改" in page.content.decode()
    assert page.context["form"]["monthly_wage"].value() == "6,000"
    assert claimed(claimant) == {"wages": Decimal("9500.00")}


def test_one_line_that_cannot_be_claimed_holds_the_others_back(signed_in, claimant):
    """More came in for the wages than the sum now worked out."""
    ClaimFactory(
        claimant=claimant,
        kind="wages",
        claimed=Decimal("20000.00"),
        agreed=Decimal("20000.00"),
        received=Decimal("15000.00"),
    )
    page = signed_in.post(address(claimant), sent(claimant, "unpaid_wages-1", "damages-1"))
    assert page.status_code == 422
    assert rows(page)["unpaid_wages-1"].refusals
    assert claimed(claimant) == {"wages": Decimal("20000.00")}


@pytest.mark.parametrize("wrong", [{"ended": ""}, {"hired": "gestern"}, {"monthly_wage": ""}])
def test_wrong_facts_are_told_and_write_nothing(signed_in, claimant, wrong):
    page = signed_in.post(address(claimant), sent(claimant, "damages-1", **wrong))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == list(wrong)
    assert claimant.claims.count() == 0


def test_past_the_draft_a_reason_is_asked_for(client):
    claimant = ClaimantFactory(case=CaseFactory(state="mediation"))
    client.force_login(claimant.case.handler)
    page = client.post(address(claimant), sent(claimant, "damages-1"))
    assert (page.status_code, list(page.context["change"].errors)) == (422, ["reason"])
    assert client.post(address(claimant), sent(claimant, "damages-1", reason="补充核算")).status_code == 302
    assert Claim.objects.get().history.first().history_change_reason == "补充核算"


def test_a_sum_with_a_rate_missing_cannot_be_chosen(signed_in, claimant):
    page = signed_in.post(address(claimant), sent(claimant, "damages-1", region="elsewhere"))
    assert page.status_code == 422
    assert not rows(page)["damages-1"].can_be_taken
    assert Working.objects.count() == 0


def test_a_rate_entered_with_its_source_is_kept_for_the_office(signed_in, claimant):
    elsewhere = {"region": "elsewhere"}
    page = signed_in.post(address(claimant), sent(claimant, **elsewhere, do="check"))
    rates = dict.fromkeys(page.context["worked"].asked, "2000")
    rates |= {f"{name}_source": "地方文件〔2025〕1号" for name in rates}
    answer = signed_in.post(address(claimant), sent(claimant, "damages-1", **elsewhere, **rates))
    assert answer.status_code == 302
    assert claimant.case.office.kept_rates.exists()


CONTINUED = "continued_wages-1=28413.79"
"""July to October, 4 × 6,000, and 16 working days to November 23: 16 × 6,000 ÷ 21.75 = 4,413.79."""


def test_wages_until_work_goes_on_and_damages_exclude_each_other(signed_in, claimant):
    both = sent(claimant, "damages-1", "continued_wages-1")
    both["shown"] = [*both["shown"], CONTINUED]
    page = signed_in.post(address(claimant), both)
    assert page.status_code == 422
    assert "继续履行期间工资与经济补偿、赔偿金不能同时请求" in page.content.decode()
    assert claimed(claimant) == {}


def test_wages_until_work_goes_on_become_a_claim_for_wages(signed_in, claimant):
    one = sent(claimant, "continued_wages-1")
    signed_in.post(address(claimant), one | {"shown": [*one["shown"], CONTINUED]})
    assert claimed(claimant) == {"wages": Decimal("28413.79")}
    page = signed_in.post(address(claimant), FACTS)
    row = rows(page)["damages-1"]
    assert (row.excludes.kind, row.is_taken) == ("wages", False)


def test_wages_until_work_goes_on_take_the_place_of_damages_claimed(signed_in, claimant):
    ClaimFactory(claimant=claimant, kind="damages", claimed=Decimal("42000.00"))
    row = rows(signed_in.post(address(claimant), FACTS))["continued_wages-1"]
    assert (row.excludes.kind, row.is_taken) == ("damages", False)


def test_damages_for_a_probation_stand_beside_those_for_the_end(signed_in, claimant):
    """Six months of probation where two are lawful: 4 × 6,000."""
    long = {"probation_term": "under_3_years", "probation_to": "2023-08-31"}
    two = sent(claimant, "damages-1", "probation-1", **long)
    signed_in.post(address(claimant), two | {"shown": [*two["shown"], "probation-1=24000.00"]})
    assert claimed(claimant) == {"damages": Decimal("42000.00"), "probation": Decimal("24000.00")}
