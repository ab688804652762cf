"""Words that carry both languages, and how a page cites an article."""

import re

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext


def in_language(zh: str, en: str) -> str:
    """The one of the two that the page is in."""
    return zh if (get_language() or "zh").startswith("zh") else en


bilingual = lazy(in_language, str)
"""A label that has both its languages with it."""

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
