"""Documents that say who a worker is: which kind there are, how each is numbered, and what the number tells.

Kinds and forms: resident identity card (GB 11643), residence permit of Hong Kong, Macao and Taiwan residents (国办发
〔2018〕81号), foreigner's permanent residence card before and since 2023-12-01 (国家移民管理局公告), mainland travel
permits of Hong Kong and Macao residents and of Taiwan residents, passports (ICAO Doc 9303).
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from stdnum.cn import ric

from labour_law.countries import COUNTRIES
from labour_law.errors import InvalidIdentity, InvalidIdNumber, LabourLawError
from labour_law.identifiers import validate_id_number
from labour_law.readings import compact

_RESIDENCE_PERMIT = re.compile(r"8[123][0-9]{15}[0-9X]")
_PERMANENT_2023 = re.compile(r"9[0-9]{16}[0-9X]")
_PERMANENT_OLD = re.compile(r"[A-Z]{3}[0-9]{4}([0-9]{6})[0-9]{2}")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,12}")
_HOME_RETURN = re.compile(r"([HM][0-9]{8})(?:([0-9]{2})|\(([0-9]{2})\))?")
_TAIWAN_PASS = re.compile(r"([0-9]{8})(?:(?:([0-9]{2})|\(([0-9]{2})\))(\(?[A-Z]\)?)?)?")
"""Behind the number of the person stands how often the card was issued."""
_LABEL = re.compile(
    r"^(?:(?:(?:居民|公民|本人)?(?:身份(?:证件?)?|证件|护照|通行证|居住证|回乡证|台胞证)(?:号码|编号|号)?|I\.?D\.?(?:CARD|NO\.?|NUMBER)?"
    r"|NO\.?|NUMBER)[:#]|(?:居民|公民|本人)?(?:身份(?:证件?)?|证件|护照|通行证)(?:号码|编号|号)?(?=[A-Z0-9]))"
)
_LOOK_ALIKE = str.maketrans("OQDILSZB|〇○×ΧХ✕✖╳*＊", "000115281" + "00" + "XXXXXX" + "XX")
"""What is taken for a figure or for the last X."""


class IdKind(StrEnum):
    RESIDENT = "resident"
    RESIDENCE_PERMIT = "residence_permit"
    PERMANENT_RESIDENCE = "permanent_residence"
    PASSPORT = "passport"
    HOME_RETURN = "home_return"
    TAIWAN_PASS = "taiwan_pass"


@dataclass(frozen=True, slots=True)
class Identity:
    """A checked document. `key` is the same for every document that carries the person's number on.

    Of a passport it holds the `country` that issued it: another state may give the same number to somebody else.
    """

    kind: IdKind
    number: str = field(repr=False)
    key: str = field(repr=False)
    birth_date: datetime.date | None = None
    sex: Literal["male", "female"] | None = None
    country: str = ""


def identify(text: str, kind: str = "", *, on: datetime.date | None = None, country: str = "") -> Identity:
    """Check the number of a document of this kind; without a kind, of the one kind the number itself tells.

    Takes spaces, full-width and invisible characters and small letters. With `on`, a birth date after that day is
    refused too; `country` is who issued a passport. Raises InvalidIdNumber for a resident's number or residence permit that is wrong, else InvalidIdentity;
    where the number tells no kind, code `identity_kind`.

    >>> identify("h1234567801").kind
    <IdKind.HOME_RETURN: 'home_return'>
    """
    number = _plain(text)
    if kind == IdKind.PASSPORT:
        return _passport(number, country)
    if kind:
        return _READ[IdKind(kind)](number, on)
    if _PERMANENT_2023.fullmatch(number) or _PERMANENT_OLD.fullmatch(number):
        return _permanent_residence(number, on)
    if _RESIDENCE_PERMIT.fullmatch(number):
        return _residence_permit(number, on)
    if _HOME_RETURN.fullmatch(number):
        return _home_return(number, on)
    if re.fullmatch(r"[0-9]{15}", number):
        raise InvalidIdNumber("id_old")
    if number[:1].isalpha() or len(number) < 13:
        raise InvalidIdentity("identity_kind")
    return _resident(number, on)


def likely_id_number(text: str) -> str:
    """The number of 18 characters a text may mean that `identify` refuses: with letters read for digits, or among words.

    Empty where the check digit fits none. Raises nothing.

    >>> likely_id_number("11O1O519491231002×")
    '11010519491231002X'
    """
    plain = _plain(text)
    for confused in (plain, plain.translate(_LOOK_ALIKE)):
        for found in re.findall(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])", re.sub(r"[.,、·_/]", "", confused)):
            try:
                return identify(found).number
            except LabourLawError:
                continue
    return ""


def keys_of(text: str) -> set[str]:
    """What a person may be on record under whose document has this number, of whichever kind. Raises nothing.

    >>> sorted(keys_of("H12345678") - perhaps_keys("H12345678"))
    ['home_return H12345678', 'passport H12345678']
    """
    found = perhaps_keys(text)
    for kind in IdKind:
        try:
            found.add(identify(text, kind).key)
        except LabourLawError:
            continue
    return found


def perhaps_keys(text: str, country: str = "") -> set[str]:
    """Under what a passport with this number may be on record besides: without its country, or, where this one is not
    said, with any. Nothing where no passport has such a number. Raises nothing.

    >>> perhaps_keys("C1234567", "VNM")
    {'passport C1234567'}
    """
    number = _plain(text)
    if not _PASSPORT.fullmatch(number):
        return set()
    countries = [""] if country else list(COUNTRIES)
    return {_passport(number, issued_by).key for issued_by in countries}


def _plain(text: str) -> str:
    """In capitals, without spaces, hyphens, invisible characters, an apostrophe or the name of the document in front,
    and the stop behind."""
    kept = (char for char in compact(text) if unicodedata.category(char) != "Pd")
    return _LABEL.sub("", "".join(kept).lstrip("'‘’`").upper()).rstrip(".。,、;")


def _resident(number: str, on: datetime.date | None) -> Identity:
    if re.fullmatch(r"[0-9]{15}", number):
        raise InvalidIdNumber("id_old")
    if _RESIDENCE_PERMIT.fullmatch(number):
        raise InvalidIdentity("identity_is_permit")
    said = validate_id_number(number, on=on)
    return Identity(IdKind.RESIDENT, said.number, said.number, said.birth_date, said.sex)


def _residence_permit(number: str, on: datetime.date | None) -> Identity:
    if not _RESIDENCE_PERMIT.fullmatch(number):
        raise InvalidIdentity("identity_permit")
    said = validate_id_number(number, on=on)
    return Identity(IdKind.RESIDENCE_PERMIT, said.number, said.number, said.birth_date, said.sex)


def _permanent_residence(number: str, on: datetime.date | None) -> Identity:
    if old := _PERMANENT_OLD.fullmatch(number):
        _day(f"20{old[1]}", f"19{old[1]}")
        return Identity(IdKind.PERMANENT_RESIDENCE, number, f"permanent_residence {number}")
    if not _PERMANENT_2023.fullmatch(number):
        raise InvalidIdentity("identity_permanent")
    birth = _day(number[6:14])
    if number[-1] != ric.calc_check_digit(number):
        raise InvalidIdNumber("id_check_digit")
    if on is not None and birth > on:
        raise InvalidIdNumber("id_future", date=birth.isoformat())
    sex: Literal["male", "female"] = "male" if int(number[16]) % 2 else "female"
    return Identity(IdKind.PERMANENT_RESIDENCE, number, number, birth, sex)


def _day(*texts: str) -> datetime.date:
    """The first of these that is a day (20261105); raises InvalidIdNumber where none is."""
    for text in texts:
        try:
            return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            continue
    raise InvalidIdNumber("id_date", date=f"{texts[-1][:4]}-{texts[-1][4:6]}-{texts[-1][6:]}")


def _passport(number: str, country: str) -> Identity:
    if not _PASSPORT.fullmatch(number):
        raise InvalidIdentity("identity_passport")
    if country and country not in COUNTRIES:
        raise InvalidIdentity("identity_country")
    key = " ".join(filter(None, ("passport", country, number)))
    return Identity(IdKind.PASSPORT, number, key, country=country)


def _home_return(number: str, on: datetime.date | None) -> Identity:
    if not (found := _HOME_RETURN.fullmatch(number)):
        raise InvalidIdentity("identity_home_return")
    return Identity(IdKind.HOME_RETURN, _joined(found), f"home_return {found[1]}")


def _taiwan_pass(number: str, on: datetime.date | None) -> Identity:
    if not (found := _TAIWAN_PASS.fullmatch(number)):
        raise InvalidIdentity("identity_taiwan_pass")
    return Identity(IdKind.TAIWAN_PASS, _joined(found), f"taiwan_pass {found[1]}")


def _joined(found: re.Match[str]) -> str:
    """The number with how often it was issued, without brackets around that."""
    return "".join(filter(None, found.groups()))


_READ: dict[IdKind, Callable[[str, datetime.date | None], Identity]] = {
    IdKind.RESIDENT: _resident,
    IdKind.RESIDENCE_PERMIT: _residence_permit,
    IdKind.PERMANENT_RESIDENCE: _permanent_residence,
    IdKind.HOME_RETURN: _home_return,
    IdKind.TAIWAN_PASS: _taiwan_pass,
}
