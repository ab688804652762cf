"""What union staff alone read of a case: conflicts with other cases, network addresses, the audit record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import ConflictCheck
from cases.models.conflicts import ConflictRule
from core.audit import address, record
from documents.actions import issue_paper
from documents.models import Paper
from tests.factories import AssignmentFactory, CaseFactory, staff

SHOWN = {"cases:detail": "枫泾0009", "cases:timeline": "10.1.2.3"}
"""What of the conflict check stands on the page."""
pytestmark = pytest.mark.django_db
HIT = {
    "rule": ConflictRule.values[0],
    "party": "周建国",
    "other": "周建国",
    "case": "沪工援〔2026〕枫泾0009号",
    "severity": "hit",
}


@pytest.fixture
def case():
    case = CaseFactory(state="assigned", number="沪工援〔2026〕朱泾0001号")
    token = address.set("10.1.2.3")
    record(ConflictCheck(case=case, parties_key="", hits=[HIT]), actor=case.handler)
    address.reset(token)
    return case


@pytest.fixture
def lawyer(case):
    return AssignmentFactory(case=case, state="accepted", is_lead=True).lawyer.user


@pytest.mark.parametrize("name", ["cases:detail", "cases:timeline"])
def test_conflicts_and_addresses_are_for_union_staff(client, case, lawyer, name):
    for user, is_staff in ((case.handler, True), (staff("auditor", case.office), True), (lawyer, False)):
        client.force_login(user)
        page = client.get(reverse(name, args=[case.pk])).content.decode()
        assert (SHOWN[name] in page) is is_staff


def test_lawyer_neither_issues_nor_sees_the_audit_record(case, lawyer):
    paper = issue_paper("audit_record", case=case, actor=case.handler)
    assert list(Paper.objects.visible_to(case.handler)) == [paper]
    assert list(Paper.objects.visible_to(lawyer)) == []
    with pytest.raises(PermissionDenied):
        issue_paper("audit_record", case=case, actor=lawyer)
