"""Queries put together once find what Django finds, whatever the values."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, F, Max, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, User
from cases.models import Case, Claimant, Deadline
from core import clock
from core.lookups import among
from core.prepared import Prepared, given, summed
from tests.factories import CaseFactory, ClaimantFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)


def test_the_values_are_those_of_the_call_and_the_query_is_put_together_once() -> None:
    here = office("朱泾")
    one, other = staff("clerk", here), staff("reviewer", here)
    built = []

    def build(user: object, on: object) -> QuerySet:
        built.append(1)
        return Membership.objects.in_force(on).filter(user=user).select_related("office")

    held = Prepared(build)
    held(user=one.pk, on=DAY)
    once = len(built)
    with CaptureQueriesContext(connection) as queries:
        assert [(m.role, m.office.name) for m in held(user=one.pk, on=clock.today())] == [("clerk", "朱泾")]
        assert [(m.role, m.office.name) for m in held(user=other.pk, on=clock.today())] == [
            ("reviewer", "朱泾")
        ]
        assert held(user=other.pk, on=dt.date(1999, 1, 1)) == []
    assert (len(queries), len(built)) == (3, once)


@pytest.mark.parametrize("length", range(10))
def test_a_list_may_be_of_any_length(length: int) -> None:
    people = [UserFactory() for _ in range(11)]
    keys = [person.pk for person in people[:length]]
    named = Prepared(lambda ids: User.objects.filter(pk__in=ids).order_by("pk"))
    row_by_row = Prepared(lambda ids: User.objects.filter(among("pk", ids)).order_by("pk"))
    others = Prepared(lambda ids: User.objects.exclude(pk__in=ids).values_list("pk", flat=True))
    assert named(ids=keys) == row_by_row(ids=set(keys)) == people[:length]
    assert set(others(ids=keys)) == set(User.objects.values_list("pk", flat=True)) - set(keys)


def test_values_of_every_kind() -> None:
    case = CaseFactory(opened_on=DAY)
    by_day = Prepared(lambda on: Case.objects.filter(opened_on=on).values_list("pk", "opened_on", named=True))
    by_moment = Prepared(lambda at: Case.history.filter(history_date__lte=at).values_list("id", flat=True))
    by_text = Prepared(lambda name: User.objects.filter(name=name))
    by_sum = Prepared(lambda most: Claimant.objects.filter(monthly_wage__lte=most))
    claimant = ClaimantFactory(monthly_wage=Decimal("6800.50"))
    (row,) = by_day(on=DAY)
    assert (row.pk, row.opened_on) == (case.pk, DAY)
    assert case.pk in by_moment(at=clock.now())
    assert by_moment(at=clock.now() - dt.timedelta(days=9000)) == []
    assert by_text(name=case.handler.name) == [case.handler]
    assert by_text(name="") == []
    assert by_sum(most=Decimal("6800.50")) == [claimant]
    assert by_sum(most=Decimal("6800.49")) == []


def test_what_is_left_out_is_read_when_it_is_asked_for() -> None:
    user = UserFactory(phone="13812345678")
    (found,) = Prepared(lambda ids: User.objects.filter(pk__in=ids).only("name"))(ids=[user.pk])
    with CaptureQueriesContext(connection) as queries:
        assert (found.name, found.phone) == (user.name, "13812345678")
    assert len(queries) == 1


def test_sums_are_one_row_as_of_aggregate() -> None:
    made = [UserFactory() for _ in range(3)]
    sums = Prepared(lambda ids: summed(User.objects.filter(pk__in=ids), n=Count("pk"), newest=Max(F("pk"))))
    assert sums(ids=[user.pk for user in made]) == [(3, made[-1].pk)]
    assert sums(ids=[0]) == [(0, None)]


def test_nothing_is_kept_that_looked_at_the_clock() -> None:
    late = Prepared(lambda: Deadline.objects.overdue(clock.today()))
    with pytest.raises(RuntimeError, match="takes the moment as an argument"):
        late()
    assert clock.today()


def test_relations_are_not_fetched_along() -> None:
    with pytest.raises(TypeError):
        Prepared(lambda: Case.objects.prefetch_related("claimants"))()


def test_rows_that_are_given_are_those_of_a_prefetch() -> None:
    claimant = ClaimantFactory()
    cases = [Case.objects.get(pk=claimant.case_id), CaseFactory()]
    given(cases, "claimants", Claimant.objects.select_related("worker"), "case")
    with CaptureQueriesContext(connection) as queries:
        assert [list(case.claimants.all()) for case in cases] == [[claimant], []]
        assert cases[0].claimants.all()[0].case is cases[0]
    assert len(queries) == 0
    assert not cases[1].claimants.filter(pk=claimant.pk).exists()
