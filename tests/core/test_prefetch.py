"""What belongs to one object: a query for each relation that has rows, none for one that is empty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Note
from core.prefetch import prefetch_present
from tests.factories import CaseFactory, ClaimantFactory

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
