"""What a case waits for once money is due: the payments, and the supervisor who verifies them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from cases.models import Case
from cases.views.guard_links import link_to
from cases.views.next_action import Awaited, awaited_in
from cases.workflow import PERFORMANCE
from core.money import ZERO
from core.templatetags.gongyuan import money
from mediation.payments import open_dues, payments_of


@awaited_in(*PERFORMANCE)
def the_money(case: Case) -> Awaited | None:
    """The next payment that has not come in; all of it there and the report written, its verification."""
    claims = [claim for claim in case.claims.all() if claim.is_active]
    agreed = sum((claim.agreed or ZERO for claim in claims), ZERO)
    outstanding = sum((max((claim.agreed or ZERO) - claim.received, ZERO) for claim in claims), ZERO)
    if outstanding:
        return _payment(case, agreed, outstanding)
    unverified = sum((abs(r.amount) for r in case.receipts.all() if r.state == "recorded"), ZERO)
    if unverified and case.closing_method:
        return Awaited(_("Waits for a supervisor to verify %(sum)s yuan") % {"sum": money(unverified)})
    return None


def _payment(case: Case, agreed: Decimal, outstanding: Decimal) -> Awaited:
    dues = open_dues(payments_of(case))
    payer = case.employer or _("the employer")
    link = link_to(_("Record a payment"), "recoveries:record", case.pk)
    sums = _("%(open)s of %(agreed)s yuan outstanding") % {
        "open": money(outstanding),
        "agreed": money(agreed),
    }
    due = dues[0] if dues else None
    title = _("Waits for %(payer)s to pay %(sum)s yuan")
    title %= {"payer": payer, "sum": money(due.open if due else outstanding)}
    return Awaited(title, due.on if due else None, sums, link)
