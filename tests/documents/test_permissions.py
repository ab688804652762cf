"""Who keeps which paper and file: role × kind of paper × whether the case is archived."""

import pytest

from documents.models import Paper
from documents.permissions import can_issue, can_keep, can_keep_files
from tests.factories import AssignmentFactory, CaseFactory, LawyerFactory, VisitFactory, office, staff

pytestmark = pytest.mark.django_db
NUMBER = "沪工援〔2026〕朱泾0001号"
WORK = {"clerk", "lawyer"}
UNION = {"clerk", "reviewer", "supervisor"}


@pytest.fixture
def town():
    return office()


def allowed(may, what, case, at):
    """Who of everybody at the office and of the lawyers may."""
    acting, asked = LawyerFactory(), LawyerFactory()
    AssignmentFactory(case=case, lawyer=acting, state="accepted")
    AssignmentFactory(case=case, lawyer=asked)
    people = {
        role: staff(role, at) for role in ("clerk", "reviewer", "supervisor", "auditor", "administrator")
    }
    people |= {
        "lawyer": acting.user,
        "asked lawyer": asked.user,
        "clerk elsewhere": staff("clerk", office("别处")),
    }
    return {who for who, user in people.items() if may(what, user)}


@pytest.mark.parametrize(
    ("state", "kind", "keep", "issue"),
    [
        ("settled", "mediation_agreement", WORK | {"reviewer"}, WORK | {"reviewer"}),
        ("archived", "mediation_agreement", set(), set()),
        ("settled", "audit_record", UNION, UNION | {"auditor"}),
        ("archived", "audit_record", UNION, UNION | {"auditor"}),
    ],
)
def test_papers_of_a_case(town, state, kind, keep, issue):
    case = CaseFactory(office=town, state=state, number=NUMBER)
    paper = Paper(kind=kind, case=case)
    assert allowed(can_keep, paper, case, town) == keep
    assert allowed(can_issue, paper, case, town) == issue


def test_papers_of_a_visit_are_for_clerks_of_its_window(town):
    paper = Paper(kind="visit_record", visit=VisitFactory(office=town))
    assert allowed(can_keep, paper, CaseFactory(office=town), town) == {"clerk"}
    assert allowed(can_issue, paper, CaseFactory(office=town), town) == {"clerk"}


@pytest.mark.parametrize(("state", "keepers"), [("closed", WORK), ("archived", set())])
def test_files_are_kept_by_who_works_on_the_case_until_it_is_archived(town, state, keepers):
    case = CaseFactory(office=town, state=state, number=NUMBER)
    assert allowed(can_keep_files, case, case, town) == keepers
