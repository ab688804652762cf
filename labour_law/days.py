"""Days as people and spreadsheets write them: 2024年3月5日, 2024/3/5 0:00, 二〇二四年三月五日, 45356, 2024年3月, 昨天."""

import calendar
import datetime
import re
import unicodedata

from labour_law.readings import Reading, compact, visible

Parts = tuple[int, int, int]
"""Year, month and day as written; they need not be a day of the calendar."""

_HALF_DAY = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间"
_TIME = re.compile(
    r"(?:t|\s*(?:上午|下午)?)\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m|z)?$|(?<=日)\s*\d{1,2}时(?:\d{1,2}分)?$"
    rf"|(?<=[\d日号])\s*(?:{_HALF_DAY})(?:\s*\d{{1,2}}[点时](?:半|整|\d{{1,2}}分?)?)?$"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$")
_SINCE = re.compile(r"^(?:自|从|于)|(?:起|开始|起算)$")
"""What says no more than that something begins there."""
_SEPARATORS = ((re.compile(r"[—–―−‐_]+"), "-"), (re.compile(r"[。·•]"), "."), (re.compile(r"\\"), "/"))
_WHOLE = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})[日号]?|年(\d{1,2})月(\d{1,2})[日号]?|(\d{2})(\d{2}))"
)
_MIXED = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
"""Perhaps a day, perhaps 2024年3-5月."""
_PART = "(初|中旬|中|底|末|上旬|下旬|上半月|下半月)?"
_DAYS_OF_PART = {
    "初": (1, 1),
    "上旬": (1, 10),
    "上半月": (1, 15),
    "中旬": (11, 20),
    "中": (15, 15),
    "下半月": (16, 31),
    "下旬": (21, 31),
    "底": (31, 31),
    "末": (31, 31),
}
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?份?|(\d{2}))" + _PART)
_YEAR = re.compile(r"(\d{4})年?(初|底|末|上半年|下半年)?")
_MONTHS_OF_PART = {"初": (1, 1), "上半年": (1, 6), "下半年": (7, 12), "底": (12, 12), "末": (12, 12)}
_PARTED = re.compile(r"(\d{4})\s*[ 、,]\s*(\d{1,2})\s*[ 、,]\s*(\d{1,2})[日号]?")
_SHORT_MONTH = re.compile(r"(\d{2})年(?:(\d{1,2})月份?)?" + _PART)
_SHORT_YEAR = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_MONTH_ALONE = re.compile(r"(\d{1,2})月份?" + _PART)
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]")
_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "大前天": 3}
_YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "上年": 1, "前年": 2, "大前年": 3}
_MONTHS_AGO = {"本月": 0, "这个月": 0, "这月": 0, "上月": 1, "上个月": 1}
_AGO = re.compile(f"({'|'.join(sorted({**_YEARS_AGO, **_MONTHS_AGO}, key=len, reverse=True))})(.*)")
_MINGUO = re.compile(r"民[国國](\d{1,3})([-/.年].*)|(1[0-4]\d)([-/.年]\d.*)")
"""A year as Taiwan counts, from 1912."""
_ENGLISH = re.compile(r"(\d{1,2})[- ]?([a-z]{3,9})\.?[-, ]*(\d{4}|\d{2})")
_ENGLISH_MONTH = re.compile(r"([a-z]{3,9})\.?[-, ]*(\d{4}|\d{2})")
_ENGLISH_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? ?(\d{1,2})(?:st|nd|rd|th)?[, ]+(\d{4})")
_MONTHS = {
    name.lower(): number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
_VAGUE = re.compile(r"^(?:大约|大概|约)|(?:左右|前后|[之以]?[前后])$")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_FIRST_SERIAL = datetime.date(1899, 12, 30)
_FIGURES = str.maketrans("〇零一二三四五六七八九", "00123456789")
STILL = frozenset(
    ("至今", "今", "现在", "目前", "在职", "仍在职", "还在职", "未离职", "仍在岗", "在岗", "present", "now")
)
"""What stands for the end of something that goes on."""


def read_day(text: str, *, today: datetime.date, end: bool = False) -> Reading[Parts]:
    """Which day a text may mean, as year, month and day. Raises nothing.

    A time behind the day says nothing, nor do 自 and 起 around it. A month (the last day first where it is the `end` of
    something), a year of two figures or as Taiwan counts, the number of a spreadsheet, 5.1.2026, 昨天, and a day or month
    without its year, which is then the latest that has come by `today`, are not certain.

    >>> read_day("2024/3/5 0:00", today=datetime.date(2026, 1, 1))
    Reading(values=((2024, 3, 5),), is_certain=True)
    """
    spaced = " ".join(visible(unicodedata.normalize("NFKC", text)).lower().split()).rstrip(".。,;、 ")
    spaced = _WEEKDAY.sub("", _TIME.sub("", spaced)).strip()
    if english := _in_english(spaced, today, end):
        return english
    if parted := _PARTED.fullmatch(spaced):
        return Reading((_parts(*parted.groups()),), is_certain=True)
    plain = _SINCE.sub("", _SINCE.sub("", _in_figures(compact(spaced))))
    for separator, usual in _SEPARATORS:
        plain = separator.sub(usual, plain)
    if whole := _whole(plain):
        return Reading((whole,), is_certain=True)
    if bare := _VAGUE.sub("", plain):
        if bare != plain:
            return Reading(read_day(bare, today=today, end=end).values)
        return Reading(_guesses(_with_year(plain, today), today, end))
    return Reading()


def _whole(plain: str) -> Parts | None:
    if not (found := _WHOLE.fullmatch(plain)):
        return None
    year, month, day = (part for part in found.groups() if part and part.isdigit())
    return _parts(year, month, day)


def _with_year(plain: str, today: datetime.date) -> str:
    """昨天, 去年3月, 上个月5号 and 民国113年3月 with the year in which they are; anything else as it is."""
    if plain in _DAYS_AGO:
        return (today - datetime.timedelta(days=_DAYS_AGO[plain])).isoformat()
    if minguo := _MINGUO.fullmatch(plain):
        return f"{1911 + int(minguo[1] or minguo[3])}{minguo[2] or minguo[4]}"
    if not (ago := _AGO.fullmatch(plain)):
        return plain
    if ago[1] in _YEARS_AGO:
        return f"{today.year - _YEARS_AGO[ago[1]]}年{ago[2].removeprefix('的')}"
    year, month = divmod(today.year * 12 + today.month - 1 - _MONTHS_AGO[ago[1]], 12)
    return f"{year}年{month + 1}月{ago[2].removeprefix('的')}"


def _guesses(plain: str, today: datetime.date, end: bool) -> tuple[Parts, ...]:
    if whole := _whole(plain):
        return (whole,)
    if mixed := _MIXED.fullmatch(plain):
        return (_parts(*mixed.groups()),)
    if serial := _SERIAL.fullmatch(plain):
        day = _FIRST_SERIAL + datetime.timedelta(days=int(serial[1]))
        return ((day.year, day.month, day.day),)
    if month := _MONTH.fullmatch(plain):
        return _of_month(int(month[1]), int(month[2] or month[3]), month[4], end)
    if of_year := _YEAR.fullmatch(plain):
        return _of_year(int(of_year[1]), of_year[2], end)
    if short := _SHORT_YEAR.fullmatch(plain):
        return (_parts(_century(short[1], today), short[2], short[3]),)
    if month := _SHORT_MONTH.fullmatch(plain):
        whole_month = f"{_century(month[1], today)}年{month[2] + '月' if month[2] else ''}{month[3] or ''}"
        return _guesses(whole_month, today, end)
    if last := _YEAR_LAST.fullmatch(plain):
        first, second, year = map(int, last.groups())
        return tuple(dict.fromkeys((year, m, d) for m, d in ((first, second), (second, first)) if m <= 12))
    return _without_year(plain, today, end)


def _without_year(plain: str, today: datetime.date, end: bool) -> tuple[Parts, ...]:
    """3/5, 10月, 5号 in the latest year or month they have come in; 24.03, which is March 2024, and 05.03, which may be."""
    if month := _MONTH_ALONE.fullmatch(plain):
        return _of_month(today.year - (int(month[1]) > today.month), int(month[1]), month[2], end)
    if day := _DAY_ALONE.fullmatch(plain):
        months = today.year * 12 + today.month - 1 - (int(day[1]) > today.day)
        return ((months // 12, months % 12 + 1, int(day[1])),)
    if not (found := _NO_YEAR.fullmatch(plain)):
        return ()
    first, second = int(found[1]), int(found[2])
    days: tuple[Parts, ...] = ()
    if 1 <= first <= 12:
        days = ((today.year - ((first, second) > (today.month, today.day)), first, second),)
    if len(found[1]) == 2 and "月" not in plain:
        days += _of_month(_century(found[1], today), second, None, end)
    return days


def _of_month(year: int, month: int, said: str | None, end: bool) -> tuple[Parts, ...]:
    """First and last day of a month, or of the part of it that is said."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return ()
    length = calendar.monthrange(year, month)[1]
    first, last = _DAYS_OF_PART.get(said or "", (1, length))
    return _ends((year, month, min(first, length)), (year, month, min(last, length)), end)


def _of_year(year: int, said: str | None, end: bool) -> tuple[Parts, ...]:
    first, last = _MONTHS_OF_PART.get(said or "", (1, 12))
    if said == "初":
        return ((year, 1, 1),)
    length = calendar.monthrange(2000, last)[1]
    start = (year, last, length) if said in ("底", "末") else (year, first, 1)
    return _ends(start, (year, last, length), end)


def _ends(first: Parts, last: Parts, end: bool) -> tuple[Parts, ...]:
    return tuple(dict.fromkeys((last, first) if end else (first, last)))


def _in_english(text: str, today: datetime.date, end: bool) -> Reading[Parts] | None:
    """5 March 2024; Mar-24, which may be a month of 2024 or a day of March."""
    if found := _ENGLISH.fullmatch(text):
        day, name, year = found.groups()
    elif found := _ENGLISH_MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    elif found := _ENGLISH_MONTH.fullmatch(text):
        name, year, day = *found.groups(), ""
    else:
        return None
    if not (month := _MONTHS.get(name[:3])):
        return None
    if day:
        whole = year if len(year) == 4 else f"20{year}"
        return Reading((_parts(whole, month, day),), is_certain=len(year) == 4)
    if len(year) == 4:
        return Reading(_of_month(int(year), month, None, end))
    day_of_it = _without_year(f"{month}月{year}", today, end) if 1 <= int(year) <= 31 else ()
    return Reading((*_of_month(_century(year, today), month, None, end), *day_of_it))


def _in_figures(text: str) -> str:
    """二〇二四年三月十五日 → 2024年3月15日."""

    def tens(found: re.Match[str]) -> str:
        ten, one = found[1], found[2]
        return f"{ten.translate(_FIGURES) or 1}{one.translate(_FIGURES) or 0}"

    text = re.sub("一百零?(?=.?年)", "10", re.sub("一百零?(?=[一二三四]?十)", "1", text))
    return re.sub("([一二三]?)十([一二三四五六七八九]?)", tens, text).translate(_FIGURES)


def _century(year: str, today: datetime.date) -> int:
    """A year of two figures is one of the last hundred that have begun."""
    whole = today.year // 100 * 100 + int(year)
    return whole if whole <= today.year else whole - 100


def _parts(year: str | int, month: str | int, day: str | int) -> Parts:
    return int(year), int(month), int(day)
