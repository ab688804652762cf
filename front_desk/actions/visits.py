"""Visits: put on record, and corrected with a reason."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Duty, Office, User
from accounts.permissions import has_role
from cases.actions.parties import is_same_person, take_employer, take_worker
from cases.actions.turns import parties_in_turn
from cases.models import Visit, VisitQuestion, VisitWorker, Worker
from core.audit import lock, record
from core.errors import Problem
from core.row_problems import RowProblems
from front_desk.permissions import can_edit_visit

Row = tuple[int, dict[str, Any]]
"""A row's number in the page, and its data."""

FIELDS = ("channel", "visited_on", "visited_at", "head_count", "note")


@transaction.atomic
def record_visit(
    *,
    actor: User,
    office: Office,
    workers: Sequence[Row],
    questions: Sequence[Row],
    employer: dict[str, Any] | None = None,
    reason: str = "",
    **data: Any,
) -> Visit:
    """Put a visit on record, received by the actor, with those on duty at the window that day.

    `workers` are rows for `take_worker`, `questions` rows of `VisitQuestion` (one at least), `data` the rest of
    `FIELDS`; without a `head_count` as many came as are named. Raises `Problem` at fields as the page names them (`workers-0-name`), `PermissionDenied`; then
    nothing was written.
    """
    if not has_role(actor, "clerk", office):
        raise PermissionDenied
    parties_in_turn([row for _number, row in workers], [employer])
    visit = Visit(office=office, received_by=actor, head_count=0)
    return _write(visit, workers, questions, employer, data, actor, reason)


@transaction.atomic
def correct_visit(
    visit: Visit,
    *,
    actor: User,
    reason: str,
    workers: Sequence[Row],
    questions: Sequence[Row],
    employer: dict[str, Any] | None = None,
    seen_version: int | None = None,
    **data: Any,
) -> Visit:
    """Correct a visit. The rows are all that hold from now on: one with an `id` is the row on record, one on
    record that is missing is struck out. Raises like `record_visit`, `Changed`, and `Problem` at `reason`.
    """
    if not can_edit_visit(visit, actor):
        raise PermissionDenied
    parties_in_turn([row for _number, row in workers], [employer])
    fresh = lock(visit, version=seen_version)
    if not reason.strip():
        raise Problem({"reason": _("Say why the visit is corrected.")})
    return _write(fresh, workers, questions, employer, data, actor, reason)


def _write(
    visit: Visit,
    workers: Sequence[Row],
    questions: Sequence[Row],
    employer: dict[str, Any] | None,
    data: dict[str, Any],
    actor: User,
    reason: str,
) -> Visit:
    day_before = visit.visited_on if visit.pk else None
    for name in FIELDS:
        if name in data:
            setattr(visit, name, data[name])
    problems = RowProblems()
    if not questions:
        problems.found["questions"] = [_("Write down one question at least.")]
    people: list[Worker] = []
    for number, row in workers:
        with problems.at(f"workers-{number}"):
            row = {name: value for name, value in row.items() if name != "id"}
            worker = take_worker(actor=actor, office=visit.office, reason=reason, **row)
            if any(is_same_person(worker, other) for other in people):
                raise Problem({"name": _("This worker stands in another row already.")})
            people.append(worker)
    with problems.at("employer"):
        visit.employer = take_employer(actor=actor, reason=reason, **(employer or {}))
    visit.head_count = visit.head_count or max(1, len(people))
    if visit.head_count < len(people):
        message = _("%(named)s people are named, so at least as many were present.")
        problems.found["head_count"] = [message % {"named": len(people)}]
    problems.raise_if_any()
    if visit.visited_on != day_before:
        visit.on_duty = Duty.on_duty(visit.office, visit.visited_on)[:300]
    record(visit, actor=actor, reason=reason)
    _name_people(visit, people, actor, reason)
    _put_questions(visit, questions, actor, reason)
    return visit


def _name_people(visit: Visit, people: list, actor: User, reason: str) -> None:
    attendances = {attendance.worker_id: attendance for attendance in visit.attendances.select_for_update()}
    for worker in people:
        attendance = attendances.pop(worker.pk, None) or VisitWorker(visit=visit, worker=worker)
        if attendance.pk is None or not attendance.is_active:
            attendance.is_active = True
            record(attendance, actor=actor, reason=reason)
    for attendance in attendances.values():
        _strike(attendance, actor, reason)


def _put_questions(visit: Visit, questions: Sequence[Row], actor: User, reason: str) -> None:
    on_record = {question.pk: question for question in visit.questions.select_for_update()}
    for _number, row in questions:
        question = on_record.pop(row.get("id") or 0, None) or VisitQuestion(visit=visit)
        values = {name: value for name, value in row.items() if name != "id"} | {"is_active": True}
        if question.pk and all(getattr(question, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(question, name, value)
        record(question, actor=actor, reason=reason)
    for question in on_record.values():
        _strike(question, actor, reason)


def _strike(row: VisitWorker | VisitQuestion, actor: User, reason: str) -> None:
    if row.is_active:
        row.is_active = False
        record(row, actor=actor, reason=reason)
