"""How the last day of a limit was found, and all limits of a case with what they start from, as a calendar."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.choices import BY_FACTS, OWN, event_name, length_of
from core.templatetags.gongyuan import day
from labour_law.limitation import Step
from labour_law.periods import LIMITS
from law_tables import current
from law_tables.wording import citation


@dataclass(frozen=True)
class Entry:
    """A day of the calendar: what happens on it, and why. `deadline` is the limit that ends, None where some start."""

    day: dt.date
    what: str
    why: tuple[str, ...]
    deadline: Any = None


def calendar_of(deadlines: Iterable[Any]) -> list[Entry]:
    """The start events of these limits and their last days, by day; events of one day once."""
    starts: dict[tuple[dt.date, str], list[str]] = {}
    ends = []
    for deadline in deadlines:
        if deadline.kind in LIMITS:
            starts.setdefault((deadline.starts_on, LIMITS[deadline.kind].event), []).append(deadline.name)
        ends.append(Entry(deadline.due_on, deadline.name, tuple(reasoning(deadline)), deadline))
    begun = [
        Entry(start, _begins(event), tuple(dict.fromkeys(names))) for (start, event), names in starts.items()
    ]
    return sorted([*begun, *ends], key=lambda entry: (entry.day, entry.deadline is not None))


def _begins(event: str) -> str:
    """What starts the limits; the year to claim may begin anew, long after the infringement was known."""
    by_facts = {LIMITS[code].event for code in BY_FACTS}
    return _("The year to claim begins, or begins anew") if event in by_facts else event_name(event)


def reasoning(deadline: Any) -> list[str]:
    """The sentences that lead to the last day of a limit: its length, the roll over a day off, whether it was moved."""
    told = [deadline.source] if deadline.source else []
    if deadline.kind not in LIMITS:
        return told or ([] if deadline.kind == OWN else [_("The office set this day.")])
    if deadline.kind in BY_FACTS:
        return told
    period = LIMITS[deadline.kind].due(deadline.starts_on, current.calendar())
    told.append(f"{length_of(deadline.kind)} · {citation(LIMITS[deadline.kind].article)}")
    if period.nominal != period.last_day:
        told.append(_said("ends_rolled", nominal=period.nominal, last_day=period.last_day))
    if deadline.provisional:
        told.append(_said("provisional", nominal=period.nominal))
    if deadline.due_on != period.last_day:
        told.append(_("Moved by hand: counted, it ends on %(day)s.") % {"day": day(period.last_day)})
    return told


def _said(code: str, **days: dt.date) -> str:
    return _(Step(code).message) % {name: day(value) for name, value in days.items()}
