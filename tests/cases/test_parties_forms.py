"""Workers and employers stand once on record: found, kept up to date, never doubled."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from cases.actions.conflicts import check_conflicts
from cases.actions.parties import save_employer, save_worker, take_employer, take_worker
from cases.forms.parties import EmployerForm, WorkerForm
from cases.models import Case, CoRespondent, Employer, Worker
from core.audit import record
from core.crypto import keyed_hash
from core.errors import Changed, Problem
from tests import factories as make

pytestmark = pytest.mark.django_db

WOMAN = "11010519491231002X"
CODE = "91350100M000100Y43"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def office():
    return make.office()


@pytest.fixture
def clerk(office):
    return make.staff("clerk", office)


def test_id_number_gives_birth_date_sex_and_hash(clerk, office):
    worker = save_worker(
        None, actor=clerk, office=office, name=" 周 建国", id_number="110105 19491231002x", sex="male"
    )
    assert (worker.name, worker.pinyin) == ("周建国", "zhoujianguo")
    assert (worker.birth_date, worker.sex) == (dt.date(1949, 12, 31), "female")
    assert worker.id_hash == keyed_hash(WOMAN)
    assert worker.history.get().history_user == clerk


def test_wrong_id_number_is_refused_at_its_field(clerk, office):
    with pytest.raises(Problem) as caught:
        save_worker(None, actor=clerk, office=office, name="周建国", id_number="310116199002300017")
    assert list(caught.value.message_dict) == ["id_number"]
    assert Worker.objects.count() == 0


def test_id_number_of_somebody_else_is_refused(clerk, office):
    other = make.met(office, name="沈玉芳")
    worker = make.WorkerFactory()
    with pytest.raises(Problem) as caught:
        save_worker(worker, actor=clerk, office=office, id_number=other.id_number)
    assert caught.value.message_dict == {
        "id_number": ["This ID number belongs to 沈玉芳, who is on record already."]
    }


def test_nothing_is_written_where_nothing_changes(clerk, office):
    worker = make.WorkerFactory()
    assert (
        save_worker(worker, actor=clerk, office=office, name=worker.name, phone=worker.phone).version
        == worker.version
    )
    assert worker.history.count() == 1


def test_a_stale_page_changes_nothing(clerk, office):
    worker = make.WorkerFactory()
    save_worker(worker, actor=clerk, office=office, phone="13900000000")
    with pytest.raises(Changed):
        save_worker(worker, actor=clerk, office=office, seen_version=1, phone="13900000001")
    assert Worker.objects.get().phone == "13900000000"


def test_only_clerks_and_lawyers_of_the_case_write(clerk, office):
    worker = make.WorkerFactory()
    lawyer = make.LawyerFactory()
    for user in (make.staff("auditor", make.office()), make.UserFactory(), lawyer.user):
        with pytest.raises(PermissionDenied):
            save_worker(worker, actor=user, office=office, phone="13900000000")
    case = make.ClaimantFactory(worker=worker).case
    make.AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    assert save_worker(worker, actor=lawyer.user, office=office, phone="13900000000").phone == "13900000000"


def test_open_cases_are_checked_again_when_a_party_changes(clerk, office):
    case = make.ready_case(clerk.current_memberships[0].office)
    check_conflicts(case, actor=clerk)
    worker = case.claimants.get().worker
    save_worker(worker, actor=clerk, office=office, name="周建国", reason="misspelt")
    save_employer(case.employer, actor=clerk, credit_code=CODE)
    case = Case.objects.get()
    assert case.conflict_checks.first().parties_key == case.parties_key()


def test_worker_is_found_by_id_number_and_blanks_keep_what_is_on_record(clerk, office):
    worker = make.met(office, name="周建国", phone="13800000001", is_migrant=True)
    again = take_worker(
        actor=clerk,
        office=office,
        name="周建国",
        id_number=worker.id_number,
        phone="",
        is_migrant=False,
        address="人民路1号",
    )
    assert again.pk == worker.pk
    assert (again.phone, again.is_migrant, again.address) == ("13800000001", True, "人民路1号")


def test_worker_without_id_number_is_found_by_name_and_phone(clerk, office):
    worker = make.met(office, name="周建国", phone="13800000001", id_number="")
    assert take_worker(actor=clerk, office=office, name="周 建国", phone="13800000001").pk == worker.pk
    with_id = take_worker(actor=clerk, office=office, name="周建国", phone="13800000001", id_number=WOMAN)
    assert (with_id.pk, with_id.id_number) == (worker.pk, WOMAN)
    assert take_worker(actor=clerk, office=office, name="周建国", phone="13800000002").pk != worker.pk


def test_id_number_under_another_name_is_asked_about_once(clerk, office):
    worker = make.met(office, name="周建明")
    with pytest.raises(Problem) as caught:
        take_worker(actor=clerk, office=office, name="周建国", id_number=worker.id_number)
    (error,) = caught.value.error_dict["name"]
    assert (error.code, error.params["known"]) == ("other_name", worker.pk)
    corrected = take_worker(
        actor=clerk, office=office, name="周建国", id_number=worker.id_number, known=worker.pk
    )
    assert (corrected.pk, corrected.name) == (worker.pk, "周建国")


def test_a_row_showing_somebody_is_not_turned_into_somebody_else(clerk, office):
    visit = make.VisitFactory(office=clerk.current_memberships[0].office)
    worker = make.VisitWorkerFactory(visit=visit).worker
    with pytest.raises(Problem):
        take_worker(actor=clerk, office=office, name="另一人", known=worker.pk)
    other = take_worker(actor=clerk, office=office, name="另一人", known=worker.pk, id_number=WOMAN)
    assert other.pk != worker.pk
    assert Worker.objects.get(pk=worker.pk).name == worker.name


def test_somebody_the_user_may_not_see_is_not_taken_by_number_of_the_row(clerk, office):
    stranger = make.WorkerFactory(name="周建国")
    assert take_worker(actor=clerk, office=office, name="周建国", known=stranger.pk).pk != stranger.pk


def test_employer_is_found_by_code_then_by_whole_name(clerk):
    employer = save_employer(None, actor=clerk, name="上海(金山)机械公司", credit_code=CODE)
    assert take_employer(actor=clerk, name="上海（金山） 机械公司").pk == employer.pk
    assert take_employer(actor=clerk, name="", credit_code=CODE).pk == employer.pk
    assert take_employer(actor=clerk, name="上海机械公司").pk != employer.pk
    assert take_employer(actor=clerk, name="", credit_code="") is None


def test_employer_without_code_gets_the_one_typed(clerk, office):
    employer = make.CaseFactory(office=office, employer=make.EmployerFactory(name="朱泾机械厂")).employer
    found = take_employer(actor=clerk, name="朱泾机械厂", credit_code=CODE, type="")
    assert (found.pk, found.credit_code, found.type) == (employer.pk, CODE, "private")


def test_employers_of_one_name_are_told_apart(clerk):
    first, second = make.EmployerFactory(name="老王面馆"), make.EmployerFactory(name="老王面馆")
    with pytest.raises(Problem) as caught:
        take_employer(actor=clerk, name="老王面馆")
    assert list(caught.value.message_dict) == ["name"]
    assert take_employer(actor=clerk, name="老王面馆", known=second.pk).pk == second.pk
    assert first.pk != second.pk


def test_code_under_another_name_is_asked_about(clerk):
    employer = save_employer(None, actor=clerk, name="甲公司", credit_code=CODE)
    with pytest.raises(Problem):
        take_employer(actor=clerk, name="乙公司", credit_code=CODE)
    renamed = take_employer(actor=clerk, name="乙公司", credit_code=CODE, known=employer.pk)
    assert (renamed.pk, Employer.objects.get().name) == (employer.pk, "乙公司")


def test_code_nobody_has_needs_a_name(clerk):
    with pytest.raises(Problem) as caught:
        take_employer(actor=clerk, name="", credit_code=CODE)
    assert list(caught.value.message_dict) == ["name"]


def test_worker_form_never_shows_whole_numbers_and_keeps_them_when_left_empty():
    worker = make.WorkerFactory(id_number=WOMAN, bank_account="6222021001116245702")
    html = str(WorkerForm(worker=worker))
    assert WOMAN not in html
    assert "6222021001116245702" not in html
    assert "110105********002X" in html
    form = WorkerForm({"name": "周建国", "phone": "138 0013 8000"}, worker=worker)
    assert form.is_valid()
    data = form.worker_data()
    assert not {"id_number", "bank_account", "sex", "birth_date"} & set(data)
    assert (data["name"], data["phone"]) == ("周建国", "13800138000")


def test_worker_form_takes_birth_date_and_sex_from_the_id_number():
    form = WorkerForm({"name": "周", "id_number": WOMAN, "sex": "male", "birth_date": "2000-01-01"})
    assert form.is_valid()
    assert (form.worker_data()["birth_date"], form.worker_data()["sex"]) == (dt.date(1949, 12, 31), "female")


def test_worker_form_says_what_is_wrong_with_an_account():
    form = WorkerForm({"name": "周", "bank_account": "6222-x"})
    assert form.errors["bank_account"] == ["An account number has 8 to 30 digits."]


def test_employer_form_fills_itself_from_the_record():
    employer = make.EmployerFactory(credit_code=CODE)
    assert EmployerForm(employer=employer)["credit_code"].value() == CODE
    assert EmployerForm(employer=employer)["seen_version"].value() == employer.version


def test_a_lawyer_sees_and_keeps_up_who_answers_in_the_own_case_and_nobody_else():
    lawyer, case = make.LawyerFactory(), make.CaseFactory()
    make.AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    beside, gone, elsewhere = (make.EmployerFactory() for _ in range(3))
    record(CoRespondent(case=case, employer=beside), actor=None)
    record(CoRespondent(case=case, employer=gone, is_active=False), actor=None)
    record(CoRespondent(case=make.CaseFactory(), employer=elsewhere), actor=None)
    assert set(Employer.objects.visible_to(lawyer.user)) == {case.employer, beside}
    assert save_employer(beside, actor=lawyer.user, phone="57320000").phone == "57320000"
    with pytest.raises(PermissionDenied):
        save_employer(elsewhere, actor=lawyer.user, phone="57320000")
