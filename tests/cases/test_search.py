"""The search box: recognised by shape, found by index, never beyond what the user sees."""

import importlib

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from cases.models import Case, CaseNumberCounter, CoRespondent, Employer, NameKey
from cases.queries import narrowing
from cases.queries.search import search_for
from cases.queries.visits import VisitWanted, visits_listed
from core.audit import record
from documents.models import Paper
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    EmployerFactory,
    LawyerFactory,
    VisitWorkerFactory,
    WorkerFactory,
    id_number,
    office,
    staff,
)

pytestmark = pytest.mark.django_db
CODE = "91310116MA1J8Q2K3X"
ID = id_number(sequence=77)
WRONG_ID = ID[:17] + ("0" if ID[17] != "0" else "1")


@pytest.fixture(params=["by key", pytest.param("by row", marks=pytest.mark.long)], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test holds whichever way the list is read."""
    if request.param == "by row":
        monkeypatch.setattr(narrowing, "FEW", 0)
        monkeypatch.setattr(narrowing, "FEW_TESTED", 0)


@pytest.fixture
def window() -> Office:
    return office(code="朱泾", parent=office("金山区总工会", is_window=False))


@pytest.fixture
def clerk(window: Office) -> User:
    return staff("clerk", window)


def numbered(at: Office, year: int, seq: int) -> Case:
    CaseNumberCounter.objects.update_or_create(office=at, year=year, defaults={"last": seq})
    return CaseFactory(office=at, state="accepted", number=f"沪工援〔{year}〕{at.code}{seq:04d}号")


def letter(of: Case, number: str) -> None:
    """A paper of the case under this number."""
    paper = Paper(kind="acceptance_notice", case=of, subject=f"case {of.pk}", edition=1, number=number)
    paper.issued_by = of.handler
    record(paper, actor=of.handler)


def known(at: Office, name: str = "周建国", employer: str = "上海红星物流有限公司") -> Case:
    """A case of a known worker against a known employer."""
    made = CaseFactory(
        office=at,
        employer=EmployerFactory(name=employer, credit_code=CODE if employer.startswith("上海红") else None),
    )
    worker = WorkerFactory(name=name, id_number=ID, phone="13812345678", phone2="021-57312345")
    ClaimantFactory(case=made, worker=worker)
    return made


def found(user: User, text: str) -> list[Case]:
    client = Client()
    client.force_login(user)
    response = client.get("/cases/", {"q": text})
    assert response.status_code == 200
    return [row.case for row in response.context["rows"]]


@pytest.mark.parametrize(
    "text",
    [
        "周建国", " 周 建国 ", "周建", "周", "zhoujianguo", "zhou jian", "ZHOU", "上海红星", "红星", "物流", "shanghaihongxing",
        ID, ID.lower(), f" {ID[:6]} {ID[6:14]} {ID[14:]} ", "13812345678", "138 1234 5678", "1381234", "021-57312345",
        "57312345", "5731 2345", "5731-234", "02157312345", "（021）57312345", CODE, CODE.lower(), CODE[:10], "１３８１２３４５６７８",
    ],
)  # fmt: skip
def test_a_case_is_found_by_its_parties(window: Office, clerk: User, text: str) -> None:
    made = known(window)
    CaseFactory(office=window)
    assert found(clerk, text) == [made]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("周建国", "建国"),
        ("周建国", "jianguo"),
        ("曾建国", "zeng"),
        ("曾建国", "ceng"),
        ("买买提·艾力", "艾力"),
        ("买买提·艾力", "买买提艾力"),
        ("买买提·艾力", "买买提.艾"),
        ("張大文", "张大"),
        ("张大文", "張大文"),
        ("吕明", "lv"),
        ("吕明", "lu"),
        ("吕明", "lyu ming"),
        ("吕明", "LÜ"),
        ("买买提·艾力", "买买提ꞏ艾"),
        ("马建民", "⻢建⺠"),
        ("周建国", "\u200b周建\ufeff国"),
    ],
)
def test_a_worker_is_found_by_parts_readings_and_other_characters(
    window: Office, clerk: User, name: str, text: str
) -> None:
    made = known(window, name=name)
    assert found(clerk, text) == [made]


@pytest.mark.parametrize("text", ["jinhui", "jinhuidian", "shanghaijinhui", "金汇"])
def test_an_employer_is_found_by_the_letters_of_its_core(window: Office, clerk: User, text: str) -> None:
    made = known(window, employer="上海金汇电子有限公司")
    assert found(clerk, text) == [made]


@pytest.mark.parametrize(
    "text", ["国", "星", "周建国国", "5678", "%", "_", "周%国", "guo", "zh_u", "13812345679", WRONG_ID]
)
def test_what_is_not_found(window: Office, clerk: User, text: str) -> None:
    known(window)
    assert found(clerk, text) == []


def test_a_worker_is_found_in_every_case(window: Office, clerk: User) -> None:
    first = known(window)
    second = CaseFactory(office=window)
    ClaimantFactory(case=second, worker=first.claimants.get().worker)
    assert found(clerk, "周建国") == [second, first]


def test_each_worker_of_a_group_is_found_and_the_case_stands_once(window: Office, clerk: User) -> None:
    made = known(window)
    ClaimantFactory(case=made, worker=WorkerFactory(name="周小燕"))
    assert found(clerk, "周小燕") == found(clerk, "周") == [made]


def test_a_further_party_of_the_employer_is_found(window: Office, clerk: User) -> None:
    made = CaseFactory(office=window)
    platform = EmployerFactory(name="闪送平台有限公司")
    record(CoRespondent(case=made, employer=platform, capacity="平台"), actor=None)
    assert found(clerk, "闪送") == [made]


@pytest.mark.parametrize("text", ["朱泾0012", "朱泾12", "0012", "12", "朱泾0012号", "朱泾 0012", "００１２"])
def test_a_case_is_found_by_the_end_of_its_number(window: Office, clerk: User, text: str) -> None:
    last_year, this_year = numbered(window, 2025, 12), numbered(window, 2026, 12)
    numbered(window, 2026, 13)
    assert found(clerk, text) == [this_year, last_year]


@pytest.mark.parametrize(
    "text", ["沪工援〔2026〕朱泾0012号", "沪工援[2026]朱泾0012", "沪工援（2026） 朱泾 0012 号"]
)
def test_a_whole_number_leads_to_the_case(window: Office, clerk: User, text: str) -> None:
    made = numbered(window, 2026, 12)
    client = Client()
    client.force_login(clerk)
    response = client.get("/cases/", {"q": text})
    assert (response.status_code, response["Location"]) == (302, reverse("cases:detail", args=[made.pk]))


@pytest.mark.parametrize(
    "text", ["沪工援函〔2026〕朱泾7号", "沪工援函[2026]朱泾7", "沪工援函（2026） 朱泾 7 号"]
)
def test_a_case_is_found_by_the_whole_number_of_one_of_its_papers(
    window: Office, clerk: User, text: str
) -> None:
    made = CaseFactory(office=window)
    letter(made, "沪工援函〔2026〕朱泾7号")
    letter(CaseFactory(office=window), "沪工援函〔2026〕朱泾71号")
    client = Client()
    client.force_login(clerk)
    response = client.get("/cases/", {"q": text})
    assert (response.status_code, response["Location"]) == (302, reverse("cases:detail", args=[made.pk]))


def test_a_paper_of_a_case_one_does_not_see_leads_nowhere(window: Office, clerk: User) -> None:
    letter(CaseFactory(office=office("枫泾镇总工会", code="枫泾")), "沪工援函〔2026〕枫泾7号")
    assert found(clerk, "沪工援函〔2026〕枫泾7号") == []
    assert found(LawyerFactory().user, "沪工援函〔2026〕枫泾7号") == []


def test_a_name_that_ends_in_a_digit_is_still_a_name(window: Office, clerk: User) -> None:
    made = CaseFactory(office=window, employer=EmployerFactory(name="第12建筑公司"))
    assert found(clerk, "第12") == [made]


@pytest.mark.parametrize(
    "text",
    ["周建国", "zhou", "上海红星", ID, "13812345678", CODE, "0012", "枫泾0012", "沪工援〔2026〕枫泾0012号"],
)
def test_nothing_of_another_office_is_found(window: Office, clerk: User, text: str) -> None:
    other = office("枫泾镇总工会", code="枫泾")
    known(other)
    numbered(other, 2026, 12)
    assert found(clerk, text) == []


def test_a_lawyer_finds_the_own_cases_only(window: Office) -> None:
    lawyer = LawyerFactory()
    mine, others = known(window), CaseFactory(office=window)
    ClaimantFactory(case=others, worker=mine.claimants.get().worker)
    AssignmentFactory(case=mine, lawyer=lawyer, state="accepted")
    AssignmentFactory(case=others, lawyer=lawyer)
    assert found(lawyer.user, "周建国") == [mine]
    assert found(lawyer.user, "13812345678") == [mine]


def test_search_and_filter_hold_together(window: Office, clerk: User) -> None:
    made = known(window)
    client = Client()
    client.force_login(clerk)
    assert client.get("/cases/", {"q": "周", "state": "mediation"}).context["rows"] == []
    assert [row.case for row in client.get("/cases/", {"q": "周", "state": "draft"}).context["rows"]] == [
        made
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        "+86 138 1234",
        "138-1234-5678",
        "１３８１２３４",
        "\u202d13812345678\u202c",
        "0512 8888",
        "88881234",
        "8888 12",
    ],
)
def test_a_telephone_number_is_found_however_it_is_typed_in_cases_and_visits_alike(typed):
    worker = WorkerFactory(phone="13812345678", phone2="0512-88881234")
    case = ClaimantFactory(worker=worker).case
    attendance = VisitWorkerFactory(worker=worker)
    WorkerFactory(phone="13912345678")
    sources = search_for(typed, case.handler).sources
    assert {pk for source in sources for pk in source} == {case.pk}
    visits = visits_listed(staff("clerk", attendance.visit.office), VisitWanted(q=typed))
    assert list(visits) == [attendance.visit]


@pytest.mark.parametrize(
    ("stored", "typed", "is_found"),
    [
        ("021-87654321", "87654321", True),
        ("021-87654321", "8765 4321", True),
        ("021-87654321", "8765432", True),
        ("0519-8765432", "8765432", True),
        ("021-87654321-801", "87654321", True),
        ("87654321", "87654321", True),
        ("021-87654321", "7654321", False),
        ("021-87654321", "54321", False),
        ("13887654321", "87654321", False),
        ("400-876-5432", "8765432", False),
    ],
)
def test_a_landline_is_found_without_its_area_code(
    window: Office, clerk: User, stored: str, typed: str, is_found: bool
) -> None:
    """Of a worker, of whichever of the two telephones, and of an employer."""
    first = CaseFactory(office=window, employer=EmployerFactory(phone=stored))
    second = ClaimantFactory(case=CaseFactory(office=window), worker=WorkerFactory(phone=stored)).case
    third = ClaimantFactory(
        case=CaseFactory(office=window), worker=WorkerFactory(phone="13800000001", phone2=stored)
    ).case
    assert {case.pk for case in found(clerk, typed)} == (
        {first.pk, second.pk, third.pk} if is_found else set()
    )
    assert list(Employer.objects.matching(typed)) == ([first.employer] if is_found else [])


def test_a_former_landline_is_not_found(window: Office, clerk: User) -> None:
    made = known(window)
    worker = made.claimants.get().worker
    worker.phone2 = "021-66667777"
    record(worker, actor=None)
    assert (found(clerk, "57312345"), found(clerk, "66667777")) == ([], [made])


def test_landlines_on_record_get_their_keys(window: Office, clerk: User) -> None:
    made = known(window)
    NameKey.objects.filter(kind="local").delete()
    migration = importlib.import_module("cases.migrations.0015_landline_keys")
    for _again in range(2):
        migration.key_landlines(apps, None)
    assert list(NameKey.objects.filter(kind="local").values_list("key", flat=True)) == ["57312345"]
    assert found(clerk, "57312345") == [made]


@pytest.mark.parametrize(
    ("typed", "is_found"), [("制冷", True), ("冷设备", True), ("公司", True), ("冷", False), ("冷制", False)]
)
def test_an_employer_is_found_by_a_part_of_the_name_however_many_have_it(
    window: Office, clerk: User, typed: str, is_found: bool
) -> None:
    made = known(window, employer="上海金山制冷设备有限公司")
    for number in range(210):
        EmployerFactory(name=f"常州第{number}制冷设备有限公司")
    assert found(clerk, typed) == ([made] if is_found else [])


def test_names_on_record_get_their_keys_from_the_middle_on(window: Office, clerk: User) -> None:
    made = known(window, employer="上海金山制冷设备有限公司")
    NameKey.objects.filter(kind="inside").delete()
    assert found(clerk, "制冷") == []
    migration = importlib.import_module("cases.migrations.0018_inside_employer_names")
    for _again in range(2):
        migration.key_names(apps, None)
    assert found(clerk, "制冷") == [made]
