"""Days and moments as the pages write them, in the language and the time zone of the page."""

import datetime as dt

from django.utils import formats, timezone


def written_day(value: dt.date | dt.datetime) -> str:
    """2026年1月5日, or 5 Jan 2026: the local day of a moment."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, "DATE_FORMAT")


def written_moment(value: dt.datetime) -> str:
    """2026年1月5日 14:00, or 5 Jan 2026 14:00, local time."""
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
