"""The page on which money meets an open guard of the case."""

from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.guard_links import Link, link_to, meets
from cases.workflow import has_closing_report


@meets(has_closing_report)
def open_payment(case: Case) -> list[Link]:
    """Recording a payment, while less has come in than was agreed or awarded."""
    claims = [claim for claim in case.claims.all() if claim.is_active]
    if not any(claim.received < (claim.agreed or 0) for claim in claims):
        return []
    return [link_to(_("Record a payment"), "recoveries:record", case.pk)]
