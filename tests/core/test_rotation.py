"""A new encryption key: what may be rewritten is, what may not be is counted, and nothing else changes."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connection

from cases.models import Worker
from core import canary, clock, rotation
from core.audit import record
from core.crypto import encrypt, key_number
from core.models import AccessLog, Canary
from documents.models import Paper
from front_desk.models import IntakeDraft
from tests.factories import CaseFactory, UserFactory, WorkerFactory

pytestmark = pytest.mark.django_db
NEW = "a-newer-key-0123456789-abcdefghijklmnop"


@pytest.fixture
def operator():
    return UserFactory(username="operator", is_superuser=True)


@pytest.fixture
def data(operator):
    """Something in each kind of place, written with the key of before."""
    user = UserFactory()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    case = CaseFactory()
    paper = {
        "case": case,
        "kind": "closing_report",
        "edition": 1,
        "issued_by": case.handler,
        "data": {"name": "周建国"},
    }
    issued = {"state": "issued", "issued_at": clock.now(), "file": "x.pdf", "sha256": "0" * 64}
    return {
        "user": user,
        "worker": WorkerFactory(bank_account="6222020200112233445"),
        "draft": record(Paper(subject="draft", state="draft", **paper), actor=None),
        "issued": record(Paper(subject="issued", **paper, **issued), actor=None),
    }


def stored(table, column, pk, key="id"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s", [pk])
        return cursor.fetchone()[0]


def by_name():
    return {(result.name, result.may_be_rewritten): result for result in rotation.rotate()}


def test_live_rows_are_rewritten_and_nothing_else_about_them_changes(data, settings):
    worker, former = data["worker"], stored("cases_worker", "id_number", data["worker"].pk)
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    found = by_name()
    assert found["cases_worker.id_number", True].rewritten == 1
    now = stored("cases_worker", "id_number", worker.pk)
    assert (now != former, key_number(now), key_number(former)) == (True, 0, 1)
    after = Worker.objects.get(pk=worker.pk)
    last = after.history.first()
    assert (after.version, after.history.count()) == (worker.version, 1)
    assert (after.id_number, after.bank_account) == (last.id_number, last.bank_account)
    assert after.id_number == worker.id_number


def test_history_is_counted_and_left(data, settings):
    history = data["worker"].history.get()
    former = stored("cases_historicalworker", "id_number", history.pk, key="history_id")
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    result = by_name()["cases_historicalworker.id_number", False]
    assert (result.rewritten, dict(result.by_key)) == (0, {1: 1})
    assert stored("cases_historicalworker", "id_number", history.pk, key="history_id") == former


def test_a_draft_is_rewritten_and_an_issued_paper_is_not(data, settings):
    issued = data["issued"]
    former = stored("documents_paper", "data", issued.pk)
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    found = by_name()
    assert dict(found["documents_paper.data", True].by_key) == {0: 1}
    assert dict(found["documents_paper.data", False].by_key) == {1: 1}
    assert stored("documents_paper", "data", issued.pk) == former
    assert key_number(stored("documents_paper", "data", data["draft"].pk)) == 0
    assert Paper.objects.get(pk=data["draft"].pk).data == {"name": "周建国"}


def test_secrets_of_the_second_factor_are_rewritten_and_still_good(data, settings):
    codes = RecoveryCodes.activate(data["user"]).get_unused_codes()
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    assert by_name()["mfa_authenticator.data", True].rewritten == 2
    settings.ENCRYPTION_KEYS = [NEW]
    authenticators = {each.type: each.wrap() for each in data["user"].authenticator_set.all()}
    assert authenticators["recovery_codes"].get_unused_codes() == codes


def test_killed_half_way_it_goes_on_where_it_was(settings):
    workers = [WorkerFactory() for _ in range(4)]
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    column = next(place for place in rotation.columns() if place.name == "cases_worker.id_number")
    for row, old in list(column.values())[:2]:
        assert column.swap(row, old, rotation.reencrypt(old))
    assert by_name()["cases_worker.id_number", True].rewritten == 2
    assert by_name()["cases_worker.id_number", True].rewritten == 0
    assert [Worker.objects.get(pk=each.pk).id_number for each in workers] == [
        each.id_number for each in workers
    ]


def test_more_rows_than_one_batch(settings, monkeypatch):
    for _ in range(5):
        WorkerFactory()
    monkeypatch.setattr(rotation, "BATCH", 2)
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    assert by_name()["cases_worker.id_number", True].rewritten == 5


def test_a_value_somebody_writes_meanwhile_is_not_overwritten(settings):
    worker = WorkerFactory(bank_account="6222020200112233445")
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    column = next(place for place in rotation.columns() if place.name == "cases_worker.bank_account")
    ((row, old),) = column.values()
    worker.bank_account = "6222020200998877665"
    record(worker, actor=None)
    assert not column.swap(row, old, rotation.reencrypt(old))
    assert Worker.objects.get(pk=worker.pk).bank_account == "6222020200998877665"


class Busy:
    """A place where somebody writes, with the old key, just before the first exchange."""

    name, may_be_rewritten = "busy", True

    def __init__(self, *values):
        self.stored, *self.meanwhile = values

    def values(self):
        yield 1, self.stored

    def read(self, row):
        return self.stored

    def swap(self, row, old, new):
        if self.meanwhile:
            self.stored = self.meanwhile.pop()
        if self.stored != old:
            return False
        self.stored = new
        return True


def test_what_was_written_meanwhile_is_rewritten_in_its_turn(settings):
    place = Busy(encrypt("a"), encrypt("b"))
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    rotation.PLACES.append(place)
    try:
        result = by_name()["busy", True]
    finally:
        rotation.PLACES.remove(place)
    assert (result.rewritten, dict(result.by_key)) == (1, {0: 1})
    assert rotation.key_number(place.stored) == 0


# --- the command ---


def run(capsys, by="operator"):
    call_command("rotate_keys", by=by)
    return capsys.readouterr().out.splitlines()


def test_it_says_which_keys_must_stay_and_is_on_record(data, settings, capsys):
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    said = run(capsys)
    assert "cases_worker.id_number: 1 rewritten" in said
    assert "cases_historicalworker.id_number: 1 need key 2 (of the record)" in said
    assert said[-3:] == [
        "Key 1 is the newest.",
        "Key 2 must stay: it is needed for 5 values.",
        "Key 3 may be taken out.",
    ]
    done, begun = AccessLog.objects.filter(kind="keys")
    assert (begun.subject, begun.actor.username) == ("begun", "operator")
    assert done.subject.startswith(
        "done: 5 rewritten. Key 1 is the newest. Key 2 must stay: it is needed for 5 values."
    )
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:2]
    canary.prove()


def test_a_key_that_nothing_needs_may_be_taken_out(operator, settings, capsys):
    IntakeDraft.objects.create(owner=operator, data="half a sentence")
    settings.ENCRYPTION_KEYS = [NEW, *settings.ENCRYPTION_KEYS]
    assert run(capsys)[-2] == "Key 2 may be taken out."
    settings.ENCRYPTION_KEYS = [NEW]
    canary.prove()
    assert IntakeDraft.objects.get().data == "half a sentence"
    assert Canary.objects.filter(kind="encryption").count() == 1


def test_values_without_a_key_are_counted_and_fail(operator, settings, capsys):
    lost = IntakeDraft.objects.create(owner=operator, data="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE front_desk_intakedraft SET data = 'gAAAAAnothing' WHERE id = %s", [lost.pk])
    with pytest.raises(CommandError, match="no key for 1 value,"):
        run(capsys)
    assert "front_desk_intakedraft.data: 1 no key fits" in capsys.readouterr().out


def test_who_runs_it_is_a_superuser_who_may_sign_in(operator, capsys):
    UserFactory(username="li")
    UserFactory(username="gone", is_superuser=True, is_active=False)
    for name in ("li", "gone", "nobody"):
        with pytest.raises(CommandError):
            run(capsys, by=name)
    assert AccessLog.objects.count() == 0
