"""Days as people and spreadsheets write them: 2024年3月5日, 2024/3/5 0:00, 二〇二四年三月五日, 45356, 2024年3月."""

import calendar
import datetime
import re
import unicodedata

from labour_law.readings import Reading, compact, visible

Parts = tuple[int, int, int]
"""Year, month and day as written; they need not be a day of the calendar."""

_TIME = re.compile(
    r"(?:t|\s*(?:上午|下午)?)\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m|z)?$|(?<=日)\s*\d{1,2}时(?:\d{1,2}分)?$"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
_WHOLE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{2})(\d{2}))")
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?份?|(\d{2}))(初|底|末)?")
_YEAR = re.compile(r"(\d{4})年?(初|底|末)?")
_PARTED = re.compile(r"(\d{4})\s*[ 、,]\s*(\d{1,2})\s*[ 、,]\s*(\d{1,2})[日号]?")
_SHORT_MONTH = re.compile(r"(\d{2})年(?:(\d{1,2})月份?)?(初|底|末)?")
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_ENGLISH = re.compile(r"(\d{1,2})[- ]?([a-z]{3,9})\.?[-, ]*(\d{4}|\d{2})")
_ENGLISH_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?[, ]+(\d{4})")
_MONTHS = {
    name.lower(): number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_VAGUE = re.compile(r"^(?:大约|大概|约)|(?:左右|前后|起|开始)$")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_FIRST_SERIAL = datetime.date(1899, 12, 30)
_FIGURES = str.maketrans("〇零一二三四五六七八九", "00123456789")
STILL = frozenset(
    ("至今", "今", "现在", "目前", "在职", "仍在职", "还在职", "未离职", "仍在岗", "在岗", "present", "now")
)
"""What stands for the end of something that goes on."""


def read_day(text: str, *, today: datetime.date, end: bool = False) -> Reading[Parts]:
    """Which day a text may mean, as year, month and day. Raises nothing.

    A time behind the day says nothing. A month (the last day first where it is the `end` of something), a year of two
    figures, the number of a spreadsheet, 5.1.2026 and a day without its year, which is then the latest that has come by
    `today`, are not certain.

    >>> read_day("2024/3/5 0:00", today=datetime.date(2026, 1, 1))
    Reading(values=((2024, 3, 5),), is_certain=True)
    """
    spaced = " ".join(visible(unicodedata.normalize("NFKC", text)).lower().split())
    spaced = _WEEKDAY.sub("", _TIME.sub("", spaced)).strip()
    if english := _in_english(spaced):
        return english
    if parted := _PARTED.fullmatch(spaced):
        return Reading((_parts(*parted.groups()),), is_certain=True)
    plain = _in_figures(compact(spaced))
    if whole := _WHOLE.fullmatch(plain):
        return Reading((_parts(whole[1], whole[2] or whole[4], whole[3] or whole[5]),), is_certain=True)
    if bare := _VAGUE.sub("", plain):
        if bare != plain:
            return Reading(read_day(bare, today=today, end=end).values)
        return Reading(_guesses(plain, today, end))
    return Reading()


def _guesses(plain: str, today: datetime.date, end: bool) -> tuple[Parts, ...]:
    if serial := _SERIAL.fullmatch(plain):
        day = _FIRST_SERIAL + datetime.timedelta(days=int(serial[1]))
        return ((day.year, day.month, day.day),)
    if month := _MONTH.fullmatch(plain):
        year, number = int(month[1]), int(month[2] or month[3])
        if not (1 <= number <= 12 and year >= 1):
            return ()
        return _ends((year, number, 1), (year, number, calendar.monthrange(year, number)[1]), month[4], end)
    if of_year := _YEAR.fullmatch(plain):
        return _ends((int(of_year[1]), 1, 1), (int(of_year[1]), 12, 31), of_year[2], end)
    if short := _SHORT_YEAR.fullmatch(plain):
        return (_parts(_century(short[1], today), short[2], short[3]),)
    if month := _SHORT_MONTH.fullmatch(plain):
        whole = f"{_century(month[1], today)}年{month[2] + '月' if month[2] else ''}{month[3] or ''}"
        return _guesses(whole, today, end)
    if last := _YEAR_LAST.fullmatch(plain):
        first, second, year = map(int, last.groups())
        return tuple(dict.fromkeys((year, m, d) for m, d in ((first, second), (second, first)) if m <= 12))
    if no_year := _NO_YEAR.fullmatch(plain):
        month_and_day = int(no_year[1]), int(no_year[2])
        year = today.year - (month_and_day > (today.month, today.day))
        return ((year, *month_and_day),)
    return ()


def _ends(first: Parts, last: Parts, said: str | None, end: bool) -> tuple[Parts, ...]:
    if said:
        return (first,) if said == "初" else (last,)
    return (last, first) if end else (first, last)


def _in_english(text: str) -> Reading[Parts] | None:
    if found := _ENGLISH.fullmatch(text):
        day, name, year = found.groups()
    elif found := _ENGLISH_MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    if name[:3] not in _MONTHS:
        return None
    whole = year if len(year) == 4 else f"20{year}"
    return Reading((_parts(whole, _MONTHS[name[:3]], day),), is_certain=len(year) == 4)


def _in_figures(text: str) -> str:
    """二〇二四年三月十五日 → 2024年3月15日."""

    def tens(found: re.Match[str]) -> str:
        ten, one = found[1], found[2]
        return f"{ten.translate(_FIGURES) or 1}{one.translate(_FIGURES) or 0}"

    return re.sub("([二三]?)十([一二三四五六七八九]?)", tens, text).translate(_FIGURES)


def _century(year: str, today: datetime.date) -> int:
    """A year of two figures is one of the last hundred that have begun."""
    whole = today.year // 100 * 100 + int(year)
    return whole if whole <= today.year else whole - 100


def _parts(year: str | int, month: str | int, day: str | int) -> Parts:
    return int(year), int(month), int(day)
