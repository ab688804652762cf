"""Every address of a case, tried by everybody the case is none of the business of."""

import datetime as dt

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Membership
from cases.actions.deadlines import open_deadline
from cases.models import EmployerLink, Note, Proceeding
from core import clock
from core.audit import record
from documents.models import Paper
from mediation.models import Agreement
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    MediationRoundFactory,
    ReceiptFactory,
    UserFactory,
    VisitFactory,
    clear_check,
    firm_serving,
    office,
    staff,
    worked_out,
)

pytestmark = pytest.mark.django_db

SEEN_BY_THE_ASKED = ("assignments:offer", "assignments:step", "assignments:case_step")
"""A lawyer who was asked sees the offer: the names, and details once no conflict is declared."""


@pytest.fixture
def ids():
    """Ids by the name of the address they stand in, of one case with all that may belong to it."""
    district = office("金山区总工会", is_window=False)
    case = CaseFactory(
        office=office("朱泾镇总工会", district), visit=None, state="mediation", facts="三个月未发工资"
    )
    actor = case.handler
    claim = worked_out(ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance"))
    check = clear_check(case)
    visit = VisitFactory(office=case.office, received_by=actor)
    paper = Paper(kind="closing_report", case=case, subject=f"case {case.pk}", edition=1, issued_by=actor)
    respondent = case.co_respondents.model(case=case, employer=EmployerFactory())
    link = EmployerLink(employer=case.employer, related=respondent.employer, kind="platform")
    offered = AssignmentFactory(case=case, lawyer=LawyerFactory(firm=firm_serving(case.office)))
    made = {
        "case": case,
        "visit": visit,
        "claimant": claim.claimant,
        "claim": claim,
        "working": claim.working,
        "check": check,
        "note": record(Note(case=case, author=actor, text="x"), actor=actor),
        "deadline": open_deadline(case, "mediation", actor=actor),
        "link": record(link, actor=actor),
        "respondent": record(respondent, actor=actor),
        "agreement": record(Agreement(case=case), actor=actor),
        "round": MediationRoundFactory(case=case),
        "proceeding": record(
            Proceeding(case=case, kind="arbitration", body="仲裁委", filed_on=clock.today()), actor=actor
        ),
        "receipt": ReceiptFactory(case=case),
        "file": AttachmentFactory(case=case),
        "paper": record(paper, actor=actor),
        "assignment": offered,
    }
    return made


def addresses(ids):
    """Name and address of every route with the id of the case, or of something that belongs to it."""
    kinds = {
        "round_step": "round", "correct_round": "round", "sign_agreement": "agreement", "proceeding": "proceeding",
        "extend_award": "proceeding", "offer_case": "case",
    }  # fmt: skip
    of_app = {
        "cases": "case",
        "workings": "case",
        "front_desk": "visit",
        "recoveries": "receipt",
        "assignments": "assignment",
    }
    texts = {"step": "accept", "field": "id-number", "kind": "closing_report", "code": "severance"}
    for app in ("cases", "front_desk", "recoveries", "documents", "assignments", "workings", "mediation"):
        for pattern in _routes(app):
            names = pattern.pattern.converters
            if not {"pk", "case_pk", "visit_pk"} & set(names) or pattern.name in ("intake_draft", "firm"):
                continue
            main = kinds.get(pattern.name) or of_app.get(app) or _of_document(pattern.name)
            values = {n: texts.get(n) or ids[main if n == "pk" else n.removesuffix("_pk")].pk for n in names}
            if main == "round" and "step" in values:
                values["step"] = "hold"
            if app == "recoveries" and "step" in values:
                values["step"] = "verify"
            if pattern.name == "paper_step":
                values["step"] = "void"
            yield f"{app}:{pattern.name}", reverse(f"{app}:{pattern.name}", kwargs=values)


def _of_document(name):
    return "file" if name.endswith("attachment") else "paper"


def _routes(app):
    found = next(r for r in get_resolver().url_patterns if isinstance(r, URLResolver) and r.app_name == app)
    return [route for route in found.url_patterns if isinstance(route, URLPattern)]


def outsiders(case, assignment):
    """Name → user, of all who have no business with the case."""
    firm = firm_serving(case.office)
    gone = UserFactory()
    ended = clock.today() - dt.timedelta(days=1)
    record(
        Membership(
            user=gone, office=case.office, role="clerk", valid_from=dt.date(2020, 1, 1), valid_to=ended
        ),
        actor=None,
    )
    replaced, declined = LawyerFactory(firm=firm), LawyerFactory(firm=firm)
    AssignmentFactory(case=case, lawyer=replaced, state="replaced")
    AssignmentFactory(case=case, lawyer=declined, state="declined", decline_code="workload")
    sibling = office("枫泾镇总工会", type(case.office).objects.get_parent(case.office))
    return {
        "clerk of a sibling office": staff("clerk", sibling),
        "supervisor of a sibling office": staff("supervisor", sibling),
        "clerk whose role has ended": gone,
        "administrator": staff("administrator", case.office),
        "superuser": UserFactory(is_superuser=True),
        "nobody in particular": UserFactory(),
        "coordinator of another firm": LawyerFactory(
            firm=firm_serving(case.office), is_coordinator=True
        ).user,
        "colleague of the lawyer asked": LawyerFactory(firm=assignment.firm).user,
        "lawyer asked": assignment.lawyer.user,
        "lawyer replaced": replaced.user,
        "lawyer who declined": declined.user,
    }


def test_nothing_of_a_case_is_found_by_whom_it_does_not_concern(client, ids):
    tried = list(addresses(ids))
    assert len(tried) > 45
    wrong = []
    for who, user in outsiders(ids["case"], ids["assignment"]).items():
        client.force_login(user)
        for name, address in tried:
            if who == "lawyer asked" and name in SEEN_BY_THE_ASKED:
                continue
            answer = client.get(address)
            if answer.status_code == 405 or who == "clerk of a sibling office":
                answer = client.post(address, {"reason": "x"})
            if answer.status_code not in (404, 405):
                wrong.append((who, name, answer.status_code))
    assert wrong == []


def test_what_belongs_to_another_case_is_not_found_under_the_own(client, ids):
    theirs = dict(addresses(ids))
    own = CaseFactory(office=ids["case"].office, handler=ids["case"].handler, visit=None, state="mediation")
    mixed = {
        name: address
        for name, address in addresses(ids | {"case": own})
        if address != theirs[name] and sum(part.isdigit() for part in address.split("/")) == 2
    }
    assert len(mixed) > 12
    client.force_login(own.handler)
    found = [name for name in mixed if client.get(theirs[name]).status_code == 200]
    assert found == list(mixed)
    for send in (client.get, lambda address: client.post(address, {"reason": "x", "do": "save"})):
        wrong = [name for name, address in mixed.items() if send(address).status_code not in (404, 405)]
        assert wrong == []


def test_who_was_asked_sees_the_names_and_nothing_else_before_declaring(client, ids):
    case, offer = ids["case"], ids["assignment"]
    worker = ids["claimant"].worker
    client.force_login(offer.lawyer.user)
    secret = (worker.phone, worker.id_number, case.facts, "21,890.80", "21890.80")
    for name, *args in (("assignments:offers",), ("assignments:offer", offer.pk), ("assignments:step", offer.pk, "accept"),
                        ("assignments:step", offer.pk, "decline"), ("work:home",)):  # fmt: skip
        page = client.get(reverse(name, args=args)).content.decode()
        assert [text for text in secret if text in page] == []
    assert worker.name in client.get(reverse("assignments:offer", args=[offer.pk])).content.decode()
