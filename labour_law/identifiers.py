"""Resident ID, social credit code, case number: check, normalise, mask."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Literal

from stdnum.cn import ric, uscc

from labour_law.errors import InvalidCaseNumber, InvalidCreditCode, InvalidIdNumber
from labour_law.readings import compact

# GB/T 2260 province codes; 81-83 stand in the residence permits of Hong Kong, Macao and Taiwan residents.
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")
_CASE_NUMBER = re.compile(r"([^\W\d_]+)〔([0-9]{4})〕([^\W\d_]+)([0-9]{1,18})号")
_LOOK_ALIKE = str.maketrans("IOSVZ", "105U2")
"""Letters no credit code has, and what they are taken for."""
_BRACKETS = str.maketrans({"(": "〔", "[": "〔", "【": "〔", ")": "〕", "]": "〕", "】": "〕"})


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A checked resident identity number and what it says. The number stays out of ``repr``."""

    number: str = field(repr=False)
    birth_date: datetime.date
    sex: Literal["male", "female"]

    def age_on(self, day: datetime.date) -> int:
        """Full years lived on ``day`` (周岁); one born on Feb 29 is a year older on Mar 1 of a common year.

        Raises InvalidIdNumber ``id_future`` for a day before birth.

        >>> validate_id_number("11010519491231002X").age_on(datetime.date(2026, 12, 30))
        76
        """
        if day < self.birth_date:
            raise InvalidIdNumber("id_future", date=self.birth_date.isoformat())
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


def validate_id_number(text: str, *, on: datetime.date | None = None) -> ResidentId:
    """Check a resident identity number: length, province, birth date, check digit (GB 11643-1999).

    Takes a lower-case x, full-width characters and spaces. With ``on``, a birth date after that day
    is refused too. Raises InvalidIdNumber.

    >>> validate_id_number("11010519491231002x")
    ResidentId(birth_date=datetime.date(1949, 12, 31), sex='female')
    """
    number = _compact(text)
    if len(number) != 18:
        raise InvalidIdNumber("id_length", length=len(number))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise InvalidIdNumber("id_format")
    if not _PROVINCE.fullmatch(number[:2]):
        raise InvalidIdNumber("id_region", region=number[:2])
    iso = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    try:
        birth_date = datetime.date.fromisoformat(iso)
    except ValueError:
        raise InvalidIdNumber("id_date", date=iso) from None
    if number[-1] != ric.calc_check_digit(number):
        raise InvalidIdNumber("id_check_digit")
    if on is not None and birth_date > on:
        raise InvalidIdNumber("id_future", date=iso)
    return ResidentId(number, birth_date, "male" if int(number[16]) % 2 else "female")


def validate_credit_code(text: str) -> str:
    """Check a unified social credit code and return it in capitals without spaces (GB 32100-2015).

    Raises InvalidCreditCode.

    >>> validate_credit_code("91350100m000100y43")
    '91350100M000100Y43'
    """
    code = _compact(text)
    if len(code) != 18:
        raise InvalidCreditCode("credit_code_length", length=len(code))
    # The library's own validate() wants a digit in front and so refuses the N of village collectives.
    if not _CREDIT_CODE.fullmatch(code):
        raise InvalidCreditCode("credit_code_format")
    if code[-1] != uscc.calc_check_digit(code):
        raise InvalidCreditCode("credit_code_check")
    return code


def likely_credit_code(text: str) -> str:
    """The code a text may mean that `validate_credit_code` refuses: with letters read for digits, or words in front.

    Empty where the check character fits none. Raises nothing.

    >>> likely_credit_code("统一社会信用代码：9135O1OOM000100Y43")
    '91350100M000100Y43'
    """
    code = re.sub(r"[^0-9A-Z]", "", _compact(text))[-18:]
    for confused in (code, code.translate(_LOOK_ALIKE)):
        try:
            return validate_credit_code(confused)
        except InvalidCreditCode:
            continue
    return ""


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The parts of a case number; ``width`` is how many digits the running number is padded to."""

    prefix: str
    year: int
    unit: str
    seq: int
    width: int = 4

    def __str__(self) -> str:
        return format_case_number(self.prefix, self.year, self.unit, self.seq, self.width)


def format_case_number(prefix: str, year: int, unit: str, seq: int, width: int = 4) -> str:
    """Write a case number with six-angle brackets, as union offices number their files.

    Raises InvalidCaseNumber for a word that is not letters only, or a number that is not positive.

    >>> format_case_number("沪工援", 2026, "金山", 1)
    '沪工援〔2026〕金山0001号'
    """
    for word in (prefix, unit):
        if not re.fullmatch(r"[^\W\d_]+", word):
            raise InvalidCaseNumber("case_number_words", word=word)
    if not 1000 <= year <= 9999 or seq < 1 or width < 1:
        raise InvalidCaseNumber("case_number_range")
    return f"{prefix}〔{year}〕{unit}{seq:0{width}d}号"


def parse_case_number(text: str) -> CaseNumber:
    """Read a case number back; takes other brackets, full-width digits and spaces.

    Raises InvalidCaseNumber.

    >>> parse_case_number("沪工援[2026] 金山0001号")
    CaseNumber(prefix='沪工援', year=2026, unit='金山', seq=1, width=4)
    """
    match = _CASE_NUMBER.fullmatch(compact(text).translate(_BRACKETS))
    if not match:
        raise InvalidCaseNumber("case_number_format")
    prefix, year, unit, seq = match.groups()
    if int(year) < 1000 or int(seq) < 1:
        raise InvalidCaseNumber("case_number_range")
    return CaseNumber(prefix, int(year), unit, int(seq), len(seq))


def mask_id(number: str) -> str:
    """Show the region and the last four characters, of a shorter document the first and the last two. Raises nothing.

    >>> mask_id("11010519491231002X"), mask_id("E12345678")
    ('110105********002X', 'E******78')
    """
    return _mask(number, 6, 4) if len(number) > 14 else _mask(number, 1, 2)


def mask_credit_code(code: str) -> str:
    """Show the registering office and region, and the last four characters. Raises nothing.

    >>> mask_credit_code("91350100M000100Y43")
    '91350100******0Y43'
    """
    return _mask(code, 8, 4)


def mask_case_number(number: str) -> str:
    """Show office and year of a case number, not which of its cases it is. Raises InvalidCaseNumber.

    >>> mask_case_number("沪工援〔2026〕金山0001号")
    '沪工援〔2026〕金山****号'
    """
    case = parse_case_number(number)
    return f"{case.prefix}〔{case.year}〕{case.unit}{'*' * case.width}号"


def mask_account(number: str) -> str:
    """Show the last four digits of a bank account; how long it is stays hidden. Raises nothing.

    >>> mask_account("6222021001116245702")
    '****5702'
    """
    compact = _compact(number)
    return "****" + (compact[-4:] if len(compact) > 8 else "")


def mask_name(name: str) -> str:
    """Show the first character of a name. Raises nothing.

    >>> mask_name("张三"), mask_name("王小明")
    ('张*', '王**')
    """
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def _compact(text: str) -> str:
    return compact(text).upper()


def _mask(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
