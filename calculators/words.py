"""What `labour_law` says, in words for people: dates and sums as they are written, in one language or in both."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext, override, pgettext

from labour_law.codes import Code
from labour_law.entitlements.result import Ask, Days, Text
from labour_law.errors import LabourLawError
from labour_law.money import FEN
from labour_law.rates import HEAT, Offer
from law_tables.choices import name_of
from law_tables.rate_words import number, series_name, value_text
from law_tables.series import Series

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def both(say: Callable[[], Any]) -> dict[str, str]:
    """What `say` says in Chinese and in English: {"zh": …, "en": …}."""
    found = {}
    for key, language in LANGUAGES.items():
        with override(language):
            found[key] = str(say())
    return found


def day(value: dt.date) -> str:
    """2026年1月5日, or 5 Jan 2026."""
    return formats.date_format(value, "DATE_FORMAT")


def sum_of(value: Decimal) -> str:
    """Yuan with thousands separators and two places; more where the sum has more."""
    return f"{value:,.2f}" if value == value.quantize(FEN) else number(value)


def period(start: dt.date | None, end: dt.date | None) -> str:
    """From a day to another, both counted; a whole calendar year as its number; "" where there is no start."""
    if start is None:
        return ""
    if end is None or start == end:
        return day(start)
    if (start.year, start.month, start.day, end.month, end.day) == (end.year, 1, 1, 12, 31):
        return gettext("the year %(year)s") % {"year": start.year}
    return gettext("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}


def _shown(name: str, value: object) -> str:
    if isinstance(value, Text):
        return told(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Days):
        return period(*value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if name == "series":
        return series_name(str(value))
    return name_of("region", str(value)) if name == "region" else str(value)


def _filled(params: Mapping[str, object]) -> dict[str, str]:
    return {name: _shown(name, value) for name, value in params.items()}


def told(text: Text) -> str:
    """A text of `labour_law` in the language of the page, its blanks filled in."""
    return gettext(text.message) % _filled(text.params)


def refusal(error: LabourLawError) -> ValidationError:
    """An error of `labour_law` as a form shows it; days and places in words."""
    return ValidationError(gettext(error.message), code=error.code, params=_filled(error.params))


def quantity(value: Decimal, unit: str) -> str:
    """18.5 months, 8天; a bare number for items."""
    shown, count = {"n": number(value)}, 1 if value == 1 else 2
    words = {
        "hour": ngettext("%(n)s hour", "%(n)s hours", count),
        "day": ngettext("%(n)s day", "%(n)s days", count),
        "month": ngettext("%(n)s month", "%(n)s months", count),
        "year": ngettext("%(n)s year", "%(n)s years", count),
    }
    return words.get(unit, "%(n)s") % shown


def ask_label(ask: Ask) -> str:
    """What a rate that is asked for is: its series, grade, place and time."""
    told_of = {
        "series": gettext("High-temperature allowance") if ask.series in HEAT else Series(ask.series).label,
        "region": name_of("region", ask.region),
        "period": period(ask.start, ask.end),
        "grade": ask.grade,
    }
    if ask.grade:
        return gettext("%(series)s, grade %(grade)s, %(region)s, %(period)s") % told_of
    return gettext("%(series)s, %(region)s, %(period)s") % told_of


ask_label_lazy = lazy(ask_label, str)


def mark(confidence: str) -> str:
    """What is to be said of a figure that was not checked against its source; "" where it was."""
    return {
        "memory": gettext("From memory, please check"),
        "two_sources": gettext("Two sources agree"),
        "unconfirmed": gettext("Unconfirmed"),
        "entered": gettext("Entered by hand"),
    }.get(confidence, "")


def offer_text(offer: Offer, ask: Ask, *, kept: bool = False, likely: Code | None = None) -> str:
    """A rate or a rule that may be confirmed: what it says, where it comes from and how sure that is; of the class the
    place likely has by the row ``likely``, that too."""
    values = dict.fromkeys(value_text(row) for row in offer)
    first = offer[0]
    comma = pgettext("between the entries of a list", ", ")
    told = comma.join(values)
    if first.region != ask.region:
        told = f"{name_of('region', first.region)}{gettext(': ')}{told}"
    sure = gettext("looked up by the office") if kept else mark(first.confidence)
    class_told = _likely_class(likely) if likely else ""
    return " · ".join(filter(None, (told, class_told, first.source, first.note, sure)))


def _likely_class(row: Code) -> str:
    """The place likely has this class (苏人社规〔2025〕3号, from memory)."""
    told_of = {"source": row.source, "sure": mark(row.confidence)}
    return gettext("likely the class of this place (%(source)s; %(sure)s)") % told_of
