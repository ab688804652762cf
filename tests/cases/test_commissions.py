"""The arbitration commission of a case: filed with, entered, or that of the place of the office; else asked for."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cases.actions.case import edit_case
from cases.commissions import commission_of, known_commissions
from cases.models import Case, Proceeding
from core.audit import record
from core.errors import Problem
from documents.actions import issue_paper
from labour_law.places import authorities_of
from tests.documents.scenes import accepted_case
from tests.factories import CaseFactory, office, staff

pytestmark = pytest.mark.django_db
JINSHAN, KUNSHAN = "上海市金山区劳动人事争议仲裁委员会", "昆山市劳动人事争议仲裁委员会"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("310116", "上海市金山区"),
        ("500229", "重庆市城口县"),
        ("330110", "杭州市余杭区"),
        ("330100", "杭州市"),
        ("3301", "杭州市"),
        ("320583", "昆山市"),
        ("330523", "安吉县"),
        ("532901", "大理市"),
        ("33", ""),
        ("31", ""),
        ("shanghai", ""),
        ("", ""),
    ],
)
def test_authorities_go_by_the_name_of_their_place(code, name):
    assert authorities_of(code) == name


def filed(case, body, day=2):
    on = dt.date(2026, 6, day)
    return record(Proceeding(case=case, kind="arbitration", body=body, filed_on=on), actor=None)


@pytest.mark.parametrize(
    ("region", "entered", "before", "expected"),
    [
        ("", "", "", ""),
        ("310116", "", "", JINSHAN),
        ("310116", KUNSHAN, "", KUNSHAN),
        ("310116", KUNSHAN, "常州市仲裁委", "常州市仲裁委"),
        ("", KUNSHAN, "", KUNSHAN),
    ],
)
def test_what_the_case_says_comes_before_its_place(region, entered, before, expected):
    case = CaseFactory(office=office(parent=office("区总", region=region)), commission=entered)
    if before:
        filed(case, before)
    assert commission_of(Case.objects.get(pk=case.pk)) == expected


def test_those_the_office_went_to_are_offered_the_most_used_first():
    at = office(region="310116")
    for body in (KUNSHAN, "常州市仲裁委", KUNSHAN):
        filed(CaseFactory(office=at), body)
    filed(CaseFactory(), "别处仲裁委")
    assert known_commissions(at) == [KUNSHAN, "常州市仲裁委", JINSHAN]


def page(case, name="cases:edit", *args):
    client = Client()
    client.force_login(case.handler)
    return client, client.get(reverse(name, args=[case.pk, *args]))


def test_it_is_offered_and_entered_with_the_facts_of_the_case():
    at = office()
    case = CaseFactory(office=at, handler=staff("clerk", at))
    filed(CaseFactory(office=at), KUNSHAN)
    client, shown = page(case)
    text = shown.content.decode()
    assert f'<option value="{KUNSHAN}">' in text
    assert "未填写的，不能出具申请书" in text
    edit_case(case, actor=case.handler, commission=KUNSHAN)
    assert KUNSHAN in client.get(reverse("cases:detail", args=[case.pk])).content.decode()


def test_filing_begins_with_it():
    case = CaseFactory(commission=KUNSHAN, state="mediation")
    _client, shown = page(case, "cases:step", "file-arbitration")
    assert f'value="{KUNSHAN}"' in shown.content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "尚未填写：仲裁委员会"), ("en", "Still empty: Arbitration commission")]
)
def test_without_one_no_application_is_issued_and_the_field_is_named(language, said):
    case = accepted_case(commission="")
    with translation.override(language), pytest.raises(Problem, match=said):
        issue_paper("arbitration_application", actor=case.handler, case=case)
    assert not case.papers.exists()


def test_without_one_the_page_before_issuing_leads_to_the_field():
    case = accepted_case(commission="")
    _client, shown = page(case, "documents:check", "arbitration_application")
    text = shown.content.decode()
    assert f'href="/cases/{case.pk}/edit/#id_commission"' in text
    assert "必须填写" in text
