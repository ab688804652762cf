"""What a case knows of the facts a calculation asks for, and which of them all claimants have in common."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from accounts.models import Office
from calculators.catalogue import CALCULATORS, Calculator
from calculators.forms import EmploymentForm
from calculators.working import work_out
from cases.causes import OVER_AGE_RELATION
from cases.models.parties import Sex
from core import clock
from labour_law.rates import Tables

COMMON = frozenset(
    (
        "region",
        "cause",
        "as_of",
        "overtime_in_base",
        "limitation_method",
        "part_month",
        "base_share",
        "raise_to_minimum",
        "first_month",
        "last_month",
        "paid_share",
        "can_be_made_up",
    )
)
"""Facts a group shares: the place, how the employment ended, the day of the claim, and options of law. All others are
each person's own."""

THROUGHOUT = frozenset(("heat_allowance", "minimum_wage"))
"""What is owed, if at all, all along: without a period in the claim, it is that of the employment."""


AWARD_KINDS = {
    "wages": "wages",
    "overtime": "wages",
    "heat_allowance": "wages",
    "severance": "severance",
    "double_wage": "damages",
    "damages": "damages",
    "probation": "damages",
    "social_insurance": "hours_leave_insurance",
    "other": "other",
}
"""As what a claim falls under the line of final awards (劳动争议调解仲裁法 47)."""


AS_AGREED = frozenset(("unpaid_wages", "overtime", "double_wages"))
"""Calculations by the wage as agreed, which a case knows. Others ask for a mean, an insured or a paid wage."""

WAGES = ("monthly_wage", "prior_month_wage")


def region_of(case: Any) -> str:
    """The region whose rates hold at the office of the case."""
    return Office.objects.region_of(case.office)


def known_facts(calculator: Calculator, claimant: Any, region: str, claim: Any = None) -> dict[str, Any]:
    """The first values of the calculator's form for a claimant, and for the claim where there is one.

    `region` is that of the office of the case. What was entered for the present working of the claim comes back as it
    was typed; else it is what the case says. Entered facts are not given up where the case says something else now:
    most are meant to differ, as the mean wage of twelve months does from the wage agreed, and a sum somebody checked
    would change unseen. `case_facts` is shown beside them instead, so that a correction is not missed either.

    The first day of working life is always asked for: that of this employment would understate the leave of all who
    had an employer before. The day of the claim is today.
    """
    start, end = (claim.period_from, claim.period_to) if claim else (None, None)
    if calculator.code in THROUGHOUT and not start and not end:
        start, end = claimant.employed_from, claimant.employed_to or clock.today()
    known = {"region": region} | case_facts(claimant, claim) | {"start": start, "end": end}
    working = claim.working if claim else None
    if working and working.calculator == calculator.code:
        known |= {given["name"]: given["raw"] for given in working.frozen["inputs"]}
    known["as_of"] = clock.today()
    asked = {fact.name for fact in fields(calculator.facts)}
    return {
        name: value
        for name, value in known.items()
        if (name in asked or name.startswith("rate_")) and value not in (None, "")
    }


def case_facts(claimant: Any, claim: Any = None) -> dict[str, Any]:
    """What the case says by itself of facts that calculations ask for; the wage is the one agreed.

    A period that a claim has only from its working is left out.
    """
    start, end = (claim.period_from, claim.period_to) if claim else (None, None)
    if claim and claim.working and (start, end) == period_of(claim.working.frozen):
        start = end = None
    facts = {
        "hired": claimant.employed_from,
        "left": claimant.employed_to,
        "born": claimant.worker.birth_date,
        "over_age": claimant.worker.relation_type == OVER_AGE_RELATION or None,
        "start": start,
        "end": end,
        **dict.fromkeys(WAGES, claimant.monthly_wage),
    }
    return {name: value for name, value in facts.items() if value is not None}


def employment_facts(claimant: Any, region: str) -> dict[str, Any]:
    """The first values of the form on the employment of a claimant: what the case says, and the time for which wages are
    claimed as not paid."""
    unpaid = next(
        (claim for claim in upheld_of(claimant) if claim.kind == "wages" and claim.period_from), None
    )
    facts = {
        "region": region,
        "unpaid_from": unpaid.period_from if unpaid else None,
        "unpaid_to": unpaid.period_to if unpaid else None,
        "as_of": clock.today(),
        "part_time": claimant.worker.worker_type == "part_time",
        "retires_as": "man" if claimant.worker.sex == Sex.MALE else None,
    }
    known = {
        name: value for name, value in case_facts(claimant).items() if name in EmploymentForm.base_fields
    }
    return known | {name: value for name, value in facts.items() if value not in (None, "", False)}


def upheld_of(claimant: Any) -> list[Any]:
    """The claims a claimant upholds, with their workings: one query, none where they were fetched along."""
    return [claim for claim in claimant.claims.all() if claim.is_active]


def period_of(frozen: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day any line of a working is about; None twice where none is about days."""
    starts = [line["start"] for line in frozen["lines"] if line["start"]]
    ends = [line["end"] for line in frozen["lines"] if line["end"]]
    if not starts or not ends:
        return None, None
    return min(map(dt.date.fromisoformat, starts)), max(map(dt.date.fromisoformat, ends))


def shared_facts(workings: Iterable[Any]) -> dict[str, str]:
    """The common facts, and the rates entered, in which these workings agree, as they were typed.

    A fact left empty in one and given in another is no agreement; a rate need not have been asked for in each.
    The day of the claim is never taken over.
    """
    given = [{entry["name"]: entry["raw"] for entry in working.frozen["inputs"]} for working in workings]
    shared: dict[str, str] = {}
    for name in {name for facts in given for name in facts}:
        is_rate = name.startswith("rate_")
        values = {facts.get(name, "") for facts in given if name in facts or not is_rate}
        if len(values) == 1 and (is_rate or name in COMMON - {"as_of"}):
            shared[name] = values.pop()
    return shared


def award_items(claims: Iterable[Any]) -> list[dict[str, Any]]:
    """The claims upheld as items of an application, for the line of final awards; the kind is left open where it
    depends on what exactly is claimed."""
    return [
        {"kind": AWARD_KINDS.get(claim.kind, ""), "amount": claim.claimed, "name": str(claim)}
        for claim in claims
        if claim.is_active and claim.claimant.is_active
    ]


def worked_anew(working: Any, tables: Tables) -> dict[str, Any] | None:
    """What the same inputs come to by these tables, frozen, where rates or sum differ from those of the working.

    None where they do not, and where the calculator does not take the inputs any more.
    """
    calculator = CALCULATORS.get(working.calculator)
    if calculator is None:
        return None
    form = calculator.form({given["name"]: given["raw"] for given in working.frozen["inputs"]})
    anew = work_out(calculator, form, tables).frozen
    return anew if anew and _by_the_tables(anew) != _by_the_tables(working.frozen) else None


def _by_the_tables(frozen: dict[str, Any]) -> tuple[str, list[tuple[str, ...]]]:
    """The total of a working, and the rates it rests on."""
    names = ("series", "region", "grade", "valid_from", "value")
    return frozen["total"], sorted(tuple(str(rate[name]) for name in names) for rate in frozen["rates"])
