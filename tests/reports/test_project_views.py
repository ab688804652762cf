"""The pages of the projects of a year: what they say, what they refuse, and what they ask of the database."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from core import clock
from core.models import AccessLog
from documents.models import Attachment
from reports.actions.projects import enter, hand_down
from reports.models import Project, ProjectEntry, ProjectUnit, RollUp
from reports.projects import COUNTABLE
from tests.factories import office, staff
from tests.reports.scene import TODAY, Desk, desk, told
from tests.reports.test_projects import a_project, counted, down, put
from tests.reports.test_views import asked_by
from tests.security.test_plans import grows, statements

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
LIST = "/reports/projects/"


@pytest.fixture
def here(db: None) -> Iterator[Desk]:
    with clock.at(TODAY):
        yield told(desk())


@pytest.fixture
def keeper(here: Desk) -> Any:
    return staff("administrator", here.district)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(here: Desk) -> Client:
    return signed_in(here.supervisor)


def page(client: Client, project: Project) -> str:
    answer = client.get(reverse("reports:project", args=[project.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_plan_done_share_and_forecast(client: Client, here: Desk, keeper: Any) -> None:
    books = a_project(here.district, keeper, plan=Decimal(30_000))
    put(down(books, here.towns[0], keeper), keeper, 10, 40_000)
    text = client.get(LIST).content.decode()
    for word in ("建设职工书屋", "30,000", "40,000", "133.3 %", "48,026", "超计划", "2 家单位中有 1 家"):
        assert word in text, word
    assert books.name not in client.get(f"{LIST}?year=2025").content.decode()
    assert books.name in client.get(f"{LIST}?office={here.towns[0].pk}").content.decode()


def test_a_counted_project_leads_to_the_rows_of_the_year_and_of_each_month(
    client: Client, here: Desk, keeper: Any
) -> None:
    project = counted(here.district, keeper, "recovered", ProjectUnit.TEN_THOUSAND, name="挽回")
    answer = client.get(reverse("reports:project", args=[project.pk]))
    october = answer.context["months"][9]
    assert "300.00" in client.get(october.url).content.decode()
    assert "挽回经济损失" in client.get(answer.context["whole_year"]).content.decode()
    assert october.url.replace("&", "&amp;") in answer.content.decode().split("<svg")[1].split("</svg>")[0]
    assert answer.context["line"].told in answer.content.decode()


def test_an_administrator_gets_no_links_to_figures_that_are_not_for_reading(here: Desk, keeper: Any) -> None:
    project = counted(here.district, keeper, "accepted", ProjectUnit.MATTERS)
    assert "/reports/behind/" not in page(signed_in(keeper), project)


def test_what_was_done_is_entered_with_a_file_that_can_be_read_again(
    client: Client, here: Desk, keeper: Any
) -> None:
    project = a_project(here.district, keeper)
    url = reverse("reports:enter_project", args=[project.pk])
    assert client.get(url).context["form"]["month"].value() == 1
    said = {"month": "10", "amount": "15,000", "reference": "", "proof": SimpleUploadedFile("台账.pdf", PDF)}
    assert client.post(url, said).url == reverse("reports:project", args=[project.pk])
    entry = ProjectEntry.objects.get()
    assert (entry.amount, entry.entered_by, entry.file_name) == (15_000, here.supervisor, "台账.pdf")
    proof = client.get(reverse("reports:entry_proof", args=[entry.pk]))
    assert (proof.content, proof["Content-Type"]) == (PDF, "application/pdf")
    assert "sandbox" in proof["Content-Security-Policy"]
    assert AccessLog.objects.filter(actor=here.supervisor, kind="download").count() == 1
    assert "台账.pdf" in page(client, project)
    assert Attachment.objects.filter(file_name="台账.pdf").count() == 0


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"amount": "100.5"}, "amount"),
        ({"amount": "许多"}, "amount"),
        ({"amount": "1.64亿"}, "amount"),  # of yuan, or of 万元?
        ({"amount": "-1"}, "amount"),
        ({"month": "12"}, "month"),
        ({"month": "13"}, "month"),
        ({"reference": ""}, "reference"),
        ({"proof": SimpleUploadedFile("proof.pdf", b"MZ\x90\x00 not a paper")}, "proof"),
        ({"proof": SimpleUploadedFile("proof.pdf", b"")}, "proof"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(
    client: Client, here: Desk, keeper: Any, other: dict[str, Any], field: str
) -> None:
    project = a_project(here.district, keeper, unit=ProjectUnit.PERCENT, plan=Decimal(98), roll_up=RollUp.OWN)
    url = reverse("reports:enter_project", args=[project.pk])
    said = {"month": "3", "amount": "97.5", "reference": "统计报表第2期", **other}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    for name in ("month", "amount", "reference"):
        assert answer.context["form"][name].value() == said[name]
    assert not ProjectEntry.objects.exists()


def test_a_month_of_a_refused_entry_leaves_no_file(
    client: Client, here: Desk, keeper: Any, settings: Any
) -> None:
    from seals.files import stored_files

    project = a_project(here.district, keeper)
    put(project, keeper, 3, 1)
    before = sorted(stored_files())
    said = {"month": "3", "amount": "5", "proof": SimpleUploadedFile("x.pdf", PDF)}
    answer = client.post(reverse("reports:enter_project", args=[project.pk]), said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["month"])
    assert sorted(stored_files()) == before


def test_a_correction_shows_both_and_a_second_one_of_the_same_entry_is_refused(
    client: Client, here: Desk, keeper: Any
) -> None:
    project = a_project(here.district, keeper)
    wrong = put(project, keeper, 3, 70)
    url = reverse("reports:correct_entry", args=[wrong.pk])
    form = client.get(url).context["form"]
    assert (form["amount"].value(), form["reference"].value()) == ("70", "台账第3页")
    assert client.post(url, {"amount": "7", "reference": "台账第4页"}).status_code == 422
    said = {"amount": "7", "reference": "台账第4页", "reason": "多录一个零"}
    assert client.post(url, said).status_code == 302
    assert "<del>70</del>" in page(client, project)
    answer = signed_in(keeper).post(url, {**said, "amount": "8"})
    assert answer.status_code == 422
    assert "其他人" in answer.content.decode()
    assert answer.context["form"]["amount"].value() == "8"
    assert ProjectEntry.objects.count() == 2


def test_an_administrator_sets_up_a_project_changes_it_and_hands_it_down(here: Desk, keeper: Any) -> None:
    client = signed_in(keeper)
    said: dict[str, Any] = {
        "office": here.district.pk, "year": 2026, "number": 1, "name": "职工法律援助", "unit": "persons",
        "measure": "persons", "plan": "30,000", "roll_up": "own", "is_active": "on", "reason": "市总部署", "seen_version": 0,
    }  # fmt: skip
    assert client.post(reverse("reports:new_project"), said).status_code == 302
    project = Project.objects.get()
    assert (project.plan, project.measure) == (30_000, "persons")
    again = client.post(reverse("reports:new_project"), said)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    change = {**said, "plan": "20000", "seen_version": project.version}
    assert client.post(reverse("reports:change_project", args=[project.pk]), change).status_code == 302
    url = reverse("reports:hand_down_project", args=[project.pk])
    asked = {"office": here.towns[0].pk, "plan": "500", "roll_up": "own", "reason": "分解"}
    assert client.post(url, asked).status_code == 302
    child = project.children.get()
    assert (child.office, child.plan, child.measure) == (here.towns[0], 500, "persons")
    assert here.towns[0].pk not in dict(client.get(url).context["form"].fields["office"].choices)
    own = {
        "plan": "600",
        "roll_up": "own",
        "is_active": "on",
        "reason": "调整",
        "seen_version": child.version,
    }
    assert client.post(reverse("reports:change_project", args=[child.pk]), own).status_code == 302
    child.refresh_from_db()
    assert (child.plan, child.name) == (600, "职工法律援助")
    assert "朱泾镇总工会" in page(client, project)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"measure": "recovered"}, "measure"),
        ({"roll_up": "sum", "measure": ""}, "roll_up"),
        ({"plan": "0"}, "plan"),
        ({"plan": "0.5"}, "plan"),
        ({"unit": "percent", "measure": "", "plan": "120"}, "plan"),
        ({"year": "20226"}, "year"),
        ({"name": ""}, "name"),
    ],
)
def test_a_project_that_cannot_be_is_refused_at_its_field(
    here: Desk, keeper: Any, other: dict[str, Any], field: str
) -> None:
    said = {
        "office": here.district.pk, "year": 2026, "number": 1, "name": "职工法律援助", "unit": "persons",
        "measure": "persons", "plan": "30,000", "roll_up": "own", "is_active": "on", "reason": "x", "seen_version": 0,
        **other,
    }  # fmt: skip
    answer = signed_in(keeper).post(reverse("reports:new_project"), said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Project.objects.exists()


def test_who_is_elsewhere_finds_nothing(here: Desk, keeper: Any) -> None:
    project = a_project(here.district, keeper)
    entry = put(project, keeper, 1, 1)
    for role in ("supervisor", "administrator"):
        client = signed_in(staff(role, office(f"钟楼区总工会{role}")))
        for name, pk in (
            ("project", project.pk), ("enter_project", project.pk), ("correct_entry", entry.pk), ("entry_proof", entry.pk),
        ):  # fmt: skip
            assert client.get(reverse(f"reports:{name}", args=[pk])).status_code == 404, (role, name)
        assert project.name not in client.get(LIST).content.decode()
    town = signed_in(staff("supervisor", here.towns[0]))
    assert town.get(reverse("reports:project", args=[project.pk])).status_code == 404
    child = down(project, here.towns[0], keeper)
    assert reverse("reports:project", args=[project.pk]) not in page(town, child)
    assert town.get(reverse("reports:entry_proof", args=[put(child, keeper, 1, 1).pk])).status_code == 404


def test_more_projects_offices_and_entries_ask_no_more(client: Client, here: Desk, keeper: Any) -> None:
    def grown(number: int) -> None:
        one = a_project(here.district, keeper, name=f"项目{number}", number=number)
        town = office(f"镇{number}", here.district)
        put(
            hand_down(one, actor=keeper, office=town, plan=Decimal(1), roll_up="own", reason="x"),
            keeper,
            1,
            1,
        )
        put(
            hand_down(main, actor=keeper, office=town, plan=Decimal(1), roll_up="own", reason="x"),
            keeper,
            1,
            1,
        )
        put(main, keeper, number, 1)

    main = a_project(here.district, keeper, name="主项目")
    counted(here.district, keeper, "persons", ProjectUnit.PERSONS, name="人数")
    grown(1)
    urls = [LIST, reverse("reports:project", args=[main.pk])]
    for url in urls:
        client.get(url)
    few = [asked_by(client, url) for url in urls]
    for number in range(2, 11):
        grown(number)
    assert [asked_by(client, url) for url in urls] == few
    assert max(few) <= 20


def test_no_statement_reads_a_table_that_grows(client: Client, here: Desk, keeper: Any) -> None:
    urls = [LIST]
    for unit, measures in COUNTABLE.items():
        for key in measures:
            project = counted(here.district, keeper, key, unit, name=key)
            urls.append(reverse("reports:project", args=[project.pk]))
    wrong = []
    for url in urls:
        with statements() as asked:
            client.get(url)
        wrong += [f"{url}: {line}\n{sql}" for sql, params in asked for line in grows(sql, params)]
    assert wrong == []


def test_what_makes_no_sense_in_an_address_is_said_and_left_out(client: Client) -> None:
    for query in ("year=x", "year=99999", "office=999999", "office=x&year=-1"):
        assert client.get(f"{LIST}?{query}").status_code == 200, query
    assert client.get("/reports/projects/file/csv/").status_code == 404
    assert "本年度暂无实事项目" in client.get(LIST).content.decode()


def test_the_spreadsheet_holds_the_figures_as_numbers(client: Client, here: Desk, keeper: Any) -> None:
    put(a_project(here.district, keeper, plan=Decimal(30)), keeper, 10, 40)
    answer = client.get(f"{LIST}file/xlsx/")
    rows = list(
        load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    )
    assert rows[0][:7] == ("序号", "项目名称", "计量单位", "计划", "已完成", "计划完成率（%）", "全年预计")
    assert rows[1][:8] == (1, "建设职工书屋", "个", 30, 40, 133.3, 48, "超计划")
    assert AccessLog.objects.filter(actor=here.supervisor, kind="export").count() == 1


@pytest.mark.pdf
@pytest.mark.parametrize("many", [10, 25])
def test_all_projects_of_a_year_stand_on_one_page(client: Client, here: Desk, keeper: Any, many: int) -> None:
    for number in range(1, many + 1):
        name = f"第{number}项：" + "为户外劳动者、灵活就业会员和新就业形态劳动者提供服务" * 2
        project = a_project(here.district, keeper, number=number, name=name[:60], plan=Decimal(1_640_000))
        enter(project, actor=keeper, month=10, amount=Decimal(1_234_567), reference="台账")
    answer = client.get(f"{LIST}file/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    for word in (f"第{many}项", "1,234,567", "全年预计", "金山区总工会"):
        assert word in text, word
