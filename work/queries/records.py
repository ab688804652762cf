"""What an auditor reads first: the latest changes to cases, and who took what away."""

from typing import Any

from django.db.models import Max, Q
from django.db.models.lookups import In

from accounts.models import Membership, User
from accounts.permissions import office_ids
from cases.models import Case
from cases.queries.scope import office_of_case
from core.lookups import among
from core.models import AccessLog
from core.prepared import Prepared, summed
from seals.models import Verification
from seals.permissions import can_read_seals
from work.queries.parties import First

LATEST = 10
LOOKED_AT = 200
"""Entries of the access log gathered into the latest lines."""
LARGE = 20_000
"""Of offices with more cases than this the log is read in its order: they stand in enough of it."""

FINDINGS = Prepared(lambda: summed(Verification.objects.still_open(), most=Max("found")))
CHANGES = First(
    lambda **_: Case.history.select_related("history_user", "office", "employer").only(
        "id",
        "number",
        "state",
        "history_date",
        "history_change_reason",
        "history_user__name",
        "history_user__username",
        "office__name",
        "employer__name",
        "employer__known_by",
    ),
    [lambda offices: Q(office__in=offices)],
    lambda offices: among("office_id", offices),
    "-history_date",
    "-history_id",
    most=LATEST,
)
IS_LARGE = Prepared(
    lambda offices: (
        Case.objects.filter(office__in=offices).order_by().values_list("pk", flat=True)[LARGE : LARGE + 1]
    )
)


def _of_nobody_else(offices: Any) -> Q:
    """Of no case and no office, and by the staff of these."""
    staff = Membership.objects.filter(office__in=offices)
    return Q(case_id=None, office_id=None, actor__in=staff.values("user"))


LOOKED_THROUGH = First(
    lambda **_: AccessLog.objects.values_list("pk", "actor_id", "kind", "subject", "case_id"),
    [
        lambda offices: Q(office_id__in=offices),
        lambda offices: Q(case_id__in=Case.objects.filter(office__in=offices).values("pk")),
        _of_nobody_else,
    ],
    lambda offices: among("office_id", offices) | _of_nobody_else(offices) | Q(In(office_of_case(), offices)),
    "-at",
    "-id",
    most=LOOKED_AT,
)
ACCESSES = Prepared(lambda ids: AccessLog.objects.filter(pk__in=ids).select_related("actor"))


def record_findings(user: User) -> int:
    """How many findings are open since everything was last verified and found right: the most a run made."""
    if not can_read_seals(user):
        return 0
    ((most,),) = FINDINGS()
    return most or 0


def latest_changes(user: User) -> list[Any]:
    """The last versions of cases at the offices the user audits, the newest first."""
    changes = CHANGES(offices=office_ids(user, ("auditor",)))
    for change in changes:
        change.case = Case(pk=change.id, number=change.number)
    return changes


def latest_access(user: User) -> list[Any]:
    """The last entries of the access log about those offices' cases, or by their staff.

    The same taken again and again by one person is one line with its `times`, at the moment of the latest.
    """
    offices = office_ids(user, ("auditor",))
    look = LOOKED_THROUGH.many if IS_LARGE(offices=offices) else LOOKED_THROUGH
    found: dict[tuple[Any, ...], list[int]] = {}
    for pk, *told in look(offices=offices):
        found.setdefault(tuple(told), []).append(pk)
    latest = list(found.values())[:LATEST]
    entries = {entry.pk: entry for entry in ACCESSES(ids=[keys[0] for keys in latest])}
    for pk, *others in latest:
        entries[pk].times = 1 + len(others)
    return [entries[keys[0]] for keys in latest]
