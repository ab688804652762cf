"""Days of a notice as an administrator types them: one day or one span a line."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DAY = timedelta(days=1)
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:(?: ?[–—~至到] ?| - )(\d{4}-\d{2}-\d{2}))?", re.ASCII)
_LONGEST = 31


def read_days(text: str) -> frozenset[date]:
    """The days of lines like `2026-02-15 – 2026-02-23` or `2026-02-14`, both ends of a span counted.

    Raises ValidationError that names every line which is no day, runs backwards or over a month, or repeats a day.
    """
    days: set[date] = set()
    errors: list[ValidationError] = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = " ".join(unicodedata.normalize("NFKC", line).split())
        if not line:
            continue
        try:
            span = _span(line)
            if twice := sorted(days.intersection(span)):
                raise ValueError(_("%(day)s stands there twice.") % {"day": twice[0]})
        except ValueError as error:
            params = {"number": number, "text": line, "error": str(error)}
            errors.append(ValidationError(_("Line %(number)s (%(text)s): %(error)s"), "line", params))
        else:
            days.update(span)
    if errors:
        raise ValidationError(errors)
    return frozenset(days)


def days_text(days: Iterable[date]) -> str:
    """The same lines from the days, in order, neighbouring days as one span.

    >>> days_text([date(2026, 5, 2), date(2026, 5, 1), date(2026, 5, 9)])
    '2026-05-01 – 2026-05-02\\n2026-05-09'
    """
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and spans[-1][1] + _DAY == day:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return "\n".join(f"{first}" if first == last else f"{first} – {last}" for first, last in spans)


def contradictions(
    year: int, *, announced: bool, off: frozenset[date], working: frozenset[date], triple: frozenset[date]
) -> dict[str, str]:
    """What cannot be in the holidays of a year, by field.

    A notice reaches at most from the December before its year to the January after it.
    """
    near = {day for day in off | working if date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31)}
    wrong_off = off - near
    wrong_working = {day for day in working if day not in near or day in off or day.weekday() < 5}
    wrong_triple = {
        day
        for day in triple
        if day.year != year or day in working or (announced and day not in off and day.weekday() < 5)
    }
    found = {}
    if wrong_off:
        found["off"] = _("%(day)s does not belong to the notice of this year.") % {"day": min(wrong_off)}
    if wrong_working:
        words = _("%(day)s is no weekend of this year that was made a working day.")
        found["working"] = words % {"day": min(wrong_working)}
    if wrong_triple:
        words = _("%(day)s is paid at 300 %% but is no day off of this year.")
        found["triple"] = words % {"day": min(wrong_triple)}
    if announced and not off:
        found["off"] = _("The notice is out: enter its days off.")
    if not announced and (off or working):
        found["announced"] = _("Days off are entered once the notice is out.")
    return found


def _span(line: str) -> list[date]:
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(_("Write a day or a span like 2026-02-15 – 2026-02-23."))
    try:
        first = date.fromisoformat(match[1])
        last = date.fromisoformat(match[2] or match[1])
    except ValueError:
        raise ValueError(_("There is no such day.")) from None
    if last < first:
        raise ValueError(_("The last day comes before the first."))
    if (last - first).days >= _LONGEST:
        raise ValueError(_("A holiday of more than a month: check the span."))
    return [first + i * _DAY for i in range((last - first).days + 1)]
