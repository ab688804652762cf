"""Running limits as lines of "my work", each with the act that meets it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from assignments.templatetags.assignments import answer_by
from cases.addresses import case_url
from cases.choices import SUPPLEMENT
from cases.models import Case
from core import clock
from core.fsm import may_take
from work.items import Item
from work.queries.parties import case_item, cases_by_id, latest_offers, step_item, with_handler
from work.queries.reports import ISSUED

MET_BY = {
    "limitation": "file_arbitration",
    "arbitration_award": "award",
    "suit_after_award": "file_suit",
    "appeal": "file_suit",
    "enforcement": "enforce",
}
"""The step of the case that meets a limit."""


def limit_items(deadlines: Iterable[Any], user: User) -> list[Item]:
    """The lines of these limits for a user who works on their cases, in a fixed number of queries."""
    deadlines = list(deadlines)
    ids = {deadline.case_id for deadline in deadlines}
    cases = Case.objects.for_lines().prefetch_related("assignments").in_bulk(ids)
    offers, reported = latest_offers(ids), _reported(deadlines)
    return [
        _limit_item(d, cases[d.case_id], user, offers.get(d.case_id), d.case_id in reported)
        for d in deadlines
    ]


def _reported(deadlines: list[Any]) -> set[int]:
    """The cases among them whose closing report was issued."""
    closed = [d.case_id for d in deadlines if d.kind == "archive"]
    return set(ISSUED.filter(case__in=closed).values_list("case", flat=True)) if closed else set()


def _limit_item(deadline: Any, case: Case, user: User, offer: Assignment | None, has_report: bool) -> Item:
    step = "archive" if deadline.kind == "archive" and has_report else MET_BY.get(deadline.kind)
    if step and may_take(case, step, user):
        return step_item(case, deadline.name, step, user, deadline.due_on)
    what, action, url = _act(deadline, case, offer)
    several = reverse("work:closing_reports") if deadline.kind == "archive" else ""
    return case_item(case, what, action, url, deadline.due_on, together_url=several)


def _act(deadline: Any, case: Case, offer: Assignment | None) -> tuple[str, str, str]:
    """What the limit is, what meets it where no step does, and where."""
    what = deadline.name
    if deadline.kind == "aid_appointment":
        return _appointment(case, offer)
    if deadline.kind == SUPPLEMENT:
        return _("Papers to be completed"), _("Complete the papers"), case_url(case.pk)
    if deadline.kind == "mediation":
        return what, _("Mediate"), case_url(case.pk, "next")
    if deadline.kind == "archive":
        return what, _("Issue the closing report"), case_url(case.pk, "next")
    return what, _("Enter what was done"), reverse("cases:finish_deadline", args=[case.pk, deadline.pk])


def _appointment(case: Case, offer: Assignment | None) -> tuple[str, str, str]:
    """Three days to appoint a lawyer: how far it has come."""
    anew = reverse("assignments:offer_case", args=[case.pk])
    if offer is None:
        return _("A lawyer is to be appointed"), _("Make an offer"), anew
    if offer.is_offered and offer.expires_at >= clock.now():
        what = _("A lawyer is to be appointed: %(answer)s") % {"answer": answer_by(offer)}
        return what, _("See the offer"), case_url(case.pk, "people")
    if offer.decline_code:
        what = _("Offer declined: %(reason)s") % {"reason": offer.get_decline_code_display()}
    else:
        what = _("The offer came to nothing")
    return what, _("Make another offer"), anew


def overdue_items(deadlines: Iterable[Any]) -> list[Item]:
    """The lines of these limits for who looks after those that keep them."""
    deadlines = list(deadlines)
    cases = cases_by_id({deadline.case_id for deadline in deadlines})
    items = []
    for deadline in deadlines:
        case = cases[deadline.case_id]
        url = case_url(case.pk, "deadlines")
        about = with_handler(case)
        items.append(case_item(case, deadline.name, _("See the case"), url, deadline.due_on, about=about))
    return items
