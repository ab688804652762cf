"""What a paper would leave blank is told before it is issued, with the field that fills it."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Office
from cases.models import Case, Employer, Worker
from core import clock
from core.audit import record
from core.errors import Problem
from documents.actions import blanks_before_issuing, issue_paper, with_all_it_prints
from documents.catalogue import CATALOGUE
from documents.models import Paper
from documents.needs import NEEDS, Need
from tests.documents.scenes import accepted_case, agree, reported_case, settled_case, visit
from tests.factories import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 5, 20)):
        yield


def blanks(kind, case):
    subject = with_all_it_prints(case, None)
    claimants = subject.active_claimants if CATALOGUE[kind].per == "claimant" else [None]
    return blanks_before_issuing(kind, subject, claimants, case.handler)


def labels(kind, case):
    return [blank.label for blank in blanks(kind, case)]


def change(model, **values):
    for row in model.objects.all():
        for name, value in values.items():
            setattr(row, name, value)
        record(row, actor=None)


def fill_persons():
    change(Worker, household="安徽省六安市", is_union_member=True)


def test_every_kind_of_paper_says_what_it_needs():
    assert set(NEEDS) == set(CATALOGUE)


@pytest.mark.parametrize("kind", ["acceptance_notice", "aid_application"])
def test_a_case_that_is_filled_in_leaves_nothing_blank(kind):
    case = accepted_case()
    fill_persons()
    AttachmentFactory(case=case, kind="evidence")
    assert [blank.label for blank in blanks(kind, case) if not blank.optional] == []


def test_an_aid_application_names_papers_and_says_that_there_is_no_category_nor_agent():
    case = accepted_case()
    fill_persons()
    change(Worker, is_migrant=False)
    assert {
        blank.label: (blank.url, blank.by_hand, blank.forbids) for blank in blanks("aid_application", case)
    } == {"提交材料": (reverse("documents:upload", args=[case.pk]), False, False)}


def test_an_arbitration_application_names_evidence_witnesses_commission_and_copies(client):
    case = accepted_case(commission="")
    change(Worker, is_migrant=True)
    found = {blank.label: blank for blank in blanks("arbitration_application", case)}
    assert found["证据材料"].url == reverse("documents:upload", args=[case.pk])
    for label in ("证人", "证据材料份数"):
        assert (found[label].by_hand, found[label].forbids) == (True, False)
    place = reverse("cases:edit", args=[case.pk]) + "#id_commission"
    assert (found["仲裁委员会"].url, found["仲裁委员会"].forbids) == (place, True)

    client.force_login(case.handler)
    page = client.get(reverse("documents:check", args=[case.pk, "arbitration_application"]))
    assert "打印后手写" in page.content.decode()


def test_what_may_well_stay_empty_alone_keeps_nobody_waiting(client, monkeypatch):
    case = accepted_case()
    fill_persons()
    AttachmentFactory(case=case, kind="evidence")
    witnesses = Need("", lambda subject, claimant: "", optional=True, label="证人")
    monkeypatch.setitem(NEEDS, "aid_application", (*NEEDS["aid_application"], witnesses))
    assert labels("aid_application", case) == ["证人"]
    order(client, case, "aid_application")
    assert Paper.objects.count() == 1


def test_an_agreement_and_a_report_that_are_filled_in_leave_nothing_blank():
    case = reported_case()
    assert labels("mediation_agreement", case) in ([], ["事实与理由"])
    assert labels("closing_report", case) == []


@pytest.mark.parametrize(
    ("model", "field", "kind", "label", "address"),
    [
        (Worker, "address", "mediation_agreement", "周建国 · 地址", "edit_person"),
        (Worker, "address", "arbitration_application", "周建国 · 地址", "edit_person"),
        (Worker, "bank_account", "mediation_agreement", "周建国 · 银行账号", "edit_person"),
        (Worker, "household", "aid_application", "周建国 · 户籍所在地", "edit_person"),
        (
            Employer,
            "legal_representative",
            "mediation_agreement",
            "用人单位 · 法定代表人",
            "edit_employer",
        ),
        (Employer, "address", "aid_application", "用人单位 · 地址", "edit_employer"),
        (Worker, "phone", "power_of_attorney", "周建国 · 电话", "edit_person"),
        (Case, "cause", "power_of_attorney", "案由", "edit"),
        (Case, "cause", "acceptance_notice", "案由", "edit"),
        (Case, "facts", "aid_application", "事实与理由", "edit"),
        (Case, "means_ground", "aid_application", "经济困难审查", "edit"),
    ],
)
def test_a_blank_is_named_with_the_field_that_fills_it(client, model, field, kind, label, address):
    case = settled_case()
    fill_persons()
    change(model, **{field: ""})
    found = {blank.label: blank for blank in blanks(kind, case)}
    args = [case.pk, case.claimants.get().pk] if address == "edit_person" else [case.pk]
    where = reverse(f"cases:{address}", args=args)
    assert found[label].url.split("#")[0] == where
    assert found[label].forbids == (field == "cause")
    client.force_login(case.handler)
    assert f'id="{found[label].url.split("#")[1]}"' in client.get(where).content.decode()


# --- issuing ---


def order(client, case, kind="mediation_agreement", **data):
    client.force_login(case.handler)
    return client.post(reverse("documents:issue", args=[case.pk, kind]), data)


def test_a_complete_paper_is_issued_at_once(client):
    case = accepted_case()
    order(client, case, "acceptance_notice")
    assert Paper.objects.count() == 1


def test_one_with_blanks_is_issued_once_they_were_seen(client):
    case = settled_case()
    change(Worker, bank_account="")
    answer = order(client, case)
    assert answer["Location"] == reverse("documents:check", args=[case.pk, "mediation_agreement"])
    assert not Paper.objects.exists()
    page = client.get(answer["Location"]).content.decode()
    assert reverse("cases:edit_person", args=[case.pk, case.claimants.get().pk]) + "#id_bank_account" in page
    assert 'name="with_blanks"' in page
    order(client, case, with_blanks="on")
    assert Paper.objects.count() == 1


def test_a_blank_that_forbids_it_keeps_it_back(client):
    case = settled_case()
    change(Case, cause="")
    page = client.get(order(client, case)["Location"]).content.decode()
    assert 'name="with_blanks"' not in page
    order(client, case, with_blanks="on")
    with pytest.raises(Problem) as refused:
        issue_paper("mediation_agreement", actor=case.handler, case=case)
    assert refused.value.messages == ["尚未填写：案由。"]
    assert not Paper.objects.exists()


def test_an_agreement_without_a_mediator_does_not_go_out():
    case = accepted_case()
    with clock.at(dt.date(2026, 3, 10)):
        agree(case, held=False)
    assert [blank.label for blank in blanks("mediation_agreement", case) if blank.forbids] == ["调解员"]


def test_of_a_group_each_blank_is_told_with_the_name(client):
    case = accepted_case(people=3)
    fill_persons()
    second = case.claimants.order_by("pk")[1].worker
    second.phone = ""
    record(second, actor=None)
    AttachmentFactory(case=case, kind="evidence")
    told = [blank.label for blank in blanks("aid_application", case) if not blank.optional]
    assert told == [f"{second.name} · 电话"]
    one = case.claimants.order_by("pk")[0]
    order(client, case, "aid_application", claimant=one.pk)
    assert Paper.objects.get().claimant == one


def test_the_progress_of_a_group_is_led_to_the_blanks_first(client):
    case = accepted_case(people=2)
    client.force_login(case.handler)
    url = reverse("documents:issue", args=[case.pk, "aid_application"])
    answer = client.post(url, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("documents:check", args=[case.pk, "aid_application"])


def test_what_an_administrator_keeps_has_no_link(client):
    case = accepted_case()
    office = Office.objects.get(pk=case.office_id)
    office.address = ""
    office.save()
    (blank,) = blanks("acceptance_notice", case)
    assert (blank.label, blank.url) == ("办案机构 · 地址", "")
    client.force_login(case.handler)
    assert client.get(reverse("documents:check", args=[case.pk, "acceptance_notice"])).status_code == 200


def test_a_visit_record_names_the_answers_not_given(client):
    found = visit()
    client.force_login(found.received_by)
    answer = client.post(reverse("documents:issue_visit", args=[found.pk]))
    assert answer["Location"] == reverse("documents:check_visit", args=[found.pk])
    page = client.get(answer["Location"])
    assert [blank.label for blank in page.context["blanks"]] == ["工资三个月未发。 · 答复"]
    assert page.context["blanks"][0].url == reverse("front_desk:edit_visit", args=[found.pk])
