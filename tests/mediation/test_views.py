"""The pages of mediation: rounds, the agreement, its signature, and splitting the case."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from cases.views.case import rights
from core import clock
from mediation.forms.agreement import by_claimant
from mediation.models import Agreement, MediationRound
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    MediationRoundFactory,
    office,
    staff,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def group(size, **kwargs):
    case = CaseFactory(
        state="mediation", mediation_started_on=TODAY, number=f"沪工援〔2026〕朱泾{size:04d}号", **kwargs
    )
    for _ in range(size):
        claimant = ClaimantFactory(case=case)
        ClaimFactory(claimant=claimant, claimed=Decimal("1000.00"))
        ClaimFactory(claimant=claimant, claimed=Decimal("500.01"), kind="overtime")
    return case


@pytest.fixture
def case():
    return group(2)


@pytest.fixture
def clerk(client, case):
    client.force_login(case.handler)
    return case.handler


def url(name, obj, *args):
    app = "cases" if name in ("detail", "split") else "mediation"
    return reverse(f"{app}:{name}", args=[obj.pk, *args])


def typed(case, share=1, **changes):
    """A filled-in agreement form: everybody settles, paid at once on 1 May."""
    data = {f"claim_{claim.pk}": str(claim.claimed * share) for claim in case.claims.all()}
    data |= {f"settles_{claimant.pk}": "on" for claimant in case.claimants.all()}
    data |= {"plan": "single", "first_due_on": "2026-05-01", "signed_on": "2026-03-10", "settles_all": "on"}
    data |= {"pay-TOTAL_FORMS": "0", "pay-INITIAL_FORMS": "0", "seen_version": str(case.version)}
    return data | changes


# --- rounds ---


def test_schedule_hold_and_correct_a_round(client, case, clerk):
    page = client.get(url("schedule_round", case))
    assert page.status_code == 200
    data = {"scheduled_at": "2026-03-10T14:00", "place": "调解室", "mediator": clerk.pk}
    assert client.post(url("schedule_round", case), data | {"place": ""}).status_code == 422
    assert client.post(url("schedule_round", case), data | {"mediator": "x"}).status_code == 422
    assert client.post(url("schedule_round", case), data).status_code == 302
    planned = MediationRound.objects.get()
    said = {"outcome": "adjourned", "attendees": "双方", "minutes": "记录", "worker_offer": "3,000.02"}
    hold = url("round_step", planned, "hold")
    assert client.get(hold).status_code == 200
    assert client.post(hold, said | {"employer_offer": "-1"}).status_code == 422
    assert client.post(hold, said | {"employer_offer": "1000"}).status_code == 302
    assert MediationRound.objects.get().gap == Decimal("2000.02")
    correct = url("correct_round", planned)
    assert "记录" in client.get(correct).content.decode()
    assert client.post(correct, said | {"minutes": "更正"}).status_code == 422
    stale = said | {"minutes": "更正", "reason": "笔误", "seen_version": "1"}
    answer = client.post(correct, stale)
    assert answer.status_code == 422
    assert answer.context["form"]["seen_version"].value() == str(MediationRound.objects.get().version)
    assert client.post(correct, stale | {"seen_version": ""}).status_code == 302
    assert MediationRound.objects.get().minutes == "更正"


def test_nobody_is_chosen_as_mediator_beforehand(client, case, clerk):
    form = client.get(url("schedule_round", case)).context["form"]
    assert form["mediator"].value() is None
    data = {"scheduled_at": "2026-03-10T14:00", "place": "调解室", "mediator": ""}
    assert client.post(url("schedule_round", case), data).status_code == 422


def test_a_round_is_scheduled_in_mediation_only(client, case, clerk):
    other = CaseFactory(state="assigned", office=case.office, handler=clerk)
    assert client.get(url("schedule_round", other)).status_code == 302


# --- the agreement ---


def test_agreement_for_everybody_paid_at_once(client, case, clerk):
    assert client.get(url("agreement", case)).status_code == 200
    answer = client.post(url("agreement", case), typed(case))
    assert answer["Location"] == url("detail", case) + "#mediation"
    agreement = Agreement.objects.get()
    assert [amount for _claimant, _day, amount in by_claimant(agreement.instalments.all())] == [
        Decimal("1500.01")
    ] * 2
    assert agreement.schedule_adds_up()


def test_equal_instalments_add_up_to_the_fen(client, case, clerk):
    data = typed(case, plan="equal", count="3")
    assert client.post(url("agreement", case), data | {"count": ""}).status_code == 422
    assert client.post(url("agreement", case), data).status_code == 302
    agreement = Agreement.objects.get()
    first = case.claimants.first().pk
    paid = [amount for who, _day, amount in by_claimant(agreement.instalments.all()) if who == first]
    assert paid == [Decimal("500.00"), Decimal("500.00"), Decimal("500.01")]


def test_the_plan_is_written_out_to_be_changed(client, case, clerk):
    answer = client.post(url("agreement", case), typed(case, plan="equal", count="2", fill="1"))
    assert answer.status_code == 200
    rows = answer.context["rows"]
    assert [row["amount"].value() for row in rows] == ["750.00", "750.01"] * 2
    assert answer.context["form"]["plan"].value() == "rows"
    assert not Agreement.objects.exists()


def test_a_plan_too_long_to_write_out_is_told_and_still_recorded(client, case, clerk):
    large = group(11, office=case.office, handler=clerk)
    data = typed(large, plan="equal", count="60")
    refused = client.post(url("agreement", large), data | {"fill": "1"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["count"])
    assert client.post(url("agreement", large), data).status_code == 302
    assert len(by_claimant(Agreement.objects.get().instalments.all())) == 660


def test_own_dates_and_sums(client, case, clerk):
    first, second = case.claimants.all()
    rows = [
        (first, "2026-04-01", "1000"),
        (first, "2026-05-01", "500.01"),
        (second, "2026-04-15", "1,500.01"),
        (second, "2026-04-15", "1"),
    ]
    data = typed(case, plan="rows", **{"pay-TOTAL_FORMS": "4"})
    for index, (claimant, day, amount) in enumerate(rows):
        data |= {
            f"pay-{index}-claimant": claimant.pk,
            f"pay-{index}-due_on": day,
            f"pay-{index}-amount": amount,
        }
    refused = client.post(url("agreement", case), data)
    assert refused.status_code == 422
    assert "1,501.01" in refused.content.decode()
    assert client.post(url("agreement", case), data | {"pay-3-DELETE": "on"}).status_code == 302
    assert len(by_claimant(Agreement.objects.get().instalments.all())) == 3


def test_only_some_settle(client, case, clerk):
    second = case.claimants.last()
    data = typed(case)
    del data[f"settles_{second.pk}"]
    assert client.post(url("agreement", case), data).status_code == 302
    assert [c.outcome for c in case.claimants.all()] == ["settled", "open"]
    page = client.get(url("agreement", case))
    assert page.context["form"][f"settles_{second.pk}"].initial is False


def test_refusals_stand_at_their_fields_and_keep_what_was_typed(client, case, clerk):
    claim = case.claims.first()
    for changes, field in (
        ({f"claim_{claim.pk}": ""}, f"claim_{claim.pk}"),
        ({f"claim_{claim.pk}": "-1"}, f"claim_{claim.pk}"),
        ({f"claim_{claim.pk}": "1.234"}, f"claim_{claim.pk}"),
        ({f"claim_{claim.pk}": "1000.01"}, "reason"),
        ({"first_due_on": ""}, "first_due_on"),
        ({"first_due_on": "2026-02-30"}, "first_due_on"),
        ({"first_due_on": "2026-03-09"}, "signed_on"),
        ({"signed_on": "2026-03-11"}, "signed_on"),
        ({"plan": "equal", "count": "61"}, "count"),
        ({"plan": "x"}, "plan"),
    ):
        answer = client.post(url("agreement", case), typed(case, facts="已核对考勤", **changes))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert "已核对考勤" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_a_stale_agreement_is_told_and_may_be_sent_again(client, case, clerk):
    answer = client.post(url("agreement", case), typed(case, seen_version="0"))
    assert answer.status_code == 422
    assert answer.context["form"]["seen_version"].value() == str(Case.objects.get().version)


def test_broken_rows_are_no_server_error(client, case, clerk):
    data = typed(case, plan="rows")
    for management in ({"pay-TOTAL_FORMS": "x"}, {"pay-TOTAL_FORMS": "99999"}, {"pay-INITIAL_FORMS": ""}):
        assert client.post(url("agreement", case), data | management).status_code == 422
    del data["pay-TOTAL_FORMS"]
    assert client.post(url("agreement", case), data).status_code == 422


def test_signature_is_entered_later(client, case, clerk):
    client.post(url("agreement", case), typed(case, signed_on=""))
    agreement = Agreement.objects.get()
    sign = url("sign_agreement", agreement)
    assert client.get(sign).status_code == 200
    assert client.post(sign, {"signed_on": "2026-03-11"}).status_code == 422
    assert client.post(sign, {"signed_on": "2026-03-10"}).status_code == 302
    assert client.post(sign, {"signed_on": "2026-03-10"}).status_code == 422


def test_changing_starts_from_the_former(client, case, clerk):
    client.post(url("agreement", case), typed(case, plan="equal", count="3"))
    form = client.get(url("agreement", case)).context["form"]
    assert (form["plan"].initial, form["count"].initial) == ("equal", 3)
    assert form[f"claim_{case.claims.first().pk}"].initial == Decimal("1000.00")


def test_no_agreement_after_settling(client, case, clerk):
    other = CaseFactory(state="settled", office=case.office, handler=clerk)
    assert client.get(url("agreement", other)).status_code == 302


# --- splitting ---


def test_split_page(client, case, clerk):
    first, second = case.claimants.all()
    assert client.get(url("split", case)).status_code == 200
    for wrong in ({}, {"claimant_ids": [first.pk]}, {"claimant_ids": [first.pk, second.pk], "reason": "x"}):
        assert client.post(url("split", case), wrong).status_code == 422
    answer = client.post(url("split", case), {"claimant_ids": [second.pk], "reason": "不同意方案"})
    new = Case.objects.get(parent=case)
    assert answer["Location"] == url("detail", new)


# --- who gets in ---


@pytest.mark.parametrize("name", ["schedule_round", "agreement", "split", "correct_round", "sign_agreement"])
def test_pages_are_closed_to_others(client, case, name):
    objects = {
        "correct_round": lambda: MediationRoundFactory(case=case, state="held", outcome="failed"),
        "sign_agreement": lambda: _agreement(case),
    }
    address = url(name, objects.get(name, lambda: case)())
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    client.force_login(staff("clerk", office()))
    assert client.get(address).status_code == 404
    client.force_login(staff("supervisor", case.office))
    assert client.get(address).status_code == 403
    client.force_login(case.handler)
    assert client.delete(address).status_code == 405


def _agreement(case):
    from core.audit import record

    return record(Agreement(case=case), actor=None)


# --- the parts of the case page ---


def parts(case, user):
    """The parts drawn as the case page draws them, and the number of queries that took."""
    request = RequestFactory().get("/")
    request.user = user
    fresh = Case.objects.for_page().get(pk=case.pk)
    context = Context({"case": fresh, "can": rights(fresh, user), "request": request, "user": user})
    names = ("assignments/_people", "mediation/_mediation", "cases/_proceedings")
    with CaptureQueriesContext(connection) as queries:
        text = "".join(Template(f'{{% include "{name}.html" %}}').render(context) for name in names)
    return text, len(queries)


def test_the_parts_show_rounds_gap_and_agreement_without_queries(client, case, clerk):
    MediationRoundFactory(
        case=case,
        state="held",
        outcome="adjourned",
        worker_offer=Decimal("3000.02"),
        employer_offer=Decimal("1000.00"),
    )
    client.post(url("agreement", case), typed(case))
    text, cost = parts(case, clerk)
    for figure in ("3,000.02", "1,000.00", "2,000.02", "1,500.01"):
        assert figure in text
    assert cost == 0


def test_the_parts_cost_the_same_for_a_group_of_thirty(client, case, clerk):
    large = group(30, office=case.office, handler=clerk)
    for each in (case, large):
        client.post(url("agreement", each), typed(each, plan="equal", count="3"))
    assert parts(large, clerk)[1] == parts(case, clerk)[1]


def test_agreement_page_costs_the_same_for_a_group_of_thirty(client, case, clerk):
    large = group(30, office=case.office, handler=clerk)

    def cost(each):
        with CaptureQueriesContext(connection) as queries:
            client.get(url("agreement", each))
        return len(queries)

    assert cost(large) == cost(case)


# --- carried over ---


def held_round(case, worker_offer, employer_offer, outcome="agreed", number=1):
    sums = {"worker_offer": Decimal(worker_offer), "employer_offer": Decimal(employer_offer)}
    return MediationRoundFactory(case=case, state="held", outcome=outcome, number=number, **sums)


def proposed(client, case):
    form = client.get(url("agreement", case)).context["form"]
    return [form[f"claim_{claim.pk}"].initial for claim in case.claims.order_by("pk")]


def test_the_sum_agreed_in_the_last_round_is_filled_in_over_the_claims(client, case, clerk):
    held_round(case, "3000.02", "1000.00", outcome="adjourned")
    held_round(case, "2000.01", "2000.01", number=2)
    sums = proposed(client, case)
    assert sum(sums) == Decimal("2000.01")
    assert all(
        amount <= claim.claimed for amount, claim in zip(sums, case.claims.order_by("pk"), strict=True)
    )


@pytest.mark.parametrize(
    ("worker_offer", "employer_offer", "outcome"),
    [("2000.00", "1999.99", "agreed"), ("2000.00", "2000.00", "adjourned"), ("9999.00", "9999.00", "agreed")],
)
def test_nothing_is_filled_in_that_was_not_agreed(client, case, clerk, worker_offer, employer_offer, outcome):
    held_round(case, worker_offer, employer_offer, outcome=outcome)
    assert set(proposed(client, case)) == {None}


def test_an_agreement_on_record_goes_before_the_round(client, case, clerk):
    held_round(case, "2000.01", "2000.01")
    client.post(url("agreement", case), typed(case))
    assert sum(proposed(client, case)) == Decimal("3000.02")


def test_a_round_starts_from_the_next_working_afternoon_and_who_is_to_come(client, case, clerk):
    form = client.get(url("schedule_round", case)).context["form"]
    assert f"{form['scheduled_at'].initial:%Y-%m-%d %H:%M}" == "2026-03-11 14:00"
    planned = MediationRoundFactory(case=case, mediator=clerk)
    AssignmentFactory(case=case, lawyer=LawyerFactory(name="王律"), state="accepted")
    attendees = client.get(url("round_step", planned, "hold")).context["form"]["attendees"].initial
    assert attendees == f"{case.claimant_names}、王律、{case.employer}、{clerk.name}"


def test_a_round_already_held_is_recorded_on_one_page(client, case, clerk):
    said = {
        "outcome": "agreed",
        "attendees": "双方",
        "minutes": "记录",
        "worker_offer": "5",
        "employer_offer": "5",
    }
    data = {"scheduled_at": "2026-03-10T09:30", "place": "调解室", "mediator": clerk.pk, **said}
    page = url("record_held", case)
    assert client.get(page).status_code == 200
    assert client.post(page, data | {"minutes": ""}).status_code == 422
    assert client.post(page, data | {"scheduled_at": "2026-03-11T09:30"}).status_code == 422
    assert not MediationRound.objects.exists()
    assert client.post(page, data).status_code == 302
    assert (MediationRound.objects.get().state, MediationRound.objects.get().number) == ("held", 1)


def test_a_signed_agreement_settles_the_case_by_one_press(client, case, clerk):
    page = url("agreement", case)
    assert client.post(page, typed(case, do="settle", signed_on="x")).status_code == 422
    assert not Agreement.objects.exists()
    assert client.post(page, typed(case, do="settle")).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "settled"


@pytest.mark.parametrize(
    ("do", "signed_on", "state"), [("settle", clock.today, "settled"), ("", None, "mediation")]
)
def test_an_agreement_without_a_day_is_signed_today_where_the_press_says_that_it_is_signed(
    client, case, clerk, do, signed_on, state
):
    assert client.post(url("agreement", case), typed(case, do=do, signed_on="")).status_code == 302
    assert Agreement.objects.get().signed_on == (signed_on and signed_on())
    assert Case.objects.get(pk=case.pk).state == state


def test_an_agreement_begins_with_what_it_says_where_nothing_else_was_agreed(client, case, clerk):
    fields = client.get(url("agreement", case)).context["form"]
    assert "未约定违约金" in fields["breach_clause"].value()
    assert "未另行约定" in fields["other_terms"].value()


@pytest.mark.parametrize(
    ("outcome", "sums", "kept"),
    [
        ("agreed", {"employer_offer": "4000"}, (4000, 4000)),
        ("agreed", {"worker_offer": "4000"}, (4000, 4000)),
        ("agreed", {"worker_offer": "5000", "employer_offer": "4000"}, (5000, 4000)),
        ("agreed", {}, (None, None)),
        ("adjourned", {"employer_offer": "4000"}, (None, 4000)),
    ],
)
def test_where_both_agreed_one_sum_is_that_of_both_sides(client, case, clerk, outcome, sums, kept):
    said = {"outcome": outcome, "attendees": "双方", "minutes": "记录"} | sums
    data = {"scheduled_at": "2026-03-10T09:30", "place": "调解室", "mediator": clerk.pk, **said}
    assert client.post(url("record_held", case), data).status_code == 302
    round_ = MediationRound.objects.get()
    assert (round_.worker_offer, round_.employer_offer) == kept
