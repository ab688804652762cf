"""Two records of one person become one, and apart again; the page of a person shows what one may see."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.conflicts import check_conflicts
from cases.actions.parties import save_worker
from cases.models import Claimant, VisitWorker, Worker
from core.audit import record
from core.errors import Changed, Problem
from front_desk.actions.joining import join_workers, undo_join
from front_desk.models import WorkerJoin
from front_desk.queries import look_alikes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make.office()


@pytest.fixture
def clerk(office):
    return make.staff("clerk", office)


@pytest.fixture
def kept(office):
    """周建国 with his ID number, in a case."""
    worker = make.WorkerFactory(name="周建国", phone="13800000001", phone2="")
    make.ClaimantFactory(case=make.CaseFactory(office=office), worker=worker)
    return worker


@pytest.fixture
def twin(office):
    """The same man, entered without a number at a visit and in another case."""
    worker = make.WorkerFactory(
        name="周建国", phone="13800000001", phone2="13900000002", id_number="", address="人民路1号"
    )
    make.ClaimantFactory(case=make.CaseFactory(office=office), worker=worker)
    make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=worker)
    return worker


def fresh(worker):
    return Worker.objects.get(pk=worker.pk)


def test_joined_records_are_one_in_every_case_and_visit(kept, twin, clerk):
    join = join_workers(kept, twin, actor=clerk, reason="本人到窗口确认")

    assert (Claimant.objects.filter(worker=kept).count(), Claimant.objects.filter(worker=twin).count()) == (
        2,
        0,
    )
    assert not VisitWorker.objects.filter(worker=twin).exists()
    now = fresh(kept)
    assert (now.phone2, now.address, now.id_hash) == ("13900000002", "人民路1号", kept.id_hash)
    assert set(join.filled) == {"phone2", "address"}
    assert not Worker.objects.visible_to(clerk).filter(pk=twin.pk).exists()
    for row in (
        *now.history.all()[:1],
        *Claimant.objects.get(pk=join.moved["claimants"][0]).history.all()[:1],
    ):
        assert (row.history_user, row.history_change_reason) == (clerk, "本人到窗口确认")


def test_taken_back_they_stand_as_before_and_what_was_written_since_stays(kept, twin, clerk):
    case = Claimant.objects.get(worker=twin).case
    join = join_workers(kept, twin, actor=clerk, reason="误认")
    changed = fresh(kept)
    changed.address = "新地址2号"
    record(changed, actor=clerk)

    undo_join(join, actor=clerk, reason="系两人")

    assert Claimant.objects.get(case=case).worker == twin
    assert VisitWorker.objects.get().worker == twin
    now = fresh(kept)
    assert (now.phone2, now.address, now.id_hash) == ("", "新地址2号", kept.id_hash)
    assert fresh(twin).address == "人民路1号"
    with pytest.raises(Changed):
        undo_join(join, actor=clerk, reason="再次")


def test_the_number_goes_to_the_record_kept_and_comes_back(kept, twin, clerk):
    number = kept.id_hash
    join = join_workers(twin, kept, actor=clerk, reason="同一人")
    assert (fresh(twin).id_hash, fresh(kept).id_hash) == (number, None)
    undo_join(join, actor=clerk, reason="两人")
    assert (fresh(twin).id_hash, fresh(kept).id_hash) == (None, number)


def test_whoever_has_a_passport_may_have_a_card_too(kept, passports, clerk):
    join = join_workers(kept, passports[1], actor=clerk, reason="两份证件")
    assert (fresh(kept).id_hash, fresh(passports[1]).id_hash) == (kept.id_hash, None)
    undo_join(join, actor=clerk, reason="两人")
    assert fresh(passports[1]).id_hash == passports[1].id_hash


@pytest.fixture
def passports(office, clerk):
    """One passport, once put down without the country that issued it."""

    def registered(country):
        data = {"id_kind": "passport", "id_number": "C1234567", "id_country": country}
        worker = save_worker(None, actor=clerk, office=office, name="阮文安", **data)
        make.ClaimantFactory(case=make.CaseFactory(office=office), worker=worker)
        return worker

    return registered(""), registered("VNM")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["kept without country", "kept with country"])
def test_a_passport_without_its_country_may_be_the_same_and_takes_it_over(passports, clerk, order):
    kept, joined = (passports[n] for n in order)
    join = join_workers(kept, joined, actor=clerk, reason="护照原件")
    assert (fresh(kept).id_country, fresh(kept).id_hash) == ("VNM", passports[1].id_hash)
    assert fresh(joined).id_hash is None
    undo_join(join, actor=clerk, reason="两人")
    assert [fresh(worker).id_hash for worker in passports] == [worker.id_hash for worker in passports]
    assert [fresh(worker).id_country for worker in passports] == ["", "VNM"]


def test_a_document_completed_since_the_joining_stays_as_a_whole(twin, passports, office, clerk):
    join = join_workers(twin, passports[0], actor=clerk, reason="同一人")
    assert fresh(twin).id_kind == "passport"
    save_worker(fresh(twin), actor=clerk, office=office, id_country="KHM")
    undo_join(join, actor=clerk, reason="两人")
    assert (fresh(twin).id_number, fresh(twin).id_country) == ("C1234567", "KHM")
    assert fresh(passports[0]).id_hash == passports[0].id_hash


def test_whoever_was_said_to_have_no_document_takes_over_the_one_of_the_other_record(kept, twin, clerk):
    twin.id_kind = "none"
    record(twin, actor=clerk)
    join = join_workers(twin, kept, actor=clerk, reason="同一人")
    assert (fresh(twin).id_kind, fresh(twin).id_number) == ("resident", kept.id_number)
    undo_join(join, actor=clerk, reason="两人")
    assert (fresh(twin).id_number, fresh(kept).id_number) == ("", kept.id_number)


def test_a_visit_that_names_both_counts_the_person_once(kept, twin, clerk):
    visit = twin.attendances.get().visit
    make.VisitWorkerFactory(visit=visit, worker=kept)
    join = join_workers(kept, twin, actor=clerk, reason="同一人")
    assert VisitWorker.objects.filter(visit=visit, is_active=True).count() == 1
    undo_join(join, actor=clerk, reason="两人")
    assert VisitWorker.objects.filter(visit=visit, is_active=True).count() == 2


def refused(kept, other, clerk, reason="同一人"):
    with pytest.raises(Problem) as caught:
        join_workers(kept, other, actor=clerk, reason=reason)
    assert WorkerJoin.objects.count() == 0
    return caught.value


def test_what_cannot_be_one(kept, twin, clerk, office):
    assert list(refused(kept, twin, clerk, reason=" ").message_dict) == ["reason"]
    refused(kept, kept, clerk)

    other_number = make.WorkerFactory(name="周建国")
    make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=other_number)
    refused(kept, other_number, clerk)

    elsewhere = make.CaseFactory(office=make.office())
    make.ClaimantFactory(case=elsewhere, worker=twin)
    refused(kept, twin, clerk)
    Claimant.objects.get(case=elsewhere)

    both = make.met(office, name="周建国", id_number="")
    make.ClaimantFactory(case=Claimant.objects.get(worker=kept).case, worker=both)
    refused(kept, both, clerk)


def test_a_record_kept_apart_is_asked_for_not_joined(kept, clerk, office):
    refused(kept, make.met(office, name="周建国", id_number="", kept_by=office), clerk)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_only_who_works_with_people_joins(kept, twin, office, role):
    with pytest.raises(PermissionDenied):
        join_workers(kept, twin, actor=make.staff(role, office), reason="同一人")


def test_who_does_not_see_both_does_not_join(kept, twin):
    with pytest.raises(PermissionDenied):
        join_workers(kept, twin, actor=make.staff("clerk", make.office()), reason="同一人")


def shared_with(worker, other):
    """A clerk of another office, in whose case the worker stands too."""
    make.ClaimantFactory(case=make.CaseFactory(office=other), worker=worker)
    return make.staff("clerk", other)


def test_another_office_that_knows_the_person_takes_back_no_joining_of_ours(client, kept, twin, clerk):
    theirs = shared_with(kept, make.office("钟楼区总工会"))
    case = Claimant.objects.get(worker=twin).case
    join = join_workers(kept, twin, actor=clerk, reason="同一人")
    before = fresh(kept).version

    with pytest.raises(Problem):
        undo_join(join, actor=theirs, reason="两人")
    client.force_login(theirs)
    undo = reverse("front_desk:undo_join", args=[join.pk])
    assert client.post(undo, {"reason": "两人"}).status_code == 422

    assert (Claimant.objects.get(case=case).worker, fresh(kept).version) == (kept, before)
    assert WorkerJoin.objects.get().undone_at is None


def test_a_joining_that_struck_out_an_attendance_of_ours_is_not_taken_back_elsewhere(kept, office, clerk):
    theirs = shared_with(kept, make.office("钟楼区总工会"))
    twin = make.met(office, name="周建国", phone="13800000001", id_number="")
    make.VisitWorkerFactory(visit=twin.attendances.get().visit, worker=kept)
    join = join_workers(kept, twin, actor=clerk, reason="同一人")
    with pytest.raises(Problem):
        undo_join(join, actor=theirs, reason="两人")
    assert VisitWorker.objects.filter(is_active=True).count() == 1


def test_the_own_office_takes_it_back_whoever_knows_the_person_since(kept, twin, clerk, office):
    join = join_workers(kept, twin, actor=clerk, reason="同一人")
    shared_with(kept, make.office("钟楼区总工会"))
    undo_join(join, actor=make.staff("supervisor", office), reason="两人")
    assert WorkerJoin.objects.get().undone_at


@pytest.fixture
def reader(office):
    """Audits this office, and works at the window of another."""
    user = make.staff("auditor", office)
    at = make.office("枫泾镇总工会")
    record(user.memberships.model(user=user, office=at, role="clerk"), actor=None)
    return user


def test_who_only_audits_here_joins_nothing_here_though_a_clerk_elsewhere(kept, twin, reader):
    with pytest.raises(PermissionDenied):
        join_workers(kept, twin, actor=reader, reason="同一人")
    assert WorkerJoin.objects.count() == 0


def test_nor_what_stands_here_too(kept, twin, reader):
    at = reader.memberships.get(role="clerk").office
    for worker in (kept, twin):
        make.ClaimantFactory(case=make.CaseFactory(office=at), worker=worker)
    assert refused(kept, twin, reader)


def test_nor_takes_anything_back_here(kept, twin, clerk, reader):
    join = join_workers(kept, twin, actor=clerk, reason="同一人")
    with pytest.raises(PermissionDenied):
        undo_join(join, actor=reader, reason="两人")


def test_the_cases_are_checked_for_conflicts_again(kept, twin, clerk):
    employer = Claimant.objects.get(worker=kept).case.employer
    case = Claimant.objects.get(worker=twin).case
    case.employer = employer
    record(case, actor=clerk)
    check_conflicts(case, actor=clerk)
    join_workers(kept, twin, actor=clerk, reason="同一人")
    assert [hit["severity"] for hit in case.conflict_checks.first().hits] == ["hit"]


# --- who looks like whom ---


def test_likely_twins_are_offered_the_surest_first(kept, twin, clerk, office):
    make.met(office, name="周建国", phone="13700000000", id_number="")
    make.met(office, name="周健国", phone="13800000001", id_number="")
    make.met(office, name="沈玉芳", phone="13800000001", id_number="")
    make.met(office, name="周建国", phone="13800000001")
    found = [(other.name, likeness.grade) for other, likeness in look_alikes(kept, clerk)]
    assert found == [("周建国", "hit"), ("周健国", "likely"), ("周建国", "maybe")]


def test_nobody_is_offered_whom_one_does_not_see(kept, clerk):
    elsewhere = make.CaseFactory(office=make.office())
    make.ClaimantFactory(
        case=elsewhere, worker=make.WorkerFactory(name="周建国", phone="13800000001", id_number="")
    )
    assert look_alikes(kept, clerk) == []


# --- pages ---


def test_the_page_shows_cases_visits_and_former_names_one_may_see(client, kept, clerk, office):
    kept.name = "周建民"
    record(kept, actor=clerk)
    hidden = make.CaseFactory(office=make.office(), number="沪工援〔2026〕外地0001号")
    make.ClaimantFactory(case=hidden, worker=kept)
    client.force_login(clerk)
    text = client.get(reverse("front_desk:person", args=[kept.pk])).text
    assert "周建国" in text
    assert reverse("cases:detail", args=[Claimant.objects.filter(worker=kept).first().case_id]) in text
    assert hidden.number not in text
    assert kept.id_number not in text


def test_two_records_are_joined_and_parted_in_the_pages(client, kept, twin, clerk):
    client.force_login(clerk)
    page = reverse("front_desk:person", args=[kept.pk])
    join = reverse("front_desk:join_workers", args=[kept.pk, twin.pk])
    assert join in client.get(page).text
    assert client.post(join, {"reason": ""}).status_code == 422
    assert client.post(join, {"reason": "同一人"}).url == page
    undo = reverse("front_desk:undo_join", args=[WorkerJoin.objects.get().pk])
    assert undo in client.get(page).text
    assert client.post(undo, {"reason": "两人"}).url == page
    assert WorkerJoin.objects.get().undone_at


def test_the_page_costs_the_same_with_one_and_with_thirty(client, kept, clerk, office):
    client.force_login(clerk)
    page = reverse("front_desk:person", args=[kept.pk])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=kept)
    make.met(office, name="周建国", phone="13800000001", id_number="")
    few = queries()
    for _ in range(29):
        make.ClaimantFactory(case=make.CaseFactory(office=office), worker=kept)
        make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=kept)
        make.met(office, name="周建国", phone="13800000001", id_number="")
    assert queries() == few


def test_the_page_asks_why_and_speaks_of_no_other_office(client, kept, twin, clerk):
    client.force_login(clerk)
    page = client.get(reverse("front_desk:join_workers", args=[kept.pk, twin.pk]))
    assert (page.context["form"]["reason"].label, page.context["form"]["reason"].help_text) == ("理由", "")
