"""What an auditor reads first: the latest changes to cases, and who took what away."""

from typing import Any

from django.db.models import Max, Q
from django.db.models.lookups import In

from accounts.models import Membership, User
from accounts.permissions import office_ids
from cases.models import Case
from cases.queries.narrowing import Condition, narrowed
from cases.queries.scope import office_of_case
from core.lookups import among
from core.models import AccessLog
from seals.models import Verification

LATEST = 10
LOOKED_AT = 200
"""Entries of the access log gathered into the latest lines."""
LARGE = 20_000
"""Of offices with more cases than this the log is read in its order: they stand in enough of it."""


def record_findings(user: User) -> int:
    """How many findings are open since everything was last verified and found right: the most a run made."""
    open_runs = Verification.objects.still_open().values("pk")
    told = Verification.objects.visible_to(user).filter(pk__in=open_runs)
    return told.aggregate(most=Max("found"))["most"] or 0


def latest_changes(user: User) -> list[Any]:
    """The last versions of cases at the offices the user audits, the newest first."""
    offices = office_ids(user, ("auditor",))
    history = Case.history.select_related("history_user", "office", "employer")
    here = Condition(
        among("office_id", offices),
        [Case.history.filter(office__in=offices).values_list("pk", flat=True)],
    )
    return list(narrowed(history, [here])[0].order_by("-history_date", "-history_id")[:LATEST])


def latest_access(user: User) -> list[Any]:
    """The last entries of the access log about those offices' cases, or by their staff.

    The same taken again and again by one person is one line with its `times`, at the moment of the latest.
    """
    offices = office_ids(user, ("auditor",))
    staff = Membership.objects.filter(office__in=offices)
    cases = Case.objects.filter(office__in=offices)
    of_nobody_else = Q(case_id=None, office_id=None, actor__in=staff.values("user"))
    ways = [Q(office_id__in=offices), Q(case_id__in=cases.values("pk")), of_nobody_else]
    by_row = among("office_id", offices) | of_nobody_else
    by_row |= Q(In(office_of_case(), offices))
    sources = [AccessLog.objects.filter(way).values_list("pk", flat=True) for way in ways]
    is_large = cases.values("pk")[: LARGE + 1].count() > LARGE
    own = Condition(by_row, [] if is_large else sources)
    found: dict[tuple[Any, ...], Any] = {}
    for entry in narrowed(AccessLog.objects.select_related("actor"), [own])[0][:LOOKED_AT]:
        key = (entry.actor_id, entry.kind, entry.subject, entry.case_id)
        found.setdefault(key, entry).times = getattr(found.get(key), "times", 0) + 1
    return list(found.values())[:LATEST]
