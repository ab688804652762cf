"""Visits: counted as 件, 人次 and 人 apart, corrected with a reason, never typed twice."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Duty
from cases.models import Visit, Worker
from cases.queries.visits import VisitWanted, visits_listed
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from core.models import AccessLog
from front_desk.actions.visits import correct_visit, record_visit
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)
WOMAN = "11010519491231002X"


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


def rows(prefix, *given, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def posted(office, workers=(), questions=None, **main):
    asked = {"kind": "advice", "question": "工资三个月未发", "outcome": "answered"}
    questions = [asked] if questions is None else [asked | question for question in questions]
    return {
        "office": office.pk,
        "channel": "window",
        "visited_on": "2026-03-10",
        **main,
        **rows("workers", *workers),
        **rows("questions", *questions),
    }


def question(**values):
    return {
        "kind": "advice",
        "question": "工资",
        "answer": "",
        "outcome": "answered",
        "referred_to": "",
    } | values


def simple_visit(clerk, office, **values):
    given = {
        "channel": "window",
        "visited_on": TODAY,
        "questions": [(0, question())],
        "workers": [],
    }
    return record_visit(actor=clerk, office=office, **(given | values))


def test_one_page_records_people_questions_and_who_was_on_duty(page, clerk, office):
    record(Duty(office=office, on=TODAY, kind="coordinator", user=clerk), actor=clerk)
    known = make.met(office, name="周建国", phone="")
    data = posted(
        office,
        [
            {"id_number": known.id_number, "name": "周建国", "phone": "138 0013 8000"},
            {"id_number": WOMAN, "name": "沈玉芳"},
            {"name": ""},
        ],
        [{}, {"kind": "complaint", "question": "没有社保", "outcome": "referred", "referred_to": "劳动监察"}],
        visited_at="09:30",
        **{"employer-name": "上海(金山)机械公司"},
    )
    response = page.post(reverse("front_desk:new_visit"), data)
    visit = Visit.objects.latest("pk")
    assert response.url == reverse("front_desk:visit", args=[visit.pk])
    assert {a.worker.name for a in visit.active_attendances} == {"周建国", "沈玉芳"}
    assert Worker.objects.get(pk=known.pk).phone == "13800138000"
    assert Worker.objects.count() == 2
    assert [q.kind for q in visit.active_questions] == ["advice", "complaint"]
    assert (visit.head_count, visit.received_by, visit.employer.name) == (2, clerk, "上海（金山）机械公司")
    assert visit.on_duty == f"{clerk} (Labour-relations coordinator)"
    assert visit.history.get().history_user == clerk


def test_a_visitor_need_not_give_a_name(page, office):
    assert page.post(reverse("front_desk:new_visit"), posted(office)).status_code == 302
    assert Visit.objects.get().head_count == 1


def test_saving_may_lead_on_to_a_case(page, office):
    response = page.post(reverse("front_desk:new_visit"), posted(office, open_case="1"))
    visit = Visit.objects.get()
    assert response.url == reverse("front_desk:open_case", args=[visit.pk])
    assert page.get(response.url).url == f"{reverse('front_desk:intake')}?visit={visit.pk}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"visited_on": "2026-02-30"}, "This date does not exist: 2026-02-30."),
        ({"visited_on": "2026-03-11"}, "This day has not come yet."),
        ({"visited_at": "25:00"}, "Enter a time like 14:30."),
        ({"head_count": "0"}, "greater than or equal to 1"),
        ({"channel": "pigeon"}, "Select a valid choice"),
        ({"employer-credit_code": "91350100M000100Y44"}, "does not fit the others"),
        ({"employer-credit_code": "91350100M000100Y43"}, "No employer with this code is on record"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_written(page, office, data, message):
    response = page.post(reverse("front_desk:new_visit"), posted(office, [{"name": "周建国"}], **data))
    assert response.status_code == 422
    assert message in response.text
    assert "周建国" in response.text
    assert (Visit.objects.count(), Worker.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id_number": "110105194912310020", "name": "周"}, "does not fit the others"),
        ({"id_number": "310116199002300017", "name": "周"}, "does not exist: 1990-02-30"),
        ({"id_number": WOMAN, "name": ""}, "This field is required."),
        ({"phone": "1380013", "name": "周"}, "A mobile number has 11 digits"),
    ],
)
def test_bad_rows_are_told_at_the_row(page, office, row, message):
    response = page.post(reverse("front_desk:new_visit"), posted(office, [row]))
    assert response.status_code == 422
    assert message in response.text
    assert Worker.objects.count() == 0


def test_two_rows_with_one_id_number_are_refused(page, office):
    twice = [{"id_number": WOMAN, "name": "沈玉芳"}, {"id_number": WOMAN.lower(), "name": "沈玉芳"}]
    response = page.post(reverse("front_desk:new_visit"), posted(office, twice))
    assert response.status_code == 422
    assert "This is the ID number of row 1 too." in response.text


def test_more_rows_than_the_page_takes_are_refused(page, office):
    many = [{"name": f"职工{n}"} for n in range(51)]
    response = page.post(reverse("front_desk:new_visit"), posted(office, many))
    assert response.status_code == 422
    assert "At most 50 rows fit here." in response.text
    forged = posted(office) | {"workers-TOTAL_FORMS": "1000000"}
    assert page.post(reverse("front_desk:new_visit"), forged).status_code == 422
    broken = posted(office) | {"questions-TOTAL_FORMS": "x"}
    assert page.post(reverse("front_desk:new_visit"), broken).status_code == 422
    assert Visit.objects.count() == 0


def test_a_visit_without_a_question_is_refused(page, office):
    response = page.post(reverse("front_desk:new_visit"), posted(office, questions=[{"DELETE": "on"}]))
    assert response.status_code == 422
    assert "Write down one question at least." in response.text


def test_a_referral_says_where_to(page, office):
    response = page.post(reverse("front_desk:new_visit"), posted(office, questions=[{"outcome": "referred"}]))
    assert response.status_code == 422
    assert "Say where the visitor was referred to." in response.text


def test_fewer_heads_than_names_are_refused(page, office):
    response = page.post(
        reverse("front_desk:new_visit"), posted(office, [{"name": "周"}, {"name": "沈"}], head_count="1")
    )
    assert response.status_code == 422
    assert "2 people are named" in response.text


def test_name_that_differs_from_the_record_is_asked_about_and_then_corrects_it(page, office):
    known = make.met(office, name="周建明")
    data = posted(office, [{"id_number": known.id_number, "name": "周建国"}])
    response = page.post(reverse("front_desk:new_visit"), data)
    assert response.status_code == 422
    assert "on record under the name 周建明" in response.text
    assert f'name="workers-0-known" value="{known.pk}"' in response.text
    assert page.post(reverse("front_desk:new_visit"), data | {"workers-0-known": known.pk}).status_code == 302
    assert Worker.objects.get().name == "周建国"


def test_a_window_of_somebody_else_is_no_choice(page):
    response = page.post(reverse("front_desk:new_visit"), posted(make.office()))
    assert response.status_code == 422
    assert Visit.objects.count() == 0


def test_correction_changes_strikes_out_and_adds_with_a_reason(page, clerk, office):
    visit = simple_visit(
        clerk,
        office,
        head_count=2,
        workers=[(0, {"name": "周建国", "id_number": WOMAN}), (1, {"name": "误登"})],
        questions=[(0, question()), (1, question(question="误登"))],
    )
    url = reverse("front_desk:edit_visit", args=[visit.pk])
    html = page.get(url).text
    assert WOMAN not in html
    assert "110105********002X" in html
    zhou = Worker.objects.get(name="周建国")
    first, second = visit.active_questions
    data = {
        "channel": "letter",
        "visited_on": "2026-03-09",
        "head_count": "3",
        "reason": "登记有误",
        "seen_version": visit.version,
        **rows("workers", {"known": zhou.pk, "name": "周建国"}, {"name": "新人"}, initial=1),
        **rows(
            "questions",
            {"id": first.pk} | question(question="工资和加班费"),
            {"id": second.pk, "DELETE": "on"} | question(question="误登"),
            initial=2,
        ),
    }
    assert page.post(url, data | {"reason": " "}).status_code == 422
    assert page.post(url, data).status_code == 302
    visit = Visit.objects.get()
    assert (visit.channel, visit.head_count) == ("letter", 3)
    assert {a.worker.name for a in visit.active_attendances} == {"周建国", "新人"}
    assert [(q.pk, q.question) for q in visit.active_questions] == [(first.pk, "工资和加班费")]
    assert visit.history.first().history_change_reason == "登记有误"
    assert "登记有误" in page.get(reverse("front_desk:visit", args=[visit.pk])).text


def test_a_correction_from_a_stale_page_is_refused(page, clerk, office):
    visit = simple_visit(clerk, office)
    given = {"actor": clerk, "reason": "x", "workers": [], "questions": [(0, question())], "head_count": 1}
    correct_visit(visit, **given)
    with pytest.raises(Changed):
        correct_visit(visit, seen_version=1, **given)


def test_a_question_of_another_visit_is_not_taken_over(clerk, office):
    other = simple_visit(clerk, office).active_questions[0]
    visit = simple_visit(clerk, office)
    correct_visit(
        visit,
        actor=clerk,
        reason="x",
        workers=[],
        questions=[(0, question(question="新") | {"id": other.pk})],
    )
    other.refresh_from_db()
    assert (other.question, other.visit_id == visit.pk) == ("工资", False)


def test_nothing_is_half_written_when_a_row_fails(clerk, office):
    people = [(0, {"name": "周建国"}), (1, {"name": "沈玉芳", "id_number": "1"})]
    with pytest.raises(Problem) as caught:
        simple_visit(clerk, office, workers=people)
    assert list(caught.value.message_dict) == ["workers-1-id_number"]
    assert (Visit.objects.count(), Worker.objects.count()) == (0, 0)


def test_counts_keep_questions_heads_and_persons_apart(clerk, office):
    zhou = {"name": "周建国", "id_number": WOMAN}
    simple_visit(clerk, office, workers=[(0, zhou), (1, {"name": "沈玉芳"})], head_count=5)
    simple_visit(
        clerk, office, workers=[(0, zhou)], questions=[(0, question()), (1, question(kind="complaint"))]
    )
    counts = Visit.objects.visible_to(clerk).counts()
    assert (counts.questions, counts.heads, counts.persons) == (3, 6, 2)
    complaints = visits_listed(clerk, VisitWanted(kind="complaint")).counts("complaint")
    assert (complaints.questions, complaints.heads, complaints.persons) == (1, 1, 1)


def test_list_filters_and_searches(page, clerk, office):
    simple_visit(clerk, office, workers=[(0, {"name": "周建国", "id_number": WOMAN, "phone": "13800138000"})])
    simple_visit(
        clerk,
        office,
        visited_on=dt.date(2026, 1, 5),
        channel="letter",
        workers=[(0, {"name": "沈玉芳"})],
        questions=[(0, question(kind="complaint"))],
        employer={"name": "朱泾机械厂"},
    )

    def names(**asked):
        html = page.get(reverse("front_desk:visits"), asked).text
        return [name for name in ("周建国", "沈玉芳") if name in html]

    assert names() == ["周建国", "沈玉芳"]
    for text in ("周建", "zhou", "1380013", WOMAN, WOMAN.lower()):
        assert names(q=text) == ["周建国"]
    assert names(q="朱泾") == ["沈玉芳"]
    assert names(kind="complaint") == ["沈玉芳"]
    assert names(channel="letter") == ["沈玉芳"]
    assert names(since="2026-02-01") == ["周建国"]
    assert names(until="2026-02-01") == ["沈玉芳"]
    assert names(received_by=make.UserFactory().pk) == ["周建国", "沈玉芳"]
    assert names(since="2026-02-30") == ["周建国", "沈玉芳"]
    assert names(q="\x00", office="x") == ["周建国", "沈玉芳"]


def test_counts_of_a_long_list_come_after_it_and_over_this_month_or_the_days_asked_for(page, clerk, office):
    today = clock.today()
    for n in range(21):
        simple_visit(clerk, office, visited_on=today - dt.timedelta(days=400 if n else 0), head_count=2)
    address = reverse("front_desk:visits")
    assert "counts" not in page.get(address).context
    after = page.get(address, {"counts": "1"}, headers={"HX-Request": "true"})
    assert (after.context["counts"].heads, after.context["of_month"]) == (2, True)
    asked = page.get(address, {"counts": "1", "since": "2000-01-01"}, headers={"HX-Request": "true"})
    assert (asked.context["counts"].heads, asked.context["of_month"]) == (42, False)
    short = page.get(address, {"since": str(today)})
    assert (short.context["counts"].heads, short.context["of_month"]) == (2, False)


def test_the_form_of_the_filters_comes_when_it_is_opened(page, clerk, office):
    address = reverse("front_desk:visits")
    assert 'name="channel"' not in page.get(address).text
    assert 'name="channel"' in page.get(address, {"since": "2026-02-30"}).text
    alone = page.get(address, {"panel": "1", "channel": "letter"}, headers={"HX-Request": "true"}).text
    assert '<option value="letter" selected>' in alone
    assert "<html" not in alone


def test_list_pages_by_keyset(page, clerk, office):
    for day in range(1, 8):
        simple_visit(clerk, office, visited_on=dt.date(2026, 1, day))
    html = page.get(reverse("front_desk:visits"), {"after": "2026-01-04~999999"}).text
    assert "1 Jan" in html
    assert "5 Jan" not in html


def test_list_costs_the_same_with_one_row_and_many(page, clerk, office):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.get(reverse("front_desk:visits"))
        return len(queries)

    people = [(0, {"name": "周建国", "id_number": WOMAN})]
    simple_visit(clerk, office, workers=people, employer={"name": "朱泾机械厂"})
    few = cost()
    for n in range(19):
        simple_visit(clerk, office, workers=[(0, {"name": f"职工{n}"})], employer={"name": f"单位{n}"})
    assert cost() == few


def test_who_may_see_and_do_what(client, clerk, office):
    visit = simple_visit(clerk, office)
    names = {
        "front_desk:visits": [],
        "front_desk:new_visit": [],
        "front_desk:visit": [visit.pk],
        "front_desk:edit_visit": [visit.pk],
    }
    names["front_desk:open_case"] = [visit.pk]

    def answers(user):
        if user:
            client.force_login(user)
        return [client.get(reverse(name, args=args)).status_code for name, args in names.items()]

    assert answers(None) == [302, 302, 302, 302, 302]
    assert answers(clerk) == [200, 200, 200, 200, 302]
    assert answers(make.staff("auditor", office)) == [200, 403, 200, 403, 403]
    assert answers(make.staff("clerk", make.office())) == [200, 200, 404, 404, 404]
    assert answers(make.UserFactory()) == [200, 403, 404, 404, 404]


def test_only_posts_write(page, clerk, office):
    visit = simple_visit(clerk, office)
    assert page.post(reverse("front_desk:visits")).status_code == 405
    assert page.post(reverse("front_desk:visit", args=[visit.pk])).status_code == 405
    assert page.post(reverse("front_desk:open_case", args=[visit.pk])).status_code == 405
    assert page.get(reverse("front_desk:find_worker")).status_code == 405
    assert page.get(reverse("front_desk:find_employer")).status_code == 405


def test_id_number_finds_the_person_and_fills_the_row(page, office):
    worker = make.WorkerFactory(name="周建国", id_number=WOMAN, phone="13800138000")
    make.VisitWorkerFactory(visit=make.VisitFactory(office=office), worker=worker)
    answer = page.post(
        reverse("front_desk:find_worker"), {"prefix": "workers-3", "workers-3-id_number": WOMAN.lower()}
    )
    assert "On record" in answer.text
    assert "周建国" in answer.text
    assert "76 years" in answer.text
    fill = json.loads(answer.context["fill"])
    assert (fill["workers-3-known"], fill["workers-3-phone"]) == (str(worker.pk), "13800138000")
    assert json.loads(answer.context["force"]) == {
        "workers-3-sex": "female",
        "workers-3-birth_date": "1949-12-31",
    }


def test_id_number_of_somebody_with_cases_shows_those_one_may_see(page, office):
    worker = make.met(office, id_number=WOMAN)
    own = [
        make.CaseFactory(office=office, employer=make.EmployerFactory(name="某某餐饮店")) for _ in range(2)
    ]
    hidden = make.CaseFactory(office=make.office())
    for case in (*own, hidden):
        make.ClaimantFactory(case=case, worker=worker)
    sent = {"prefix": "workers-0", "workers-0-id_number": WOMAN}
    answer = page.post(reverse("front_desk:find_worker"), sent)
    assert answer.context["cases"] == own[::-1]
    assert all(reverse("cases:detail", args=[case.pk]) in answer.text for case in own)
    assert answer.text.count("某某餐饮店") == 2


def test_id_number_of_a_new_person_gives_birth_date_and_sex(page):
    answer = page.post(
        reverse("front_desk:find_worker"), {"prefix": "workers-0", "workers-0-id_number": WOMAN}
    )
    assert json.loads(answer.context["fill"]) == {"workers-0-household": "北京市朝阳区"}
    assert "New" in answer.text


def test_wrong_id_number_is_told_while_typing(page):
    for number, message in [("310116199002300017", "1990-02-30"), ("110105194912310020", "does not fit")]:
        answer = page.post(
            reverse("front_desk:find_worker"), {"prefix": "workers-0", "workers-0-id_number": number}
        )
        assert message in answer.text
    assert page.post(reverse("front_desk:find_worker"), {"prefix": "<b>"}).status_code == 400
    assert page.post(reverse("front_desk:find_worker"), {"prefix": "workers-0"}).text.strip() == ""


def test_employer_is_found_by_a_part_of_the_name_or_the_beginning_of_pinyin_or_code(page):
    make.EmployerFactory(name="朱泾机械厂", credit_code="91350100M000100Y43")

    def found(name="", code=""):
        data = {"employer-name": name, "employer-credit_code": code}
        return "朱泾机械厂" in page.post(reverse("front_desk:find_employer"), data).text

    assert [found("朱泾"), found("zhujing"), found(code="9135010"), found("朱")] == [True, True, True, False]
    assert [found("机械"), found("机车"), found("\x00\x00"), found()] == [True, False, False, False]


ENTRY = "企业名称：上海临源服装有限公司统一社会信用代码：91310116MA1K7QX2XM法定代表人：孙立群住所：临源街8号电话：021-57315678"


def test_an_entry_of_the_company_register_fills_the_employer(page):
    answer = page.post(reverse("front_desk:find_employer"), {"employer-name": ENTRY})
    assert json.loads(answer.context["fill"]) == {
        "employer-name": "上海临源服装有限公司",
        "employer-credit_code": "91310116MA1K7QX2XM",
        "employer-legal_representative": "孙立群",
        "employer-address": "临源街8号",
        "employer-phone": "021-57315678",
        "employer-known": "",
    }


def test_an_entry_writes_nothing_over_that_is_on_record(page):
    known = make.EmployerFactory(
        name="上海临源服装有限公司", credit_code="91310116MA1K7QX2XM", address="人民路1号", phone=""
    )
    fill = json.loads(
        page.post(reverse("front_desk:find_employer"), {"employer-name": ENTRY}).context["fill"]
    )
    assert fill["employer-known"] == str(known.pk)
    assert (fill["employer-address"], fill["employer-phone"]) == ("人民路1号", "021-57315678")


def test_what_an_entry_says_besides_goes_on_record_with_the_visit(page, office):
    said = {"name": "上海临源服装有限公司", "credit_code": "91310116MA1K7QX2XM", "address": "临源街8号"}
    sent = posted(office) | {f"employer-{name}": value for name, value in said.items()}
    assert page.post(reverse("front_desk:new_visit"), sent).status_code == 302
    employer = Visit.objects.get().employer
    assert (employer.name, employer.address) == ("上海临源服装有限公司", "临源街8号")


def test_only_clerks_look_people_up(client):
    client.force_login(make.staff("auditor", make.office()))
    assert client.post(reverse("front_desk:find_worker"), {"prefix": "workers-0"}).status_code == 403
    assert client.post(reverse("front_desk:find_employer")).status_code == 403


def test_export_has_a_line_for_each_question_and_is_put_on_record(page, clerk, office):
    simple_visit(
        clerk,
        office,
        workers=[(0, {"name": "周建国"})],
        head_count=3,
        questions=[(0, question(question="=1+1")), (1, question(kind="complaint"))],
    )
    simple_visit(clerk, office, channel="letter")
    wanted = {"channel": "window", "kind": "advice", "office": office.pk, "since": "2026-01-05"}
    answer = page.get(reverse("front_desk:export_visits", args=["csv"]), wanted)
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert ("周建国" in lines[1], "'=1+1" in lines[1], ",3," in lines[1]) == (True, True, True)
    assert ",3," not in lines[2]
    log = AccessLog.objects.get()
    asked = f"自: 2026年1月5日; 受理窗口: {office}; 受理渠道: 窗口; 类别: 咨询"
    assert (log.kind, log.reason) == ("export", asked)
    assert page.get(reverse("front_desk:export_visits", args=["pdf"])).status_code == 404


def test_only_who_may_export_exports(client, office):
    client.force_login(make.UserFactory())
    assert client.get(reverse("front_desk:export_visits", args=["csv"])).status_code == 403


def test_a_visit_costs_the_same_with_few_people_and_many(page, clerk, office):
    def cost(visit):
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse("front_desk:visit", args=[visit.pk]))
        return len(queries)

    def visit_of(count):
        return simple_visit(
            clerk,
            office,
            workers=[(n, {"name": f"职工{count}-{n}"}) for n in range(count)],
            questions=[(n, question()) for n in range(count)],
            employer={"name": "朱泾机械厂"},
        )

    few, many = visit_of(1), visit_of(20)
    cost(few)
    assert cost(many) == cost(few)


# --- what came of it ---


@pytest.mark.parametrize(
    ("answer", "outcome", "expected"),
    [
        ("", "", "follow_up"),
        ("可以要求补发。", "", "answered"),
        ("", "other", "other"),
        ("可以要求补发。", "follow_up", "follow_up"),
    ],
)
def test_nothing_chosen_the_answer_says_what_came_of_a_question(page, office, answer, outcome, expected):
    data = posted(office, questions=[{"answer": answer, "outcome": outcome}])
    assert page.post(reverse("front_desk:new_visit"), data).status_code == 302
    assert Visit.objects.get().questions.get().outcome == expected


def test_a_case_is_opened_by_opening_it_and_not_by_saying_so(page, office):
    data = posted(office, questions=[{"outcome": "case"}])
    assert page.post(reverse("front_desk:new_visit"), data).status_code == 422


def test_a_visit_that_has_a_case_leads_to_it_first(page, clerk, office):
    visit = simple_visit(clerk, office)
    url = reverse("front_desk:visit", args=[visit.pk])
    assert "Open a case" in page.get(url).text
    case = make.CaseFactory(office=office, visit=visit, number="沪工援〔2026〕测0009号")
    shown = page.get(url).text
    assert "To case 沪工援〔2026〕测0009号" in shown
    assert f'<a class="btn do" href="{reverse("cases:detail", args=[case.pk])}">' in shown
    assert "Open another case" in shown
    assert "Open a case<" not in shown
