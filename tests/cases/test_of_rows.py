"""The case a row of record belongs to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.queries.of_rows import cases_of_rows
from tests.factories import ClaimFactory, office, staff

pytestmark = pytest.mark.django_db


def test_a_row_a_version_of_it_and_the_case_itself_lead_to_the_case():
    claim = ClaimFactory()
    reader = staff("auditor", claim.case.office)
    rows = [
        ("cases_claim", str(claim.pk)),
        ("cases_historicalclaim", str(claim.history.first().history_id)),
        ("cases_case", str(claim.case.pk)),
        ("cases_historicalcase", str(claim.case.history.first().history_id)),
    ]
    assert cases_of_rows(rows, reader) == dict.fromkeys(rows, claim.case)


@pytest.mark.parametrize(
    "row",
    [
        ("cases_claim", "999999"),
        ("cases_worker", "1"),
        ("files", "proofs/a.pdf"),
        ("seals_seal", "1"),
        ("cases_claim", ""),
    ],
)
def test_what_is_gone_or_of_no_case_leads_nowhere(row):
    ClaimFactory()
    assert cases_of_rows([row], staff("auditor", office())) == {}


def test_a_case_of_another_office_is_not_named():
    claim = ClaimFactory()
    rows = [("cases_claim", str(claim.pk))]
    assert cases_of_rows(rows, staff("auditor", office("外市总工会", kind="city"))) == {}


def test_many_rows_cost_as_many_queries_as_one():
    claims = ClaimFactory.create_batch(30)
    reader = staff("auditor", office())
    list(Case.objects.visible_to(reader))  # what the reader may see is asked once
    counts = []
    for some in (claims[:1], claims):
        with CaptureQueriesContext(connection) as queries:
            cases_of_rows([("cases_claim", str(claim.pk)) for claim in some], reader)
        counts.append(len(queries))
    assert counts[0] == counts[1]
