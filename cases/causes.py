"""The cause of action (案由) that follows from what is claimed, where nobody chose another (法〔2025〕227号)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cases.models import Case, ClaimKind
from core.audit import record
from core.money import ZERO
from law_tables.choices import entries

K = ClaimKind
OF_KIND = {
    K.WAGES: "205.5",
    K.OVERTIME: "205.5",
    K.ANNUAL_LEAVE: "205.5",
    K.HEAT_ALLOWANCE: "205.5",
    K.DOUBLE_WAGE: "205",
    K.NOTICE_PAY: "205",
    K.SEVERANCE: "205.6",
    K.DAMAGES: "205.6",
    K.PROBATION: "205",
    K.MEDICAL_SUBSIDY: "205",
    K.WORK_INJURY: "206.2",
    K.SOCIAL_INSURANCE: "206",
    K.OTHER: "205",
}
IN_NEW_FORM = {"205": "214", "205.5": "214.2", "205.6": "214", "206": "215", "206.2": "215.1"}
"""The same where the work does not fully meet the tests of employment (不完全符合确立劳动关系情形)."""

SERVICE = "144"
"""劳务合同纠纷, whatever is claimed."""

PAST_RETIREMENT = "208"
"""超龄劳动者用工纠纷, whatever is claimed."""

NEW_FORM_RELATION, OVER_AGE_RELATION, SERVICE_RELATIONS = "incomplete", "over_age", ("civil", "service")


def cause_of(claims: Iterable[tuple[str, Decimal, str]]) -> str:
    """The code of the cause for claims of a kind, a sum in yuan, and the relation their worker stands in.

    One cause for all of them; several below one heading are that heading; else the one most is claimed for,
    with its heading where it is not the only one below it. Empty where nothing is claimed.
    """
    sums: dict[str, Decimal] = {}
    for kind, claimed, relation in claims:
        code = _code(kind, relation)
        sums[code] = sums.get(code, ZERO) + claimed
    if not sums:
        return ""
    headings = {row.code: row.parent or row.code for row in entries("cause")}
    by_heading: dict[str, Decimal] = {}
    for code, claimed in sums.items():
        heading = headings.get(code, code)
        by_heading[heading] = by_heading.get(heading, ZERO) + claimed
    heading = max(by_heading, key=lambda code: by_heading[code])
    below = [code for code in sums if headings.get(code, code) == heading]
    return below[0] if len(below) == 1 else heading


def _code(kind: str, relation: str) -> str:
    if relation in SERVICE_RELATIONS:
        return SERVICE
    if relation == OVER_AGE_RELATION:
        return PAST_RETIREMENT
    code = OF_KIND[ClaimKind(kind)]
    return IN_NEW_FORM[code] if relation == NEW_FORM_RELATION else code


def cause_from_claims(case: Case) -> str:
    """The code of the cause that follows from the upheld claims of the case."""
    claims = case.claims.filter(is_active=True).select_related("claimant__worker")
    return cause_of(
        (claim.kind, claim.claimed, claim.claimant.worker.relation_type)
        for claim in claims
        if claim.claimant.is_active
    )


def follow_claims(case: Case, *, actor: Any, reason: str = "") -> None:
    """Bring the cause in line with the claims, unless somebody chose it; without claims it stays."""
    if case.cause and not case.cause_follows:
        return
    cause = cause_from_claims(case)
    if cause and cause != case.cause:
        case.cause, case.cause_follows = cause, True
        record(case, actor=actor, reason=reason)
