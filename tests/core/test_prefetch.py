"""What belongs to one object: a query for each relation that has rows, none for one that is empty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Note
from core.prefetch import Rows, prefetch_present
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_an_empty_relation_costs_no_query_and_is_known_to_be_empty():
    case = Case.objects.get(pk=ClaimantFactory().case.pk)
    with CaptureQueriesContext(connection) as queries:
        prefetch_present(case, "claimants__worker", "notes__author", "proceedings")
        assert [claimant.worker.name for claimant in case.claimants.all()]
        assert list(case.notes.all()) == list(case.proceedings.all()) == []
    assert len(queries) == 3


def test_a_relation_that_is_known_to_be_empty_is_asked_again_once_narrowed():
    case = CaseFactory()
    prefetch_present(case, "notes")
    assert not case.notes.filter(author=case.handler).exists()
    assert isinstance(case.notes.model(), Note)


def test_what_is_joined_comes_with_its_rows_and_what_is_left_out_later():
    claim = ClaimFactory()
    case = Case.objects.get(pk=claim.case.pk)
    with CaptureQueriesContext(connection) as queries:
        prefetch_present(case, Rows("claimants", joined=("worker",)), Rows("claims", left_out=("basis",)))
        assert [claimant.worker.name for claimant in case.claimants.all()] == [claim.claimant.worker.name]
        assert [row.case is case for row in case.claims.all()] == [True]
    assert len(queries) == 3
    assert case.claims.all()[0].get_deferred_fields() == {"basis"}


def test_each_object_gets_its_own_rows_in_their_order():
    cases = [Case.objects.get(pk=CaseFactory().pk) for _ in range(2)]
    people = [
        [ClaimantFactory(case=case) for _ in range(number)]
        for case, number in zip(cases, (3, 1), strict=True)
    ]
    for case in cases:
        prefetch_present(case, Rows("claimants", joined=("worker",)))
    assert [list(case.claimants.all()) for case in cases] == people
