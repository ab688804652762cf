"""The case page: where the case stands, what comes next for whom, and the same queries for one claimant or thirty."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.addresses import case_url
from cases.models import Case, Deadline, Proceeding
from cases.progress import stages, waits_for
from cases.views.sections import SECTIONS
from cases.workflow import CaseState
from core import clock
from core.audit import record
from mediation.models import Agreement
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    MediationRoundFactory,
    ReceiptFactory,
    ReceiptLineFactory,
    clear_check,
    office,
    ready_case,
    staff,
)

TODAY = dt.date(2026, 11, 23)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def town(db):
    return office()


def open_page(user, case):
    client = Client()
    client.force_login(user)
    return client.get(reverse("cases:detail", args=[case.pk]))


def names(steps):
    """Label and state of the stages."""
    return [(stage.label, stage.state) for stage in steps]


# --- who sees it ---


def test_everybody_at_the_office_sees_the_page(town):
    case = ready_case(town)

    for role in ("clerk", "reviewer", "supervisor", "auditor"):
        assert open_page(staff(role, town), case).status_code == 200


def test_an_outsider_finds_nothing(town):
    case = ready_case(town)

    assert open_page(staff("clerk", office()), case).status_code == 404
    assert open_page(LawyerFactory().user, case).status_code == 404


def test_without_signing_in_the_page_leads_to_the_sign_in(town):
    case = ready_case(town)

    answer = Client().get(reverse("cases:detail", args=[case.pk]))

    assert answer.url.startswith(reverse("account_login"))


def test_the_page_is_only_read(town):
    case = ready_case(town)
    client = Client()
    client.force_login(case.handler)

    assert client.post(reverse("cases:detail", args=[case.pk])).status_code == 405


# --- every state ---


@pytest.mark.parametrize("state", CaseState.values)
@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_the_page_opens_in_every_state(town, state, role):
    case = CaseFactory(
        office=town,
        state=state,
        number="沪工援〔2026〕测0001号",
        accepted_on=TODAY,
        closing_from="settled" if state in ("closing", "closed") else "",
        ended_on=TODAY if state in ("closed", "archived", "withdrawn") else None,
    )
    ClaimFactory(claimant=ClaimantFactory(case=case))

    page = open_page(staff(role, town), case)

    assert page.status_code == 200
    assert page.context["action"]["title"] != ""


def test_a_draft_without_anything_opens(town):
    case = CaseFactory(office=town, employer=None, cause="")

    assert open_page(case.handler, case).status_code == 200


def test_the_auditor_has_no_button(town):
    case = CaseFactory(office=town, state="mediation", number="沪工援〔2026〕测0001号", accepted_on=TODAY)
    ClaimFactory(claimant=ClaimantFactory(case=case))

    page = open_page(staff("auditor", town), case)

    assert {right for right, held in page.context["can"].items() if held} == {"see_conflicts"}
    assert "primary" not in page.context["action"]
    assert page.context["action"]["more"] == []
    assert b'method="post" action="/cases/' not in page.content


# --- the next action ---


def test_a_closed_primary_step_lists_its_checks_with_where_to_mend_them(town):
    case = ready_case(town)
    ClaimantFactory(case=case, consent_on=None)

    action = open_page(case.handler, case).context["action"]

    assert not action["primary"]["enabled"]
    assert [(check["ok"], check["url"]) for check in action["checks"]] == [
        (True, "#parties"),
        (True, "#parties"),
        (False, "#claims"),
        (False, "#conflicts"),
        (False, "#parties"),
    ]


def test_an_open_primary_step_is_a_button(town):
    case = ready_case(town)

    action = open_page(case.handler, case).context["action"]

    assert action["primary"]["enabled"]
    assert action["primary"]["url"] == reverse("cases:step", args=[case.pk, "submit"])


def test_ways_out_stand_last_in_the_menu(town):
    case = ready_case(town, state="review")

    action = open_page(staff("reviewer", town), case).context["action"]

    assert [item["label"] for item in action["others"]] == ["先行援助", "退回补正"]
    assert [item["label"] for item in action["more"]] == ["不予援助", "撤回申请", "终止援助", "移送"]
    assert {item["danger"] for item in action["more"]} == {True}


def test_an_accepted_case_is_offered_to_a_lawyer(town):
    case = CaseFactory(office=town, state="accepted", number="沪工援〔2026〕测0001号", accepted_on=TODAY)

    action = open_page(case.handler, case).context["action"]

    assert action["primary"]["url"] == reverse("assignments:offer_case", args=[case.pk])
    assert action["title"] == action["primary"]["label"]
    assert [item["url"] for item in action["others"]] == [
        reverse("cases:step", args=[case.pk, "start-mediation"])
    ]


def test_a_step_whose_form_brings_what_is_missing_is_open(town):
    case = CaseFactory(office=town, state="arbitration", number="沪工援〔2026〕测0001号", accepted_on=TODAY)
    ClaimFactory(claimant=ClaimantFactory(case=case))

    action = open_page(case.handler, case).context["action"]

    assert action["primary"]["url"] == reverse("cases:step", args=[case.pk, "award"])
    assert action["primary"]["enabled"]


def next_work(user, case):
    """Where the button leads; its label is the title, so that both say one act."""
    action = open_page(user, case).context["action"]
    (button,) = action.get("work") or [action["primary"]]
    assert action["title"] == button["label"]
    return [button["url"]]


def test_a_closed_step_leads_to_the_work_that_opens_it(town):
    case = ready_case(town)
    claimant = ClaimantFactory(case=case, consent_on=None)
    assert next_work(case.handler, case) == [reverse("cases:add_claim", args=[case.pk])]

    ClaimFactory(claimant=claimant)
    clear_check(case)
    assert next_work(case.handler, case) == [reverse("cases:consent", args=[case.pk])]


def mediated(town):
    return ready_case(town, state="mediation", number="沪工援〔2026〕测0001号", accepted_on=TODAY)


def test_mediation_leads_to_a_round_and_what_happened_there(town):
    case = mediated(town)
    assert next_work(case.handler, case) == [reverse("mediation:schedule_round", args=[case.pk])]

    planned = MediationRoundFactory(case=case)
    assert next_work(case.handler, case) == [reverse("mediation:round_step", args=[planned.pk, "hold"])]


def test_a_round_that_agreed_leads_to_the_agreement_and_its_signature(town):
    case = mediated(town)
    MediationRoundFactory(case=case, state="held", outcome="agreed")
    assert next_work(case.handler, case) == [reverse("mediation:agreement", args=[case.pk])]

    agreement = record(Agreement(case=case), actor=None)
    assert next_work(case.handler, case) == [reverse("mediation:sign_agreement", args=[agreement.pk])]


def test_what_was_agreed_comes_in_before_the_closing_report_is_written(town):
    case = ready_case(town, state="settled", number="沪工援〔2026〕测0001号", accepted_on=TODAY)
    report = reverse("cases:closing_report", args=[case.pk])
    assert next_work(case.handler, case) == [report]

    claim = case.claims.get()
    claim.agreed = claim.claimed
    record(claim, actor=None)
    action = open_page(case.handler, case).context["action"]
    assert action["primary"]["url"] == reverse("recoveries:record", args=[case.pk])
    assert action["others"][0]["url"] == report


def test_who_does_not_handle_the_case_is_not_led_to_its_work(town):
    case = CaseFactory(office=town, state="review")

    action = open_page(staff("reviewer", town), case).context["action"]

    assert (action["primary"]["enabled"], action["work"]) == (False, [])


def test_who_cannot_act_reads_who_must(town):
    case = CaseFactory(office=town, state="review")
    record(
        Deadline(case=case, kind="aid_decision", starts_on=TODAY, due_on=dt.date(2026, 11, 26)), actor=None
    )

    action = open_page(staff("auditor", town), case).context["action"]

    assert action["title"] == waits_for(case)
    assert action["note"] == "作出援助决定：还有 3 天"


# --- the stages ---


def case_of(state, **values):
    return CaseFactory(state=state, number="沪工援〔2026〕测0001号", accepted_on=TODAY, **values)


def test_the_stages_of_a_draft_lie_ahead(db):
    found = names(stages(CaseFactory()))

    assert found == [
        ("登记", "now"),
        ("受理", ""),
        ("指派", ""),
        ("调解", ""),
        ("协议", ""),
        ("履行", ""),
        ("结案", ""),
        ("归档", ""),
    ]


def test_a_case_mediated_without_a_lawyer_skips_the_appointment(db):
    found = names(stages(case_of("mediation", mediation_started_on=TODAY)))

    assert found[:4] == [("登记", "done"), ("受理", "done"), ("调解", "now"), ("协议", "")]


def test_mediation_shows_its_round(db):
    case = case_of("mediation", mediation_started_on=TODAY)
    MediationRoundFactory(case=case, number=3)

    assert next(stage.note for stage in stages(case) if stage.state == "now") == "第 3 次"


def test_arbitration_and_court_stand_in_the_way_once_taken(db):
    case = case_of("litigation")
    AssignmentFactory(case=case, state="accepted", answered_at=clock.now())
    for kind in ("arbitration", "first_instance"):
        record(Proceeding(case=case, kind=kind, body="仲裁委", filed_on=TODAY), actor=None)

    assert [label for label, _ in names(stages(case))] == [
        "登记",
        "受理",
        "指派",
        "仲裁",
        "诉讼",
        "裁判",
        "履行",
        "结案",
        "归档",
    ]


def test_an_agreement_that_was_broken_comes_before_the_arbitration(db):
    case = case_of("arbitration", mediation_started_on=TODAY)
    record(Agreement(case=case, signed_on=TODAY), actor=None)
    record(Proceeding(case=case, kind="arbitration", body="仲裁委", filed_on=TODAY), actor=None)

    assert [label for label, _ in names(stages(case))][2:6] == ["调解", "协议", "仲裁", "裁判"]


def test_enforcement_stands_after_performance(db):
    case = case_of("enforcement")
    record(Proceeding(case=case, kind="enforcement", body="法院", filed_on=TODAY), actor=None)

    assert names(stages(case))[-4:] == [("履行", "done"), ("执行", "now"), ("结案", ""), ("归档", "")]


def test_an_archived_case_has_all_its_stages_behind_it(db):
    case = case_of("archived", mediation_started_on=TODAY, ended_on=TODAY, archived_on=TODAY)

    assert {state for _, state in names(stages(case))} == {"done"}


@pytest.mark.parametrize(
    ("state", "label"), [("withdrawn", "已撤回"), ("terminated", "终止援助"), ("transferred", "已移送")]
)
def test_a_case_broken_off_ends_with_how(db, state, label):
    found = names(stages(case_of(state, mediation_started_on=TODAY, ended_on=TODAY)))

    assert found == [("登记", "done"), ("受理", "done"), ("调解", "done"), (label, "now")]


# --- the cost of the page ---


def grown(town, state, rows):
    """A case with this many of everything the page lists."""
    case = CaseFactory(
        office=town,
        state=state,
        number=f"沪工援〔2026〕测{rows:04d}号",
        accepted_on=TODAY,
        mediation_started_on=TODAY,
        known_on=dt.date(2026, 3, 1),
    )
    agreement = record(Agreement(case=case, signed_on=TODAY), actor=None)
    for number in range(rows):
        claimant = ClaimantFactory(case=case, outcome="settled", employed_to=dt.date(2026, 6, 1))
        claim = ClaimFactory(claimant=claimant, agreed="21890.80")
        record(
            claim.terms.model(case=case, agreement=agreement, claim=claim, amount=claim.agreed), actor=None
        )
        due = claimant.instalments.model(
            case=case, agreement=agreement, claimant=claimant, due_on=TODAY, amount=claim.agreed
        )
        record(due, actor=None)
        MediationRoundFactory(case=case, number=number + 1, mediator=staff("clerk", town))
        AssignmentFactory(case=case, state="declined", decline_code="conflict")
        record(Proceeding(case=case, kind="arbitration", body="仲裁委", filed_on=TODAY), actor=None)
        record(case.notes.model(case=case, author=staff("clerk", town), text="备注"), actor=None)
        ReceiptLineFactory(receipt=ReceiptFactory(case=case), claim=claim, amount="100.00")
        AttachmentFactory(case=case, sha256=f"{number:064d}")
        record(
            Deadline(case=case, kind="archive", starts_on=TODAY, due_on=TODAY, state="met", settled_on=TODAY),
            actor=None,
        )
        clear_check(case)
    return Case.objects.get(pk=case.pk)


# --- sections that come when they are scrolled to ---


def get_section(user, case, name, **headers):
    client = Client()
    client.force_login(user)
    return client.get(reverse("cases:section", args=[case.pk, name]), headers=headers)


def test_what_comes_later_has_its_place_and_leads_to_the_whole_page(town):
    case = grown(town, "settled", 1)

    page = open_page(case.handler, case).content.decode()

    for name in SECTIONS.keys() - {"calendar"}:
        address = reverse("cases:section", args=[case.pk, name])
        assert page.count(f'id="{name}" data-later') == page.count(f'hx-get="{address}"') == 1
        assert f'href="?whole#{name}"' in page
    for name in ("next", "facts", "parties", "claims", "money", "deadlines", "people"):
        assert f'id="{name}"' in page


def test_the_whole_page_has_every_section_in_its_place(town):
    case = grown(town, "settled", 1)
    client = Client()
    client.force_login(case.handler)

    page = client.get(case_url(case.pk, whole=True)).content.decode()

    assert "data-later" not in page
    for name in SECTIONS:
        assert page.count(f'id="{name}"') == 1
    assert "备注" in page
    assert page.index('id="mediation"') < page.index('id="money"') < page.index('id="papers"')


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_a_section_comes_alone_and_only_to_the_page_that_is_open(town, name):
    case = grown(town, "settled", 1)

    alone = get_section(case.handler, case, name, **HTMX)
    opened = get_section(case.handler, case, name)

    assert "<html" not in alone.content.decode()
    assert name == "calendar" or f'id="{name}"' in alone.content.decode()
    assert opened["Location"] == reverse("cases:detail", args=[case.pk]) + f"?whole#{name}"


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_an_outsider_finds_no_section(town, name, headers):
    case = CaseFactory(office=town)

    assert get_section(staff("clerk", office("金山区")), case, name, **headers).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_there_is_no_other_section(town, headers):
    case = CaseFactory(office=town)

    assert get_section(case.handler, case, "money", **headers).status_code == 404


def test_a_note_that_was_kept_comes_back_at_once(town):
    case = CaseFactory(office=town)
    client = Client()
    url = reverse("cases:add_note", args=[case.pk])
    page = reverse("cases:detail", args=[case.pk])
    client.post(reverse("account_login"), {"login": case.handler.username, "password": "correct horse 9"})
    Session.objects.all().delete()
    client.post(url, {"text": "厂方已停工"}, headers={"referer": f"http://testserver{page}"})
    client.post(reverse("account_login"), {"login": case.handler.username, "password": "correct horse 9"})

    shown = client.get(page).content.decode()

    assert "厂方已停工</textarea>" in shown
    assert "data-later" not in shown


@pytest.mark.parametrize("name", sorted(SECTIONS))
def test_a_section_costs_the_same_with_one_row_and_thirty(town, name):
    user = staff("clerk", town)
    costs = []
    for rows in (1, 30):
        case = grown(town, "settled", rows)
        get_section(user, case, name, **HTMX)
        with CaptureQueriesContext(connection) as queries:
            assert get_section(user, case, name, **HTMX).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_whole_page_costs_the_same_with_one_row_and_thirty(town):
    client = Client()
    client.force_login(staff("clerk", town))
    costs = []
    for rows in (1, 30):
        url = case_url(grown(town, "settled", rows).pk, whole=True)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("state", ["draft", "mediation", "settled"])
@pytest.mark.parametrize("role", ["clerk", "auditor"])
def test_the_page_costs_the_same_with_one_row_and_thirty(town, state, role):
    user = staff(role, town)
    costs = []
    for rows in (1, 30):
        case = grown(town, state, rows)
        open_page(user, case)
        with CaptureQueriesContext(connection) as queries:
            assert open_page(user, case).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_lawyers_page_costs_the_same_with_one_row_and_thirty(town):
    lawyer = LawyerFactory()
    costs = []
    for rows in (1, 30):
        case = grown(town, "mediation", rows)
        AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
        open_page(lawyer.user, case)
        with CaptureQueriesContext(connection) as queries:
            assert open_page(lawyer.user, case).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]
