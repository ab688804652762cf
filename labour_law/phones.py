"""Telephone numbers as people write them: read, checked, in one spelling; masked; looked for by their beginning."""

import re

from labour_law.errors import InvalidPhone
from labour_law.readings import Reading, compact

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})([1-9]\d{6,7})")
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")
_HOTLINE = re.compile(r"1[02]\d{3}(?:\d{1,3})?|116\d{3}|9[56]\d{3}(?:\d{1,6})?")
_HOTLINE_EXTENDED = re.compile(r"(?:1[02]\d{3}|116\d{3}|9[56]\d{3})-\d{1,4}")
_HOTLINE_OF_PLACE = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})(12\d{3}|96\d{3,4})")
_ABROAD = re.compile(r"(?:\+|00)(?!86)[1-9]\d{6,14}")
_COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[3-9]\d{9}$|0\d{9,11}$|10\d{8}$|[2-9]\d{8,10}$))")
_EXTENSION = re.compile(r"(?:转|分机号?|ext\.?|x|#|-)[:.]?(\d{1,6})$")
_PIECE = re.compile(r"\+?[\d(][\d()\-.]{3,}\d(?:(?:转|分机号?|ext\.?|x|#)[:.]?\d{1,6})?", re.IGNORECASE)
_LABEL = re.compile(r"(?:联系)?(?:电话|手机|座机|固话|tel|phone|mobile)(?:号码|号)?[:.]?", re.IGNORECASE)
_BETWEEN = re.compile(r"[/、,;|\\\s]+|和|或|及")


def validate_phone(text: str) -> str:
    """Check a telephone number; return it in one spelling of at most 20 characters.

    Mobile 13800138000, landline 021-57312345 with its extension -801, service number 400-820-8820, hotline 12351 or 95013888888, number
    from abroad +85291234567. Takes spaces, hyphens, brackets, full-width digits, 转801, 86 and 0086. Raises
    InvalidPhone.

    >>> validate_phone("+86 138 0013 8000"), validate_phone("（021）57312345转801")
    ('13800138000', '021-57312345-801')
    """
    plain = re.sub(r"[‐-―−]", "-", compact(text)).lower()
    plain = re.sub(r"[().]", "", _LABEL.sub("", plain, count=1)).removesuffix("-")
    if _HOTLINE_EXTENDED.fullmatch(plain):
        return plain
    if found := _whole(plain):
        return found
    if (extension := _EXTENSION.search(plain)) and (local := _local(plain[: extension.start()])):
        return f"{local}-{extension[1]}"
    digits = _inland(plain.replace("-", ""))
    if re.fullmatch(r"\d+\.?\d*e\+?\d+", compact(text).lower()):
        raise InvalidPhone("phone_cut")
    if digits.startswith("0") and digits.isdigit():
        raise InvalidPhone("phone_landline")
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        raise InvalidPhone("phone_area")
    raise InvalidPhone("phone_mobile" if re.fullmatch(r"1\d+", digits) else "phone_format")


def read_phones(text: str) -> Reading[str]:
    """Every number in a text, in the order it stands there.

    Certain where nothing else stands there: 13800138000/13900139000 are two numbers, 13800138000（妻子） is one that is
    to be looked at. Raises nothing.

    >>> read_phones("13800138000、021-57312345转801").values
    ('13800138000', '021-57312345-801')
    """
    try:
        return Reading((validate_phone(text),), is_certain=True)
    except InvalidPhone:
        pass
    parts = [part for part in _BETWEEN.split(_wide(text)) if part]
    try:
        return Reading(tuple(dict.fromkeys(map(validate_phone, parts))), is_certain=bool(parts))
    except InvalidPhone:
        pass
    found: list[str] = []
    run_together = re.fullmatch(r"(1[3-9]\d{9})(1[3-9]\d{9})", compact(text))
    for piece in run_together.groups() if run_together else _PIECE.findall(compact(text)):
        try:
            found.append(validate_phone(piece))
        except InvalidPhone:
            continue
    return Reading(tuple(dict.fromkeys(found)))


def phone_beginning(text: str) -> str:
    """The beginning of a number as it stands on record; empty where the text is none. Raises nothing.

    >>> phone_beginning("+86 139"), phone_beginning("（021）5731"), phone_beginning("400 820"), phone_beginning("王")
    ('139', '021-5731', '400-820', '')
    """
    plain = re.sub(r"[().‐-―−-]", "", compact(text)).lower()
    if not re.fullmatch(r"\+?\d{3,20}", plain):
        return ""
    try:
        return validate_phone(text)
    except InvalidPhone:
        pass
    digits = _inland(plain)
    if len(digits) > 12 and not digits.startswith("+"):
        return ""
    if area := re.fullmatch(r"(010|02\d|0[3-9]\d\d)(\d+)", digits):
        return "-".join(area.groups())
    if service := re.fullmatch(r"([48]00)(\d{1,3})(\d*)", digits):
        return "-".join(filter(None, service.groups()))
    return digits


def local_part(number: str) -> str:
    """What of a number on record is dialled in its place: a landline without its area code; one kept as it was written,
    without any; empty for all others. Raises nothing.

    >>> local_part("021-57312345-801"), local_part("57312345"), local_part("13800138000")
    ('57312345-801', '57312345', '')
    """
    if number.startswith("0"):
        return number.partition("-")[2]
    return number if re.match(r"[2-8]", number) else ""


def is_local(beginning: str) -> bool:
    """Does a beginning (`phone_beginning`) look like that of a landline without its area code? Raises nothing.

    >>> is_local("57312345"), is_local("021-5731"), is_local("13800"), is_local("400-820")
    (True, False, False, False)
    """
    return re.fullmatch(r"[2-8]\d{0,7}", beginning) is not None


def mask_phone(number: str) -> str:
    """Show the first three and last four of a mobile, area code and last four of a landline. Raises nothing.

    >>> mask_phone("13800138000"), mask_phone("021-57312345"), mask_phone("021-57312345-801")
    ('138****8000', '021-****2345', '021-****2345-***')
    """
    area, *rest = number.split("-")
    if not rest:
        return _masked(area, 3)
    local, *extension = rest if len(area) > 2 else (number,)
    return "-".join((area, _masked(local, 0), *("*" * len(part) for part in extension)))


def _masked(digits: str, head: int) -> str:
    if len(digits) <= head + 4:
        return "*" * len(digits)
    return digits[:head] + "*" * (len(digits) - head - 4) + digits[-4:]


def _whole(plain: str) -> str:
    """A number without extension in its spelling; empty where it is none."""
    digits = _inland(plain.replace("-", ""))
    if _MOBILE.fullmatch(digits):
        return digits
    if mobile := re.fullmatch(r"0(1[3-9]\d{9})", digits):
        return mobile[1]
    if _ABROAD.fullmatch(digits):
        return "+" + digits.removeprefix("+").removeprefix("00")
    return _local(plain)


def _local(plain: str) -> str:
    """A landline, service number or hotline, which alone may have an extension."""
    digits = _inland(plain.replace("-", ""))
    if _HOTLINE.fullmatch(digits):
        return digits
    if of_place := _HOTLINE_OF_PLACE.fullmatch(digits):
        return "-".join(of_place.groups())
    if landline := _LANDLINE.fullmatch(digits):
        return "-".join(landline.groups())
    if service := _SERVICE.fullmatch(digits):
        return "-".join(service.groups())
    return ""


def _inland(digits: str) -> str:
    """Without the code of the country; a landline then gets back its zero."""
    rest = _COUNTRY.sub("", digits)
    if (
        rest == digits
        or rest.startswith("0")
        or any(kind.fullmatch(rest) for kind in (_MOBILE, _SERVICE, _HOTLINE))
    ):
        return rest
    return "0" + rest if _LANDLINE.fullmatch("0" + rest) else rest


def _wide(text: str) -> str:
    """The text in ordinary width with its spaces, which may part two numbers; such as lie within one are closed."""
    lines = [compact(word) for word in text.split()]
    return " ".join(filter(None, lines))
