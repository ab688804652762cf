"""Two people where two are asked for, and nobody in the place of another."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import invite_user
from accounts.models import Membership, User
from cases.actions.case import edit_case, editable_facts
from core.audit import record
from core.errors import Problem
from core.fsm import may_take
from documents.models import Paper
from recoveries.models import Receipt
from tests import sent
from tests.factories import CaseFactory, office, staff

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 5)


@pytest.fixture
def window():
    return office()


def test_nobody_is_called_like_the_program_itself(window):
    administrator = staff("administrator", window)
    for name in ("system", "System"):
        person = {"username": name, "name": "系统", "email": "", "phone": "", "language": "zh-hans"}
        with pytest.raises(Problem):
            invite_user(actor=administrator, office=window, role="clerk", **person)
    assert User.objects.filter(username__iexact="system").count() == 0


def test_a_handler_cannot_pass_the_case_on_to_approve_its_closing(window):
    handler = staff("clerk", window)
    record(Membership(user=handler, office=window, role="supervisor", valid_from=DAY), actor=None)
    other = staff("clerk", window)
    case = CaseFactory(office=window, handler=handler, state="closing", closing_requested_by=other)
    with pytest.raises(PermissionDenied):
        edit_case(case, actor=handler, reason="换人", handler=other)
    assert "handler" in editable_facts(CaseFactory(office=window, state="settled"), handler)


@pytest.fixture
def payment(window):
    return sent.receipt(sent.scene(people=1))


@pytest.mark.parametrize("other", [{"received_on": "2026-01-06"}, {"payer": "别的公司"}, {"note": "第二笔"}])
def test_another_payment_on_a_page_sent_before_is_not_swallowed(payment, other):
    client, token = payment.client(), payment.page_token()
    assert payment.send(client, token=token).status_code == 302
    assert payment.send(client, token=token, **other).status_code == 422
    assert Receipt.objects.count() == 1


def test_a_token_of_another_case_records_nothing(payment):
    other = sent.receipt(sent.scene(people=1))
    other.user = payment.user
    assert payment.send(payment.client(), token=other.page_token()).status_code == 422
    assert not Receipt.objects.exists()


def test_an_auditor_prints_the_audit_record_but_neither_signs_nor_voids_a_paper(window):
    case = CaseFactory(office=window, state="mediation")
    paper = Paper(kind="audit_record", case=case, state="issued")
    auditor, supervisor = staff("auditor", window), staff("supervisor", window)
    assert may_take(Paper(kind="audit_record", case=case), "issue", auditor)
    assert [may_take(paper, name, auditor) for name in ("sign", "void")] == [False, False]
    assert [may_take(paper, name, supervisor) for name in ("sign", "void")] == [True, True]


def test_an_auditor_changes_nothing(window):
    case = CaseFactory(office=window, state="draft")
    with pytest.raises(PermissionDenied):
        edit_case(case, actor=staff("auditor", window), reason="x", facts="x")
