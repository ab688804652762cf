"""Running limits as lines of "my work", each with the act that meets it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.templatetags.assignments import answer_by
from cases.addresses import case_url
from cases.choices import SUPPLEMENT
from cases.models import Case
from cases.models.deadlines import name_of_deadline
from core import clock
from core.addresses import address
from core.fsm import may_take
from core.prepared import Prepared
from documents.models import Paper
from work.items import Item
from work.queries.parties import CaseLine, case_item, cases_by_id, lines_by_id, step_item
from work.queries.reports import IS_ISSUED

MET_BY = {
    "limitation": "file_arbitration",
    "arbitration_award": "award",
    "suit_after_award": "file_suit",
    "appeal": "file_suit",
    "enforcement": "enforce",
}
"""The step of the case that meets a limit."""

AS_LINE = ("pk", "case_id", "kind", "label", "due_on")
"""What a line takes of a deadline."""

REPORTED = Prepared(
    lambda ids: Paper.objects.filter(IS_ISSUED, case__in=ids).order_by().values_list("case", flat=True)
)


def limit_items(deadlines: Iterable[Any], user: User) -> list[Item]:
    """The lines of these limits for a user who works on their cases, in a fixed number of queries."""
    deadlines = list(deadlines)
    ids = {deadline.case_id for deadline in deadlines}
    lines, cases, reported = lines_by_id(ids), cases_by_id(ids), _reported(deadlines)
    return [
        _limit_item(d, lines[d.case_id], cases[d.case_id], user, d.case_id in reported) for d in deadlines
    ]


def _reported(deadlines: list[Any]) -> set[int]:
    """The cases among them whose closing report was issued."""
    closed = [d.case_id for d in deadlines if d.kind == "archive"]
    return set(REPORTED(ids=closed)) if closed else set()


def _limit_item(deadline: Any, line: CaseLine, case: Case, user: User, has_report: bool) -> Item:
    name = name_of_deadline(deadline.kind, deadline.label)
    step = "archive" if deadline.kind == "archive" and has_report else MET_BY.get(deadline.kind)
    if step and may_take(case, step, user):
        return step_item(line, case, name, step, user, deadline.due_on)
    what, action, url = _act(deadline, name, case)
    several = reverse("work:closing_reports") if deadline.kind == "archive" else ""
    return case_item(line, what, action, url, deadline.due_on, together_url=several)


def _act(deadline: Any, what: str, case: Case) -> tuple[str, str, str]:
    """What the limit is, what meets it where no step does, and where."""
    if deadline.kind == "aid_appointment":
        return _appointment(case)
    if deadline.kind == SUPPLEMENT:
        return _("Papers to be completed"), _("Complete the papers"), case_url(case.pk)
    if deadline.kind == "mediation":
        return what, _("Mediate"), case_url(case.pk, "next")
    if deadline.kind == "archive":
        return what, _("Issue the closing report"), case_url(case.pk, "next")
    return what, _("Enter what was done"), address("cases:finish_deadline", case.pk, deadline.pk)


def _appointment(case: Any) -> tuple[str, str, str]:
    """Three days to appoint a lawyer: how far it has come by the latest offer."""
    offer = max(case.assignments.all(), key=lambda one: one.pk, default=None)
    anew = address("assignments:offer_case", case.pk)
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
    lines = lines_by_id({deadline.case_id for deadline in deadlines})
    items = []
    for deadline in deadlines:
        line = lines[deadline.case_id]
        what, url = name_of_deadline(deadline.kind, deadline.label), case_url(line.pk, "deadlines")
        items.append(case_item(line, what, _("See the case"), url, deadline.due_on, about=line.with_handler))
    return items
