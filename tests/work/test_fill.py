"""`manage.py fill`: made-up data as consistent as what the actions write."""

from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from cases.addresses import case_url
from cases.conflicts import with_parties
from cases.models import Case, Claim, Claimant, Employer, Worker
from cases.workflow import CaseState, is_check_current
from core.audit import record
from front_desk.models import RecordRequest, WorkerJoin
from labour_law.identifiers import validate_credit_code, validate_id_number
from lawyers.models import Firm, Lawyer
from recoveries.reconcile import differences
from seals.verify import verify
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
CASES = 60


@pytest.fixture(autouse=True)
def _no_files_of_others(settings: Any, tmp_path: Path) -> None:
    """Whether each file has its row is verified as well."""
    settings.MEDIA_ROOT = tmp_path


def fill(cases: int = CASES, **options: Any) -> None:
    call_command("fill", cases=cases, anywhere=True, stdout=StringIO(), **options)


def told() -> list[Any]:
    """Everything that says which cases these are."""
    return [
        list(
            Case.objects.order_by("pk").values_list("number", "state", "opened_on", "office__code", "facts")
        ),
        list(Worker.objects.order_by("pk").values_list("name", "id_number", "phone")),
        list(Employer.objects.order_by("pk").values_list("name", "credit_code", "legal_representative")),
        list(Claim.objects.order_by("pk").values_list("claimed", "agreed", "received", "verified")),
    ]


def test_the_record_is_right_and_every_state_is_there() -> None:
    fill()
    assert Case.objects.count() == CASES
    assert list(differences()) == []
    assert [str(finding) for finding in verify(full=True)] == []
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    checked = [with_parties(case) for case in Case.objects.all()]
    assert [case.pk for case in checked if not is_check_current(case)] == []
    for number in Worker.objects.exclude(id_hash=None).values_list("id_number", flat=True):
        validate_id_number(number)
    for code in Employer.objects.exclude(credit_code=None).values_list("credit_code", flat=True):
        validate_credit_code(code)


def test_some_people_stand_on_record_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for by another window, answered but for the newest; or joined where they were first."""
    monkeypatch.setattr("work.fill.roads.KNOWN_ELSEWHERE", 0.5)
    monkeypatch.setattr("work.fill.roads.WRITTEN_TWICE", 0.5)
    fill(40)
    requests, joins = RecordRequest.objects.all(), WorkerJoin.objects.all()
    assert {request.state for request in requests} == {"asked", "allowed", "refused"}
    for request in requests.select_related("worker", "apart"):
        assert request.apart.kept_by_id == request.office_id != request.known_at_id
        hashed = None if request.state == "allowed" else request.worker.id_hash
        assert request.apart.id_hash == hashed
        assert request.apart.attendances.exists() == (request.state != "allowed")
    for join in joins.select_related("kept", "joined"):
        assert (join.joined.name, join.joined.phone) == (join.kept.name, join.kept.phone)
        assert join.kept.attendances.filter(pk__in=join.moved["attendances"]).exists()
    second = {*requests.values_list("apart", flat=True), *joins.values_list("joined", flat=True)}
    assert joins
    assert second.isdisjoint(Claimant.objects.values_list("worker", flat=True))
    assert [str(finding) for finding in verify(full=True)] == []


@pytest.mark.long
def test_the_page_of_a_case_opens_in_every_state(client: Client) -> None:
    fill()
    for state in CaseState.values:
        case = Case.objects.filter(state=state).first()
        client.force_login(case.handler)
        assert (state, client.get(case_url(case.pk)).status_code) == (state, 200)


@pytest.mark.long
def test_a_seed_tells_the_same_again_and_another_seed_something_else() -> None:
    tellings = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            fill(seed=seed)
            tellings.append(told())
            transaction.set_rollback(True)
    assert tellings[0] == tellings[1]
    assert tellings[0][1] != tellings[2][1]


@pytest.mark.long
def test_what_is_there_is_added_to_and_stays() -> None:
    fill(20)
    before, firms = told(), Firm.objects.count()
    fill(CASES)
    assert Case.objects.count() == CASES
    assert [after[: len(rows)] for rows, after in zip(before, told(), strict=True)] == before
    assert (firms, Lawyer.objects.count()) == (Firm.objects.count(), 200)
    assert [str(finding) for finding in verify(full=True)] == []
    assert list(differences()) == []
    numbers = Counter(Case.objects.exclude(number=None).values_list("number", flat=True))
    assert max(numbers.values()) == 1


@pytest.mark.long
def test_as_many_as_asked_for_are_enough() -> None:
    fill(20)
    fill(10)
    assert Case.objects.count() == 20


def test_a_database_with_other_cases_is_left_alone() -> None:
    case = CaseFactory()
    with pytest.raises(CommandError, match="not made up with seed 1"):
        fill()
    assert list(Case.objects.all()) == [case]


def test_one_that_was_worked_with_since_is_left_alone() -> None:
    fill(20)
    record(Worker(name="王建国"), actor=None, reason="came to the window")
    with pytest.raises(CommandError, match="cases_worker"):
        fill(CASES)
    with pytest.raises(CommandError, match="not made up with seed 2"):
        fill(CASES, seed=2)


def test_production_is_left_alone_unless_it_is_said() -> None:
    with pytest.raises(CommandError, match="--anywhere"):
        call_command("fill", cases=1)
    assert Case.objects.count() == 0


def test_a_sealed_record_is_not_added_to() -> None:
    fill(20)
    call_command("seal", verbosity=0)
    with pytest.raises(CommandError, match="sealed"):
        fill(CASES)
