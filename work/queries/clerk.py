"""What waits for a clerk: the own cases' deadlines, offers, rounds, drafts, and visits to follow up."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.addresses import case_url
from cases.choices import SUPPLEMENT
from cases.models import Case, Deadline, Visit, VisitQuestion, VisitWorker
from cases.workflow import PERFORMANCE, WITH_LIMITS
from core import clock
from core.addresses import address
from core.lookups import among
from core.prepared import Prepared, given
from core.templatetags.gongyuan import short_day
from front_desk.models import IntakeDraft
from mediation.models import MediationRound
from work.items import SHOWN, Item, Part, part
from work.queries.limits import limit_items
from work.queries.money import awaited, closable, payments_due, sent_back, to_close
from work.queries.parties import First, case_item, first, first_of, lines_by_id
from work.queries.undertakings import undertaken, undertakings_due

SOON = dt.timedelta(days=30)
"""Limits farther off than this are no work yet."""

DECISION = "aid_decision"
FOR_OTHERS = (DECISION,)
"""Limits of the own case that somebody else keeps."""


def _own(user: Any, states: Sequence[str]) -> Q:
    """Rows of the cases of this clerk in these states."""
    return Q(case__handler=user, case__state__in=states)


def scheduled(own: Callable[..., QuerySet]) -> Prepared:
    """The rounds on the calendar of cases, as `own` gives their rows."""
    return Prepared(
        lambda **of: first(
            own(**of)
            .filter(state="scheduled")
            .order_by("scheduled_at", "pk")
            .values_list("pk", "case_id", "number", "scheduled_at", named=True)
        )
    )


DEADLINES = First(
    lambda user, today, until: (
        Deadline.objects.in_force(today).filter(due_on__lte=until).exclude(kind__in=FOR_OTHERS)
    ),
    [lambda user, **_: _own(user, WITH_LIMITS), lambda user, **_: Q(watcher=user)],
    lambda user, **_: among("case__handler_id", [user]) | among("watcher_id", [user]),
    "due_on",
    "pk",
)
PAYMENTS = awaited(
    lambda user, **_: _own(user, PERFORMANCE), lambda user, **_: among("case__handler_id", [user])
)
UNDERTAKINGS = undertaken(
    lambda user, **_: _own(user, PERFORMANCE), lambda user, **_: among("case__handler_id", [user])
)
CLOSABLE = closable(lambda user: Case.objects.filter(handler=user))
ROUNDS = scheduled(lambda user: MediationRound.objects.filter(_own(user, WITH_LIMITS)))
RETURNED = Deadline.objects.filter(case=OuterRef("pk"), kind=SUPPLEMENT, state="open")
DRAFTS = Prepared(
    lambda user: first(
        Case.objects.filter(~Exists(RETURNED), handler=user, state="draft")
        .order_by("opened_on", "pk")
        .values_list("pk", flat=True)
    )
)
DECIDED_BY = Prepared(
    lambda ids: Deadline.objects.running().filter(kind=DECISION, case__in=ids).values_list("case", "due_on")
)
INTAKES = Prepared(lambda user: first(IntakeDraft.objects.filter(owner=user).defer("data")))
OPEN_QUESTIONS = VisitQuestion.objects.filter(visit=OuterRef("pk"), outcome="follow_up", is_active=True)
FOLLOW_UPS = Prepared(
    lambda user: first(
        Visit.objects.filter(Exists(OPEN_QUESTIONS), received_by=user).order_by("visited_on", "pk")
    )
)
ATTENDANCES = Prepared(
    lambda ids: (
        VisitWorker.objects.filter(visit__in=ids)
        .select_related("worker")
        .only("visit", "is_active", "worker__name")
    )
)


def own_work(user: User) -> list[Part]:
    """All that waits for this clerk."""
    return [
        _deadlines(user),
        payments_due(PAYMENTS(user=user.pk, until=clock.today() + SOON), _handled(user)),
        undertakings_due(UNDERTAKINGS(user=user.pk, until=clock.today() + SOON), _handled(user)),
        sent_back(user),
        to_close(CLOSABLE(user=user.pk), user, _handled(user)),
        rounds(ROUNDS(user=user.pk), _handled(user)),
        _drafts(user),
        _intakes(user),
        _follow_ups(user),
    ]


def _handled(user: User) -> str:
    return f"{reverse('cases:list')}?handler=me"


def _deadlines(user: User) -> Part:
    rows = DEADLINES(user=user.pk, today=clock.today(), until=clock.today() + SOON)
    return part(rows, limit_items(rows[:SHOWN], user), _("deadlines of your cases"), _handled(user))


def rounds(rows: list[Any], more_url: str) -> Part:
    """Mediation rounds on the calendar, and those that were to be held and are not on record."""
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        over = row.scheduled_at <= clock.now()
        what = _("Mediation round %(number)d") % {"number": row.number}
        action = _("Record the round") if over else _("See the round")
        url = address("mediation:round_step", row.pk, "hold") if over else case_url(row.case_id, "mediation")
        page = case_url(row.case_id, "mediation")
        items.append(case_item(lines[row.case_id], what, action, url, url=page, at=row.scheduled_at))
    return part(rows, items, _("mediation rounds"), more_url)


def _drafts(user: User) -> Part:
    """Drafts not yet submitted, by the day aid is to be decided on; one returned for completion has its own limit and stands there."""
    rows = DRAFTS(user=user.pk)
    due = dict(DECIDED_BY(ids=rows[:SHOWN])) if rows else {}
    items = [
        case_item(
            line,
            _("Draft to be submitted"),
            _("Go on with the case"),
            case_url(line.pk),
            due.get(line.pk),
        )
        for line in first_of(rows)
    ]
    return part(rows, items, _("drafts"), f"{_handled(user)}&state=draft")


def _intakes(user: User) -> Part:
    rows = INTAKES(user=user.pk)
    items = []
    for draft in rows[:SHOWN]:
        url = reverse("front_desk:intake_draft", args=[draft.pk])
        items.append(Item(_("Intake not finished"), url, _("Go on with the intake"), url, draft.title))
    return part(rows, items, _("unfinished intakes"), reverse("front_desk:intake"))


def _follow_ups(user: User) -> Part:
    """Visits this clerk received with a question still to be followed up."""
    rows = FOLLOW_UPS(user=user.pk)
    if rows:
        given(rows[:SHOWN], "attendances", ATTENDANCES(ids=[visit.pk for visit in rows[:SHOWN]]), "visit")
    items = []
    for visit in rows[:SHOWN]:
        url = address("front_desk:visit", visit.pk)
        names = _(", ").join(str(a.worker) for a in visit.attendances.all() if a.is_active)
        what = _("Follow up the visit of %(day)s") % {"day": short_day(visit.visited_on)}
        items.append(Item(what, url, _("Follow up"), url, names))
    return part(rows, items, _("visits to follow up"), reverse("front_desk:visits"))
