"""Typed errors of this package.

Each class lists its messages by stable code. A caller that speaks another language translates
``error.message`` (a ``%(name)s`` template) and fills in ``error.params``.
"""

from collections.abc import Mapping
from typing import ClassVar


def gettext_noop(message: str) -> str:
    """Mark an English message for the translation catalogue and return it unchanged. Raises nothing.

    >>> gettext_noop("The amount is below zero.")
    'The amount is below zero.'
    """
    return message


class LabourLawError(ValueError):
    """Base of all errors here. ``code`` is stable, ``params`` fill the ``message`` template.

    ``field`` names the attribute of the input that is wrong, where the error comes from a dataclass of facts.

    Personal data (an ID number, a phone number) is never put into ``params``.

    >>> str(InvalidIdNumber("id_length", length=17))
    'An ID number has 18 characters, this one has 17.'
    """

    messages: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, *, field: str = "", **params: object) -> None:
        self.code = code
        self.field = field
        self.params = params
        self.message = self.messages[code]
        super().__init__(self.message % params)


class InvalidIdNumber(LabourLawError):
    """Not a resident identity number by GB 11643-1999."""

    messages: ClassVar[Mapping[str, str]] = {
        "id_length": gettext_noop("An ID number has 18 characters, this one has %(length)s."),
        "id_format": gettext_noop("An ID number is 17 digits and a last digit or X."),
        "id_region": gettext_noop("The ID number begins with %(region)s, which is no province code."),
        "id_date": gettext_noop("The birth date in the ID number does not exist: %(date)s."),
        "id_future": gettext_noop("The birth date in the ID number lies in the future: %(date)s."),
        "id_check_digit": gettext_noop(
            "The last character of the ID number does not fit the others. Check it for a slip of the pen."
        ),
        "id_old": gettext_noop(
            "This is an ID number of 15 digits, out of use since 2013: the one of 18 stands on the present card."
        ),
    }


class InvalidIdentity(LabourLawError):
    """Not the number of a document of that kind."""

    messages: ClassVar[Mapping[str, str]] = {
        "identity_kind": gettext_noop(
            "An ID number has 18 characters. For a passport or a travel permit choose the kind of document."
        ),
        "identity_is_permit": gettext_noop(
            "A number that begins with 81, 82 or 83 is of a residence permit of Hong Kong, Macao or Taiwan."
        ),
        "identity_permit": gettext_noop(
            "The number of a residence permit has 18 characters and begins with 81, 82 or 83."
        ),
        "identity_permanent": gettext_noop(
            "The number of a permanent residence card has 18 characters and begins with 9, "
            "or, before December 2023, 3 letters and 12 digits."
        ),
        "identity_passport": gettext_noop("A passport number has 5 to 12 letters and digits."),
        "identity_country": gettext_noop("There is no such country."),
        "identity_home_return": gettext_noop(
            "The number of this permit is H or M and 8 digits, on older ones with 2 more."
        ),
        "identity_taiwan_pass": gettext_noop(
            "The number of this permit has 8 digits, on older ones 10 and a letter."
        ),
    }


class InvalidCreditCode(LabourLawError):
    """Not a unified social credit code by GB 32100-2015."""

    messages: ClassVar[Mapping[str, str]] = {
        "credit_code_length": gettext_noop(
            "A social credit code has 18 characters, this one has %(length)s."
        ),
        "credit_code_format": gettext_noop(
            "A social credit code has digits in places 3 to 8 and nowhere the letters I, O, S, V or Z."
        ),
        "credit_code_check": gettext_noop(
            "The last character of the social credit code does not fit the others. "
            "Check it for a slip of the pen."
        ),
    }


class InvalidPhone(LabourLawError):
    """No telephone number, or not the whole of one."""

    messages: ClassVar[Mapping[str, str]] = {
        "phone_mobile": gettext_noop("A mobile number has 11 digits and begins with 13 to 19."),
        "phone_landline": gettext_noop("A landline has an area code and 7 or 8 digits, like 021-57312345."),
        "phone_area": gettext_noop("Put the area code in front, like 021-57312345."),
        "phone_cut": gettext_noop(
            "The spreadsheet has cut this number short. Make the column text, and copy it again."
        ),
        "phone_format": gettext_noop(
            "Enter a mobile number like 13800138000 or a landline like 021-57312345."
        ),
    }


class InvalidCaseNumber(LabourLawError):
    """Not a case number of the form 沪工援〔2026〕金山0001号."""

    messages: ClassVar[Mapping[str, str]] = {
        "case_number_format": gettext_noop("A case number looks like 沪工援〔2026〕金山0001号."),
        "case_number_words": gettext_noop("The words of a case number are letters only: %(word)s."),
        "case_number_range": gettext_noop("Year, number and width of a case number must be positive."),
    }


class InvalidAmount(LabourLawError):
    """An amount of money that cannot be written as asked."""

    messages: ClassVar[Mapping[str, str]] = {
        "amount_not_finite": gettext_noop("The amount is not a number."),
        "amount_negative": gettext_noop("The amount is below zero."),
        "amount_not_positive": gettext_noop("The amount must be above zero."),
        "amount_fraction": gettext_noop("The amount has more than two decimal places."),
        "amount_too_large": gettext_noop("The amount is above %(limit)s yuan."),
        "amount_month_or_hour": gettext_noop(
            "Give the wage of a month, or the wage of an hour and the hours, not both."
        ),
    }


class CalendarYearUnknown(LabourLawError):
    """No holiday table for that year."""

    messages: ClassVar[Mapping[str, str]] = {
        "calendar_year_unknown": gettext_noop(
            "The holidays of %(year)s are not in the holiday table: add the year there first."
        ),
    }


class InvalidPeriod(LabourLawError):
    """A period that cannot be counted."""

    messages: ClassVar[Mapping[str, str]] = {
        "period_length": gettext_noop("A period is at least 1 long, not %(length)s."),
        "period_not_a_day": gettext_noop("This is not a date."),
        "period_out_of_range": gettext_noop("The year must lie between 1900 and 2100."),
        "period_beyond_calendar": gettext_noop("No calendar goes that far."),
        "period_order": gettext_noop("The end (%(end)s) is before the start (%(start)s)."),
        "period_day_twice": gettext_noop("%(day)s stands there twice."),
        "period_beyond": gettext_noop("This day lies after the last day, %(last)s."),
        "period_day_missing": gettext_noop("Give this day."),
        "period_end_missing": gettext_noop("Give the day up to which it is counted."),
        "period_months_order": gettext_noop("The last month (%(end)s) is before the first (%(start)s)."),
        "period_rate_changes": gettext_noop(
            "The rate changes on %(day)s: work out the time before and from that day one by one."
        ),
    }


class InvalidHours(LabourLawError):
    """Hours of work that cannot be."""

    messages: ClassVar[Mapping[str, str]] = {
        "hours_not_a_number": gettext_noop("This is not a number."),
        "hours_negative": gettext_noop("Hours cannot be below zero."),
        "hours_too_many": gettext_noop("The number is above %(limit)s."),
        "hours_of_a_day": gettext_noop("A day has 24 hours, not %(hours)s."),
        "hours_day_twice": gettext_noop("%(day)s stands there twice."),
        "hours_in_lieu": gettext_noop(
            "More time off in lieu than work on rest days, which was %(hours)s hours."
        ),
    }


class InvalidCount(LabourLawError):
    """A number of days, months or years that cannot be."""

    messages: ClassVar[Mapping[str, str]] = {
        "count_not_a_number": gettext_noop("This is not a number."),
        "count_not_whole": gettext_noop("Enter a whole number."),
        "count_negative": gettext_noop("The number cannot be below zero."),
        "count_too_large": gettext_noop("The number is above %(limit)s."),
        "count_not_a_month": gettext_noop("Months of a year go from 1 to 12, not to %(month)s."),
        "count_year_twice": gettext_noop("The year %(year)s stands there twice."),
        "count_not_one_part": gettext_noop(
            "Days can be given only where exactly one month of the period is not whole."
        ),
    }


class InvalidGrade(LabourLawError):
    """Not a grade of disability (工伤保险条例 22)."""

    messages: ClassVar[Mapping[str, str]] = {
        "grade_range": gettext_noop("Grades of disability go from 1 to 10, not to %(grade)s."),
    }


class InvalidCause(LabourLawError):
    """The employment did not end in a way that gives this right."""

    messages: ClassVar[Mapping[str, str]] = {
        "cause_unknown": gettext_noop("This way for the employment to end is not known: %(cause)s."),
        "cause_missing": gettext_noop("Say how the employment ended."),
        "cause_gives_nothing": gettext_noop("When employment ends in this way, this is not owed."),
    }


class InvalidChoice(LabourLawError):
    """Not one of the ways there are to choose from."""

    messages: ClassVar[Mapping[str, str]] = {
        "choice_unknown": gettext_noop("There is no choice %(choice)s here."),
        "choice_missing": gettext_noop("Choose one of these."),
        "choice_place": gettext_noop(
            "Here the allowance is not the same outdoors and indoors: choose where the work was done."
        ),
    }


class UnknownRegion(LabourLawError):
    """A place the tables do not know."""

    messages: ClassVar[Mapping[str, str]] = {
        "region_unknown": gettext_noop("There is no region %(region)s in the tables."),
    }


class InvalidTable(LabourLawError):
    """Rows of a dated table that contradict each other."""

    messages: ClassVar[Mapping[str, str]] = {
        "table_overlap": gettext_noop("%(series)s, %(region)s: two rows hold on %(day)s."),
        "table_out_of_order": gettext_noop(
            "The table of rates is out of order: %(series)s, %(region)s. An administrator has to put it right; until then "
            "this is not worked out."
        ),
        "table_unreadable": gettext_noop("%(name)s: this row cannot be read, and does not count."),
        "table_place": gettext_noop(
            "The name %(place)s stands for no place of %(province)s, or for several."
        ),
        "table_circle": gettext_noop("Region %(region)s lies in itself by way of the regions around it."),
        "table_order": gettext_noop(
            "%(series)s, %(region)s: the row ends (%(end)s) before it begins (%(start)s)."
        ),
    }
