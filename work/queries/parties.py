"""Whose case it is, for all lines of the page at once."""

from collections.abc import Iterable
from typing import Any

from assignments.models import Assignment
from cases.models import Case


def cases_by_id(ids: Iterable[int]) -> dict[int, Any]:
    """The cases with what names them, in a fixed number of queries."""
    return Case.objects.for_list().in_bulk(list(ids))


def whose(case: Any) -> str:
    """周建国等8人 · 上海某某公司; the number where nobody is named yet."""
    employer = str(case.employer) if case.employer else ""
    return " · ".join(part for part in (case.claimant_names, employer) if part) or str(case)


def latest_offers(ids: Iterable[int]) -> dict[int, Any]:
    """Case id → its latest offer or assignment."""
    offers = Assignment.objects.filter(case__in=list(ids)).order_by("pk")
    return {offer.case_id: offer for offer in offers}
