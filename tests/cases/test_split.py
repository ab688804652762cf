"""Some settle, the others go on in a linked case."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.deadlines import open_deadline
from cases.actions.split import split_case
from cases.actions.steps import take_step
from cases.models import Case, Claimant, CoRespondent, InHandTotal, Proceeding
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from mediation.actions.agreements import record_agreement
from mediation.instalments import plan
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
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


@pytest.fixture
def case():
    """Three workers in mediation, with a lawyer, a platform beside the employer, and a round held."""
    case = CaseFactory(
        state="mediation",
        number="沪工援〔2026〕朱泾0001号",
        accepted_on=TODAY,
        mediation_started_on=TODAY,
        facts="三人均为同一班组",
        known_on=dt.date(2026, 1, 5),
    )
    for _ in range(3):
        ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("1000.00"))
    record(CoRespondent(case=case, employer=EmployerFactory(), capacity="平台"), actor=None)
    AssignmentFactory(case=case, state="accepted", is_lead=True, lawyer=LawyerFactory())
    MediationRoundFactory(case=case, state="held", outcome="failed")
    open_deadline(case, "mediation", actor=case.handler)
    return case


def split(case, *claimants, **kwargs):
    data = {"actor": case.handler, "reason": "其余职工不同意调解方案"} | kwargs
    return split_case(case, claimant_ids=[claimant.pk for claimant in claimants], **data)


def test_who_goes_on_moves_with_claims_into_a_case_with_its_own_number(case):
    _first, second, third = case.claimants.all()
    new = split(case, second, third)
    assert (new.parent, new.state, new.office, new.employer) == (
        case,
        "mediation",
        case.office,
        case.employer,
    )
    assert new.number not in (None, case.number)
    assert (new.accepted_on, new.mediation_started_on, new.facts) == (TODAY, TODAY, case.facts)
    assert [c.worker for c in new.claimants.all()] == [second.worker, third.worker]
    assert [claim.claimed for claim in new.claims.all()] == [1000, 1000]
    assert list(case.claimants.values_list("outcome", flat=True)) == ["open", "split", "split"]
    assert list(case.claims.values_list("is_active", flat=True)) == [True, False, False]


def test_both_cases_are_in_hand(case):
    split(case, case.claimants.first())
    assert InHandTotal.objects.get(office=case.office).number == 2


def test_lawyers_employers_and_running_limits_go_along(case):
    new = split(case, case.claimants.last())
    old_lawyer, lawyer = case.assignments.get(), new.assignments.get()
    assert (lawyer.lawyer, lawyer.state, lawyer.is_lead) == (old_lawyer.lawyer, "accepted", True)
    assert new.co_respondents.get().employer == case.co_respondents.get().employer
    limits = [(d.kind, d.starts_on, d.due_on) for d in case.deadlines.filter(state="open")]
    assert [(d.kind, d.starts_on, d.due_on) for d in new.deadlines.filter(state="open")] == limits
    assert list(Case.objects.visible_to(lawyer.lawyer.user).order_by("pk")) == [case, new]


def test_both_cases_have_a_current_conflict_check(case):
    new = split(case, case.claimants.last())
    for each in (case, new):
        fresh = Case.objects.get(pk=each.pk)
        assert fresh.conflict_checks.first().parties_key == fresh.parties_key()


def test_proceedings_go_along(case):
    filed = CaseFactory(state="arbitration", handler=case.handler, office=case.office)
    for _ in range(2):
        ClaimFactory(claimant=ClaimantFactory(case=filed))
    record(
        Proceeding(case=filed, kind="arbitration", body="金山区仲裁委", docket="金劳人仲1号", filed_on=TODAY),
        actor=None,
    )
    new = split(filed, filed.claimants.last())
    assert new.proceedings.get().docket == "金劳人仲1号"


def test_the_rest_settles_and_the_new_case_may_fail_mediation(case):
    first, second, third = case.claimants.all()
    sums = {claim.pk: claim.claimed for claim in first.claims.all()}
    instalments = plan({first.pk: Decimal("1000.00")}, TODAY)
    record_agreement(case, terms=sums, instalments=instalments, signed_on=TODAY, actor=case.handler)
    new = split(case, second, third)
    assert take_step(case, "settle", actor=case.handler).state == "settled"
    assert take_step(new, "fail_mediation", actor=case.handler, reason="其余人不同意").state == "assigned"


def test_somebody_has_to_stay_and_somebody_to_go(case):
    for chosen in (case.claimants.all(), []):
        with pytest.raises(Problem) as refused:
            split(case, *chosen)
        assert list(refused.value.message_dict) == ["claimant_ids"]
    assert Case.objects.count() == 1


def test_who_settled_or_was_paid_stays(case):
    settled, paid, _open = case.claimants.all()
    settled.outcome = "settled"
    record(settled, actor=None)
    claim = paid.claims.get()
    claim.agreed = claim.received = Decimal("10.00")
    record(claim, actor=None)
    for claimant in (settled, paid):
        with pytest.raises(Problem) as refused:
            split(case, claimant)
        assert list(refused.value.message_dict) == ["claimant_ids"]


def test_a_claimant_of_another_case_is_refused(case):
    with pytest.raises(Changed):
        split(case, ClaimantFactory())


@pytest.mark.parametrize("state", ["draft", "review", "settled", "awarded", "closing", "closed"])
def test_a_case_is_split_while_it_is_worked_on(case, state):
    other = CaseFactory(state=state, handler=case.handler, office=case.office)
    claimants = [ClaimantFactory(case=other) for _ in range(2)]
    with pytest.raises(Problem):
        split(other, claimants[0])


def test_a_clerk_splits_with_a_reason(case):
    last = case.claimants.last()
    for actor in (
        staff("reviewer", case.office),
        staff("clerk", office()),
        case.assignments.get().lawyer.user,
    ):
        with pytest.raises(PermissionDenied):
            split(case, last, actor=actor)
    with pytest.raises(Problem) as refused:
        split(case, last, reason=" ")
    assert list(refused.value.message_dict) == ["reason"]
    assert Claimant.objects.get(pk=last.pk).outcome == "open"
