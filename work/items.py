"""The lines of "my work" and how they are put in order: late, today, this week, later, without a day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.forms.steps import asks_nothing
from cases.models import Case
from cases.workflow import IMPARTIAL
from core import clock
from core.fsm import label_of, transitions_of

SHOWN = 12
"""Lines of one kind on the page; the rest stands behind "and … more"."""

COUNTED = 100
"""How far the rest is counted; beyond it the page says "more than"."""


def goes_together(step: str) -> bool:
    """May this step be taken on several cases by one press? One that asks nothing and decides nothing."""
    return step in transitions_of(Case) and asks_nothing(step) and step not in IMPARTIAL


def address_of(step: str) -> str:
    """Where the cases that were ticked for this step are sent."""
    return reverse("work:together", args=[step.replace("_", "-")])


@dataclass(frozen=True)
class Together:
    """The step that a line's act takes, where it may be taken on several cases by one press."""

    step: str
    case: int
    version: int

    @property
    def tick(self) -> str:
        """The case and the version the page shows, as a box of the form sends them."""
        return f"{self.case}.{self.version}"


@dataclass(frozen=True)
class Item:
    """One thing to do: what, whose, by when, and the one next action; of a case also its number."""

    what: str
    url: str
    action: str
    action_url: str
    whose: str = ""
    due_on: dt.date | None = None
    number: str = ""
    until: dt.datetime | None = None
    """The moment on that day, where the limit ends at one."""
    at: dt.datetime | None = None
    """The moment on that day for which it is set."""
    together: Together | None = None
    together_url: str = ""
    """The page on which it is done for several cases at once, where it is no step."""

    @property
    def days(self) -> int | None:
        return None if self.due_on is None else (self.due_on - clock.today()).days


@dataclass(frozen=True)
class More:
    """What a limit cut off, and where all of it is."""

    what: str
    count: int
    url: str

    @property
    def is_counted(self) -> bool:
        return self.count <= COUNTED


@dataclass(frozen=True)
class Part:
    """Work of one kind: the first lines, and what is beyond."""

    items: list[Item]
    more: More | None = None


@dataclass(frozen=True)
class Batch:
    """Lines of one group with the same step, to be ticked and taken together."""

    step: str
    form_id: str

    @property
    def label(self) -> str:
        return str(label_of(Case, self.step))

    @property
    def url(self) -> str:
        return address_of(self.step)


@dataclass
class Group:
    """Lines that fall together."""

    key: str
    label: str
    items: list[Item] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    """What is cut off beyond the lines of this group."""

    @property
    def batches(self) -> dict[str, Batch]:
        """Step → what can be ticked, where two or more lines have it."""
        steps = Counter(item.together.step for item in self.items if item.together)
        return {step: Batch(step, f"{self.key}-{step}") for step, n in steps.items() if n > 1}

    @property
    def pages_for_several(self) -> list[tuple[str, str, int]]:
        """What two or more lines have a page for: the act, its address, and for how many."""
        found = Counter((item.action, item.together_url) for item in self.items if item.together_url)
        return [(action, url, n) for (action, url), n in found.items() if n > 1]

    @property
    def lines(self) -> list[tuple[Item, Batch | None]]:
        """Each line, and among which it can be ticked."""
        batches = self.batches
        return [(item, batches.get(item.together.step) if item.together else None) for item in self.items]


def part(rows: list[Any], items: list[Item], what: str, url: str) -> Part:
    """The lines made of the first rows, and how many rows are beyond."""
    beyond = len(rows) - SHOWN
    return Part(items, More(what, beyond, url) if beyond > 0 else None)


def grouped(parts: list[Part]) -> list[Group]:
    """All lines by when they fall due; a group without a line is left out.

    A part that was cut says so in the group of its last line: what is beyond falls due there or later.
    """
    groups = {
        "late": Group("late", _("Late")),
        "today": Group("today", _("Today")),
        "week": Group("week", _("Within seven days")),
        "later": Group("later", _("Later")),
        "open": Group("open", _("No fixed day")),
    }
    items = [item for one in parts for item in one.items]
    for item in sorted(items, key=lambda item: (item.due_on is None, item.due_on or dt.date.max)):
        groups[_key(item.days)].items.append(item)
    for one in parts:
        if one.more and one.items:
            groups[_key(one.items[-1].days)].more.append(one.more)
    return [group for group in groups.values() if group.items]


def _key(days: int | None) -> str:
    if days is None:
        return "open"
    if days < 0:
        return "late"
    if days == 0:
        return "today"
    return "week" if days <= 7 else "later"
