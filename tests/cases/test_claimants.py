"""Claimants and the employer's side: what changes, who may, what follows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions import claimants as claimant_actions
from cases.actions.claimants import add_claimant, set_consent, update_claimant, withdraw_claimant
from cases.actions.respondents import add_co_respondent, drop_co_respondent, set_employer
from cases.models import Case, Claimant, ConflictCheck, Employer, EmployerLink, Worker
from core import clock
from core.crypto import keyed_hash
from core.errors import Changed, Problem
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    WorkerFactory,
    id_number,
    met,
    office,
    staff,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def handler(case):
    return case.handler


# --- claimants ---


def test_a_worker_on_record_is_added_and_the_parties_are_checked(case, handler):
    worker = WorkerFactory()
    claimant = add_claimant(case, actor=handler, worker=worker, job="装配工", reason="同车间职工")
    assert (claimant.worker, claimant.job, claimant.outcome) == (worker, "装配工", "open")
    entry = claimant.history.get()
    assert (entry.history_user, entry.history_change_reason) == (handler, "同车间职工")
    assert ConflictCheck.objects.get().parties_key == Case.objects.get(pk=case.pk).parties_key()


def test_a_new_worker_is_registered(case, handler):
    number = id_number(dt.date(1990, 2, 3), 124)
    person = {"name": "沈玉芳", "id_number": number, "phone": "18600000001"}
    claimant = add_claimant(case, actor=handler, person=person)
    assert (claimant.worker.name, claimant.worker.sex, claimant.worker.birth_date) == (
        "沈玉芳",
        "female",
        dt.date(1990, 2, 3),
    )


def test_the_worker_with_that_id_number_is_found(case, handler):
    worker = met(case.office, name="沈玉芳")
    claimant = add_claimant(case, actor=handler, person={"name": "沈玉芳", "id_number": worker.id_number})
    assert claimant.worker == worker
    assert Worker.objects.count() == 1


def test_the_same_worker_twice_is_told_in_words(case, handler):
    worker = WorkerFactory(name="沈玉芳")
    add_claimant(case, actor=handler, worker=worker)
    with pytest.raises(Problem) as refused:
        add_claimant(case, actor=handler, worker=worker)
    assert "沈玉芳" in refused.value.messages[0]
    assert Claimant.objects.count() == 1


def test_the_constraint_itself_speaks_when_two_clerks_add_the_same_worker(case, handler):
    worker = WorkerFactory(name="沈玉芳")
    ClaimantFactory(case=case, worker=worker)
    late = Claimant(case=case, worker=worker)
    with pytest.raises(Problem) as refused:
        claimant_actions._put_down(late, handler, "")
    assert "沈玉芳" in refused.value.messages[0]


def test_a_refused_claimant_leaves_no_worker_behind(case, handler):
    with pytest.raises(Problem):
        add_claimant(
            case,
            actor=handler,
            person={"name": "沈玉芳", "id_number": id_number()},
            employed_from=dt.date(2026, 2, 1),
            employed_to=dt.date(2026, 1, 1),
        )
    assert (Worker.objects.count(), Claimant.objects.count(), ConflictCheck.objects.count()) == (0, 0, 0)


def test_one_who_withdrew_takes_part_again(case, handler):
    claimant = ClaimantFactory(case=case, outcome="withdrawn")
    again = add_claimant(case, actor=handler, worker=claimant.worker)
    assert (again.pk, again.outcome) == (claimant.pk, "open")


def test_one_split_off_does_not_come_back(case, handler):
    claimant = ClaimantFactory(case=case, outcome="split")
    with pytest.raises(Problem):
        add_claimant(case, actor=handler, worker=claimant.worker)


@pytest.mark.parametrize("state", ["settled", "awarded", "enforcement", "closing", "closed", "withdrawn"])
def test_parties_stand_once_the_case_is_resolved(state):
    case = CaseFactory(state=state)
    with pytest.raises(Problem):
        add_claimant(case, actor=case.handler, worker=WorkerFactory(), reason="补录")


def test_only_the_clerk_adds_claimants(case):
    for role in ("reviewer", "supervisor", "auditor"):
        with pytest.raises(PermissionDenied):
            add_claimant(case, actor=staff(role, case.office), worker=WorkerFactory())


def test_naming_one_representative_relieves_the_other(case, handler):
    first = ClaimantFactory(case=case, is_representative=True)
    second = ClaimantFactory(case=case)
    update_claimant(second, actor=handler, is_representative=True, reason="推选")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_representative, second.is_representative) == (False, True)
    assert first.history.first().history_change_reason == "推选"


def test_a_stale_page_changes_nothing(case, handler):
    claimant = ClaimantFactory(case=case, job="装配工")
    update_claimant(claimant, actor=handler, job="焊工", seen_version=claimant.version)
    with pytest.raises(Changed):
        update_claimant(claimant, actor=handler, job="司机", seen_version=claimant.version)
    claimant.refresh_from_db()
    assert claimant.job == "焊工"


def test_consent_is_not_signed_tomorrow(case, handler):
    claimant = ClaimantFactory(case=case, consent_on=None)
    with clock.at(TODAY):
        with pytest.raises(Problem) as refused:
            update_claimant(claimant, actor=handler, consent_on=TODAY + dt.timedelta(days=1))
        assert list(refused.value.message_dict) == ["consent_on"]


def test_the_end_of_employment_moves_the_limitation():
    with clock.at(TODAY):
        case = CaseFactory(state="accepted")
        claimant = ClaimantFactory(case=case)
        ClaimFactory(claimant=claimant, kind="severance")
        update_claimant(claimant, actor=case.handler, employed_to=dt.date(2026, 6, 30), reason="补充离职证明")
        assert case.deadlines.get().due_on == dt.date(2027, 6, 30)


def test_consent_of_several_at_once(case, handler):
    several = [ClaimantFactory(case=case, consent_on=None) for _ in range(3)]
    with clock.at(TODAY):
        set_consent(case, actor=handler, claimants=several[:2], consent_on=TODAY)
    assert [Claimant.objects.get(pk=c.pk).consent_on for c in several] == [TODAY, TODAY, None]


def test_consent_of_a_stranger_is_refused_as_a_whole(case, handler):
    ClaimantFactory(case=case, consent_on=None)
    ClaimantFactory(consent_on=None)
    with clock.at(TODAY), pytest.raises(Problem):
        set_consent(case, actor=handler, claimants=Claimant.objects.all(), consent_on=TODAY)
    assert {c.consent_on for c in Claimant.objects.all()} == {None}


def test_who_withdraws_takes_the_unpaid_claims_along(case, handler):
    claimant = ClaimantFactory(case=case, is_representative=True)
    unpaid = ClaimFactory(claimant=claimant)
    paid = ClaimFactory(claimant=claimant, received=Decimal("10.00"))
    claimant = withdraw_claimant(claimant, actor=handler, reason="已自行和解")
    unpaid.refresh_from_db()
    paid.refresh_from_db()
    assert (claimant.outcome, claimant.is_representative) == ("withdrawn", False)
    assert (unpaid.is_active, paid.is_active) == (False, True)


def test_withdrawing_needs_a_reason(case, handler):
    with pytest.raises(Problem) as refused:
        withdraw_claimant(ClaimantFactory(case=case), actor=handler, reason="")
    assert list(refused.value.message_dict) == ["reason"]


def test_the_only_claimant_withdraws_the_case_instead():
    case = CaseFactory(state="mediation")
    with pytest.raises(Problem):
        withdraw_claimant(ClaimantFactory(case=case), actor=case.handler, reason="不再追究")


# --- the employer's side ---


def test_the_employer_is_named_and_the_parties_are_checked(handler, case):
    set_employer(case, actor=handler, name="上海某某物流有限公司", type="private")
    case = Case.objects.get(pk=case.pk)
    assert case.employer.name == "上海某某物流有限公司"
    assert case.conflict_checks.get().parties_key == case.parties_key()


def test_an_employer_on_record_is_found_by_name(case, handler):
    employer = EmployerFactory(name="上海某某物流有限公司")
    set_employer(case, actor=handler, name="上海某某物流有限公司")
    assert Case.objects.get(pk=case.pk).employer == employer


def test_a_co_respondent_and_its_link(case, handler):
    respondent = add_co_respondent(case, actor=handler, name="某某平台公司", capacity="平台", link="platform")
    link = EmployerLink.objects.get()
    assert (link.employer, link.related, link.kind) == (case.employer, respondent.employer, "platform")
    again = drop_co_respondent(respondent, actor=handler, reason="无劳动关系")
    assert again.is_active is False
    back = add_co_respondent(case, actor=handler, name="某某平台公司", link="platform")
    assert (back.pk, back.is_active, EmployerLink.objects.count()) == (respondent.pk, True, 1)


def test_the_employer_is_no_co_respondent(case, handler):
    with pytest.raises(Problem) as refused:
        add_co_respondent(case, actor=handler, name=case.employer.name)
    assert list(refused.value.message_dict) == ["name"]


def test_a_co_respondent_stands_once(case, handler):
    add_co_respondent(case, actor=handler, name="某某平台公司")
    with pytest.raises(Problem):
        add_co_respondent(case, actor=handler, name="某某平台公司")
    with pytest.raises(Problem):
        set_employer(case, actor=handler, name="某某平台公司")


# --- the pages ---


def pages(case):
    claimant, claim, check = case.claimants.first(), case.claims.first(), case.conflict_checks.first()
    respondent = case.co_respondents.first()
    named = {
        "add_claimant": [],
        "paste_claimants": [],
        "consent": [],
        "edit_claimant": [claimant.pk],
        "edit_person": [claimant.pk],
        "withdraw_claimant": [claimant.pk],
        "edit_employer": [],
        "add_co_respondent": [],
        "drop_co_respondent": [respondent.pk],
        "add_claim": [],
        "paste_claims": [],
        "edit_claim": [claim.pk],
        "drop_claim": [claim.pk],
        "explain_conflict": [check.pk],
    }
    return {name: reverse(f"cases:{name}", args=[case.pk, *args]) for name, args in named.items()}


@pytest.fixture
def full_case():
    case = CaseFactory()
    ClaimFactory(claimant=ClaimantFactory(case=case))
    add_co_respondent(case, actor=case.handler, name="某某平台公司")
    return case


def test_every_page_opens_for_the_handler(client, full_case):
    client.force_login(full_case.handler)
    assert {name: client.get(url).status_code for name, url in pages(full_case).items()} == dict.fromkeys(
        pages(full_case), 200
    )


def test_no_page_opens_for_others(client, full_case):
    urls = pages(full_case)
    assert {client.get(url).status_code for url in urls.values()} == {302}
    client.force_login(staff("clerk", office("别处")))
    assert {client.get(url).status_code for url in urls.values()} == {404}
    assert {client.post(url).status_code for url in urls.values()} == {404}
    client.force_login(staff("auditor", full_case.office))
    assert {client.get(url).status_code for url in urls.values()} == {403}
    assert {client.post(url).status_code for url in urls.values()} == {403}
    client.force_login(full_case.handler)
    assert {client.put(url).status_code for url in urls.values()} == {405}


def test_what_belongs_to_another_case_is_not_found(client, full_case):
    other = ClaimFactory()
    client.force_login(full_case.handler)
    for name, pk in (("edit_claimant", other.claimant.pk), ("edit_claim", other.pk)):
        assert client.get(reverse(f"cases:{name}", args=[full_case.pk, pk])).status_code == 404


def test_the_check_is_run_by_post_only(client, full_case):
    url = reverse("cases:check_conflicts", args=[full_case.pk])
    client.force_login(full_case.handler)
    before = ConflictCheck.objects.count()
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert ConflictCheck.objects.count() == before + 1


def test_a_claimant_is_added_on_the_page(client, case, handler):
    client.force_login(handler)
    data = {"name": "沈玉芳", "id_number": id_number(), "phone": "18600000001", "monthly_wage": "6,500.00"}
    response = client.post(reverse("cases:add_claimant", args=[case.pk]), data)
    assert response.url == reverse("cases:detail", args=[case.pk]) + "#parties"
    assert case.claimants.get().monthly_wage == Decimal("6500.00")


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client, case, handler):
    client.force_login(handler)
    data = {"name": "沈玉芳", "id_number": "310116198506150011", "monthly_wage": "-5"}
    response = client.post(reverse("cases:add_claimant", args=[case.pk]), data)
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["id_number", "monthly_wage"]
    assert "沈玉芳" in response.content.decode()
    assert Worker.objects.count() == 0


def test_another_name_under_the_id_number_is_asked_about_once(client, case, handler):
    worker = met(case.office, name="沈玉芳")
    client.force_login(handler)
    url, data = (
        reverse("cases:add_claimant", args=[case.pk]),
        {"name": "沈玉方", "id_number": worker.id_number},
    )
    response = client.post(url, data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]
    data["known"] = response.context["form"]["known"].value()
    assert client.post(url, data).status_code == 302
    worker.refresh_from_db()
    assert worker.name == "沈玉方"


def test_the_employer_is_corrected_or_replaced(client, case, handler):
    client.force_login(handler)
    url = reverse("cases:edit_employer", args=[case.pk])
    data = {"name": case.employer.name, "legal_representative": "陈总", "seen_version": case.employer.version}
    assert client.post(url, data).status_code == 302
    case.employer.refresh_from_db()
    assert case.employer.legal_representative == "陈总"
    assert client.post(url + "?other=1", {"name": "上海另一家公司"}).status_code == 302
    assert Case.objects.get(pk=case.pk).employer.name == "上海另一家公司"
    assert Employer.objects.count() == 2


def test_the_worker_page_shows_no_whole_number(client, case, handler):
    worker = WorkerFactory(bank_account="6222021001116245702")
    claimant = ClaimantFactory(case=case, worker=worker)
    client.force_login(handler)
    page = client.get(reverse("cases:edit_person", args=[case.pk, claimant.pk])).content.decode()
    assert worker.id_number not in page
    assert worker.bank_account not in page


@pytest.mark.parametrize(
    ("country", "status", "stored"), [("", 422, "VNM"), ("柬埔寨", 302, "KHM"), ("越南", 302, "VNM")]
)
def test_the_country_of_a_passport_on_record_is_not_emptied(client, case, handler, country, status, stored):
    key = keyed_hash("passport VNM C1234567")
    passport = {"id_kind": "passport", "id_number": "C1234567", "id_country": "VNM", "id_hash": key}
    worker = WorkerFactory(name="阮文安", **passport)
    url = reverse("cases:edit_person", args=[case.pk, ClaimantFactory(case=case, worker=worker).pk])
    client.force_login(handler)
    answer = client.post(url, {"name": "阮文安", "id_country": country, "address": "朱泾镇一号"})
    worker.refresh_from_db()
    assert (answer.status_code, worker.id_country, worker.id_number) == (status, stored, "C1234567")
    assert worker.id_hash == keyed_hash(f"passport {stored} C1234567")
    assert status == 302 or "id_country" in answer.context["form"].errors
    assert status == 302 or "朱泾镇一号" in answer.content.decode()


def test_a_passport_on_record_without_its_country_hinders_no_other_change(client, case, handler):
    key = keyed_hash("passport C1234567")
    worker = WorkerFactory(name="阮文安", id_kind="passport", id_number="C1234567", id_hash=key)
    url = reverse("cases:edit_person", args=[case.pk, ClaimantFactory(case=case, worker=worker).pk])
    client.force_login(handler)
    client.post(url, {"name": "阮文安", "phone": "13800000009"})
    worker.refresh_from_db()
    assert (worker.phone, worker.id_country, worker.id_hash) == ("13800000009", "", key)


def test_the_case_page_costs_the_same_with_one_claimant_and_with_thirty(client, handler, case):
    client.force_login(handler)
    url = reverse("cases:detail", args=[case.pk])

    def add_people(count):
        for _ in range(count):
            claimant = ClaimantFactory(case=case)
            ClaimFactory(claimant=claimant)
            ClaimFactory(claimant=claimant, kind="severance")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    add_people(1)
    queries()
    one = queries()
    add_people(29)
    assert queries() == one


def test_a_large_group_folds_after_five(client, handler, case):
    for _ in range(8):
        ClaimFactory(claimant=ClaimantFactory(case=case))
    client.force_login(handler)
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert page.count('<tbody class="rest">') == 2


@pytest.mark.parametrize("has_lawyer", [True, False])
def test_the_page_of_consent_leads_to_the_power_of_attorney(client, has_lawyer):
    case = CaseFactory(state="assigned")
    ClaimantFactory(case=case)
    if has_lawyer:
        AssignmentFactory(case=case, state="accepted")
    client.force_login(case.handler)
    page = client.get(reverse("cases:consent", args=[case.pk])).content.decode()
    assert (reverse("documents:check", args=[case.pk, "power_of_attorney"]) in page) == has_lawyer
