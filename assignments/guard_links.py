"""What an accepted case waits for until a lawyer acts in it."""

from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from cases.permissions import can_handle
from cases.views.guard_links import Link, link_to
from cases.views.next_action import Awaited, awaited_in
from cases.workflow import CaseState
from core import clock


@awaited_in(CaseState.ACCEPTED)
def a_lawyer(case: Case) -> Awaited | None:
    """The answer to the offer that ends last; without one an offer, within the days of the appointment."""
    assignments = list(case.assignments.all())
    if any(assignment.is_accepted for assignment in assignments):
        return None
    offers = [a for a in assignments if a.is_offered and a.expires_at >= clock.now()]
    if offers:
        last = max(offers, key=lambda offer: offer.expires_at)
        title = _("Waits for the answer of %(whom)s to the offer") % {"whom": last.lawyer or last.firm}
        see: Link = {"label": _("See the offer"), "url": case_url(case.pk, "people")}
        return Awaited(title, last.expires_at, link=see, by=can_handle)
    limit = next((d for d in case.deadlines.all() if d.kind == "aid_appointment" and d.state == "open"), None)
    label = _("Offer to a lawyer")
    link = link_to(label, "assignments:offer_case", case.pk)
    return Awaited(label, limit.due_on if limit else None, link=link, by=can_handle)
