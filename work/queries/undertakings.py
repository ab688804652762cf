"""What employers promised beside money, as lines of "my work": to be ticked off, or late."""

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.addresses import case_url
from core.addresses import address
from performance.addresses import SECTION
from performance.models import Undertaking
from work.items import SHOWN, Item, Part, part
from work.queries.parties import CaseLine, First, case_item, lines_by_id


def undertaken(own: Callable[..., Q], by_row: Callable[..., Q]) -> First:
    """What is to be done by `until` in these cases and was not; both are said of `Undertaking`, as `First` takes them."""
    return First(
        lambda until, **_: (
            Undertaking.objects.open().filter(due_on__lte=until).select_related("claimant__worker")
        ),
        [own],
        by_row,
        "due_on",
        "case",
        "pk",
    )


def undertakings_due(rows: list[Undertaking], more_url: str) -> Part:
    """Each of them, to be ticked off with its proof."""
    return _part(rows, _to_do, more_url)


def undertakings_late(rows: list[Undertaking]) -> Part:
    """Those whose day has passed, for who looks after those that tick them off."""
    return _part(rows, _to_see, reverse("cases:list"))


def _part(rows: list[Undertaking], item: Callable[[Undertaking, CaseLine], Item], more_url: str) -> Part:
    lines = lines_by_id({row.case_id for row in rows[:SHOWN]})
    items = [item(row, lines[row.case_id]) for row in rows[:SHOWN]]
    return part(rows, items, _("things promised beside money"), more_url)


def _to_do(row: Undertaking, line: CaseLine) -> Item:
    url = address("performance:tick_off", row.pk)
    return case_item(line, str(row), _("Tick off"), url, row.due_on, url=case_url(line.pk, SECTION))


def _to_see(row: Undertaking, line: CaseLine) -> Item:
    url = case_url(line.pk, SECTION)
    return case_item(line, str(row), _("See the case"), url, row.due_on, about=line.with_handler)
