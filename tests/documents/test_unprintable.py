"""Characters no font has are told before a paper is made; those that look like others are folded before."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Case
from core import clock
from core.audit import record
from core.names import fold
from documents.actions import issue_paper
from documents.fonts import is_printable
from documents.models import Paper
from documents.render import ROOM, html_for
from documents.unprintable import Unprintable, unprintable
from tests.documents.samples import ACCEPTANCE_NOTICE, SAMPLES, worker
from tests.documents.scenes import accepted_case
from tests.factories import staff

RARE = "𱅒"


def issue(case: Case, kind: str = "acceptance_notice", place: int = 0, **kwargs) -> Paper:
    with clock.at(dt.date(2026, 3, 20)):
        claimant = list(case.claimants.order_by("pk"))[place]
        return issue_paper(kind, actor=case.handler, case=case, claimant=claimant, **kwargs)


def rename(case: Case, name: str, place: int = 0) -> None:
    worker = list(case.claimants.order_by("pk"))[place].worker
    worker.name = name
    record(worker, actor=case.handler)


# --- folding ---


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("⾃⼰", "自己"),
        ("⻢建⺠", "马建民"),
        ("上海⻓江⼈⼒", "上海长江人力"),
        ("⻝品⻔市", "食品门市"),
        ("⻄⻅⻆", "西见角"),
        ("\uf901生", "更生"),
        ("\U0002f800", "丽"),
        ("\ufa0e\ufa0f\ufa18", "\ufa0e\ufa0f礼"),
        ("①②㎡ＡＢ（一）", "①②㎡ＡＢ（一）"),
        ("Li Ming · 买买提", "Li Ming · 买买提"),
        ("", ""),
    ],
)
def test_what_only_looks_like_a_character_becomes_it(copied, meant):
    assert fold(copied) == meant


def test_every_radical_but_those_without_a_character_is_folded():
    left = [chr(code) for code in (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6))]
    assert [char for char in left if fold(char) == char] == []


def test_radical_in_a_paper_does_not_reach_its_text():
    data = ACCEPTANCE_NOTICE | {"workers": [worker("⻢⾃强")], "matter": "⼯资争议"}
    html = html_for("acceptance_notice", data)
    assert ("马自强：" in html, "工资争议" in html, "⾃" in html) == (True, True, False)


# --- what fonts have ---


@pytest.mark.parametrize(
    ("char", "printable"),
    [
        *((char, True) for char in "自龘①√\u200b\ufe0f\t"),
        *((char, False) for char in (RARE, "བ", "\ue000", "\U000f0000")),
    ],
)
def test_what_can_be_printed_is_what_some_font_has(char, printable):
    assert is_printable(char) is printable


@pytest.mark.parametrize("name", SAMPLES)
def test_ordinary_papers_can_be_printed(name):
    assert unprintable(SAMPLES[name]) == []


def test_each_character_is_told_with_the_field_and_what_stands_around_it():
    data = ACCEPTANCE_NOTICE | {"workers": [worker(f"周{RARE}国")], "matter": f"欠付{RARE}{RARE}的工资，བོད"}
    found = [(one.char, one.field, one.text) for one in unprintable(data)]

    assert (RARE, "职工 · 姓名或名称", f"周{RARE}国") in found
    assert [one[:2] for one in found if one[1] != "职工 · 姓名或名称"] == [
        (RARE, "案由"),
        ("བ", "案由"),
        ("ོ", "案由"),
        ("ད", "案由"),
    ]


# --- issuing ---


@pytest.mark.django_db
def test_paper_is_not_made_with_a_box_in_it():
    case = accepted_case()
    rename(case, f"周{RARE}国")

    with pytest.raises(Unprintable) as refused:
        issue(case)
    assert refused.value.messages == [f"“{RARE}”（U+31152），位于“职工 · 姓名或名称”：周{RARE}国"]
    assert Paper.objects.count() == 0


@pytest.mark.django_db
def test_audit_record_tells_too():
    case = accepted_case()
    rename(case, f"周{RARE}国")
    with pytest.raises(Unprintable):
        issue_paper("audit_record", actor=staff("auditor", case.office), case=case)


@pytest.mark.django_db
def test_room_is_left_to_write_by_hand_and_the_data_keep_the_name():
    case = accepted_case()
    rename(case, f"周{RARE}国")
    paper = issue(case, by_hand=True)

    printed = paper.file.read().decode()
    assert (f"周{ROOM}国：" in printed, RARE in printed) == (True, False)
    assert (paper.data["workers"][0]["name"], paper.data["by_hand"]) == (f"周{RARE}国", RARE)


@pytest.mark.django_db
def test_nothing_is_left_for_the_hand_where_all_can_be_printed():
    assert issue(accepted_case(), by_hand=True).data["by_hand"] == ""


def order(client, case: Case, headers: dict | None = None, **data):
    client.force_login(case.handler)
    url = reverse("documents:issue", args=[case.pk, "acceptance_notice"])
    return client.post(url, data, headers=headers or {})


@pytest.mark.django_db
def test_page_says_what_it_is_and_issues_with_room_when_told(client):
    case = accepted_case()
    rename(case, f"周{RARE}国")
    refused = order(client, case, claimant="")

    assert (refused.status_code, Paper.objects.count()) == (422, 0)
    page = refused.content.decode()
    assert (f"周{RARE}国" in page, "U+31152" in page, 'name="by_hand"' in page) == (True, True, True)

    assert order(client, case, claimant="", by_hand="on").status_code == 302
    assert Paper.objects.get().data["by_hand"] == RARE


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_papers_of_a_group_go_on_after_those_that_were_made(client, headers):
    case = accepted_case(people=3)
    rename(case, f"沈{RARE}芳", place=1)
    first = case.claimants.order_by("pk").first()

    answer = order(client, case, headers, claimant="")
    if headers:
        answer = order(client, case, headers, claimant="", after=first.pk)
    page = answer.content.decode()
    assert f'name="after" value="{first.pk}"' in page
    assert [paper.claimant_id for paper in Paper.objects.all()] == [first.pk]

    order(client, case, claimant="", after=first.pk, by_hand="on")
    assert sorted(paper.edition for paper in Paper.objects.all()) == [1, 1, 1]
