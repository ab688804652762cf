"""What was found in the record, with the cases it is about."""

from collections.abc import Sequence
from typing import Any

from django import template

from cases.models import Case
from cases.queries.of_rows import cases_of_rows
from seals.findings import Finding

register = template.Library()


@register.simple_tag(takes_context=True)
def with_cases(context: Any, findings: Sequence[Finding]) -> list[tuple[Finding, Case | None]]:
    """Each finding, and the case its row belongs to where the user of the page may see it."""
    cases = cases_of_rows(((f.table, f.pk) for f in findings), context["request"].user)
    return [(finding, cases.get((finding.table, finding.pk))) for finding in findings]
