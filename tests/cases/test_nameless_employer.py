"""An employer whose name nobody knows yet: known by its boss, signboard, site or app, and completed later."""

import pytest
from django.urls import reverse
from django.utils import translation

from cases.actions.parties import save_employer, take_employer
from cases.forms.parties import EmployerForm
from cases.models import Employer
from cases.queries.search import search_for
from core.errors import Problem
from documents.catalogue import CATALOGUE
from tests.factories import CaseFactory, EmployerFactory, ready_case, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def form(**typed):
    return EmployerForm(typed)


@pytest.mark.parametrize(
    "typed",
    [
        {"legal_representative": "王大力", "phone": "13800138000", "address": "朱泾镇万枫公路1号"},
        {"phone": "95588"},
        {"address": "朱泾镇"},
        {"known_by": "app"},
        {"known_by": "boss"},
    ],
)
def test_what_is_said_of_an_employer_without_a_name_is_not_passed_over(typed):
    assert list(form(**typed).errors) == ["name"]


def test_the_boss_is_the_name_where_only_the_boss_is_known():
    typed = form(known_by="boss", legal_representative="王大力")
    assert typed.is_valid()
    assert typed.cleaned_data["name"] == "王大力"


def test_who_has_a_code_has_a_name():
    typed = form(name="兴旺饭店", known_by="signboard", credit_code="91350100M000100Y43")
    assert list(typed.errors) == ["known_by"]


def test_nothing_said_is_no_employer():
    assert form().is_valid()
    assert take_employer(actor=staff("clerk", CaseFactory().office)) is None


def test_the_action_refuses_what_it_would_lose():
    with pytest.raises(Problem) as refused:
        take_employer(actor=staff("clerk", CaseFactory().office), legal_representative="王大力")
    assert list(refused.value.message_dict) == ["name"]


def test_two_bosses_of_one_name_are_two_employers():
    actor = staff("clerk", CaseFactory().office)
    first = take_employer(actor=actor, name="王强", known_by="boss")
    second = take_employer(actor=actor, name="王强", known_by="boss")
    shown = take_employer(actor=actor, name="王强", known_by="boss", known=first.pk, address="朱泾镇")
    named = take_employer(actor=actor, name="王强")
    assert len({first.pk, second.pk, named.pk}) == 3
    assert (shown.pk, shown.address) == (first.pk, "朱泾镇")
    assert (str(first), str(named)) == ("王强 (its boss; name not known)", "王强")


def test_the_name_is_completed_later():
    case = ready_case()
    employer = take_employer(actor=case.handler, name="兴旺饭店", known_by="signboard")
    save_employer(
        employer,
        actor=case.handler,
        name="上海兴旺餐饮有限公司",
        known_by="",
        credit_code="91350100M000100Y43",
    )
    employer.refresh_from_db()
    assert (str(employer), employer.known_by) == ("上海兴旺餐饮有限公司", "")


def test_whose_name_is_on_record_already_is_not_made_a_second_one():
    actor = staff("clerk", CaseFactory().office)
    EmployerFactory(name="上海兴旺餐饮有限公司")
    employer = take_employer(actor=actor, name="兴旺饭店", known_by="signboard")
    with pytest.raises(Problem) as refused:
        save_employer(employer, actor=actor, name="上海兴旺餐饮有限公司", known_by="")
    assert list(refused.value.message_dict) == ["name"]


def test_an_application_for_arbitration_waits_for_the_name():
    case = CaseFactory(facts="欠薪", employer=EmployerFactory(credit_code=None, known_by="boss"))
    assert "The name of the employer is not known yet." in CATALOGUE["arbitration_application"].missing(case)


def test_an_employer_is_found_by_its_telephone(client):
    case = CaseFactory(employer=EmployerFactory(phone="400-820-8820", known_by="app", credit_code=None))
    search = search_for("400 820 88", case.handler)
    found = {pk for source in search.sources for pk in source}
    assert found == {case.pk}
    client.force_login(case.handler)
    answer = client.post(reverse("front_desk:find_employer"), {"employer-name": "4008208820"})
    assert case.employer.name in answer.content.decode()


def test_it_is_completed_on_the_page_of_the_case(client):
    case = CaseFactory(employer=EmployerFactory(name="王强", known_by="boss", credit_code=None))
    client.force_login(case.handler)
    url = reverse("cases:edit_employer", args=[case.pk])
    shown = client.get(url).context["form"]
    assert shown["known_by"].value() == "boss"
    sent = {
        "name": "上海强盛装饰有限公司",
        "known_by": "",
        "seen_version": shown["seen_version"].value(),
        "reason": "查明",
    }
    assert client.post(url, sent).status_code == 302
    assert Employer.objects.get().name == "上海强盛装饰有限公司"
