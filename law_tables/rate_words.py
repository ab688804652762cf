"""What a rate says, in words for people."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from law_tables.models import Place
from law_tables.series import Series, Unit


def number(value: Decimal) -> str:
    """With thousands separators, without zeros nobody typed: 18.5, 1,280."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_of(rate: Any) -> str:
    """The value of a rate, or its range: 2,740; 10 to 20."""
    value = number(rate.value)
    if rate.value_to is None:
        return value
    return gettext("%(value)s to %(most)s") % {"value": value, "most": number(rate.value_to)}


def series_name(code: str) -> str:
    """What a series is called; its code where there is none, as a row may say that was written past the pages."""
    return str(dict(Series.choices).get(code, code))


def title_of(rate: Any) -> str:
    """The series of a rate; with the grade of disability where it has one."""
    series = series_name(rate.series)
    if not rate.grade:
        return series
    return gettext("%(series)s, grade %(grade)s") % {"series": series, "grade": rate.grade}


def terms_of(rate: Any) -> list[str]:
    """What a rate holds for: in the heat a kind of place, a temperature, the hot months; a minimum wage without the
    worker's own insurance."""
    terms = []
    if rate.excludes_insurance:
        terms.append(gettext("without the worker's own insurance and housing fund"))
    if rate.place:
        terms.append(str(Place(rate.place).label))
    if rate.from_degrees:
        terms.append(gettext("from %(degrees)s °C") % {"degrees": rate.from_degrees})
    if rate.first_month:
        terms.append(
            gettext("months %(first)s to %(last)s") % {"first": rate.first_month, "last": rate.last_month}
        )
    return terms


def value_text(rate: Any) -> str:
    """300 yuan a month outdoors; 10 to 20 yuan a day from 40 °C."""
    return " ".join((figure_of(rate), str(Unit(rate.unit).label), *terms_of(rate)))
