"""When the claims of a case run out (劳动争议调解仲裁法 27), from the facts on record. Shown, never blocking."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from labour_law.calendar import Calendar
from labour_law.limitation import Interruption, Limitation, Suspension, limitation
from law_tables import current

WAGE_KINDS = frozenset({"wages", "overtime", "heat_allowance"})
"""劳动报酬: no limit while employed, one year from the end of employment."""

BEFORE_FILING = frozenset({"draft", "review", "accepted", "assigned", "mediation"})
"""States in which the limitation still runs: neither settled nor brought before the commission."""


@dataclass(frozen=True)
class CaseLimitation:
    """The claim of the case that runs out first."""

    claimant: Any
    answer: Limitation
    runs_from: dt.date

    @property
    def last_day(self) -> dt.date | None:
        return self.answer.last_day


Event = Interruption | Suspension


def events_of(case: Any) -> list[Event]:
    """What interrupts and pauses the year in this case, saved or not: what was entered, and the mediation."""
    events: list[Event] = []
    if case.interrupted_on:
        events.append(Interruption(case.interrupted_on, "claim"))
    if case.mediation_started_on:
        events.append(Interruption(case.mediation_started_on, "relief"))
    for row in case.limitation_events.all() if case.pk else ():
        if row.is_active:
            is_pause = row.kind == "pause"
            events.append(Suspension(row.on, row.until) if is_pause else Interruption(row.on, row.kind))
    return events


def claim_limitation(
    claim: Any, events: Iterable[Event], calendar: Calendar | None = None
) -> Limitation | None:
    """The limitation of one claim, or None where neither the day it was known nor the last day of work is.

    By the calendar of today where no other is given.
    """
    case, claimant = claim.case, claim.claimant
    known_on = claim.known_on or case.known_on or claimant.employed_to
    if known_on is None:
        return None
    return limitation(
        known_on=known_on,
        calendar=calendar or current.calendar(),
        employment_ended_on=claimant.employed_to,
        is_wages=claim.kind in WAGE_KINDS,
        events=events,
    )


def limitation_of(case: Any, calendar: Calendar | None = None) -> CaseLimitation | None:
    """The first to run out of all claims upheld; a claim whose year does not run yet comes last."""
    return first_to_run_out(case, case.claims.all(), calendar)


def first_to_run_out(
    case: Any, claims: Iterable[Any], calendar: Calendar | None = None
) -> CaseLimitation | None:
    """The same of these claims, saved or not."""
    events = events_of(case)
    found = [
        CaseLimitation(claim.claimant, answer, answer.period.start if answer.period else dt.date.max)
        for claim in claims
        if claim.is_active
        and claim.claimant.is_active
        and (answer := claim_limitation(claim, events, calendar))
    ]
    return min(found, key=lambda item: (item.last_day is None, item.last_day or dt.date.max), default=None)
