"""What waits for a clerk: the own cases' deadlines, offers, rounds, drafts, and visits to follow up."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases.choices import SUPPLEMENT
from cases.models import Case, Deadline, Visit
from core import clock
from front_desk.models import IntakeDraft
from mediation.models import MediationRound
from work.items import SHOWN, Item, Part, first, part
from work.queries.parties import cases_by_id, latest_offers, whose

SOON = dt.timedelta(days=30)
"""Limits farther off than this are no work yet."""

DECISION = "aid_decision"
APPOINTMENT = "aid_appointment"
FOR_OTHERS = (DECISION,)
"""Limits of the own case that somebody else keeps."""


def own_work(user: User) -> list[Part]:
    """All that waits for this clerk."""
    return [
        _deadlines(user),
        rounds(MediationRound.objects.filter(case__handler=user), _handled(user)),
        _drafts(user),
        _intakes(user),
        _follow_ups(user),
    ]


def _handled(user: User) -> str:
    return f"{reverse('cases:list')}?handler=me"


def case_url(pk: int, at: str = "") -> str:
    """The case page, at a section."""
    return reverse("cases:detail", args=[pk]) + at


def step_url(pk: int, step: str) -> str:
    """The page of a step of the case."""
    return reverse("cases:step", args=[pk, step])


def _deadlines(user: User) -> Part:
    own = Q(case__handler=user) | Q(watcher=user)
    running = Deadline.objects.running().filter(own, due_on__lte=clock.today() + SOON)
    rows = first(running.exclude(kind__in=FOR_OTHERS).order_by("due_on", "pk"))
    shown = rows[:SHOWN]
    ids = {deadline.case_id for deadline in shown}
    cases, offers = cases_by_id(ids), latest_offers(ids)
    items = [deadline_item(d, cases[d.case_id], offers.get(d.case_id)) for d in shown]
    return part(rows, items, _("deadlines of your cases"), _handled(user))


def deadline_item(deadline: Any, case: Any, offer: Any = None) -> Item:
    """A running limit, with the action that meets it."""
    what, action, url = deadline.name, _("View"), case_url(case.pk, "#deadlines")
    if deadline.kind == APPOINTMENT:
        what, action, url = _appointment(case, offer)
    elif deadline.kind == SUPPLEMENT:
        what, action, url = _("Papers to be completed"), _("Complete the papers"), case_url(case.pk)
    elif deadline.kind == "archive":
        action, url = _("Archive"), step_url(case.pk, "archive")
    elif deadline.kind == "mediation":
        action, url = _("Mediate"), case_url(case.pk, "#mediation")
    return Item(what, case_url(case.pk), action, url, whose(case), deadline.due_on)


def _appointment(case: Any, offer: Any) -> tuple[str, str, str]:
    """Three days to appoint a lawyer: how far it has come."""
    if offer is None:
        return (
            _("A lawyer is to be appointed"),
            _("Make an offer"),
            reverse("assignments:offer_case", args=[case.pk]),
        )
    if offer.is_offered and offer.expires_at >= clock.now():
        return _("The offer waits for an answer"), _("View"), case_url(case.pk, "#people")
    if offer.decline_code:
        what = _("Offer declined: %(reason)s") % {"reason": offer.get_decline_code_display()}
    else:
        what = _("The offer came to nothing")
    return what, _("Make another offer"), reverse("assignments:offer_case", args=[case.pk])


def rounds(visible: Any, more_url: str) -> Part:
    """Mediation rounds on the calendar, and those that were to be held and are not on record."""
    rows = first(visible.filter(state="scheduled").order_by("scheduled_at", "pk"))
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = []
    for row in rows[:SHOWN]:
        local = timezone.localtime(row.scheduled_at, timezone.get_default_timezone())
        over = row.scheduled_at <= clock.now()
        what = _("Mediation round %(number)d, %(time)s") % {"number": row.number, "time": f"{local:%H:%M}"}
        action = _("Record the round") if over else _("View")
        url = (
            reverse("mediation:round_step", args=[row.pk, "hold"])
            if over
            else case_url(row.case_id, "#mediation")
        )
        items.append(
            Item(
                what,
                case_url(row.case_id, "#mediation"),
                action,
                url,
                whose(cases[row.case_id]),
                local.date(),
            )
        )
    return part(rows, items, _("mediation rounds"), more_url)


def _drafts(user: User) -> Part:
    """Drafts not yet submitted, by the day aid is to be decided on; one returned for completion has its own limit and stands there."""
    returned = Q(deadlines__kind=SUPPLEMENT, deadlines__state="open")
    drafts = Case.objects.filter(handler=user, state="draft").exclude(returned)
    rows = first(drafts.for_list().order_by("opened_on", "pk"))
    running = Deadline.objects.running().filter(kind=DECISION, case__in=[case.pk for case in rows[:SHOWN]])
    due = dict(running.values_list("case", "due_on"))
    items = [
        Item(
            _("Draft to be submitted"),
            case_url(case.pk),
            _("Go on"),
            case_url(case.pk),
            whose(case),
            due.get(case.pk),
        )
        for case in rows[:SHOWN]
    ]
    return part(rows, items, _("drafts"), f"{_handled(user)}&state=draft")


def _intakes(user: User) -> Part:
    rows = first(IntakeDraft.objects.filter(owner=user).defer("data"))
    items = []
    for draft in rows[:SHOWN]:
        url = reverse("front_desk:intake_draft", args=[draft.pk])
        items.append(Item(_("Intake not finished"), url, _("Go on"), url, draft.title))
    return part(rows, items, _("unfinished intakes"), reverse("front_desk:intake"))


def _follow_ups(user: User) -> Part:
    """Visits this clerk received with a question still to be followed up."""
    visits = Visit.objects.filter(
        received_by=user, questions__outcome="follow_up", questions__is_active=True
    ).distinct()
    rows = first(visits.prefetch_related("attendances__worker").order_by("visited_on", "pk"))
    items = []
    for visit in rows[:SHOWN]:
        url = reverse("front_desk:visit", args=[visit.pk])
        names = _(", ").join(str(a.worker) for a in visit.attendances.all() if a.is_active)
        what = _("Follow up the visit of %(day)s") % {"day": f"{visit.visited_on:%Y-%m-%d}"}
        items.append(Item(what, url, _("View"), url, names))
    return part(rows, items, _("visits to follow up"), reverse("front_desk:visits"))
