"""The cause of action follows from the claims, unless somebody chose it."""

import datetime as dt
from decimal import Decimal

import pytest

from cases.actions.case import edit_case
from cases.actions.claims import add_claim, drop_claim
from cases.actions.steps import take_step
from cases.causes import IN_NEW_FORM, OF_KIND, PAST_RETIREMENT, cause_of
from cases.models import Case, ClaimKind
from core import clock
from core.errors import Problem
from law_tables.choices import offered
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, WorkerFactory, clear_check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


def claims(*pairs, relation="employment"):
    return [(kind, Decimal(amount), relation) for kind, amount in pairs]


@pytest.mark.parametrize(
    ("claimed", "cause"),
    [
        (claims(("wages", 100)), "205.5"),
        (claims(("wages", 100), ("overtime", 5), ("heat_allowance", 1)), "205.5"),
        (claims(("severance", 100)), "205.6"),
        (claims(("damages", 100), ("severance", 1)), "205.6"),
        (claims(("wages", 100), ("severance", 1)), "205"),
        (claims(("double_wage", 100)), "205"),
        (claims(("work_injury", 100)), "206.2"),
        (claims(("work_injury", 100), ("social_insurance", 5)), "206"),
        (claims(("work_injury", 100), ("wages", 5)), "206.2"),
        (claims(("work_injury", 5), ("wages", 100)), "205.5"),
        (claims(("work_injury", 90), ("wages", 50), ("severance", 50)), "205"),
        (claims(("wages", 100), relation="incomplete"), "214.2"),
        (claims(("wages", 100), ("severance", 5), relation="incomplete"), "214"),
        (claims(("work_injury", 100), relation="incomplete"), "215.1"),
        (claims(("wages", 100), relation="service"), "144"),
        (claims(("wages", 100), ("work_injury", 900), relation="over_age"), "208"),
        (claims(("other", 100), relation=""), "205"),
        ([], ""),
    ],
)
def test_the_cause_of_what_is_claimed(claimed, cause):
    assert cause_of(claimed) == cause


def test_every_kind_of_claim_has_a_cause_of_the_list():
    known = {row.code for row in offered("cause")}
    assert set(OF_KIND) == set(ClaimKind)
    assert {*OF_KIND.values(), *IN_NEW_FORM.values(), PAST_RETIREMENT} <= known
    assert set(IN_NEW_FORM) == set(OF_KIND.values())


def open_draft(cause=""):
    case = CaseFactory(cause=cause)
    return case, ClaimantFactory(case=case)


def test_it_follows_every_change_of_the_claims():
    case, claimant = open_draft()
    add_claim(case, actor=case.handler, claimant=claimant, kind="wages", claimed=Decimal("10.00"))
    assert Case.objects.get().cause == "205.5"
    more = add_claim(case, actor=case.handler, claimant=claimant, kind="severance", claimed=Decimal("5.00"))
    assert Case.objects.get().cause == "205"
    drop_claim(more, actor=case.handler, reason="撤回")
    assert Case.objects.get().cause == "205.5"


def test_one_that_was_chosen_stays_until_it_is_given_back_to_the_claims():
    case, claimant = open_draft(cause="205.1")
    add_claim(case, actor=case.handler, claimant=claimant, kind="wages", claimed=Decimal("10.00"))
    assert Case.objects.get().cause == "205.1"
    edit_case(case, actor=case.handler, cause="")
    assert (Case.objects.get().cause, Case.objects.get().cause_follows) == ("205.5", True)
    edit_case(case, actor=case.handler, cause="205.5")
    assert (Case.objects.get().cause, Case.objects.get().cause_follows) == ("205.5", False)


def test_saving_the_facts_without_touching_the_cause_changes_nothing():
    case, claimant = open_draft()
    add_claim(case, actor=case.handler, claimant=claimant, kind="wages", claimed=Decimal("10.00"))
    version = Case.objects.get().version
    assert edit_case(Case.objects.get(), actor=case.handler, cause="").version == version


def test_a_case_is_not_submitted_without_a_cause():
    case = CaseFactory(cause="")
    ClaimFactory(claimant=ClaimantFactory(case=case, worker=WorkerFactory(relation_type="incomplete")))
    clear_check(case)
    take_step(case, "submit", actor=case.handler)
    assert Case.objects.get().cause == "214.2"


def test_a_case_past_its_draft_says_why_the_cause_changes():
    case = CaseFactory(state="review", cause="205.5")
    with pytest.raises(Problem):
        edit_case(case, actor=case.handler, cause="")
