"""The section of the case page and the pages behind it: what they show, take and refuse."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case
from core import clock
from mediation.actions.agreements import record_agreement
from mediation.models import AwardSchedule
from performance.models import InterestOnDelay, Remedy, Undertaking
from tests.factories import office, staff
from tests.performance.scenes import (
    APRIL,
    JUNE,
    TODAY,
    D,
    awarded,
    claims,
    in_mediation,
    pay,
    settled,
)
from tests.performance.test_actions import promise

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def page(client: Any, case: Case) -> str:
    client.force_login(case.handler)
    return client.get(reverse("cases:detail", args=[case.pk])).content.decode()


def url(name: str, *args: Any) -> str:
    return reverse(f"performance:{name}", args=args)


def part_of(text: str) -> str:
    """The section of the page, without its blanks."""
    section = text[text.index('id="performance"') :]
    return " ".join(section[: section.index("</section>")].split())


# --- the section ---


def test_it_shows_each_payment_with_what_came_in_and_how_late_it_is(client):
    case = settled(penalty_rate=D("0.05"), whole_rest_due=True)
    pay(case, TODAY, wages="1000")
    shown = part_of(page(client, case))
    assert "2026年4月1日" in shown
    assert "逾期 33 天" in shown
    assert "逾期未付金额每日 0.05%、" not in shown
    assert "逾期未付金额每日 0.05%" in shown
    assert "尚未届期的 6,000.00 元连同逾期款项，共 8,000.00 元" in shown
    assert reverse("documents:check", args=[case.pk, "payment_order_application"]) in shown
    assert "申请期限已于2026年4月9日届满" in shown


def test_a_case_without_anything_to_perform_does_not_show_it(client):
    assert 'id="performance"' not in page(client, in_mediation())


def test_before_the_case_is_settled_no_way_on_default_is_shown(client):
    case = in_mediation()
    wages = claims(case)
    record_agreement(
        case,
        terms={claim.pk: claim.claimed for claim in wages},
        instalments=[(wages[0].claimant_id, JUNE, D("9000.00"))],
        actor=case.handler,
    )
    shown = part_of(page(client, case))
    assert "6,000.00" in shown
    assert "不履行时" not in shown


def test_an_award_without_days_says_so(client):
    case = awarded()
    for schedule in AwardSchedule.objects.all():
        AwardSchedule._base_manager.filter(pk=schedule.pk).update(in_force=False)
    shown = part_of(page(client, case))
    assert "裁判的付款日期尚未录入" in shown
    assert url("award_days", case.pk) in shown


def test_who_only_sees_the_case_is_offered_nothing(client):
    case = settled()
    promise(case)
    client.force_login(staff("auditor", case.office))
    shown = part_of(client.get(reverse("cases:detail", args=[case.pk])).content.decode())
    assert "解除或者终止劳动合同" not in shown
    assert url("add_undertaking", case.pk) not in shown
    assert "登记已申请" not in shown


def test_it_says_that_interest_does_not_count_as_recovered(client):
    case = awarded()
    client.force_login(case.handler)
    wages = claims(case)[0]
    sent = {"until": TODAY, "late": f"{wages.claimant_id}-{wages.pk}"}
    client.post(url("interest", case.pk), sent)
    shown = part_of(page(client, case))
    assert "17.33" in shown
    assert "迟延履行利息不计入挽回经济损失" in shown


def test_the_section_costs_the_same_with_many_payments_and_undertakings(client):
    at = office()
    handler = staff("clerk", at)
    costs = []
    for count in (1, 12):
        case = settled(office=at, handler=handler)
        for _ in range(count):
            promise(case)
        pay(case, TODAY, wages="1")
        costs.append(_queries(client, case))
    assert costs[0] == costs[1]


def _queries(client: Any, case: Case) -> int:
    page(client, case)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, case)
    return len(asked)


# --- beside money ---


def test_an_undertaking_is_entered_ticked_off_and_struck_out(client):
    case = settled()
    client.force_login(case.handler)
    claimant = case.claimants.get()
    data = {"kind": "leaving_certificate", "due_on": "2026-05-01", "claimants": claimant.pk}
    assert client.post(url("add_undertaking", case.pk), data | {"due_on": "明天吧"}).status_code == 422
    for _ in range(2):
        assert client.post(url("add_undertaking", case.pk), data)["Location"].endswith("#performance")
    first, second = Undertaking.objects.all()
    text = SimpleUploadedFile("证明.txt", b"x")
    refused = client.post(url("tick_off", first.pk), {"done_on": "2026-05-02", "proof": text})
    assert refused.status_code == 422
    assert "proof" in refused.context["form"].errors
    proof = SimpleUploadedFile("离职证明.pdf", PDF)
    assert (
        client.post(url("tick_off", first.pk), {"done_on": "2026-05-02", "proof": proof}).status_code == 302
    )
    first.refresh_from_db()
    assert (first.done_on, first.proof.file_name) == (dt.date(2026, 5, 2), "离职证明.pdf")
    assert client.post(url("strike_undertaking", second.pk), {"reason": ""}).status_code == 422
    assert client.post(url("strike_undertaking", second.pk), {"reason": "放弃"}).status_code == 302
    shown = part_of(page(client, case))
    assert "2026年5月2日完成" in shown
    assert "已划除" in shown


# --- interest ---


def test_interest_is_shown_up_to_another_day_before_it_is_entered(client):
    case = awarded()
    client.force_login(case.handler)
    wages = claims(case)[0]
    shown = client.get(url("interest", case.pk)).content.decode()
    assert "0.0175%" in shown.replace("\xa0", " ")
    answer = client.post(url("interest", case.pk), {"until": "2026-04-11", "show": "1"})
    assert "5.25" in answer.content.decode()
    assert not InterestOnDelay.objects.exists()
    key = f"{wages.claimant_id}-{wages.pk}"
    assert client.post(url("interest", case.pk), {"until": "2026-07-01", "late": key}).status_code == 422
    assert client.post(url("interest", case.pk), {"until": "2026-04-11", "late": "9"}).status_code == 422
    by_hand = {"until": "2026-04-11", "late": key, "by_hand": "5"}
    refused = client.post(url("interest", case.pk), by_hand)
    assert list(refused.context["form"].errors) == ["reason"]
    assert refused.context["form"]["by_hand"].value() == "5"
    assert client.post(url("interest", case.pk), {"until": "2026-04-11", "late": key}).status_code == 302
    interest = InterestOnDelay.objects.get()
    assert interest.amount == D("5.25")
    assert "5.25" in client.get(url("interest_working", interest.pk)).content.decode()
    assert client.post(url("strike_interest", interest.pk), {"reason": "算错"}).status_code == 302


def test_where_nothing_is_in_delay_nothing_is_entered(client):
    case = settled()
    client.force_login(case.handler)
    assert "没有可以执行而迟延的款项" in client.get(url("interest", case.pk)).content.decode()
    assert client.post(url("interest", case.pk), {"until": TODAY, "late": "1"}).status_code == 422


# --- the days of an award ---


def test_days_of_an_award_are_filled_in_and_changed(client):
    case = awarded()
    client.force_login(case.handler)
    rows = client.get(url("award_days", case.pk)).context["rows"]
    assert [(row["due_on"].value(), row["amount"].value()) for row in rows] == [
        (APRIL, D("3000.00")),
        (APRIL, D("6000.00")),
    ]
    wages, severance = claims(case)
    typed = {"pay-TOTAL_FORMS": "2", "pay-INITIAL_FORMS": "0", "reason": "执行和解"}
    for number, (claim, amount) in enumerate(((wages, "3000"), (severance, "5999.99"))):
        typed |= {
            f"pay-{number}-claim": claim.pk,
            f"pay-{number}-due_on": "2026-06-01",
            f"pay-{number}-amount": amount,
        }
    refused = client.post(url("award_days", case.pk), typed)
    assert refused.status_code == 422
    assert "6,000.00" in refused.content.decode()
    assert refused.context["rows"][0]["amount"].value() == "3000"
    assert client.post(url("award_days", case.pk), typed | {"pay-1-amount": "6000"}).status_code == 302
    in_force = AwardSchedule.objects.get(in_force=True)
    assert {i.due_on for i in in_force.instalments.all()} == {JUNE}


def test_there_are_no_days_of_an_agreement(client):
    case = settled()
    client.force_login(case.handler)
    assert client.get(url("award_days", case.pk))["Location"].endswith("#proceedings")


# --- applications ---


def test_an_application_is_entered_and_followed(client):
    case = settled()
    client.force_login(case.handler)
    to = url("apply", case.pk, "payment_order")
    assert client.get(to).status_code == 200
    assert client.post(to, {"body": "", "applied_on": TODAY}).status_code == 422
    data = {"body": "金山区人民法院", "applied_on": "2026-05-04"}
    assert client.post(to, data).status_code == 302
    assert case.deadlines.get(kind="payment_order_acceptance").state == "open"
    remedy = Remedy.objects.get()
    assert client.post(to, data).status_code == 422
    go_on = url("remedy", remedy.pk)
    assert client.get(go_on).status_code == 200
    assert client.post(go_on, {"accepted_on": "2026-05-01"}).status_code == 422
    assert client.post(go_on, {"accepted_on": "2026-05-04", "docket": "督1号"}).status_code == 302
    assert "督1号" in part_of(page(client, case))


def test_a_way_that_is_closed_says_why(client):
    case = settled()
    client.force_login(case.handler)
    answer = client.get(url("apply", case.pk, "review"), follow=True)
    assert "申请期限已于2026年3月25日届满" in answer.content.decode()
    assert client.get(url("apply", case.pk, "enforcement")).status_code == 404


# --- my work ---


def test_what_is_promised_is_reminded_of_and_then_late(client):
    case = settled()
    promise(case, due_on=TODAY + dt.timedelta(30))
    promise(case, "reinstatement", due_on=TODAY + dt.timedelta(31))
    late = promise(case, "transfer", due_on=TODAY - dt.timedelta(1))
    client.force_login(case.handler)
    home = client.get(reverse("work:home")).content.decode()
    assert "离职证明" in home
    assert "复工" not in home
    assert url("tick_off", late.pk) in home
    supervisor = staff("supervisor", case.office)
    client.force_login(supervisor)
    home = client.get(reverse("work:home")).content.decode()
    assert "档案和社会保险关系转移" in home
    assert "离职证明" not in home


def test_an_award_that_is_late_stands_in_my_work(client):
    case = awarded()
    client.force_login(case.handler)
    home = client.get(reverse("work:home")).content.decode()
    assert "9,000.00" in home
    assert reverse("recoveries:record", args=[case.pk]) in home
    assert reverse("cases:detail", args=[case.pk]) + "#performance" in home
