"""What the parts of the case page about parties, claims and conflicts need beside the case itself."""

from collections.abc import Iterable
from typing import Any

from django import template

from accounts.models import User
from cases import reckoning
from cases.actions.changes import CHANGEABLE
from cases.actions.split import SPLITTABLE
from cases.models import Case, ConflictCheck, ConflictRule, EmployerLink, Evidence, Grade
from cases.reckoning import Entry
from cases.sums import ClaimTable, claim_table
from cases.timeline import timeline_for
from core.prefetch import prefetch_present
from core.timeline import Act, acts
from law_tables.choices import countries

register = template.Library()

LATEST = 8
"""Acts of the record on the case page."""


@register.inclusion_tag("components/countries.html")
def country_list() -> dict[str, Any]:
    """What the fields for a country on the page suggest; once a page."""
    return {"countries": countries()}


@register.simple_tag
def claims_of(case: Case) -> ClaimTable:
    """The claims by claimant with their sums."""
    return claim_table(case)


@register.simple_tag
def may_change_parties(case: Case) -> bool:
    """Are parties and claims still in the making?"""
    return case.state in CHANGEABLE


@register.simple_tag
def last_check(case: Case) -> dict[str, Any]:
    """The newest conflict check (or None), and whether the parties are still those it looked at."""
    check: ConflictCheck | None = next(iter(case.conflict_checks.all()), None)
    return {"check": check, "is_current": bool(check and check.parties_key == case.parties_key())}


@register.simple_tag
def links_of(case: Case) -> list[EmployerLink]:
    """How the employer of the case hangs on others, and others on it."""
    if not case.employer:
        return []
    prefetch_present(case.employer, "links__related", "linked_from__employer")
    found = [*case.employer.links.all(), *case.employer.linked_from.all()]
    return sorted((link for link in found if link.is_active), key=lambda link: link.pk)


@register.simple_tag
def calendar_of(case: Case) -> list[Entry]:
    """What starts the limits of the case and their last days, by day."""
    return reckoning.calendar_of(case.deadlines.all())


@register.simple_tag
def latest_acts(case: Case, user: User) -> list[Act]:
    """The newest of the record, act by act."""
    return acts(timeline_for(case, user))[:LATEST]


@register.filter
def rule_label(hit: dict[str, str]) -> str:
    """What a hit of the conflict check means, in words."""
    return str(ConflictRule(hit["rule"]).label)


@register.filter
def grade_label(grade: str) -> str:
    """How sure a hit or a likeness is, in words."""
    return str(Grade(grade).label)


@register.filter
def reasons(evidence: Iterable[str] | str) -> str:
    """What says so, in words: as a likeness has it, or as a hit keeps it."""
    codes = evidence.split(",") if isinstance(evidence, str) else evidence
    return " + ".join(str(Evidence(code).label) for code in codes)


@register.filter
def may_split(case: Case) -> bool:
    """Is it at a stage where some may go on in a case of their own?"""
    return case.is_group and case.state in SPLITTABLE
