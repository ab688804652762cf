"""Numbers of outgoing papers: a series per office and year, without gaps and never twice."""

import datetime as dt
import threading
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case
from core import clock
from core.audit import record
from core.errors import Changed
from documents.actions import ATTEMPTS, issue_paper
from documents.models import Paper
from documents.numbers import coming_number
from tests.documents.scenes import accepted_case, appoint, closed_case, declined_case, visit
from tests.factories import office, ready_case

DAY = dt.date(2026, 3, 20)


def issue(kind: str, case: Case, day: dt.date = DAY, **kwargs) -> Paper:
    with clock.at(day):
        claimant = (
            case.claimants.order_by("pk").first()
            if kind in ("acceptance_notice", "aid_application")
            else None
        )
        return issue_paper(kind, actor=case.handler, case=case, claimant=claimant, **kwargs)


@pytest.mark.django_db
def test_letters_of_an_office_share_one_series_and_a_new_version_has_a_new_number():
    case = accepted_case()
    appoint(case)
    papers = [issue(kind, case) for kind in ("acceptance_notice", "appointment_notice", "acceptance_notice")]

    assert [(paper.number, paper.edition) for paper in papers] == [
        ("沪工援函〔2026〕朱泾1号", 1),
        ("沪工援函〔2026〕朱泾2号", 1),
        ("沪工援函〔2026〕朱泾3号", 2),
    ]
    assert [paper.data["number"] for paper in papers] == [paper.number for paper in papers]


@pytest.mark.django_db
def test_refusal_of_a_case_that_never_had_a_number_has_one():
    paper = issue("refusal_notice", declined_case())
    assert (paper.data["number"], paper.data["case_number"]) == ("沪工援函〔2026〕朱泾1号", None)


@pytest.mark.django_db
def test_visits_have_a_series_of_their_own():
    found = visit()
    with clock.at(DAY):
        paper = issue_paper("visit_record", actor=found.received_by, visit=found)
    assert paper.number == "沪工援访〔2026〕朱泾1号"


@pytest.mark.django_db
def test_applications_have_a_series_of_their_own():
    case = accepted_case()
    numbers = [issue(kind, case).number for kind in ("acceptance_notice", "aid_application")]
    assert numbers == ["沪工援函〔2026〕朱泾1号", "沪工援申〔2026〕朱泾1号"]


@pytest.mark.django_db
def test_what_is_no_letter_goes_by_the_number_of_its_case():
    paper = issue("closing_report", closed_case())
    assert (paper.number, paper.data["number"]) == ("", paper.case.number)


@pytest.mark.django_db
def test_series_begins_anew_each_year_and_at_each_office():
    case = accepted_case()
    numbers = [issue("aid_application", case, day).number for day in (DAY, dt.date(2027, 1, 4), DAY)]
    elsewhere = issue("aid_application", ready_case(office("枫泾镇总工会", code="枫泾")))

    assert numbers == ["沪工援申〔2026〕朱泾1号", "沪工援申〔2027〕朱泾1号", "沪工援申〔2026〕朱泾2号"]
    assert elsewhere.number == "沪工援申〔2026〕枫泾1号"


@pytest.mark.django_db
def test_paper_that_is_not_recorded_gives_its_number_back():
    case = accepted_case()

    @contextmanager
    def fails():
        with transaction.atomic():
            yield
            raise RuntimeError

    with pytest.raises(RuntimeError):
        issue("aid_application", case, within=fails)
    assert issue("aid_application", case).number == "沪工援申〔2026〕朱泾1号"


def overtaking(case: Case, times: int):
    """A transaction before which another paper of the office takes the number, so many times."""
    left = [times]

    @contextmanager
    def within():
        if left[0]:
            left[0] -= 1
            with clock.at(DAY):
                coming_number(case.office, "申").take()
        with transaction.atomic():
            yield

    return within


@pytest.mark.django_db
def test_who_is_overtaken_prints_the_next_number():
    case = accepted_case()
    paper = issue("aid_application", case, within=overtaking(case, 2))

    assert paper.number == "沪工援申〔2026〕朱泾3号"
    assert paper.number in paper.file.read().decode()


@pytest.mark.django_db
def test_who_is_overtaken_without_end_is_asked_to_try_again():
    case = accepted_case()
    with pytest.raises(Changed):
        issue("aid_application", case, within=overtaking(case, ATTEMPTS))
    assert Paper.objects.count() == 0


@pytest.mark.django_db
def test_database_refuses_a_number_twice():
    case = accepted_case()
    paper = issue("acceptance_notice", case)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(
            Paper(
                kind="refusal_notice",
                case=case,
                subject="x",
                edition=1,
                number=paper.number,
                issued_by=case.handler,
            ),
            actor=case.handler,
        )


@pytest.mark.pg
@pytest.mark.django_db(transaction=True)
def test_eight_who_issue_at_once_leave_no_gap():
    window = accepted_case().office
    cases = [ready_case(window) for _ in range(8)]
    barrier, numbers = threading.Barrier(8), []

    def one(case: Case) -> None:
        try:
            barrier.wait(10)
            claimant = case.claimants.first()
            paper = issue_paper("aid_application", actor=case.handler, case=case, claimant=claimant)
            numbers.append(paper.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[case]) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    year = clock.today().year
    assert sorted(numbers) == [f"沪工援申〔{year}〕朱泾{place}号" for place in range(1, 9)]
