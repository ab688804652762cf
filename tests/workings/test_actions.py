"""Workings: the sum of a claim with how it was worked out, another sum with a reason, a group all at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.actions.claims import edit_claim
from cases.actions.split import split_case
from cases.models import Claim
from cases.timeline import timeline_of
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    frozen_working,
    staff,
)
from workings.actions import Worked, override_claim, work_out_claim, work_out_group, work_out_new_claim
from workings.models import Working

pytestmark = pytest.mark.django_db
N = Decimal("170200.00")


@pytest.fixture
def claim():
    return ClaimFactory(kind="severance", claimed=Decimal("100.00"))


def work_out(claim, frozen=None, **kwargs):
    data = {"actor": claim.case.handler, "reason": "按离职前工资核算"} | kwargs
    return work_out_claim(claim, frozen=frozen or frozen_working(), **data)


def override(claim, claimed="150000.00", **kwargs):
    data = {"actor": claim.case.handler, "reason": "与职工商定让步", "claimed": Decimal(claimed)} | kwargs
    return override_claim(claim, **data)


# --- worked out ---


def test_the_total_is_claimed_and_the_working_kept(claim):
    with clock.at(dt.datetime.fromisoformat("2026-11-23T10:00:00+08:00")):
        worked = work_out(claim)
        moment = clock.now()
    working = worked.working
    assert (worked.claimed, worked.override_reason) == (N, "")
    assert (working.case, working.claim, working.calculator, working.total) == (
        claim.case,
        claim,
        "severance",
        N,
    )
    assert (working.worked_out_by, working.worked_out_at) == (claim.case.handler, moment)
    assert Working.objects.get().frozen == frozen_working()


def test_claim_and_working_have_a_history_with_actor_and_reason(claim):
    worked = work_out(claim)
    for obj in (worked, worked.working):
        entry = obj.history.first()
        assert (entry.history_user, entry.history_change_reason) == (claim.case.handler, "按离职前工资核算")


def test_an_empty_period_and_basis_are_filled_in(claim):
    worked = work_out(claim)
    assert (worked.period_from, worked.period_to) == (dt.date(2008, 3, 15), dt.date(2026, 6, 30))
    assert worked.basis == "《劳动合同法》第47条第1款"


def test_a_period_and_a_basis_somebody_wrote_stay():
    claim = ClaimFactory(kind="severance", period_from=dt.date(2010, 1, 1), basis="离职证明")
    worked = work_out(claim)
    assert (worked.period_from, worked.period_to, worked.basis) == (dt.date(2010, 1, 1), None, "离职证明")


def test_worked_out_anew_the_earlier_working_stays(claim):
    worked = work_out(work_out(claim), frozen_working("180000.00"))
    assert (worked.claimed, worked.working.total) == (Decimal("180000.00"), Decimal("180000.00"))
    assert [working.total for working in claim.workings.all()] == [Decimal("180000.00"), N]


@pytest.mark.parametrize(
    "frozen",
    [
        None,
        frozen_working("0.00"),
        frozen_working(asks=[{"zh": "月最低工资", "en": "Minimum wage per month"}]),
        frozen_working(calculator="damages"),
    ],
    ids=["nothing", "nought", "a rate is missing", "of another kind"],
)
def test_what_is_no_sum_to_claim_is_refused(claim, frozen):
    with pytest.raises(Problem):
        work_out_claim(claim, actor=claim.case.handler, frozen=frozen)
    assert (Claim.objects.get().claimed, Working.objects.count()) == (Decimal("100.00"), 0)


def test_a_sum_beyond_what_can_be_claimed_is_refused_in_words(claim):
    with pytest.raises(Problem) as refused:
        work_out(claim, frozen_working("1000000000000.00"))
    assert refused.value.messages == ["金额超过上限 999,999,999,999.99 元。"]
    assert (Claim.objects.get().claimed, Working.objects.count()) == (Decimal("100.00"), 0)


def test_lines_that_do_not_add_up_are_no_working(claim):
    with pytest.raises(ValueError, match="do not add up"):
        work_out(claim, frozen_working() | {"total": "170200.01"})


def test_it_cannot_fall_below_what_came_in():
    claim = ClaimFactory(kind="severance", claimed=Decimal("9.00"), received=Decimal("5.00"))
    with pytest.raises(Problem) as refused:
        work_out(claim, frozen_working("4.99"))
    assert list(refused.value.message_dict) == ["claimed"]
    assert (Claim.objects.get().claimed, Working.objects.count()) == (Decimal("9.00"), 0)
    assert work_out(claim, frozen_working("5.00")).claimed == Decimal("5.00")


def test_a_stale_page_changes_nothing(claim):
    work_out(claim, seen_version=claim.version)
    with pytest.raises(Changed):
        work_out(claim, frozen_working("1.00"), seen_version=claim.version)
    assert (Claim.objects.get().claimed, Working.objects.count()) == (N, 1)


@pytest.mark.parametrize("state", ["settled", "awarded", "enforcement", "closed", "withdrawn"])
def test_claims_stand_once_the_case_is_resolved(state):
    claim = ClaimFactory(claimant=ClaimantFactory(case=CaseFactory(state=state)), kind="severance")
    for act in (work_out, override):
        with pytest.raises(Problem):
            act(claim)
    assert Working.objects.count() == 0


def test_from_review_on_it_needs_a_reason():
    claim = ClaimFactory(claimant=ClaimantFactory(case=CaseFactory(state="review")), kind="severance")
    with pytest.raises(Problem) as refused:
        work_out(claim, reason=" ")
    assert list(refused.value.message_dict) == ["reason"]


def test_a_dropped_claim_is_not_worked_out(claim):
    claim.is_active = False
    record(claim, actor=None)
    with pytest.raises(Changed):
        work_out(claim)


def test_clerk_and_lawyer_work_out_and_override():
    case = CaseFactory(state="mediation")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance")
    lawyer = LawyerFactory()
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    for role in ("reviewer", "supervisor", "auditor"):
        for act in (work_out, override):
            with pytest.raises(PermissionDenied):
                act(claim, actor=staff(role, case.office))
    assert work_out(claim).claimed == N
    assert override(claim, actor=lawyer.user).claimed == Decimal("150000.00")


def test_a_claim_is_added_with_its_sum_worked_out():
    claimant = ClaimantFactory()
    claim = work_out_new_claim(
        claimant.case,
        actor=claimant.case.handler,
        claimant=claimant,
        kind="severance",
        frozen=frozen_working(),
    )
    assert (claim.claimant, claim.kind, claim.claimed, claim.working.total) == (claimant, "severance", N, N)


def test_a_page_sent_twice_adds_one_claim():
    claimant = ClaimantFactory()
    sent = {"actor": claimant.case.handler, "claimant": claimant, "kind": "severance"}
    work_out_new_claim(claimant.case, frozen=frozen_working(), **sent)
    with pytest.raises(Problem):
        work_out_new_claim(claimant.case, frozen=frozen_working(), **sent)
    assert claimant.claims.count() == 1
    others = [frozen_working()["inputs"][0] | {"raw": "5000.00"}]
    work_out_new_claim(claimant.case, frozen=frozen_working("5000.00") | {"inputs": others}, **sent)
    assert claimant.claims.count() == 2


def test_one_who_left_the_case_claims_nothing_more():
    claimant = ClaimantFactory(outcome="withdrawn")
    with pytest.raises(Problem) as refused:
        work_out_new_claim(
            claimant.case,
            actor=claimant.case.handler,
            claimant=claimant,
            kind="severance",
            frozen=frozen_working(),
        )
    assert list(refused.value.message_dict) == ["claimant"]
    assert Claim.objects.count() == 0


# --- another sum ---


def test_both_sums_and_the_reason_stay(claim):
    worked = override(work_out(claim))
    assert (worked.claimed, worked.working.total, worked.override_reason) == (
        Decimal("150000.00"),
        N,
        "与职工商定让步",
    )


def test_worked_out_anew_the_override_ends(claim):
    worked = work_out(override(work_out(claim)))
    assert (worked.claimed, worked.override_reason) == (N, "")


def test_the_sum_worked_out_claimed_again_ends_the_override(claim):
    worked = override(override(work_out(claim)), "170200.00", reason="职工不同意让步")
    assert (worked.claimed, worked.override_reason) == (N, "")


def test_an_override_needs_a_reason_even_in_a_draft(claim):
    work_out(claim)
    for act in (override, lambda claim, **kw: edit_claim(claim, claimed=Decimal("9.00"), **kw)):
        with pytest.raises(Problem) as refused:
            act(claim, actor=claim.case.handler, reason=" ")
        assert list(refused.value.message_dict) == ["reason"]
    assert Claim.objects.get().claimed == N


def test_there_is_nothing_to_override_where_nothing_was_worked_out(claim):
    with pytest.raises(Problem):
        override(claim)


def test_the_sum_worked_out_is_no_override(claim):
    work_out(claim)
    with pytest.raises(Problem) as refused:
        override(claim, "170200.00")
    assert list(refused.value.message_dict) == ["claimed"]


@pytest.mark.parametrize("claimed", ["0.00", "4.99"])
def test_an_override_is_a_sum_to_claim_too(claimed):
    claim = work_out(ClaimFactory(kind="severance", received=Decimal("5.00")))
    with pytest.raises(Problem) as refused:
        override(claim, claimed)
    assert list(refused.value.message_dict) == ["claimed"]


def test_an_override_from_a_stale_page_changes_nothing(claim):
    seen = work_out(claim).version
    work_out(claim, frozen_working("180000.00"))
    with pytest.raises(Changed):
        override(claim, seen_version=seen)
    assert Claim.objects.get().claimed == Decimal("180000.00")


def test_editing_the_sum_is_an_override_and_editing_the_rest_is_none(claim):
    work_out(claim)
    actor = claim.case.handler
    edited = edit_claim(claim, actor=actor, basis="离职证明", claimed=N)
    assert (edited.override_reason, edited.working.total) == ("", N)
    edited = edit_claim(claim, actor=actor, claimed=Decimal("9.00"), reason="部分放弃")
    assert (edited.claimed, edited.override_reason, edited.working.total) == (Decimal("9.00"), "部分放弃", N)
    edited = edit_claim(claim, actor=actor, claimed=Decimal("9.00"), basis="工资条", reason="补充")
    assert edited.override_reason == "部分放弃"


def test_another_kind_lets_go_of_the_working_which_stays_on_record(claim):
    edited = edit_claim(override(work_out(claim)), actor=claim.case.handler, kind="damages")
    assert (edited.kind, edited.working, edited.override_reason) == ("damages", None, "")
    assert claim.workings.count() == 1


# --- the record ---


def test_a_working_is_sealed(claim):
    working = work_out(claim).working
    table = connection.ops.quote_name(Working._meta.db_table)
    for sql in (
        f"UPDATE {table} SET total = 1",
        f"UPDATE {table} SET frozen = '{{}}'",
        f"DELETE FROM {table}",
    ):
        with (
            pytest.raises(DatabaseError, match="rows are never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert Working.objects.get() == working


def test_the_database_knows_no_override_without_a_working(claim):
    claim.override_reason = "让步"
    with pytest.raises(IntegrityError), transaction.atomic():
        record(claim, actor=None)


def test_the_record_of_the_case_tells_the_sums_and_not_the_data(claim):
    override(work_out(claim))
    told = [
        (change.label, change.before, change.after)
        for entry in timeline_of(claim.case)
        for change in entry.changes
        if entry.thing in ("cases.claim", "cases.working")
    ]
    assert ("主张", "100.00", "170,200.00") in told
    assert ("主张", "170,200.00", "150,000.00") in told
    assert not any("tables_on" in after or "47(1)" in after for _, _, after in told)


def test_a_change_of_the_working_is_named_by_its_sum(claim):
    work_out(claim)
    changes = [change for entry in timeline_of(claim.case) for change in entry.changes]
    assert any("170,200.00" in c.after and "经济补偿" in c.after for c in changes if c.before == "")


# --- a case split ---


def test_who_goes_on_takes_the_working_along():
    case = CaseFactory(state="mediation", number="沪工援〔2026〕朱泾0001号", accepted_on=clock.today())
    stays, goes = (ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance") for _ in range(2))
    work_out(stays)
    with clock.at(dt.datetime.fromisoformat("2026-11-01T10:00:00+08:00")):
        override(work_out(goes))
        moment = clock.now()
    clerk = staff("clerk", case.office)
    new = split_case(case, claimant_ids=[goes.claimant_id], actor=clerk, reason="分案")
    moved = new.claims.get()
    assert (moved.claimed, moved.working.total, moved.override_reason) == (
        Decimal("150000.00"),
        N,
        "与职工商定让步",
    )
    assert (moved.working.case, moved.working.claim, moved.working.frozen) == (new, moved, frozen_working())
    assert (moved.working.worked_out_by, moved.working.worked_out_at) == (case.handler, moment)
    assert list(case.workings.values_list("claim", flat=True).order_by("claim")) == [stays.pk, goes.pk]


# --- a group ---


@pytest.fixture
def group():
    """A case of three: the first claims severance already, the second something else, the third nothing."""
    case = CaseFactory()
    first, second, _third = (ClaimantFactory(case=case) for _ in range(3))
    ClaimFactory(claimant=first, kind="severance", claimed=Decimal("1.00"))
    ClaimFactory(claimant=second, kind="wages", claimed=Decimal("2.00"))
    return case


def work_out_all(case, sums=("100.00", "200.00", "300.00"), **kwargs):
    rows = [
        (number, Worked(claimant, frozen_working(total) if total else None))
        for number, (claimant, total) in enumerate(zip(case.claimants.all(), sums, strict=True))
    ]
    return work_out_group(
        case, **({"actor": case.handler, "kind": "severance", "rows": rows, "reason": "集体核算"} | kwargs)
    )


def claimed(case):
    return list(case.claims.order_by("claimant", "pk").values_list("kind", "claimed", "working__total"))


def test_a_group_is_worked_out_in_the_claims_there_are_and_in_new_ones(group):
    work_out_all(group)
    assert claimed(group) == [
        ("severance", Decimal("100.00"), Decimal("100.00")),
        ("wages", Decimal("2.00"), None),
        ("severance", Decimal("200.00"), Decimal("200.00")),
        ("severance", Decimal("300.00"), Decimal("300.00")),
    ]


def test_one_row_refused_is_all_refused_and_each_is_told_at_its_row(group):
    before = claimed(group)
    with pytest.raises(Problem) as refused:
        work_out_all(group, ("100.00", None, "0.00"))
    assert list(refused.value.message_dict) == ["rows-1", "rows-2"]
    assert (claimed(group), Working.objects.count()) == (before, 0)


def test_of_two_claims_of_a_kind_it_is_not_said_which(group):
    ClaimFactory(claimant=group.claimants.all()[0], kind="severance")
    with pytest.raises(Problem) as refused:
        work_out_all(group)
    assert list(refused.value.message_dict) == ["rows-0"]


def test_a_claim_changed_meanwhile_stops_the_group(group):
    claimants = list(group.claimants.all())
    claim = group.claims.get(kind="severance")
    for seen, claimant in ((claim.version + 1, claimants[0]), (1, claimants[2])):
        with pytest.raises(Changed):
            work_out_group(
                group,
                actor=group.handler,
                kind="severance",
                rows=[(0, Worked(claimant, frozen_working(), seen_version=seen))],
            )
    assert Working.objects.count() == 0


def test_a_stranger_is_refused_with_the_whole_group(group):
    with pytest.raises(Problem) as refused:
        work_out_group(
            group,
            actor=group.handler,
            kind="severance",
            rows=[
                (0, Worked(group.claimants.first(), frozen_working())),
                (1, Worked(ClaimantFactory(), frozen_working())),
            ],
        )
    assert list(refused.value.message_dict) == ["rows-1-claimant"]
    assert Working.objects.count() == 0


def test_a_group_of_nobody_is_refused(group):
    with pytest.raises(Problem):
        work_out_group(group, actor=group.handler, kind="severance", rows=[])


def test_only_clerk_and_lawyer_work_out_a_group(group):
    for role in ("reviewer", "supervisor", "auditor"):
        with pytest.raises(PermissionDenied):
            work_out_all(group, actor=staff(role, group.office))
