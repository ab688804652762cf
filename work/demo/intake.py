"""A visit at the window, and the case that comes of it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Office, User
from cases.actions.claimants import update_claimant
from cases.models import Case, Visit
from core import clock
from front_desk.actions.intake import open_case
from front_desk.actions.visits import record_visit

Question = tuple[str, str, str, str]
Person = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]
"""The worker, the facts of the employment, the claims."""


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day; now, where it has not come yet."""
    return min(timezone.make_aware(dt.datetime.combine(day, time)), clock.now())


def claim(kind: str, amount: Decimal, basis: str = "") -> dict[str, Any]:
    """A claim as the intake page sends it."""
    return {"kind": kind, "amount": amount, "basis": basis}


def receive(
    office: Office,
    clerk: User,
    day: dt.date,
    workers: list[dict[str, Any]],
    questions: list[Question],
    employer: dict[str, Any] | None,
    channel: str = "window",
    at: dt.time = dt.time(9, 10),
) -> Visit:
    """Put a visit on record that morning: questions are kind, question, answer, outcome."""
    with clock.at(moment(day, at)):
        return record_visit(
            actor=clerk,
            office=office,
            workers=list(enumerate(workers)),
            questions=[
                (number, {"kind": kind, "question": question, "answer": answer, "outcome": outcome})
                for number, (kind, question, answer, outcome) in enumerate(questions)
            ],
            employer=employer,
            channel=channel,
            visited_on=day,
            visited_at=at,
            head_count=len(workers),
        )


def take_case(
    office: Office,
    clerk: User,
    day: dt.date,
    visit: Visit | None,
    people: list[Person],
    employer: dict[str, Any],
    **facts: Any,
) -> Case:
    """Open the case that same day; the first of a group represents it."""
    values: dict[str, Any] = {
        "cause": "205.5",
        "means_ground": "union_policy",
        "known_on": day - dt.timedelta(days=20),
    } | facts
    rows: dict[tuple[str, str], dict[int, Decimal]] = {}
    for number, (_worker, _employment, claims) in enumerate(people):
        for item in claims:
            rows.setdefault((item["kind"], item["basis"]), {})[number] = item["amount"]
    with clock.at(moment(day, dt.time(11, 50))):
        case = open_case(
            actor=clerk,
            office=office,
            visit=visit,
            workers=[
                (number, worker | employment) for number, (worker, employment, _claims) in enumerate(people)
            ],
            claims=[
                (number, {"kind": kind, "basis": basis, "sums": sums})
                for number, ((kind, basis), sums) in enumerate(rows.items())
            ],
            employer=employer,
            consent_on=day,
            **values,
        )
        if len(people) > 1:
            first = case.claimants.order_by("pk").first()
            assert first is not None
            update_claimant(first, actor=clerk, is_representative=True)
        return case
