"""Limitation of labour arbitration (劳动争议调解仲裁法 27): last day, days left and the reasoning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from labour_law.calendar import Calendar, Period
from labour_law.errors import InvalidChoice, InvalidPeriod, gettext_noop
from labour_law.periods import LIMITS, shifted

STEPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "starts_known": (
            gettext_noop("One year runs from %(start)s, when the worker knew or should have known."),
            "劳动争议调解仲裁法 27(1)",
        ),
        "starts_employment_ended": (
            gettext_noop("Wages owed during employment: one year runs from its end on %(start)s."),
            "劳动争议调解仲裁法 27(4)",
        ),
        "wages_employed": (
            gettext_noop("Wages owed while the worker is still employed: the year has not begun to run."),
            "劳动争议调解仲裁法 27(4)",
        ),
        "interrupted_claim": (
            gettext_noop("Interrupted on %(day)s by a claim against the employer: the year runs anew."),
            "劳动争议调解仲裁法 27(2)",
        ),
        "interrupted_relief": (
            gettext_noop("Interrupted on %(day)s by turning to an authority for relief: the year runs anew."),
            "劳动争议调解仲裁法 27(2)",
        ),
        "interrupted_agreed": (
            gettext_noop("Interrupted on %(day)s, when the employer agreed to pay: the year runs anew."),
            "劳动争议调解仲裁法 27(2)",
        ),
        "too_early": (
            gettext_noop("The event of %(day)s came before the year began and changes nothing."),
            "劳动争议调解仲裁法 27(2)",
        ),
        "too_late": (
            gettext_noop("The event of %(day)s came after the year had run out on %(last_day)s."),
            "劳动争议调解仲裁法 27(2)",
        ),
        "suspended": (
            gettext_noop("Paused from %(start)s to %(end)s: %(days)s days are added."),
            "劳动争议调解仲裁法 27(3)",
        ),
        "suspended_open": (
            gettext_noop("Paused since %(start)s: the rest runs on when the obstacle is gone."),
            "劳动争议调解仲裁法 27(3)",
        ),
        "ends": (gettext_noop("The last day is %(last_day)s."), "民法典 202"),
        "ends_rolled": (
            gettext_noop("%(nominal)s is a day off, so the last day is %(last_day)s."),
            "民法典 203",
        ),
        "provisional": (
            gettext_noop(
                "The holidays of that year are not known yet: check again, and file by %(nominal)s."
            ),
            "民法典 203",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the reasoning: translate ``message``, fill in ``params``, cite ``article``."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in English, with places for ``params``. Raises KeyError for a code there is none of.

        >>> Step("ends").message
        'The last day is %(last_day)s.'
        """
        return STEPS[self.code][0]

    @property
    def article(self) -> str:
        """The article it rests on. Raises KeyError for a code there is none of.

        >>> Step("ends").article
        '民法典 202'
        """
        return STEPS[self.code][1]

    def __str__(self) -> str:
        return f"{self.message % self.params} ({self.article})"


@dataclass(frozen=True, slots=True)
class Interruption:
    """The year runs anew from ``on``: the worker claims from the employer, turns to an authority
    (mediation, inspection, arbitration), or the employer agrees to perform."""

    on: date
    kind: Literal["claim", "relief", "agreed"]

    def __post_init__(self) -> None:
        """Raises InvalidChoice."""
        if f"interrupted_{self.kind}" not in STEPS:
            raise InvalidChoice("choice_unknown", field="kind", choice=self.kind)


@dataclass(frozen=True, slots=True)
class Suspension:
    """The year stands still from ``start`` until the obstacle is gone on ``end`` (None: not yet gone)."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Limitation:
    """``period`` is None while the year does not run: still employed, or paused without an end."""

    period: Period | None
    steps: tuple[Step, ...]

    @property
    def last_day(self) -> date | None:
        """Last day to apply for arbitration (劳动争议调解仲裁法 27), None while the year does not run. Raises nothing.

        >>> limitation(known_on=date(2025, 3, 10), calendar=CALENDAR).last_day
        datetime.date(2026, 3, 10)
        """
        return None if self.period is None else self.period.last_day

    @property
    def provisional(self) -> bool:
        """Whether the last day may still move with a holiday table not yet published. Raises nothing.

        >>> limitation(known_on=date(2025, 3, 10), calendar=CALENDAR).provisional
        False
        """
        return self.period is not None and self.period.provisional

    def days_left(self, on: date) -> int | None:
        """Days from ``on``: 0 on the last day, negative when it has run out, None while it does not run.

        Raises nothing.

        >>> limitation(known_on=date(2025, 3, 10), calendar=CALENDAR).days_left(date(2026, 3, 1))
        9
        """
        return None if self.period is None else self.period.days_left(on)


def limitation(
    *,
    known_on: date,
    calendar: Calendar,
    employment_ended_on: date | None = None,
    is_wages: bool = False,
    events: Iterable[Interruption | Suspension] = (),
) -> Limitation:
    """When the right to arbitrate runs out (劳动争议调解仲裁法 27).

    ``known_on``: the worker knew or should have known. ``is_wages``: the claim is for 劳动报酬, which has
    no limit while employed and one year from the end of employment; wages that first fell due after it
    run from ``known_on``. An interruption on the last day still counts; a pause adds its length.
    Raises InvalidPeriod for a suspension that ends before it starts, or a year beyond the calendar.

    >>> claimed = Interruption(date(2025, 11, 24), "claim")
    >>> answer = limitation(known_on=date(2025, 3, 10), calendar=CALENDAR, events=[claimed])
    >>> answer.last_day, answer.days_left(date(2026, 11, 23))
    (datetime.date(2026, 11, 24), 1)
    """
    events = tuple(events)
    pauses = _merged([event for event in events if isinstance(event, Suspension)])
    if is_wages and employment_ended_on is None:
        return Limitation(None, (Step("wages_employed"),))
    start, first = known_on, "starts_known"
    if is_wages and employment_ended_on is not None and known_on <= employment_ended_on:
        start, first = employment_ended_on, "starts_employment_ended"
    steps = [Step(first, {"start": start})]
    period, paused = _run(start, pauses, calendar)
    for event in sorted((e for e in events if isinstance(e, Interruption)), key=lambda e: e.on):
        if event.on <= start:
            steps.append(Step("too_early", {"day": event.on}))
        elif period is not None and event.on > period.last_day:
            steps.append(Step("too_late", {"day": event.on, "last_day": period.last_day}))
        else:
            start = event.on
            steps.append(Step(f"interrupted_{event.kind}", {"day": start}))
            period, paused = _run(start, pauses, calendar)
    steps += paused
    if period is not None:
        steps += _ending(period)
    return Limitation(period, tuple(steps))


def _run(start: date, pauses: list[Suspension], calendar: Calendar) -> tuple[Period | None, list[Step]]:
    """Count the year from ``start`` through the pauses that fall into it."""
    period = LIMITS["limitation"].due(start, calendar)
    steps: list[Step] = []
    for pause in pauses:
        begin = max(pause.start, start)
        if begin > period.last_day:
            break
        if pause.end is None:
            return None, [*steps, Step("suspended_open", {"start": begin})]
        days = (pause.end - begin).days
        if days > 0:
            steps.append(Step("suspended", {"start": begin, "end": pause.end, "days": days}))
            # A pause that begins while the end rolls over a holiday still leaves the rolled days.
            end = period.nominal if begin <= period.nominal else period.last_day
            period = calendar.end_of_period(start, shifted(end, days))
    return period, steps


def _merged(suspensions: list[Suspension]) -> list[Suspension]:
    """Suspensions in order, overlapping ones joined."""
    merged: list[Suspension] = []
    for suspension in sorted(suspensions, key=lambda s: s.start):
        if suspension.end is not None and suspension.end < suspension.start:
            raise InvalidPeriod("period_order", start=suspension.start, end=suspension.end)
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and suspension.start > last.end):
            merged.append(suspension)
        elif last.end is not None:
            end = None if suspension.end is None else max(last.end, suspension.end)
            merged[-1] = Suspension(last.start, end)
    return merged


def _ending(period: Period) -> list[Step]:
    params = {"nominal": period.nominal, "last_day": period.last_day}
    steps = [Step("ends" if period.nominal == period.last_day else "ends_rolled", params)]
    if period.provisional:
        steps.append(Step("provisional", params))
    return steps
