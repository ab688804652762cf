"""The pages on which the open guards of a closed step are met."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases import workflow
from cases.models import Case
from cases.permissions import can_handle, clerk_or_lawyer
from core.fsm import Guard, Step

Link = dict[str, Any]
"""`label` and `url`; with `post`, a form that is sent there by the press."""

Links = Callable[[Case], list[Link]]

FROM_ABOVE: list[tuple[Guard, Links]] = []


def meets(guard: Guard) -> Callable[[Links], Links]:
    """Register what an app above links to where this guard is open; it comes before what stands here."""

    def register(links: Links) -> Links:
        FROM_ABOVE.append((guard, links))
        return links

    return register


def work_towards(case: Case, user: User, step: Step) -> list[Link]:
    """Links to the work that is missing, the first thing to do first; none where the user may not do it."""
    if not clerk_or_lawyer(case, user):
        return []
    return [link for check in step.open_checks for link in _towards(case, user, check.guard)]


def _towards(case: Case, user: User, guard: Guard) -> Iterator[Link]:
    for met, links in FROM_ABOVE:
        if met is guard:
            yield from links(case)
    if guard is workflow.has_claims:
        yield link_to(_("Add a claim"), "cases:add_claim", case.pk)
    if guard is workflow.has_consent and can_handle(case, user):
        yield link_to(_("Record consent"), "cases:consent", case.pk)
    if guard is workflow.has_no_critical_deadline:
        for deadline in sorted(case.deadlines.all(), key=lambda d: d.due_on):
            if deadline.critical and deadline.is_running:
                label = _("Settle: %(limit)s") % {"limit": deadline.get_kind_display()}
                yield link_to(label, "cases:finish_deadline", case.pk, deadline.pk)
    if guard is workflow.has_closing_report:
        yield link_to(_("Write the closing report"), "cases:closing_report", case.pk)


def link_to(label: str, name: str, *args: Any) -> Link:
    """A link to the page of that name."""
    return {"label": label, "url": reverse(name, args=args)}
