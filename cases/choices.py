"""What the models of cases may hold, labelled in the language of the page: codes of the tables, kinds of limits.

The lists here have every code, so that a stored one keeps its name; forms offer those that hold today
(`law_tables.forms.CodeField`).
"""

from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from labour_law.periods import EVENTS, LIMITS
from law_tables.choices import Choices, entries, labelled
from law_tables.wording import bilingual, citation, in_language


def worker_types() -> Choices:
    """The kinds of workers that hold today."""
    return labelled(entries("worker_type"))


def relation_types() -> Choices:
    """The kinds of relation to the employer that hold today."""
    return labelled(entries("relation_type"))


def employer_types() -> Choices:
    """The kinds of employers that hold today."""
    return labelled(entries("employer_type"))


def channels() -> Choices:
    """The ways people come to the office."""
    return labelled(entries("channel"))


def causes() -> Choices:
    """Causes of action (法〔2025〕227号); a cause of the second level is shown under its parent."""
    return labelled(entries("cause"), indent=True)


SUPPLEMENT = "aid_supplement"
"""补正: the day the office set for the missing papers; no statute fixes its length."""


BY_FACTS = frozenset({"limitation"})
"""Limits worked out from the facts of the case alone; they are not entered by hand."""

OWN = "own"
"""A date that is no statutory limit: a court, an authority or the parties set it."""


def deadline_kinds() -> list:
    """The statutory limits, the day the office sets for missing papers, and dates of one's own."""
    statutory = [(limit.code, bilingual(limit.name_zh, limit.name_en)) for limit in LIMITS.values()]
    return [*statutory, (SUPPLEMENT, _("Complete the papers")), (OWN, _("Another date"))]


def event_name(code: str) -> str:
    """What a limit starts from, in the language of the page."""
    return in_language(EVENTS[code].zh, EVENTS[code].en)


def limits_by_event(running: Container[str] = ()) -> list:
    """The limits that can be entered by hand and are not `running`, under what they start from; before them `OWN`."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for limit in LIMITS.values():
        if limit.code not in BY_FACTS and not limit.extends and limit.code not in running:
            name = in_language(limit.name_zh, limit.name_en)
            groups.setdefault(event_name(limit.event), []).append((limit.code, name))
    return [(OWN, gettext("Another date")), *groups.items()]


def length_of(kind: str) -> str:
    """How long a statutory limit is and from when: 15 days from the start of mediation."""
    limit = LIMITS[kind]
    n = limit.length
    lengths = {
        "day": ngettext("%(n)d day", "%(n)d days", n),
        "working_day": ngettext("%(n)d working day", "%(n)d working days", n),
        "month": ngettext("%(n)d month", "%(n)d months", n),
        "year": ngettext("%(n)d year", "%(n)d years", n),
    }
    start = event_name(limit.event)
    form = gettext("%(length)s before: %(start)s") if limit.before else gettext("%(length)s from: %(start)s")
    return form % {"length": lengths[limit.unit] % {"n": n}, "start": start}


@dataclass(frozen=True)
class LimitWords:
    """What the page says about a statutory limit, in its language."""

    article: str
    length: str
    consequence: str
    is_checked: bool
    """Whether the limit was checked against its source."""


def limit_of(kind: str) -> LimitWords | None:
    """The words of a statutory limit, or None for one the office set itself."""
    if kind not in LIMITS:
        return None
    limit = LIMITS[kind]
    consequence = in_language(limit.consequence_zh, limit.consequence_en)
    checked = limit.confidence == "verified"
    return LimitWords(citation(limit.article), length_of(kind), consequence, checked)
