"""Pages on which sums are worked out: what the case knows is filled in, the answer is live, the working is kept."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from cases.models import Claim
from core import clock
from core.audit import record
from core.crypto import keyed_hash
from law_tables.models import RateRow
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    WorkerFactory,
    frozen_working,
    office,
    staff,
    worked_out,
)
from workings.actions import override_claim
from workings.models import Working

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
LIVE = {"HX-Request": "true"}
HIRED, LEFT = dt.date(2008, 3, 15), dt.date(2026, 6, 30)
FACTS = {
    "hired": "2008-03-15",
    "left": "2026-06-30",
    "monthly_wage": "9,200",
    "region": "shanghai",
    "cause": "no_fault_changed",
    "as_of": "2026-11-23",
}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def claim():
    """Severance claimed at a guess, by somebody whose employment and wage the case knows."""
    claimant = ClaimantFactory(employed_from=HIRED, employed_to=LEFT, monthly_wage=Decimal("9200.00"))
    return ClaimFactory(claimant=claimant, kind="severance", claimed=Decimal("100000.00"))


@pytest.fixture
def signed_in(client, claim):
    client.force_login(claim.case.handler)
    return client


def address(claim, code="severance"):
    return reverse("workings:work_out", args=[claim.case_id, claim.pk, code])


def text(response):
    return response.content.decode()


# --- one claim ---


def test_what_the_case_knows_is_filled_in_and_worked_out_at_once(signed_in, claim):
    page = signed_in.get(address(claim))
    form = page.context["form"]
    assert {name: form[name].value() for name in ("hired", "left", "monthly_wage", "as_of")} == {
        "hired": HIRED,
        "left": LEFT,
        "monthly_wage": Decimal("9200.00"),
        "as_of": TODAY,
    }
    assert [problem.label for problem in page.context["worked"].missing()] == [
        str(form[name].label) for name in ("cause", "region")
    ]


def test_the_place_of_the_office_is_filled_in(signed_in, claim):
    claim.case.office.region = "shanghai"
    claim.case.office.save()
    assert signed_in.get(address(claim)).context["form"]["region"].value() == "shanghai"


def test_what_is_typed_is_answered_with_the_result_alone_and_nothing_is_saved(signed_in, claim):
    page = signed_in.post(address(claim), FACTS, headers=LIVE)
    assert (page.status_code, "170,200.00" in text(page), "<form" in text(page)) == (200, True, False)
    assert Working.objects.count() == 0


def test_half_a_form_is_answered_calmly(signed_in, claim):
    page = signed_in.post(address(claim), FACTS | {"monthly_wage": ""}, headers=LIVE)
    assert page.status_code == 200


def test_without_scripts_a_button_works_it_out(signed_in, claim):
    page = signed_in.post(address(claim), FACTS | {"do": "check"})
    assert (page.status_code, "170,200.00" in text(page)) == (200, True)
    assert Working.objects.count() == 0


def test_the_sum_is_claimed_with_its_working(signed_in, claim):
    answer = signed_in.post(address(claim), FACTS | {"do": "save", "seen_version": claim.version})
    assert answer.url == reverse("cases:detail", args=[claim.case_id]) + "#claims"
    claim.refresh_from_db()
    assert (claim.claimed, claim.working.total) == (Decimal("170200.00"), Decimal("170200.00"))
    assert [line["amount"] for line in claim.working.frozen["lines"]] == ["170200.00"]
    assert {i["name"]: i["raw"] for i in claim.working.frozen["inputs"]} == FACTS | {
        "monthly_wage": "9200.00"
    }


@pytest.mark.parametrize(
    "wrong",
    [{"monthly_wage": "viel"}, {"left": "2008-03-14"}, {"hired": ""}, {"cause": "own_wish"}],
    ids=["no sum", "ends before it starts", "missing", "unknown cause"],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(signed_in, claim, wrong):
    page = signed_in.post(address(claim), FACTS | wrong | {"do": "save"})
    assert page.status_code == 422
    form = page.context["form"]
    assert {name: form[name].value() for name in FACTS} == FACTS | wrong
    assert Working.objects.count() == 0


def test_a_missing_rate_is_asked_for_and_entered(signed_in, claim):
    elsewhere = FACTS | {"region": "elsewhere", "do": "save"}
    page = signed_in.post(address(claim), elsewhere)
    assert (page.status_code, Working.objects.count()) == (422, 0)
    asked = dict.fromkeys(page.context["worked"].asked, "8000")
    assert asked
    assert signed_in.post(address(claim), elsewhere | asked).status_code == 302
    rates = Working.objects.get().frozen["rates"]
    assert {rate["confidence"] for rate in rates} == {"entered"}
    again = signed_in.get(address(claim)).context["worked"]
    assert {name: again[name].value() for name in again.asked} == dict.fromkeys(asked, "8000.00")


def test_past_the_draft_a_reason_is_asked_for(client):
    case = CaseFactory(state="mediation")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance")
    client.force_login(case.handler)
    page = client.post(address(claim), FACTS | {"do": "save"})
    assert (page.status_code, list(page.context["change"].errors)) == (422, ["reason"])
    assert page.context["form"]["hired"].value() == "2008-03-15"
    assert client.post(address(claim), FACTS | {"do": "save", "reason": "补充核算"}).status_code == 302
    assert claim.history.first().history_change_reason == "补充核算"


def test_a_stale_page_is_told_so_and_keeps_what_was_typed(signed_in, claim):
    seen = claim.version
    signed_in.post(address(claim), FACTS | {"do": "save", "seen_version": seen})
    page = signed_in.post(address(claim), FACTS | {"monthly_wage": "1", "do": "save", "seen_version": seen})
    assert (page.status_code, page.context["form"]["monthly_wage"].value()) == (422, "1")
    assert Claim.objects.get().claimed == Decimal("170200.00")


def test_worked_out_anew_it_begins_with_what_was_entered_last(signed_in, claim):
    signed_in.post(address(claim), FACTS | {"monthly_wage": "9300", "do": "save"})
    with clock.at(dt.date(2026, 12, 1)):
        form = signed_in.get(address(claim)).context["form"]
    assert (form["monthly_wage"].value(), form["cause"].value()) == ("9300.00", "no_fault_changed")
    assert form["as_of"].value() == dt.date(2026, 12, 1)


def test_a_claim_may_be_worked_out_before_it_is_written_down(signed_in, claim):
    page = signed_in.post(
        reverse("cases:add_claim", args=[claim.case_id]),
        {"claimant": claim.claimant_id, "kind": "damages", "do": "work-out"},
    )
    assert page.status_code == 307
    assert page.url == reverse("workings:work_out_new", args=[claim.case_id, claim.claimant_id, "damages"])
    assert signed_in.get(page.url).context["form"]["hired"].value() == HIRED
    assert signed_in.post(page.url, FACTS | {"do": "save"}).status_code == 302
    added = Claim.objects.get(kind="damages")
    assert (added.claimant, added.claimed) == (claim.claimant, Decimal("340400.00"))


TYPED = {
    "period_from": "2026-05-01",
    "period_to": "2026-06-30",
    "basis": "用人单位未支付五、六月工资。" * 100,
    "reason": "职工补充请求",
}


def typed_for(signed_in, claim, kind):
    """The page to work out a claim, as the form for a new one leads to it with what was typed there."""
    data = TYPED | {"claimant": claim.claimant_id, "kind": kind, "claimed": "", "do": "work-out"}
    return signed_in.post(reverse("cases:add_claim", args=[claim.case_id]), data, follow=True)


def test_what_was_typed_of_a_new_claim_goes_on_to_the_page_that_works_it_out(signed_in, claim):
    page = typed_for(signed_in, claim, "wages")
    form, change = page.context["form"], page.context["change"]
    assert (page.status_code, form.is_bound, change.is_bound) == (200, False, False)
    assert {name: form[name].value() for name in ("start", "end", "monthly_wage")} == {
        "start": "2026-05-01",
        "end": "2026-06-30",
        "monthly_wage": Decimal("9200.00"),
    }
    assert {name: change[name].value() for name in ("basis", "reason")} == {
        name: TYPED[name] for name in ("basis", "reason")
    }


def test_a_new_claim_worked_out_keeps_the_basis_typed(signed_in, claim):
    url = reverse("workings:work_out_new", args=[claim.case_id, claim.claimant_id, "damages"])
    assert signed_in.post(url, FACTS | TYPED | {"do": "save"}).status_code == 302
    added = Claim.objects.get(kind="damages")
    assert (added.basis, added.period_from, added.period_to) == (
        TYPED["basis"],
        dt.date(2026, 5, 1),
        dt.date(2026, 6, 30),
    )
    assert added.claimed == Decimal("340400.00")


def test_a_new_claim_worked_out_takes_period_and_basis_from_the_working_where_none_was_typed(
    signed_in, claim
):
    url = reverse("workings:work_out_new", args=[claim.case_id, claim.claimant_id, "damages"])
    assert signed_in.post(url, FACTS | {"do": "save"}).status_code == 302
    added = Claim.objects.get(kind="damages")
    assert (added.basis, added.period_from, added.period_to) == ("《劳动合同法》第87条", HIRED, LEFT)


def test_a_period_that_ends_before_it_starts_is_told_and_nothing_is_saved(signed_in, claim):
    url = reverse("workings:work_out_new", args=[claim.case_id, claim.claimant_id, "damages"])
    page = signed_in.post(url, FACTS | TYPED | {"period_to": "2026-04-30", "do": "save"})
    assert (page.status_code, list(page.context["change"].errors)) == (422, ["period_to"])
    assert page.context["change"]["basis"].value() == TYPED["basis"]
    assert not Claim.objects.filter(kind="damages").exists()


def test_another_calculation_of_a_new_claim_begins_with_what_was_typed_in_the_first(signed_in, claim):
    url = reverse("workings:work_out_new", args=[claim.case_id, claim.claimant_id, "minimum_wage"])
    typed = {"start": "2026-05-01", "monthly_wage": "2,000", "basis": "低于最低工资"}
    page = signed_in.post(url, typed | {"do": "work-out"})
    form, change = page.context["form"], page.context["change"]
    assert (page.status_code, form["start"].value(), form["monthly_wage"].value()) == (
        200,
        "2026-05-01",
        "2,000",
    )
    assert change["basis"].value() == "低于最低工资"


def test_for_another_kind_there_is_nothing_that_works_it_out(signed_in, claim):
    page = signed_in.post(
        reverse("cases:add_claim", args=[claim.case_id]),
        {"claimant": claim.claimant_id, "kind": "other", "do": "work-out"},
    )
    assert (page.status_code, "kind" in page.context["form"].errors) == (422, True)


def test_each_kind_has_its_calculators(signed_in, claim):
    codes = {
        kind: [
            code
            for code in ("unpaid_wages", "minimum_wage", "severance", "final_award", "nonsense")
            if signed_in.get(address(ClaimFactory(claimant=claim.claimant, kind=kind), code)).status_code
            == 200
        ]
        for kind in ("wages", "severance", "other")
    }
    assert codes == {
        "wages": ["unpaid_wages", "minimum_wage"],
        "severance": ["severance"],
        "other": [],
    }


# --- another sum ---


def test_the_lawyer_claims_another_sum_and_both_are_shown(client):
    case = CaseFactory(state="mediation")
    claim = worked_out(ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance"))
    lawyer = LawyerFactory()
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    client.force_login(lawyer.user)
    url = reverse("workings:override", args=[case.pk, claim.pk])
    assert client.get(url).context["form"]["claimed"].value() == Decimal("170200.00")
    refused = client.post(url, {"claimed": "150,000", "reason": ""})
    assert (refused.status_code, refused.context["form"]["claimed"].value()) == (422, "150,000")
    data = {"claimed": "150,000", "reason": "加班费有争议", "seen_version": claim.version}
    assert client.post(url, data).status_code == 302
    page = text(client.get(reverse("cases:detail", args=[case.pk])))
    assert all(shown in page for shown in ("150,000.00", "170,200.00", "加班费有争议"))


def test_a_claim_that_was_not_worked_out_has_nothing_to_override(signed_in, claim):
    url = reverse("workings:override", args=[claim.case_id, claim.pk])
    assert signed_in.get(url).status_code == 404


def test_the_claim_form_asks_why_where_the_sum_worked_out_is_changed(signed_in, claim):
    claim = worked_out(claim)
    url = reverse("cases:edit_claim", args=[claim.case_id, claim.pk])
    data = {"kind": "severance", "claimed": "9", "basis": "", "seen_version": claim.version}
    page = signed_in.post(url, data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert signed_in.post(url, data | {"reason": "部分放弃"}).status_code == 302
    claim.refresh_from_db()
    assert (claim.claimed, claim.override_reason) == (Decimal("9.00"), "部分放弃")


# --- the working ---


def test_a_working_is_shown_as_it_was_with_who_and_when(signed_in, claim):
    claim = worked_out(claim)
    page = signed_in.get(reverse("workings:working", args=[claim.case_id, claim.working_id]))
    assert all(part in text(page) for part in ("170,200.00", "第47条第1款", claim.case.handler.name))
    assert page.context["workings"] == []


def test_a_rate_changed_later_changes_no_working_and_is_told(signed_in, claim):
    facts = FACTS | {"monthly_wage": "50000", "do": "save"}
    signed_in.post(address(claim), facts)
    frozen = Working.objects.get().frozen
    url = reverse("workings:working", args=[claim.case_id, Working.objects.get().pk])
    assert signed_in.get(url).context["anew"] is None
    rate = RateRow.objects.get(series="average_wage", region="shanghai", valid_from=dt.date(2025, 1, 1))
    rate.value = Decimal(10000)
    record(rate, actor=None, reason="更正")
    page = signed_in.get(url)
    assert page.context["anew"]["total"] != frozen["total"]
    assert Working.objects.get().frozen == frozen
    claim.refresh_from_db()
    assert f"{claim.claimed:,.2f}" in text(page)


def test_earlier_workings_of_a_claim_are_listed(signed_in, claim):
    first = worked_out(claim).working
    second = worked_out(claim, frozen_working("180000.00")).working
    page = signed_in.get(reverse("workings:working", args=[claim.case_id, first.pk]))
    assert page.context["workings"] == [second, first]
    assert page.context["is_present"] is False


def test_the_case_page_marks_what_was_worked_out_and_offers_the_rest(signed_in, claim):
    worked = worked_out(claim)
    open_one = ClaimFactory(claimant=claim.claimant, kind="wages")
    page = text(signed_in.get(reverse("cases:detail", args=[claim.case_id])))
    assert reverse("workings:working", args=[claim.case_id, worked.working_id]) in page
    assert address(open_one, "unpaid_wages") in page
    assert address(worked) not in page


# --- a group ---


@pytest.fixture
def group(client):
    """Three of an office in Shanghai; the first claims severance already."""
    case = CaseFactory()
    for name, wage in (("周建国", "9200.00"), ("吴秀英", "6000.00"), ("郑小红", "5000.00")):
        ClaimantFactory(
            case=case,
            worker=WorkerFactory(name=name),
            employed_from=HIRED,
            employed_to=LEFT,
            monthly_wage=Decimal(wage),
        )
    ClaimFactory(claimant=case.claimants.first(), kind="severance", claimed=Decimal("1.00"))
    client.force_login(case.handler)
    return case


def group_url(case, code="severance"):
    return reverse("workings:work_out_group", args=[case.pk, code])


def sent(case, **changes):
    """What the page sends for all claimants as the case knows them."""
    data = {"common-region": "shanghai", "common-cause": "redundancy", "common-as_of": "2026-11-23"}
    for claimant in case.claimants.all():
        claim = claimant.claims.filter(kind="severance").first()
        data |= {
            f"rows-{claimant.pk}-take": "on",
            f"rows-{claimant.pk}-seen_version": claim.version if claim else 0,
            f"rows-{claimant.pk}-hired": "2008-03-15",
            f"rows-{claimant.pk}-left": "2026-06-30",
            f"rows-{claimant.pk}-monthly_wage": str(claimant.monthly_wage),
        }
    return data | changes


SUMS = [Decimal("170200.00"), Decimal("111000.00"), Decimal("92500.00")]


def test_each_row_begins_with_what_the_case_knows_of_the_person(client, group):
    page = client.get(group_url(group))
    rows = page.context["group"].rows
    assert [row.form["monthly_wage"].value() for row in rows] == [9200, 6000, 5000]
    assert [field.name for field in rows[0].fields] == [
        "hired",
        "left",
        "monthly_wage",
        "overtime",
        "paid",
        "born",
        "retires_as",
    ]
    assert {field.name for field in page.context["group"].common.fact_fields()} == {
        "cause",
        "region",
        "overtime_in_base",
        "as_of",
    }


def test_the_rows_are_answered_live(client, group):
    page = client.post(group_url(group), sent(group), headers=LIVE)
    assert [row.total for row in page.context["group"].rows] == SUMS
    assert (page.status_code, "373,700.00" in text(page), "<form" in text(page)) == (200, True, False)


def test_all_are_saved_at_once(client, group):
    answer = client.post(group_url(group), sent(group, do="save"))
    assert answer.url == reverse("cases:detail", args=[group.pk]) + "#claims"
    assert list(group.claims.order_by("claimant").values_list("claimed", "working__total")) == [
        (total, total) for total in SUMS
    ]


def test_one_row_wrong_stands_in_that_row_and_nothing_is_lost_or_saved(client, group):
    _first, second, _third = group.claimants.all()
    data = sent(group, do="save") | {f"rows-{second.pk}-left": "2001-01-01"}
    page = client.post(group_url(group), data)
    rows = page.context["group"].rows
    assert (page.status_code, [len(row.told) for row in rows]) == (422, [0, 1, 0])
    assert rows[1].form["left"].value() == "2001-01-01"
    assert [row.total for row in rows] == [SUMS[0], None, SUMS[2]]
    assert Working.objects.count() == 0


@pytest.mark.parametrize(
    ("fact", "typed", "readings"),
    [
        ("monthly_wage", "9200.3333333", ["9200.33"]),
        ("monthly_wage", "1.2万", ["12000.00"]),
        ("left", "2026年6月", ["2026-06-30", "2026-06-01"]),
    ],
)
@pytest.mark.parametrize("headers", [{}, LIVE], ids=["page", "live"])
def test_a_reading_that_is_offered_in_a_row_has_its_button(client, group, fact, typed, readings, headers):
    second = group.claimants.all()[1]
    field = f"rows-{second.pk}-{fact}"
    page = client.post(group_url(group), sent(group, do="check") | {field: typed}, headers=headers)
    for reading in readings:
        assert f'data-take="{reading}" data-into="id_{field}"' in text(page)
    taken = client.post(group_url(group), sent(group, do="check") | {field: readings[0]})
    assert (taken.context["group"].rows[1].total is not None, "data-take" in text(taken)) == (True, False)


def test_what_was_typed_comes_back_after_the_session_ended(client, group):
    first, second, _third = group.claimants.all()
    wage, take = f"rows-{first.pk}-monthly_wage", f"rows-{second.pk}-take"
    typed = sent(group, do="save", reason="按工资单核算", **{wage: "7,777", "common-cause": ""})
    del typed[take]
    client.get(group_url(group))
    Session.objects.all().delete()
    assert client.post(group_url(group), typed, headers=LIVE | {"X-Background": "yes"}).status_code == 401
    assert client.post(group_url(group), typed).status_code == 302
    client.force_login(group.handler)
    shown = client.get(group_url(group)).context["group"]
    assert shown.change["reason"].value() == "按工资单核算"
    assert shown.rows[0].form["monthly_wage"].value() == "7,777"
    assert [row.is_taken for row in shown.rows] == [True, False, True]
    assert Working.objects.count() == 0


def test_a_row_left_out_is_not_looked_at(client, group):
    _first, second, _third = group.claimants.all()
    data = sent(group, do="save") | {f"rows-{second.pk}-left": "2001-01-01"}
    del data[f"rows-{second.pk}-take"]
    assert client.post(group_url(group), data).status_code == 302
    assert list(group.claims.order_by("claimant").values_list("claimed", flat=True)) == [SUMS[0], SUMS[2]]


def test_what_all_share_is_told_once_where_it_is_missing(client, group):
    page = client.post(group_url(group), sent(group, do="save", **{"common-cause": ""}))
    assert (page.status_code, list(page.context["group"].common.errors)) == (422, ["cause"])


def test_a_rate_asked_for_is_entered_once_for_all(client, group):
    elsewhere = sent(group, do="save", **{"common-region": "elsewhere"})
    page = client.post(group_url(group), elsewhere)
    asked = {field.html_name: "8000" for field in page.context["group"].common.ask_fields()}
    assert (page.status_code, len(asked) > 0) == (422, True)
    assert client.post(group_url(group), elsewhere | asked).status_code == 302
    assert Working.objects.count() == 3


def test_a_wrong_rate_is_told_once_at_its_field(client, group):
    elsewhere = sent(group, do="save", **{"common-region": "elsewhere"})
    fields = client.post(group_url(group), elsewhere).context["group"].common.ask_fields()
    page = client.post(group_url(group), elsewhere | {fields[0].html_name: "-5"})
    shown = page.context["group"]
    assert (page.status_code, list(shown.common.errors)) == (422, [fields[0].name])
    assert [row.told for row in shown.rows] == [["缺少标准"]] * 3


def test_an_entered_rate_stays_while_no_row_asks_for_it(client, group):
    elsewhere = sent(group, do="save", **{"common-region": "elsewhere"})
    name = client.post(group_url(group), elsewhere).context["group"].common.ask_fields()[0].html_name
    page = client.post(group_url(group), elsewhere | {name: "8000", "common-cause": ""})
    assert f'<input type="hidden" name="{name}" value="8000">' in text(page)


def test_who_left_the_case_meanwhile_is_told_and_the_rest_can_be_saved(client, group):
    data = sent(group, do="save")
    last = group.claimants.last()
    last.outcome = "withdrawn"
    record(last, actor=group.handler)
    page = client.post(group_url(group), data)
    assert (page.status_code, len(page.context["group"].rows), Working.objects.count()) == (422, 2, 0)
    assert len(page.context["group"].change.non_field_errors()) == 1
    again = {name: value for name, value in data.items() if not name.startswith(f"rows-{last.pk}-")}
    assert client.post(group_url(group), again).status_code == 302
    assert Working.objects.count() == 2


def test_a_claim_changed_meanwhile_is_told_and_nothing_saved(client, group):
    data = sent(group, do="save")
    worked_out(group.claims.get(), frozen_working("5.00"))
    page = client.post(group_url(group), data)
    assert (page.status_code, Working.objects.count()) == (422, 1)


def test_a_version_that_is_no_number_is_a_changed_page(client, group):
    data = sent(group, do="save", **{f"rows-{group.claimants.first().pk}-seen_version": "x"})
    assert client.post(group_url(group), data).status_code == 422
    assert Working.objects.count() == 0


def test_of_two_claims_of_a_kind_each_is_worked_out_by_itself(client, group):
    first = group.claimants.first()
    ClaimFactory(claimant=first, kind="severance")
    page = client.get(group_url(group))
    assert [row.is_taken for row in page.context["group"].rows] == [False, True, True]
    assert client.post(group_url(group), sent(group, do="save")).status_code == 302
    assert not Working.objects.filter(claim__claimant=first).exists()


# --- a table pasted ---

TABLE = "姓名\t入职日期\t离职时间\t平均工资（元）\n周建国\t2008/3/15\t2026年6月30日\t9,300\n郑小红\t\t\t5,100"


def test_a_table_fills_the_rows_it_names(client, group):
    page = client.post(group_url(group), sent(group, text=TABLE, do="fill"))
    rows = page.context["group"].rows
    assert (page.status_code, page.context["filled"]) == (200, 2)
    assert [row.form["monthly_wage"].value() for row in rows] == ["9300.00", "6000.00", "5100.00"]
    assert rows[0].form["left"].value() == "2026-06-30"
    assert page.context["group"].change["text"].value() == ""
    assert Working.objects.count() == 0


def test_of_several_sheets_the_one_with_facts_fills_the_rows_and_another_may(client, group):
    book = Workbook()
    book.active.append(["填表说明"])
    for title, wage in (("三月", 7000), ("四月", 8000)):
        month = book.create_sheet(title)
        month.append(["姓名", "月工资"])
        month.append(["吴秀英", wage])
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("工资.xlsx", content.getvalue())
    shown = client.post(group_url(group), sent(group, do="fill") | {"file": file})
    wages = [row.form["monthly_wage"].value() for row in shown.context["group"].rows]
    assert (shown.context["book"].names[1:], wages[1]) == (["三月", "四月"], "7000.00")
    carried = dict(shown.context["book"].carried_fields())
    other = client.post(group_url(group), sent(group) | carried | {"sheet": "2"})
    assert other.context["group"].rows[1].form["monthly_wage"].value() == "8000.00"


def test_english_headers_and_labels_are_known_too(client, group):
    table = "Name,Hired on,Last day of employment,Mean monthly wage\n吴秀英,2010-01-01,2026-06-30,7000"
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    row = page.context["group"].rows[1]
    assert [row.form[name].value() for name in ("hired", "monthly_wage")] == ["2010-01-01", "7000.00"]


@pytest.mark.parametrize(
    ("code", "header", "cell", "fact", "read"),
    [
        ("annual_leave", "年休假年度", "2025 2；2026 0", "years", "2025 2\n2026 0"),
        ("annual_leave", "Years", "2025 2; 2026 0", "years", "2025 2\n2026 0"),
        ("overtime", "加班日期", "2025-10-01 8；2025/10/11 7.5", "days", "2025-10-01 8\n2025-10-11 7.5"),
        ("heat_allowance", "高温天数", "2009 35", "hot_days", "2009 35"),
        ("heat_allowance", "高温天数", "2024 12 38；2024 3 41", "hot_days", "2024 12 38\n2024 3 41"),
        ("heat_allowance", "高温小时", "2024 320", "hot_hours", "2024 320"),
        ("heat_allowance", "室内外", "露天", "place", "outdoors"),
        ("heat_allowance", "作业场所", "室外或高温作业", "place", "outdoors"),
        ("minimum_wage", "小时工资", "24", "hourly_wage", "24.00"),
        ("minimum_wage", "工时", "120", "hours", "120"),
    ],
)
def test_several_years_or_days_of_one_person_stand_in_one_cell(client, group, code, header, cell, fact, read):
    data = {"text": f"姓名\t{header}\n周建国\t{cell}", "do": "fill"}
    page = client.post(group_url(group, code), data)
    assert (page.status_code, page.context["group"].rows[0].form[fact].value()) == (200, read)


@pytest.mark.parametrize(
    ("cell", "entered"),
    [("是", True), ("有", True), ("yes", True), ("否", False), ("没有", False), ("No", False), ("无", False)],
)
def test_yes_and_no_are_read_as_people_write_them(client, group, cell, entered):
    data = {"text": f"姓名\t放弃社保\n周建国\t{cell}", "do": "fill"}
    page = client.post(group_url(group, "social_insurance"), data)
    row = page.context["group"].rows[0]
    assert (page.status_code, row.form["waiver_signed"].data) == (200, entered)


def test_neither_yes_nor_no_is_refused(client, group):
    data = {"text": "姓名\t放弃社保\n周建国\t不详", "do": "fill"}
    page = client.post(group_url(group, "social_insurance"), data)
    assert (page.status_code, len(page.context["table"].problems)) == (422, 1)


def test_a_column_that_stands_twice_is_named_as_it_is_in_the_table(client, group):
    table = "姓名\t月工资\t平均工资\n周建国\t1\t2"
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    assert ["“平均工资”" in problem for problem in page.context["table"].problems] == [True]


def test_wrong_cells_are_named_by_row_and_column_and_nothing_is_lost(client, group):
    table = "姓名\t入职日期\t月工资\n周建国\t2008-13-15\tviel\n王五\t\t1\n周建国\t\t2"
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    problems = page.context["table"].problems
    assert page.status_code == 422
    assert [problem[:3] for problem in problems] == ["第2行", "第2行", "第3行", "第4行"]
    assert 'value="viel"' in page.content.decode()
    assert page.context["group"].change["text"].value() == table
    assert page.context["group"].rows[0].form["monthly_wage"].value() == "9200.00"


def test_a_worker_who_stands_again_in_a_table_is_refused_and_the_first_row_named(client, group):
    ids = [claimant.worker.id_number for claimant in group.claimants.order_by("pk")]
    rows = [
        ("周建国", "", 1),
        ("吴秀英", ids[1], 2),
        ("周建国", ids[0], 3),
        ("", ids[1], 4),
        ("周建国", "", 5),
    ]
    table = "\n".join(
        ["姓名\t身份证号\t月工资", *(f"{name}\t{number}\t{wage}" for name, number, wage in rows)]
    )
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    assert (page.status_code, page.context["table"].problems) == (
        422,
        [
            "第4行（周建国） 姓名：与第2行重复。",
            "第5行（吴秀英） 姓名：与第3行重复。",
            "第6行（周建国） 姓名：与第2行重复。",
        ],
    )


def test_a_document_is_found_with_its_kind_beside_the_number(client, group):
    worker = group.claimants.order_by("pk")[0].worker
    worker.id_number, worker.id_kind, worker.id_hash = (
        "12345678",
        "taiwan_pass",
        keyed_hash("taiwan_pass 12345678"),
    )
    record(worker, actor=group.handler, reason="")
    table = "证件号码\t月工资\n台胞证12345678\t9,300"
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    assert page.context["group"].rows[0].form["monthly_wage"].value() == "9300.00"


def test_right_rows_are_filled_in_and_the_others_are_left_to_be_corrected(client, group):
    table = "工资表\n姓名\t入职日期\t月工资\n周建国\t2008-3-15\t9,300\n郑小红\t2010年5月\t5,100"
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    rows = page.context["group"].rows
    assert (page.status_code, page.context["filled"]) == (422, 1)
    assert [row.form["monthly_wage"].value() for row in rows] == ["9300.00", "6000.00", "5000.00"]
    assert [(row.number, row.who) for row in page.context["table"].wrong] == [(4, "郑小红")]
    left = page.context["table_text"]
    again = sent(page.context["group"].case, text=left, do="fill") | {"cell-4-1": "2010-05-01"}
    page = client.post(group_url(group), again)
    assert (page.status_code, page.context["group"].rows[2].form["hired"].value()) == (200, "2010-05-01")


def test_a_column_nobody_knows_is_chosen_and_known_the_next_time(client, group):
    table = "姓名\t核定月数\n周建国\t9,300"
    assert client.post(group_url(group), sent(group, text=table, do="fill")).status_code == 422
    for chosen in ({"column-1": "monthly_wage"}, {}):
        page = client.post(group_url(group), sent(group, text=table, do="fill") | chosen)
        assert page.context["group"].rows[0].form["monthly_wage"].value() == "9300.00"


@pytest.mark.parametrize(
    "table",
    [
        "",
        "姓名\t工号\n周建国\t7",
        "入职日期\t月工资\n2008-03-15\t1",
        "姓名\t月工资",
        "姓名\t月工资\n" + "周建国\t1\n" * 201,
        "姓名\t月工资\n" + "建" * 100_000,
    ],
    ids=["nothing", "unknown column", "no names", "no rows", "too many rows", "too long"],
)
def test_a_table_that_cannot_be_read_says_why(client, group, table):
    page = client.post(group_url(group), sent(group, text=table, do="fill"))
    assert (page.status_code, len(page.context["table"].problems)) == (422, 1)


# --- who may ---


@pytest.fixture
def pages(claim):
    claim = worked_out(claim)
    case = claim.case
    return [
        address(claim),
        reverse("workings:work_out_new", args=[case.pk, claim.claimant_id, "damages"]),
        reverse("workings:override", args=[case.pk, claim.pk]),
        group_url(case),
    ]


def test_outsiders_find_nothing_and_others_may_not(client, claim, pages):
    seen = reverse("workings:working", args=[claim.case_id, Working.objects.get().pk])
    client.force_login(staff("clerk", office("别处")))
    assert {client.get(url).status_code for url in [*pages, seen]} == {404}
    assert {client.post(url).status_code for url in pages} == {404}
    for role in ("auditor", "reviewer", "supervisor"):
        client.force_login(staff(role, claim.case.office))
        assert {client.get(url).status_code for url in pages} == {403}
        assert {client.post(url).status_code for url in pages} == {403}
        assert client.get(seen).status_code == 200


def test_pages_are_read_or_sent(signed_in, claim, pages):
    seen = reverse("workings:working", args=[claim.case_id, Working.objects.get().pk])
    assert {signed_in.put(url).status_code for url in pages} == {405}
    assert signed_in.post(seen).status_code == 405


def test_what_belongs_to_another_case_is_not_found(signed_in, claim):
    other = worked_out(ClaimFactory(kind="severance"))
    case = claim.case_id
    for url in (
        reverse("workings:work_out", args=[case, other.pk, "severance"]),
        reverse("workings:work_out_new", args=[case, other.claimant_id, "severance"]),
        reverse("workings:override", args=[case, other.pk]),
        reverse("workings:working", args=[case, other.working_id]),
        reverse("workings:work_out_group", args=[case, "final_award"]),
    ):
        assert signed_in.get(url).status_code == 404


# --- what it costs ---


def test_the_group_costs_the_same_with_one_claimant_and_with_thirty(client, group):
    def queries(**kwargs):
        with CaptureQueriesContext(connection) as counted:
            assert client.post(group_url(group), sent_data, **kwargs).status_code == 200
        return len(counted)

    sent_data = sent(group)
    few = queries(), queries(headers=LIVE)
    for _ in range(27):
        claimant = ClaimantFactory(case=group)
        worked_out(ClaimFactory(claimant=claimant, kind="severance"))
    sent_data = sent(group)
    assert (queries(), queries(headers=LIVE)) == few


def test_the_case_page_costs_the_same_with_one_working_and_with_thirty(signed_in, claim):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert signed_in.get(reverse("cases:detail", args=[claim.case_id])).status_code == 200
        return len(counted)

    override_claim(worked_out(claim), actor=claim.case.handler, claimed=Decimal("1.00"), reason="让步")
    few = queries()
    for _ in range(29):
        worked_out(ClaimFactory(claimant=ClaimantFactory(case=claim.case), kind="severance"))
    assert queries() == few


# The line of final awards, with the claims of the case


def final_award_url(case):
    return reverse("workings:final_award", args=[case.pk])


def test_the_line_of_final_awards_begins_with_the_claims_of_the_case(signed_in, claim):
    ClaimFactory(claimant=claim.claimant, kind="wages", claimed=Decimal("6000.00"))
    ClaimFactory(claimant=claim.claimant, kind="annual_leave", claimed=Decimal("1600.00"))
    ClaimFactory(claimant=claim.claimant, kind="overtime", claimed=Decimal("2580.00"), is_active=False)
    form = signed_in.get(final_award_url(claim.case)).context["form"]
    assert [(row["kind"].value(), row["amount"].value()) for row in form.rows] == [
        ("severance", Decimal("100000.00")),
        ("wages", Decimal("6000.00")),
        ("", Decimal("1600.00")),
    ]


def test_the_line_of_final_awards_saves_nothing_and_takes_no_post(signed_in, claim):
    assert signed_in.post(final_award_url(claim.case)).status_code == 405


def test_the_line_of_final_awards_is_for_those_who_see_the_case(client, claim):
    client.force_login(staff("clerk", office()))
    assert client.get(final_award_url(claim.case)).status_code == 404
    client.force_login(staff("auditor", claim.case.office))
    assert client.get(final_award_url(claim.case)).status_code == 200


def test_the_line_of_final_awards_costs_the_same_for_1_and_30_claims(signed_in, claim):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(final_award_url(claim.case))
        return len(captured)

    queries()
    one = queries()
    for _ in range(29):
        ClaimFactory(claimant=ClaimantFactory(case=claim.case))
    assert queries() == one
