"""What an auditor reads first: the latest changes to cases, and who took what away."""

from typing import Any

from django.db.models import Max, Q, QuerySet

from accounts.models import Membership, User
from accounts.permissions import office_ids
from cases.models import Case
from core.models import AccessLog
from seals.models import Verification

LATEST = 10
LOOKED_AT = 200
"""Entries of the access log gathered into the latest lines."""


def record_findings(user: User) -> int:
    """How many findings are open since everything was last verified and found right: the most a run made."""
    open_runs = Verification.objects.still_open().values("pk")
    told = Verification.objects.visible_to(user).filter(pk__in=open_runs)
    return told.aggregate(most=Max("found"))["most"] or 0


def latest_changes(user: User) -> list[Any]:
    """The last versions of cases at the offices the user audits, the newest first."""
    offices = office_ids(user, ("auditor",))
    history = Case.history.filter(office__in=offices).select_related("history_user", "office", "employer")
    return list(history.order_by("-history_date", "-history_id")[:LATEST])


def latest_access(user: User) -> list[Any]:
    """The last entries of the access log about those offices' cases, or by their staff.

    The same taken again and again by one person is one line with its `times`, at the moment of the latest.
    """
    offices = office_ids(user, ("auditor",))
    staff = Membership.objects.filter(office__in=offices)
    cases = Case.objects.filter(office__in=offices)
    log: QuerySet = AccessLog.objects.select_related("actor")
    own = Q(case_id__in=cases.values("pk")) | Q(office_id__in=offices)
    own |= Q(case_id=None, office_id=None, actor__in=staff.values("user"))
    found: dict[tuple[Any, ...], Any] = {}
    for entry in log.filter(own)[:LOOKED_AT]:
        key = (entry.actor_id, entry.kind, entry.subject, entry.case_id)
        found.setdefault(key, entry).times = getattr(found.get(key), "times", 0) + 1
    return list(found.values())[:LATEST]
