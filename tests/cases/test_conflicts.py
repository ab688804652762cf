"""The conflict check: every rule, what holds it back, and how its result stays up to date."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.actions import recheck_cases_of_firm
from assignments.conflicts import firm_conflicts
from cases.actions.conflicts import check_conflicts, explain_conflict, recheck_cases_of
from cases.conflicts import find_conflicts, with_parties
from cases.models import Case, CoRespondent, EmployerLink
from core import clock
from core.audit import record
from core.crypto import keyed_hash
from core.errors import Changed, Problem
from core.names import plain_name
from labour_law.identity import identify
from lawyers.models import FirmClient, FirmOffice
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    EmployerFactory,
    FirmFactory,
    LawyerFactory,
    WorkerFactory,
    firm_serving,
    office,
    staff,
)

pytestmark = pytest.mark.django_db

CODE = "91350100M000100Y43"


@pytest.fixture
def case():
    """周建国 against 某某机械, led by 陈总."""
    case = CaseFactory(employer=EmployerFactory(name="上海(某某)机械有限公司", legal_representative="陈总"))
    ClaimantFactory(case=case, worker=WorkerFactory(name="周建国", phone="13800000001"))
    return case


def found(case):
    return [(hit["rule"], hit["severity"]) for hit in find_conflicts(with_parties(case))]


def client_of(firm, name="某客户", code="", **dates):
    return record(FirmClient(firm=firm, employer_name=name, credit_code=code, **dates), actor=None)


def offered(case, **kwargs):
    return AssignmentFactory(case=case, **kwargs).firm


def test_nothing_is_found_between_strangers(case):
    other = CaseFactory()
    ClaimantFactory(case=other)
    AssignmentFactory(case=case)
    assert found(case) == []


def test_plain_name_ignores_width_spaces_and_brackets():
    assert plain_name("上海（某某） ＡＢＣ公司") == plain_name("上海某某abc公司")


# --- the same worker and employer elsewhere ---


def second_case(case, worker=None, employer=None, **kwargs):
    other = CaseFactory(employer=employer or case.employer, **kwargs)
    ClaimantFactory(case=other, worker=worker or case.claimants.get().worker)
    return other


def test_same_worker_and_employer_in_another_live_case(case):
    other = second_case(case, state="mediation", number="沪工援〔2026〕测0001号")
    (hit,) = find_conflicts(with_parties(case))
    assert hit == {
        "rule": "duplicate",
        "party": "周建国",
        "other": f"周建国 / {case.employer}",
        "case": other.number,
        "severity": "hit",
        "evidence": "record",
    }


@pytest.mark.parametrize(
    "state", ["declined", "closed", "archived", "withdrawn", "terminated", "transferred"]
)
def test_a_case_that_ended_is_no_duplicate(case, state):
    second_case(case, state=state)
    assert found(case) == []


def test_a_claimant_who_left_the_other_case_is_no_duplicate(case):
    claimant = second_case(case).claimants.get()
    claimant.outcome = "split"
    record(claimant, actor=None)
    assert found(case) == []


def test_namesake_with_the_same_telephone_may_be_a_duplicate(case):
    second_case(case, worker=WorkerFactory(name="周建国", phone="", phone2="13800000001", id_number=""))
    assert found(case) == [("duplicate", "likely")]


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("VNM", "VNM", [("duplicate", "hit")]),
        ("VNM", "", [("duplicate", "maybe")]),
        ("", "VNM", [("duplicate", "maybe")]),
        ("VNM", "KHM", []),
    ],
)
def test_one_passport_number_is_as_sure_as_its_country(case, here, there, expected):
    def with_passport(country, kept_by=None):
        key = identify("C1234567", "passport", country=country).key
        return WorkerFactory(
            id_kind="passport",
            id_number="C1234567",
            id_country=country,
            id_hash=keyed_hash(key),
            kept_by=kept_by,
        )

    claimant = case.claimants.get()
    claimant.worker = with_passport(here)
    record(claimant, actor=None)
    second_case(case, worker=with_passport(there, kept_by=office()))
    assert found(case) == expected


def test_namesake_with_another_telephone_is_somebody_else(case):
    second_case(case, worker=WorkerFactory(name="周建国", phone="13900000009"))
    assert found(case) == []


def test_same_worker_against_the_platform_of_the_employer_may_be_a_duplicate(case):
    platform = EmployerFactory()
    record(EmployerLink(employer=case.employer, related=platform, kind="platform"), actor=None)
    second_case(case, employer=platform)
    assert found(case) == [("duplicate", "maybe")]


def test_same_worker_against_a_co_respondent_of_the_other_case(case):
    other = second_case(case, employer=EmployerFactory())
    record(CoRespondent(case=other, employer=case.employer), actor=None)
    assert found(case) == [("duplicate", "hit")]


def test_employer_entered_twice_under_one_name_may_be_a_duplicate(case):
    second_case(case, employer=EmployerFactory(name="上海某某机械有限公司"))
    assert found(case) == [("duplicate", "likely")]


# --- a worker on the employer's side ---


def test_claimant_who_leads_the_employer_of_the_case(case):
    ClaimantFactory(case=case, worker=WorkerFactory(name="陈总", phone="13800000002"))
    assert found(case) == [("employer_side", "maybe")]


def test_the_telephone_makes_it_certain():
    case = CaseFactory(employer=EmployerFactory(legal_representative="陈总", phone="13800000002"))
    ClaimantFactory(case=case, worker=WorkerFactory(name="陈总", phone="13800000002"))
    assert found(case) == [("employer_side", "hit")]


def test_claimant_who_is_the_co_respondent_in_person(case):
    record(CoRespondent(case=case, employer=EmployerFactory(name="周建国")), actor=None)
    assert found(case) == [("employer_side", "maybe")]


def test_a_co_respondent_let_go_is_no_party(case):
    record(CoRespondent(case=case, employer=EmployerFactory(name="周建国"), is_active=False), actor=None)
    assert found(case) == []


def test_claimant_who_leads_the_employer_of_another_case(case):
    other = CaseFactory(employer=EmployerFactory(legal_representative="周建国", phone="13800000001"))
    (hit,) = find_conflicts(with_parties(case))
    assert (hit["rule"], hit["severity"], hit["case"]) == ("employer_side", "likely", str(other.pk))


def test_elsewhere_the_name_alone_is_not_enough(case):
    CaseFactory(employer=EmployerFactory(legal_representative="周建国", phone="13900000009"))
    assert found(case) == []


# --- firms ---


def test_firm_acts_for_the_employer_by_code():
    case = CaseFactory(employer=EmployerFactory(credit_code=CODE))
    client_of(offered(case), code=CODE)
    assert found(case) == [("firm_client", "hit")]


def test_firm_acts_for_the_employer_by_name(case):
    client_of(offered(case), "上海某某机械有限公司")
    assert found(case) == [("firm_client", "hit")]


def test_a_firm_no_longer_on_the_case_does_not_count(case):
    client_of(offered(case, state="withdrawn"), "上海某某机械有限公司")
    assert found(case) == []


@pytest.mark.parametrize("kind", ["platform", "agency", "station", "parent"])
@pytest.mark.parametrize("upwards", [True, False])
def test_firm_acts_for_a_linked_employer(case, kind, upwards):
    linked = EmployerFactory(name="某某平台")
    ends = (case.employer, linked) if upwards else (linked, case.employer)
    record(EmployerLink(employer=ends[0], related=ends[1], kind=kind), actor=None)
    client_of(offered(case), "某某平台")
    assert found(case) == [("firm_client", "maybe")]


def test_firm_acts_for_a_co_respondent(case):
    record(CoRespondent(case=case, employer=EmployerFactory(name="某某平台")), actor=None)
    client_of(offered(case), "某某平台")
    assert found(case) == [("firm_client", "hit")]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (dt.date(2026, 11, 23), [("firm_client", "hit")]),
        (dt.date(2026, 11, 22), [("former_client", "maybe")]),
        (dt.date(2025, 11, 23), [("former_client", "maybe")]),
        (dt.date(2025, 11, 22), []),
    ],
)
def test_a_client_counts_for_a_year_after_it_left(case, until, expected):
    client_of(offered(case), case.employer.name, since=dt.date(2020, 1, 1), until=until)
    with clock.at(dt.date(2026, 11, 23)):
        assert found(case) == expected


def test_lawyer_of_the_firm_leads_the_employer(case):
    firm = offered(case)
    LawyerFactory(firm=firm, name="陈总")
    assert found(case) == [("lawyer_is_party", "maybe")]


def test_lawyer_of_the_firm_is_a_claimant(case):
    firm = offered(case)
    LawyerFactory(firm=firm, name="周建国", phone="13800000001")
    assert found(case) == [("lawyer_is_party", "hit")]


def test_handler_is_a_claimant(case):
    handler = staff("clerk", case.office, name="周建国", phone="13800000001")
    case.handler = handler
    record(case, actor=None)
    assert found(case) == [("handler_is_party", "hit")]


def test_firm_declared_a_conflict_with_this_employer_before(case):
    firm = offered(case)
    lawyer = LawyerFactory(firm=firm)
    AssignmentFactory(
        case=CaseFactory(employer=case.employer), lawyer=lawyer, state="declined", decline_code="conflict"
    )
    assert found(case) == [("firm_declined", "maybe")]


@pytest.mark.parametrize(
    ("phone", "expected"),
    [("13800000002", {("firm_other_side", "hit"), ("employer_side", "likely")}), ("13900000009", set())],
)
def test_firm_acted_for_the_person_who_now_leads_the_employer(phone, expected):
    """By name and telephone: namesakes among all whom a firm ever helped are many."""
    case = CaseFactory(employer=EmployerFactory(legal_representative="陈总", phone="13800000002"))
    firm = offered(case)
    former = ClaimantFactory(worker=WorkerFactory(name="陈总", phone=phone)).case
    AssignmentFactory(case=former, lawyer=LawyerFactory(firm=firm), state="completed")
    assert set(found(case)) == expected


def test_firm_acted_against_a_claimant(case):
    firm = offered(case)
    other = CaseFactory(employer=EmployerFactory(legal_representative="周建国", phone="13800000001"))
    AssignmentFactory(case=other, lawyer=LawyerFactory(firm=firm), state="accepted")
    assert found(case) == [("firm_other_side", "hit"), ("employer_side", "likely")]


def test_firm_conflicts_are_shown_before_an_offer(case):
    firm, other = FirmFactory(), FirmFactory()
    client_of(firm, case.employer.name)
    second_case(case)
    assert [hit["rule"] for hit in firm_conflicts(case, firm)] == ["firm_client"]
    assert firm_conflicts(case, other) == []


# --- its cost ---


def queries(case):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        find_conflicts(with_parties(case))
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_parties(case):
    firm = offered(case)
    second_case(case)
    record(CoRespondent(case=case, employer=EmployerFactory()), actor=None)
    few = queries(case)
    for _ in range(29):
        worker = ClaimantFactory(case=case).worker
        second_case(case, worker=worker)
        client_of(firm, f"客户{worker.pk}")
        record(CoRespondent(case=case, employer=EmployerFactory()), actor=None)
    assert queries(case) == few


# --- the record ---


def test_a_clear_check_is_put_on_record(case):
    check = check_conflicts(case, actor=case.handler, reason="受理前核对")
    assert check.hits == []
    assert check.is_clear is True
    assert check.parties_key == Case.objects.get(pk=case.pk).parties_key()
    entry = check.history.get()
    assert (entry.history_user, entry.history_change_reason) == (case.handler, "受理前核对")


def test_a_check_with_hits_is_clear_once_explained(case):
    second_case(case)
    check = check_conflicts(case, actor=case.handler)
    assert check.is_clear is False
    check = explain_conflict(check, actor=case.handler, reason="另一案为工伤，不重复")
    assert check.is_clear is True
    assert check.explained == "另一案为工伤，不重复"


def test_an_explanation_needs_words(case):
    second_case(case)
    check = check_conflicts(case, actor=case.handler)
    with pytest.raises(Problem) as refused:
        explain_conflict(check, actor=case.handler, reason="  ")
    assert list(refused.value.message_dict) == ["reason"]


def test_only_who_works_on_the_case_may_explain(case):
    second_case(case)
    check = check_conflicts(case, actor=case.handler)
    with pytest.raises(PermissionDenied):
        explain_conflict(check, actor=staff("auditor", case.office), reason="好")


def test_only_the_newest_check_is_explained(case):
    second_case(case)
    old = check_conflicts(case, actor=case.handler)
    check_conflicts(case, actor=case.handler)
    with pytest.raises(Changed):
        explain_conflict(old, actor=case.handler, reason="好")


def test_an_explanation_covers_what_it_was_given_for_and_nothing_new(case):
    second_case(case)
    explain_conflict(check_conflicts(case, actor=case.handler), actor=case.handler, reason="另案工伤")
    ClaimantFactory(case=case)
    assert check_conflicts(case, actor=case.handler).explained == "另案工伤"
    ClaimantFactory(case=case, worker=WorkerFactory(name="陈总"))
    assert check_conflicts(case, actor=case.handler).is_clear is False


# --- kept up to date ---


def test_a_party_renamed_is_checked_again_in_every_case(case):
    check_conflicts(case, actor=case.handler)
    worker = case.claimants.get().worker
    worker.name = "陈总"
    record(worker, actor=case.handler)
    (check,) = recheck_cases_of(worker=worker, actor=case.handler)
    assert [(hit["rule"], hit["party"]) for hit in check.hits] == [("employer_side", "陈总")]


def test_nothing_changed_leaves_the_check_as_it_is(case):
    check_conflicts(case, actor=case.handler)
    assert recheck_cases_of(worker=case.claimants.get().worker, actor=case.handler) == []
    assert case.conflict_checks.count() == 1


def test_a_new_client_of_the_firm_is_noticed(case):
    firm = offered(case)
    check_conflicts(case, actor=case.handler)
    client_of(firm, case.employer.name)
    (check,) = recheck_cases_of_firm(firm, actor=case.handler)
    assert [hit["rule"] for hit in check.hits] == ["firm_client"]


def test_an_employer_led_by_somebody_else_is_noticed_in_the_cases_of_its_platform(case):
    platform = EmployerFactory()
    record(EmployerLink(employer=case.employer, related=platform, kind="platform"), actor=None)
    check_conflicts(case, actor=case.handler)
    platform.legal_representative = "周建国"
    record(platform, actor=None)
    (check,) = recheck_cases_of(employer=platform, actor=case.handler)
    assert [hit["rule"] for hit in check.hits] == ["employer_side"]


def test_cases_that_ended_are_left_alone():
    case = ClaimantFactory(case=CaseFactory(state="closed")).case
    assert recheck_cases_of(employer=case.employer, actor=case.handler) == []


def test_a_case_never_checked_is_checked(case):
    assert len(recheck_cases_of(employer=case.employer, actor=case.handler)) == 1


def test_a_client_written_down_in_the_admin_site_is_checked_against_the_cases_of_the_firm(case, client):
    firm = offered(case, state="accepted")
    record(FirmOffice(firm=firm, office=case.office), actor=None)
    check_conflicts(case, actor=case.handler)
    client.force_login(staff("administrator", case.office))
    values = {
        "firm": firm.pk,
        "employer_name": case.employer.name,
        "since": "2026-01-05",
        "reason": "常年顾问",
    }
    assert client.post(reverse("admin:lawyers_firmclient_add"), values).status_code == 302

    check = case.conflict_checks.first()
    assert [hit["rule"] for hit in check.hits] == ["firm_client"]
    assert check.history.first().history_change_reason == "常年顾问"


def corrected(client, model, obj, **values):
    """Post the page of a firm or a lawyer in the admin site."""
    page = reverse(f"admin:lawyers_{model}_change", args=[obj.pk])
    shown = client.get(page).context["adminform"].form.initial
    rows = {"service-TOTAL_FORMS": 0, "service-INITIAL_FORMS": 0} if model == "firm" else {}
    data = {k: v for k, v in shown.items() if v not in (None, False)} | values | rows | {"reason": "更正"}
    assert client.post(page, data).status_code == 302


@pytest.fixture
def accepted(case, client):
    """A lawyer who acts in the case, checked; an administrator is signed in."""
    office = case.office
    lawyer = LawyerFactory(firm=firm_serving(office), name="陈一鸣")
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    check_conflicts(case, actor=case.handler)
    client.force_login(staff("administrator", office))
    return lawyer


def test_a_lawyer_corrected_in_the_admin_site_is_checked_against_the_cases_of_the_firm(
    case, client, accepted
):
    corrected(client, "lawyer", accepted, name="周建国")
    check = case.conflict_checks.first()
    assert [hit["rule"] for hit in check.hits] == ["lawyer_is_party"]
    assert check.history.first().history_change_reason == "更正"


def test_a_lawyer_who_changes_firms_is_checked_in_the_cases_of_both(case, client, accepted):
    party = LawyerFactory(firm=accepted.firm, name="周建国")
    check_conflicts(case, actor=case.handler)
    corrected(client, "lawyer", party, firm=firm_serving(case.office).pk)
    assert case.conflict_checks.first().hits == []


def test_a_firm_renamed_in_the_admin_site_is_named_so_in_the_check(case, client, accepted):
    LawyerFactory(firm=accepted.firm, name="周建国")
    check_conflicts(case, actor=case.handler)
    corrected(client, "firm", accepted.firm, name="新名律师事务所")
    (hit,) = case.conflict_checks.first().hits
    assert hit["other"] == "周建国 / 新名律师事务所"
