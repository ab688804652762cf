"""What employers promised beside money, as lines of "my work": to be ticked off, or late."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from core import clock
from performance.addresses import SECTION
from performance.models import Undertaking
from work.items import SHOWN, Item, Part, part
from work.queries.money import SOON
from work.queries.parties import case_item, cases_by_id, first_due, with_handler


def undertakings_due(own: Q, by_row: Q, more_url: str) -> Part:
    """Each that is late or falls due soon, to be ticked off with its proof."""
    soon = Undertaking.objects.open().filter(due_on__lte=clock.today() + SOON)
    return _part(first_due(_told(soon), [own], by_row, "due_on", "case", "pk"), _to_do, more_url)


def undertakings_late(watched: Q, by_row: Q) -> Part:
    """Each whose day has passed, for who looks after those that tick them off."""
    late = first_due(_told(Undertaking.objects.late()), [watched], by_row, "due_on", "case", "pk")
    return _part(late, _to_see, reverse("cases:list"))


def _told(rows: Any) -> Any:
    return rows.select_related("claimant__worker")


def _part(rows: list[Undertaking], line: Any, more_url: str) -> Part:
    cases = cases_by_id({row.case_id for row in rows[:SHOWN]})
    items = [line(row, cases[row.case_id]) for row in rows[:SHOWN]]
    return part(rows, items, _("things promised beside money"), more_url)


def _to_do(row: Undertaking, case: Case) -> Item:
    url = reverse("performance:tick_off", args=[row.pk])
    return case_item(case, str(row), _("Tick off"), url, row.due_on, url=case_url(case.pk, SECTION))


def _to_see(row: Undertaking, case: Case) -> Item:
    url = case_url(case.pk, SECTION)
    return case_item(case, str(row), _("See the case"), url, row.due_on, about=with_handler(case))
