"""The pages of figures and reports: who gets them, what they say, and what they ask of the database."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from core import clock
from core.audit import record
from core.models import AccessLog
from reports.measures import MEASURES
from reports.models import PeriodReport, ReportShape, Rows
from tests.factories import office, staff
from tests.reports.scene import TODAY, Desk, case, desk, told
from tests.security.test_plans import grows, statements

OCTOBER = "since=2026-10-01&until=2026-10-31"


@pytest.fixture
def here(db: None) -> Iterator[Desk]:
    with clock.at(TODAY):
        yield told(desk())


@pytest.fixture
def client(here: Desk) -> Client:
    client = Client()
    client.force_login(here.supervisor)
    return client


def test_the_dashboard_shows_figures_that_lead_to_their_rows(client: Client) -> None:
    page = client.get(f"{reverse('reports:dashboard')}?{OCTOBER}").content.decode()
    url = re.search(r'href="(/reports/behind/recovered/\?[^"]+)">300\.00<', page)
    assert url
    rows = client.get(url[1].replace("&amp;", "&")).content.decode()
    assert "挽回经济损失 300.00 元" in rows
    assert sorted(re.findall(r'<td class="n"[^>]*>([\d.]+)</td>', rows)) == ["100.00", "150.00", "50.00"]


def test_every_figure_has_its_rows_and_its_definition(client: Client) -> None:
    definitions = client.get(reverse("reports:definitions")).content.decode()
    for key, measure in MEASURES.items():
        page = client.get(f"{reverse('reports:behind', args=[key])}?{OCTOBER}")
        assert page.status_code == 200, key
        assert str(measure.told).split("；")[0][:8] in page.content.decode()
        assert f'id="{key}"' in definitions
    assert client.get(reverse("reports:behind", args=["nothing"])).status_code == 404


def test_every_bar_leads_to_rows_that_are_as_many(client: Client) -> None:
    page = client.get(f"{reverse('reports:dashboard')}?{OCTOBER}").content.decode()
    charts = re.findall(r'<svg.*?class="chart".*?</svg>', page, re.S)
    assert len(charts) == 5
    links = re.findall(
        r'<a [^>]*?href="([^"]+)"[^>]*aria-label="([^"]+)"|<a aria-label="([^"]+)"[^>]*href="([^"]+)"',
        "".join(charts),
    )
    assert links
    for one in links:
        url, told_of = (one[0], one[1]) if one[0] else (one[3], one[2])
        rows = client.get(url.replace("&amp;", "&")).content.decode()
        figure = re.search(r": ([\d,.]+)", told_of)
        heading = re.search(r"<h1>.*? ([\d,.]+) ", rows)
        assert figure, told_of
        assert heading, told_of
        assert figure[1] == heading[1], told_of


def test_every_figure_of_a_report_leads_to_rows_that_are_as_many(client: Client, here: Desk) -> None:
    columns = ["accepted", "claimants", "recovered"]
    shapes = [
        record(ReportShape(office=here.district, name=rows, rows=rows, columns=columns), actor=None)
        for rows in Rows
    ]
    asked = 0
    for shape in shapes:
        sheet = client.get(f"{reverse('reports:period')}?{OCTOBER}&shape={shape.pk}").context["sheet"]
        for line in (*sheet.lines(), sheet.total()):
            for value in line.values:
                if value.url:
                    asked += 1
                    heading = re.search(r"<h1>.*? ([\d,.]+) ", client.get(value.url).content.decode())
                    assert heading, value.url
                    assert heading[1] == (value.note or value.text), (shape.rows, line.name)
    assert asked > 20


def test_charts_bring_no_style_and_no_script(client: Client) -> None:
    page = client.get(f"{reverse('reports:dashboard')}?{OCTOBER}").content.decode()
    for chart in re.findall(r"<svg.*?</svg>", page, re.S):
        assert not re.search(r"<style|<script|style=|onclick", chart)
        role = "group" if "<a " in chart else "img"
        assert re.search(rf'role="{role}"[^>]*aria-label="[^"]+"', chart)


def test_what_makes_no_sense_in_an_address_is_said_and_left_out(client: Client) -> None:
    for query in (
        "since=x&until=y",
        "since=2026-12-31&until=2026-01-01",
        "office=999999&firm=abc&worker_type=none&parties=many&age=x",
        "since=1900-01-01&until=2100-12-31",
        "since=1900-01-01",
        "until=1900-01-01",
    ):
        for name in ("reports:dashboard", "reports:period"):
            assert client.get(f"{reverse(name)}?{query}").status_code == 200, (name, query)


def test_a_filter_nobody_knows_shows_no_figure_of_more(client: Client) -> None:
    answer = client.get(f"/reports/behind/accepted/?{OCTOBER}&channel=none")
    assert answer.url == f"/reports/?{OCTOBER}&channel=none"
    assert client.get(answer.url).context["form"].is_open


def test_who_supervises_another_office_sees_nothing_of_it(here: Desk) -> None:
    client = Client()
    client.force_login(staff("supervisor", office("钟楼区总工会")))
    page = client.get(f"{reverse('reports:dashboard')}?{OCTOBER}&office={here.district.pk}").content.decode()
    assert "300.00" not in page


def asked_by(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["reports:dashboard", "reports:period", "reports:behind"])
def test_more_cases_and_offices_ask_no_more(client: Client, here: Desk, name: str) -> None:
    url = f"{reverse(name, args=['recovered'] if name.endswith('behind') else [])}?{OCTOBER}"
    client.get(url)
    few = asked_by(client, url)
    for number in range(20):
        town = office(f"镇{number}", here.district)
        case(here, f"more{number}", town, "10-05")
    assert asked_by(client, url) == few
    assert few <= {"reports:dashboard": 50, "reports:period": 50, "reports:behind": 14}[name]


def test_no_statement_reads_a_table_that_grows(client: Client) -> None:
    urls = [
        *(f"/reports/behind/{key}/?{OCTOBER}" for key in MEASURES),
        f"/reports/?{OCTOBER}&worker_type=courier&cause=205.5&channel=window&parties=group",
        f"/reports/period/?{OCTOBER}",
    ]
    wrong = []
    for url in urls:
        with statements() as asked:
            client.get(url)
        wrong += [f"{url}: {line}\n{sql}" for sql, params in asked for line in grows(sql, params)]
    assert wrong == []


def test_a_report_as_spreadsheet_holds_the_figures_as_numbers(client: Client, here: Desk) -> None:
    url = f"{reverse('reports:period_file', args=['xlsx'])}?{OCTOBER}"
    answer = client.get(url)
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("行", "起止日期", "咨询 (件)")
    assert rows[0][-1] == "挽回经济损失 (元)"
    names = [row[0] for row in rows[1:7]]
    assert names == ["金山区总工会本级", "朱泾镇总工会", "枫泾镇总工会", "合计", "上期", "去年同期"]
    assert [row[23] for row in rows[1:5]] == [0, 150, 150, 300]
    assert AccessLog.objects.filter(actor=here.supervisor, kind="export").count() == 1


@pytest.mark.pdf
def test_a_report_as_paper_has_its_charts_and_definitions(client: Client) -> None:
    answer = client.get(f"{reverse('reports:period_file', args=['pdf'])}?{OCTOBER}")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for word in ("月报", "未签发", "挽回经济损失", "朱泾镇总工会", "上期", "如何统计"):
        assert word in text, word


def test_a_report_is_written_signed_and_read_again(client: Client, here: Desk) -> None:
    url = f"{reverse('reports:sign')}?office={here.district.pk}&{OCTOBER}"
    form = client.get(url).context["form"]
    said = {"narrative": "十月开展夏送清凉回访。", "seen_version": 0, "seen": form["seen"].value()}
    assert client.post(url, said).url.startswith(reverse("reports:period"))
    kept = PeriodReport.objects.get()
    assert not kept.is_signed
    answer = client.post(url, {**said, "seen_version": kept.version, "sign": "1"})
    report = PeriodReport.objects.get()
    assert answer.url == reverse("reports:signed", args=[report.pk])
    page = client.get(answer.url).content.decode()
    assert "十月开展夏送清凉回访。" in page
    assert report.sha256 in page
    assert "300.00" in page
    assert client.get(url).url == answer.url
    assert (
        reverse("reports:signed", args=[report.pk])
        in client.get(reverse("reports:signed_list")).content.decode()
    )


def test_figures_that_moved_meanwhile_are_shown_again_and_the_text_stays(client: Client, here: Desk) -> None:
    url = f"{reverse('reports:sign')}?office={here.district.pk}&{OCTOBER}"
    seen = client.get(url).context["form"]["seen"].value()
    case(here, "late", here.towns[0], "10-20")
    answer = client.post(url, {"narrative": "文字", "seen_version": 0, "seen": seen, "sign": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "文字" in page
    assert "数据已有变动" in page
    assert answer.context["form"]["seen"].value() != seen
    assert not PeriodReport.objects.exists()


def test_a_draft_text_is_no_signed_report(client: Client, here: Desk) -> None:
    url = f"{reverse('reports:sign')}?office={here.district.pk}&{OCTOBER}"
    client.post(url, {"narrative": "x", "seen_version": 0, "seen": "x"})
    draft = PeriodReport.objects.get()
    assert client.get(reverse("reports:signed", args=[draft.pk])).status_code == 404


def test_an_administrator_shapes_a_report_that_supervisors_below_use(here: Desk) -> None:
    administrator = Client()
    administrator.force_login(staff("administrator", here.district))
    said: dict[str, Any] = {
        "office": here.district.pk,
        "name": "群体性案件",
        "rows": "cause",
        "columns": ["accepted", "recovered"],
        "parties": "group",
        "is_active": "on",
        "reason": "区里要求",
        "seen_version": 0,
    }
    assert administrator.post(reverse("reports:new_shape"), said).status_code == 302
    shape = ReportShape.objects.get()
    assert (shape.columns, shape.narrowing) == (["accepted", "recovered"], {"parties": "group"})
    below = Client()
    below.force_login(staff("supervisor", here.towns[0]))
    page = below.get(f"{reverse('reports:period')}?{OCTOBER}&shape={shape.pk}")
    assert page.context["sheet"].table["total"] == [1, "150.00"]
    again = administrator.post(reverse("reports:new_shape"), said)
    assert again.status_code == 422
    assert "本单位已有同名" in again.content.decode()
    changed = {**said, "name": "群体", "seen_version": shape.version}
    assert administrator.post(reverse("reports:shape", args=[shape.pk]), changed).status_code == 302


def test_a_year_of_an_empty_office_says_so_without_an_error(db: None) -> None:
    client = Client()
    client.force_login(staff("supervisor", office("空总工会")))
    page = client.get(reverse("reports:dashboard")).content.decode()
    assert "暂无数据" in page
    assert client.get(reverse("reports:period")).status_code == 200
