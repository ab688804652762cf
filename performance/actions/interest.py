"""What is due as interest on delay: worked out from the days of payment, or as the court fixed it."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from core import clock
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from core.money import ZERO
from performance.delays import Late
from performance.models import InterestOnDelay

WORKED_OUT_ANEW = Reason(gettext_lazy("Entered anew."))


@transaction.atomic
def enter_interest(
    case: Case,
    *,
    late: Late,
    until: dt.date,
    actor: User,
    by_hand: Decimal | None = None,
    reason: str = "",
) -> InterestOnDelay:
    """Put on record what is due up to a day; the one before for the same claim is struck out.

    `late` is what `performance.delays.late_by` found on that day. With `by_hand` (yuan) another sum than worked out
    is entered; `reason` says who fixed it.
    """
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case)
    if case.is_ended:
        raise Changed(_("The case has ended."))
    if until > clock.today():
        raise Problem({"until": _("This day has not come yet.")})
    if by_hand is not None and not reason.strip():
        raise Problem({"reason": _("Say who fixed this sum, and where it stands.")})
    interest = late.interest
    amount = interest.total if by_hand is None else by_hand
    if amount <= ZERO:
        raise Problem({"until": _("No interest is due on this day.")})
    of = {"case": case, "claimant": late.claimant, "claim": late.claim}
    for former in InterestOnDelay.objects.select_for_update().filter(**of, struck_out=False):
        former.struck_out = True
        record(former, actor=actor, reason=WORKED_OUT_ANEW())
    entered = InterestOnDelay(
        **of,
        until=until,
        amount=amount,
        frozen=late.frozen(interest) if by_hand is None else None,
        reason=reason.strip() if by_hand is not None else "",
        entered_by=actor,
    )
    return record(entered, actor=actor, reason=reason)


@transaction.atomic
def strike_interest(
    interest: InterestOnDelay, *, actor: User, reason: str, seen_version: int | None = None
) -> InterestOnDelay:
    """Take back what was entered; it stays on record."""
    if not clerk_or_lawyer(interest.case, actor):
        raise PermissionDenied
    lock(interest.case)
    fresh = lock(interest, version=seen_version)
    if fresh.struck_out:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why it is struck out.")})
    fresh.struck_out = True
    return record(fresh, actor=actor, reason=reason)
