"""The places of GB/T 2260 as a tree: province, city, district or county, with the years in which they were called so.

The table is that of python-stdnum (``cn/loc``); it dates names by years. A code has 2 digits for a province, 6 for all
below: 33, 330700 (the city), 330782. 3307 stands for all of a city, its counties included.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from stdnum import numdb

_NAMES = re.compile(r"(?:\[(?P<first>\d*)-(?P<last>\d*)\])?(?P<name>[^\[\],，]+)")
_PEOPLES = (
    "朝鲜|土家|苗|布依|侗|藏|羌|彝|哈尼|壮|傣|景颇|白|傈僳|回|蒙古|哈萨克|柯尔克孜|土|撒拉|保安|东乡|裕固|满|畲|瑶|黎|"
    "仡佬|水|纳西|普米|怒|独龙|佤|布朗|拉祜|毛南|仫佬|鄂伦春|达斡尔|鄂温克|塔吉克|锡伯|各"
)
_RANK = re.compile(
    f"特别行政区$|维吾尔自治区$|壮族自治区$|回族自治区$|自治区$|省$|市$|地区$|盟$|"
    f"(?<=..)(?:(?:{_PEOPLES})族?)*自治[州县旗]$|(?<=..)[区县旗]$"
)
_NO_PLACE = frozenset(("市辖区", "县", "省直辖县级行政单位", "省直辖县级行政区划", "自治区直辖县级行政区划"))
_MUNICIPALITIES = ("11", "12", "31", "50")
FIRST_COUNTY = 21
"""Districts of a city have the numbers 01 to 20 in it; counties and cities of county rank those from 21 on."""


@dataclass(frozen=True, slots=True)
class Division:
    """A place by the name it had from ``first`` to ``last``, years, both counted."""

    code: str
    name: str
    first: int
    last: int

    def holds_on(self, day: date) -> bool:
        """Whether the place was called so in the year of ``day``. Raises nothing.

        >>> [found.holds_on(date(2016, 1, 1)) for found in named("金坛市")]
        [False]
        """
        return self.first <= day.year <= self.last


@cache
def divisions() -> tuple[Division, ...]:
    """Every place under every name it had, as the table of stdnum has them. Raises nothing.

    >>> [found.name for found in divisions() if found.code == "320413"]
    ['金坛区']
    """
    return tuple(
        Division(code, found["name"], int(found["first"] or 0), int(found["last"] or 9999))
        for code, text in _rows(numdb.get("cn/loc").prefixes)
        for found in _NAMES.finditer(text)
        if found["name"] not in _NO_PLACE and not (code.endswith("0000") and len(code) == 6)
    )


def is_place(code: str) -> bool:
    """Whether ``code`` stands for a place of the table, or for all of a city (4 digits). Raises nothing.

    >>> is_place("330782"), is_place("3307"), is_place("339999"), is_place("shanghai")
    (True, True, False, False)
    """
    return code in _by_code() or f"{code}00" in _by_code()


def above(code: str) -> str:
    """The place around one: district → city → all of the city → province; "" for a province.

    A county or a city of county rank lies in all of the city, not in the city: classes of wages tell the two apart.
    Raises nothing.

    >>> above("320404"), above("320400"), above("3204"), above("330782"), above("33")
    ('320400', '3204', '32', '3307', '')
    """
    if len(code) == 6:
        whole = code[:4]
        in_city = not code.endswith("00") and int(code[4:]) < FIRST_COUNTY and f"{whole}00" in _by_code()
        return f"{whole}00" if in_city else whole
    return code[:2] if len(code) == 4 else ""


def full_name(code: str, day: date | None = None) -> str:
    """A place with those around it, by the names of ``day``, else by the newest: 浙江省金华市义乌市.

    "" for a code of no place. Raises nothing.

    >>> full_name("330782"), full_name("310116"), full_name("3307")
    ('浙江省金华市义乌市', '上海市金山区', '浙江省金华市')
    """
    if not is_place(code):
        return ""
    codes = dict.fromkeys((code[:2], f"{code[:4]}00" if len(code) > 2 else code, code.ljust(6, "0")))
    return "".join(_name(one, day) for one in codes)


def authorities_of(code: str) -> str:
    """How authorities of a city, district or county name it: 上海市金山区, 杭州市余杭区, 昆山市.

    "" for a province and for a code of no place. Raises nothing.

    >>> authorities_of("310116"), authorities_of("330110"), authorities_of("320583"), authorities_of("31")
    ('上海市金山区', '杭州市余杭区', '昆山市', '')
    """
    if not is_place(code) or len(code) == 2:
        return ""
    code = code.ljust(6, "0")
    name = _name(code, None)
    if code[:2] in _MUNICIPALITIES:
        return _name(code[:2], None) + name
    return _name(f"{code[:4]}00", None) + name if name.endswith("区") else name


def registered_at(id_number: str) -> str:
    """The place whose number a resident ID number begins with, where its holder was registered when it was given; ""
    where there is none of that number. Raises nothing.

    >>> registered_at("411522199811200025")
    '河南省信阳市光山县'
    """
    return full_name(id_number[:6])


def named(text: str, day: date | None = None) -> list[Division]:
    """The places people may mean by ``text``: a code, or a name with or without those of the places around it and with
    or without 省, 市, 区, 县. Of ``day``, else of all times. Raises nothing.

    >>> [full_name(found.code) for found in named("浙江义乌", date(2026, 1, 1))]
    ['浙江省金华市义乌市']
    """
    wanted = "".join(unicodedata.normalize("NFKC", text).split())
    if wanted.isdigit():
        found = _by_code().get(wanted.removesuffix("0000") if len(wanted) == 6 else wanted, ())
    else:
        found = _by_spelling().get(wanted) or _by_spelling().get(without_rank(wanted), ())
    return [place for place in found if day is None or place.holds_on(day)]


def without_rank(name: str) -> str:
    """A name without 省, 市, 区, 县, where two characters are left. Raises nothing.

    >>> without_rank("昆山市"), without_rank("赵县")
    ('昆山', '赵县')
    """
    short = _RANK.sub("", name)
    return short if len(short) > 1 else name


def _name(code: str, day: date | None) -> str:
    found = _by_code().get(code, ())
    fitting = [place for place in found if day is not None and place.holds_on(day)]
    return (fitting or [*found])[-1].name if found else ""


@cache
def _by_code() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for place in divisions():
        found.setdefault(place.code, []).append(place)
    return {code: tuple(places) for code, places in found.items()}


@cache
def _by_spelling() -> dict[str, tuple[Division, ...]]:
    """Each way to write a place → the places it may be."""
    found: dict[str, dict[Division, None]] = {}
    for place in divisions():
        for spelling in _spellings(place):
            found.setdefault(spelling, {})[place] = None
    return {spelling: tuple(places) for spelling, places in found.items()}


def _spellings(place: Division) -> Iterator[str]:
    province = _name(place.code[:2], None) if len(place.code) > 2 else ""
    city = _name(f"{place.code[:4]}00", None) if not place.code.endswith("00") and len(place.code) > 2 else ""
    fronts = {""}
    for around in (province, city):
        if around:
            fronts |= {f"{front}{name}" for front in fronts for name in (around, without_rank(around))}
    for front in fronts:
        for name in {place.name, without_rank(place.name)}:
            yield front + name


def _rows(prefixes: list, code: str = "") -> Iterator[tuple[str, str]]:
    for _length, low, _high, properties, children in prefixes:
        for text in properties.values():
            yield code + low, text
        yield from _rows(children, code + low)
