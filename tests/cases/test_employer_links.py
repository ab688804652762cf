"""How employers hang together: put on record, ended with a reason, and what the conflict check makes of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.conflicts import check_conflicts, recheck_cases_of
from cases.actions.respondents import add_co_respondent, link_employer, unlink_employer
from cases.models import CoRespondent, Employer, EmployerLink
from core.audit import record
from core.errors import Changed, Problem
from tests.factories import (
    CaseFactory,
    ClaimantFactory,
    EmployerFactory,
    LawyerFactory,
    WorkerFactory,
    office,
    staff,
)

pytestmark = pytest.mark.django_db

CODE = "91350100M000100Y43"


@pytest.fixture
def case():
    """周建国 against an employer; he leads the platform, which is not linked to it yet."""
    case = CaseFactory()
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国"))
    check_conflicts(case, actor=case.handler)
    return case


@pytest.fixture
def platform():
    return EmployerFactory(name="某某平台公司", credit_code=CODE, legal_representative="周建国")


def rules(case):
    return [hit["rule"] for hit in case.conflict_checks.first().hits]


def test_a_link_finds_the_other_by_name_or_code_and_the_cases_are_checked_again(case, platform):
    link = link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    assert (link.employer, link.related, link.is_active) == (case.employer, platform, True)
    assert rules(case) == ["employer_side"]
    parent = link_employer(case.employer, actor=case.handler, kind="parent", credit_code=CODE)
    assert parent.related == platform


def test_a_link_to_somebody_new_registers_it(case):
    link = link_employer(
        case.employer, actor=case.handler, kind="agency", name="新劳务公司", reason="社保记录"
    )
    assert Employer.objects.get(name="新劳务公司") == link.related
    assert link.history.get().history_change_reason == "社保记录"


def test_an_ended_link_stays_on_record_and_the_check_finds_it_no_more(case, platform):
    link = link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    unlink_employer(link, actor=case.handler, reason="合作已终止")
    assert rules(case) == []
    assert recheck_cases_of(employer=platform, actor=case.handler) == []
    assert list(EmployerLink.objects.of([case.employer_id])) == []
    assert [h.history_change_reason for h in link.history.all()] == ["合作已终止", ""]


def test_an_ended_link_is_taken_up_again_as_the_same(case, platform):
    link = link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    unlink_employer(link, actor=case.handler, reason="合作已终止")
    add_co_respondent(case, actor=case.handler, name=platform.name, link="platform")
    assert list(EmployerLink.objects.of([case.employer_id])) == [link]


def test_a_link_made_with_a_co_respondent_counts_in_the_other_cases_of_the_employer(case, platform):
    other = CaseFactory(employer=case.employer, office=case.office, handler=case.handler)
    add_co_respondent(other, actor=case.handler, name=platform.name)
    assert rules(case) == []
    link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    assert rules(case) == ["employer_side"]


def test_who_is_linked_to_a_co_respondent_is_noticed_when_it_changes(case):
    partner, platform = EmployerFactory(), EmployerFactory()
    record(CoRespondent(case=case, employer=partner), actor=None)
    link_employer(partner, actor=case.handler, kind="platform", name=platform.name)
    check_conflicts(case, actor=case.handler)
    platform.legal_representative = "周建国"
    record(platform, actor=None)
    (check,) = recheck_cases_of(employer=platform, actor=case.handler)
    assert [hit["rule"] for hit in check.hits] == ["employer_side"]


@pytest.mark.parametrize(
    ("kind", "name", "field"),
    [("platform", "", "name"), ("friend", "某某平台公司", "kind"), ("platform", "本单位", "name")],
)
def test_what_is_no_link_is_refused_at_its_field(kind, name, field):
    case = CaseFactory(employer=EmployerFactory(name="本单位"))
    with pytest.raises(Problem) as refused:
        link_employer(case.employer, actor=case.handler, kind=kind, name=name)
    assert list(refused.value.message_dict) == [field]


def test_a_link_holds_once_and_ends_once_with_a_reason(case, platform):
    link = link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    with pytest.raises(Problem):
        link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    with pytest.raises(Problem) as refused:
        unlink_employer(link, actor=case.handler, reason=" ")
    assert list(refused.value.message_dict) == ["reason"]
    unlink_employer(link, actor=case.handler, reason="合作已终止", seen_version=link.version)
    with pytest.raises(Changed):
        unlink_employer(link, actor=case.handler, reason="合作已终止")


def test_only_clerks_link(case, platform):
    link = link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    for user in (staff("auditor", case.office), LawyerFactory().user):
        with pytest.raises(PermissionDenied):
            link_employer(case.employer, actor=user, kind="agency", name=platform.name)
        with pytest.raises(PermissionDenied):
            unlink_employer(link, actor=user, reason="合作已终止")


# --- the pages ---


def addresses(case, link):
    return [
        reverse("cases:link_employer", args=[case.pk]),
        reverse("cases:unlink_employer", args=[case.pk, link.pk]),
    ]


def test_a_link_is_added_and_ended_on_the_page_of_the_employer(client, case, platform):
    client.force_login(case.handler)
    page = reverse("cases:edit_employer", args=[case.pk])
    data = {"kind": "platform", "name": platform.name}
    answer = client.post(reverse("cases:link_employer", args=[case.pk]), data)
    assert answer.url == page + "#links"
    link = EmployerLink.objects.get()
    for shown in (page, reverse("cases:detail", args=[case.pk])):
        assert platform.name in client.get(shown).content.decode()

    end = reverse("cases:unlink_employer", args=[case.pk, link.pk])
    sent = {"reason": "合作已终止", "seen_version": link.version}
    assert client.post(end, sent).url == page + "#links"
    for shown in (page, reverse("cases:detail", args=[case.pk])):
        assert str(link) not in client.get(shown).content.decode()
    assert client.get(end).status_code == 404


def test_what_is_wrong_with_a_link_stands_at_its_field(client, case):
    client.force_login(case.handler)
    data = {"kind": "platform", "name": case.employer.name}
    answer = client.post(reverse("cases:link_employer", args=[case.pk]), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_no_page_of_links_opens_for_others(client, case, platform):
    link = link_employer(case.employer, actor=case.handler, kind="platform", name=platform.name)
    urls = addresses(case, link)
    assert [client.get(url).status_code for url in urls] == [302, 302]
    client.force_login(staff("clerk", office("别处")))
    assert [client.get(url).status_code for url in urls] == [404, 404]
    client.force_login(staff("auditor", case.office))
    assert [client.post(url).status_code for url in urls] == [403, 403]
    client.force_login(case.handler)
    assert [client.put(url).status_code for url in urls] == [405, 405]


def test_links_belong_to_the_employer_of_the_case(client, case, platform):
    other = CaseFactory(office=case.office).employer
    link = link_employer(other, actor=case.handler, kind="platform", name=platform.name)
    nobody = CaseFactory(employer=None, office=case.office, handler=case.handler)
    client.force_login(case.handler)
    assert client.get(reverse("cases:unlink_employer", args=[case.pk, link.pk])).status_code == 404
    assert client.get(reverse("cases:link_employer", args=[nobody.pk])).status_code == 404


def test_the_page_costs_the_same_with_one_link_and_with_ten(client, case):
    client.force_login(case.handler)
    url = reverse("cases:edit_employer", args=[case.pk])

    def queries(count):
        for _ in range(count):
            record(EmployerLink(employer=case.employer, related=EmployerFactory(), kind="agency"), actor=None)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    assert queries(1) == queries(9)
