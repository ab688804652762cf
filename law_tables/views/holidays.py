"""Holidays: a year as a calendar, the years that are missing, and the row of a year."""

import calendar
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.errors import require
from core.form_page import form_page
from core.resume import form_data
from core.views import get_or_post
from labour_law.calendar import HolidayYear
from law_tables.actions import may_write, write_holidays
from law_tables.current import faults, missing_years
from law_tables.days import days_text
from law_tables.forms import HolidayForm, a_year_later
from law_tables.models import HolidayYearRow
from law_tables.permissions import can_keep_tables, can_look_up
from law_tables.views.rows import record_of, row_or_404, strike_page
from law_tables.wording import recounted


@dataclass(frozen=True)
class Day:
    """A day of the calendar. `kind` is "off", "triple", "working" (a weekend worked) or "" as usual."""

    on: date
    kind: str
    is_weekend: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day | None]]


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """The page of the present year, else of the newest."""
    require(can_look_up(request.user))
    rows = HolidayYearRow.objects.in_force()
    row = rows.filter(year__lte=clock.today().year).first() or rows.first()
    if row is None:
        return redirect("law_tables:holidays_add")
    return redirect("law_tables:holiday_year", row.pk)


@require_safe
def year(request: HttpRequest, pk: int) -> HttpResponse:
    """The days off of a year and the weekends worked, month by month."""
    row = row_or_404(request, HolidayYearRow, pk)
    days = _readable(row)
    context = {
        "row": row,
        "years": HolidayYearRow.objects.order_by("-year"),
        "missing": missing_years(clock.today()),
        "months": [_month(days, number) for number in range(1, 13)],
        "weekdays": [(str(WEEKDAYS_ABBR[n]).removeprefix("星期")[:2], WEEKDAYS[n]) for n in range(7)],
        "before": [day for day in sorted(days.off | days.working) if day.year < row.year],
        "spans": [
            (_("Days off"), days_text(days.off)),
            (_("Weekends made working days"), days_text(days.working)),
            (_("Days paid at 300 %"), days_text(days.triple)),
        ],
        "may_write": may_write(request.user, row),
        "acts": record_of(row),
        "faults": faults(HolidayYearRow),
    }
    return render(request, "law_tables/holiday_year.html", context)


def _readable(row: HolidayYearRow) -> HolidayYear:
    """The days of a row; none of one that cannot be read, which the page says."""
    try:
        return row.holiday_year
    except ValidationError:
        return HolidayYear(
            row.year, frozenset(), frozenset(), frozenset(), row.source, "memory", announced=False
        )


def _month(days: HolidayYear, month: int) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(days.year, month)
    shown = [[_day(days, on) if on.month == month else None for on in week] for week in weeks]
    return Month(date(days.year, month, 1), shown)


def _day(days: HolidayYear, on: date) -> Day:
    kind = (
        "triple"
        if on in days.triple
        else "off"
        if on in days.off
        else "working"
        if on in days.working
        else ""
    )
    return Day(on, kind, on.weekday() >= 5)


def _page(request: HttpRequest, form: HolidayForm, done_url: str, **context: Any) -> HttpResponse:
    moved: list[int] = []

    def act() -> None:
        moved.append(write_holidays(form.instance, actor=request.user, **form.change()))

    answer = form_page(
        request,
        form,
        act,
        template="law_tables/holiday_form.html",
        done_url=done_url,
        message=_("The holidays are on record."),
        context=context,
    )
    if moved:
        messages.info(request, recounted(moved[0]))
    return answer


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """A year more, begun with the lines of the year before; `year` says which, else the first that is missing."""
    require(can_keep_tables(request.user))
    asked = request.GET.get("year", "")
    missing = missing_years(clock.today())
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    wanted = wanted or next(iter(missing), clock.today().year + 1)
    before = HolidayYearRow.objects.in_force().filter(year__lt=wanted, announced=True).first()
    known = HolidayYearRow.objects.filter(year=wanted).first()
    if request.method == "GET" and known:
        return redirect("law_tables:holidays_correct", known.pk)
    initial = a_year_later(before, wanted) if before else {"year": wanted}
    form = HolidayForm(form_data(request), instance=HolidayYearRow(), initial=initial)
    return _page(
        request,
        form,
        reverse("law_tables:holidays"),
        title=_("Holidays of a year"),
        before=before,
        year=wanted,
    )


@get_or_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The days of a year, put right; a year not announced until now is announced."""
    row = row_or_404(request, HolidayYearRow, pk, to_write=True)
    form = HolidayForm(form_data(request), instance=copy(row))
    title = _("Holidays of %(year)s") % {"year": row.year}
    done_url = reverse("law_tables:holiday_year", args=[row.pk])
    return _page(request, form, done_url, title=title, row=row, year=row.year)


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A year entered by mistake."""
    row = row_or_404(request, HolidayYearRow, pk, to_write=True)
    return strike_page(request, row, note=str(row.year))
