"""Who issues passports (``data/countries.toml``): by ISO 3166-1 code, as ICAO Doc 9303 prints it, and by name."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from labour_law.tables import load


@dataclass(frozen=True, slots=True)
class Country:
    """A state by its code of three letters."""

    code: str
    alpha_2: str
    zh: str
    en: str


COUNTRIES: Mapping[str, Country] = MappingProxyType(
    {row["code"]: Country(**row) for row in load("countries")["country"]}
)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


_BY_NAME = {
    _plain(name): country.code
    for country in COUNTRIES.values()
    for name in (country.code, country.alpha_2, country.zh, country.en)
    if name
}


def country_code(text: str) -> str:
    """The code of the country meant by a code or a name, Chinese or English; empty where there is none. Raises nothing.

    >>> country_code("越南"), country_code("Vietnam"), country_code("vn"), country_code("Atlantis")
    ('VNM', 'VNM', 'VNM', '')
    """
    plain = _plain(text)
    return _BY_NAME.get(plain) or _BY_NAME.get(plain.removesuffix("籍"), "")
