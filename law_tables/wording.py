"""Words that carry both languages, and how a page cites an article."""

import re

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, ngettext, pgettext


def in_language(zh: str, en: str) -> str:
    """The one of the two that the page is in."""
    return zh if (get_language() or "zh").startswith("zh") else en


bilingual = lazy(in_language, str)
"""A label that has both its languages with it."""


def recounted(moved: int) -> str:
    """What a change of the holidays did to the deadlines that run."""
    words = ngettext("%(n)d deadline was counted anew.", "%(n)d deadlines were counted anew.", moved)
    return words % {"n": moved}


_ARTICLE = re.compile(r"(?P<law>\S+) (?P<places>\d.*)")
"""A law and its articles: 劳动争议调解仲裁法 27(1); 工伤保险条例 38, 39, 62(2)."""

_PLACE = re.compile(r"(?P<n>\d+(?:-\d+)?)(?:\((?P<part>\d+)\))?")

_IN_ITEMS = {
    ("劳动合同法", "40"),
    ("劳动合同法", "44"),
    ("劳动合同法", "85"),
    ("劳动法", "44"),
    ("劳动争议调解仲裁法", "47"),
    ("工伤保险条例", "37"),
    ("法释〔2020〕26号", "1"),
}
"""Articles whose parts are items (项); those of all others are paragraphs (款)."""


def citation(article: str) -> str:
    """How a page cites what `labour_law` names: 《劳动争议调解仲裁法》第27条第1款. Several stand apart by "; "."""
    comma = pgettext("between the entries of a list", ", ")
    between = pgettext("between several laws", "; ")
    return between.join(_cited(one, comma) for one in article.split("; "))


def _cited(article: str, comma: str) -> str:
    found = _ARTICLE.fullmatch(article)
    places = [_PLACE.fullmatch(place) for place in re.split(r", |、", found["places"])] if found else []
    if not found or not all(places):
        return article
    words = comma.join(_place(found["law"], place) for place in places if place)
    if "〔" in found["law"]:
        cited = pgettext("a document cited by its number", "%(law)s, art. %(places)s")
    else:
        cited = gettext("%(law)s, art. %(places)s")
    return cited % {"law": found["law"], "places": words}


def _place(law: str, place: re.Match[str]) -> str:
    if not place["part"]:
        words = pgettext("an article", "%(n)s")
    elif (law, place["n"]) in _IN_ITEMS:
        words = pgettext("an article and its item", "%(n)s(%(part)s)")
    else:
        words = pgettext("an article and its paragraph", "%(n)s(%(part)s)")
    return words % place.groupdict()
