"""Who is on duty: filled day by day, or a week after the pattern of the week before."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Duty, DutyKind, Office, User
from accounts.permissions import can_edit_roster
from core import clock
from core.audit import Reason, lock, record
from core.errors import Problem
from law_tables import current

AS_BEFORE = Reason(gettext_lazy("As the week before"))
WEEK = dt.timedelta(days=7)


@transaction.atomic
def set_duty(
    *, office: Office, on: dt.date, kind: str, user: User | None, actor: User, reason: str = ""
) -> Duty | None:
    """Put a person on a duty of a day, in the place of whoever was on it; None takes the person off.

    Raises `PermissionDenied` when the actor does not keep this roster; `Problem` for a past day without a
    reason, a place that is no aid window, and a person without a role there. Being on duty at two windows on one day
    is possible; the roster points it out.
    """
    if not can_edit_roster(actor, office):
        raise PermissionDenied
    if not office.is_window:
        raise Problem(_("This office has no aid window."))
    lock(office)
    duty = Duty.objects.filter(office=office, on=on, kind=kind).first()
    if (duty.user_id if duty else None) == (user.pk if user else None):
        return duty
    if on < clock.today() and not reason:
        raise Problem({"reason": _("This day has passed: say why the roster changes.")})
    if user and not User.objects.roster_candidates(office, on).filter(pk=user.pk).exists():
        raise Problem(_("%(person)s has no role at this window on that day.") % {"person": user})
    duty = duty or Duty(office=office, on=on, kind=kind)
    duty.user = user
    return record(duty, actor=actor, reason=reason)


@transaction.atomic
def fill_day(
    *, office: Office, on: dt.date, people: Mapping[str, User | None], actor: User, reason: str = ""
) -> None:
    """All duties of a day at once: kind of duty → person or None. Raises as `set_duty` does."""
    for kind in DutyKind.values:
        set_duty(office=office, on=on, kind=kind, user=people.get(kind), actor=actor, reason=reason)


@transaction.atomic
def copy_week(*, office: Office, monday: dt.date, actor: User, reason: str = "") -> int:
    """Fill the gaps of a week after the week before, weekday by weekday; how many duties were filled.

    Days that have passed, days off and people who have left are passed over; what is filled stays.
    """
    if not can_edit_roster(actor, office):
        raise PermissionDenied
    sunday = monday + dt.timedelta(days=6)
    rows = Duty.objects.filter(office=office, on__range=(monday - WEEK, sunday), user__isnull=False)
    by_day = {(duty.on, duty.kind): duty.user for duty in rows.select_related("user")}
    calendar = current.calendar()
    filled = 0
    for (source, kind), user in by_day.items():
        on = source + WEEK
        if source >= monday or on < clock.today() or (on, kind) in by_day:
            continue
        if not calendar.assume_working_day(on)[0]:
            continue
        if User.objects.roster_candidates(office, on).filter(pk=user.pk).exists():
            set_duty(
                office=office,
                on=on,
                kind=kind,
                user=user,
                actor=actor,
                reason=reason or AS_BEFORE(),
            )
            filled += 1
    return filled
