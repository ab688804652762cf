"""Sums of money as people write them: 12000元整, 1.2万, 壹万贰仟元整, ¥ -, 约5000, 5000×3."""

import re
from decimal import Decimal

from labour_law.errors import InvalidAmount
from labour_law.money import chinese_capitals
from labour_law.readings import Reading, compact

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+"
_PLAIN = re.compile(rf"([+-]?)({_NUMBER})")
_IN_BRACKETS = re.compile(rf"\(({_NUMBER})\)")
_UNITS = {
    "": 1,
    "百": 100,
    "千": 1000,
    "k": 1000,
    "万": 10_000,
    "w": 10_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_WITH_UNIT = re.compile(rf"({_NUMBER})(千万|百万|[百千万亿kw])")
_FRONT = re.compile(r"^(?:人民币|rmb|cny|¥|\$(?=-$))+[:.]?")
_BEHIND = re.compile(r"(?:元整|元正|圆整|圆正|元|圆|块钱|块|rmb|cny|yuan)$")
_MISGROUPED = re.compile(r"\d+(?:,\d+)+(?:\.\d*)?")
_FOREIGN = {
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "$": "$",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₫": "VND",
    **{
        code.lower(): code
        for code in ("USD", "HKD", "MOP", "TWD", "EUR", "GBP", "JPY", "KRW", "VND", "AUD", "CAD")
    },
    **{code.lower(): code for code in ("SGD", "MYR", "THB", "RUB", "INR", "USDT")},
    **{
        name: name
        for name in (
            *(
                "美元",
                "美金",
                "美刀",
                "美圆",
                "刀",
                "港币",
                "港元",
                "港纸",
                "澳门元",
                "澳门币",
                "葡币",
                "台币",
                "新台币",
            ),
            *(
                "欧元",
                "英镑",
                "日元",
                "日圆",
                "日币",
                "韩元",
                "韩币",
                "越南盾",
                "泰铢",
                "卢布",
                "卢比",
                "澳元",
                "加元",
            ),
            *("新元", "新币", "坡币", "马币", "林吉特", "瑞士法郎", "比特币"),
        )
    },
}
"""How people write currencies that are not the yuan, and what to call them."""
_FOREIGN_NAMES = "|".join(sorted(map(re.escape, _FOREIGN), key=len, reverse=True))
_IN_FOREIGN = re.compile(
    rf"(?:约|大约|共)?({_FOREIGN_NAMES})[:.]?[\d,.]+.*|.*?[\d,.万千百十]({_FOREIGN_NAMES})(?:整|左右)?"
)
_SPAN = re.compile(
    r"(?:约|共)?(?:[\d.]+|[一二两三四五六七八九十百半]+)(?:多|来|几)?个?半?(?:小时|星期|礼拜|月|周|天|日|年|号)半?(?:左右)?"
)
_ROUGH = re.compile(r"[\d一二两三四五六七八九十百千万亿][几多来余]|[几数上][十百千万]")
_PER = r"(?:[/每一]|(?<=元))(?:个?月|天|日|小时|年)"
_COUNTED = re.compile(rf"(?:元|块)?(?:{_PER}|个?月|天|日|小时|年|人|次|倍)?$")
"""What stands behind a figure that is reckoned with: 5000元/月×3个月."""
_VAGUE = re.compile(
    r"^(?:大约|大概|约|近|差不多|每个?月|月薪|日薪|每天|至少|税前|税后|实发|应发|到手|合计|共)[:.]?|\([^()\d]*\)$"
    r"|(?:税前|税后|实发|应发|到手|左右|上下|以上"
    rf"|{_PER})$|[多余来](?=元?$)"
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d{1,2}")
_RANGE = re.compile(r"[-~～—–至到]+")

_NONE = frozenset(("无", "没有", "未欠", "不欠", "免", "none"))
_STROKE_BEHIND = re.compile(r"(?<=\d)[.,][-–—―]+(?=元?$)")
_APOSTROPHE = re.compile(r"(?<=\d)['’‘](?=\d{3}(?!\d))")

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TRADITIONAL = str.maketrans(
    {
        "萬": "万",
        "億": "亿",
        "圓": "元",
        "圆": "元",
        "块": "元",
        "貳": "贰",
        "叄": "叁",
        "參": "叁",
        "陸": "陆",
        "毛": "角",
        "正": "整",
        "兩": "两",
    }
)
_WORDS = re.compile(r"(?:([^元角分整]+)元)?零?(?:(.)角)?零?(?:(.)分)?整?")


def read_sum(text: str) -> Reading[Decimal]:
    """What sum in yuan a text may mean, in all its decimals; below zero where it says so. Raises nothing.

    Figures with their currency and capitals as on bills are certain. Units (1.2万), words (一万二), 约, ranges and
    1.2E+04 are not, nor what has to be reckoned (5000×3) or has its commas elsewhere (1,2000).

    >>> read_sum("人民币12,000元整"), read_sum("1.2万").values
    (Reading(values=(Decimal('12000'),), is_certain=True), (Decimal('12000.0'),))
    """
    plain = compact(text).lower().rstrip("。,;")
    if plain in _NONE:
        return Reading((Decimal(0),))
    if foreign_currency(text) or is_span(text):
        return Reading()
    plain = _STROKE_BEHIND.sub("", _APOSTROPHE.sub("", plain))
    bare = _BEHIND.sub("", _FRONT.sub("", plain))
    if bare != plain and re.fullmatch("[-–—]+", bare):
        return Reading(
            (Decimal(0),), is_certain=True
        )  # how a spreadsheet shows nought in its accounting format
    if number := _PLAIN.fullmatch(bare):
        return Reading((_decimal(number[1] + number[2]),), is_certain=True)
    if owed := _IN_BRACKETS.fullmatch(bare):
        return Reading((-_decimal(owed[1]),), is_certain=True)
    words = re.sub("^(?:人民币|¥)", "", plain).removesuffix("钱").translate(_TRADITIONAL)
    if (amount := _in_words(words)) is not None:
        return Reading((amount,), is_certain=_as_on_bills(words, amount))
    return Reading(_guesses(bare, words))


def foreign_currency(text: str) -> str:
    """What the currency is called that is not the yuan and in which a text has its sum; empty where it has none.
    Raises nothing.

    >>> foreign_currency("$1000"), foreign_currency("500港币"), foreign_currency("500元")
    ('$', '港币', '')
    """
    found = _IN_FOREIGN.fullmatch(compact(text).lower())
    return _FOREIGN[found[1] or found[2]] if found else ""


def is_span(text: str) -> bool:
    """Is this a time that passes, and no sum? Raises nothing.

    >>> is_span("3个月"), is_span("5000元/月")
    (True, False)
    """
    return _SPAN.fullmatch(compact(text)) is not None


def is_rough(text: str) -> bool:
    """Does a text say no more than about how much? Raises nothing.

    >>> is_rough("几千块"), is_rough("5000")
    (True, False)
    """
    return _ROUGH.search(compact(text)) is not None


def _guesses(bare: str, words: str) -> tuple[Decimal, ...]:
    """What a text may mean that is no plain figure."""
    vague = _VAGUE.sub("", _VAGUE.sub("", words))
    if vague != words:
        return read_sum(vague).values if vague else ()
    if _SCIENTIFIC.fullmatch(bare):
        return (Decimal(bare),)
    if (amount := _with_units(bare)) is not None:
        return (amount,)
    if _MISGROUPED.fullmatch(bare):
        whole, _comma, last = bare.rpartition(",")
        with_point = [_decimal(f"{whole}.{last}")] if re.fullmatch(r"\d{1,2}", last) else []
        return (*with_point, _decimal(bare))
    if re.fullmatch(r"\d+。\d+", bare):
        return (Decimal(bare.replace("。", ".")),)
    if reckoned := _reckoned(words):
        return reckoned
    ends = [end for end in _RANGE.split(bare) if end]
    if len(ends) == 2:
        values = tuple(value for end in ends for value in read_sum(end).values)
        return values if len(values) == 2 and values[0] < values[1] else ()
    return ()


def _reckoned(text: str) -> tuple[Decimal, ...]:
    """What 5000+300 and 5000元/月×3个月=15000元 come to, and what is said that they come to, where that is another sum."""
    task, *said = text.split("=")
    total = Decimal(0)
    if not re.search(r"[+×x*]", task) or len(said) > 1:
        return ()
    for term in task.split("+"):
        product = Decimal(1)
        for factor in re.split("[×x*]", term):
            bare = _COUNTED.sub("", factor, count=1)
            amount = _decimal(bare) if re.fullmatch(_NUMBER, bare) else _with_units(bare)
            if amount is None:
                return ()
            product *= amount
        total += product
    stated = read_sum(said[0]).values if said and said[0] else ()
    return tuple(dict.fromkeys((total, *stated)))


def _with_units(text: str) -> Decimal | None:
    """1.2万, 1万2千500; 3万5 is 35,000."""
    total, last, rest = Decimal(0), 0, text
    while found := _WITH_UNIT.match(rest):
        unit = _UNITS[found[2]]
        if last and unit >= last:
            return None
        total, last, rest = total + _decimal(found[1]) * unit, unit, rest[found.end() :]
    if not last:
        return None
    if re.fullmatch(r"\d", rest):
        return total + int(rest) * last // 10
    if rest and not (_PLAIN.fullmatch(rest) and _decimal(rest) < last):
        return None
    return total + _decimal(rest or "0")


def _in_words(text: str) -> Decimal | None:
    """一万二千元, 壹万元整, 五十元五角; None where it is not in words."""
    whole = text if re.search("[元角分]", text) else text.removesuffix("整") + "元"
    found = _WORDS.fullmatch(whole)
    if not found or not any(found.groups()):
        return None
    yuan = _integer(found[1]) if found[1] else 0
    if yuan is None or any(part and part not in _DIGITS for part in found.groups()[1:]):
        return None
    return Decimal(yuan) + Decimal(_DIGITS.get(found[2], 0)) / 10 + Decimal(_DIGITS.get(found[3], 0)) / 100


def _integer(text: str) -> int | None:
    """一万二千零五 → 12005, 一万二 → 12000; None where it is no number in words."""
    total = section = digit = 0
    last = 1
    for place, char in enumerate(text):
        if char in _DIGITS:
            digit = _DIGITS[char]
            if digit == 0:
                last = 1
            elif place and text[place - 1] in _DIGITS and text[place - 1] not in "零〇":
                return None
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit, last = 0, _SMALL[char]
        elif char in "万亿":
            if not section + digit and char == "万":
                return None
            total = (
                (total + section + digit) * _UNITS[char]
                if char == "亿"
                else total + (section + digit) * 10_000
            )
            section, digit, last = 0, 0, _UNITS[char]
        else:
            return None
    return total + section + (digit * last // 10 if last >= 100 and text[-1] in _DIGITS else digit)


def _as_on_bills(words: str, amount: Decimal) -> bool:
    """Whether the words are those one writes this sum in on bills, with or without 整."""
    try:
        capitals = chinese_capitals(amount).removeprefix("人民币")
    except InvalidAmount:
        return False
    return words.removesuffix("整") == capitals.removesuffix("整")


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
