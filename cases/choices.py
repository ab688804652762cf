"""What the models of cases may hold, labelled in the language of the page: codes of the tables, kinds of limits.

The lists here have every code, so that a stored one keeps its name; forms offer those that hold today
(`law_tables.forms.CodeField`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from labour_law.periods import LIMITS
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


def deadline_kinds() -> list:
    """The statutory limits, and the day the office sets for missing papers."""
    statutory = [(limit.code, bilingual(limit.name_zh, limit.name_en)) for limit in LIMITS.values()]
    return [*statutory, (SUPPLEMENT, _("Complete the papers"))]


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
    start = in_language(limit.start_zh, limit.start_en)
    return gettext("%(length)s from: %(start)s") % {"length": lengths[limit.unit] % {"n": n}, "start": start}


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
