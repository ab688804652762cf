"""Every statutory limit: what starts it, from which day it counts, and how one is entered by hand."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.actions.case import edit_case
from cases.actions.deadlines import add_deadline, lapse_deadlines, open_deadline
from cases.actions.proceedings import extend_award, update_proceeding
from cases.actions.steps import take_step
from cases.choices import BY_FACTS, limits_by_event
from cases.management.commands.limits_table import FACTS
from cases.models import Case, Proceeding
from cases.queries.case_rows import case_rows
from cases.reckoning import calendar_of
from core import clock
from core.audit import record
from core.errors import Problem
from core.fsm import transitions_of
from labour_law.periods import LIMITS
from mediation.models import Agreement, AgreementTerm, Instalment
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    office,
    ready_case,
    staff,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def day(text):
    """A day of 2026: 03-10."""
    return dt.date.fromisoformat(f"2026-{text}" if len(text) == 5 else text)


def open_limits(case):
    return {d.kind: (d.starts_on, d.due_on) for d in case.deadlines.filter(state="open")}


def case_in(state, **values):
    return CaseFactory(state=state, number=f"沪工援〔2026〕测{Case.objects.count():04d}号", **values)


def filed(kind, state, **values):
    """A case before the commission or a court, with one claim."""
    case = case_in(state)
    ClaimFactory(claimant=ClaimantFactory(case=case))
    record(Proceeding(case=case, kind=kind, body="金山区", filed_on=day("02-02"), **values), actor=None)
    return case


def decided(case, step, **data):
    """The case after an award or a judgment over 100 yuan."""
    sums = {claim.pk: Decimal("100.00") for claim in case.claims.all()}
    data = {"sums": sums, "decided_on": day("03-02"), "served_on": day("03-06"), "result": "支持"} | data
    return take_step(case, step, actor=case.handler, **data)


# --- the table ---


def test_the_table_in_docs_is_written_from_the_code(capsys):
    call_command("limits_table")

    assert capsys.readouterr().out == (Path(settings.BASE_DIR) / "docs/limits.md").read_text(), (
        "docs/limits.md is stale: manage.py limits_table > docs/limits.md"
    )


def test_every_limit_is_started_by_something_or_entered_by_hand():
    by_steps = {
        code
        for meta in transitions_of(Case).values()
        for transition in meta.transitions.values()
        for code in transition.custom["opens"]
    }
    by_hand = {code for _event, group in limits_by_event()[1:] for code, _name in group}
    extended = {limit.code for limit in LIMITS.values() if limit.extends}

    assert by_steps | by_hand | extended | BY_FACTS == set(LIMITS)
    assert by_hand == set(LIMITS) - extended - BY_FACTS
    assert set(FACTS) <= set(LIMITS)


# --- settling: outside, or before the commission or the court ---


def agreed(case, *due):
    """The agreement that settles the case, signed on March 2, paid on these days."""
    agreement = record(Agreement(case=case, signed_on=day("03-02")), actor=None)
    (claim,) = case.claims.all()
    claim.agreed = Decimal(100 * len(due))
    record(claim, actor=None)
    record(AgreementTerm(case=case, agreement=agreement, claim=claim, amount=claim.agreed), actor=None)
    claim.claimant.outcome = "settled"
    record(claim.claimant, actor=None)
    for due_on in due:
        part = {"claimant": claim.claimant, "due_on": due_on, "amount": Decimal(100)}
        record(Instalment(case=case, agreement=agreement, **part), actor=None)
    return Case.objects.get(pk=case.pk)


def test_a_settlement_in_mediation_is_confirmed_or_reviewed_and_enforced_from_its_last_instalment():
    case = agreed(filed("arbitration", "mediation"), day("04-01"), day("06-30"), day("05-06"))
    case = take_step(case, "settle", actor=case.handler)

    assert open_limits(case) == {
        "judicial_confirmation": (day("03-02"), day("04-01")),
        "arbitration_review": (day("03-02"), day("03-17")),
        "enforcement": (day("06-30"), dt.date(2028, 6, 30)),
    }


@pytest.mark.parametrize(
    ("kind", "state"), [("arbitration", "arbitration"), ("first_instance", "litigation")]
)
def test_a_paper_of_the_commission_or_the_court_needs_no_confirmation(kind, state):
    case = agreed(filed(kind, state), day("04-01"))
    for running in ("hearing_postponement", "arbitration_award", "trial_summary", "set_aside"):
        open_deadline(case, running, actor=case.handler)
    case = take_step(case, "settle", actor=case.handler)

    assert open_limits(case) == {"enforcement": (day("04-01"), dt.date(2028, 4, 3))}  # April 1 is a Saturday


# --- from which day enforcement, review and appeal count ---


@pytest.mark.parametrize(
    ("step", "kind", "procedure", "data", "limits"),
    [
        (
            "award",
            "arbitration",
            "",
            {"is_final": True},
            {"suit_after_award": "03-06", "set_aside": "03-06", "enforcement": "03-02"},
        ),
        (
            "award",
            "arbitration",
            "",
            {"is_final": True, "perform_by": day("03-20")},
            {"suit_after_award": "03-06", "set_aside": "03-06", "enforcement": "03-20"},
        ),
        # the last day to sue is Saturday the 21st, so Monday the 23rd; it takes effect the day after
        ("award", "arbitration", "", {}, {"suit_after_award": "03-06", "enforcement": "03-24"}),
        (
            "judge",
            "first_instance",
            "ordinary",
            {},
            {"appeal": "03-06", "enforcement": "03-24", "retrial": "03-24"},
        ),
        (
            "judge",
            "first_instance",
            "summary",
            {"perform_by": day("04-10")},
            {"appeal": "03-06", "enforcement": "04-10", "retrial": "03-24"},
        ),
        ("judge", "first_instance", "small", {}, {"enforcement": "03-06", "retrial": "03-06"}),
        ("judge", "second_instance", "", {}, {"enforcement": "03-06", "retrial": "03-06"}),
    ],
    ids=[
        "a final award has effect from the day it is made",
        "a time to perform comes first",
        "another award has effect once nobody can sue",
        "a judgment has effect once nobody can appeal",
        "a judgment with a time to perform",
        "small claims end with the first instance",
        "the second instance is the last",
    ],
)
def test_what_a_decision_starts_and_from_which_day(step, kind, procedure, data, limits):
    state = "arbitration" if step == "award" else "litigation"
    case = decided(filed(kind, state, procedure=procedure), step, **data)

    assert {kind: starts for kind, (starts, _due) in open_limits(case).items()} == {
        kind: day(text) for kind, text in limits.items()
    }


def test_a_time_to_perform_before_the_decision_is_refused_at_its_field():
    with pytest.raises(Problem) as refused:
        decided(filed("arbitration", "arbitration"), "award", perform_by=day("03-01"))
    assert list(refused.value.message_dict) == ["perform_by"]


def test_a_time_to_perform_that_becomes_known_later_counts_anew():
    case = decided(filed("arbitration", "arbitration"), "award", is_final=True)
    update(case, perform_by=day("04-10"))
    assert open_limits(case)["enforcement"] == (day("04-10"), dt.date(2028, 4, 10))


def test_a_suit_of_the_worker_ends_what_the_employer_could_ask_for():
    case = decided(filed("arbitration", "arbitration"), "award", is_final=True)
    case = take_step(case, "file_suit", actor=case.handler, body="金山区法院", filed_on=TODAY)

    assert open_limits(case) == {}
    assert dict(case.deadlines.values_list("kind", "state")) == {
        "suit_after_award": "met",
        "set_aside": "waived",
        "enforcement": "met",
    }


# --- what becomes known of a proceeding ---


def update(case, **changes):
    found = case.proceedings.last()
    names = ("body", "docket", "accepted_on", "heard_at", "procedure", "perform_by")
    data = {name: getattr(found, name) for name in names}
    return update_proceeding(found, actor=case.handler, **data | changes)


def hearing(text):
    return timezone.make_aware(dt.datetime.combine(day(text), dt.time(9, 30)))


@pytest.mark.parametrize(
    ("kind", "procedure", "limit", "last_day", "extended"),
    [
        ("arbitration", "", "arbitration_award", "04-20", "05-06"),
        ("first_instance", "ordinary", "trial_ordinary", "09-07", "2027-03-08"),
        ("first_instance", "summary", "trial_summary", "06-08", "07-06"),
        ("first_instance", "small", "trial_small", "05-06", "06-08"),
        ("second_instance", "", "second_instance", "06-08", None),
    ],
)
def test_taken_up_starts_the_time_to_decide_it(kind, procedure, limit, last_day, extended):
    """Taken up on March 6."""
    case = filed(kind, "arbitration" if kind == "arbitration" else "litigation")
    update(case, accepted_on=day("03-06"), procedure=procedure)
    assert open_limits(case) == {limit: (day("03-06"), day(last_day))}

    def extend():
        extend_award(case.proceedings.get(), actor=case.handler, reason="案情复杂")

    if extended is None:
        with pytest.raises(Problem):
            extend()
    else:
        extend()
        assert open_limits(case)[limit][1] == day(extended)


def test_another_procedure_brings_another_time():
    case = filed("first_instance", "litigation")
    update(case, accepted_on=day("03-06"))
    assert open_limits(case) == {}
    update(case, procedure="summary")
    update(case, procedure="ordinary")
    assert set(open_limits(case)) == {"trial_ordinary"}


@pytest.mark.parametrize(
    ("heard", "due"),
    [("03-20", "03-17"), ("03-13", "03-10"), ("03-12", None)],
    ids=["ten days ahead", "three days ahead", "too near to ask"],
)
def test_a_hearing_starts_the_three_days_to_have_it_postponed(heard, due):
    case = filed("arbitration", "arbitration")
    update(case, heard_at=hearing(heard))
    assert open_limits(case) == ({"hearing_postponement": (day(heard), day(due))} if due else {})


def test_a_hearing_that_moves_takes_the_limit_with_it_and_one_called_off_ends_it():
    case = filed("arbitration", "arbitration")
    update(case, heard_at=hearing("03-20"))
    update(case, heard_at=hearing("04-20"))
    assert open_limits(case) == {"hearing_postponement": (day("04-20"), day("04-17"))}
    update(case, heard_at=None)
    assert open_limits(case) == {}


def test_a_hearing_in_court_starts_no_limit_of_arbitration():
    case = filed("first_instance", "litigation")
    update(case, heard_at=hearing("03-20"))
    assert open_limits(case) == {}


def test_what_has_lapsed_ends_by_itself_and_what_is_late_stays():
    case = case_in("awarded")
    with clock.at(day("01-05")):
        for kind in ("set_aside", "suit_after_award", "enforcement"):
            open_deadline(case, kind, actor=case.handler)
    call_command("recount_deadlines")

    assert dict(case.deadlines.values_list("kind", "state")) == {
        "set_aside": "waived",
        "suit_after_award": "open",
        "enforcement": "open",
    }
    assert lapse_deadlines(actor=case.handler) == 0


def lapsed_in(case, kind="hearing_postponement"):
    with clock.at(day("01-05")):
        return open_deadline(case, kind, actor=case.handler)


def test_what_has_lapsed_is_nowhere_shown_as_late_before_the_nightly_run(client):
    case = case_in("arbitration")
    with clock.at(day("03-06")):
        open_deadline(case, "arbitration_acceptance", actor=case.handler)
    lapsed = lapsed_in(case)
    assert (lapsed.has_lapsed, lapsed.is_running) == (True, False)
    assert next(iter(case_rows([case]))).next_due == case.deadlines.get(kind="arbitration_acceptance").due_on

    client.force_login(staff("clerk", case.office))
    page = client.get(reverse("cases:detail", args=[case.pk]))
    assert [d.kind for d, _ in page.context["deadlines"]["running"]] == ["arbitration_acceptance"]
    assert [d.kind for d, _ in page.context["deadlines"]["settled"]] == ["hearing_postponement"]
    assert not re.search(r"逾期\s*\d", page.content.decode())
    assert "不再适用" in page.content.decode()


def test_what_has_lapsed_is_entered_anew_without_waiting_for_the_night():
    case = case_in("arbitration")
    lapsed = lapsed_in(case)
    kind = lapsed.kind
    with clock.at(TODAY):
        entered = add_deadline(case, actor=case.handler, kind=kind, day=day("03-20"), source="通知")
    lapsed.refresh_from_db()
    assert (lapsed.state, entered.state) == ("waived", "open")


# --- the decision on aid counts from the application ---


def test_the_days_to_decide_count_from_receipt_and_not_from_the_click():
    case = ready_case()
    case.applied_on = day("03-02")
    record(case, actor=None)
    case = take_step(case, "submit", actor=case.handler)
    assert open_limits(case)["aid_decision"] == (day("03-02"), day("03-09"))


def test_without_a_day_of_receipt_they_count_from_the_day_the_case_was_opened():
    case = ready_case()
    case.opened_on = day("03-04")
    record(case, actor=None)
    case = take_step(case, "submit", actor=case.handler)
    assert open_limits(case)["aid_decision"][0] == day("03-04")


def test_papers_completed_later_start_them_anew():
    case = ready_case()
    case.opened_on = day("03-02")
    record(case, actor=None)
    reviewer = staff("reviewer", case.office)
    case = take_step(case, "submit", actor=case.handler)
    case = take_step(case, "return_for_completion", actor=reviewer, reason="缺工资条", due_on=day("03-16"))
    with clock.at(day("03-12")):
        case = take_step(case, "submit", actor=case.handler)
        assert open_limits(case)["aid_decision"] == (day("03-12"), day("03-19"))


def test_a_corrected_day_of_receipt_counts_them_anew():
    case = ready_case()
    case = take_step(case, "submit", actor=case.handler)
    case = edit_case(case, actor=case.handler, reason="邮寄申请", applied_on=day("03-06"))
    assert open_limits(case)["aid_decision"] == (day("03-06"), day("03-13"))
    with pytest.raises(Problem):
        edit_case(case, actor=case.handler, reason="笔误", applied_on=day("03-11"))


# --- entered by hand ---


def enter(case, kind="injury_report_worker", starts="03-02", actor=None, **data):
    data = {"source": "事故报告", "day": day(starts)} | data
    return add_deadline(case, actor=actor or case.handler, kind=kind, **data)


@pytest.mark.parametrize(
    ("kind", "starts", "last_day", "critical"),
    [
        ("injury_report_worker", "03-02", "2027-03-02", True),
        ("injury_report_employer", "03-02", "04-01", False),
        ("labour_inspection", "01-31", "2028-01-31", True),
        ("suit_after_set_aside", "03-02", "03-17", True),
        ("payment_order_acceptance", "03-04", "03-09", False),
        ("payment_order_objection", "03-02", "03-17", False),
        ("reappraisal", "03-02", "03-17", True),
        ("appeal_ruling", "03-02", "03-12", True),
        ("suit_after_refusal", "03-02", "03-17", True),
        ("hearing_notice", "03-30", "03-25", False),  # the day of the hearing is ahead
    ],
)
def test_a_limit_by_hand_is_counted_from_the_day_it_starts(kind, starts, last_day, critical):
    case = case_in("mediation")
    deadline = enter(case, kind, starts)
    assert (deadline.due_on, deadline.critical, deadline.source) == (day(last_day), critical, "事故报告")
    assert deadline.history.get().history_user == case.handler


def test_what_has_happened_ends_what_waited_for_it():
    case = case_in("settled")
    enter(case, "payment_order_acceptance", "03-02")
    enter(case, "payment_order_issue", "03-05")
    enter(case, "payment_order_objection", "03-09")
    assert set(open_limits(case)) == {"payment_order_objection"}
    assert {d.note for d in case.deadlines.filter(state="met")} == {
        "法院受理支付令申请",
        "债务人收到支付令",
    }


def test_a_date_of_ones_own_has_a_name_and_there_may_be_several():
    case = case_in("litigation")
    for label, due in (("交鉴定费", "03-20"), ("举证期限", "03-31")):
        enter(case, "own", due, label=label, source="法院通知")
    assert [(d.name, d.due_on, d.critical) for d in case.deadlines.all()] == [
        ("交鉴定费", day("03-20"), True),
        ("举证期限", day("03-31"), True),
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"source": "  "}, "source"),
        ({"starts": "03-11"}, "day"),
        ({"kind": "limitation"}, "kind"),
        ({"kind": "arbitration_award_extended"}, "kind"),
        ({"kind": "no_such_limit"}, "kind"),
        ({"kind": "mediation"}, "kind"),
        ({"kind": "own", "starts": "03-20"}, "label"),
        ({"kind": "own", "label": "举证期限", "starts": "03-09"}, "day"),
    ],
    ids=[
        "no source",
        "not yet",
        "worked out from the facts",
        "an extension",
        "no limit",
        "runs already",
        "no name",
        "passed",
    ],
)
def test_what_cannot_be_entered_is_refused_at_its_field(data, field):
    case = case_in("mediation")
    open_deadline(case, "mediation", actor=case.handler)
    with pytest.raises(Problem) as refused:
        enter(case, **data)
    assert list(refused.value.message_dict) == [field]
    assert case.deadlines.count() == 1


@pytest.mark.parametrize("state", ["declined", "withdrawn", "terminated", "transferred", "archived"])
def test_an_ended_case_takes_no_limit(state):
    with pytest.raises(Problem):
        enter(case_in(state))


def test_others_enter_nothing():
    case = case_in("mediation")
    for actor in (staff("supervisor", case.office), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            enter(case, actor=actor)


def test_who_watches_has_to_see_the_case_and_finds_it_among_their_work(client):
    case = case_in("mediation")
    with pytest.raises(Problem) as refused:
        enter(case, watcher=staff("clerk", office()))
    assert list(refused.value.message_dict) == ["watcher"]

    colleague = staff("clerk", case.office)
    enter(case, "own", "03-12", label="举证期限", watcher=colleague)
    client.force_login(colleague)
    assert "举证期限".encode() in client.get(reverse("work:home")).content


def test_the_page_enters_a_limit_and_keeps_what_was_typed(client):
    case = case_in("mediation")
    client.force_login(case.handler)
    url = reverse("cases:add_deadline", args=[case.pk])
    assert client.get(url).status_code == 200
    data = {"kind": "injury_report_worker", "day": "2026-03-02", "source": "事故报告 12号"}
    refused = client.post(url, data | {"day": "2026-03-11"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["day"])
    assert "事故报告 12号".encode() in refused.content
    assert client.post(url, data).status_code == 302
    assert open_limits(case)["injury_report_worker"][1] == dt.date(2027, 3, 2)


def test_a_lawyer_of_the_case_may_watch(client):
    case = case_in("mediation")
    lawyer = LawyerFactory()
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    client.force_login(case.handler)
    url = reverse("cases:add_deadline", args=[case.pk])
    data = {"kind": "own", "label": "举证期限", "day": "2026-03-20", "source": "法院通知"}
    assert client.post(url, data | {"watcher": lawyer.user_id}).status_code == 302
    assert case.deadlines.get().watcher == lawyer.user


# --- the calendar ---


@override("en")
def test_the_calendar_has_what_starts_each_limit_and_why_it_ends_when_it_does():
    case = case_in("awarded")
    open_deadline(case, "suit_after_award", actor=case.handler, starts_on=day("03-06"))
    enter(case, "own", "03-16", label="举证期限", source="法院通知")

    assert [(entry.day, entry.what) for entry in calendar_of(case.deadlines.all())] == [
        (day("03-06"), "award received"),
        (day("03-16"), "举证期限"),
        (day("03-23"), "Sue after the award"),
    ]
    *_, last = calendar_of(case.deadlines.all())
    assert last.why == (
        "15 days from: award received · 劳动争议调解仲裁法, art. 48, 50",
        "21 Mar 2026 is a day off, so the last day is 23 Mar 2026.",
    )


@override("en")
def test_the_calendar_says_where_somebody_moved_a_day_and_where_it_is_provisional():
    case = case_in("mediation")
    deadline = open_deadline(case, "mediation", actor=case.handler, starts_on=day("03-02"))
    deadline.due_on = day("03-31")
    *_, last = calendar_of([deadline])
    assert last.why[-1] == "Moved by hand: counted, it ends on 17 Mar 2026."
    far = open_deadline(case, "enforcement", actor=case.handler, starts_on=dt.date(2097, 3, 2))
    assert "not known yet" in calendar_of([far])[-1].why[-1]


@override("en")
def test_the_year_to_claim_stands_on_the_day_it_runs_from_and_not_as_the_day_it_was_known():
    case = case_in("mediation")
    deadline = open_deadline(case, "limitation", actor=case.handler, starts_on=day("03-02"))
    assert [entry.what for entry in calendar_of([deadline])] == [
        "The year to claim begins, or begins anew",
        "Limitation of arbitration",
    ]


def test_the_page_shows_the_calendar_and_the_link_to_enter_a_deadline(client):
    case = case_in("awarded")
    open_deadline(case, "suit_after_award", actor=case.handler, starts_on=day("03-06"))
    client.force_login(case.handler)
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert 'id="calendar"' in page
    assert reverse("cases:add_deadline", args=[case.pk]) in page
    client.force_login(staff("auditor", case.office))
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert reverse("cases:add_deadline", args=[case.pk]) not in page


# --- closed and opened again ---


def test_closing_ends_what_runs_and_reopening_lets_it_run_on():
    case = case_in(
        "closing",
        closing_from="settled",
        closing_method="mediated",
        closing_summary="已履行",
        accepted_on=TODAY,
    )
    enter(case, "injury_report_employer", "03-02")
    open_deadline(case, "arbitration_panel_notice", actor=case.handler, starts_on=day("01-05"))
    supervisor = staff("supervisor", case.office)
    case = take_step(case, "approve_closing", actor=supervisor)
    assert set(open_limits(case)) == {"archive"}
    with clock.at(day("03-20")):
        case = take_step(case, "reopen", actor=supervisor, reason="未按期付款")
    assert set(open_limits(case)) == {"injury_report_employer"}


def test_a_limit_met_before_does_not_come_back():
    case = case_in("closed", closing_from="awarded", ended_on=TODAY, accepted_on=TODAY)
    deadline = enter(case, "archive_review", "03-09")
    deadline.state, deadline.settled_on = "met", TODAY
    record(deadline, actor=None)
    case = take_step(case, "reopen", actor=staff("supervisor", case.office), reason="未按期付款")
    assert open_limits(case) == {}
