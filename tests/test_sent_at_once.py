"""Each form sent by two processes at once, on PostgreSQL: one of the two makes what it makes, both lead there."""

import multiprocessing
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections

from cases.models import Case, Employer, Visit, Worker
from front_desk.models import IntakeDraft
from tests import sent
from tests.factories import staff

pytestmark = [pytest.mark.pg, pytest.mark.django_db(transaction=True)]
fork = multiprocessing.get_context("fork")
Form = tuple[sent.Form, list[str]]
"""A form and the token of each page it is sent from."""


def _send_all(forms: list[Form], start: Any, answers: Any) -> None:
    connections.close_all()
    try:
        for number, (form, tokens) in enumerate(forms):
            client = form.client()
            for round_, token in enumerate(tokens):
                start.wait(timeout=60)
                answer = form.send(client, round_, token)
                answers.put((number, answer.status_code))
    except BaseException:
        start.abort()
        raise
    finally:
        connections.close_all()


def race(*sides: list[Form]) -> list[list[int]]:
    """Two processes that send their forms, both the same one at the same moment; how each form was answered."""
    connections.close_all()
    start, answers = fork.Barrier(len(sides)), fork.Queue()
    processes = [fork.Process(target=_send_all, args=(side, start, answers)) for side in sides]
    for process in processes:
        process.start()
    found: list[list[int]] = [[] for _form in sides[0]]
    for _answer in range(sum(len(tokens) for side in sides for _form, tokens in side)):
        number, status = answers.get(timeout=60)
        found[number].append(status)
    for process in processes:
        process.join(timeout=30)
    return [sorted(statuses) for statuses in found]


def pages(form: sent.Form) -> list[str]:
    return [form.page_token(number) for number in range(sent.ROUNDS)]


def test_every_form_sent_twice_at_once_makes_one() -> None:
    forms = [
        make(sent.scene(people=sent.ROUNDS + 2 if make in sent.ONE_FOR_EACH else 1)) for make in sent.FORMS
    ]
    before = [form.made.count() for form in forms]
    opened = [(form, pages(form)) for form in forms]
    answers = race(opened, opened)
    made = [form.made.count() - count for form, count in zip(forms, before, strict=True)]
    names = [make.__name__ for make in sent.FORMS]
    assert dict(zip(names, zip(made, answers, strict=True), strict=True)) == {
        name: (sent.ROUNDS, [302] * 2 * sent.ROUNDS) for name in names
    }


def twice(first: sent.Form, second: sent.Form) -> list[int]:
    """The same sent from two pages, each with a token of its own."""
    return race([(first, pages(first))], [(second, pages(second))])[0]


def test_two_clerks_who_enter_the_same_case_at_once_make_one():
    case = sent.scene()
    first, second = sent.intake(case), sent.intake(case)
    second.user = staff("clerk", case.office)
    before = Case.objects.count()
    given = twice(first, second)
    assert Case.objects.count() == before + sent.ROUNDS
    assert given.count(422) == sent.ROUNDS
    assert Employer.objects.filter(name="上海朱泾物流有限公司").count() == 1


@pytest.mark.parametrize(
    "form", [sent.claimant, sent.claim, sent.mediation_round], ids=lambda form: form.__name__
)
def test_the_same_added_to_a_case_from_two_pages_at_once_is_added_once(form):
    case = sent.scene()
    form = form(case)
    before = form.made.count()
    given = twice(form, form)
    assert (form.made.count() - before, given.count(422)) == (sent.ROUNDS, sent.ROUNDS)


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


def test_what_a_page_keeps_while_it_is_sent_leaves_no_draft():
    form = sent.intake(sent.scene())
    keeping = replace(form, url=sent.at("front_desk:intake_autosave"))
    tokens = pages(form)
    answers = race([(form, tokens)], [(keeping, tokens)])[0]
    assert (answers.count(302), answers.count(200) + answers.count(409)) == (sent.ROUNDS, sent.ROUNDS)
    assert IntakeDraft.objects.count() == 0
