"""Name, telephone or ID number of somebody whom only another office knows open nothing, and it is on record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Office
from cases.actions import person_log
from cases.actions.claimants import add_claimant, paste_claimants
from cases.actions.conflicts import check_conflicts
from cases.actions.parties import save_employer, save_worker, take_employer, take_worker
from cases.actions.respondents import link_employer, set_employer, unlink_employer
from cases.actions.unmask import unmask
from cases.models import Case, Claimant, Employer, EmployerLink, Visit, VisitWorker, Worker
from cases.timeline import timeline_of
from core.audit import record
from core.errors import Changed, Problem
from core.models import Access, AccessLog
from front_desk.actions.intake import open_case
from front_desk.actions.record_requests import ask_for_record, take_request_step
from front_desk.models import RecordRequest
from tests import factories as make
from tests.front_desk.test_visits import question, rows
from work.queries.records import latest_access

pytestmark = pytest.mark.django_db

NAME, PHONE, ACCOUNT = "周建国", "13800000001", "6222021001116245702"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def city():
    return make.office("上海市总工会", kind="city", is_window=False)


@pytest.fixture
def theirs(city):
    return make.office("朱泾镇总工会", city)


@pytest.fixture
def ours():
    return make.office("钟楼区总工会")


@pytest.fixture
def known(theirs):
    """A claimant whom only the other city knows."""
    worker = make.WorkerFactory(name=NAME, phone=PHONE, bank_account=ACCOUNT, address="人民路1号")
    return make.ClaimantFactory(worker=worker, case=make.CaseFactory(office=theirs))


@pytest.fixture
def clerk(ours):
    return make.staff("clerk", ours, language="en")


@pytest.fixture
def page(client, clerk):
    client.force_login(clerk)
    client.cookies["django_language"] = "en"
    return client


def as_stored(worker):
    return Worker.objects.filter(pk=worker.pk).values().get()


def intake(office, **worker):
    main = {"office": office.pk, "channel": "window", "aid_form": "mediation"}
    return main | rows("workers", worker) | rows("claims")


def looked_up():
    """The rows of the log about look-ups by number: the case or the office each stands with."""
    found = AccessLog.objects.filter(kind=Access.LOOK_UP)
    return [(row.case_id, row.office_id) for row in found.order_by("pk")]


# --- name and telephone ---


def test_name_and_telephone_link_nothing_at_intake(page, ours, known):
    before = as_stored(known.worker)
    data = intake(ours, name=NAME, phone=PHONE, address="别处9号")
    assert page.post(reverse("front_desk:intake"), data).status_code == 302
    mine = Case.objects.get(office=ours).claimants.get().worker
    assert (mine.pk != known.worker_id, mine.id_number, mine.bank_account) == (True, "", "")
    assert as_stored(known.worker) == before


def test_nor_at_a_visit(page, ours, known):
    before = as_stored(known.worker)
    data = {
        "office": ours.pk, "channel": "window", "visited_on": "2026-03-10",
        **rows("workers", {"name": NAME, "phone": PHONE}), **rows("questions", question()),
    }  # fmt: skip
    response = page.post(reverse("front_desk:new_visit"), data)
    assert response.status_code == 302, response.context["page"].errors
    assert VisitWorker.objects.get().worker_id != known.worker_id
    assert as_stored(known.worker) == before


def test_nor_as_a_further_claimant(clerk, ours, known):
    case = make.CaseFactory(office=ours, handler=clerk)
    added = add_claimant(case, actor=clerk, person={"name": NAME, "phone": PHONE})
    assert added.worker_id != known.worker_id


def test_nor_by_the_number_of_the_record(page, ours, known):
    data = intake(ours, name=NAME, phone=PHONE, known=known.worker_id)
    assert page.post(reverse("front_desk:intake"), data).status_code == 302
    assert Case.objects.get(office=ours).claimants.get().worker_id != known.worker_id


def test_so_there_is_nothing_to_read_in_full_and_nothing_to_change(page, ours, known):
    page.post(reverse("front_desk:intake"), intake(ours, name=NAME, phone=PHONE))
    mine = Case.objects.get(office=ours)
    claimant = mine.claimants.get()
    for field, secret in (("id-number", known.worker.id_number), ("bank-account", ACCOUNT)):
        url = reverse("cases:unmask", args=[mine.pk, claimant.pk, field])
        answer = page.post(url, {"reason": "核对"})
        assert answer.status_code == 200
        assert secret not in answer.text
    theirs = reverse("cases:unmask", args=[known.case_id, known.pk, "id-number"])
    assert page.post(theirs, {"reason": "核对"}).status_code == 404
    assert page.post(reverse("cases:edit_person", args=[known.case_id, known.pk])).status_code == 404
    url = reverse("cases:edit_person", args=[mine.pk, claimant.pk])
    assert page.post(url, {"name": NAME, "phone": "13900000009"}).status_code == 302
    assert Worker.objects.get(pk=known.worker_id).phone == PHONE


# --- ID number ---


def test_a_look_up_by_number_tells_the_office_and_nothing_else_and_is_on_record(page, clerk, known, theirs):
    sent = {"prefix": "workers-0", "workers-0-id_number": known.worker.id_number}
    answer = page.post(reverse("front_desk:find_worker"), sent).text
    assert "Known at 朱泾镇总工会" in answer
    for secret in (NAME, PHONE, ACCOUNT, "人民路1号", f'known": "{known.worker_id}'):
        assert secret not in answer
    assert looked_up() == [(known.case_id, None), (None, None)]
    for row in AccessLog.objects.all():
        assert (row.actor, known.worker.id_number in row.subject, NAME in row.subject) == (
            clerk,
            False,
            False,
        )
    entry = next(e for e in timeline_of(known.case) if e.kind == Access.LOOK_UP)
    assert (entry.actor, entry.reason) == (clerk, "Asked at 钟楼区总工会")
    assert AccessLog.objects.filter(reason="钟楼区总工会查询").count() == 2


def test_auditors_of_both_offices_find_the_look_up(page, ours, known, theirs, client):
    sent = {"prefix": "workers-0", "workers-0-id_number": known.worker.id_number}
    page.post(reverse("front_desk:find_worker"), sent)
    row_there, row_here = AccessLog.objects.order_by("pk")
    assert latest_access(make.staff("auditor", theirs)) == [row_there]
    assert latest_access(make.staff("auditor", ours)) == [row_here]
    assert latest_access(make.staff("auditor", make.office("第三地总工会"))) == []


def test_somebody_known_by_a_visit_alone_is_found_in_the_log_of_that_office(page, theirs):
    worker = make.met(theirs, name=NAME)
    sent = {"prefix": "workers-0", "workers-0-id_number": worker.id_number}
    assert "Known at 朱泾镇总工会" in page.post(reverse("front_desk:find_worker"), sent).text
    assert looked_up() == [(None, theirs.pk), (None, None)]
    row = AccessLog.objects.get(office_id=theirs.pk)
    assert latest_access(make.staff("auditor", theirs)) == [row]


def allow_look_ups(monkeypatch, times):
    monkeypatch.setattr(person_log, "LOOK_UPS", person_log.LOOK_UPS._replace(times=times))


def test_numbers_are_not_tried_out_without_end(page, ours, monkeypatch):
    allow_look_ups(monkeypatch, 2)
    own = make.met(ours, name=NAME)

    def found(number):
        sent = {"prefix": "workers-0", "workers-0-id_number": number}
        return page.post(reverse("front_desk:find_worker"), sent).text

    assert all(NAME in found(own.id_number) for _ in range(4))
    assert all("New" in found(make.id_number()) for _ in range(2))
    answer = found(make.id_number())
    assert ("Too many tries" in answer, "New" in answer) == (True, False)


def test_an_intake_with_the_number_keeps_a_record_apart_and_is_on_record(page, ours, known, theirs):
    before = as_stored(known.worker)
    data = intake(ours, name="周建帼", id_number=known.worker.id_number, phone="13900000009")
    response = page.post(reverse("front_desk:intake"), data)
    mine = Case.objects.get(office=ours).claimants.get().worker
    assert (mine.pk != known.worker_id, mine.kept_by, mine.id_hash) == (True, ours, known.worker.id_hash)
    assert as_stored(known.worker) == before
    assert looked_up() == [(known.case_id, None), (None, None)]
    assert AccessLog.objects.filter(reason="钟楼区总工会登记").count() == 2
    shown = page.get(response.url).text
    assert ("Known at 朱泾镇总工会" in shown, NAME in shown, "Ask for the record" in shown) == (
        True,
        False,
        True,
    )


def test_the_name_on_record_elsewhere_is_not_told_by_a_wrong_one(clerk, ours, known):
    mine = make.met(ours, name="沈玉芳", id_number="")
    changed = save_worker(mine, actor=clerk, office=ours, id_number=known.worker.id_number)
    assert changed.kept_by == ours
    third = make.office("第三地总工会")
    other = {"name": "另一人", "id_number": known.worker.id_number}
    assert take_worker(actor=make.staff("clerk", third), office=third, **other).name == "另一人"


def test_a_paste_tells_nothing_and_keeps_apart(clerk, ours, known):
    case = make.CaseFactory(office=ours, handler=clerk)
    before = as_stored(known.worker)
    text = f"姓名\t身份证号\t电话\n另一人\t{known.worker.id_number}\t13900000009"
    (added,) = paste_claimants(case, actor=clerk, sent=text).made
    assert (added.worker.name, added.worker.kept_by) == ("另一人", ours)
    assert as_stored(known.worker) == before
    with pytest.raises(Problem, match="claimant in this case already"):
        paste_claimants(case, actor=clerk, sent=text)


def test_nor_by_registering_them(page, clerk, ours, theirs, monkeypatch):
    """A paste takes them all; which office knows them is told of as many as one may look up."""
    allow_look_ups(monkeypatch, 2)
    case = make.CaseFactory(office=ours, handler=clerk)
    people = [make.met(theirs) for _ in range(4)]
    new = [f"新人\t{make.id_number()}" for _ in range(3)]
    known = [f"另一人\t{person.id_number}" for person in people]
    added = paste_claimants(case, actor=clerk, sent="\n".join(["姓名\t身份证号", *new, *known])).made
    apart = [row.worker for row in added if row.worker.kept_by]
    assert [worker.elsewhere_told for worker in apart] == [True, True, False, False]
    assert len(looked_up()) == 2 * len(people)
    shown = page.get(reverse("cases:detail", args=[case.pk])).text
    assert (shown.count("Known at 朱泾镇总工会"), shown.count("Known at another office")) == (2, 2)
    sent = {"prefix": "workers-0", "workers-0-id_number": make.id_number()}
    assert "Too many tries" in page.post(reverse("front_desk:find_worker"), sent).text


def test_nor_by_writing_one_number_after_the_other_into_a_record(page, clerk, ours, theirs, monkeypatch):
    allow_look_ups(monkeypatch, 1)
    mine = make.ClaimantFactory(
        worker=make.WorkerFactory(name="沈玉芳", id_number=""),
        case=make.CaseFactory(office=ours, handler=clerk),
    )
    url = reverse("cases:edit_person", args=[mine.case_id, mine.pk])
    for told in (True, False):
        data = {"name": "沈玉芳", "id_number": make.met(theirs).id_number}
        assert page.post(url, data).status_code == 302
        shown = page.get(reverse("cases:detail", args=[mine.case_id])).text
        assert ("Known at 朱泾镇总工会" in shown, "Known at another office" in shown) == (told, not told)
    assert page.post(url, {"name": "沈玉芳", "id_number": make.id_number()}).status_code == 302
    mine.worker.refresh_from_db()
    assert (mine.worker.kept_by, mine.worker.elsewhere_told) == (None, True)


def test_asking_for_the_record_tells_the_office_and_counts_as_a_look_up(
    page, clerk, ours, known, monkeypatch
):
    allow_look_ups(monkeypatch, 0)
    data = {"name": NAME, "id_number": known.worker.id_number}
    apart = open_case(actor=clerk, office=ours, workers=[(0, data)]).claimants.get().worker
    url = reverse("front_desk:ask_for_record", args=[apart.pk])
    assert "朱泾镇总工会" not in page.get(url).text
    refused = page.post(url, {"reason": "同一人"})
    assert (refused.status_code, "Too many tries" in refused.text, "朱泾镇总工会" in refused.text) == (
        422,
        True,
        False,
    )
    assert not RecordRequest.objects.exists()
    allow_look_ups(monkeypatch, 1)
    assert page.post(url, {"reason": "同一人"}).status_code == 302
    assert Worker.objects.get(pk=apart.pk).elsewhere_told
    other = open_case(
        actor=clerk,
        office=ours,
        workers=[(0, {"name": "甲", "id_number": make.met(known.case.office).id_number})],
    )
    assert not other.claimants.get().worker.elsewhere_told


def test_an_office_keeps_one_record_apart_however_often_the_person_comes(clerk, ours, known):
    number = known.worker.id_number
    data = {"name": NAME, "id_number": number}
    first = open_case(actor=clerk, office=ours, workers=[(0, data)]).claimants.get().worker
    again = open_case(actor=clerk, office=ours, workers=[(0, data | {"phone": "13900000009"})])
    assert again.claimants.get().worker == first
    third = make.office("第三地总工会")
    other = (
        open_case(actor=make.staff("clerk", third), office=third, workers=[(0, data)]).claimants.get().worker
    )
    assert (other.kept_by, Worker.objects.matching(number).count()) == (third, 3)
    twin = Worker(name=NAME, id_hash=first.id_hash, kept_by=ours)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(twin, actor=None)
    twin.kept_by = None
    with pytest.raises(IntegrityError), transaction.atomic():
        record(twin, actor=None)


def test_the_conflict_check_still_finds_the_same_matter_and_tells_no_name(clerk, ours, known):
    data = {"name": "周建帼", "id_number": known.worker.id_number}
    case = open_case(
        actor=clerk, office=ours, workers=[(0, data)], employer={"name": known.case.employer.name}
    )
    (hit,) = check_conflicts(case, actor=clerk).hits
    assert (hit["rule"], hit["severity"]) == ("duplicate", "hit")
    assert NAME not in str(hit)


def test_one_person_counts_once_whoever_keeps_a_record(city, theirs, known):
    for at, worker in ((theirs, known.worker), (make.office("枫泾镇总工会", city), make.WorkerFactory())):
        make.VisitWorkerFactory(visit=make.VisitFactory(office=at), worker=worker)
    beside = make.office("亭林镇总工会", city)
    mine = take_worker(
        actor=make.staff("clerk", beside), office=beside, name=NAME, id_number=known.worker.id_number
    )
    make.VisitWorkerFactory(visit=make.VisitFactory(office=beside), worker=mine)
    assert mine.kept_by == beside
    assert Visit.objects.visible_to(make.staff("supervisor", city)).counts().persons == 2


# --- reading ---


def test_reading_for_one_case_is_in_the_log_of_every_case_of_the_person(ours, known, clerk, theirs):
    mine = make.ClaimantFactory(worker=known.worker, case=make.CaseFactory(office=ours, handler=clerk))
    seen = make.VisitWorkerFactory(worker=known.worker)
    assert unmask(mine, "id_number", actor=clerk, reason="立案") == known.worker.id_number
    found = AccessLog.objects.order_by("pk").values_list("kind", "case_id", "office_id", "reason")
    assert list(found) == [
        ("unmask", mine.case_id, None, "立案"),
        ("elsewhere", known.case_id, None, "钟楼区总工会：立案"),
        ("elsewhere", None, seen.visit.office_id, "钟楼区总工会：立案"),
    ]
    kinds = {entry.kind for entry in timeline_of(known.case)}
    assert Access.ELSEWHERE in kinds


def test_a_lawyer_does_not_read_of_other_cases_in_the_record(client, ours, known, clerk):
    mine = make.ClaimantFactory(worker=known.worker, case=make.CaseFactory(office=ours, handler=clerk))
    unmask(mine, "phone", actor=clerk, reason="立案立案")
    lawyer = make.LawyerFactory()
    make.AssignmentFactory(case=known.case, lawyer=lawyer, state="accepted")
    url = reverse("cases:timeline", args=[known.case_id])
    for user, told in ((lawyer.user, False), (known.case.handler, True)):
        client.force_login(user)
        assert ("立案立案" in client.get(url).text) == told


def test_reading_costs_the_same_with_two_cases_and_with_twenty(ours, known, clerk):
    mine = make.ClaimantFactory(worker=known.worker, case=make.CaseFactory(office=ours, handler=clerk))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            unmask(mine, "phone", actor=clerk, reason="立案")
        return len(captured)

    queries()  # what the clerk may do is asked once
    few = queries()
    for _ in range(18):
        make.ClaimantFactory(worker=known.worker)
    assert queries() == few


# --- the request ---


@pytest.fixture
def apart(clerk, ours, known):
    """What our office keeps of the person, in a case and a visit of its own."""
    data = {
        "name": NAME,
        "id_number": known.worker.id_number,
        "phone": "13900000009",
        "bank_name": "工商银行",
    }
    case = open_case(actor=clerk, office=ours, workers=[(0, data)])
    worker = case.claimants.get().worker
    make.VisitWorkerFactory(visit=make.VisitFactory(office=ours), worker=worker)
    return worker


@pytest.fixture
def asked(apart, clerk):
    return ask_for_record(apart, actor=clerk, reason="同一人，需要银行账号")


def test_a_clerk_asks_on_a_page_and_goes_on_meanwhile(page, apart, ours, theirs, clerk):
    url = reverse("front_desk:ask_for_record", args=[apart.pk])
    shown = page.get(url)
    assert (shown.status_code, "Known at 朱泾镇总工会" in shown.text) == (200, True)
    assert page.post(url, {"reason": " "}).status_code == 422
    response = page.post(url, {"reason": "同一人"})
    made = RecordRequest.objects.get()
    assert response.url == reverse("front_desk:record_request", args=[made.pk])
    assert (made.office, made.known_at, made.asked_by, made.state) == (ours, theirs, clerk, "asked")
    assert made.history.get().history_change_reason == "同一人"
    assert page.get(response.url).status_code == 200
    assert page.get(url).url == response.url
    case = Case.objects.get(office=ours)
    shown = page.get(reverse("cases:detail", args=[case.pk])).text
    assert ("Waits for an answer" in shown, "Ask for the record" in shown) == (True, False)


def test_asking_leads_back_to_the_case_or_visit_it_came_from(page, apart, ours):
    case, visit = Case.objects.get(office=ours), apart.attendances.get().visit
    in_case = f"{reverse('front_desk:ask_for_record', args=[apart.pk])}?case={case.pk}"
    in_visit = f"{reverse('front_desk:ask_for_record', args=[apart.pk])}?visit={visit.pk}"
    assert in_case in page.get(reverse("cases:detail", args=[case.pk])).text
    assert in_visit in page.get(reverse("front_desk:visit", args=[visit.pk])).text
    back_to_visit = reverse("front_desk:visit", args=[visit.pk]) + "#people"
    assert back_to_visit in page.get(in_visit).text
    response = page.post(in_case, {"reason": "同一人"})
    assert response.url == reverse("cases:detail", args=[case.pk]) + "#parties"


@pytest.mark.parametrize(
    "origin", ["case={foreign}", "case=x", "visit=99999999999999999999", "case=", "next=//b"]
)
def test_it_leads_to_no_place_the_worker_is_not_in(page, apart, known, origin):
    url = reverse("front_desk:ask_for_record", args=[apart.pk])
    response = page.post(f"{url}?{origin.format(foreign=known.case_id)}", {"reason": "同一人"})
    assert response.url == reverse("front_desk:record_request", args=[RecordRequest.objects.get().pk])


def test_who_answers_finds_the_own_cases_beside_the_request(client, asked, known, theirs, page):
    own_case = reverse("cases:detail", args=[known.case_id])
    url = reverse("front_desk:record_request", args=[asked.pk])
    assert own_case not in page.get(url).text
    client.force_login(make.staff("supervisor", theirs))
    assert own_case in client.get(url).text


def test_shared_without_a_word_the_record_says_by_whom_and_the_page_what_was_done(
    client, asked, ours, theirs
):
    client.force_login(make.staff("supervisor", theirs, language="en"))
    client.cookies["django_language"] = "en"
    url = reverse("front_desk:record_request_step", args=[asked.pk, "allow"])
    shown = client.post(url, {"reason": "", "seen_version": asked.version}, follow=True).text
    assert "The record is shared with the office that asked." in shown
    moved = Case.objects.get(office=ours).claimants.get().history.first()
    assert moved.history_change_reason == "朱泾镇总工会共享档案"


def test_asking_shares_nothing(page, asked, known, apart):
    shown = page.get(reverse("front_desk:record_request", args=[asked.pk])).text
    assert "Record here" not in shown
    assert list(Worker.objects.visible_to(asked.asked_by)) == [apart]


def test_a_record_is_asked_for_once_at_a_time(asked, apart, clerk):
    with pytest.raises(Problem, match="asked for already"):
        ask_for_record(apart, actor=clerk, reason="再问")
    take_request_step(asked, "withdraw", actor=clerk)
    assert ask_for_record(apart, actor=clerk, reason="再问").state == "asked"
    assert RecordRequest.objects.count() == 2


def test_only_clerks_of_the_office_that_keeps_it_apart_ask(client, apart, known, ours, clerk):
    url = reverse("front_desk:ask_for_record", args=[apart.pk])
    for user, status in (
        (make.staff("reviewer", ours), 403),
        (known.case.handler, 404),
        (make.LawyerFactory().user, 404),
    ):
        client.force_login(user)
        assert (client.get(url).status_code, client.post(url, {"reason": "x"}).status_code) == (
            status,
            status,
        )
        with pytest.raises(PermissionDenied):
            ask_for_record(apart, actor=user, reason="x")
    client.force_login(clerk)
    plain = make.met(ours)
    assert client.get(reverse("front_desk:ask_for_record", args=[plain.pk])).status_code == 403


def test_who_reads_and_who_answers_a_request(client, asked, ours, theirs, city):
    third = make.office("第三地总工会")
    detail = reverse("front_desk:record_request", args=[asked.pk])
    allow, withdraw = (
        reverse("front_desk:record_request_step", args=[asked.pk, step]) for step in ("allow", "withdraw")
    )
    for role, at, statuses in (
        ("supervisor", theirs, (200, 200, 403)),
        ("reviewer", theirs, (200, 200, 403)),
        ("supervisor", city, (200, 200, 403)),
        ("clerk", theirs, (200, 403, 403)),
        ("auditor", theirs, (200, 403, 403)),
        ("supervisor", ours, (200, 403, 403)),
        ("clerk", ours, (200, 403, 200)),
        ("supervisor", third, (404, 404, 404)),
        ("clerk", third, (404, 404, 404)),
        ("administrator", theirs, (404, 404, 404)),
    ):
        client.force_login(make.staff(role, at))
        assert tuple(client.get(url).status_code for url in (detail, allow, withdraw)) == statuses, (role, at)
    client.force_login(make.LawyerFactory().user)
    assert client.get(detail).status_code == 404
    assert client.get(reverse("front_desk:record_requests")).status_code == 403
    client.logout()
    assert client.get(detail).status_code == 302


def test_who_asked_does_not_answer_himself(asked, theirs, clerk):
    role_there = make.Membership(user=clerk, office=theirs, role="supervisor", valid_from="2020-01-01")
    record(role_there, actor=None)
    again = type(clerk).objects.get(pk=clerk.pk)
    with pytest.raises(PermissionDenied):
        take_request_step(asked, "allow", actor=again)
    forged = RecordRequest.objects.get(pk=asked.pk)
    forged.answered_by = clerk
    with pytest.raises(IntegrityError), transaction.atomic():
        record(forged, actor=None)


def test_shared_the_two_records_become_one(client, asked, apart, known, ours, theirs, clerk):
    supervisor = make.staff("supervisor", theirs)
    client.force_login(supervisor)
    url = reverse("front_desk:record_request_step", args=[asked.pk, "allow"])
    page = client.get(url).text
    assert f'<a href="{reverse("front_desk:record_requests")}">' in page
    assert ('class="pill warn"' in page, 'class="pill ok"' in page) == (True, True)
    assert client.post(url, {"reason": "同意", "seen_version": asked.version}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by, asked.answer) == ("allowed", supervisor, "同意")
    shared = Worker.objects.get(pk=known.worker_id)
    assert (shared.phone, shared.bank_account, shared.bank_name) == (PHONE, ACCOUNT, "工商银行")
    case = Case.objects.get(office=ours)
    assert case.claimants.get().worker == shared
    assert VisitWorker.objects.get(visit__office=ours).worker == shared
    assert Worker.objects.get(pk=apart.pk).id_hash is None
    assert list(Worker.objects.visible_to(clerk)) == [shared]
    check = Case.objects.get(pk=case.pk).conflict_checks.first()
    assert check.parties_key == Case.objects.get(pk=case.pk).parties_key()
    told = AccessLog.objects.get(kind=Access.SHARED)
    assert (told.case_id, told.actor, told.reason) == (known.case_id, supervisor, "同意")
    moved = case.claimants.get().history.first()
    assert (moved.history_user, moved.history_change_reason) == (supervisor, "朱泾镇总工会共享档案：同意")
    again = open_case(actor=clerk, office=ours, workers=[(0, {"name": NAME, "id_number": shared.id_number})])
    assert again.claimants.get().worker == shared
    assert unmask(case.claimants.get(), "bank_account", actor=clerk, reason="转账") == ACCOUNT
    assert AccessLog.objects.filter(kind=Access.ELSEWHERE, case_id=known.case_id).count() == 1


@pytest.fixture
def above(ours):
    """A clerk of the office above ours and another one: sees both."""
    city = make.office("常州市总工会", kind="city", is_window=False)
    Office.objects.move(ours, city, pos="last-child")
    return make.staff("clerk", city)


@pytest.mark.parametrize("found_by", ["id_number", "known", "phone", "paste"])
def test_a_record_another_office_keeps_apart_means_nobody_here(apart, above, found_by):
    beside = make.office("天宁区总工会", above.memberships.get().office)
    person = {
        "id_number": {"id_number": apart.id_number},
        "known": {"known": apart.pk},
        "phone": {"phone": apart.phone},
        "paste": {},
    }[found_by]
    case = make.CaseFactory(office=beside, handler=above)
    if found_by == "paste":
        text = f"姓名\t身份证号\n{NAME}\t{apart.id_number}"
        (mine,) = (row.worker for row in paste_claimants(case, actor=above, sent=text).made)
    else:
        mine = add_claimant(case, actor=above, person={"name": NAME, **person}).worker
    assert mine != apart
    if "id_number" in person or found_by == "paste":
        assert (mine.kept_by, mine.id_hash) == (beside, apart.id_hash)


def test_shared_with_one_office_it_is_shared_with_no_other(asked, apart, above, known, theirs):
    """Also where rows of others came to stand on the record apart: it is theirs from then on."""
    beside = make.office("天宁区总工会", above.memberships.get().office)
    row = make.ClaimantFactory(worker=apart, case=make.CaseFactory(office=beside))
    met = make.VisitWorkerFactory(worker=apart, visit=make.VisitFactory(office=beside))
    take_request_step(asked, "allow", actor=make.staff("supervisor", theirs), reason="同意")
    assert {Claimant.objects.get(pk=row.pk).worker, VisitWorker.objects.get(pk=met.pk).worker} == {apart}
    assert not Worker.objects.visible_to(make.staff("clerk", beside)).filter(pk=known.worker_id).exists()
    kept = Worker.objects.get(pk=apart.pk)
    assert (kept.kept_by, kept.id_hash) == (beside, known.worker.id_hash)


def test_refused_everything_stays_apart(client, asked, apart, known, theirs, page, ours):
    before = as_stored(known.worker)
    url = reverse("front_desk:record_request_step", args=[asked.pk, "refuse"])
    client.force_login(make.staff("reviewer", theirs))
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "不是同一事项"}).status_code == 302
    assert as_stored(known.worker) == before
    case = Case.objects.get(office=ours)
    assert case.claimants.get().worker == apart
    client.force_login(case.handler)
    shown = client.get(reverse("cases:detail", args=[case.pk])).text
    assert ("Refused" in shown, "Ask for the record" in shown) == (True, True)
    assert "不是同一事项" in client.get(reverse("front_desk:record_request", args=[asked.pk])).text


def test_records_that_no_longer_name_one_person_are_not_joined(asked, known, theirs):
    save_worker(known.worker, actor=known.case.handler, office=theirs, id_number=make.id_number(sequence=901))
    supervisor = make.staff("supervisor", theirs)
    with pytest.raises(Changed):
        take_request_step(asked, "allow", actor=supervisor)
    assert RecordRequest.objects.get().state == "asked"
    assert Claimant.objects.filter(worker=known.worker).count() == 1


def test_the_office_that_is_asked_finds_it_in_its_work(client, asked, theirs, ours):
    for user, told in (
        (make.staff("reviewer", theirs, language="en"), True),
        (make.staff("supervisor", theirs, language="en"), True),
        (make.staff("clerk", theirs, language="en"), False),
        (make.staff("supervisor", ours, language="en"), False),
    ):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        assert ("asks for a worker" in client.get(reverse("work:home")).text) == told


def test_list_and_case_page_cost_the_same_with_one_and_with_many(page, clerk, ours, theirs):
    case = make.CaseFactory(office=ours, handler=clerk)

    def more(count):
        for _ in range(count):
            worker = make.ClaimantFactory(case=make.CaseFactory(office=theirs)).worker
            person = {"name": worker.name, "id_number": worker.id_number}
            ask_for_record(
                add_claimant(case, actor=clerk, person=person).worker, actor=clerk, reason="同一人"
            )

    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            assert page.get(url).status_code == 200
        return len(captured)

    urls = reverse("front_desk:record_requests"), reverse("cases:detail", args=[case.pk])
    more(1)
    few = [queries(url) for url in urls]
    more(9)
    assert [queries(url) for url in urls] == few


# --- employers ---

CODE = "91350100M000100Y43"


@pytest.fixture
def firm(theirs):
    """An employer of a case of the other city."""
    employer = make.EmployerFactory(name="朱泾机械厂", phone="021-57320000", legal_representative="陈总")
    return make.CaseFactory(office=theirs, employer=employer).employer


def test_what_another_office_wrote_of_an_employer_is_not_written_over(page, clerk, ours, firm):
    data = intake(ours, name="沈玉芳") | {"employer-name": firm.name, "employer-phone": "021-57329999"}
    response = page.post(reverse("front_desk:intake"), data)
    assert response.status_code == 422
    assert "On record as “021-57320000”, for other offices too." in response.text
    data["employer-phone"] = ""
    assert (
        page.post(reverse("front_desk:intake"), data | {"employer-address": "人民路2号"}).status_code == 302
    )
    firm.refresh_from_db()
    assert (firm.phone, firm.legal_representative, firm.address) == ("021-57320000", "陈总", "人民路2号")


def test_it_is_corrected_with_a_reason_once_the_employer_stands_in_the_own_case(clerk, ours, firm):
    mine = make.CaseFactory(office=ours, handler=clerk, employer=None)
    with pytest.raises(Problem):
        save_employer(firm, actor=clerk, phone="021-57329999", reason="搬迁")
    set_employer(mine, actor=clerk, name=firm.name)
    with pytest.raises(Problem) as refused:
        save_employer(firm, actor=clerk, phone="021-57329999")
    assert list(refused.value.message_dict) == ["phone"]
    save_employer(firm, actor=clerk, phone="021-57329999", reason="搬迁")
    there = Case.objects.get(employer=firm, office__name="朱泾镇总工会")
    (entry,) = [e for e in timeline_of(there) if e.thing == "cases.employer" and e.kind == "changed"]
    assert (entry.actor, entry.reason) == (clerk, "搬迁")


def test_name_and_code_are_for_who_sees_every_case_of_the_employer(clerk, ours, firm, city, theirs):
    make.CaseFactory(office=ours, handler=clerk, employer=firm)
    with pytest.raises(Problem) as refused:
        save_employer(firm, actor=clerk, name="别的厂", reason="更名")
    assert list(refused.value.message_dict) == ["name"]
    with pytest.raises(Problem):
        save_employer(firm, actor=make.staff("clerk", city), name="别的厂", reason="更名")
    own = make.CaseFactory(office=theirs).employer
    assert save_employer(own, actor=make.staff("clerk", city), name="别的厂").name == "别的厂"


def test_a_code_is_not_hung_on_a_namesake_of_another_city(clerk, firm):
    mine = take_employer(actor=clerk, name=firm.name, credit_code=CODE)
    assert (mine.pk != firm.pk, mine.credit_code) == (True, CODE)
    firm.refresh_from_db()
    assert firm.credit_code is None


def test_links_are_for_who_has_met_the_employer_and_stand_in_the_record_of_its_cases(
    clerk, ours, firm, theirs
):
    with pytest.raises(PermissionDenied):
        link_employer(firm, actor=clerk, kind="platform", name="某某平台公司")
    handler = Case.objects.get(employer=firm).handler
    link = link_employer(firm, actor=handler, kind="platform", name="某某平台公司", reason="挂靠")
    with pytest.raises(PermissionDenied):
        unlink_employer(link, actor=clerk, reason="解除")
    make.CaseFactory(office=ours, handler=clerk, employer=firm)
    unlink_employer(link, actor=clerk, reason="解除")
    there = Case.objects.get(employer=firm, office=theirs)
    entries = [e for e in timeline_of(there) if e.thing == "cases.employerlink"]
    assert {(e.actor, e.reason) for e in entries} == {(handler, "挂靠"), (clerk, "解除")}
    assert (EmployerLink.objects.get().is_active, Employer.objects.count()) == (False, 2)
