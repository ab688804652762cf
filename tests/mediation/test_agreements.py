"""Agreements: terms, payments that add up, one in force, and the guards of "settle"."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from cases.actions.steps import take_step
from cases.models import Case, Claim, Claimant
from core import clock
from core.audit import record
from core.errors import Blocked, Changed, Problem
from mediation.actions.agreements import record_agreement, sign_agreement
from mediation.instalments import equal_parts, plan
from mediation.models import Agreement
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, office, staff

TODAY = dt.date(2026, 3, 10)
MAY = dt.date(2026, 5, 1)
yuan = st.decimals(min_value=0, max_value=10_000_000, places=2)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def case(db):
    """In mediation, with two claimants and three claims of 1,000, 2,000 and 3,000 yuan."""
    case = CaseFactory(state="mediation", mediation_started_on=TODAY, opened_on=TODAY - dt.timedelta(days=9))
    first, second = (ClaimantFactory(case=case) for _ in range(2))
    ClaimFactory(claimant=first, claimed=Decimal("1000.00"))
    ClaimFactory(claimant=first, claimed=Decimal("2000.00"), kind="overtime")
    ClaimFactory(claimant=second, claimed=Decimal("3000.00"))
    return case


def claims(case):
    return list(case.claims.order_by("pk"))


def everything(case, share=1):
    return {claim.pk: claim.claimed * share for claim in claims(case)}


def totals(case, terms):
    found = {}
    for claim in claims(case):
        if claim.pk in terms:
            found[claim.claimant_id] = found.get(claim.claimant_id, 0) + terms[claim.pk]
    return found


def agree(case, terms=None, **kwargs):
    terms = everything(case) if terms is None else terms
    kwargs.setdefault("instalments", plan(totals(case, terms), MAY))
    kwargs.setdefault("signed_on", TODAY)
    return record_agreement(case, terms=terms, actor=kwargs.pop("actor", case.handler), **kwargs)


# --- instalments ---


@given(total=yuan, count=st.integers(1, 60))
def test_equal_parts_add_up_and_are_above_zero(total, count):
    parts = equal_parts(total, count)
    assert sum(parts, Decimal(0)) == total
    assert all(part > 0 for part in parts)
    assert len(parts) <= count
    assert len(set(parts[:-1])) <= 1


@given(totals=st.dictionaries(st.integers(1, 40), yuan, max_size=30), count=st.integers(1, 24))
def test_a_plan_pays_everybody_what_was_agreed(totals, count):
    paid = {}
    for claimant, due_on, amount in plan(totals, dt.date(2026, 1, 31), count):
        assert due_on >= dt.date(2026, 1, 31)
        paid[claimant] = paid.get(claimant, 0) + amount
    assert paid == {claimant: total for claimant, total in totals.items() if total}


def test_a_plan_pays_on_the_same_day_of_each_month():
    days = [due_on for _claimant, due_on, _amount in plan({1: Decimal("100.00")}, dt.date(2026, 1, 31), 3)]
    assert days == [dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 31)]


# --- recording ---


def test_agreement_writes_the_sums_to_the_claims(case):
    agreement = agree(case, everything(case, Decimal("0.8")), facts="2025年加班费", reason="第三轮达成")
    assert [claim.agreed for claim in claims(case)] == [800, 1600, 2400]
    assert set(case.claimants.values_list("outcome", flat=True)) == {"settled"}
    assert agreement.schedule_adds_up()
    assert claims(case)[0].history.first().history_change_reason == "第三轮达成"


def test_case_settles_after_the_agreement(case):
    agree(case)
    settled = take_step(Case.objects.get(pk=case.pk), "settle", actor=case.handler)
    assert settled.state == "settled"
    assert settled.deadlines.get(kind="judicial_confirmation").starts_on == TODAY


def test_case_does_not_settle_before_the_signature(case):
    agreement = agree(case, signed_on=None)
    with pytest.raises(Blocked):
        take_step(case, "settle", actor=case.handler)
    sign_agreement(agreement, signed_on=TODAY, actor=case.handler)
    assert take_step(case, "settle", actor=case.handler).state == "settled"


def test_case_does_not_settle_when_a_claim_has_changed_since(case):
    agree(case)
    ClaimFactory(claimant=case.claimants.first(), kind="severance")
    with pytest.raises(Blocked) as blocked:
        take_step(case, "settle", actor=case.handler)
    assert {guard.at for guard in blocked.value.guards} == {"#mediation", "#claims"}


def test_some_settle_and_the_others_stay_open(case):
    first = case.claimants.first()
    agree(case, {claim.pk: claim.claimed for claim in first.claims.all()})
    assert list(case.claimants.values_list("outcome", flat=True)) == ["settled", "open"]
    with pytest.raises(Blocked):
        take_step(case, "settle", actor=case.handler)


def test_every_claim_of_who_settles_needs_a_sum(case):
    one, other, _third = claims(case)
    with pytest.raises(Problem) as refused:
        agree(case, {one.pk: Decimal("1000.00")})
    assert list(refused.value.message_dict) == [f"claim_{other.pk}"]


def test_nobody_settles_is_no_agreement(case):
    with pytest.raises(Problem):
        agree(case, {})


def test_a_claim_of_another_case_is_refused(case):
    with pytest.raises(Changed):
        agree(case, {ClaimFactory().pk: Decimal("1.00")}, instalments=[])


@pytest.mark.parametrize("off", [Decimal("0.01"), Decimal("-0.01")])
def test_payments_that_miss_by_a_fen_are_refused(case, off):
    terms = everything(case)
    wrong = plan(totals(case, terms), MAY)
    wrong[0] = (*wrong[0][:2], wrong[0][2] + off)
    with pytest.raises(Problem):
        agree(case, terms, instalments=wrong)
    assert not Agreement.objects.exists()
    assert [claim.agreed for claim in claims(case)] == [None, None, None]


def test_payments_to_who_does_not_settle_are_refused(case):
    first, second = case.claimants.all()
    terms = {claim.pk: claim.claimed for claim in first.claims.all()}
    with pytest.raises(Problem):
        agree(case, terms, instalments=[(first.pk, MAY, Decimal(3000)), (second.pk, MAY, Decimal(1))])


def test_more_than_claimed_needs_a_reason(case):
    terms = everything(case, Decimal("1.1"))
    with pytest.raises(Problem) as refused:
        agree(case, terms)
    assert list(refused.value.message_dict) == ["reason"]
    agree(case, terms, reason="单位自愿补足社保损失")


@pytest.mark.parametrize("day", [TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=10), MAY])
def test_the_signature_lies_between_opening_and_today_and_before_the_payments(case, day):
    moment = dt.date(2026, 5, 2) if day == MAY else TODAY
    instalments = plan(totals(case, everything(case)), dt.date(2026, 4, 30))
    with clock.at(moment), pytest.raises(Problem) as refused:
        agree(case, signed_on=day, instalments=instalments)
    assert list(refused.value.message_dict) == ["signed_on"]


@pytest.mark.parametrize("state", ["accepted", "assigned", "settled", "awarded", "closed"])
def test_agreements_are_made_in_mediation_arbitration_or_court_only(case, state):
    other = CaseFactory(state=state, handler=case.handler, office=case.office)
    ClaimFactory(claimant=ClaimantFactory(case=other))
    with pytest.raises(Problem):
        agree(other)


def test_clerks_and_acting_lawyers_record_agreements_only(case):
    for actor in (staff("reviewer", case.office), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            agree(case, actor=actor)


def test_a_stale_page_is_told(case):
    seen = Case.objects.get(pk=case.pk).version
    record(Case.objects.get(pk=case.pk), actor=None)
    with pytest.raises(Changed):
        agree(case, seen_version=seen)


# --- changing ---


def test_a_later_agreement_replaces_the_former_and_the_one_before(case):
    made = [agree(case, everything(case, Decimal(share))) for share in ("0.5", "0.6", "0.7")]
    made = [Agreement.objects.get(pk=agreement.pk) for agreement in made]
    assert [a.replaced_by_id for a in made] == [made[1].pk, made[2].pk, None]
    assert [a.in_force for a in made] == [False, False, True]
    assert [claim.agreed for claim in claims(case)] == [700, 1400, 2100]


def test_who_is_left_out_of_the_later_agreement_is_open_again(case):
    agree(case)
    first, second = case.claimants.all()
    agree(case, {claim.pk: claim.claimed for claim in first.claims.all()})
    assert Claimant.objects.get(pk=second.pk).outcome == "open"
    assert [claim.agreed for claim in claims(case)] == [1000, 2000, None]


def test_who_has_been_paid_is_not_left_out(case):
    agree(case)
    paid = claims(case)[2]
    paid.received = Decimal("10.00")
    record(paid, actor=None)
    first = case.claimants.first()
    with pytest.raises(Problem):
        agree(case, {claim.pk: claim.claimed for claim in first.claims.all()})
    assert Claim.objects.get(pk=paid.pk).agreed == 3000


def test_an_agreement_is_signed_once(case):
    agreement = agree(case)
    with pytest.raises(Changed):
        sign_agreement(agreement, signed_on=TODAY, actor=case.handler)
