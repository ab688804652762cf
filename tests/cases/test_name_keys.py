"""The keys names are found by: kept with the name, and given to rows that stand from before."""

import importlib

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet

from cases.models import Employer, NameKey, Worker
from core.audit import record
from lawyers.models import Lawyer
from tests.factories import EmployerFactory, LawyerFactory, WorkerFactory

pytestmark = pytest.mark.django_db


def keys(party):
    return set(party.keys.values_list("key", flat=True))


def test_whoever_is_renamed_is_found_by_both_names():
    employer = EmployerFactory(name="上海老名电子有限公司")
    employer.name = "上海新名电子有限公司"
    record(employer, actor=None)

    found = [Employer.objects.matching(text).get() for text in ("老名电子", "上海新名", "shanghailaoming")]
    assert found == [employer] * 3
    assert set(employer.keys.filter(kind="whole").values_list("key", flat=True)) == {
        "上海老名电子有限公司",
        "上海新名电子有限公司",
    }


def test_a_name_saved_again_gets_no_second_keys():
    worker = WorkerFactory(name="曾建国")
    before = keys(worker)
    record(worker, actor=None)
    assert keys(worker) == before == {"曾建国", "建国", "zengjianguo", "cengjianguo", "jianguo"}


def tampered(model, pk, **values):
    QuerySet(model).filter(pk=pk).update(**values)


def test_rows_from_before_are_spelled_and_keyed_by_the_migrations():
    worker = WorkerFactory(name="马建民")
    renamed = EmployerFactory(name="上海老名电子有限公司")
    renamed.name = "上海新名电子有限公司"
    record(renamed, actor=None)
    lawyer = LawyerFactory(name="曾律师")
    NameKey.objects.all().delete()
    tampered(Worker, worker.pk, name="\u200b⻢建⺠", pinyin="?")
    tampered(Lawyer, lawyer.pk, pinyin="cenglvshi")

    state = MigrationLoader(None).project_state()
    importlib.import_module("cases.migrations.0003_name_keys").key_everybody(state.apps, None)
    importlib.import_module("lawyers.migrations.0002_names").spell_everybody(state.apps, None)

    worker.refresh_from_db()
    assert (worker.name, worker.pinyin, worker.version) == ("马建民", "majianmin", 2)
    latest = worker.history.first()
    assert (latest.name, latest.version, latest.history_type) == ("马建民", 2, "~")
    assert keys(worker) == {"马建民", "建民", "majianmin", "jianmin"}
    assert {"上海老名电子有限公司", "上海新名电子有限公司"} <= keys(renamed)
    assert renamed.history.count() == 2
    assert Lawyer.objects.get(pk=lawyer.pk).pinyin == "zenglvshi"


def test_cores_of_employers_on_record_are_written_anew_by_a_migration():
    employer = EmployerFactory(name="昆山老名电子有限公司")
    employer.name = "昆山新名电子有限公司"
    record(employer, actor=None)
    NameKey.objects.filter(kind="core").delete()
    before = NameKey.objects.exclude(kind="core").count()

    state = MigrationLoader(None).project_state()
    migration = importlib.import_module("cases.migrations.0013_more_name_keys")
    for _again in range(2):
        migration.key_everybody(state.apps, None)

    cores = NameKey.objects.filter(employer=employer, kind="core").values_list("key", flat=True)
    assert sorted(cores) == ["新名电子", "老名电子"]
    assert NameKey.objects.exclude(kind="core").count() == before


@pytest.mark.parametrize(
    ("names", "cores"),
    [
        (
            ["江苏大丰包装材料有限公司", "江苏大丰供应链管理有限公司"],
            ["大丰包装材料", "大丰供应链管理"],
        ),
        (
            ["上海自贸区壬戌三有限公司", "中国癸亥四有限公司"],
            ["壬戌三", "癸亥四"],
        ),
    ],
)
def test_employers_on_record_get_their_core_as_it_is_taken_now(names, cores):
    employer = EmployerFactory(name=names[0])
    employer.name = names[1]
    record(employer, actor=None)
    whole = keys(employer)
    NameKey.objects.filter(kind="core", key__in=cores).delete()
    assert keys(employer) < whole
    state = MigrationLoader(None).project_state()
    migration = importlib.import_module("cases.migrations.0020_cores_with_more_trades")
    for _again in range(2):
        migration.key_employers(state.apps, None)
    assert keys(employer) == whole


def test_rows_keyed_before_get_the_keys_they_lack_and_no_second_ones():
    worker = WorkerFactory(name="吕明")
    dotted = WorkerFactory(name="买买提·艾力")
    employer = EmployerFactory(name="上海金汇电子有限公司")
    whole = {party: keys(party) for party in (worker, dotted, employer)}
    NameKey.objects.filter(key__in=["luming", "jinhuidianzi", "艾力"]).delete()
    tampered(Worker, dotted.pk, name="买买提ꞏ艾力")
    lawyer = LawyerFactory(name="买买提·律师")
    tampered(Lawyer, lawyer.pk, name="买买提ꞏ律师")

    state = MigrationLoader(None).project_state()
    for _twice in range(2):
        importlib.import_module("cases.migrations.0013_more_name_keys").key_everybody(state.apps, None)
        importlib.import_module("lawyers.migrations.0003_names_again").spell_everybody(state.apps, None)

    dotted.refresh_from_db()
    assert {party: keys(party) for party in (worker, dotted, employer)} == whole
    assert (dotted.name, dotted.version, dotted.history.count()) == ("买买提·艾力", 2, 2)
    assert Lawyer.objects.get(pk=lawyer.pk).name == "买买提·律师"
