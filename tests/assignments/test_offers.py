"""The pages of offers: the office chooses whom to ask, the lawyer answers on the phone."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.actions import take_assignment_step
from assignments.models import Assignment
from cases.models import Case
from core import clock
from core.audit import record
from lawyers.models import FirmClient
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    WorkerFactory,
    clear_check,
    firm_serving,
    office,
    staff,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def town():
    return office()


@pytest.fixture
def case(town):
    case = CaseFactory(
        office=town,
        state="accepted",
        number="沪工援〔2026〕朱泾0001号",
        accepted_on=TODAY,
        facts="连续三个月未发工资",
    )
    worker = WorkerFactory(name="周建国", phone="13812345678")
    ClaimFactory(claimant=ClaimantFactory(case=case, worker=worker), claimed=Decimal("21890.80"))
    AttachmentFactory(case=case, title="工资银行流水")
    return case


@pytest.fixture
def firm(town):
    return firm_serving(town)


@pytest.fixture
def lawyer(firm):
    return LawyerFactory(firm=firm)


@pytest.fixture
def offered(case, lawyer):
    return AssignmentFactory(case=case, lawyer=lawyer, message="请于明日前答复")


def detail(offer):
    return reverse("assignments:offer", args=[offer.pk])


def step(offer, name):
    return reverse("assignments:step", args=[offer.pk, name])


SECRET = ("连续三个月未发工资", "21,890.80", "138****5678", "工资银行流水", "6,500.00")


def shown(response):
    text = response.content.decode()
    return [secret for secret in SECRET if secret in text]


# --- what a lawyer sees ---


def test_names_only_before_no_conflict_is_declared(client, offered, lawyer):
    client.force_login(lawyer.user)
    page = client.get(detail(offered))
    text = page.content.decode()
    for visible in ("周建国", offered.case.employer.name, offered.case.office.name, "请于明日前答复"):
        assert visible in text
    assert shown(page) == []
    assert client.get(reverse("cases:detail", args=[offered.case_id])).status_code == 404


def test_step_pages_say_no_more_than_the_offer(client, offered, lawyer):
    client.force_login(lawyer.user)
    for name in ("declare-no-conflict", "accept", "decline"):
        assert shown(client.get(step(offered, name))) == []


def test_details_after_declaring_no_conflict(client, offered, lawyer):
    client.force_login(lawyer.user)
    again = client.post(step(offered, "declare-no-conflict"), {})
    assert (again.status_code, "周建国" in again.text, offered.case.employer.name in again.text) == (
        422,
        True,
        True,
    )
    answer = client.post(step(offered, "declare-no-conflict"), {"confirm": "on"})
    assert (answer.status_code, answer["Location"]) == (302, detail(offered))
    assert shown(client.get(detail(offered))) == list(SECRET[:4])


def test_accepting_leads_on_to_the_case(client, offered, lawyer):
    client.force_login(lawyer.user)
    client.post(step(offered, "declare-no-conflict"), {"confirm": "on"})
    client.post(step(offered, "accept"), {"seen_version": Assignment.objects.get().version})
    assert Case.objects.get().state == "assigned"
    answer = client.get(detail(offered))
    assert answer["Location"] == reverse("cases:detail", args=[offered.case_id])


def test_declining_asks_for_a_coded_reason(client, offered, lawyer):
    client.force_login(lawyer.user)
    assert client.post(step(offered, "decline"), {}).status_code == 422
    assert client.post(step(offered, "decline"), {"code": "other"}).status_code == 422
    assert client.post(step(offered, "decline"), {"code": "conflict"}).status_code == 302
    assert Assignment.objects.get().decline_code == "conflict"
    assert shown(client.get(detail(offered))) == []


def test_coordinator_names_the_lawyer(client, case, firm, lawyer):
    coordinator = LawyerFactory(firm=firm, is_coordinator=True)
    offer = AssignmentFactory(case=case, lawyer=None, firm=firm)
    client.force_login(lawyer.user)
    assert client.get(detail(offer)).status_code == 404
    client.force_login(coordinator.user)
    client.post(step(offer, "declare-no-conflict"), {"confirm": "on"})
    assert client.post(step(offer, "accept"), {"lawyer": LawyerFactory().pk}).status_code == 422
    assert client.post(step(offer, "accept"), {"lawyer": lawyer.pk}).status_code == 302
    assert Assignment.objects.get().lawyer == lawyer


def test_an_answer_on_a_stale_page_is_told(client, offered, lawyer):
    client.force_login(lawyer.user)
    client.post(step(offered, "declare-no-conflict"), {"confirm": "on"})
    answer = client.post(step(offered, "accept"), {"seen_version": offered.version})
    assert answer.status_code == 422
    assert Case.objects.get().state == "accepted"


def test_an_offer_whose_time_has_run_out_expires_when_opened(client, offered, lawyer):
    client.force_login(lawyer.user)
    with clock.at(TODAY + dt.timedelta(days=3)):
        page = client.get(detail(offered))
    assert page.status_code == 200
    assert Assignment.objects.get().state == "expired"
    assert "accept_form" not in page.context


def test_another_lawyer_sees_nothing(client, offered, firm):
    client.force_login(LawyerFactory(firm=firm).user)
    for url in (detail(offered), step(offered, "decline")):
        assert client.get(url).status_code == 404
    assert list(client.get(reverse("assignments:offers")).context["waiting"]) == []


def test_anonymous_and_wrong_methods(client, offered, lawyer):
    for url in (reverse("assignments:offers"), detail(offered), step(offered, "accept")):
        assert client.get(url)["Location"].startswith(reverse("account_login"))
    client.force_login(lawyer.user)
    assert client.post(reverse("assignments:offers")).status_code == 405
    assert client.post(detail(offered)).status_code == 405
    assert client.get(step(offered, "no-such-step")).status_code == 404
    assert client.get(step(offered, "withdraw")).status_code == 403


def test_staff_see_the_offer_and_do_not_answer(client, offered, case):
    client.force_login(case.handler)
    page = client.get(detail(offered))
    assert page.status_code == 200
    assert page.context["declare_form"] is None
    assert client.post(step(offered, "decline"), {"code": "workload"}).status_code == 403


def test_list_shows_what_waits_first_and_what_is_over(client, case, lawyer, offered):
    over = AssignmentFactory(
        case=CaseFactory(office=case.office), lawyer=lawyer, state="declined", decline_code="workload"
    )
    client.force_login(lawyer.user)
    page = client.get(reverse("assignments:offers"))
    assert list(page.context["waiting"]) == [offered]
    assert page.context["page"].items == [over]


def test_after_a_party_was_added_the_offer_asks_again_and_hides_the_facts(client, case, lawyer, offered):
    take_assignment_step(offered, "declare_no_conflict", actor=lawyer.user)
    client.force_login(lawyer.user)
    assert "accept_form" in client.get(detail(offered)).context
    ClaimantFactory(case=case, worker__name="后来人")
    page = client.get(detail(offered))
    assert "accept_form" not in page.context
    assert page.context["declare_form"]
    assert "后来人" in page.text
    assert "再次声明" in page.text


def test_list_and_offer_cost_the_same_for_one_and_for_thirty(client, case, lawyer, offered):
    def cost(url):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    take_assignment_step(offered, "declare_no_conflict", actor=lawyer.user)
    client.force_login(lawyer.user)
    urls = (reverse("assignments:offers"), detail(offered))
    before = [cost(url) for url in urls]
    for _ in range(29):
        ClaimFactory(claimant=ClaimantFactory(case=case))
        other = CaseFactory(office=case.office, handler=case.handler)
        ClaimantFactory(case=other)
        AssignmentFactory(case=other, lawyer=lawyer)
    take_assignment_step(offered, "declare_no_conflict", actor=lawyer.user)
    assert [cost(url) for url in urls] == before


# --- what the office does ---


def test_office_chooses_a_firm_and_sends_the_offer(client, case, firm, lawyer):
    client.force_login(case.handler)
    url = reverse("assignments:offer_case", args=[case.pk])
    page = client.get(url)
    assert [row["firm"] for row in page.context["rows"]] == [firm]
    assert client.get(url, {"q": "没有这家所"}).context["rows"] == []
    to_firm = f"{url}?firm={firm.pk}"
    assert client.get(to_firm).status_code == 200
    answer = client.post(to_firm, {"lawyer": lawyer.pk, "hours": "24", "is_lead": "on", "message": "请尽快"})
    assert answer.status_code == 302
    made = Assignment.objects.get()
    assert (made.lawyer, made.is_lead, made.expires_at) == (
        lawyer,
        True,
        clock.now() + dt.timedelta(hours=24),
    )


def test_a_conflict_is_flagged_and_needs_a_reason(client, case, firm, lawyer):
    record(FirmClient(firm=firm, employer_name=case.employer.name), actor=None)
    client.force_login(case.handler)
    url = reverse("assignments:offer_case", args=[case.pk])
    assert client.get(url).context["rows"][0]["conflicts"]
    assert client.post(f"{url}?firm={firm.pk}", {"lawyer": lawyer.pk, "hours": "24"}).status_code == 422
    data = {"lawyer": lawyer.pk, "hours": "24", "reason": "顾问合同已终止"}
    assert client.post(f"{url}?firm={firm.pk}", data).status_code == 302


def test_what_was_typed_stays_when_the_offer_is_refused(client, case, firm):
    client.force_login(case.handler)
    url = reverse("assignments:offer_case", args=[case.pk]) + f"?firm={firm.pk}"
    answer = client.post(url, {"hours": "24", "message": "请尽快答复"})
    assert answer.status_code == 422
    assert "请尽快答复" in answer.content.decode()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("chosen", ["0", "x", "99999999999999999999999", "%00"])
def test_an_unknown_firm_is_404(client, case, firm, chosen):
    client.force_login(case.handler)
    assert (
        client.get(reverse("assignments:offer_case", args=[case.pk]) + f"?firm={chosen}").status_code == 404
    )


def test_offer_page_is_the_clerks(client, case, firm):
    url = reverse("assignments:offer_case", args=[case.pk])
    assert client.get(url)["Location"].startswith(reverse("account_login"))
    client.force_login(staff("clerk", office()))
    assert client.get(url).status_code == 404
    client.force_login(staff("auditor", case.office))
    assert client.get(url).status_code == 403
    client.force_login(case.handler)
    assert client.delete(url).status_code == 405


def test_a_case_that_ended_is_not_offered(client, case):
    ended = CaseFactory(office=case.office, handler=case.handler, state="closed")
    client.force_login(case.handler)
    assert client.get(reverse("assignments:offer_case", args=[ended.pk])).status_code == 302


def test_choosing_costs_the_same_for_one_firm_and_for_thirty(client, case, firm, lawyer):
    AssignmentFactory(case=case, lawyer=lawyer)
    client.force_login(case.handler)
    url = reverse("assignments:offer_case", args=[case.pk])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = cost()
    for _ in range(29):
        other = firm_serving(case.office)
        record(FirmClient(firm=other, employer_name=case.employer.name), actor=None)
        AssignmentFactory(case=case, lawyer=LawyerFactory(firm=other))
    assert cost() == before


def test_withdraw_and_replace_from_the_case_page(client, case, offered, firm):
    client.force_login(case.handler)
    url = reverse("assignments:case_step", args=[offered.pk, "withdraw"])
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"reason": "另行委派"})
    assert answer["Location"] == reverse("cases:detail", args=[case.pk]) + "#people"
    acting = AssignmentFactory(case=case, lawyer=LawyerFactory(firm=firm), state="accepted")
    clear_check(case)
    other = LawyerFactory(firm=firm_serving(case.office))
    url = reverse("assignments:case_step", args=[acting.pk, "replace"])
    data = {"reason": "律师出国", "next": f"{other.firm_id}-{other.pk}", "hours": "48", "message": ""}
    assert client.post(url, data | {"next": "7-7"}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert Assignment.objects.get(state="offered").lawyer == other


@pytest.mark.parametrize(("lawyers", "chosen"), [(1, True), (2, False)])
def test_the_lawyer_of_a_firm_that_has_but_one_is_chosen(client, case, firm, lawyers, chosen):
    for _number in range(lawyers):
        LawyerFactory(firm=firm)
    LawyerFactory(firm=firm, is_active=False)
    client.force_login(case.handler)
    page = client.get(reverse("assignments:offer_case", args=[case.pk])).content.decode()
    assert ("selected" in page.partition('name="lawyer"')[2].partition("</select>")[0]) is chosen
