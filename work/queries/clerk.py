"""What waits for a clerk: the own cases' deadlines, offers, rounds, drafts, and visits to follow up."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.addresses import case_url
from cases.choices import SUPPLEMENT
from cases.models import Case, Deadline, Visit, VisitQuestion
from cases.workflow import PERFORMANCE, WITH_LIMITS
from core import clock
from core.lookups import among
from core.templatetags.gongyuan import short_day
from front_desk.models import IntakeDraft
from mediation.models import MediationRound
from work.items import SHOWN, Item, Part, first, part
from work.queries.limits import limit_items
from work.queries.money import payments_due, to_close
from work.queries.parties import case_item, cases_by_id, first_due, first_of
from work.queries.undertakings import undertakings_due

SOON = dt.timedelta(days=30)
"""Limits farther off than this are no work yet."""

DECISION = "aid_decision"
FOR_OTHERS = (DECISION,)
"""Limits of the own case that somebody else keeps."""


def own_work(user: User) -> list[Part]:
    """All that waits for this clerk."""
    return [
        _deadlines(user),
        payments_due(_own(user, PERFORMANCE), among("case__handler_id", [user.pk]), _handled(user)),
        undertakings_due(_own(user, PERFORMANCE), among("case__handler_id", [user.pk]), _handled(user)),
        to_close(user, Case.objects.filter(handler=user), _handled(user)),
        rounds(MediationRound.objects.filter(_own(user, WITH_LIMITS)), _handled(user)),
        _drafts(user),
        _intakes(user),
        _follow_ups(user),
    ]


def _handled(user: User) -> str:
    return f"{reverse('cases:list')}?handler=me"


def _own(user: User, states: Sequence[str]) -> Q:
    """Rows of the cases of this clerk in these states."""
    return Q(case__handler=user, case__state__in=states)


def _deadlines(user: User) -> Part:
    running = Deadline.objects.in_force(clock.today()).filter(due_on__lte=clock.today() + SOON)
    own = among("case__handler_id", [user.pk]) | among("watcher_id", [user.pk])
    watched = [_own(user, WITH_LIMITS), Q(watcher=user)]
    rows = first_due(running.exclude(kind__in=FOR_OTHERS), watched, own, "due_on", "pk")
    return part(rows, limit_items(rows[:SHOWN], user), _("deadlines of your cases"), _handled(user))


def rounds(visible: Any, more_url: str) -> Part:
    """Mediation rounds on the calendar, and those that were to be held and are not on record."""
    rows = first(visible.filter(state="scheduled").order_by("scheduled_at", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        over = row.scheduled_at <= clock.now()
        what = _("Mediation round %(number)d") % {"number": row.number}
        action = _("Record the round") if over else _("See the round")
        url = (
            reverse("mediation:round_step", args=[row.pk, "hold"])
            if over
            else case_url(row.case_id, "mediation")
        )
        page = case_url(row.case_id, "mediation")
        items.append(case_item(cases[row.case_id], what, action, url, url=page, at=row.scheduled_at))
    return part(rows, items, _("mediation rounds"), more_url)


def _drafts(user: User) -> Part:
    """Drafts not yet submitted, by the day aid is to be decided on; one returned for completion has its own limit and stands there."""
    returned = Deadline.objects.filter(case=OuterRef("pk"), kind=SUPPLEMENT, state="open")
    drafts = Case.objects.filter(~Exists(returned), handler=user, state="draft")
    rows, shown = first_of(drafts.order_by("opened_on", "pk"))
    running = Deadline.objects.running().filter(kind=DECISION, case__in=rows[:SHOWN])
    due = dict(running.values_list("case", "due_on"))
    items = [
        case_item(
            case,
            _("Draft to be submitted"),
            _("Go on with the case"),
            case_url(case.pk),
            due.get(case.pk),
        )
        for case in shown
    ]
    return part(rows, items, _("drafts"), f"{_handled(user)}&state=draft")


def _intakes(user: User) -> Part:
    rows = first(IntakeDraft.objects.filter(owner=user).defer("data"))
    items = []
    for draft in rows[:SHOWN]:
        url = reverse("front_desk:intake_draft", args=[draft.pk])
        items.append(Item(_("Intake not finished"), url, _("Go on with the intake"), url, draft.title))
    return part(rows, items, _("unfinished intakes"), reverse("front_desk:intake"))


def _follow_ups(user: User) -> Part:
    """Visits this clerk received with a question still to be followed up."""
    open_ones = VisitQuestion.objects.filter(visit=OuterRef("pk"), outcome="follow_up", is_active=True)
    visits = Visit.objects.filter(Exists(open_ones), received_by=user)
    rows = first(visits.prefetch_related("attendances__worker").order_by("visited_on", "pk"))
    items = []
    for visit in rows[:SHOWN]:
        url = reverse("front_desk:visit", args=[visit.pk])
        names = _(", ").join(str(a.worker) for a in visit.attendances.all() if a.is_active)
        what = _("Follow up the visit of %(day)s") % {"day": short_day(visit.visited_on)}
        items.append(Item(what, url, _("Follow up"), url, names))
    return part(rows, items, _("visits to follow up"), reverse("front_desk:visits"))
