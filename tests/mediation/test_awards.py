"""The days by which an award is to be paid: by the period it names, or as somebody entered them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.proceedings import update_proceeding
from cases.actions.steps import take_step
from cases.models import Case
from core import clock
from core.errors import Problem
from mediation.actions.agreements import record_agreement
from mediation.actions.awards import set_award_days
from mediation.awaited import keep_all_awaited
from mediation.instalments import Part
from mediation.models import AwaitedPayment, AwardSchedule, Instalment
from mediation.payments import payments_of
from recoveries.reconcile import differences
from tests.factories import staff
from tests.performance.scenes import APRIL, JUNE, MAY, SIGNED, TODAY, D, awarded, claims, in_mediation, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def told(case):
    found = payments_of(Case.objects.get(pk=case.pk))
    return [(p.instalment.claim.kind, p.due_on, str(p.open), p.days_late) for p in found]


def kept(case):
    return list(AwaitedPayment.objects.filter(case=case).order_by("due_on").values_list("due_on", flat=True))


def test_an_award_is_due_by_its_period():
    case = awarded()
    assert told(case) == [("wages", APRIL, "3000.00", 33), ("severance", APRIL, "6000.00", 33)]
    assert kept(case) == [APRIL]
    assert list(differences()) == []


def test_without_a_period_it_is_due_when_it_takes_effect():
    """A final award when it is made, another the day after the fifteen days to sue."""
    assert told(awarded(perform_by=None))[0][1] == SIGNED
    assert told(awarded(perform_by=None, is_final=False))[0][1] == dt.date(2026, 3, 26)


def test_another_period_moves_the_days():
    case = awarded()
    proceeding = case.proceedings.get()
    update_proceeding(
        proceeding,
        body="仲裁委",
        docket="",
        accepted_on=None,
        heard_at=None,
        perform_by=MAY,
        actor=case.handler,
    )
    assert {day for _kind, day, _open, _late in told(case)} == {MAY}
    assert kept(case) == [MAY]
    assert [s.in_force for s in AwardSchedule.objects.order_by("pk")] == [False, True]


def test_days_entered_by_hand_take_the_place_of_the_period():
    case = awarded()
    wages, severance = claims(case)
    parts = [
        Part(wages.claimant_id, MAY, D("3000.00"), wages.pk),
        Part(wages.claimant_id, MAY, D("2000.00"), severance.pk),
        Part(wages.claimant_id, JUNE, D("4000.00"), severance.pk),
    ]
    set_award_days(case, parts=parts, actor=case.handler, reason="执行和解")
    pay(case, TODAY, severance="2500")
    assert told(case) == [
        ("wages", MAY, "3000.00", 3),
        ("severance", MAY, "0.00", 0),
        ("severance", JUNE, "3500.00", 0),
    ]
    assert kept(case) == [MAY, JUNE]
    keep_all_awaited()
    assert kept(case) == [MAY, JUNE]
    update_proceeding(
        case.proceedings.get(),
        body="仲裁委",
        docket="",
        accepted_on=None,
        heard_at=None,
        perform_by=JUNE,
        actor=case.handler,
    )
    assert kept(case) == [MAY, JUNE]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": D("5999.99")}, "各期付款合计 5,999.99，裁判金额为 6,000.00"),
        ({"due_on": SIGNED - dt.timedelta(1)}, "早于"),
        ({"amount": D("0.00")}, "每笔付款应大于零"),
        ({"claim": 0}, "每笔付款应大于零"),
    ],
)
def test_days_that_cannot_be(change, said):
    case = awarded()
    wages, severance = claims(case)
    other = Part(wages.claimant_id, MAY, D("6000.00"), severance.pk)._replace(**change)
    with pytest.raises(Problem) as refused:
        set_award_days(
            case,
            parts=[Part(wages.claimant_id, MAY, D("3000.00"), wages.pk), other],
            actor=case.handler,
            reason="x",
        )
    assert said in str(refused.value)
    assert Instalment.objects.filter(case=case).count() == 2


def test_who_does_not_work_on_the_case_enters_no_days():
    case = awarded()
    with pytest.raises(PermissionDenied):
        set_award_days(case, parts=[], actor=staff("auditor", case.office), reason="x")


def test_there_are_no_days_without_a_decision():
    case = in_mediation()
    with pytest.raises(Problem):
        set_award_days(case, parts=[], actor=case.handler, reason="x")


def test_a_settlement_in_court_takes_the_place_of_the_award():
    case = awarded(is_final=False)
    case = take_step(case, "file_suit", actor=case.handler, body="金山区人民法院", filed_on=TODAY, docket="")
    assert kept(case) == []
    wages, severance = claims(case)
    record_agreement(
        case,
        terms={wages.pk: D("2000.00"), severance.pk: D("5000.00")},
        instalments=[(wages.claimant_id, JUNE, D("7000.00"))],
        actor=case.handler,
        signed_on=TODAY,
    )
    take_step(Case.objects.get(pk=case.pk), "settle", actor=case.handler)
    assert told(case) == [("wages", JUNE, "2000.00", 0), ("severance", JUNE, "5000.00", 0)]
    assert kept(case) == [JUNE]
    assert list(differences()) == []
