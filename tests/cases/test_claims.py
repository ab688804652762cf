"""Claims: added, edited, dropped; the four sums of a case."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.claims import add_claim, drop_claim, edit_claim
from cases.models import Case, Claim, ClaimKind
from cases.sums import claim_table, sums_of
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, staff

pytestmark = pytest.mark.django_db

ENDED = ["declined", "closed", "archived", "withdrawn", "terminated", "transferred"]
STANDING = ["settled", "awarded", "enforcement", "closing", *ENDED]
CHANGEABLE = ["draft", "review", "accepted", "assigned", "mediation", "arbitration", "litigation"]


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def claimant(case):
    return ClaimantFactory(case=case)


def add(claimant, **kwargs):
    values = {
        "actor": claimant.case.handler,
        "claimant": claimant,
        "kind": ClaimKind.WAGES,
        "claimed": Decimal("7120.00"),
        "reason": "补充请求",
    } | kwargs
    return add_claim(claimant.case, **values)


def test_a_claim_is_added_with_actor_and_reason(claimant):
    claim = add(claimant, period_from=dt.date(2026, 1, 1), period_to=dt.date(2026, 3, 31), basis="考勤表")
    assert (claim.claimed, claim.agreed, claim.received) == (Decimal("7120.00"), None, Decimal("0.00"))
    entry = claim.history.get()
    assert (entry.history_user, entry.history_change_reason) == (claimant.case.handler, "补充请求")


@pytest.mark.parametrize("state", CHANGEABLE)
def test_claims_change_while_the_case_is_in_the_making(state):
    claimant = ClaimantFactory(case=CaseFactory(state=state))
    assert add(claimant).kind == "wages"


@pytest.mark.parametrize("state", STANDING)
def test_claims_stand_once_the_case_is_resolved(state):
    claimant = ClaimantFactory(case=CaseFactory(state=state))
    with pytest.raises(Problem):
        add(claimant)
    assert Claim.objects.count() == 0


def test_a_draft_needs_no_reason(claimant):
    assert add(claimant, reason="").pk


@pytest.mark.parametrize("state", CHANGEABLE[1:])
def test_from_review_on_a_change_needs_a_reason(state):
    claimant = ClaimantFactory(case=CaseFactory(state=state))
    with pytest.raises(Problem) as refused:
        add(claimant, reason=" ")
    assert list(refused.value.message_dict) == ["reason"]


def test_a_claimant_of_another_case_is_refused(case):
    with pytest.raises(Problem) as refused:
        add_claim(
            case,
            actor=case.handler,
            claimant=ClaimantFactory(),
            kind=ClaimKind.WAGES,
            claimed=Decimal("1.00"),
        )
    assert list(refused.value.message_dict) == ["claimant"]


@pytest.mark.parametrize("claimed", [Decimal("0.00"), Decimal("-1.00"), Decimal("1.005")])
def test_a_sum_must_be_positive_and_exact(claimant, claimed):
    with pytest.raises(Problem) as refused:
        add(claimant, claimed=claimed)
    assert "claimed" in refused.value.message_dict
    assert Claim.objects.count() == 0


def test_a_period_runs_forward(claimant):
    with pytest.raises(Problem):
        add(claimant, period_from=dt.date(2026, 3, 1), period_to=dt.date(2026, 2, 1))
    assert Claim.objects.count() == 0


def test_an_auditor_may_not_change_claims(claimant):
    with pytest.raises(PermissionDenied):
        add(claimant, actor=staff("auditor", claimant.case.office))


def test_a_claim_is_edited(claimant):
    claim = edit_claim(
        add(claimant), actor=claimant.case.handler, claimed=Decimal("8000.00"), reason="重新核算"
    )
    assert claim.claimed == Decimal("8000.00")
    assert claim.history.count() == 2


def test_the_claimed_sum_cannot_fall_below_what_came_in(claimant):
    claim = ClaimFactory(
        claimant=claimant, claimed=Decimal("500.00"), received=Decimal("300.00"), verified=Decimal("0.00")
    )
    with pytest.raises(Problem) as refused:
        edit_claim(claim, actor=claimant.case.handler, claimed=Decimal("299.99"))
    assert list(refused.value.message_dict) == ["claimed"]
    assert edit_claim(claim, actor=claimant.case.handler, claimed=Decimal("300.00")).claimed == 300


def test_a_stale_page_changes_nothing(claimant):
    claim = add(claimant)
    edit_claim(claim, actor=claimant.case.handler, claimed=Decimal("8000.00"), seen_version=claim.version)
    with pytest.raises(Changed):
        edit_claim(claim, actor=claimant.case.handler, claimed=Decimal("9.00"), seen_version=claim.version)
    assert Claim.objects.get().claimed == Decimal("8000.00")


def test_a_dropped_claim_stays_on_record(claimant):
    claim = drop_claim(add(claimant), actor=claimant.case.handler, reason="证据不足")
    assert claim.is_active is False
    assert claim.history.first().history_change_reason == "证据不足"
    with pytest.raises(Changed):
        edit_claim(claim, actor=claimant.case.handler, claimed=Decimal("1.00"))


def test_dropping_needs_a_reason_even_in_a_draft(claimant):
    with pytest.raises(Problem) as refused:
        drop_claim(add(claimant), actor=claimant.case.handler, reason="")
    assert list(refused.value.message_dict) == ["reason"]


def test_a_claim_with_money_is_not_dropped(claimant):
    claim = ClaimFactory(claimant=claimant, received=Decimal("0.01"))
    with pytest.raises(Problem):
        drop_claim(claim, actor=claimant.case.handler, reason="误填")
    assert Claim.objects.get().is_active is True


def test_the_limitation_follows_the_claims():
    with clock.at(dt.date(2026, 11, 23)):
        case = CaseFactory(state="accepted")
        claimant = ClaimantFactory(case=case, employed_to=dt.date(2026, 6, 30))
        claim = add(claimant, kind=ClaimKind.SEVERANCE)
        deadline = case.deadlines.get()
        assert (deadline.kind, deadline.due_on, deadline.state) == (
            "limitation",
            dt.date(2027, 6, 30),
            "open",
        )
        drop_claim(claim, actor=case.handler, reason="误填")
        deadline.refresh_from_db()
        assert deadline.state == "waived"


# --- the four sums ---


def sums(case):
    total = sums_of(Case.objects.get(pk=case.pk))
    return total.claimed, total.agreed, total.received, total.verified


def test_sums_of_a_case_without_claims(case):
    assert sums(case) == (Decimal("0.00"), None, Decimal("0.00"), Decimal("0.00"))


def test_totals_are_the_sums_of_the_rows(case):
    for n in range(3):
        claimant = ClaimantFactory(case=case)
        for kind in (ClaimKind.WAGES, ClaimKind.SEVERANCE):
            ClaimFactory(
                claimant=claimant,
                kind=kind,
                claimed=Decimal("100.01") * (n + 1),
                agreed=Decimal("90.10"),
                received=Decimal("50.05"),
                verified=Decimal("50.05"),
            )
    table = claim_table(Case.objects.get(pk=case.pk))
    assert sums(case) == (Decimal("1200.12"), Decimal("540.60"), Decimal("300.30"), Decimal("300.30"))
    for name in ("claimed", "agreed", "received", "verified"):
        assert getattr(table.total, name) == sum(getattr(row.sums, name) for row in table.rows)


def test_a_dropped_claim_counts_no_more(case):
    claimant = ClaimantFactory(case=case)
    ClaimFactory(claimant=claimant, claimed=Decimal("100.00"), agreed=Decimal("80.00"))
    ClaimFactory(claimant=claimant, claimed=Decimal("7.00"), agreed=Decimal("5.00"), is_active=False)
    assert sums(case) == (Decimal("100.00"), Decimal("80.00"), Decimal("0.00"), Decimal("0.00"))


def test_a_missing_agreed_sum_is_counted(case):
    claimant = ClaimantFactory(case=case)
    ClaimFactory(claimant=claimant, agreed=Decimal("80.00"))
    ClaimFactory(claimant=claimant)
    total = sums_of(Case.objects.get(pk=case.pk))
    assert (total.agreed, total.missing) == (Decimal("80.00"), 1)


@pytest.mark.parametrize("state", ["draft", "review", "accepted", "assigned", "declined", "withdrawn"])
def test_before_mediation_an_agreed_sum_is_not_missing(state):
    assert claim_table(CaseFactory(state=state)).shows_gaps is False


@pytest.mark.parametrize("state", ["mediation", "settled", "arbitration", "awarded", "litigation", "closed"])
def test_from_mediation_on_it_is(state):
    assert claim_table(CaseFactory(state=state)).shows_gaps is True


def test_the_representative_stands_first_and_those_who_left_last(case):
    first, second, third = (ClaimantFactory(case=case) for _ in range(3))
    for claimant in (first, second):
        ClaimFactory(claimant=claimant)
    first.outcome = "withdrawn"
    record(first, actor=None)
    third.is_representative = True
    record(third, actor=None)
    table = claim_table(Case.objects.get(pk=case.pk))
    assert [row.claimant for row in table.rows] == [third, second, first]
