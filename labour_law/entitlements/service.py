"""Full months and years of work, the first day counted.

A month without a day of that number is full with its last day (民法典 202): who began on January 31 has worked a full
month when February is over.
"""

from datetime import date, timedelta

from labour_law.periods import corresponding_day

LAW = date(2008, 1, 1)
"""劳动合同法 and 职工带薪年休假条例 are in force from here."""

_DAY = timedelta(days=1)


def day_after(first: date, months: int) -> date:
    """The first day after ``months`` full months of work that began on ``first``. Raises nothing.

    >>> day_after(date(2025, 3, 1), 1), day_after(date(2025, 1, 31), 1)
    (datetime.date(2025, 4, 1), datetime.date(2025, 3, 1))
    """
    day = corresponding_day(first, months)
    return day if day.day == first.day else day + _DAY


def full_years(first: date, last: date) -> int:
    """Full years of work from ``first`` to ``last``, both counted; 0 where ``last`` comes first. Raises nothing.

    >>> full_years(date(2016, 7, 1), date(2026, 6, 30)), full_years(date(2016, 7, 1), date(2026, 6, 29))
    (10, 9)
    """
    end = last + _DAY
    years = end.year - first.year
    return max(years if day_after(first, 12 * years) <= end else years - 1, 0)
