"""Each form sent by two processes at once, on PostgreSQL: one of the two makes what it makes, both lead there."""

import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from cases.models import Case, Employer, Visit, Worker
from tests import sent
from tests.factories import staff

pytestmark = [pytest.mark.pg, pytest.mark.django_db(transaction=True)]
fork = multiprocessing.get_context("fork")
Attempt = Callable[[Any], str]


def _contestant(make_attempt: Callable[[], list[Attempt]], start: Any, results: Any) -> None:
    connections.close_all()
    try:
        for attempt in make_attempt():
            start.wait(timeout=60)
            results.put(attempt())
    except BaseException as error:
        start.abort()
        results.put(repr(error))
        raise
    finally:
        connections.close_all()


def race(*sides: Callable[[], list[Attempt]]) -> list[str]:
    """Two processes that take their attempts round by round, released together in each; what each attempt gave."""
    connections.close_all()
    start, results = fork.Barrier(len(sides)), fork.SimpleQueue()
    processes = [fork.Process(target=_contestant, args=(side, start, results)) for side in sides]
    for process in processes:
        process.start()
    given = []
    while any(process.is_alive() for process in processes) or not results.empty():
        if results.empty():
            processes[0].join(timeout=0.05)
        else:
            given.append(results.get())
    return given


def sends(form: sent.Form, tokens: list[str]) -> Callable[[], list[Attempt]]:
    """Send the form again and again; each answer as `address` or `status`."""

    def attempts() -> list[Attempt]:
        client = form.client()

        def attempt(number: int, token: str) -> Attempt:
            def send() -> str:
                answer = form.send(client, number, token)
                return answer.url if answer.status_code == 302 else str(answer.status_code)

            return send

        return [attempt(*numbered) for numbered in enumerate(tokens)]

    return attempts


def test_every_form_sent_twice_at_once_makes_one():
    made: dict[str, Any] = {}
    for make in sent.FORMS:
        form = make(sent.scene(people=sent.ROUNDS + 2))
        tokens = [form.page_token(number) for number in range(sent.ROUNDS)]
        before = form.made.count()
        given = race(*[sends(form, tokens)] * 2)
        refused = sorted({answer for answer in given if not answer.startswith("/")})
        made[make.__name__] = (form.made.count() - before, len(given), refused)
    assert made == {make.__name__: (sent.ROUNDS, 2 * sent.ROUNDS, []) for make in sent.FORMS}


def twice(*forms: sent.Form) -> list[str]:
    """The same entered on a page of their own each."""
    return race(*[sends(form, [form.page_token(number) for number in range(sent.ROUNDS)]) for form in forms])


def test_two_clerks_who_enter_the_same_case_at_once_make_one():
    case = sent.scene()
    first, second = sent.intake(case), sent.intake(case)
    second.user = staff("clerk", case.office)
    before = Case.objects.count()
    given = twice(first, second)
    assert Case.objects.count() == before + sent.ROUNDS
    assert given.count("422") == sent.ROUNDS
    assert Employer.objects.filter(name="上海朱泾物流有限公司").count() == 1


@pytest.mark.parametrize(
    "form", [sent.claimant, sent.claim, sent.mediation_round], ids=lambda form: form.__name__
)
def test_the_same_added_to_a_case_from_two_pages_at_once_is_added_once(form):
    case = sent.scene()
    form = form(case)
    before = form.made.count()
    given = twice(form, form)
    assert (form.made.count() - before, given.count("422")) == (sent.ROUNDS, sent.ROUNDS)


def test_a_person_without_an_id_number_entered_at_two_windows_at_once_stands_once_on_record():
    case = sent.scene()
    form = sent.visit(case)
    with_number = form.data
    form.data = lambda number: (
        with_number(number)
        | {
            "workers-0-id_number": "",
            "workers-0-phone": f"1380000{number:04d}",
        }
    )
    before = Worker.objects.count()
    twice(form, form)
    assert (Visit.objects.count(), Worker.objects.count() - before) == (2 * sent.ROUNDS, sent.ROUNDS)
