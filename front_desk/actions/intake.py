"""Opening a case, and the drafts of those being typed."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.permissions import has_role
from cases.actions.claims import new_claim
from cases.actions.conflicts import check_conflicts
from cases.actions.deadlines import open_deadline
from cases.actions.parties import is_same_person, take_employer, take_worker
from cases.actions.turns import parties_in_turn
from cases.causes import follow_claims
from cases.models import Case, Claimant, ClaimKind, QuestionOutcome, Visit, Worker
from cases.models.case import MeansGround
from cases.permissions import can_open
from core import clock
from core.audit import record
from core.errors import Problem
from core.once import FIELD
from core.row_problems import RowProblems
from front_desk.models import IntakeDraft
from front_desk.permissions import can_edit_visit
from front_desk.queries import likely_duplicates

Row = tuple[int, dict[str, Any]]
"""A row's number in the page, and its data."""

WAGES_OR_INJURY = {
    ClaimKind.WAGES,
    ClaimKind.OVERTIME,
    ClaimKind.ANNUAL_LEAVE,
    ClaimKind.HEAT_ALLOWANCE,
    ClaimKind.WORK_INJURY,
}
"""Claims for pay for work, and for a work injury."""

FACTS = ("job", "employed_from", "employed_to", "monthly_wage")


@transaction.atomic
def open_case(
    *,
    actor: User,
    office: Office,
    workers: Sequence[Row],
    claims: Sequence[Row] = (),
    employer: dict[str, Any] | None = None,
    visit: Visit | None = None,
    consent_on: dt.date | None = None,
    confirmed: Collection[int] = (),
    draft: IntakeDraft | None = None,
    people_follow: bool = False,
    reason: str = "",
    **facts: Any,
) -> Case:
    """Open a case as a draft handled by the actor: parties, claims and facts, and check for conflicts.

    `workers` are rows for `take_worker` with the facts of the employment (`FACTS`); `claims` are rows of `kind`,
    `period_from`, `period_to`, `basis` and `sums` (number of the worker's row → yuan); `facts` are fields of
    `Case`. `confirmed` holds the ids of likely duplicates somebody looked at. The draft, if any, goes. Where
    `people_follow`, out of a pasted table, there need be no worker yet.

    Raises `Problem` at fields as the page names them (`workers-0-name`, `claims-1-sum-0`, `not_duplicate`) and
    `PermissionDenied`; then nothing was written.
    """
    if not has_role(actor, "clerk", office) or (visit and not can_edit_visit(visit, actor)):
        raise PermissionDenied
    parties_in_turn([row for _number, row in workers], [employer])
    if not workers and not people_follow:
        raise Problem({"workers": _("Enter one worker at least.")})
    people, party = _parties(workers, employer, office, actor, reason)
    if {case.pk for case in likely_duplicates([worker for worker, _row in people.values()], party)} - set(
        confirmed
    ):
        raise Problem(
            {"not_duplicate": _("Look at the likely duplicates and confirm that this is another case.")}
        )
    facts["means_ground"] = facts.get("means_ground") or _means(people, claims)
    if facts["means_ground"] == MeansGround.MIGRANT_WAGES:
        for worker, _row in people.values():
            _is_migrant(worker, actor, reason)
    case = Case(office=office, visit=visit, employer=party, handler=actor, opened_on=clock.today(), **facts)
    record(case, actor=actor, reason=reason)
    problems = RowProblems()
    claimants = {}
    for number, (worker, row) in people.items():
        claimant = Claimant(case=case, worker=worker, consent_on=consent_on, **row)
        with problems.at(f"workers-{number}"):
            _check(claimant)
        claimants[number] = claimant
    problems.raise_if_any()
    for claimant in claimants.values():
        record(claimant, actor=actor, reason=reason)
    for number, row in claims:
        _claim(f"claims-{number}", row, claimants, problems, actor, reason)
    problems.raise_if_any()
    follow_claims(case, actor=actor, reason=reason)
    check_conflicts(case, actor=actor, reason=reason)
    open_deadline(case, "aid_decision", actor=actor, starts_on=case.received_on)
    if visit:
        _became_case(visit, actor, reason)
    if draft:
        discard_draft(draft, actor=actor)
    return case


def _means(people: dict[int, tuple[Worker, dict[str, Any]]], claims: Sequence[Row]) -> str:
    """The ground that follows: migrant workers who claim wages or for an injury (法律援助法 42); else none."""
    migrants = bool(people) and all(worker.is_migrant for worker, _row in people.values())
    kinds = {row["kind"] for _number, row in claims}
    return MeansGround.MIGRANT_WAGES if migrants and kinds & WAGES_OR_INJURY else ""


def _is_migrant(worker: Worker, actor: User, reason: str) -> None:
    """The ground says so of every worker."""
    if not worker.is_migrant:
        worker.is_migrant = True
        record(worker, actor=actor, reason=reason)


def _parties(
    workers: Sequence[Row], employer: dict[str, Any] | None, office: Office, actor: User, reason: str
) -> tuple[dict[int, tuple[Worker, dict[str, Any]]], Any]:
    """The worker and the facts of the employment by number of the row, and the employer."""
    problems = RowProblems()
    people: dict[int, tuple[Worker, dict[str, Any]]] = {}
    for number, row in workers:
        facts = {name: row[name] for name in FACTS if name in row}
        person = {name: value for name, value in row.items() if name not in FACTS}
        with problems.at(f"workers-{number}"):
            worker = take_worker(actor=actor, office=office, reason=reason, **person)
            if any(is_same_person(worker, other) for other, _facts in people.values()):
                raise Problem({"name": _("This worker stands in another row already.")})
            people[number] = worker, facts
    party = None
    with problems.at("employer"):
        party = take_employer(actor=actor, reason=reason, **(employer or {}))
    problems.raise_if_any()
    return people, party


def _claim(
    prefix: str,
    row: dict[str, Any],
    claimants: dict[int, Claimant],
    problems: RowProblems,
    actor: User,
    reason: str,
) -> None:
    """The same kind of claim for each worker with a sum in the row."""
    shared = {name: value for name, value in row.items() if name != "sums"}
    if not row["sums"]:
        problems.found[f"{prefix}-kind"] = [_("Enter the sum for one person at least.")]
    for number, amount in row["sums"].items():
        if number not in claimants:
            problems.found[f"{prefix}-sum-{number}"] = [_("This sum belongs to a person who is not entered.")]
            continue
        with problems.at(prefix):
            new_claim(claimants[number], actor=actor, reason=reason, claimed=amount, **shared)


def _check(claimant: Claimant) -> None:
    try:
        claimant.clean_fields(exclude=["case", "worker"])
        claimant.validate_constraints(exclude=["case", "worker"])
    except ValidationError as error:
        raise Problem(error) from error


def _became_case(visit: Visit, actor: User, reason: str) -> None:
    """What of the visit was to be followed up is followed up by the case."""
    waiting = visit.questions.select_for_update().filter(is_active=True, outcome=QuestionOutcome.FOLLOW_UP)
    for question in waiting:
        question.outcome = QuestionOutcome.CASE
        record(question, actor=actor, reason=reason)


@transaction.atomic
def save_draft(
    draft: IntakeDraft | None, *, actor: User, data: str, title: str, visit: Visit | None
) -> IntakeDraft:
    """Keep what is typed so far; the draft belongs to the actor alone and is no record."""
    if not can_open(actor) or (draft and draft.owner_id != actor.pk):
        raise PermissionDenied
    draft = draft or IntakeDraft(owner=actor)
    draft.data, draft.title, draft.visit, draft.saved_at = data, title[:120], visit, clock.now()
    draft.save()
    return draft


def drafts_in_turn(actor: User) -> None:
    """Within a transaction: the page being sent and what it keeps by itself meanwhile wait for each other."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def discard_drafts_of(token: str, *, actor: User) -> None:
    """Throw away what the actor's page with this form token kept; also what it was not told of before it was sent."""
    drafts_in_turn(actor)
    for draft in IntakeDraft.objects.filter(owner=actor):
        if QueryDict(draft.data).get(FIELD) == token:
            discard_draft(draft, actor=actor)


def discard_draft(draft: IntakeDraft, *, actor: User) -> None:
    """Throw a draft away."""
    if draft.owner_id != actor.pk:
        raise PermissionDenied
    draft.delete()
