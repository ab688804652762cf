"""What calculations share: whether the claim is still in time, which rates are missing, and what was paid."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from labour_law.calendar import Calendar
from labour_law.entitlements.result import ZERO, Ask, Entitlement, Line, Note, Text, entitlement, line
from labour_law.errors import InvalidPeriod, gettext_noop
from labour_law.limitation import limitation
from labour_law.rates import Rate, Slice, WageBounds

SOON = 30
"""Days before the last day from which a note says how many are left."""


def limitation_notes(
    known_on: date,
    as_of: date | None,
    calendar: Calendar,
    *,
    employment_ended_on: date | None = None,
    is_wages: bool = False,
) -> tuple[Note, ...]:
    """What the year to apply for arbitration means on ``as_of`` (劳动争议调解仲裁法 27); nothing where it is None.

    ``known_on``, ``employment_ended_on`` and ``is_wages`` as for `labour_law.limitation.limitation`. A warning
    "limitation_run_out" after the last day, an info "limitation_soon" in the 30 days before it and on it; with either
    "provisional_calendar" while the holidays around the last day are not announced. Events that interrupt the year are
    not known here, the notes therefore speak of the year without them. Raises nothing.

    >>> [str(note.text) for note in limitation_notes(date(2025, 3, 10), date(2026, 3, 1), CALENDAR)]
    ['Apply for arbitration by 2026-03-10: 9 days left.']
    """
    if as_of is None:
        return ()
    answer = limitation(
        known_on=known_on, calendar=calendar, employment_ended_on=employment_ended_on, is_wages=is_wages
    )
    left = answer.days_left(as_of)
    if answer.period is None or left is None or left > SOON:
        return ()
    params = {"last_day": answer.period.last_day, "days": left}
    article = answer.steps[0].article
    if left < 0:
        run_out = gettext_noop(
            "The year to apply for arbitration ended on %(last_day)s, unless it was interrupted or paused: "
            "the claim is lost if the employer pleads it."
        )
        notes = [Note("limitation_run_out", Text(run_out, params), article)]
    else:
        soon = gettext_noop("Apply for arbitration by %(last_day)s: %(days)s days left.")
        notes = [Note("limitation_soon", Text(soon, params), article, "info")]
    if answer.provisional:
        provisional = gettext_noop(
            "The holidays of that year are not known yet: check again, and file by %(nominal)s."
        )
        text = Text(provisional, {"nominal": answer.period.nominal})
        notes.append(Note("provisional_calendar", text, "民法典 203", "info"))
    return tuple(notes)


def rate_unknown_notes(asks: Iterable[Ask], article: str = "") -> tuple[Note, ...]:
    """A warning for each rate still asked for: its days are not in the total. Raises nothing.

    >>> ask = Ask("heat_month", "shanghai", date(2005, 6, 1), date(2005, 9, 30))
    >>> [str(note.text) for note in rate_unknown_notes([ask])]
    ['heat_month, 2005-06-01 to 2005-09-30: not known here. Enter it, these days are not in the sum.']
    """
    message = gettext_noop("%(series)s, %(days)s: not known here. Enter it, these days are not in the sum.")
    told = (Text(message, {"series": ask.series, "days": ask.days}) for ask in asks)
    return tuple(Note("rate_unknown", text, article) for text in told)


def ask_average(region: str, day: date) -> Ask:
    """What to ask where the average wage of the year before ``day`` (劳动合同法 47(2)) is in no table. Raises nothing.

    >>> ask_average("changzhou", date(2026, 6, 30)).end
    datetime.date(2025, 12, 31)
    """
    year = day.year - 1
    return Ask("average_wage", region, date(year, 1, 1), date(year, 12, 31))


def average_unpublished(day: date, bounds: WageBounds, article: str = "") -> list[Note]:
    """A warning where ``bounds``, those of ``day``, take an older average wage than that of the year before, which is
    not in the tables yet. Raises nothing.

    >>> day = date(2030, 6, 30)
    >>> [note.code for note in average_unpublished(day, TABLES.rates.wage_bounds["shanghai"][day])]
    ['average_unpublished']
    """
    if not bounds.is_late or bounds.average is None:
        return []
    message = gettext_noop(
        "The average wage of %(year)s is not in the tables yet: that of %(used)s is used. Check again."
    )
    years = {"year": str(day.year - 1), "used": str(bounds.average.valid_from.year)}
    return [Note("average_unpublished", Text(message, years), article)]


def single_rate(slices: Sequence[Slice]) -> Rate | None:
    """The one rate of a period whose hours or days nobody can divide; None where none is known.

    Raises InvalidPeriod (field "end") where the rate changes on the way.

    >>> period = date(2025, 6, 1), date(2025, 8, 31)
    >>> single_rate(TABLES.rates.slices("minimum_wage_hour", "shanghai", *period))
    Traceback (most recent call last):
    labour_law.errors.InvalidPeriod: The rate changes on 2025-07-01: work out the time before and from that day one by one.
    """
    first = slices[0].rate
    for part in slices[1:]:
        if first is None or part.rate is None or part.rate.value != first.value:
            raise InvalidPeriod("period_rate_changes", field="end", day=part.start)
    return first


def less_paid(
    lines: Sequence[Line],
    paid: Decimal,
    article: str,
    notes: Iterable[Note] = (),
    asks: Iterable[Ask] = (),
    compared: Iterable[Rate] = (),
) -> Entitlement:
    """What ``lines`` add up to, less what was ``paid`` (yuan) for it: a last line, at most what they add up to.

    A note says where more was paid than is owed. Raises nothing.

    >>> owed = [line(Text("Wages"), 3, "month", Decimal(6500), "劳动合同法 30(1)")]
    >>> less_paid(owed, Decimal(500), "劳动合同法 30(1)").total
    Decimal('19000.00')
    """
    owed = sum((row.amount for row in lines), ZERO)
    rows, said = [*lines], [*notes]
    if taken := min(paid, owed):
        rows.append(line(Text(gettext_noop("Less what was paid")), 1, "item", -taken, article))
    if paid > owed:
        said.append(paid_in_full(paid, owed, article))
    return entitlement(rows, said, asks, compared)


def paid_in_full(paid: Decimal, owed: Decimal, article: str) -> Note:
    """An info where more was ``paid`` than is ``owed``, both yuan: only that much is taken off. Raises nothing.

    >>> str(paid_in_full(Decimal(6000), Decimal(5000), "劳动合同法 30(1)").text)
    'More was paid than is owed (6000 yuan): 5000 yuan is taken off.'
    """
    message = gettext_noop("More was paid than is owed (%(paid)s yuan): %(owed)s yuan is taken off.")
    return Note("paid_in_full", Text(message, {"paid": paid, "owed": owed}), article, "info")
