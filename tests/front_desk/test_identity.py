"""Whoever comes with a passport, a permit or nothing at all is taken down like everybody else, and found again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from cases.actions.parties import save_worker
from cases.forms.parties import WorkerForm
from cases.models import Case, Visit, Worker
from core import clock
from core.errors import Problem
from front_desk.queries import look_alikes
from tests import factories as make
from tests.front_desk.test_intake import NEW, posted
from tests.front_desk.test_visits import posted as posted_visit
from tests.front_desk.test_visits import question

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)
PERMANENT = "910156198808080014"
DOCUMENTS = [
    ("", PERMANENT, "permanent_residence"),
    ("", "usa310188080801", "permanent_residence"),
    ("", "H1234567801", "home_return"),
    ("passport", "e12345678", "passport"),
    ("passport", "H12345678", "passport"),
    ("taiwan_pass", "01234567", "taiwan_pass"),
]


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY), translation.override("en"):
        yield


@pytest.fixture
def office():
    return make.office()


@pytest.fixture
def clerk(office):
    return make.staff("clerk", office, language="en")


@pytest.fixture
def page(client, clerk):
    client.force_login(clerk)
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(("kind", "number", "kept"), DOCUMENTS)
def test_an_intake_takes_every_document_and_the_next_one_finds_the_person(page, office, kind, number, kept):
    row = {"name": "Li Ming", "id_kind": kind, "id_number": number, "id_country": "越南"}
    assert page.post(reverse(NEW), posted(office, [row])).status_code == 302
    worker = Worker.objects.get()
    assert (worker.id_kind, worker.id_number) == (kept, number.upper())
    assert number.upper() not in str(QuerySet(Worker).values_list("id_number").query)

    again = posted(office, [row], **{"employer-name": "上海金山机械公司"})
    assert page.post(reverse(NEW), again).status_code == 302
    assert {c.claimants.get().worker for c in Case.objects.all()} == {worker}


@pytest.mark.parametrize(("kind", "number", "kept"), DOCUMENTS)
def test_a_visit_takes_every_document_and_both_lists_find_it(page, office, kind, number, kept):
    row = {"name": "Li Ming", "id_kind": kind, "id_number": number, "id_country": "越南"}
    sent = posted_visit(office, [row], [question()])
    assert page.post(reverse("front_desk:new_visit"), sent).status_code == 302
    visit = Visit.objects.get()
    worker = visit.attendances.get().worker
    assert worker.id_kind == kept

    case = make.CaseFactory(office=office)
    make.ClaimantFactory(case=case, worker=worker)
    for address, found in (
        (reverse("front_desk:visits"), reverse("front_desk:visit", args=[visit.pk])),
        (reverse("cases:list"), reverse("cases:detail", args=[case.pk])),
    ):
        for text in (number, number.lower()):
            assert found in page.get(address, {"q": text}).text
        assert found not in page.get(address, {"q": number[:5] + "9" + number[6:]}).text


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id_number": "E12345678"}, "For a passport or a travel permit choose the kind of document."),
        ({"id_number": "310116850615123"}, "the one of 18 stands on the present card"),
        ({"id_number": "E12345678", "id_kind": "home_return"}, "is H or M and 8 digits"),
        ({"id_number": "E12345678", "id_kind": "none"}, "Here stands a number"),
        ({"id_number": "910156198808080015"}, "does not fit the others"),
    ],
)
def test_a_number_that_does_not_fit_is_told_at_its_field_and_nothing_is_lost(page, office, row, message):
    answer = page.post(reverse(NEW), posted(office, [{"name": "Li Ming", **row}]))
    assert answer.status_code == 422
    assert message in str(answer.context["page"].workers[0].errors["id_number"])
    assert row["id_number"] in answer.text
    assert (Worker.objects.count(), Case.objects.count()) == (0, 0)


def test_whoever_has_no_document_is_taken_down_as_such(page, office):
    row = {"name": "周建国", "id_kind": "none"}
    assert page.post(reverse(NEW), posted(office, [row])).status_code == 302
    assert (Worker.objects.get().id_kind, Worker.objects.get().id_hash) == ("none", None)


def test_the_row_says_which_document_it_is(page):
    sent = {"prefix": "workers-0", "workers-0-id_number": "h 12345678"}
    assert (
        "Mainland travel permit (Hong Kong, Macao)" in page.post(reverse("front_desk:find_worker"), sent).text
    )
    sent |= {"workers-0-id_number": "E12345678", "workers-0-id_kind": "passport"}
    answer = page.post(reverse("front_desk:find_worker"), sent)
    assert "Passport" in answer.text
    assert answer.context["force"] == "{}"


def test_a_new_number_is_of_the_kind_it_tells_not_of_the_one_before(clerk, office):
    worker = save_worker(
        None, actor=clerk, office=office, name="Li", id_kind="passport", id_number="E12345678"
    )
    resident = make.id_number(sequence=5)
    worker = save_worker(worker, actor=clerk, office=office, id_number=resident)
    assert (worker.id_kind, worker.id_number) == ("resident", resident)


def test_a_number_left_as_it_is_keeps_its_kind_and_birth_stays_open_where_it_says_none(clerk, office):
    worker = save_worker(
        None, actor=clerk, office=office, name="Li", id_kind="passport", id_number="E12345678"
    )
    form = WorkerForm({"name": "Li", "id_kind": "", "birth_date": "1990-01-02"}, worker=worker)
    assert form.is_valid()
    data = form.worker_data()
    assert (data.get("id_kind"), data["birth_date"]) == (None, dt.date(1990, 1, 2))
    saved = save_worker(worker, actor=clerk, office=office, **data)
    assert (saved.id_kind, saved.id_number, saved.birth_date) == (
        "passport",
        "E12345678",
        dt.date(1990, 1, 2),
    )


def test_one_passport_belongs_to_one_person(clerk, office):
    first = save_worker(
        None, actor=clerk, office=office, name="Li", id_kind="passport", id_number="E12345678"
    )
    make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=first)
    with pytest.raises(Problem) as refused:
        save_worker(None, actor=clerk, office=office, name="Li", id_kind="passport", id_number="e 12345678")
    assert "id_number" in refused.value.message_dict


def test_the_database_keeps_no_number_without_a_kind(clerk, office):
    worker = make.WorkerFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Worker).filter(pk=worker.pk).update(id_kind="none")


# --- the country of a passport ---


def passport(clerk, office, country, name="Nguyen Van An", number="C1234567", **data):
    kept = {"id_kind": "passport", "id_number": number, "id_country": country} | data
    worker = save_worker(None, actor=clerk, office=office, name=name, **kept)
    make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=worker)
    return worker


@pytest.mark.parametrize("text", ["越南", "越南籍", "Vietnam", "vietnam", "VNM", "vn", " 越 南 "])
def test_a_country_is_taken_by_name_or_code(page, office, text):
    row = {"name": "An", "id_kind": "passport", "id_number": "C1234567", "id_country": text}
    assert page.post(reverse(NEW), posted(office, [row])).status_code == 302
    assert Worker.objects.get().id_country == "VNM"


@pytest.mark.parametrize(
    ("text", "message"), [("", "Enter the country"), ("Atlantis", "no country “Atlantis”"), ("XX", "XX")]
)
def test_a_passport_without_a_country_that_is_known_is_told_at_its_field(page, office, text, message):
    row = {"name": "An", "id_kind": "passport", "id_number": "C1234567", "id_country": text}
    answer = page.post(reverse(NEW), posted(office, [row]))
    assert (answer.status_code, Worker.objects.count()) == (422, 0)
    assert message in str(answer.context["page"].workers[0].errors["id_country"])
    assert "C1234567" in answer.text


def test_two_states_may_give_one_number_to_two_people(page, office):
    rows = [
        {"name": name, "id_kind": "passport", "id_number": "C1234567", "id_country": country}
        for name, country in (("An", "越南"), ("Sok", "柬埔寨"))
    ]
    assert page.post(reverse(NEW), posted(office, rows)).status_code == 302
    assert {(w.name, w.id_country) for w in Worker.objects.all()} == {("An", "VNM"), ("Sok", "KHM")}


def test_a_search_finds_the_number_of_either_state(clerk, office):
    both = {passport(clerk, office, "VNM"), passport(clerk, office, "KHM", name="Sok")}
    assert set(Worker.objects.matching("c1234567")) == both


def test_only_a_passport_has_a_country(clerk, office):
    worker = passport(clerk, office, "VNM")
    worker = save_worker(worker, actor=clerk, office=office, id_number=make.id_number(sequence=9))
    assert (worker.id_kind, worker.id_country) == ("resident", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Worker).filter(pk=worker.pk).update(id_country="VNM")


def test_a_country_put_down_later_makes_the_record_certain(clerk, office):
    worker = passport(clerk, office, "")
    form = WorkerForm({"name": worker.name, "id_kind": "passport", "id_country": "越南"}, worker=worker)
    assert form.is_valid()
    save_worker(worker, actor=clerk, office=office, **form.worker_data())
    found = Worker.objects.on_record(
        clerk, office=office, id_number="C1234567", id_kind="passport", id_country="VNM"
    )
    assert found == worker


def test_a_passport_without_a_country_on_record_is_never_taken_for_one_with_it(clerk, office):
    old = passport(clerk, office, "")
    asked = {"id_number": "C1234567", "id_kind": "passport", "id_country": "VNM", "name": old.name}
    assert Worker.objects.on_record(clerk, office=office, **asked) is None
    assert Worker.objects.on_record(clerk, office=office, known=old.pk, **asked) == old


def test_the_row_asks_for_the_country_and_offers_who_may_be_meant(page, clerk, office):
    old = passport(clerk, office, "")
    sent = {
        "prefix": "workers-0",
        "workers-0-id_number": "C1234567",
        "workers-0-id_kind": "passport",
    }
    asked = page.post(reverse("front_desk:find_worker"), sent)
    assert ("Enter the country" in asked.text, asked.context["worker"]) == (True, None)
    offered = page.post(reverse("front_desk:find_worker"), sent | {"workers-0-id_country": "越南"})
    assert (offered.context["worker"], offered.context["perhaps"]) == (None, old)
    assert f"It is {old.name}" in offered.text


def test_who_may_be_meant_elsewhere_is_not_told(page, clerk):
    elsewhere = make.office()
    passport(make.staff("clerk", elsewhere), elsewhere, "")
    sent = {
        "prefix": "workers-0",
        "workers-0-id_number": "C1234567",
        "workers-0-id_kind": "passport",
        "workers-0-id_country": "VNM",
    }
    assert page.post(reverse("front_desk:find_worker"), sent).context["perhaps"] is None


@pytest.mark.parametrize("country", ["", "VNM"])
def test_a_maybe_is_shown_beside_the_person_from_both_sides(clerk, office, country):
    one = passport(clerk, office, country)
    other = passport(clerk, office, "" if country else "VNM", name="Pham Thi Binh")
    assert [(found, grade.grade) for found, grade in look_alikes(one, clerk)] == [(other, "maybe")]


def test_two_passports_of_two_states_are_no_maybe(clerk, office):
    one = passport(clerk, office, "VNM")
    passport(clerk, office, "KHM", phone="13800000001")
    assert look_alikes(one, clerk) == []


def test_who_was_never_there_is_looked_for_in_one_query(clerk, office, django_assert_num_queries):
    make.WorkerFactory(name="张大文", phone="13800000001")
    who = {"name": "张小文", "phone": "13800000001", "id_number": make.id_number(sequence=77)}
    with django_assert_num_queries(1):
        assert Worker.objects.on_record(clerk, office=office, **who) is None


@pytest.mark.parametrize("which", ["phone", "phone2"])
def test_a_person_is_found_by_either_telephone_and_the_name_however_written(clerk, office, which):
    numbers = {"phone": "13800000001", which: "13800000002"}
    there = make.met(office, name="张大文", id_number="", id_kind="", **numbers)
    found = Worker.objects.on_record(clerk, office=office, name="張大文", phone="13800000002")
    assert found == there
