"""Intake: a whole case on one page, kept as a draft, warned of duplicates, written whole or not at all."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import translation

from cases.models import Case, Claim, Claimant, CoRespondent, Employer, Visit, Worker
from cases.permissions import can_open
from core import clock
from core.audit import record
from core.errors import Problem
from core.names import tidy_name
from core.once import new_token
from front_desk.actions.intake import open_case
from front_desk.models import IntakeDraft
from front_desk.queries import likely_duplicates
from labour_law.identifiers import mask_id
from tests import factories as make
from tests.front_desk.test_visits import question, rows, simple_visit

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)
WOMAN = "11010519491231002X"
CODE = "91350100M000100Y43"
NEW, AUTOSAVE = "front_desk:intake", "front_desk:intake_autosave"


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


def posted(office, workers=None, claims=(), **main):
    return {
        "office": office.pk,
        "channel": "window",
        "aid_form": "mediation",
        **main,
        **rows("workers", *([{"name": "周建国"}] if workers is None else workers)),
        **rows("claims", *claims),
    }


def drafts(user):
    return list(IntakeDraft.objects.filter(owner=user))


def test_one_page_opens_a_whole_case(page, clerk, office):
    known = make.met(office, name="周建国", phone="13800000001")
    data = posted(
        office,
        [
            {
                "id_number": known.id_number,
                "name": "周建国",
                "job": "车工",
                "employed_from": "2020-03-01",
                "employed_to": "2026-02-28",
                "monthly_wage": "6,500.00",
            },
            {"id_number": WOMAN, "name": "沈玉芳", "is_migrant": "on"},
        ],
        [
            {
                "kind": "wages",
                "period_from": "2025-12-01",
                "period_to": "2026-02-28",
                "sum-0": "21,890.80",
                "sum-1": "19500",
            },
            {"kind": "severance", "sum-0": "39000.00", "basis": "劳动合同法 46"},
        ],
        cause="205.5",
        means_ground="migrant_wages",
        facts="三个月未发工资",
        known_on="2026-02-28",
        consent_on="2026-03-10",
        **{"employer-name": "上海(金山)机械公司", "employer-credit_code": CODE, "employer-type": "private"},
    )
    response = page.post(reverse(NEW), data)
    case = Case.objects.get()
    assert response.url == reverse("cases:detail", args=[case.pk])
    assert (case.state, case.number, case.handler, case.office) == ("draft", None, clerk, office)
    assert (case.employer.name, case.employer.credit_code) == ("上海（金山）机械公司", CODE)
    assert (case.cause, case.known_on, case.opened_on) == ("205.5", dt.date(2026, 2, 28), TODAY)
    assert [(c.worker.name, c.consent_on) for c in case.claimants.all()] == [
        ("周建国", TODAY),
        ("沈玉芳", TODAY),
    ]
    first, second = case.claimants.all()
    assert (first.worker_id, first.monthly_wage, first.job) == (known.pk, Decimal("6500.00"), "车工")
    assert (second.worker.birth_date, second.worker.is_migrant) == (dt.date(1949, 12, 31), True)
    assert sorted((c.claimant_id, c.kind, c.claimed) for c in case.claims.all()) == sorted(
        [
            (first.pk, "wages", Decimal("21890.80")),
            (second.pk, "wages", Decimal("19500.00")),
            (first.pk, "severance", Decimal("39000.00")),
        ]
    )
    check = case.conflict_checks.get()
    assert check.parties_key == case.parties_key()
    assert case.history.get().history_user == clerk
    assert page.get(response.url).status_code == 200


def test_the_days_to_decide_on_aid_run_from_the_intake(page, office):
    """法律援助法 43: seven days from the receipt of the application, not from when somebody submits it."""
    page.post(reverse(NEW), posted(office))
    deadline = Case.objects.get().deadlines.get()
    assert (deadline.kind, deadline.starts_on, deadline.due_on) == (
        "aid_decision",
        TODAY,
        TODAY + dt.timedelta(days=7),
    )


def test_a_name_is_enough_to_begin_with(page, office):
    assert page.post(reverse(NEW), posted(office)).status_code == 302
    assert Case.objects.get().employer is None


@pytest.mark.parametrize(
    ("main", "worker", "claim", "message"),
    [
        ({"known_on": "2026-02-30"}, {}, {}, "This date does not exist: 2026-02-30."),
        ({"known_on": "2026-03-11"}, {}, {}, "This day has not come yet."),
        ({"consent_on": "1899-01-01"}, {}, {}, "The year must lie between 1900 and 2100."),
        ({"cause": "x"}, {}, {}, "Select a valid choice"),
        ({"office": "999999"}, {}, {}, "Select a valid choice"),
        ({"visit": "999999"}, {}, {}, "Select a valid choice"),
        ({}, {"name": ""}, {}, "This field is required."),
        ({}, {"id_number": "110105194912310020"}, {}, "does not fit the others"),
        ({}, {"id_number": "310116199002300017"}, {}, "does not exist: 1990-02-30"),
        ({}, {"monthly_wage": "-1"}, {}, "A sum cannot be negative."),
        (
            {},
            {"employed_from": "2026-02-01", "employed_to": "2026-01-01"},
            {},
            "Employment cannot end before",
        ),
        ({}, {"name": "周" * 61}, {}, "at most 60"),
        ({}, {}, {"sum-0": "1.005"}, "this one has 3 decimals"),
        ({}, {}, {"sum-0": "0"}, "The sum must be above zero."),
        ({}, {}, {"sum-0": "1000000000000"}, "The sum is above 999,999,999,999.99 yuan."),
        ({}, {}, {"sum-0": ""}, "Enter the sum for one person at least."),
        ({}, {}, {"kind": "", "sum-0": "5"}, "Choose what is claimed."),
        ({}, {}, {"period_from": "2026-02-01", "period_to": "2026-01-01"}, "The period cannot end before"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_written(page, office, main, worker, claim, message):
    data = posted(office, [{"name": "周建国"} | worker], [{"kind": "wages", "sum-0": "100"} | claim])
    response = page.post(reverse(NEW), data | {"facts": "三个月未发工资"} | main)
    assert response.status_code == 422
    assert message in response.text
    assert "三个月未发工资" in response.text
    assert [m.objects.count() for m in (Case, Worker, Claimant, Claim, Employer)] == [0, 0, 0, 0, 0]


def test_a_sum_for_a_removed_person_does_not_count(page, office):
    workers = [{"name": "周建国"}, {"name": "沈玉芳", "DELETE": "on"}]
    data = posted(office, workers, [{"kind": "wages", "sum-0": "100", "sum-1": "200"}])
    assert page.post(reverse(NEW), data).status_code == 302
    assert Claim.objects.get().claimed == Decimal("100.00")


def test_one_person_in_two_rows_is_refused(page, office):
    twice = [{"id_number": WOMAN, "name": "沈玉芳"}, {"id_number": WOMAN, "name": "沈玉芳"}]
    response = page.post(reverse(NEW), posted(office, twice))
    assert response.status_code == 422
    assert "This is the ID number of row 1 too." in response.text
    same = [{"name": "沈玉芳", "phone": "13800138000"}, {"name": "沈玉芳", "phone": "13800138000"}]
    response = page.post(reverse(NEW), posted(office, same))
    assert "This worker stands in another row already." in response.text
    assert (Case.objects.count(), Worker.objects.count()) == (0, 0)


def test_more_rows_than_the_page_takes_are_refused(page, office):
    many = posted(office, [{"name": f"职工{n}"} for n in range(51)])
    assert page.post(reverse(NEW), many).status_code == 422
    claims = posted(office, claims=[{"kind": "wages", "sum-0": "1"} for _n in range(31)])
    assert page.post(reverse(NEW), claims).status_code == 422
    for broken in (
        {"workers-TOTAL_FORMS": "1000000"},
        {"claims-TOTAL_FORMS": "x"},
        {"workers-TOTAL_FORMS": ""},
    ):
        assert page.post(reverse(NEW), posted(office) | broken).status_code == 422
    assert page.post(reverse(NEW), {}).status_code == 422
    assert Case.objects.count() == 0


def test_name_that_differs_from_the_record_is_asked_about(page, office):
    known = make.met(office, name="周建明")
    data = posted(office, [{"id_number": known.id_number, "name": "周建国"}])
    response = page.post(reverse(NEW), data)
    assert response.status_code == 422
    assert "on record under the name 周建明" in response.text
    assert page.post(reverse(NEW), data | {"workers-0-known": known.pk}).status_code == 302
    assert Worker.objects.get().name == "周建国"


def test_likely_duplicates_are_shown_and_must_be_confirmed(page, office):
    elsewhere = make.ready_case(
        number="沪工援〔2025〕山阳0007号", opened_on=dt.date(2025, 6, 1), facts="别处的秘密"
    )
    here = make.CaseFactory(office=office, employer=elsewhere.employer, opened_on=dt.date(2026, 1, 5))
    worker = elsewhere.claimants.get().worker
    make.ClaimantFactory(case=here, worker=worker)
    make.ClaimantFactory(
        case=make.CaseFactory(employer=elsewhere.employer, opened_on=dt.date(2025, 3, 1)), worker=worker
    )
    data = posted(
        office,
        [{"id_number": worker.id_number, "name": worker.name}],
        **{"employer-name": elsewhere.employer.name},
    )
    response = page.post(reverse(NEW), data)
    assert response.status_code == 422
    assert "Look at the likely duplicates" in response.text
    assert "沪工援〔2025〕山阳0007号" in response.text
    assert reverse("cases:detail", args=[here.pk]) in response.text
    assert reverse("cases:detail", args=[elsewhere.pk]) not in response.text
    assert "别处的秘密" not in response.text
    assert page.post(reverse(NEW), data | {"not_duplicate": str(here.pk)}).status_code == 422
    both = f"{here.pk},{elsewhere.pk}"
    assert response.context["duplicate_ids"] == both
    assert page.post(reverse(NEW), data | {"not_duplicate": both}).status_code == 302


@pytest.mark.parametrize(
    ("on_record", "typed", "records"),
    [
        ("上海壬戌三有限公司", "上海壬戌三有限责任公司", 2),
        ("上海丙寅實業有限公司", "上海丙寅实业有限公司", 1),
        ("上海丙寅实业有限公司", "上海丙寅實業 有限公司", 1),
        ("上海壬戌三有限公司", "壬戌三（上海）有限公司", 2),
        ("上海壬戌三有限公司", "上海壬戌三有限公司金山分公司", 2),
        ("上海辛未机电设备有限公司", "辛未机电", 2),
        ("上海鑫源己电子有限公司", "上海欣元己电子有限公司", 2),
    ],
)
@pytest.mark.parametrize("role", ["employer", "co-respondent"])
def test_the_same_matter_is_found_however_the_employer_is_written(
    page, office, on_record, typed, records, role
):
    known = make.EmployerFactory(name=on_record)
    before = make.ready_case(
        office, opened_on=dt.date(2026, 1, 5), **({"employer": known} if role == "employer" else {})
    )
    if role == "co-respondent":
        record(CoRespondent(case=before, employer=known), actor=None)
    worker = before.claimants.get().worker
    others = Employer.objects.count() - 1
    data = posted(office, [{"id_number": worker.id_number, "name": worker.name}], **{"employer-name": typed})
    typing = page.post(reverse(AUTOSAVE), data)
    assert typing.context["duplicate_ids"] == str(before.pk)
    response = page.post(reverse(NEW), data)
    assert (response.status_code, response.context["duplicate_ids"]) == (422, str(before.pk))
    assert page.post(reverse(NEW), data | {"not_duplicate": str(before.pk)}).status_code == 302
    assert Employer.objects.count() == others + records
    known.refresh_from_db()
    assert known.name == tidy_name(on_record)


@pytest.mark.parametrize("typed", ["上海癸亥有限公司", "常州壬戌四有限公司"])
def test_another_employer_is_no_duplicate(page, office, typed):
    before = make.ready_case(
        office, employer=make.EmployerFactory(name="上海壬戌三有限公司"), opened_on=dt.date(2026, 1, 5)
    )
    worker = before.claimants.get().worker
    data = posted(office, [{"id_number": worker.id_number, "name": worker.name}], **{"employer-name": typed})
    assert page.post(reverse(NEW), data).status_code == 302


def test_likely_duplicates_cost_the_same_for_one_and_for_many():
    employer = make.EmployerFactory(name="上海壬戌三有限公司")
    worker = make.WorkerFactory()

    def another():
        like = make.EmployerFactory(name="上海壬戌三有限责任公司")
        case = make.CaseFactory(employer=like, opened_on=dt.date(2026, 1, 5))
        record(CoRespondent(case=case, employer=make.EmployerFactory()), actor=None)
        make.ClaimantFactory(case=case, worker=worker)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            found = likely_duplicates([worker], Employer.objects.get(pk=employer.pk))
        return len(found), len(queries)

    another()
    found, queries = cost()
    assert found == 1
    for _number in range(9):
        another()
    assert cost() == (10, queries)


@pytest.mark.parametrize("typed", ["張大文", "张 大文", "张\u200b大文"])
def test_a_person_without_a_number_is_found_however_the_name_is_written(page, office, typed):
    known = make.met(office, name="张大文", phone="13912345678", id_number="", id_kind="")
    data = posted(office, [{"name": typed, "phone": "139-1234-5678"}])
    assert page.post(reverse(NEW), data).status_code == 302
    assert list(Worker.objects.values_list("pk", "name")) == [(known.pk, "张大文")]


def test_one_person_written_in_two_ways_stands_in_one_row(page, office):
    rows = [{"name": name, "phone": "13912345678"} for name in ("张大文", "張大文")]
    assert page.post(reverse(NEW), posted(office, rows)).status_code == 422
    assert not Worker.objects.exists()


@pytest.mark.parametrize(("name", "phone"), [("張大文", "13912345679"), ("章大文", "13912345678")])
def test_somebody_else_stays_somebody_else(page, office, name, phone):
    make.met(office, name="张大文", phone="13912345678", id_number="", id_kind="")
    assert page.post(reverse(NEW), posted(office, [{"name": name, "phone": phone}])).status_code == 302
    assert Worker.objects.count() == 2


def test_everything_a_visit_says_is_in_the_page(page, clerk, office):
    visit = simple_visit(
        clerk,
        office,
        channel="letter",
        workers=[
            (0, {"name": "周建国", "id_number": WOMAN, "phone": "13800138000"}),
            (1, {"name": "沈玉芳"}),
        ],
        employer={"name": "朱泾机械厂"},
        questions=[
            (0, question(question="工资三个月未发", outcome="follow_up")),
            (1, question(question="没有社保")),
        ],
    )
    html = page.get(reverse(NEW), {"visit": visit.pk}).text
    for text in (
        "周建国",
        "沈玉芳",
        "13800138000",
        "朱泾机械厂",
        "工资三个月未发\n没有社保",
        "110105********002X",
    ):
        assert text in html
    assert WOMAN not in html
    zhou, shen = (a.worker for a in visit.active_attendances)
    workers = [{"known": zhou.pk, "name": "周建国"}, {"known": shen.pk, "name": "沈玉芳"}]
    data = posted(office, workers, visit=visit.pk, **{"employer-name": "朱泾机械厂"})
    assert page.post(reverse(NEW), data).status_code == 302
    case = Case.objects.get()
    assert (case.visit, case.employer) == (visit, visit.employer)
    assert {c.worker_id for c in case.claimants.all()} == {zhou.pk, shen.pk}
    assert Worker.objects.get(pk=zhou.pk).id_number == WOMAN
    assert [q.outcome for q in Visit.objects.get().active_questions] == ["case", "answered"]


def test_a_visit_to_another_office_is_not_found(page):
    visit = make.VisitFactory()
    assert page.get(reverse(NEW), {"visit": visit.pk}).status_code == 404
    assert page.get(reverse(NEW), {"visit": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("worker", "employer", "title"),
    [
        ({"id_number": WOMAN}, "", mask_id(WOMAN)),
        ({"id_number": "E12345678"}, "某厂", "E******78 · 某厂"),
        ({"name": " 周建国 ", "id_number": WOMAN}, " ", "周建国"),
        ({"phone": "138"}, "", ""),
    ],
)
def test_a_draft_is_called_after_whom_it_is_about(page, clerk, office, worker, employer, title):
    page.post(reverse(AUTOSAVE), posted(office, [worker]) | {"employer-name": employer})
    (draft,) = drafts(clerk)
    assert draft.title == title


def test_what_is_typed_is_kept_encrypted_and_comes_back(page, clerk, office):
    data = posted(office, [{"name": "周建国", "id_number": "110105"}], facts="半句话", known_on="2025-04-01")
    answer = page.post(reverse(AUTOSAVE), data | {"employer-name": "朱泾机械厂"})
    (draft,) = drafts(clerk)
    assert answer.status_code == 200
    assert f'id="id_draft" value="{draft.pk}"' in answer.text
    assert draft.title == "周建国 · 朱泾机械厂"
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM front_desk_intakedraft")
        stored = cursor.fetchone()[0]
    assert "facts" not in stored
    page.post(reverse(AUTOSAVE), data | {"draft": draft.pk, "facts": "一整句话"})
    assert len(drafts(clerk)) == 1
    assert "周建国" in page.get(reverse(NEW)).text
    html = page.get(reverse("front_desk:intake_draft", args=[draft.pk])).text
    for text in ("周建国", "110105", "一整句话", "2025-04-01"):
        assert text in html
    assert "An ID number has 18 characters" not in html


def test_saving_the_case_removes_its_draft(page, clerk, office):
    page.post(reverse(AUTOSAVE), posted(office))
    (draft,) = drafts(clerk)
    assert page.post(reverse(NEW), posted(office, [{"name": ""}], draft=draft.pk)).status_code == 422
    assert drafts(clerk) == [draft]
    assert page.post(reverse(NEW), posted(office, draft=draft.pk)).status_code == 302
    assert drafts(clerk) == []


def of_one_page(clerk, office, **data):
    """What a page sends, while it is typed and in the end: with the one token of its form."""
    return posted(office, **data) | {"form_token": new_token(clerk, reverse(NEW))}


def test_a_draft_the_page_was_not_told_of_goes_with_its_case(page, clerk, office):
    data = of_one_page(clerk, office)
    other = of_one_page(clerk, office, facts="另一件")
    for kept in (data, data, other):
        page.post(reverse(AUTOSAVE), kept)
    assert page.post(reverse(NEW), data).status_code == 302
    assert [QueryDict(draft.data)["facts"] for draft in drafts(clerk)] == ["另一件"]


def test_what_comes_in_late_is_kept_as_no_draft(page, clerk, office):
    data = of_one_page(clerk, office)
    assert page.post(reverse(NEW), data).status_code == 302
    assert page.post(reverse(AUTOSAVE), data).status_code == 409
    assert drafts(clerk) == []


def test_who_goes_back_and_types_on_has_a_draft_again(page, clerk, office):
    data = of_one_page(clerk, office)
    assert page.post(reverse(NEW), data).status_code == 302
    with clock.at(TODAY + dt.timedelta(days=1)):
        assert page.post(reverse(AUTOSAVE), data | {"facts": "另一件"}).status_code == 200
    assert len(drafts(clerk)) == 1


def test_a_page_that_was_refused_keeps_its_draft(page, clerk, office):
    data = of_one_page(clerk, office, workers=[{"name": ""}])
    assert page.post(reverse(NEW), data).status_code == 422
    assert page.post(reverse(AUTOSAVE), data).status_code == 200
    assert len(drafts(clerk)) == 1


def test_a_draft_is_thrown_away_by_its_owner(page, clerk, office):
    page.post(reverse(AUTOSAVE), posted(office))
    (draft,) = drafts(clerk)
    assert page.post(reverse("front_desk:intake_draft", args=[draft.pk])).url == reverse(NEW)
    assert drafts(clerk) == []


def test_a_draft_of_somebody_else_does_not_exist(page, office):
    colleague = make.staff("clerk", office)
    draft = IntakeDraft.objects.create(owner=colleague, data=QueryDict("facts=x").urlencode(), title="x")
    url = reverse("front_desk:intake_draft", args=[draft.pk])
    assert (page.get(url).status_code, page.post(url).status_code) == (404, 404)
    page.post(reverse(AUTOSAVE), posted(office, draft=draft.pk))
    draft.refresh_from_db()
    assert draft.data == "facts=x"


def test_limitation_is_worked_out_while_typing(page, office):
    data = posted(
        office,
        [{"name": "周建国", "employed_to": "2026-01-31"}],
        [{"kind": "wages", "sum-0": "100"}, {"kind": "severance", "sum-0": "200.50"}],
        known_on="2025-04-01",
    )
    answer = page.post(reverse(AUTOSAVE), data)
    assert answer.context["limitation"]["last_day"] == dt.date(2026, 4, 1)
    assert "劳动争议调解仲裁法, art. 27(1)" in answer.text
    assert answer.context["claimed"] == Decimal("300.50")
    later = page.post(reverse(AUTOSAVE), data | {"interrupted_on": "2026-03-01"})
    assert later.context["limitation"]["last_day"] == dt.date(2027, 3, 1)


def test_a_limitation_run_out_does_not_block(page, office):
    assert page.post(reverse(NEW), posted(office, known_on="2020-01-01")).status_code == 302


def test_likely_duplicates_are_shown_while_typing(page, office):
    case = make.ready_case(office)
    worker = case.claimants.get().worker
    data = posted(
        office,
        [{"id_number": worker.id_number, "name": worker.name}],
        **{"employer-name": case.employer.name},
    )
    answer = page.post(reverse(AUTOSAVE), data)
    assert reverse("cases:detail", args=[case.pk]) in answer.text
    ticked = page.post(reverse(AUTOSAVE), data | {"not_duplicate": str(case.pk)})
    assert ticked.context["confirmed"] is True


def test_autosave_takes_anything(page, clerk):
    for data in (
        {},
        {"workers-TOTAL_FORMS": "x"},
        {"known_on": "\x00", "draft": "x", "not_duplicate": "9" * 400, "employer-name": "\x00"},
    ):
        assert page.post(reverse(AUTOSAVE), data).status_code == 200


def test_nothing_is_half_written_when_the_last_claim_fails(clerk, office):
    with pytest.raises(Problem) as caught:
        open_case(
            actor=clerk,
            office=office,
            workers=[(0, {"name": "周建国", "id_number": WOMAN})],
            employer={"name": "朱泾机械厂"},
            claims=[
                (0, {"kind": "wages", "sums": {0: Decimal("100.00")}}),
                (1, {"kind": "severance", "sums": {0: Decimal("-1.00")}}),
            ],
        )
    assert list(caught.value.message_dict) == ["claims-1-claimed"]
    assert [m.objects.count() for m in (Case, Worker, Claimant, Claim, Employer)] == [0, 0, 0, 0, 0]


def test_cases_are_opened_only_at_own_windows(clerk, office):
    given = {"workers": [(0, {"name": "周建国"})]}
    with pytest.raises(PermissionDenied):
        open_case(actor=clerk, office=make.office(), **given)
    with pytest.raises(PermissionDenied):
        open_case(actor=clerk, office=office, visit=make.VisitFactory(), **given)
    assert Case.objects.count() == 0


def test_the_window_is_chosen_among_the_own_ones(client):
    district = make.office("金山区总工会", is_window=False)
    first, second = make.office("朱泾窗口", district), make.office("山阳窗口", district)
    clerk = make.staff("clerk", district)
    client.force_login(clerk)
    html = client.get(reverse(NEW)).text
    assert "朱泾窗口" in html
    assert "山阳窗口" in html
    assert client.post(reverse(NEW), posted(second)).status_code == 302
    assert client.post(reverse(NEW), posted(district)).status_code == 422
    assert [case.office for case in Case.objects.all()] == [second]
    assert first != second


def test_who_may_open_cases(client, clerk, office):
    urls = [reverse(NEW), reverse("front_desk:intake_draft", args=[1])]

    def answers(user):
        client.force_login(user)
        return [client.get(url).status_code for url in urls] + [client.post(reverse(AUTOSAVE)).status_code]

    assert client.get(urls[0]).status_code == 302
    assert answers(clerk) == [200, 404, 200]
    for role in ("reviewer", "supervisor", "auditor", "administrator"):
        assert answers(make.staff(role, office)) == [403, 403, 403]
    assert answers(make.LawyerFactory().user) == [403, 403, 403]
    assert can_open(clerk)


def test_only_posts_keep_drafts(page):
    assert page.get(reverse(AUTOSAVE)).status_code == 405


def test_the_page_costs_the_same_with_one_draft_and_many(page, clerk, office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse(NEW))
        return len(queries)

    page.post(reverse(AUTOSAVE), posted(office))
    few = cost()
    for _n in range(29):
        page.post(reverse(AUTOSAVE), posted(office))
    assert cost() == few


BOSS = {
    "employer-legal_representative": "王大力",
    "employer-phone": "400-820-8820",
    "employer-address": "朱泾镇万枫公路1号",
}


def test_what_is_known_of_an_employer_without_a_name_is_not_lost(page, office):
    answer = page.post(reverse(NEW), posted(office, [{"name": "周建国"}], **BOSS))
    assert (answer.status_code, list(answer.context["page"].employer.errors)) == (422, ["name"])
    assert all(text in answer.content.decode() for text in BOSS.values())
    assert not Case.objects.exists()


def test_an_employer_known_by_its_boss_alone_is_on_record(page, office):
    data = posted(office, [{"name": "周建国"}], **BOSS, **{"employer-known_by": "boss"})
    assert page.post(reverse(NEW), data).status_code == 302
    employer = Case.objects.get().employer
    assert (employer.name, employer.known_by, employer.phone) == ("王大力", "boss", "400-820-8820")


# --- what need not be typed twice ---


def opened(page, office, **kwargs):
    assert page.post(reverse(NEW), posted(office, **kwargs)).status_code == 302
    return Case.objects.get()


def claim(kind):
    return {"kind": kind, "sum-0": "100.00"}


@pytest.mark.parametrize(
    ("migrant", "kind", "given", "expected"),
    [
        (True, "wages", "", "migrant_wages"),
        (True, "work_injury", "", "migrant_wages"),
        (True, "severance", "", ""),
        (False, "wages", "", ""),
        (True, "wages", "declaration", "declaration"),
    ],
)
def test_means_follow_from_migrant_workers_who_claim_wages(page, office, migrant, kind, given, expected):
    worker = {"name": "周建国"} | ({"is_migrant": "on"} if migrant else {})
    case = opened(page, office, workers=[worker], claims=[claim(kind)], means_ground=given)
    assert case.means_ground == expected


def test_the_ground_of_migrants_says_so_of_every_worker(page, office):
    both = [{"name": "周建国"}, {"name": "沈玉芳"}]
    opened(page, office, workers=both, claims=[claim("wages")], means_ground="migrant_wages")
    assert [worker.is_migrant for worker in Worker.objects.all()] == [True, True]


def test_what_papers_print_of_somebody_new_is_asked_at_once(page, office):
    said = {
        "name": "周建国",
        "household": "河南省信阳市光山县",
        "bank_name": "中国农业银行",
        "bank_account": "6228480030123450011",
    }
    opened(page, office, workers=[said], claims=[claim("wages")])
    worker = Worker.objects.get()
    assert {name: getattr(worker, name) for name in said} == said


def test_who_came_to_a_visit_begins_with_what_the_number_tells_and_the_account_masked(page, clerk, office):
    worker = make.met(
        office, name="沈玉芳", id_number=WOMAN, id_kind="resident", bank_account="6228480030123450011"
    )
    visit = make.VisitFactory(office=office, received_by=clerk)
    make.VisitWorkerFactory(visit=visit, worker=worker)
    (row,) = page.get(reverse(NEW), {"visit": visit.pk}).context["page"].workers.forms
    assert row["household"].value() == "北京市朝阳区"
    assert row["bank_account"].value() is None
    assert row["bank_account"].field.widget.attrs["placeholder"] == "****0011"


def test_the_cause_follows_from_what_is_claimed(page, office):
    assert opened(page, office, claims=[claim("wages"), claim("overtime")]).cause == "205.5"


def test_a_chosen_cause_stays(page, office):
    assert opened(page, office, claims=[claim("wages")], cause="205.1").cause == "205.1"


def test_a_group_is_begun_by_pasting(page, office):
    data = posted(office, [{"name": ""}], **{"employer-name": "朱泾机械厂"})
    assert page.post(reverse(NEW), data).status_code == 422
    answer = page.post(reverse(NEW), data | {"do": "paste"})
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:paste_claimants", args=[case.pk])
    assert (case.employer.name, case.claimants.count()) == ("朱泾机械厂", 0)
    people = [("周建国", make.id_number()), ("沈玉芳", make.id_number())]
    table = "\n".join(["姓名\t身份证号\t欠薪", *(f"{name}\t{number}\t100.00" for name, number in people)])
    paste = reverse("cases:paste_claimants", args=[case.pk])
    assert page.post(paste, {"text": table, "do": "add"}).status_code == 302
    assert [str(claimant) for claimant in case.claimants.all()] == ["周建国", "沈玉芳"]
    assert Case.objects.get().cause == "205.5"


def test_a_worker_typed_before_the_table_is_kept(page, office):
    page.post(reverse(NEW), posted(office, do="paste"))
    assert [str(claimant) for claimant in Claimant.objects.all()] == ["周建国"]


def test_a_visit_whose_intake_was_begun_goes_on_with_the_draft(page, clerk, office):
    visit = simple_visit(clerk, office)
    begun = IntakeDraft.objects.create(owner=clerk, visit=visit, data="")
    other = IntakeDraft.objects.create(owner=clerk, data="")
    url = f"{reverse(NEW)}?visit={visit.pk}"
    assert page.get(url)["Location"] == reverse("front_desk:intake_draft", args=[begun.pk])
    begun.delete()
    assert page.get(url).status_code == 200
    assert other.visit is None


FOLDS = ("More about the worker", "More about the employer", "Now, or later", "Cause, form of aid, channel")


def folds(html):
    """Which of the folds of the page lie open, by the beginning of what they are called."""
    found = re.findall(
        r'<details class="fold more-about[^"]*"( open)?>\s*<summary>(.*?)</summary>', html, re.S
    )
    called = dict.fromkeys(FOLDS, False)
    for is_open, text in found:
        (name,) = [name for name in FOLDS if text.strip().startswith(name)]
        called[name] = called[name] or bool(is_open)
    return {name for name, is_open in called.items() if is_open}


def test_an_intake_begins_folded(page):
    assert folds(page.get(reverse(NEW)).text) == set()


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        ({"workers-0-job": "车工"}, FOLDS[0]),
        ({"employer-address": "金山区临源街8号"}, FOLDS[1]),
        ({"employer-legal_representative": "孙立群"}, FOLDS[1]),
        ({"facts": "三个月工资未发"}, FOLDS[2]),
        ({"known_on": "没有这一天"}, FOLDS[2]),
        ({"channel": "hotline_12351"}, FOLDS[3]),
        ({"cause": "205.5"}, FOLDS[3]),
        ({"aid_form": ""}, FOLDS[3]),
    ],
)
def test_what_is_folded_lies_open_once_it_says_something_or_is_wrong(page, office, said, opened):
    data = posted(office, [{"name": ""}]) | said
    assert folds(page.post(reverse(NEW), data).text) == {opened}


def test_what_a_visit_says_lies_open(page, clerk, office):
    visit = simple_visit(clerk, office)
    html = page.get(f"{reverse(NEW)}?visit={visit.pk}").text
    assert FOLDS[2] in folds(html)


def test_a_complete_case_is_registered_and_submitted_by_one_press(page, office):
    data = posted(
        office,
        [{"name": "周建国"}],
        [claim("wages")],
        consent_on="2026-03-10",
        **{"employer-name": "朱泾机械厂"},
    )
    lacking = {name: value for name, value in data.items() if name != "consent_on"}
    assert page.post(reverse(NEW), lacking | {"do": "submit"}).status_code == 422
    assert Case.objects.count() == 0
    assert page.post(reverse(NEW), data | {"do": "submit"}).status_code == 302
    assert Case.objects.get().state == "review"


# --- begun from what may be claimed ---

TOLD = {
    "region": "shanghai",
    "as_of": "2026-03-10",
    "hired": "2023-03-01",
    "left": "2026-02-28",
    "ended": "unlawful",
    "monthly_wage": "6,000",
    "unpaid_from": "2026-01-01",
    "insured": "no",
}


MAY_CLAIM = reverse_lazy("calculators:entitlements")


def shown_messages(answer):
    return [str(message) for message in answer.context["messages"]]


def test_it_begins_with_what_was_told_of_the_employment_and_what_is_owed_by_it(page):
    answer = page.post(reverse(NEW), TOLD | {"do": "begin"})
    assert answer.status_code == 200
    assert Case.objects.count() == 0
    form = answer.context["page"]
    worker = form.workers.forms[0]
    assert {name: worker[name].value() for name in ("employed_from", "employed_to", "monthly_wage")} == {
        "employed_from": dt.date(2023, 3, 1),
        "employed_to": dt.date(2026, 2, 28),
        "monthly_wage": Decimal("6000.00"),
    }
    claims = [(row["kind"].value(), row["sum-0"].value()) for row in form.claims.forms if row["kind"].value()]
    assert claims == [("wages", Decimal("12000.00")), ("damages", Decimal("36000.00"))]


def test_of_what_was_told_wrongly_it_takes_what_can_be_read(page):
    answer = page.post(reverse(NEW), TOLD | {"do": "begin", "hired": "gestern"})
    assert answer.status_code == 200
    worker = answer.context["page"].workers.forms[0]
    assert (worker["employed_from"].value(), worker["monthly_wage"].value()) == (None, Decimal("6000.00"))


def test_only_who_opens_cases_is_led_to_the_intake(client, page, office):
    there = 'value="begin"'
    assert there in page.get(MAY_CLAIM).content.decode()
    client.force_login(make.staff("reviewer", office))
    assert there not in client.get(MAY_CLAIM).content.decode()


def test_the_page_of_what_may_be_claimed_hands_on_what_was_told(page):
    answer = page.post(MAY_CLAIM, TOLD | {"do": "begin"}, follow=True)
    assert answer.redirect_chain == [(reverse(NEW), 307)]
    claims = answer.context["page"].claims.forms
    assert [row["kind"].value() for row in claims if row["kind"].value()] == ["wages", "damages"]
    assert shown_messages(answer) == []


def test_facts_that_are_wrong_stay_where_they_were_typed(page):
    answer = page.post(MAY_CLAIM, TOLD | {"do": "begin", "hired": "gestern"})
    assert (answer.status_code, "hired" in answer.context["form"].errors) == (422, True)
    assert 'value="gestern"' in answer.content.decode()


def test_what_was_told_is_not_lost_where_the_session_had_ended(client, clerk):
    client.force_login(clerk)
    client.get(reverse(NEW))
    Session.objects.all().delete()
    answer = client.post(reverse(NEW), TOLD | {"do": "begin"})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    client.post(reverse("account_login"), {"login": clerk.username, "password": "correct horse 9"})
    claims = client.get(reverse(NEW)).context["page"].claims.forms
    assert [row["kind"].value() for row in claims if row["kind"].value()] == ["wages", "damages"]


def test_what_lacks_a_rate_is_left_out_by_name(page):
    answer = page.post(reverse(NEW), TOLD | {"region": "elsewhere", "do": "begin"})
    assert shown_messages(answer) == [
        "Left out, since a rate or a fact is missing: Unpaid wages 1 Jan 2026 to 28 Feb 2026, "
        "Shortfall to the minimum wage 1 Mar 2023 to 31 Dec 2025, Damages (2N)."
    ]


def test_more_claims_than_the_page_takes_are_left_out_by_name(page):
    """A raise every twenty days: overtime is worked out at each wage."""
    start = dt.date(2024, 4, 1)
    wages = "\n".join(f"{start + dt.timedelta(days=20 * n)} {4000 + n}" for n in range(1, 31))
    told = TOLD | {"earlier_wages": wages, "days_a_week": "6", "overtime_from": "2024-04-01"}
    answer = page.post(reverse(NEW), told | {"do": "begin"})
    filled = [row for row in answer.context["page"].claims.forms if row["kind"].value()]
    assert len(filled) == 30
    (message,) = shown_messages(answer)
    assert message.startswith("Left out, since the page takes 30 claims: Overtime pay ")
    assert message.endswith(", Damages (2N).")
