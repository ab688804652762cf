"""Code lists from `labour_law/data` as form choices, labelled in the language of the page."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from labour_law.codes import Code, CodeTable, codes
from labour_law.periods import LIMITS


def _in_language(zh: str, en: str) -> str:
    return zh if (get_language() or "zh").startswith("zh") else en


bilingual = lazy(_in_language, str)
"""A label that has both its languages with it."""


def _choices(table: CodeTable) -> list[tuple[str, object]]:
    return [(row.code, bilingual(row.zh, row.en)) for row in codes(table)]


def worker_types() -> list:
    return _choices("worker_type")


def relation_types() -> list:
    return _choices("relation_type")


def employer_types() -> list:
    return _choices("employer_type")


def channels() -> list:
    return _choices("channel")


def causes() -> list:
    """Causes of action (法〔2025〕227号); a cause of the second level is shown under its parent."""
    return [
        (row.code, bilingual(f"— {row.zh}", f"— {row.en}") if row.parent else bilingual(row.zh, row.en))
        for row in codes("cause")
    ]


@cache
def _cause_rows() -> dict[str, Code]:
    return {row.code: row for row in codes("cause")}


def cause_name(code: str) -> str:
    """A cause of action as it reads in a sentence; the code itself where it is none."""
    row = _cause_rows().get(code)
    return _in_language(row.zh, row.en) if row else code


_ARTICLE = re.compile(r"(?P<law>\S+) (?P<n>[\d、]+)(?:\((?P<part>\d+)\))?")
"""A law, its article or articles, and a paragraph: 劳动争议调解仲裁法 27(1)."""


def citation(article: str) -> str:
    """How a page cites an article named in `labour_law`: 《劳动争议调解仲裁法》第27条第1款."""
    found = _ARTICLE.fullmatch(article)
    if not found:
        return article
    if found["part"]:
        return gettext("%(law)s, art. %(n)s(%(part)s)") % found.groupdict()
    return gettext("%(law)s, art. %(n)s") % found.groupdict()


SUPPLEMENT = "aid_supplement"
"""补正: the day the office set for the missing papers; no statute fixes its length."""


def deadline_kinds() -> list:
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
    start = _in_language(limit.start_zh, limit.start_en)
    return gettext("%(length)s from: %(start)s") % {"length": lengths[limit.unit] % {"n": n}, "start": start}


@dataclass(frozen=True)
class LimitWords:
    """What the page says about a statutory limit, in its language."""

    article: str
    length: str
    consequence: str


def limit_of(kind: str) -> LimitWords | None:
    """The words of a statutory limit, or None for one the office set itself."""
    if kind not in LIMITS:
        return None
    limit = LIMITS[kind]
    consequence = _in_language(limit.consequence_zh, limit.consequence_en)
    return LimitWords(citation(limit.article), length_of(kind), consequence)
