"""Every step of a case through its page: what it asks for, what it writes, what follows from it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from cases.models import Case, Deadline, Proceeding
from core import clock
from core.audit import record
from core.fsm import transitions_of
from documents.models import Paper
from mediation.models import Agreement, AgreementTerm, Instalment
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    MediationRoundFactory,
    clear_check,
    office,
    ready_case,
    staff,
)

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


class People:
    """Whoever acts at the office of the case, each with a client signed in."""

    def __init__(self):
        self.office = office()
        self.clerk = staff("clerk", self.office)
        self.reviewer = staff("reviewer", self.office)
        self.supervisor = staff("supervisor", self.office)
        self.auditor = staff("auditor", self.office)
        self.lawyer = LawyerFactory().user

    def client(self, role):
        client = Client()
        client.force_login(getattr(self, role))
        return client


@pytest.fixture
def people(db):
    return People()


def url(case, step):
    return reverse("cases:step", args=[case.pk, step.replace("_", "-")])


def take(people, role, case, step, **data):
    return people.client(role).post(url(case, step), {"seen_version": case.version, **data})


def standing(people, state, **values):
    """A case of one claimant with one claim, in any state, with a lawyer."""
    if state not in ("draft", "review", "declined"):
        values = {"number": f"沪工援〔2026〕测{Case.objects.count():04d}号", "accepted_on": TODAY, **values}
    case = CaseFactory(office=people.office, handler=people.clerk, state=state, **values)
    ClaimFactory(claimant=ClaimantFactory(case=case))
    AssignmentFactory(case=case, lawyer=people.lawyer.lawyer, state="accepted", is_lead=True)
    clear_check(case)
    return Case.objects.get(pk=case.pk)


def runs(case, kind, **values):
    """A limit that runs in the case."""
    values = {"starts_on": TODAY, "due_on": TODAY + dt.timedelta(days=5), **values}
    return record(Deadline(case=case, kind=kind, **values), actor=None)


def agreed(case):
    """A signed agreement over all claims of the case, with its schedule."""
    agreement = record(Agreement(case=case, signed_on=TODAY), actor=None)
    for claim in case.claims.all():
        claim.agreed = claim.claimed
        record(claim, actor=None)
        record(AgreementTerm(case=case, agreement=agreement, claim=claim, amount=claim.claimed), actor=None)
        claim.claimant.outcome = "settled"
        record(claim.claimant, actor=None)
        due = Instalment(
            case=case, agreement=agreement, claimant=claim.claimant, due_on=TODAY, amount=claim.claimed
        )
        record(due, actor=None)


def closing_paper(people, case):
    record(
        Paper(
            case=case,
            kind="closing_report",
            subject=f"case {case.pk}",
            edition=1,
            template_version="1",
            state="issued",
            issued_by=people.clerk,
            issued_at=clock.now(),
            sha256="0" * 64,
        ),
        actor=None,
    )


def a_draft(people):
    return ready_case(people.office, handler=people.clerk)


def in_state(state, **values):
    return lambda people: standing(people, state, **values)


def in_mediation_agreed(people):
    case = standing(people, "mediation")
    agreed(case)
    return case


def in_mediation_held(people):
    case = standing(people, "mediation")
    MediationRoundFactory(case=case, state="held", outcome="failed")
    return case


def filed(kind, state):
    def make(people):
        case = standing(people, state)
        record(
            Proceeding(case=case, kind=kind, body="金山区劳动人事争议仲裁委员会", filed_on=TODAY), actor=None
        )
        return case

    return make


def closed(people):
    case = standing(people, "closed", closing_from="settled", ended_on=TODAY)
    closing_paper(people, case)
    return case


WRITTEN = {"closing_method": "mediated", "closing_summary": "已调解并履行完毕。"}
FILING = {"body": "金山区劳动人事争议仲裁委员会", "filed_on": "2026-11-20", "docket": "金劳人仲(2026)88号"}
DECISION = {
    "decided_on": "2026-11-23",
    "served_on": "2026-11-23",
    "docket": "金劳人仲(2026)88号",
    "is_final": "on",
    "result": "支持部分请求",
    "sums": "12000.00",
}

# step, role, the case it is taken in, what is typed, the state it leads to, limits that start, limits that are met
ROWS = [
    ("submit", "clerk", a_draft, {}, "review", ["aid_decision"], []),
    ("discard", "clerk", a_draft, {"reason": "重复登记"}, "withdrawn", [], []),
    ("accept", "reviewer", in_state("review"), {}, "accepted", ["aid_appointment"], ["aid_decision"]),
    (
        "accept_urgently",
        "reviewer",
        in_state("review"),
        {"urgent_ground": "距时效届满不足七日"},
        "accepted",
        ["aid_appointment"],
        ["aid_decision"],
    ),
    (
        "decline",
        "reviewer",
        in_state("review"),
        {"ground": "venue", "reason": "单位不在本区"},
        "declined",
        [],
        ["aid_decision"],
    ),
    (
        "return_for_completion",
        "reviewer",
        in_state("review"),
        {"due_on": "2026-11-30", "reason": "缺身份证复印件"},
        "draft",
        ["aid_supplement"],
        ["aid_decision"],
    ),
    ("reconsider", "reviewer", in_state("declined"), {}, "review", ["aid_decision"], []),
    ("assign", "lawyer", in_state("accepted"), {}, "assigned", [], ["aid_appointment"]),
    ("start_mediation", "lawyer", in_state("assigned"), {}, "mediation", ["mediation"], ["aid_appointment"]),
    (
        "settle",
        "lawyer",
        in_mediation_agreed,
        {},
        "settled",
        ["judicial_confirmation", "arbitration_review", "enforcement"],
        ["mediation", "limitation"],
    ),
    ("fail_mediation", "clerk", in_mediation_held, {}, "assigned", [], ["mediation"]),
    (
        "file_arbitration",
        "lawyer",
        in_state("assigned"),
        FILING,
        "arbitration",
        ["arbitration_acceptance"],
        ["limitation"],
    ),
    (
        "award",
        "lawyer",
        filed("arbitration", "arbitration"),
        DECISION,
        "awarded",
        ["suit_after_award", "set_aside", "enforcement"],
        ["arbitration_award"],
    ),
    ("file_suit", "lawyer", in_state("awarded"), FILING, "litigation", [], ["suit_after_award"]),
    (
        "judge",
        "lawyer",
        filed("first_instance", "litigation"),
        DECISION,
        "awarded",
        ["appeal", "enforcement", "retrial"],
        [],
    ),
    ("enforce", "clerk", in_state("awarded"), FILING, "enforcement", [], ["suit_after_award", "enforcement"]),
    ("request_closing", "lawyer", in_state("settled", **WRITTEN), {}, "closing", [], []),
    (
        "approve_closing",
        "supervisor",
        in_state("closing", closing_from="settled", **WRITTEN),
        {},
        "closed",
        ["archive"],
        ["judicial_confirmation"],
    ),
    (
        "return_closing",
        "supervisor",
        in_state("closing", closing_from="awarded"),
        {"reason": "结案报告不完整"},
        "awarded",
        [],
        [],
    ),
    ("archive", "clerk", closed, {}, "archived", [], ["archive"]),
    ("reopen", "supervisor", closed, {"reason": "单位未按期付款"}, "settled", [], ["archive"]),
    (
        "withdraw",
        "clerk",
        in_state("mediation"),
        {"ground": "own_request", "reason": "本人撤回"},
        "withdrawn",
        [],
        [],
    ),
    (
        "terminate",
        "reviewer",
        in_state("mediation"),
        {"ground": "own_lawyer", "reason": "另行委托律师"},
        "terminated",
        [],
        [],
    ),
    (
        "transfer",
        "reviewer",
        in_state("accepted"),
        {"ground": "venue", "transferred_to": "松江区总工会", "reason": "用工地在松江"},
        "transferred",
        [],
        [],
    ),
]


def test_the_rows_below_cover_every_step():
    assert {row[0] for row in ROWS} == set(transitions_of(Case))


def typed(case, data):
    """What is typed, with the sum for each claim."""
    data = dict(data)
    if "sums" in data:
        amount = data.pop("sums")
        data |= {f"sum_{claim.pk}": amount for claim in case.claims.all()}
    return data


@pytest.mark.parametrize(
    ("step", "role", "make", "data", "target", "starts", "met"), ROWS, ids=[r[0] for r in ROWS]
)
def test_step(people, step, role, make, data, target, starts, met):
    case = make(people)
    for kind in met:
        runs(case, kind)
    page = people.client(role).get(url(case, step))
    answer = take(people, role, case, step, **typed(case, data))

    assert page.status_code == 200
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == reverse("cases:detail", args=[case.pk])
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.state == target
    row = fresh.history.first()
    assert (row.history_user, row.history_change_reason or "") == (
        getattr(people, role),
        data.get("reason", ""),
    )
    running = set(fresh.deadlines.filter(state="open").values_list("kind", flat=True))
    assert running == set(starts)
    assert set(fresh.deadlines.exclude(state="open").values_list("kind", flat=True)) == set(met)


@pytest.mark.parametrize(
    ("step", "role", "make", "data", "target", "starts", "met"), ROWS, ids=[r[0] for r in ROWS]
)
def test_a_step_is_refused_to_others_and_hidden_from_outsiders(
    people, step, role, make, data, target, starts, met
):
    case = make(people)
    outsider = Client()
    outsider.force_login(staff("clerk", office()))

    assert people.client("auditor").get(url(case, step)).status_code == 403
    assert take(people, "auditor", case, step, **typed(case, data)).status_code == 403
    assert outsider.post(url(case, step)).status_code == 404
    assert Client().get(url(case, step)).url.startswith(reverse("account_login"))
    assert Case.objects.get(pk=case.pk).version == case.version


@pytest.mark.parametrize("step", ["discard", "decline", "reopen", "withdraw", "terminate", "transfer"])
def test_a_way_out_demands_a_reason(people, step):
    _, role, make, data, *_rest = next(row for row in ROWS if row[0] == step)
    case = make(people)

    answer = take(people, role, case, step, **{**data, "reason": "  "})

    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert Case.objects.get(pk=case.pk).state == case.state


def test_the_sums_of_an_award_reach_the_claims(people):
    case = filed("arbitration", "arbitration")(people)
    second = ClaimFactory(claimant=case.claimants.get(), kind="severance", claimed=Decimal("5000.00"))
    first = case.claims.exclude(pk=second.pk).get()

    take(
        people,
        "lawyer",
        case,
        "award",
        **{**typed(case, {k: v for k, v in DECISION.items() if k != "sums"})},
        **{f"sum_{first.pk}": "12,000.50", f"sum_{second.pk}": "0"},
    )

    sums = dict(case.claims.values_list("pk", "agreed"))
    assert sums == {first.pk: Decimal("12000.50"), second.pk: Decimal("0.00")}
    proceeding = case.proceedings.get()
    assert (proceeding.is_final, proceeding.result, proceeding.served_on) == (True, "支持部分请求", TODAY)
    assert Deadline.objects.get(case=case, kind="suit_after_award").due_on == dt.date(2026, 12, 8)


def test_an_award_asks_for_every_sum_and_keeps_what_was_typed(people):
    case = filed("arbitration", "arbitration")(people)
    claim = case.claims.get()

    answer = take(people, "lawyer", case, "award", **{**typed(case, DECISION), f"sum_{claim.pk}": "12.345"})

    form = answer.context["form"]
    assert answer.status_code == 422
    assert list(form.errors) == [f"sum_{claim.pk}"]
    assert form["result"].value() == "支持部分请求"
    assert Case.objects.get(pk=case.pk).state == "arbitration"


def test_an_award_below_what_has_come_in_is_refused_at_its_field(people):
    case = filed("arbitration", "arbitration")(people)
    claim = case.claims.get()
    claim.agreed = claim.received = Decimal("15000.00")
    record(claim, actor=None)

    answer = take(people, "lawyer", case, "award", **typed(case, DECISION))

    assert list(answer.context["form"].errors) == [f"sum_{claim.pk}"]


def test_a_problem_of_the_action_stands_at_its_field(people):
    case = filed("arbitration", "arbitration")(people)

    answer = take(
        people,
        "lawyer",
        case,
        "award",
        **typed(case, {**DECISION, "decided_on": "2026-11-01", "served_on": "2026-11-01"}),
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["decided_on"]


def test_a_closed_step_shows_its_checks_and_cannot_be_posted(people):
    case = standing(people, "mediation")

    page = people.client("clerk").get(url(case, "settle"))
    answer = take(people, "clerk", case, "settle")

    assert [check.ok for check in page.context["step"].checks] == [False, False, False, False]
    assert all(escape(str(check.text)) in page.text for check in page.context["step"].checks)
    assert b"disabled" in page.content
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 4
    assert Case.objects.get(pk=case.pk).state == "mediation"


def test_the_second_of_two_reviewers_is_told_and_keeps_the_text(people):
    case = standing(people, "review")
    take(people, "reviewer", case, "accept")

    answer = take(people, "reviewer", case, "decline", ground="venue", reason="单位不在本区")

    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 1
    assert "单位不在本区".encode() in answer.content
    assert Case.objects.get(pk=case.pk).state == "accepted"


def test_a_page_shown_before_somebody_else_wrote_is_sent_again_knowingly(people):
    case = standing(people, "assigned")
    shown = case.version
    record(Case.objects.get(pk=case.pk), actor=people.clerk, reason="别人改了案情")

    first = people.client("lawyer").post(
        url(case, "start_mediation"), {"seen_version": shown, "reason": "双方同意"}
    )
    seen = first.context["form"]["seen_version"].value()
    second = people.client("lawyer").post(
        url(case, "start_mediation"), {"seen_version": seen, "reason": "双方同意"}
    )

    assert first.status_code == 422
    assert first.context["form"]["reason"].value() == "双方同意"
    assert second.status_code == 302
    assert Case.objects.get(pk=case.pk).state == "mediation"


def test_a_step_the_state_does_not_allow_leads_back_with_a_message(people):
    case = standing(people, "assigned")

    answer = people.client("clerk").get(url(case, "settle"))

    assert answer.url == reverse("cases:detail", args=[case.pk])
    assert len(list(get_messages(answer.wsgi_request))) == 1


def test_an_unknown_step_is_not_found(people):
    case = standing(people, "assigned")

    assert people.client("clerk").get(url(case, "fly")).status_code == 404


def test_the_page_says_what_follows(people):
    case = standing(people, "review")
    runs(case, "aid_decision")

    page = people.client("reviewer").get(url(case, "accept"))

    assert (page.context["from_state"], page.context["to_state"]) == ("审查中", "已受理")
    assert len(page.context["effects"]) == 3


def test_an_ending_says_that_the_lawyers_are_released(people):
    case = standing(people, "mediation")
    runs(case, "mediation")

    page = people.client("clerk").get(url(case, "withdraw"))

    assert len(page.context["effects"]) == 2


def test_a_failed_step_writes_nothing(people):
    case = filed("arbitration", "arbitration")(people)
    claim = case.claims.get()
    other = ClaimFactory(claimant=ClaimantFactory(case=CaseFactory()))

    answer = take(people, "lawyer", case, "file_suit", body="金山区人民法院", filed_on="2026-11-24")

    assert list(answer.context["form"].errors) == ["filed_on"]
    assert case.proceedings.count() == 1
    assert (claim.agreed, other.agreed) == (None, None)


def test_the_number_is_given_once_and_kept(people):
    first, second = standing(people, "review"), standing(people, "review")
    take(people, "reviewer", first, "accept")
    take(people, "reviewer", second, "accept_urgently", urgent_ground="距时效届满不足七日")

    numbers = [Case.objects.get(pk=case.pk).number for case in (first, second)]

    assert [number[-5:-1] for number in numbers] == ["0001", "0002"]
