"""The most visible thing on the case page: the one next step, why it is closed, and the other ways on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.forms.steps import asks_nothing
from cases.models import Case
from cases.permissions import Predicate, clerk_or_lawyer
from cases.progress import waits_for
from cases.views.effects import effects_of
from cases.views.guard_links import Link, work_towards
from core.fsm import Step, steps_for
from core.templatetags.gongyuan import days_left, moment, short_day, time_left

SHOWN = 2
"""How many other steps stand beside the primary one; the rest go into the menu."""


@dataclass(frozen=True)
class Awaited:
    """What the case waits for and from whom, until when, and the page on which whoever acts does it.

    `title` is the same act as the `link`, where there is one; `by` says who may take it.
    """

    title: str
    until: dt.date | dt.datetime | None = None
    note: str = ""
    link: Link | None = None
    by: Predicate = clerk_or_lawyer


Says = Callable[[Case], Awaited | None]

AWAITED: dict[str, Says] = {}


def awaited_in(*states: str) -> Callable[[Says], Says]:
    """Register what an app above knows of what a case waits for in these states."""

    def register(says: Says) -> Says:
        AWAITED.update(dict.fromkeys(states, says))
        return says

    return register


def next_action(case: Case, user: User) -> dict[str, Any]:
    """Context of `components/next_action.html` for the case as this user sees it.

    A step that asks nothing but an optional remark is taken `at_once`, by the button of the page.
    """
    steps = steps_for(case, user)
    awaited = AWAITED[case.state](case) if case.state in AWAITED else None
    if awaited:
        return _waiting(case, user, steps, awaited)
    primary = _primary(steps)
    if primary is None:
        return {"title": waits_for(case), "note": _nearest(case), "more": _menu(case, steps)}
    rest = [step for step in steps if step is not primary]
    ways = _ways(rest)
    work = [] if primary.is_open else work_towards(case, user, primary)
    return {
        "title": work[0]["label"] if work else str(primary.label),
        "note": _nearest(case),
        "checks": [
            {"ok": check.ok, "mark": check.mark, "text": check.text, "url": check.guard.at}
            for check in primary.checks
        ],
        "primary": {
            "label": primary.label,
            "url": _url(case, primary),
            "enabled": primary.is_open,
            "at_once": primary.is_open and asks_nothing(primary.name),
        },
        "effects": effects_of(case, primary) if primary.is_open else [],
        "work": work[:1],
        "others": work[1:3] + [{"label": step.label, "url": _url(case, step)} for step in ways],
        "more": _menu(case, [step for step in rest if step not in ways]),
    }


def _waiting(case: Case, user: User, steps: list[Step], awaited: Awaited) -> dict[str, Any]:
    """What is waited for, with the one act that answers it; the steps are other ways on."""
    link = awaited.link if awaited.link and awaited.by(case, user) else None
    primary = _primary(steps)
    work = work_towards(case, user, primary) if primary and not primary.is_open else []
    ways = _ways(steps)
    return {
        "title": awaited.title,
        "note": " · ".join(filter(None, (_until(awaited.until) or _nearest(case), awaited.note))),
        "primary": {**link, "enabled": True, "at_once": False} if link else None,
        "others": [other for other in work if not link or other["url"] != link["url"]][:1]
        + [{"label": step.label, "url": _url(case, step)} for step in ways],
        "more": _menu(case, [step for step in steps if step not in ways]),
    }


def _ways(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.tone != "danger" and step.is_open][:SHOWN]


def _until(until: dt.date | dt.datetime | None) -> str:
    if until is None:
        return ""
    if isinstance(until, dt.datetime):
        when, left = moment(until), time_left(until)
    else:
        when, left = short_day(until), days_left(until)
    return _("by %(when)s, %(left)s") % {"when": when, "left": left}


def _primary(steps: list[Step]) -> Step | None:
    """The first way forward that is open; else the first closed one, to say what it still needs."""
    forward = [step for step in steps if step.tone == "primary"] or [s for s in steps if s.tone != "danger"]
    return next((step for step in forward if step.is_open), forward[0] if forward else None)


def _menu(case: Case, steps: list[Step]) -> list[dict[str, Any]]:
    """The remaining steps, ways out last; a closed one says why."""
    return [
        {
            "label": step.label,
            "url": _url(case, step),
            "danger": step.tone == "danger",
            "why": " ".join(str(check.text) for check in step.open_checks),
        }
        for step in sorted(steps, key=lambda s: (s.tone == "danger", s.rank))
    ]


def _url(case: Case, step: Step) -> str:
    return reverse("cases:step", args=[case.pk, step.name.replace("_", "-")])


def _nearest(case: Case) -> str:
    """The limit that ends first, with the days left."""
    running = [d for d in case.deadlines.all() if d.is_running]
    if not running:
        return ""
    first = min(running, key=lambda d: d.due_on)
    return _("%(limit)s: %(left)s") % {
        "limit": first.get_kind_display(),
        "left": days_left(first.due_on),
    }
