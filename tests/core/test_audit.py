"""What is written stays whole when two write the same row."""

import pytest
from django.db import transaction

from cases.models import Case, Employer
from core.audit import record
from core.errors import Changed
from lawyers.actions import write
from lawyers.models import Firm
from tests import factories as make

pytestmark = pytest.mark.django_db


def versions(row):
    return list(row.history.order_by("history_id").values_list("version", flat=True))


def test_a_row_read_before_somebody_else_wrote_it_is_not_written_over():
    employer = make.EmployerFactory(phone="")
    clerk = make.UserFactory()
    first, second = (Employer.objects.get(pk=employer.pk) for _ in range(2))
    first.phone, second.address = "021-57310000", "人民路1号"
    record(first, actor=clerk, reason="电话")
    with pytest.raises(Changed), transaction.atomic():
        record(second, actor=clerk, reason="地址")
    assert (Employer.objects.get().phone, Employer.objects.get().address) == (
        "021-57310000",
        employer.address,
    )
    assert versions(employer) == [1, 2]


def test_nor_is_one_with_a_workflow():
    case = make.CaseFactory()
    first, second = (Case.objects.get(pk=case.pk) for _ in range(2))
    record(first, actor=case.handler)
    with pytest.raises(Changed), transaction.atomic():
        record(second, actor=case.handler)
    assert versions(case) == [1, 2]


def test_who_wrote_it_writes_it_again():
    employer = make.EmployerFactory()
    clerk = make.UserFactory()
    record(employer, actor=clerk)
    record(employer, actor=clerk)
    assert versions(employer) == [1, 2, 3]


def test_two_administrators_who_write_a_firm_at_once_leave_no_gap_in_its_record():
    firm = make.firm_serving(make.office())
    boss = make.UserFactory(is_superuser=True)
    first, second = (Firm.objects.get(pk=firm.pk) for _ in range(2))
    write(first, actor=boss, reason="x")
    with pytest.raises(Changed):
        write(second, actor=boss, reason="x")
    assert versions(firm) == [1, 2]
