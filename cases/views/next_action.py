"""The most visible thing on the case page: the one next step, why it is closed, and the other ways on."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases.models import Case
from cases.permissions import can_handle
from cases.progress import waits_for
from cases.views.guard_links import work_towards
from cases.workflow import CaseState
from core.fsm import Step, steps_for

SHOWN = 2
"""How many other steps stand beside the primary one; the rest go into the menu."""


def next_action(case: Case, user: User) -> dict[str, Any]:
    """Context of `components/next_action.html` for the case as this user sees it."""
    steps = steps_for(case, user)
    primary = _primary(steps)
    if primary is None:
        return {"title": waits_for(case), "note": _nearest(case), "more": _menu(case, steps)}
    rest = [step for step in steps if step is not primary]
    ways = [step for step in rest if step.tone != "danger" and step.is_open][:SHOWN]
    others = [{"label": step.label, "url": _url(case, step)} for step in ways]
    if case.state == CaseState.ACCEPTED and can_handle(case, user):
        others.insert(
            0, {"label": _("Offer to a lawyer"), "url": reverse("assignments:offer_case", args=[case.pk])}
        )
    work = [] if primary.is_open else work_towards(case, user, primary)
    return {
        "title": str(primary.label),
        "note": _nearest(case),
        "checks": [
            {"ok": ok, "text": guard.label if ok else guard.reason, "url": guard.at}
            for guard, ok in primary.checks
        ],
        "primary": {"label": primary.label, "url": _url(case, primary), "enabled": primary.is_open},
        "work": work[:1],
        "others": work[1:2] + others,
        "more": _menu(case, [step for step in rest if step not in ways]),
    }


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
            "why": " ".join(str(guard.reason) for guard in step.open_guards),
        }
        for step in sorted(steps, key=lambda s: (s.tone == "danger", s.rank))
    ]


def _url(case: Case, step: Step) -> str:
    return reverse("cases:step", args=[case.pk, step.name.replace("_", "-")])


def _nearest(case: Case) -> str:
    """The limit that ends first, with the days left."""
    running = [d for d in case.deadlines.all() if d.state == "open"]
    if not running:
        return ""
    first = min(running, key=lambda d: d.due_on)
    days = first.days_left
    if days < 0:
        left = ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    elif days == 0:
        left = _("today")
    else:
        left = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return _("%(limit)s: %(left)s") % {"limit": first.get_kind_display(), "left": left}
