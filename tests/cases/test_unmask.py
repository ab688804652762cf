"""Masked values are shown in full to who may, with a reason, and it is put on record."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import AccessLog
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    LawyerFactory,
    WorkerFactory,
    id_number,
    office,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def claimant():
    worker = WorkerFactory(
        name="周建国", id_number=id_number(), phone="13800000001", bank_account="6222021001116245702"
    )
    return ClaimantFactory(worker=worker, case=CaseFactory())


def url(claimant, field="id-number"):
    return reverse("cases:unmask", args=[claimant.case_id, claimant.pk, field])


def test_the_case_page_shows_masks_only(client, claimant):
    client.force_login(claimant.case.handler)
    page = client.get(reverse("cases:detail", args=[claimant.case_id])).content.decode()
    for secret in (claimant.worker.id_number, claimant.worker.phone, claimant.worker.bank_account):
        assert secret not in page
    assert "138****0001" in page


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("field", "name"), [("id-number", "id_number"), ("phone", "phone"), ("bank-account", "bank_account")]
)
def test_with_a_reason_it_is_shown_and_put_on_record(client, claimant, field, name, htmx):
    client.force_login(claimant.case.handler)
    headers = {"HX-Request": "true"} if htmx else {}
    asked = client.get(url(claimant, field), headers=headers)
    assert asked.status_code == 200
    assert getattr(claimant.worker, name) not in asked.content.decode()
    assert AccessLog.objects.count() == 0
    response = client.post(url(claimant, field), {"reason": "核对证件"}, headers=headers)
    assert getattr(claimant.worker, name) in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    log = AccessLog.objects.get()
    assert (log.actor, log.kind, log.reason) == (claimant.case.handler, "unmask", "核对证件")
    assert (log.model, log.object_id, log.case_id) == ("cases.worker", claimant.worker_id, claimant.case_id)
    assert "周建国" in log.subject


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_it_is_refused(client, claimant, reason):
    client.force_login(claimant.case.handler)
    response = client.post(url(claimant), {"reason": reason})
    assert response.status_code == 422
    assert claimant.worker.id_number not in response.content.decode()
    assert AccessLog.objects.count() == 0


def test_asking_again_shows_nothing(client, claimant):
    client.force_login(claimant.case.handler)
    client.post(url(claimant), {"reason": "核对证件"})
    assert claimant.worker.id_number not in client.get(url(claimant)).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("clerk", 200), ("reviewer", 200), ("supervisor", 200), ("auditor", 403)]
)
def test_who_may(client, claimant, role, status):
    client.force_login(staff(role, claimant.case.office))
    assert client.post(url(claimant), {"reason": "核对"}).status_code == status
    assert AccessLog.objects.get().kind == ("unmask" if status == 200 else "refused")


def test_the_lawyer_of_the_case_may(client, claimant):
    lawyer = LawyerFactory()
    AssignmentFactory(case=claimant.case, lawyer=lawyer, state="accepted")
    client.force_login(lawyer.user)
    assert client.post(url(claimant), {"reason": "起草仲裁申请"}).status_code == 200


def test_who_does_not_see_the_case_may_not(client, claimant):
    assert client.post(url(claimant), {"reason": "核对"}).status_code == 302
    client.force_login(staff("clerk", office("别处")))
    assert client.post(url(claimant), {"reason": "核对"}).status_code == 404
    assert {entry.kind for entry in AccessLog.objects.all()} == {"refused"}


def test_somebody_elses_claimant_is_not_found(client, claimant):
    other = ClaimantFactory()
    client.force_login(claimant.case.handler)
    address = reverse("cases:unmask", args=[claimant.case_id, other.pk, "id-number"])
    assert client.post(address, {"reason": "核对"}).status_code == 404


@pytest.mark.parametrize("field", ["name", "id_hash", "password"])
def test_nothing_else_is_shown_this_way(client, claimant, field):
    client.force_login(claimant.case.handler)
    assert client.post(url(claimant, field), {"reason": "核对"}).status_code == 404


def test_a_wrong_method_is_refused(client, claimant):
    client.force_login(claimant.case.handler)
    assert client.delete(url(claimant)).status_code == 405


def test_the_page_asks_for_the_reason(client, claimant):
    client.force_login(claimant.case.handler)
    page = client.get(url(claimant)).content.decode()
    assert f'<label for="id_reason">{_("Reason")}' in page
