"""Times of the day as people write them: 14:00, 下午2点半, 9时15分, 2 pm."""

import re
import unicodedata

from labour_law.readings import visible

Time = tuple[int, int]
"""Hour and minute of a day of 24 hours."""

_TIME = re.compile(
    r"(?:^|t|(?<=[\s日号]))\s*"
    r"(?P<before>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|am|pm)?\s*"
    r"(?P<hour>\d{1,2})\s*"
    r"(?:(?:[:点时]\s*(?P<minute>\d{1,2}|半|一刻|三刻|整)?\s*分?(?::\d{2}(?:\.\d+)?)?)|(?=\s*[ap]m))\s*"
    r"(?P<after>am|pm)?$"
)
_SPOKEN = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, None: 0}
_AFTERNOON = frozenset(("下午", "傍晚", "晚上", "晚间", "pm"))
_NIGHT = frozenset(("凌晨", "am"))
_HALF_DAY, _NOON = 12, "中午"


def read_time(text: str) -> tuple[str, Time | None]:
    """What stands before the time at the end of a text, and the time; None where there is none. Raises nothing.

    >>> read_time("2026年1月5日下午2点半"), read_time("14:00"), read_time("25:00")
    (('2026年1月5日', (14, 30)), ('', (14, 0)), ('25:00', None))
    """
    spaced = " ".join(visible(unicodedata.normalize("NFKC", text)).lower().replace(".m.", "m").split())
    found = re.search(_TIME, spaced)
    if found is None:
        return spaced, None
    said = found["minute"]
    minute = int(said) if said and said.isdigit() else _SPOKEN[said]
    hour = _of_24_hours(int(found["hour"]), {found["before"], found["after"]})
    if hour > 23 or minute > 59:
        return spaced, None
    return spaced[: found.start()].strip(), (hour, minute)


def _of_24_hours(hour: int, said: set[str | None]) -> int:
    if said & _AFTERNOON and hour < _HALF_DAY:
        return hour + _HALF_DAY
    if said & _NIGHT and hour == _HALF_DAY:
        return 0
    if _NOON in said and hour < 3:
        return hour + _HALF_DAY
    return hour
