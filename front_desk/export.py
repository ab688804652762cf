"""The list of visits as a table to take away: a line for each question."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import Office, User
from accounts.permissions import office_ids
from cases.permissions import can_export
from cases.queries.scope import scope_key
from cases.queries.visits import visits_listed
from core.export_jobs import LISTS, ExportedList
from core.paging import in_pieces
from front_desk.forms.visits import VisitFilter

VISITS = "front_desk:export_visits"
"""The name of the address at which they are taken away."""
ORDER = ("-visited_on", "-id")
CHUNK = 500


def filters(params: QueryDict, user: User) -> VisitFilter:
    """What a query string narrows the list by."""
    offices = office_ids(user)
    return VisitFilter(
        params,
        offices=Office.objects.filter(pk__in=offices, is_window=True),
        clerks=User.objects.clerks_of(Office.objects.filter(pk__in=offices)),
    )


def header() -> list[str]:
    """The titles of the columns."""
    return [
        _("Date"), _("Time"), _("Window"), _("Channel"), _("Who came"), _("People"), _("Employer"), _("Kind"),
        _("Question"), _("Answer"), _("Outcome"), _("Referred to"), _("Received by"), _("On duty"), _("Cases"),
    ]  # fmt: skip


def lines(visits: Any) -> Iterator[list[Any]]:
    """A line for each question; the heads stand in the first line of a visit only, so that they add up."""
    found = in_pieces(
        visits.for_list(), order=ORDER, size=CHUNK, key=lambda visit: (visit.visited_on, visit.pk)
    )
    for visit in (visit for piece in found for visit in piece):
        people = pgettext("list", ", ").join(str(attendance) for attendance in visit.active_attendances)
        cases = pgettext("list", ", ").join(str(case) for case in visit.cases.all())
        at = f"{visit.visited_at:%H:%M}" if visit.visited_at else ""
        for number, question in enumerate(visit.active_questions):
            yield [
                visit.visited_on, at, visit.office, visit.get_channel_display(), people,
                visit.head_count if not number else None, visit.employer, question.get_kind_display(),
                question.question, question.answer, question.get_outcome_display(), question.referred_to,
                visit.received_by, visit.on_duty, cases,
            ]  # fmt: skip


def _questions(visits: Any) -> int:
    return visits.counts().questions


LISTS[VISITS] = ExportedList(
    subject=gettext_lazy("Visits (%(format)s)"),
    file_name=gettext_lazy("Visits"),
    may=can_export,
    scope=scope_key,
    form=filters,
    found=lambda form, user: visits_listed(user, form.wanted),
    header=header,
    lines=lines,
    count=_questions,
)
