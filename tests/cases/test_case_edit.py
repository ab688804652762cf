"""The facts of a case, its notes and its closing report."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.actions.case import edit_case
from cases.actions.notes import add_note
from cases.addresses import case_url
from cases.models import Case, Note
from core import clock
from core.audit import record
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    ReceiptFactory,
    clear_check,
    office,
    staff,
)

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def case(db):
    return CaseFactory(state="review", known_on=dt.date(2026, 3, 1))


def client(user):
    found = Client()
    found.force_login(user)
    return found


def facts(case, **changes):
    """The edit form as the page sends it."""
    return {
        "seen_version": case.version,
        "cause": case.cause,
        "channel": case.channel,
        "aid_form": case.aid_form,
        "means_ground": case.means_ground,
        "known_on": case.known_on or "",
        "interrupted_on": case.interrupted_on or "",
        "handler": case.handler_id,
        "facts": case.facts,
        "reason": "本人补充",
        **changes,
    }


def edit(user, case, **changes):
    return client(user).post(reverse("cases:edit", args=[case.pk]), facts(case, **changes))


def fresh(case):
    return Case.objects.get(pk=case.pk)


# --- the facts ---


def test_the_facts_are_written_with_who_and_why(case):
    answer = edit(case.handler, case, cause="205.6", facts="2026年2月起未发工资", interrupted_on="2026-10-12")

    row = fresh(case)
    assert answer.url == reverse("cases:detail", args=[case.pk]) + "#facts"
    assert (row.cause, row.facts, row.interrupted_on) == (
        "205.6",
        "2026年2月起未发工资",
        dt.date(2026, 10, 12),
    )
    assert (row.history.first().history_user, row.history.first().history_change_reason) == (
        case.handler,
        "本人补充",
    )


def test_the_limitation_is_counted_anew(case):
    ClaimFactory(claimant=ClaimantFactory(case=case, employed_to=dt.date(2026, 2, 1)), kind="severance")

    edit(case.handler, case, known_on="2026-03-10")

    assert case.deadlines.get(kind="limitation").due_on == dt.date(2027, 3, 10)


def test_saving_without_a_change_leaves_no_trace(case):
    edit(case.handler, case)

    assert fresh(case).version == case.version


def test_a_draft_needs_no_reason_and_a_case_under_review_does(case):
    draft = CaseFactory(office=case.office)

    assert edit(draft.handler, draft, facts="案情", reason="").status_code == 302
    answer = edit(case.handler, case, facts="案情", reason="")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]


def test_somebody_else_was_faster(case):
    record(fresh(case), actor=case.handler, reason="先到")

    answer = edit(case.handler, case, facts="后到的人写的案情")

    assert answer.status_code == 422
    assert "后到的人写的案情".encode() in answer.content
    assert fresh(case).facts == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("known_on", "2026-11-24"), ("interrupted_on", "2026-02-30"), ("cause", "999"), ("handler", "0")],
)
def test_what_cannot_be_is_refused_at_its_field(case, field, value):
    answer = edit(case.handler, case, **{field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_the_case_is_handed_to_another_clerk_of_the_office(case):
    other = staff("clerk", case.office)

    edit(case.handler, case, handler=other.pk)

    assert fresh(case).handler == other


@pytest.mark.parametrize("role", ["auditor", "reviewer"])
def test_the_case_is_handed_to_clerks_only(case, role):
    other = staff(role, case.office)

    assert list(edit(case.handler, case, handler=other.pk).context["form"].errors) == ["handler"]


def test_a_supervisor_hands_the_case_on_but_leaves_the_facts(case):
    supervisor, other = staff("supervisor", case.office), staff("clerk", case.office)

    page = client(supervisor).get(reverse("cases:edit", args=[case.pk]))
    edit(supervisor, case, handler=other.pk, facts="主管写的案情")

    assert set(page.context["form"].fields) == {"handler", "reason", "seen_version"}
    assert (fresh(case).handler, fresh(case).facts) == (other, "")
    with pytest.raises(PermissionDenied):
        edit_case(case, actor=supervisor, reason="x", facts="主管写的案情")


def test_a_new_handler_is_checked_for_conflicts_as_a_party(case):
    worker = ClaimantFactory(case=case).worker
    clear_check(case)
    namesake = staff("clerk", case.office, name=worker.name)

    edit(case.handler, case, handler=namesake.pk)

    check = fresh(case).conflict_checks.first()
    assert check.parties_key == fresh(case).parties_key()
    assert [hit["rule"] for hit in check.hits] == ["handler_is_party"]


def test_the_lawyer_edits_the_facts_but_not_the_handler(case):
    lawyer = LawyerFactory()
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")

    edit(lawyer.user, case, facts="律师写的案情", handler=staff("clerk", case.office).pk)

    assert (fresh(case).facts, fresh(case).handler) == ("律师写的案情", case.handler)


def test_an_ended_case_stands_as_it_is(db):
    case = CaseFactory(state="declined")

    assert edit(case.handler, case, facts="案情").status_code == 422
    assert fresh(case).facts == ""


PAGES = ["edit", "closing_report", "add_note"]


@pytest.mark.parametrize("name", PAGES)
def test_who_may(case, name):
    address = reverse(f"cases:{name}", args=[case.pk])

    assert client(case.handler).get(address).status_code == 200
    assert client(staff("auditor", case.office)).get(address).status_code == 403
    assert client(staff("auditor", case.office)).post(address, {}).status_code == 403
    assert client(staff("clerk", office())).get(address).status_code == 404
    assert Client().get(address).url.startswith(reverse("account_login"))
    assert client(case.handler).put(address).status_code == 405


def test_the_empty_choice_of_the_handler_is_in_words(case):
    page = client(staff("clerk", case.office)).get(reverse("cases:edit", args=[case.pk])).content.decode()
    assert "---------" not in page


# --- notes ---


def test_a_note_is_added_from_the_case_page(case):
    answer = client(case.handler).post(reverse("cases:add_note", args=[case.pk]), {"text": " 已联系单位 "})

    note = case.notes.get()
    assert answer.url == reverse("cases:detail", args=[case.pk]) + "#notes"
    assert (note.text, note.author, note.written_at) == ("已联系单位", case.handler, clock.now())
    assert "已联系单位".encode() in client(case.handler).get(case_url(case.pk, whole=True)).content


def test_an_empty_note_is_refused(case):
    answer = client(case.handler).post(reverse("cases:add_note", args=[case.pk]), {"text": "  "})

    assert answer.status_code == 422
    assert not case.notes.exists()


def test_nothing_is_added_to_an_archived_case(db):
    case = CaseFactory(state="archived")

    assert (
        client(case.handler).post(reverse("cases:add_note", args=[case.pk]), {"text": "备注"}).status_code
        == 422
    )


def correct(user, note, **data):
    address = reverse("cases:correct_note", args=[note.case_id, note.pk])
    return client(user).post(address, {"seen_version": note.version, **data})


def test_an_own_note_is_corrected_with_a_reason(case):
    note = add_note(case, actor=case.handler, text="电话 139")

    assert correct(case.handler, note, text="电话 186", reason="").status_code == 422
    assert correct(case.handler, note, text="电话 186", reason="号码有误").status_code == 302
    assert [row.text for row in note.history.all()] == ["电话 186", "电话 139"]


def test_a_note_is_corrected_by_its_author_alone(case):
    note = add_note(case, actor=case.handler, text="备注")

    assert correct(staff("clerk", case.office), note, text="改", reason="改").status_code == 403
    assert Note.objects.get(pk=note.pk).text == "备注"


# --- the closing report ---


REPORT = {
    "method": "mediated",
    "summary": "经三次调解达成协议，款项已全部到账。",
    "hours": "6.5",
    "subsidy": "800",
}


def report(user, case, **data):
    address = reverse("cases:closing_report", args=[case.pk])
    return client(user).post(address, {"seen_version": case.version, **REPORT, **data})


@pytest.mark.parametrize("state", ["settled", "awarded", "enforcement"])
def test_the_closing_report_is_written_once_there_is_a_result(db, state):
    case = CaseFactory(state=state, number="1", accepted_on=TODAY)

    answer = report(case.handler, case)

    row = fresh(case)
    assert answer.url == reverse("cases:detail", args=[case.pk]) + "#closing"
    assert (row.closing_method, row.hours_spent, row.subsidy) == (
        "mediated",
        Decimal("6.5"),
        Decimal("800.00"),
    )
    assert row.closing_summary == REPORT["summary"]


@pytest.mark.parametrize("state", ["draft", "review", "mediation", "arbitration", "closing", "closed"])
def test_it_is_not_written_before_or_after(db, state):
    case = CaseFactory(state=state, number="1", accepted_on=TODAY)

    answer = report(case.handler, case)

    assert answer.status_code == 422
    assert REPORT["summary"].encode() in answer.content
    assert fresh(case).closing_method == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("method", ""),
        ("summary", " "),
        ("hours", "-1"),
        ("hours", "1.25"),
        ("subsidy", "-0.01"),
        ("subsidy", "1.005"),
    ],
)
def test_a_report_that_cannot_be_is_refused_at_its_field(db, field, value):
    case = CaseFactory(state="settled", number="1", accepted_on=TODAY)

    assert list(report(case.handler, case, **{field: value}).context["form"].errors) == [field]


def test_the_report_lets_the_case_be_closed(db):
    case = CaseFactory(state="settled", number="1", accepted_on=TODAY)
    report(case.handler, case)

    page = client(case.handler).get(reverse("cases:detail", args=[case.pk]))

    assert page.context["action"]["primary"]["enabled"]


def test_the_report_begins_with_what_is_on_record_and_may_request_the_closing(db):
    case = CaseFactory(state="settled", number="1", accepted_on=TODAY)
    page = client(case.handler).get(reverse("cases:closing_report", args=[case.pk]))
    day = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"
    assert page.context["form"]["summary"].initial == f"{day}受理，已到账0.00元，核定0.00元。"
    assert report(case.handler, case, do="request").status_code == 302
    assert (fresh(case).state, fresh(case).closing_summary) == ("closing", REPORT["summary"])


def test_a_closing_that_is_not_open_keeps_the_report_unsaved(db):
    case = CaseFactory(state="settled", number="1", accepted_on=TODAY)
    ReceiptFactory(case=case)
    answer = report(case.handler, case, do="request")
    assert (answer.status_code, fresh(case).closing_method) == (422, "")
    assert REPORT["summary"] in answer.content.decode()
